/** Who is signed in to the console: sessions by cookie, in memory. */
import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../../context";

/** Not on record; what the other console has. */
const idleMilliseconds = 8 * 3_600_000;
const cookieName = ".ASPXAUTH";

export interface Session {
  id: string;
  /** Id of the employee, once signed in. */
  employeeId: number | null;
  /** Who gave the right password and still owes the code. */
  pendingId: number | null;
  /** Has to set up MFA before anything else. */
  limited: boolean;
  lastSeen: number;
  /** Came after a session that the switch `psaSessionEnds` ended: lasts. */
  lasting: boolean;
}

export class PsaSessions {
  readonly #sessions = new Map<string, Session>();
  readonly #ended = new Set<string>();

  constructor(private readonly context: Context) {}

  /** The caller's session, signed in or not; a new one is handed out by cookie. */
  of(request: FastifyRequest, reply: FastifyReply): Session {
    const now = this.context.now().getTime();
    const id = idOf(request);
    const known = id === undefined ? undefined : this.#sessions.get(id);
    if (known !== undefined && now - known.lastSeen < idleMilliseconds) {
      known.lastSeen = now;
      return known;
    }
    const session: Session = {
      id: randomBytes(16).toString("hex"),
      employeeId: null,
      pendingId: null,
      limited: false,
      lastSeen: now,
      lasting: id !== undefined && this.#ended.has(id),
    };
    this.#sessions.set(session.id, session);
    void reply.header("set-cookie", `${cookieName}=${session.id}; Path=/psa; HttpOnly; SameSite=Lax`);
    return session;
  }

  /** User name of the caller, without making a session. */
  callerOf(request: FastifyRequest): string | null {
    const id = idOf(request);
    const employeeId = id === undefined ? undefined : this.#sessions.get(id)?.employeeId;
    const { employees } = this.context.store.tenant.psa;
    return employees.find((employee) => employee.id === employeeId)?.userName ?? null;
  }

  end(session: Session): void {
    this.#sessions.delete(session.id);
    this.#ended.add(session.id);
  }

  reset(): void {
    this.#sessions.clear();
    this.#ended.clear();
  }
}

function idOf(request: FastifyRequest): string | undefined {
  return /(?:^|;\s*)\.ASPXAUTH=([0-9a-f]+)/.exec(request.headers.cookie ?? "")?.[1];
}

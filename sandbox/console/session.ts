/** Who is signed in to the console: sessions by cookie, in memory. */
import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { checkAdministrator, checkTotp } from "../rules";
import type { Context } from "../context";

/** The vendor ends a session after 8 hours without a request. */
const idleMilliseconds = 8 * 3_600_000;
/** Wrong passwords or codes in a row before the account is locked; the vendor's count is a setting of the tenant. */
export const lockAfter = 5;
const cookieName = "ASP.NET_SessionId";

export interface Session {
  id: string;
  /** Anti-forgery value of its pages. */
  token: string;
  /** Set once signed in. */
  caller: string | null;
  /** User name typed in the first step, whose password and code are still missing. */
  typed: string;
  passwordGiven: boolean;
  lastSeen: number;
  /** Inner pages shown. */
  pages: number;
  /** Came after a session that the switch `sessionEnds` ended: lasts. */
  lasting: boolean;
}

export type StepResult = "password" | "code" | "in" | "wrong" | "locked" | "provider" | "unknown";

export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #ended = new Set<string>();
  #failures = 0;

  constructor(private readonly ctx: Context) {}

  private id(request: FastifyRequest): string | undefined {
    return new RegExp(`(?:^|;\\s*)${cookieName}=([0-9a-f]+)`).exec(request.headers.cookie ?? "")?.[1];
  }

  /** The caller's session, signed in or not; a new one is handed out by cookie. */
  of(request: FastifyRequest, reply: FastifyReply): Session {
    const now = this.ctx.now().getTime();
    const id = this.id(request);
    const known = id === undefined ? undefined : this.#sessions.get(id);
    if (known && now - known.lastSeen < idleMilliseconds) {
      known.lastSeen = now;
      return known;
    }
    const session: Session = {
      id: randomBytes(16).toString("hex"),
      token: randomBytes(24).toString("base64url"),
      caller: null,
      typed: "",
      passwordGiven: false,
      lastSeen: now,
      pages: 0,
      lasting: id !== undefined && this.#ended.has(id),
    };
    this.#sessions.set(session.id, session);
    void reply.header("set-cookie", `${cookieName}=${session.id}; Path=/; HttpOnly; SameSite=Lax`);
    return session;
  }

  /** Signs out; whoever signs in again from the same browser is not ended again. */
  end(session: Session): void {
    this.#sessions.delete(session.id);
    this.#ended.add(session.id);
  }

  /** Who the caller is, without making a session. */
  callerOf(request: FastifyRequest): string | null {
    const id = this.id(request);
    return (id !== undefined && this.#sessions.get(id)?.caller) || null;
  }

  userName(session: Session, typed: string): StepResult {
    session.typed = typed.trim();
    session.passwordGiven = false;
    if (session.typed === "") return "wrong";
    return this.ctx.switches.get("signIn") === "sso" ? "provider" : "password";
  }

  password(session: Session, password: string): StepResult {
    if (this.#failures >= lockAfter) return "locked";
    if (!checkAdministrator(this.ctx.store.tenant, session.typed, password)) return this.fail();
    session.passwordGiven = true;
    const signIn = this.ctx.switches.get("signIn");
    if (signIn === "unknownPanel") return "unknown";
    if (signIn === "totp") return "code";
    return this.enter(session);
  }

  code(session: Session, code: string): StepResult {
    if (this.#failures >= lockAfter) return "locked";
    if (!session.passwordGiven || !checkTotp(this.ctx.store.tenant, code, this.ctx.now())) return this.fail();
    return this.enter(session);
  }

  /** Forgets the wrong attempts. */
  unlock(): void {
    this.#failures = 0;
  }

  private fail(): StepResult {
    return ++this.#failures >= lockAfter ? "locked" : "wrong";
  }

  private enter(session: Session): StepResult {
    this.#failures = 0;
    session.caller = session.typed;
    session.passwordGiven = false;
    return "in";
  }
}

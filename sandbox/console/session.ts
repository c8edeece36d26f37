/** Who is signed in to the console: sessions by cookie, in memory. */
import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { checkAdministrator, checkTotp } from "../rules";
import type { Context } from "../context";

/** The vendor ends a session after 8 hours without a request. */
const idleMilliseconds = 8 * 3_600_000;
/** Wrong passwords or codes in a row before the account is locked; the vendor's count is a setting of the tenant. */
export const lockAfter = 5;
const providerName = "ESTSAUTH";
const deviceName = "AutotaskDevice";
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
  /** What has been given, when an offer or news still stands before the end of the sign-in. */
  waiting: StepResult[];
  /** Every secret was right. */
  proven: boolean;
  /** Value of the cookie that stays when the session ends. */
  device: string;
  /** The news over the shell has been closed. */
  newsSeen: boolean;
  /** Came after a session that the switch `sessionEnds` ended: lasts. */
  lasting: boolean;
}

export type StepResult =
  "password" | "code" | "in" | "wrong" | "locked" | "provider" | "kaseyaOne" | "remember" | "announcement" | "unknown";

export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #ended = new Set<string>();
  /** Who is signed in at the identity provider, by the value of its cookie. */
  readonly #known = new Map<string, string>();
  readonly #trusted = new Set<string>();
  #failures = 0;

  constructor(private readonly ctx: Context) {}

  private cookie(request: FastifyRequest, name: string): string | undefined {
    return new RegExp(`(?:^|;\\s*)${name}=([0-9a-f]+)`).exec(request.headers.cookie ?? "")?.[1];
  }

  private id(request: FastifyRequest): string | undefined {
    return this.cookie(request, cookieName);
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
      waiting: [],
      newsSeen: false,
      proven: false,
      device: this.cookie(request, deviceName) ?? randomBytes(16).toString("hex"),
      lasting: id !== undefined && this.#ended.has(id),
    };
    this.#sessions.set(session.id, session);
    void reply.header("set-cookie", [
      `${cookieName}=${session.id}; Path=/; HttpOnly; SameSite=Lax`,
      `${deviceName}=${session.device}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax`,
    ]);
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
    const signIn = this.ctx.switches.get("signIn");
    return signIn === "sso" ? "provider" : signIn === "kaseyaOne" ? "kaseyaOne" : "password";
  }

  password(session: Session, password: string): StepResult {
    if (this.#failures >= lockAfter) return "locked";
    if (!checkAdministrator(this.ctx.store.tenant, session.typed, password)) return this.fail();
    session.passwordGiven = true;
    const signIn = this.ctx.switches.get("signIn");
    if (signIn === "unknownPanel") return "unknown";
    if (signIn === "totp" && !this.trusted(session)) return "code";
    return this.enter(session);
  }

  /** Password given on the provider's own page: its sign-in is all there is. */
  providerPassword(session: Session, password: string, reply: FastifyReply): StepResult {
    if (this.#failures >= lockAfter) return "locked";
    if (!checkAdministrator(this.ctx.store.tenant, session.typed, password)) return this.fail();
    const id = randomBytes(16).toString("hex");
    this.#known.set(id, session.typed);
    void reply.header("set-cookie", `${providerName}=${id}; Path=/sso; HttpOnly; SameSite=Lax`);
    return this.enter(session);
  }

  /** Signs in who is signed in at the provider already. */
  knownToProvider(request: FastifyRequest, session: Session): boolean {
    const id = this.cookie(request, providerName);
    const known = id === undefined ? undefined : this.#known.get(id);
    if (known === undefined) return false;
    session.typed = known;
    session.caller = known;
    return true;
  }

  /** The next thing between the last secret and the end of the sign-in. */
  next(session: Session): StepResult {
    return session.waiting.shift() ?? this.finish(session);
  }

  /** Devices that need no code any more, by the value of their cookie. */
  trust(session: Session): void {
    this.#trusted.add(session.device);
  }

  private trusted(session: Session): boolean {
    return this.#trusted.has(session.device);
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
    const s = this.ctx.switches;
    const asked = s.get("remember") === "panel" && s.get("signIn") === "totp" && !this.trusted(session);
    session.waiting = [
      ...(asked ? ["remember" as const] : []),
      ...(s.get("announcement") === "panel" ? ["announcement" as const] : []),
    ];
    session.passwordGiven = false;
    session.proven = true;
    return this.next(session);
  }

  private finish(session: Session): StepResult {
    if (!session.proven) return "wrong";
    session.proven = false;
    session.caller = session.typed;
    return "in";
  }
}

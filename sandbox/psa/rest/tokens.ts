import { createHmac, randomBytes } from "node:crypto";
import type { Context } from "../../context";

const lives = { "60 minutes": 60 * 60_000, "15 minutes": 15 * 60_000, "4 seconds": 4_000 } as const;
/** A refresh token outlives its access token by far; the vendor says nothing of either. */
const refreshLife = 24 * 3_600_000;

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  accessTokenExpireOn: string;
  refreshTokenExpireOn: string;
}

interface Issued {
  employeeId: number;
  until: number;
}

/** Tokens of one process, in memory: whoever restarts the stand-in has to sign in again. */
export class Tokens {
  readonly #access = new Map<string, Issued>();
  readonly #refresh = new Map<string, Issued & { accessToken: string }>();
  readonly #key = randomBytes(32);

  constructor(private readonly context: Context) {}

  /** @param life milliseconds; default: as the switch says. */
  issue(employeeId: number, life?: number): TokenPair {
    const now = this.context.now().getTime();
    const until = now + (life ?? lives[this.context.switches.get("psaTokenLife")]);
    const accessToken = this.#jwt(employeeId, until);
    const refreshToken = randomBytes(32).toString("base64url");
    this.#access.set(accessToken, { employeeId, until });
    this.#refresh.set(refreshToken, { employeeId, until: now + refreshLife, accessToken });
    return {
      accessToken,
      refreshToken,
      accessTokenExpireOn: new Date(until).toISOString(),
      refreshTokenExpireOn: new Date(now + refreshLife).toISOString(),
    };
  }

  /** Whose token it is; `expired` for one that was good once. */
  owner(accessToken: string): number | "expired" | undefined {
    const found = this.#access.get(accessToken);
    if (found === undefined) return undefined;
    return found.until > this.context.now().getTime() ? found.employeeId : "expired";
  }

  /** A new pair for an old one, of which the access token may have expired. */
  refresh(accessToken: string, refreshToken: string): TokenPair | undefined {
    const found = this.#refresh.get(refreshToken);
    if (found === undefined || found.accessToken !== accessToken || found.until <= this.context.now().getTime())
      return undefined;
    if (this.context.switches.get("psaRefreshToken") === "singleUse") this.#refresh.delete(refreshToken);
    return this.issue(found.employeeId);
  }

  reset(): void {
    this.#access.clear();
    this.#refresh.clear();
  }

  #jwt(employeeId: number, until: number): string {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const body = `${part({ alg: "HS256", typ: "JWT" })}.${part({
      sub: String(employeeId),
      exp: Math.floor(until / 1000),
      jti: randomBytes(8).toString("hex"),
    })}`;
    return `${body}.${createHmac("sha256", this.#key).update(body).digest("base64url")}`;
  }
}

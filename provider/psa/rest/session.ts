import type * as t from "io-ts";
import { PsaError } from "../../errors";
import { send, type Answer, type Call, type HttpOptions } from "../../http/client";
import type { Clock } from "../../http/clock";
import { backoff } from "../../http/retry";
import { assertSafeUrl } from "../../http/safeUrl";
import { freshCode } from "../../totp";
import { rememberFailure, signInOnce, usedCodes, type Account } from "./account";
import { decode, Token } from "./codecs";
import { classify, envelopeOf, failure, saysLater } from "./failures";
import { budgetOf, slotsOf } from "./limits";

/** A token is given up this long before its end, in milliseconds, or a tenth of its life where that is less. */
const MARGIN_MS = 60_000;
/** Attempts of a call that says "too many" under status 200; other statuses are repeated by the client. */
const LATER_ATTEMPTS = 4;

const SIGN_IN_LOST =
  "The sign-in may have been counted, so it is not sent again in this run, because failures lock the account for half an " +
  "hour. Check the address, the network and the proxy, then run again.";

interface Held {
  access: string;
  refresh: string | undefined;
  /** When to get a new one, in milliseconds since the epoch; undefined when the tenant gave no time that can be believed. */
  until: number | undefined;
}

export interface Page<A> {
  rows: A;
  /** What the tenant says it has in all; undefined when it does not say. */
  total: number | undefined;
}

/** Calls to one tenant as one account: signs in, keeps and renews the token, and turns refusals into our errors. */
export class Session {
  private token: Promise<Held> | undefined;
  private latest: Held | undefined;
  private replacing: { old: Held; next: Promise<Held> } | undefined;
  /** Endpoints that refuse even a new token: that is about rights, and no reason to sign in again. */
  private readonly refusing = new Set<string>();

  constructor(
    private readonly account: Account,
    private readonly clock: Clock,
  ) {}

  /** Company and host, for messages. */
  get tenantName(): string {
    return `${this.account.company} at ${new URL(this.account.base).host}`;
  }

  /** Whether the last sign-in of this session was accepted: what is refused then is a matter of rights. */
  signedIn = false;

  /** Signs in, unless that is done. @throws PsaError what the sign-in came to */
  async enter(): Promise<void> {
    await this.current();
  }

  /** @param renew false: a 401 is the answer, and no reason for a new token. @default true */
  async get<A>(path: string, codec: t.Type<A, unknown>, { renew = true } = {}): Promise<A> {
    return (await this.page(path, codec, renew)).rows;
  }

  /** GET of a path below the version. */
  async page<A>(path: string, codec: t.Type<A, unknown>, renew = true): Promise<Page<A>> {
    const url = new URL(path, this.account.base);
    const where = `GET ${url.host}${url.pathname}`;
    const answer = await this.signed(url, renew);
    const kind = classify(answer);
    if (kind) throw failure(kind, answer, where);
    const envelope = envelopeOf(answer);
    return { rows: decode(codec, envelope?.result, where), total: envelope?.totalRecords };
  }

  /** Sends one read. A 401 gets a new token once, whoever else has asked for it meanwhile. */
  private async signed(url: URL, renew: boolean): Promise<Answer> {
    const held = await this.current();
    const answer = await this.ask(url, held.access);
    if (!renew || classify(answer) !== "authentication" || this.refusing.has(url.pathname)) return answer;
    const fresh = await this.renewed(held);
    const again = await this.ask(url, fresh.access);
    if (classify(again) === "authentication") this.refusing.add(url.pathname);
    return again;
  }

  private async ask(url: URL, access: string): Promise<Answer> {
    const call: Call = { method: "GET", url: url.href, headers: { authorization: `Bearer ${access}` } };
    for (let attempt = 0; ; attempt += 1) {
      const answer = await send(call, this.http(url));
      if (answer.status !== 200 || !saysLater(answer) || attempt + 1 >= LATER_ATTEMPTS) return answer;
      await this.clock.sleep(answer.retryAfter ?? backoff(attempt + 2));
    }
  }

  private async current(): Promise<Held> {
    this.token ??= this.start(() => this.signIn());
    const held = await this.token;
    if (held.until === undefined || this.clock.now() < held.until) return held;
    return this.renewed(held);
  }

  /** A newer token than `old`: the one that somebody else got meanwhile, or a new one, got once for all who wait. */
  private renewed(old: Held): Promise<Held> {
    if (this.replacing?.old === old) return this.replacing.next;
    if (this.token !== undefined && this.latest !== old) return this.token;
    const next = this.start(() => this.refresh(old));
    this.token = next;
    this.replacing = { old, next };
    return next;
  }

  private start(get: () => Promise<Held>): Promise<Held> {
    const token = get();
    token.then(
      (held) => (this.latest = held),
      () => {
        if (this.token === token) this.token = undefined;
      },
    );
    return token;
  }

  private async signIn(): Promise<Held> {
    try {
      return await signInOnce(this.account, () => this.authenticate());
    } catch (error) {
      this.signedIn = false;
      throw error;
    }
  }

  private async authenticate(): Promise<Held> {
    const { account } = this;
    const url = new URL("security/authenticate", account.base);
    const where = `POST ${url.host}${url.pathname}`;
    const code = await this.code();
    const form = {
      GrantType: "password",
      UserName: account.userName,
      Password: account.password.reveal(),
      Tenant: account.company,
      ...(code === undefined ? {} : { MFACode: code }),
    };
    let answer: Answer;
    try {
      answer = await send({ method: "POST", url: url.href, headers: {}, form, whenLost: SIGN_IN_LOST }, this.http(url));
    } catch (error) {
      // Nobody knows whether it was counted: not tried again either. What was never sent may be.
      if (error instanceof PsaError && error.code === "unavailable") throw rememberFailure(account, error);
      throw error;
    }
    const kind = classify(answer);
    if (kind === "throttled" || kind === "not-found") throw rememberFailure(account, failure(kind, answer, where));
    // Whatever a tenant says to a sign-in in its own envelope is about the sign-in.
    if (kind && (envelopeOf(answer) || kind === "authentication" || kind === "permission" || answer.status === 400))
      throw rememberFailure(account, refused(account, where, answer.status));
    if (kind) throw rememberFailure(account, failure(kind, answer, where));
    try {
      return this.held(decode(Token, envelopeOf(answer)?.result, where));
    } catch (error) {
      throw error instanceof PsaError ? rememberFailure(account, error) : error;
    }
  }

  private async code(): Promise<string | undefined> {
    const { mfaSecret } = this.account;
    if (!mfaSecret) return undefined;
    const used = usedCodes(this.account);
    const code = await freshCode(mfaSecret, "psa:mfaSecret (PSA_MFA_SECRET)", used, this.clock);
    used.push(code);
    return code;
  }

  /** By the refresh token where there is one; else, or when that is refused, by signing in again. */
  private async refresh(old: Held): Promise<Held> {
    if (old.refresh === undefined) return this.signIn();
    const url = new URL("security/refreshtoken", this.account.base);
    const form = { AccessToken: old.access, RefreshToken: old.refresh };
    const answer = await send({ method: "POST", url: url.href, headers: {}, form }, this.http(url)).catch(
      () => undefined,
    );
    const result = answer && classify(answer) === undefined ? Token.decode(envelopeOf(answer)?.result) : undefined;
    return result?._tag === "Right" ? this.held(result.right) : this.signIn();
  }

  /** A time in the past, or none at all, says nothing: then only a 401 tells that the token has ended. */
  private held(token: Token): Held {
    this.signedIn = true;
    const now = this.clock.now();
    const text = token.accessTokenExpireOn ?? "";
    // Without a zone it is taken for UTC.
    const end = Date.parse(/(z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
    const life = end - now;
    return {
      access: token.accessToken,
      refresh: token.refreshToken ?? undefined,
      until: life > 0 ? end - Math.min(MARGIN_MS, life / 10) : undefined,
    };
  }

  private http(url: URL): HttpOptions {
    const { company } = this.account;
    return {
      clock: this.clock,
      budget: budgetOf(url, company),
      slots: (to) => slotsOf(to, company),
      saysLater,
    };
  }
}

function refused({ company, userName, mfaSecret, base }: Account, where: string, status: number): PsaError {
  const code = mfaSecret
    ? "the one-time code (psa:mfaSecret)"
    : "a one-time code is asked for (ordinary employees need psa:mfaSecret, API employees none)";
  return new PsaError(
    "authentication",
    `${where}: ${company} at ${new URL(base).host} refused the sign-in of "${userName}" (status ${status}).`,
    "The answer does not tell which of these is wrong: the user name; the password, which may have expired; the company name, " +
      `in which spaces, punctuation and capitals matter; ${code}; the account is inactive, or locked by five failures; its ` +
      "security role lacks Has API Access. Nothing is tried again in this run, because failures lock the account for half an hour.",
  );
}

/** Base of the API with its version and a slash at the end, from an address with or without either. */
export function apiBase(restUrl: string): string {
  const url = assertSafeUrl(restUrl, "psa:restUrl (PSA_REST_URL)");
  url.search = "";
  url.hash = "";
  const path = url.pathname.replace(/\/+$/, "");
  url.pathname = `${/\/v\d+$/i.test(path) ? path : `${path}/v2`}/`;
  return url.href;
}

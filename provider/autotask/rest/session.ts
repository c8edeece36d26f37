import type * as t from "io-ts";
import { PsaError, Secret } from "../../errors";
import { send, type Answer, type Call, type HttpOptions } from "../../http/client";
import type { Clock } from "../../http/clock";
import { budgetFor, slotsFor } from "../../http/limits";
import { decode } from "./codecs";
import { classify, failure, saysLater } from "./failures";
import { apiBase, readZone, ZONE_INFORMATION_URL, zoneOf, type ZoneQuestion } from "./zone";

export interface SessionOptions {
  /** Where to ask for the tenant's zone; default Autotask's own address. Not asked when `restUrl` is given. */
  zoneInformationUrl?: string;
  /** Base of the REST API, with or without `V1.0` and a slash at the end. */
  restUrl?: string;
  /** Key of the API user with its domain, `key@DOMAIN`. */
  userName: string;
  secret: Secret;
  /** Tracking identifier, vendor's or custom. */
  integrationCode: Secret;
  clock: Clock;
  /** Part of the tenant's 10,000 calls per hour that this process may use: above 0, at most 1, default 0.1. */
  hourlyShare?: number;
}

interface Sent {
  answer: Answer;
  /** Method, host and path, for messages. */
  where: string;
}

/** Printable characters of one byte: anything else cannot stand in a header. */
const HEADER_TEXT = /^[\x21-\x7e\xa1-\xff]+$/;

/** Calls to one tenant as one API user: finds its zone, signs each call, and turns refusals into our errors. */
export class Session {
  /** Private to the language, not only to the compiler: nobody who prints a session shall see them. */
  readonly #headers: Record<string, string>;
  private readonly http: HttpOptions;
  private base: string | undefined;
  private zoneReread = false;
  /** Settles when the first call has been answered; undefined before it and after it. Never rejects. */
  private first: Promise<unknown> | undefined;
  private answered = false;
  /** What the first call came to, where the tenant did not let this user in. */
  private refused: PsaError | undefined;

  constructor(private readonly options: SessionOptions) {
    const { userName, secret, integrationCode } = options;
    assertHeader("userName", userName);
    assertHeader("secret", secret.reveal());
    assertHeader("integrationCode", integrationCode.reveal());
    this.#headers = { ApiIntegrationCode: integrationCode.reveal(), UserName: userName, Secret: secret.reveal() };
    if (options.restUrl !== undefined) this.base = apiBase(options.restUrl);
    // The domain of the user name is what tells databases apart; a zone's host is shared by many.
    const door = new URL(this.base ?? options.zoneInformationUrl ?? ZONE_INFORMATION_URL).host;
    this.http = {
      clock: options.clock,
      budget: budgetFor(`${userName.split("@")[1]?.toLowerCase() ?? "the tenant"} at ${door}`, options.hourlyShare),
      slots: (url) => {
        const endpoint = /\/v1\.0\/([^/]+)/i.exec(url.pathname)?.[1];
        if (endpoint === undefined || /^zoneInformation$/i.test(endpoint)) return undefined;
        return slotsFor(url.origin, endpoint, this.options.integrationCode.reveal());
      },
      saysLater,
    };
  }

  /** Host of the tenant's zone, or of the address asked for it as long as it is not known. For messages. */
  get host(): string {
    return new URL(this.base ?? this.options.zoneInformationUrl ?? ZONE_INFORMATION_URL).host;
  }

  /** Base of the tenant's REST API; `undefined` as long as nobody has asked for it. */
  get address(): string | undefined {
    return this.base;
  }

  /** GET of a path below `V1.0/`, or of an absolute address on the zone's own origin. `undefined` = not found. */
  async find<A>(path: string, codec: t.Type<A, unknown>): Promise<A | undefined> {
    const { answer, where } = await this.call("GET", path);
    const kind = classify(answer);
    if (kind === "not-found") return undefined;
    if (kind) throw failure(kind, answer, where);
    return decode(codec, answer.json, where);
  }

  /** As `find`, for what must exist. */
  async get<A>(path: string, codec: t.Type<A, unknown>): Promise<A> {
    const { answer, where } = await this.call("GET", path);
    const kind = classify(answer);
    if (kind) throw failure(kind, answer, where);
    return decode(codec, answer.json, where);
  }

  /** PATCH of a collection: the id stands in the body. PUT is not offered, it empties every field left out. Sent once. */
  async patch<A>(
    collection: string,
    body: { id: number; [field: string]: unknown },
    codec: t.Type<A, unknown>,
  ): Promise<A> {
    const { answer, where } = await this.call("PATCH", collection, body);
    const kind = classify(answer);
    if (kind) throw failure(kind, answer, where);
    return decode(codec, answer.json, where);
  }

  /** POST of a new row below a resource, which is all that is ever made through REST. Sent once. */
  async post<A>(path: `Resources/${string}/${string}`, body: object, codec: t.Type<A, unknown>): Promise<A> {
    const { answer, where } = await this.call("POST", path, body);
    const kind = classify(answer);
    if (kind) throw failure(kind, answer, where);
    return decode(codec, answer.json, where);
  }

  /**
   * The first call goes alone. Every call carries the credentials, and failed sign-ins lock a user: when they are refused
   * once, nothing more is sent with them, however many resources ask.
   */
  private async call(method: Call["method"], path: string, body?: unknown): Promise<Sent> {
    while (!this.answered && this.first) await this.first;
    if (this.refused) throw this.refused;
    const sent = this.send(method, path, body);
    if (!this.answered) {
      this.first = sent
        .then(
          ({ answer, where }) => {
            this.answered = true;
            if (classify(answer) === "authentication") this.refused = failure("authentication", answer, where);
          },
          () => undefined,
        )
        .finally(() => (this.first = undefined));
    }
    return sent;
  }

  private async send(method: Call["method"], path: string, body?: unknown): Promise<Sent> {
    const base = await this.findBase();
    const answer = await this.sendTo(base, method, path, body);
    if (answer.answer.status !== 401 || !(await this.hasMoved(base))) return answer;
    // The tenant moved to another zone. A write is not repeated even so: the next run does it.
    return method === "GET" && !isAbsolute(path) ? this.sendTo(await this.findBase(), method, path) : answer;
  }

  private async sendTo(base: string, method: Call["method"], path: string, body?: unknown): Promise<Sent> {
    const url = new URL(path, base);
    assertOrigin(url, base);
    const answer = await send({ method, url: url.href, headers: this.#headers, body }, this.http);
    return { answer, where: `${method} ${url.host}${url.pathname}` };
  }

  private async findBase(): Promise<string> {
    this.base ??= await zoneOf(this.zoneQuestion());
    return this.base;
  }

  /** Tenants do move between zones, and the old one then answers 401. Asked once in the life of a session. */
  private async hasMoved(from: string): Promise<boolean> {
    if (this.options.restUrl !== undefined) return false;
    if (!this.zoneReread) {
      this.zoneReread = true;
      this.base = await readZone(this.zoneQuestion());
    }
    return this.base !== from;
  }

  private zoneQuestion(): ZoneQuestion {
    return {
      zoneInformationUrl: this.options.zoneInformationUrl ?? ZONE_INFORMATION_URL,
      userName: this.options.userName,
      // The vendor's swagger asks for the headers, its collection of samples sends none: both are content with them.
      ask: (url) => send({ method: "GET", url, headers: this.#headers }, this.http),
    };
  }
}

const isAbsolute = (path: string): boolean => /^https?:/i.test(path);

/** Addresses of next pages come from answers: credentials go to nobody but the tenant's own zone. */
function assertOrigin(url: URL, base: string): void {
  const own = new URL(base);
  if (url.origin === own.origin) return;
  throw new PsaError(
    "unavailable",
    `${own.host} answered a next page on ${url.host}, which was not followed: it is another host.`,
    "Check that the address is Autotask's REST API. Nothing was changed.",
  );
}

function assertHeader(property: string, value: string): void {
  if (value === "") {
    throw new PsaError("config", `${property} of the API user is empty.`, "Set it to what the API user's page shows.");
  }
  if (!HEADER_TEXT.test(value)) {
    throw new PsaError(
      "config",
      `${property} of the API user holds a space, a line break or another character that cannot be sent.`,
      "Copy it again from the API user's page, without what stands around it.",
    );
  }
}

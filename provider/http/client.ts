import got, { type RequestError } from "got";
import { PsaError } from "../errors";
import type { Clock } from "./clock";
import type { HourlyBudget, Slots } from "./limits";
import { backoff, isLater, isPassingFault, isRead, retryAfter, type Method } from "./retry";
import { assertSafeUrl } from "./safeUrl";

/** The longest a call may take with all its waits and repetitions, in milliseconds. */
export const CALL_DEADLINE_MS = 120_000;
/** The longest one attempt may take. Vendors cut a request after 5 minutes; what is asked here takes seconds. */
export const ATTEMPT_DEADLINE_MS = 60_000;
/** No answer asked for here comes near this size, in bytes. */
export const LARGEST_BODY = 16 * 1024 * 1024;
/** Attempts of a read, the first included. */
export const ATTEMPTS = 5;

/** The one got instance. Everything that got would do on its own and that we need to see is switched off. */
const agent = got.extend({
  // Ours: an attempt has to pass the slots and the budget, and the reason may stand in the body.
  retry: { limit: 0 },
  // A redirect would carry the credential headers, which got does not know to be such, to another host.
  followRedirect: false,
  throwHttpErrors: false,
  // Sizes are then bounded before, not after, unpacking.
  decompress: false,
  responseType: "text",
  timeout: {
    lookup: 10_000,
    connect: 10_000,
    secureConnect: 10_000,
    socket: 30_000,
    send: 30_000,
    response: 60_000,
    request: ATTEMPT_DEADLINE_MS,
  },
  headers: { "user-agent": "pulumi-psa", accept: "application/json" },
});

/** An answer of whatever status. `json` is undefined when the body is empty or not JSON. */
export interface Answer {
  status: number;
  json: unknown;
  /** For recognising a condition; never for a message. */
  text: string;
  retryAfter?: number;
}

export interface Call {
  method: Method;
  url: string;
  headers: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as multipart/form-data, in place of `body`. */
  form?: Record<string, string>;
  /** What to do when no answer comes. Default: that of a read, or that of a change that may have been made. */
  whenLost?: string;
}

export interface HttpOptions {
  clock: Clock;
  budget: HourlyBudget;
  /** The places for the endpoint that `url` addresses; undefined when it has no limit of its own. */
  slots(url: URL): Slots | undefined;
  /** Recognises a vendor's "too many calls" that hides behind another status. */
  saysLater(answer: Answer): boolean;
  /** Bounds one attempt, in milliseconds; default `ATTEMPT_DEADLINE_MS`. */
  attemptDeadline?: number;
  /** Bounds the whole call, in milliseconds; default `CALL_DEADLINE_MS`. */
  callDeadline?: number;
}

type Outcome = { answer: Answer } | { fault: string };

/**
 * Sends one call and returns its last answer, whatever its status. Reads are repeated while the answer says "later" or
 * the way is broken; writes are sent once.
 *
 * @throws PsaError `config` (unsafe address), `throttled` (no room within the deadline), `unavailable` (no answer).
 *   Messages name host and path only: never a query, a header or a body.
 */
export async function send(call: Call, options: HttpOptions): Promise<Answer> {
  const url = assertSafeUrl(call.url, "The address of a call");
  const { clock, budget } = options;
  const where = `${call.method} ${url.host}${url.pathname}`;
  const read = isRead(call.method, call.url);
  const until = clock.now() + (options.callDeadline ?? CALL_DEADLINE_MS);
  const slots = options.slots(url);

  for (let attempt = 0; ; attempt += 1) {
    await budget.take(clock, until - clock.now());
    const once = () => sendOnce(call, url, options);
    const outcome = slots ? await slots.run(once) : await once();
    const again = "answer" in outcome ? saysLater(outcome.answer, options) : isPassingFault(outcome.fault);
    const wait = ("answer" in outcome ? outcome.answer.retryAfter : undefined) ?? backoff(attempt);
    const tired = attempt + 1 >= ATTEMPTS || clock.now() + wait > until;
    if (read && again && !tired) {
      await clock.sleep(wait);
      continue;
    }
    if ("fault" in outcome) throw noAnswer(where, outcome.fault, call.whenLost ?? whenLost(read), attempt + 1);
    return outcome.answer;
  }
}

const saysLater = (answer: Answer, options: HttpOptions): boolean =>
  isLater(answer.status) || (answer.status !== 200 && options.saysLater(answer));

async function sendOnce(call: Call, url: URL, options: HttpOptions): Promise<Outcome> {
  const stop = new AbortController();
  let tooLarge = false;
  const request = agent(url, {
    method: call.method,
    headers: call.headers,
    ...(call.body === undefined ? {} : { json: call.body }),
    ...(call.form === undefined ? {} : { body: multipart(call.form) }),
    ...(options.attemptDeadline === undefined ? {} : { timeout: { request: options.attemptDeadline } }),
    signal: stop.signal,
  });
  void request.on("downloadProgress", ({ transferred }) => {
    if (transferred > LARGEST_BODY) {
      tooLarge = true;
      stop.abort();
    }
  });
  try {
    const response = await request;
    // The bytes: what came packed although nobody asked is no text in `body`. Some servers begin with a byte order mark.
    const text = Buffer.from(response.rawBody)
      .toString("utf8")
      .replace(/^\uFEFF/, "");
    const after = retryAfter(response.headers["retry-after"], options.clock.now());
    return { answer: { status: response.statusCode, json: parse(text), text, retryAfter: after } };
  } catch (error) {
    // Only the code goes on: got's errors carry the options of the request, and with them every header.
    return { fault: tooLarge ? "EMSGSIZE" : String((error as RequestError).code ?? "unknown") };
  }
}

function multipart(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const whenLost = (read: boolean): string =>
  read
    ? "Check the address, the network and the proxy, then run again."
    : "The change may or may not have been made: it was not sent again. Run again; the next run looks first.";

function noAnswer(where: string, fault: string, remedy: string, attempts: number): PsaError {
  const times = attempts === 1 ? "" : ` after ${attempts} attempts`;
  if (fault === "EMSGSIZE") {
    return new PsaError(
      "unavailable",
      `${where}: the answer is larger than ${LARGEST_BODY} bytes and was not read.`,
      "Check that the address is the vendor's REST API.",
    );
  }
  return new PsaError("unavailable", `${where}: no answer (${fault})${times}.`, remedy);
}

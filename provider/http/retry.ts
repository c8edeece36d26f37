/** When a call may be repeated, and after how long. */

/** Statuses that say "later", whoever sends them. */
const LATER = new Set([429, 502, 503, 504]);

/** Faults of the way to the server, not of the call. Certificate errors are not among them: they do not go away. */
const PASSING_FAULTS = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "ERR_HTTP2_STREAM_ERROR",
  "ERR_STREAM_PREMATURE_CLOSE",
]);

const FIRST_WAIT_MS = 500;
const LONGEST_BACKOFF_MS = 20_000;

export type Method = "GET" | "POST" | "PATCH";

/**
 * True for calls that change nothing and may be sent again: GET, and a query sent by POST. Everything else is a write,
 * and a write whose answer was lost may have happened.
 */
export function isRead(method: Method, url: string): boolean {
  return method === "GET" || (method === "POST" && /\/query(\/count)?$/i.test(new URL(url).pathname));
}

export const isLater = (status: number): boolean => LATER.has(status);
export const isPassingFault = (code: string): boolean => PASSING_FAULTS.has(code);

/** `Retry-After` in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3). Undefined when absent or unreadable. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Exponential with jitter over its upper half, so that clients that failed together do not come back together. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_BACKOFF_MS, FIRST_WAIT_MS * 2 ** attempt);
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}

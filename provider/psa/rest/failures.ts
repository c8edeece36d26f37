/**
 * Which class of trouble an answer is. The contract declares status 200 for everything, so a failure is a 200 with
 * `success: false`, a 401 with the same envelope (both on record), or whatever else comes.
 */
import { PsaError } from "../../errors";
import type { Answer } from "../../http/client";
import { camel } from "./codecs";

export type Refusal = "authentication" | "permission" | "throttled" | "not-found" | "validation" | "unavailable";

/** "Security Error": not signed in, or the sign-in has expired (seen by a public client). */
const SECURITY_ERROR = 978001;
const TOO_MANY =
  /\b(rate|call|request|api)s?\b.{0,40}\blimit|\blimit\b.{0,40}\b(reached|exceeded)|too many (requests|calls)|throttl/i;
const NOT_ALLOWED = /permission|not (allowed|authori[sz]ed)|unauthori[sz]ed|access (is )?denied|forbidden/i;

interface Envelope {
  success: boolean;
  result: unknown;
  totalRecords: number | undefined;
  code: number | undefined;
  /** For recognising a condition; never for a message. */
  text: string;
}

/** The envelope of an answer; undefined when the body is empty, cut off, a page of HTML or anything else. */
export function envelopeOf(answer: Answer): Envelope | undefined {
  const body = camel(answer.json);
  if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
  const fields = body as Record<string, unknown>;
  if (typeof fields.success !== "boolean") return undefined;
  const error = (typeof fields.error === "object" ? fields.error : undefined) as Record<string, unknown> | undefined;
  const texts = [error?.message, error?.details, ...(Array.isArray(error?.subErrors) ? error.subErrors : [])];
  return {
    success: fields.success,
    result: fields.result,
    totalRecords: typeof fields.totalRecords === "number" ? fields.totalRecords : undefined,
    code: typeof error?.code === "number" ? error.code : undefined,
    text: texts.filter((text) => typeof text === "string").join(" "),
  };
}

/** The vendor's answer to the 1,501st call of an hour is on no record. */
export const saysLater = (answer: Answer): boolean => {
  const envelope = envelopeOf(answer);
  return envelope
    ? !envelope.success && TOO_MANY.test(envelope.text)
    : answer.status !== 200 && TOO_MANY.test(answer.text);
};

/** The class of an answer, or undefined when it is a success. */
export function classify(answer: Answer): Refusal | undefined {
  const envelope = envelopeOf(answer);
  if (answer.status === 200 && envelope?.success === true) return undefined;
  if (answer.status === 429 || saysLater(answer)) return "throttled";
  if (answer.status === 401 || envelope?.code === SECURITY_ERROR) return "authentication";
  if (answer.status === 403) return "permission";
  if (answer.status === 404) return "not-found";
  if (envelope?.success === false && answer.status < 500)
    return NOT_ALLOWED.test(envelope.text) ? "permission" : "validation";
  return "unavailable";
}

/** The error for a refused call. `where` is method, host and path. Nothing of the body is repeated but the code. */
export function failure(kind: Refusal, answer: Answer, where: string): PsaError {
  const code = envelopeOf(answer)?.code;
  const seen = `${where}: status ${answer.status}${code === undefined ? "" : `, error ${code}`}`;
  switch (kind) {
    case "authentication":
      return new PsaError(
        kind,
        `${seen}: the tenant does not accept the sign-in for this call.`,
        "Either the sign-in has ended, or the account's security role does not let it make this call. It was not tried again.",
      );
    case "permission":
      return new PsaError(
        kind,
        `${seen}: the account in use may not do this.`,
        "Give its security role the right to see this list (Admin > Security > Roles).",
      );
    case "throttled":
      return new PsaError(
        kind,
        `${seen}: the limit of calls is used up (1,500 an hour per endpoint).`,
        answer.retryAfter === undefined
          ? "Run again later."
          : `Run again in ${Math.ceil(answer.retryAfter / 1000)} s, as the tenant asks.`,
      );
    case "not-found":
      return new PsaError(
        kind,
        `${seen}.`,
        "Check that the address is that of the REST API v2, e.g. https://api.bms.kaseya.com/v2.",
      );
    case "validation":
      return new PsaError(kind, `${seen}: the tenant did not accept the call.`, "Run again; if it stays, report this.");
    case "unavailable":
      return new PsaError(kind, `${seen}: ${unreadable(answer)}.`, adviceFor(answer.status));
  }
}

function unreadable(answer: Answer): string {
  if (answer.text.trim() === "") return "the answer is empty";
  if (/^\s*</.test(answer.text)) return "the answer is a page, not data";
  if (answer.json === undefined) return "the answer is cut off or not JSON";
  return envelopeOf(answer) ? "the tenant failed" : "the answer has no envelope";
}

function adviceFor(status: number): string {
  if (status >= 300 && status < 400)
    return "The address redirects, which is not followed because credentials would go along. Give the final address.";
  return "Nothing was changed. Check the address, and run again later.";
}

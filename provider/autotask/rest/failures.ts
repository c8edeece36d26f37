/** Which class of trouble an answer is. Decided by status and by the few texts on record; nothing is guessed. */
import { isRight } from "fp-ts/Either";
import { PsaError, type ErrorCode } from "../../errors";
import type { Answer } from "../../http/client";
import { FailureAnswer } from "./codecs";

export type Refusal = Extract<
  ErrorCode,
  | "authentication"
  | "permission"
  | "throttled"
  | "not-found"
  | "unsupported"
  | "conflict"
  | "validation"
  | "unavailable"
>;

const THRESHOLD = /Itgenatr005|thread threshold|threshold/i;
/** Older tenants answer wrong credentials with 500 and one of these, newer ones with an empty 401. */
const UNKNOWN_KEY = /Zone information could not be determined/i;
const UNKNOWN_IDENTIFIER = /IntegrationCode is invalid/i;
const NO_PERMISSION = /^The logged in Resource does not have the adequate permissions/i;
const NOT_UNIQUE = /already exists|must be unique/i;

/**
 * The vendor's texts that name what is wrong with a write. Only the name of a field is taken from them, for the rest of
 * the text may repeat what was sent.
 */
const NAMES_A_FIELD = [
  /^Picklist value \[.*\] does not exist for (\w{1,64})\b/i,
  /^Reference value on field: (\w{1,64})\b/i,
  /^Unable to find (\w{1,64}) in the /i,
];

/** The vendor's "too many calls": it comes with statuses other than 429. */
export const saysLater = (answer: Answer): boolean => THRESHOLD.test(answer.text);

/** The class of an answer, or undefined when it is a success. A 200 that carries `errors` is a failure. */
export function classify(answer: Answer): Refusal | undefined {
  const errors = errorsOf(answer);
  if (answer.status === 200 && errors.length === 0) return undefined;
  if (answer.status === 401 || errors.some((text) => UNKNOWN_KEY.test(text) || UNKNOWN_IDENTIFIER.test(text)))
    return "authentication";
  if (answer.status === 429 || saysLater(answer)) return "throttled";
  if (answer.status === 403 || errors.some((text) => NO_PERMISSION.test(text.trim()))) return "permission";
  if (answer.status === 404) return "not-found";
  if (answer.status === 405) return "unsupported";
  if (errors.some((text) => NOT_UNIQUE.test(text))) return "conflict";
  if (errors.length > 0 || answer.status === 400 || answer.status === 409 || answer.status === 422) return "validation";
  return "unavailable";
}

function errorsOf(answer: Answer): string[] {
  const decoded = FailureAnswer.decode(answer.json);
  return isRight(decoded) ? decoded.right.errors : [];
}

const SUSPECTS =
  "The answer does not tell which of these is wrong: the key (the whole user name with its domain), the secret, the " +
  "tracking identifier, the zone the address points to; or the user is locked or inactive, or its password expired. " +
  "Nothing was tried again, because repeated failures lock a user. Check them on the API user's page in Admin > " +
  "Account Settings & Users > Resources/Users (HR).";

/** What a refusal blames, by the error made of it: only older tenants say it. */
const suspects = new WeakMap<PsaError, "key" | "trackingIdentifier">();

export const suspectOf = (error: PsaError): "key" | "trackingIdentifier" | undefined => suspects.get(error);

/** The error for a refused call. `where` is method, host and path. */
export function failure(kind: Refusal, answer: Answer, where: string): PsaError {
  const seen = `${where}: status ${answer.status}.`;
  switch (kind) {
    case "authentication": {
      const error = new PsaError(
        kind,
        `${where}: the tenant refused the credentials (status ${answer.status}).`,
        SUSPECTS,
      );
      const texts = errorsOf(answer);
      if (texts.some((text) => UNKNOWN_KEY.test(text))) suspects.set(error, "key");
      if (texts.some((text) => UNKNOWN_IDENTIFIER.test(text))) suspects.set(error, "trackingIdentifier");
      return error;
    }
    case "permission":
      return new PsaError(
        kind,
        `${where}: the security level of the API user in use does not allow this (status ${answer.status}).`,
        "Reading and changing users needs Admin > Feature Access > Resources/Users (HR) on that level.",
      );
    case "throttled":
      return new PsaError(
        kind,
        `${where}: the tenant's request limit is used up (status ${answer.status}).`,
        waitFor(answer) + " The limit counts all integrations of the tenant together.",
      );
    case "not-found":
      return new PsaError(
        kind,
        seen,
        "Check that the address is the base of Autotask's REST API, without the version.",
      );
    case "unsupported":
      return new PsaError(kind, `${where}: the tenant does not offer this operation (status 405).`, "");
    case "conflict":
      return new PsaError(kind, `${where}: the tenant holds another object with this name.`, "Choose another name.");
    case "validation":
      return new PsaError(
        kind,
        `${seen} The tenant did not accept the request${fieldIn(answer)}.`,
        "Correct it and run again.",
      );
    case "unavailable":
      return new PsaError(kind, seen, adviceFor(answer.status));
  }
}

function waitFor(answer: Answer): string {
  return answer.retryAfter === undefined
    ? "Run again later."
    : `Run again in ${Math.ceil(answer.retryAfter / 1000)} s, as the tenant asks.`;
}

function fieldIn(answer: Answer): string {
  for (const text of errorsOf(answer)) {
    for (const pattern of NAMES_A_FIELD) {
      const field = pattern.exec(text.trim())?.[1];
      if (field) return `: field ${field}`;
    }
  }
  return "";
}

function adviceFor(status: number): string {
  return status >= 300 && status < 400
    ? "The address redirects, which is not followed because credentials would go along. Give the final address."
    : "Run again later; if it stays, look at the vendor's status page.";
}

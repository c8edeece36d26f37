import { PsaError } from "../errors";
import { PartialFailure } from "../lifecycle";
import { clean } from "./clean";
import { learnSecret, redact } from "./redaction";
import { PROVIDER_KEY, withSecrets } from "./wire";

/**
 * The only kind of error that reaches the host. The host leaves a call unanswered for ever when it cannot read what was
 * thrown, and takes an error with a text `id` for "made, but not ready": so nothing of the original but its message is
 * passed on. The host prints `${error}: ${error.stack}` for some methods, which shall be one line without a stack.
 */
export class HostError extends Error {
  constructor(
    private readonly prefix: string,
    message: string,
  ) {
    super(message);
    this.name = "HostError";
    this.stack = message;
  }
  override toString(): string {
    return this.prefix;
  }
}

/** Made, but not as declared: the host then saves id and properties, and the engine shows the reasons only. */
export class InitFailure extends HostError {
  constructor(
    prefix: string,
    readonly id: string,
    readonly properties: Record<string, unknown>,
    readonly reasons: string[],
  ) {
    super(prefix, reasons.join("; "));
  }
}

/** What was thrown, in words, without secrets. */
export function messageOf(thrown: unknown): string {
  try {
    return redact(words(thrown));
  } catch {
    // Somebody's getter.
    return "Unexpected failure, please report it: what was thrown cannot be read";
  }
}

function words(thrown: unknown): string {
  if (thrown instanceof PsaError || thrown instanceof HostError || thrown instanceof PartialFailure) {
    return thrown.message;
  }
  return `Unexpected failure, please report it: ${plainWords(thrown)}`;
}

function plainWords(thrown: unknown): string {
  // Its own message is empty: what happened stands in its parts.
  if (thrown instanceof AggregateError && thrown.errors.length > 0) {
    const parts = thrown.errors.map((part) => (part instanceof PsaError ? part.message : plainWords(part)));
    return [firstLine(thrown.message), ...parts].filter((text) => text !== "").join("; ");
  }
  if (typeof thrown === "string") return firstLine(thrown);
  const message: unknown = typeof thrown === "object" && thrown !== null && "message" in thrown ? thrown.message : "";
  if (typeof message === "string" && message !== "") return firstLine(message);
  return thrown instanceof Error ? `${thrown.name} without a message` : `${describe(thrown)} was thrown`;
}

const describe = (thrown: unknown): string => (thrown === null ? "null" : typeof thrown);

/** What follows in messages of Node and of libraries is a list of paths or a log of calls. */
const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";

/** A partial failure as the host wants it. Without the handler's text in it, later reads and deletes would fail. */
export function initFailure(
  prefix: string,
  failure: { id: string; state: object; reasons: readonly string[] },
  secrets: readonly string[],
  provider: unknown,
): InitFailure {
  const { value, problems } = clean(failure.state, false);
  for (const name of secrets) learnSecret(value[name]);
  const reasons = failure.reasons.map(redact);
  if (problems.length > 0) reasons.push(`The state lacks what cannot be stored: ${problems.join(", ")}.`);
  if (reasons.length === 0) reasons.push("The object was made but is not as declared. Run pulumi up again.");
  const properties = { ...withSecrets(value, secrets), [PROVIDER_KEY]: provider };
  return new InitFailure(prefix, String(failure.id), properties, reasons);
}

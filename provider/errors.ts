/** The closed family of errors that users see: a stable code, what happened, where, and what to do next. */

export type ErrorCode =
  | "config"
  | "authentication"
  | "permission"
  | "not-found"
  | "conflict"
  | "validation"
  | "unsupported"
  | "throttled"
  | "unavailable"
  | "console-changed"
  | "unverified";

/** An error with a stable code. Its message never holds a secret, a header or a body. */
export class PsaError extends Error {
  override readonly name = "PsaError";
  constructor(
    readonly code: ErrorCode,
    /** What happened, on which tenant and object. */
    what: string,
    /** What the reader can do next. */
    readonly remedy: string,
    options?: { cause?: unknown },
  ) {
    super(`[${code}] ${what} ${remedy}`.trim());
    // Not enumerable: a logged error must not spill what it was caused by.
    if (options?.cause !== undefined) {
      Object.defineProperty(this, "cause", { value: options.cause, enumerable: false });
    }
  }
}

/** A text that prints as `[secret]` wherever it is printed. Call `reveal` at the one place where it is used. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return "[secret]";
  }
  toJSON(): string {
    return "[secret]";
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}

import { UNKNOWN, type CheckFailure } from "./lifecycle";
import { nearest } from "./nearest";

/**
 * Reads the properties of a declaration one by one and collects what is wrong with them. A value that is not known yet
 * passes through unread: it is checked when it is known.
 */
export class InputReader {
  readonly failures: CheckFailure[] = [];
  readonly warnings: string[] = [];

  constructor(private readonly news: Record<string, unknown>) {}

  refuse(property: string, reason: string): void {
    this.failures.push({ property, reason });
  }

  has(property: string): boolean {
    return this.news[property] !== undefined && this.news[property] !== null;
  }

  isUnknown(property: string): boolean {
    return this.news[property] === UNKNOWN;
  }

  /** A text without spaces at its ends; `undefined` when left out. `rule` says what is wrong with it, if anything. */
  text(property: string, rule?: (value: string) => string | undefined): string | undefined {
    const value = this.news[property];
    if (value === undefined || value === null) return undefined;
    // The adapter turns it back into the engine's mark for unknown values.
    if (value === UNKNOWN) return value as unknown as string;
    if (typeof value !== "string") {
      this.refuse(property, "Write a text.");
      return undefined;
    }
    const trimmed = value.trim();
    const wrong = trimmed === "" ? "It is empty: write a text or leave the property out." : rule?.(trimmed);
    if (wrong !== undefined) this.refuse(property, wrong);
    return trimmed;
  }

  /** A text that has to be there. `what` says what it is. */
  required(property: string, what: string, rule?: (value: string) => string | undefined): string {
    if (!this.has(property)) this.refuse(property, `It is missing: ${what}`);
    return this.text(property, rule) ?? "";
  }

  flag(property: string, usual: boolean): boolean {
    const value = this.news[property];
    if (value === undefined || value === null) return usual;
    if (value === UNKNOWN) return value as unknown as boolean;
    if (typeof value !== "boolean") this.refuse(property, "Write true or false.");
    return value === true;
  }

  choice<T extends string>(property: string, allowed: readonly T[], usual: T): T {
    const value = this.news[property];
    if (value === undefined || value === null) return usual;
    if (value === UNKNOWN) return value as unknown as T;
    const found = allowed.find((entry) => entry === value);
    if (found === undefined) this.refuse(property, `Allowed: ${allowed.map((entry) => `"${entry}"`).join(", ")}.`);
    return found ?? usual;
  }

  /** Refuses what nobody reads: a misspelt property would otherwise be ignored in silence. */
  only(known: readonly string[]): void {
    for (const property of Object.keys(this.news)) {
      // The host process adds it.
      if (property === "__provider" || known.includes(property) || this.news[property] === undefined) continue;
      const near = nearest(property, known, 1)[0];
      this.refuse(property, `There is no such property.${near === undefined ? "" : ` Did you mean ${near}?`}`);
    }
  }
}

/** Longer than this is refused: bounds of the vendor's field metadata. */
export function atMost(limit: number): (value: string) => string | undefined {
  return (value) =>
    value.length > limit ? `It has ${value.length} characters; at most ${limit} are taken.` : undefined;
}

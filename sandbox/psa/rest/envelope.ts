import type { PsaPosition } from "../switches";

/** What an answer holds before it is spelt for the wire: properties in camelCase, as the wire has them. */
export type Wire = string | number | boolean | null | Wire[] | { [name: string]: Wire };

/** An answer that is no success. */
export class PsaFailure extends Error {
  override name = "PsaFailure";

  /**
   * @param status of the answer; the envelope is the same with each.
   * @param message the short text, such as `Security Error`.
   * @param details the longer one.
   */
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly details: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

/** Code of a call that is not signed in: the only one on record. */
export const securityError = 978001;

export function success(result: Wire, totalRecords?: number): Wire {
  return { success: true, error: null, result, ...(totalRecords === undefined ? {} : { totalRecords }) };
}

export function failure({ code, message, details }: Pick<PsaFailure, "code" | "message" | "details">): Wire {
  // "StackStrace" is the vendor's spelling.
  return { success: false, error: { code, message, details, stackStrace: null, subErrors: [] }, result: null };
}

/** Properties that even the vendor's swagger, otherwise in PascalCase, spells this way: those of security roles. */
const alwaysCamel = new Set(["isActive", "isSystem", "isExternal"]);

/** Spells the names of all properties. */
export function spelt(value: Wire, spelling: PsaPosition<"psaCase">): Wire {
  if (spelling === "camel" || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((entry) => spelt(entry, spelling));
  const ofRole = "isSystem" in value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      ofRole && alwaysCamel.has(name) ? name : name[0]!.toUpperCase() + name.slice(1),
      spelt(entry, spelling),
    ]),
  );
}

import { redact } from "../pulumi/redaction";

/** A copy with every known secret struck out of all texts, the names of properties included. */
export function scrub<T>(value: T): T {
  if (typeof value === "string") return redact(value) as T;
  if (Array.isArray(value)) return value.map(scrub) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [redact(key), scrub(entry)])) as T;
}

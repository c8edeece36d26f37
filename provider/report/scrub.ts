import { redact } from "../pulumi/redaction";

/** Properties of a report that hold words of ours and nothing from outside. */
const OURS = new Set(["kind", "type", "direction", "effect", "severity", "rule", "verdict", "problem", "at", "until"]);

/** A copy with every known secret struck out of all texts that come from outside. */
export function scrub<T>(value: T): T {
  if (typeof value === "string") return redact(value) as T;
  if (Array.isArray(value)) return value.map(scrub) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, OURS.has(key) ? entry : scrub(entry)]),
  ) as T;
}

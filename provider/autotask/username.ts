import { createHash } from "node:crypto";

/**
 * Characters of a generated key: 15. A longer part before `@` may be cut by a limit of 32 for the whole key.
 *
 * @rule Length of a key
 * @source Autotask help, API user: add or edit; field metadata of Resources.userName
 */
export const MAX_USERNAME = 15;

/**
 * A key has letters and numbers, and none of `@ ( ) ; : [ ] | \ "` before the at sign. Keys of inactive users stay taken.
 *
 * @rule Characters of a key
 * @source Autotask help, API user: add or edit
 */
const FORBIDDEN = /[@();:[\]|\\"]/g;

/** The part before `@`, in lower case: how keys are compared. */
export function localPart(key: string): string {
  return (key.split("@")[0] ?? "").trim().toLowerCase();
}

/**
 * What is wrong with a user name, if anything.
 *
 * @param adopting an existing user may have a longer one than this program would give
 */
export function usernameRule(value: string, adopting: boolean): string | undefined {
  const forbidden = [...new Set(value.match(FORBIDDEN))];
  if (forbidden.length > 0) {
    const at = forbidden.includes("@") ? " Leave the domain out: the tenant adds its own." : "";
    return `It contains ${forbidden.join(" ")}, which Autotask does not allow in a key (none of @ ( ) ; : [ ] | \\ ").${at}`;
  }
  if (/\s/.test(value)) return "It contains a space. Use letters and numbers.";
  if (!/[a-z]/i.test(value) || !/\d/.test(value))
    return "Autotask wants letters and numbers in a key: add what is missing.";
  if (value.length > MAX_USERNAME && !adopting) {
    return `It has ${value.length} characters; a key has at most ${MAX_USERNAME} before the at sign, so that it fits with the tenant's domain.`;
  }
  return undefined;
}

/**
 * The user name of a user whose program gives none: the same in every run, so that a broken run finds what it made.
 * The tracking identifier is part of it, because it cannot be changed on a user: another one means another user, which
 * needs a name of its own while the old one still exists.
 *
 * @param seed what is unique to the resource, e.g. `project/stack/name`
 */
export function deriveUsername(seed: string, tracking: string): string {
  const readable =
    (seed.split("/").at(-1) ?? "")
      .toLowerCase()
      .replace(/[^a-z]/g, "")
      .slice(0, 7) || "api";
  const digest = createHash("sha256").update(`${seed}\n${tracking}`).digest();
  const number = digest.readUIntBE(0, 6).toString(36).padStart(7, "0").slice(0, 7);
  return `${readable}${number}${digest[6]! % 10}`;
}

import { randomSecret } from "../randomSecret";

/** The vendor's policy (Admin > Security > Password Policy): at least 8, at most 64 characters of four classes. */
export const SHORTEST = 8;
export const LONGEST = 64;
/** Days after which the vendor has a password changed, unless the tenant's policy says otherwise. */
export const DEFAULT_EXPIRY_DAYS = 180;
/** From this many days before the end on, every run warns. */
export const WARN_DAYS = 21;

const DAY_MS = 86_400_000;
const GENERATED_LENGTH = 32;
/** A new random password under the policy: some 190 bits. */
export const newPassword = (): string => randomSecret(GENERATED_LENGTH);

/** What the policy has against a password; undefined when nothing. The password never enters the answer. */
export function passwordRule(value: string): string | undefined {
  if (value.length < SHORTEST || value.length > LONGEST)
    return `A password has ${SHORTEST} to ${LONGEST} characters (Admin > Security > Password Policy).`;
  const missing = [
    [/\p{Lu}/u, "an upper-case letter"],
    [/\p{Ll}/u, "a lower-case letter"],
    [/\d/, "a digit"],
    [/[^\p{L}\d\s]/u, "a special character"],
  ]
    .filter(([test]) => !(test as RegExp).test(value))
    .map(([, what]) => what as string);
  return missing.length === 0
    ? undefined
    : `A password needs ${missing.join(" and ")} (Admin > Security > Password Policy).`;
}

/** When a password that was set at a time has to be changed; undefined where passwords do not expire. Both in ISO 8601. */
export function expiryOf(setAt: string, days: number): string | undefined {
  return days === 0 ? undefined : new Date(Date.parse(setAt) + days * DAY_MS).toISOString();
}

/** Whole days until the end, negative when it is past; undefined while it is further away than `WARN_DAYS`. */
export function expiresSoon(expiresAt: string, now: number): number | undefined {
  const left = Math.floor((Date.parse(expiresAt) - now) / DAY_MS);
  return left >= WARN_DAYS ? undefined : left;
}

/** A warning when the end is near or past. */
export function expiryWarning(userName: string, expiresAt: string, now: number): string | undefined {
  const left = expiresSoon(expiresAt, now);
  if (left === undefined) return undefined;
  const when =
    left < 0 ? `was to be changed by ${expiresAt.slice(0, 10)}` : `expires on ${expiresAt.slice(0, 10)} (${left} days)`;
  return (
    `the password of "${userName}" ${when}; the integration stops then. Change resetInstructions to have the mail sent, ` +
    "set the new password with the link, and declare it (or the link) here. Whether the change is forced on API users is " +
    "a setting of the tenant: passwordExpiryDays: 0 says that it is not."
  );
}

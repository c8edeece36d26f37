import type { Clock } from "./http/clock";

/** A saved object shows in the REST API at once or a little later: pauses between looks, in milliseconds; a minute in all. */
export const UNTIL_LISTED = [500, 1_500, 3_000, 5_000, 10_000, 15_000, 25_000];

/**
 * A new user may take up to five minutes to work. Few tries with growing pauses, in milliseconds: each refused sign-in
 * counts towards the tenant's lock-out.
 *
 * @rule A new user may take minutes to work
 * @source Cloud Depot, Autotask API user credentials
 */
export const UNTIL_ACCEPTED = [4_000, 10_000, 30_000, 60_000, 90_000, 100_000];

/** Looks, and looks again after each pause, until something is there. `undefined`: it never was. */
export async function waitFor<T>(
  { sleep }: Pick<Clock, "sleep">,
  pauses: readonly number[],
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const pause of pauses) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(pause);
  }
  return look();
}

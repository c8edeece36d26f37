import { findBrowser, launch } from "../../browser/launch";
import { PsaError } from "../../errors";
import type { PulumiStack } from "../pulumi";
import { failed, ok, skipped, warning, type Found } from "./check";

/** From here on a drift run that finds changes has an exit code of its own. */
const OLDEST_CLI = [3, 227];
/** A code of an authenticator app is taken for 30 seconds, in most implementations one step earlier and later too. */
const MOST_SKEW_S = 25;
const ANSWER_MS = 10_000;

export function checkNode(): Found {
  return ok(process.versions.node);
}

export async function checkEngine(stack: PulumiStack, inProject: boolean): Promise<Found> {
  const version = await stack.version();
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const where = inProject ? `, project in ${stack.folder}` : ", no Pulumi.yaml here";
  if (major < OLDEST_CLI[0]! || (major === OLDEST_CLI[0] && minor < OLDEST_CLI[1]!)) {
    return warning(`${version}${where}`, `Drift runs want ${OLDEST_CLI.join(".")} or newer.`);
  }
  return ok(version + where);
}

/**
 * Compares this clock with the one of the tenant's servers.
 *
 * @param url an address there, for which nobody has to be signed in
 * @param codes whether two-factor codes are made here: they depend on it
 */
export async function checkClock(url: URL, codes: boolean, now: number): Promise<Found> {
  const asked = performance.now();
  let date: string | null;
  try {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(ANSWER_MS) });
    date = answer.headers.get("date");
    await answer.body?.cancel();
  } catch {
    return skipped(`${url.host} did not answer`);
  }
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs)) return skipped(`${url.host} does not tell its time`);
  // Their date is that of the whole second in which they answered.
  const skew = Math.round((now + (performance.now() - asked) / 2 - (theirs + 500)) / 1000);
  const text = `${Math.abs(skew)} s ${skew < 0 ? "behind" : "ahead of"} ${url.host}`;
  if (Math.abs(skew) <= MOST_SKEW_S) return ok(Math.abs(skew) <= 1 ? `as that of ${url.host}` : text);
  const remedy = "Synchronise the clock of this machine (NTP).";
  return codes
    ? failed(`${text}: two-factor codes will be refused, and refusals lock the account`, remedy)
    : warning(text, remedy);
}

export async function checkBrowser(path: string | undefined, needed: boolean): Promise<Found> {
  let found: string;
  try {
    found = await findBrowser(path);
  } catch (error) {
    if (needed || !(error instanceof PsaError)) throw error;
    return skipped("none was found; only the admin console needs one");
  }
  const browser = await launch(found);
  try {
    return ok(`${browser.version()}, ${found}`);
  } finally {
    await browser.close();
  }
}

import { PsaError } from "../../errors";
import type { Term } from "../permissions/wording";
import type { AutotaskServices } from "../services";
import { render, type Runbook } from "./runbook";

/** What a person copied from the console into the stack's configuration. */
export interface Handed {
  secret?: string;
  trackingIdentifier?: string;
}

/** The person who does in the console what no configured channel can. */
export interface Person {
  /** What the tenant calls an organization. */
  term: Term;
  /** How long to wait for the person, in milliseconds; 0: stop with the runbook at once. */
  wait: number;
  /** Puts a runbook in a file and answers where; `undefined` when that did not work. */
  keep(name: string, markdown: string): Promise<string | undefined>;
  /** The file of a runbook that has been followed goes. */
  drop(name: string): Promise<void>;
  /** Codes of runbooks that the person says to have followed, for what REST does not show. */
  followed: ReadonlySet<string>;
  /** What was handed over for the API user of this user name. */
  handed(username: string): Handed;
}

/** Nobody to wait for, no file, nothing handed over. */
export const NOBODY: Person = {
  term: "Organization",
  wait: 0,
  keep: () => Promise.resolve(undefined),
  drop: () => Promise.resolve(),
  followed: new Set(),
  handed: () => ({}),
};

/** Variable with the codes of runbooks that were followed. */
export const DONE_VARIABLE = "AUTOTASK_DONE";

/** Between two looks, in milliseconds: soon at first, then four times a minute. */
const PAUSES = [2_000, 3_000, 5_000, 10_000, 15_000];

/** The command that hands over what belongs to an API user. The value is asked for. */
export const configCommand = (what: "secret" | "trackingIdentifier", username: string): string => {
  const key = `autotask:${what}-${username}`;
  return `pulumi config set --secret ${/^[\w:.-]+$/.test(key) ? key : `'${key.replaceAll("'", `'\\''`)}'`}`;
};

/**
 * Has a person do something: prints the runbook, puts it in a file, and either waits until `look` finds the thing done or
 * stops. Without `look`, REST cannot show it: then it stops, whatever the waiting time.
 *
 * @param what completes "Autotask has no API that can ..."
 * @throws PsaError `unsupported` with the runbook
 */
export async function byPerson<T>(
  services: AutotaskServices,
  what: string,
  runbook: Runbook,
  look?: () => Promise<T | undefined>,
): Promise<T> {
  const person = services.person ?? NOBODY;
  const tenant = services.directory.tenantName;
  const waiting = look !== undefined && person.wait > 0;
  const again =
    runbook.code === undefined
      ? waiting
        ? "Nothing more: the run that printed this is waiting, sees it through the REST API and goes on."
        : "Run the same pulumi command again: it finds what you did, and goes on from there."
      : `Run \`${DONE_VARIABLE}=${runbook.code} pulumi up\`: the REST API does not show this, so the code says that it was done.`;
  const text = render(runbook, again);
  const file = await person.keep(runbook.name, runbook.appendix ? `${text}\n\n${runbook.appendix}\n` : `${text}\n`);
  const inFile = file === undefined ? "" : `\n\nThis runbook is also in ${file}, with the whole page to check against.`;
  const needs = `${tenant}: Autotask has no API that can ${what}, and no console sign-in is configured (autotask:consoleUrl, consoleUserName, consolePassword): a person has to do it.`;
  if (!waiting) throw new PsaError("unsupported", needs, `\n\n${text}${inFile}\n`);

  const minutes = Math.max(1, Math.round(person.wait / 60_000));
  const follow = file === undefined ? "" : `, who follows ${file}`;
  // One text, so that nothing comes between: the last line is what a terminal shows as the state of the run.
  services.log.warn(`${needs}\n\n${text}${inFile}\n\nWaiting up to ${minutes} min for a person${follow}.`);
  const end = services.now() + person.wait;
  for (let turn = 0; services.now() < end; turn++) {
    await services.sleep(Math.min(PAUSES[turn] ?? PAUSES.at(-1)!, Math.max(1, end - services.now())));
    const found = await look();
    if (found === undefined) continue;
    services.log.info(`Seen: ${runbook.title} is done.`);
    await person.drop(runbook.name);
    return found;
  }
  throw new PsaError("unsupported", `${needs} Nobody has within ${minutes} min.`, `\n\n${text}${inFile}\n`);
}

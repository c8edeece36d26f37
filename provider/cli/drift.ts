import { Option, type Command } from "commander";
import type { SafetyRule } from "../report/model";
import { EXIT, newCommand, type Io } from "./io";
import { withAllow, withOutput, withStack, type OutputFlags, type StackFlags } from "./options";

export interface DriftFlags extends StackFlags, OutputFlags {
  allow: SafetyRule[];
  accepted?: string;
  alsoStack: string[];
  /** False: nobody is signed in as. A list: only these accounts. */
  probe?: string[] | boolean;
  console: boolean;
}

/** The file of acceptances in the program's folder. */
export const ACCEPTED_FILE = "drift.accepted.yaml";

/** `psa drift` */
export function drift(io: Io): Command {
  const command = newCommand(io, "drift", { [EXIT.ok]: "no drift", [EXIT.changes]: "drift" }).description(
    "Compare a stack with the tenant: what the engine's refresh shows, and what it cannot know. Changes nothing.",
  );
  withAllow(withOutput(withStack(command)));
  return command
    .option("--accepted <file>", `accepted differences (default: ${ACCEPTED_FILE} beside Pulumi.yaml, if it is there)`)
    .addOption(
      new Option("--also-stack <name>", "what this stack records is known too; may be repeated")
        .default([], "none")
        .argParser(several),
    )
    .option("--probe <account>", "sign in only as this account (user name); may be repeated", several)
    .option("--no-probe", "sign in as nobody: do not try the accounts' credentials")
    .option("--no-console", "do without the admin console, even where a sign-in is configured")
    .addHelpText("after", EXPLAINED)
    .action(async (flags: DriftFlags) => {
      const { runDrift } = await import("./drift/run.js");
      await runDrift(io, flags);
    });
}

const several = (text: string, before: string[] | boolean | undefined): string[] => [
  ...(Array.isArray(before) ? before : []),
  text,
];

const EXPLAINED = `
What is compared, and what it needs:
  names, e-mail, user names, active                        REST
  Autotask: levels of accounts; accounts in no stack;      REST
    levels in no stack with accounts
  credentials that are refused; access that is wider       a sign-in as each account whose
                                                             credentials the stack holds
  Autotask: permissions cell by cell; other API-only       the admin console
    levels; locked
  Kaseya, Pulseway: roles and the like; API employees in   the admin console
    no stack
  Kaseya, Pulseway: passwords near their end               nothing: the stack knows
Only vendors are asked of whom the stack records something.

Accepted differences, in ${ACCEPTED_FILE}:
  accepted:
    - object: API User (Rewst)
      cell: "Service Desk > Object Permissions > Tickets: Delete"
      value: All
      reason: clean-up of duplicates, ticket 4711
      by: jane@example.com
      until: 2027-01-31
An entry names a cell, a field, or a kind (unknown-account, locked, password-expiring, ...).
Expired and unused entries are reported.`;

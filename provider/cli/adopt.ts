import type { Command } from "commander";
import { EXIT, newCommand, type Io } from "./io";
import { withStack, type StackFlags } from "./options";

export interface AdoptFlags extends StackFlags {
  out: string;
  force: boolean;
  console: boolean;
  userPages: boolean;
}

/** `psa adopt` */
export function adopt(io: Io): Command {
  const command = newCommand(io, "adopt", {
    [EXIT.ok]: "all of it was taken down",
    [EXIT.changes]: "something was left out, and it says what and why",
  }).description(
    "Write a program with the custom API levels and API users that a tenant has, and a file for pulumi import. Changes nothing in the tenant.",
  );
  return withStack(command)
    .option("-o, --out <folder>", "folder that the program goes to", "adopted")
    .option("--force", "overwrite files that are there", false)
    .option("--no-console", "do without the admin console, even where a sign-in is configured")
    .option("--user-pages", "also read each user's page, for its integration (some seconds a user)", false)
    .addHelpText("after", EXPLAINED)
    .action(async (flags: AdoptFlags) => {
      const { runAdopt } = await import("./adopt/run.js");
      await runAdopt(io, flags);
    });
}

const EXPLAINED = `
Read through the REST API: users, their levels, names, e-mail, location, and whether they are active; names of levels.
Read in the admin console, where a sign-in is configured: which levels are API-only, and their permissions. Without it the
levels that API users are on are written down with permissions that stay as they are.

Secrets of users are in no tenant to be read. The program says how to have a new one made.`;

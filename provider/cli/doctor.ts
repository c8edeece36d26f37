import type { Command } from "commander";
import { EXIT, newCommand, type Io } from "./io";
import { withStack, type StackFlags } from "./options";

export interface DoctorFlags extends StackFlags {
  console?: boolean;
  pictures?: string;
}

/** `psa doctor` */
export function doctor(io: Io): Command {
  const command = newCommand(io, "doctor", { [EXIT.ok]: "nothing failed", [EXIT.error]: "a check failed" }).description(
    "Check settings, host, credentials, the provider's own rights, clock, engine and browser. Changes nothing.",
  );
  return withStack(command)
    .option("--console", "walk every page of the admin console that the provider uses, and look for each label")
    .option("--pictures <folder>", "where pictures of the console's pages go, with secrets masked (with --console)")
    .addHelpText("after", EXPLAINED)
    .action(async (flags: DoctorFlags) => {
      const { examine } = await import("./doctor/examine.js");
      await examine(io, flags);
    });
}

const EXPLAINED = `
Asked is each vendor of whom an account is configured: Autotask (autotask:userName), and
Kaseya BMS, Vorex or Pulseway PSA (psa:userName), with one sign-in each.

Run it before the first write to a tenant: with --console it says which labels of a
page are not as the provider knows them. The walk opens lists and forms and leaves them
again; nothing is filled in and nothing is saved.`;

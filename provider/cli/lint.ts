import { Option, type Command } from "commander";
import { EXIT, newCommand, type Io } from "./io";
import { withStack, type StackFlags } from "./options";

export interface LintFlags extends StackFlags {
  profile: string[];
  list?: boolean;
}

/** `psa lint` */
export function lint(io: Io): Command {
  const command = newCommand(io, "lint", {
    [EXIT.ok]: "as the documents ask",
    [EXIT.changes]: "more or less than they ask",
  })
    .description("Compare declared levels with the profiles of integration vendors: granted beyond, and missing.")
    .argument("[preview]", "output of `pulumi preview --json` (- for stdin); without it the preview is run");
  return withStack(command)
    .addOption(
      new Option("--profile <level=profile>", "what a level is compared with, by its name; may be repeated")
        .default([], "none")
        .argParser(collect),
    )
    .option("--list", "list the profiles with their documents")
    .addHelpText("after", EXPLAINED)
    .action(async (file: string | undefined, flags: LintFlags) => {
      const { runLint } = await import("./lint/run.js");
      await runLint(io, file, flags);
    });
}

const collect = (text: string, before: string[]): string[] => [...before, text];

const EXPLAINED = `
A level claims a profile by its property profile, by the integrationVendor of the
accounts on it, or by the vendor's name in its own. Other levels are passed over,
unless --profile names one for them.`;

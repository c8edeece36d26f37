import type { Command } from "commander";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { PsaError } from "../errors";
import { EXIT, newCommand, type Io } from "./io";
import { withAllow, withOutput, withStack, type OutputFlags, type StackFlags } from "./options";
import type { SafetyRule } from "../report/model";

export interface ReviewFlags extends StackFlags, OutputFlags {
  allow: SafetyRule[];
  refresh?: boolean;
  live?: boolean;
}

/** `psa review` */
export function review(io: Io): Command {
  const command = newCommand(io, "review", {
    [EXIT.ok]: "no change",
    [EXIT.changes]: "changes",
    [EXIT.refused]: "refused by a safety rule",
  })
    .description("Show what a change of the program does to permissions: every cell, what gets wider first.")
    .argument("[preview]", "output of `pulumi preview --json` (- for stdin); without it the preview is run");
  withAllow(withOutput(withStack(command)));
  return command
    .option("--refresh", "compare with the tenant before the preview")
    .option(
      "--live",
      "ask Autotask which accounts that are in no stack are affected, and for the provider's own level; the PSA is not asked: its employees share no level",
    )
    .addHelpText("after", EXAMPLES)
    .action(async (file: string | undefined, flags: ReviewFlags) => {
      const { runReview } = await import("./review/run.js");
      await runReview(io, file, flags);
    });
}

const EXAMPLES = `
Safety rules that refuse (exit code 3), each overridden with --allow:
  removals        more than 25 % of the accounts or levels, and at least 4, removed or inactive
  self-lockout    the account that the provider signs in with, or its level, would no longer work
  profile-excess  a level gets wider than the vendor profile that it claims

Examples:
  psa review                                      run the preview of the selected stack
  psa review preview.json -f markdown             a comment for a pull request
  psa review -w sarif=psa.sarif -w html=psa.html  text here, and two files
  pulumi preview --json | psa review - --json     from a pipe`;

/** A saved preview, or stdin. */
export async function readInput(io: Io, file: string): Promise<string> {
  if (file === "-") {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Buffer));
    return Buffer.concat(chunks).toString("utf8");
  }
  try {
    return await readFile(resolve(io.cwd, file), "utf8");
  } catch (error) {
    throw new PsaError(
      "config",
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      "Name the file that holds the preview.",
    );
  }
}

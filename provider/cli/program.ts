import { Command, CommanderError } from "commander";
import { PsaError } from "../errors";
import { redact } from "../pulumi/redaction";
import { adopt } from "./adopt";
import { code } from "./code";
import { doctor } from "./doctor";
import { review } from "./review";
import { drift } from "./drift";
import { EXIT, speaking, type Exit, type Io } from "./io";
import { lint } from "./lint";
import { login } from "./login";
import { packageVersion } from "./version";

/** The commands of `psa` in the order in which its help names them: one file each. */
const COMMANDS: readonly ((io: Io) => Command)[] = [review, drift, lint, adopt, doctor, login, code];

export function psa(io: Io): Command {
  const program = speaking(
    io,
    new Command("psa")
      .description("Review, drift and care of PSA accounts that a Pulumi stack manages.")
      .version(packageVersion(), "-V, --version", "print the version")
      .helpOption("-h, --help", "print this")
      .helpCommand("help [command]", "print the help of a command"),
  );
  for (const command of COMMANDS) program.addCommand(command(io));
  program.addHelpText(
    "after",
    "\nSettings come from the variables AUTOTASK_* and PSA_*, then from the configuration of the stack.",
  );
  return program;
}

/**
 * Runs one command line and answers its exit code. Every failure ends in a message that says what to do; a fault of this
 * program itself is told with its place.
 */
export async function runPsa(io: Io, args: readonly string[]): Promise<Exit> {
  try {
    io.expired.catch(() => undefined);
    await Promise.race([psa(io).parseAsync(args, { from: "user" }), io.expired]);
    return io.exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.error;
    report(io, error);
    return EXIT.error;
  } finally {
    io.progress.clear();
    io.unbound();
  }
}

function report(io: Io, error: unknown): void {
  if (error instanceof PsaError) {
    if (io.json) io.value({ error: { code: error.code, message: redact(error.message), remedy: error.remedy } });
    io.err(`psa: ${error.message}`);
    return;
  }
  const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (io.json) io.value({ error: { code: "fault", message: redact(fault.split("\n")[0] ?? "") } });
  io.err(`psa: this is a fault of psa itself, please report it:\n${fault}`);
}

import { Command, Option } from "commander";
import { PsaError } from "../errors";
import { learnSecret, redact } from "../pulumi/redaction";
import { Progress } from "./progress";

/** What a run of `psa` ends with. Scripts rely on these: they never change their meaning. */
export const EXIT = {
  /** Done; for review and drift: nothing differs. */
  ok: 0,
  /** It could not be done, or the command line makes no sense. */
  error: 1,
  /** Something differs, or was found. */
  changes: 2,
  /** A safety rule refuses the change. */
  refused: 3,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** The parts of a process that a command touches, so that tests need no process. */
export interface Surroundings {
  stdout: { write(text: string): unknown; isTTY?: boolean; columns?: number };
  stderr: { write(text: string): unknown; isTTY?: boolean; columns?: number };
  env: NodeJS.ProcessEnv;
  /** The current folder. */
  cwd: string;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What a step gets to end by itself once its time is over, in seconds. */
const GRACE_S = 15;

/** A width for lines where the terminal tells none. */
const COLUMNS = 100;

/**
 * What a command speaks to. Results go to stdout and nothing else does, so that they can be piped; messages and progress go
 * to stderr. Secrets that this process has come across are struck out of both.
 */
export class Io {
  /** `--json`: the result as one JSON value. */
  json = false;
  /** `--quiet`: no progress. */
  quiet = false;
  /** Set by a command; the process ends with it. */
  exit: Exit = EXIT.ok;
  /** `--no-color`. */
  plain = false;
  readonly progress: Progress;

  private expire: ((error: PsaError) => void) | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Rejects when the time limit has passed and a command did not end by itself. */
  readonly expired = new Promise<never>((_, reject) => (this.expire = reject));

  constructor(private readonly around: Surroundings) {
    // What comes in through the environment may come out in somebody's error text.
    for (const [name, value] of Object.entries(around.env)) if (SECRET_VARIABLE.test(name)) learnSecret(value);
    this.progress = new Progress({
      write: (text) => void around.stderr.write(redact(text)),
      lively: () => around.stderr.isTTY === true && !this.quiet && around.env["CI"] === undefined,
      silent: () => this.quiet,
      now: () => around.now(),
      columns: () => around.stderr.columns ?? COLUMNS,
    });
  }

  /**
   * The last resort behind the time limits of single steps, which end more gently and leave nothing running.
   *
   * @param seconds of the whole command
   */
  bound(seconds: number): void {
    const error = new PsaError(
      "unavailable",
      `It did not end within ${seconds} s.`,
      "Give it more with --time-limit, or less to do.",
    );
    this.timer = setTimeout(() => this.expire?.(error), (seconds + GRACE_S) * 1000);
    this.timer.unref();
  }

  /** Somebody wants it to end: Ctrl+C, or a CI system that has cancelled the job. */
  interrupt(): void {
    this.expire?.(new PsaError("unavailable", "Interrupted.", "Run it again when there is time."));
  }

  /** The command has ended. */
  unbound(): void {
    clearTimeout(this.timer);
  }

  get env(): NodeJS.ProcessEnv {
    return this.around.env;
  }

  get cwd(): string {
    return this.around.cwd;
  }

  now(): number {
    return this.around.now();
  }

  /** Whether a person looks at stdout. */
  get terminal(): boolean {
    return this.around.stdout.isTTY === true;
  }

  /** Characters in a line of stdout. */
  get columns(): number {
    return this.around.stdout.columns ?? COLUMNS;
  }

  /** Whether stdout may have colour: NO_COLOR and FORCE_COLOR are heeded, a pipe gets none. */
  get colour(): boolean {
    if (this.plain || this.env["NO_COLOR"]) return false;
    if (this.env["FORCE_COLOR"]) return this.env["FORCE_COLOR"] !== "0";
    return this.terminal && this.env["TERM"] !== "dumb";
  }

  /** Part of the result. A line feed is added where there is none at the end. */
  out(text: string): void {
    this.progress.clear();
    this.around.stdout.write(redact(text.endsWith("\n") ? text : `${text}\n`));
  }

  /** A secret that was asked for, as it is. Never call it where stdout is a terminal. */
  handOver(secret: string): void {
    this.around.stdout.write(`${secret}\n`);
  }

  /** A message to the person who runs it. */
  err(text: string): void {
    this.progress.clear();
    this.around.stderr.write(redact(text.endsWith("\n") ? text : `${text}\n`));
  }

  /** The result of `--json`. */
  value(value: unknown): void {
    this.out(JSON.stringify(value, null, 2));
  }
}

const SECRET_VARIABLE = /(SECRET|PASSWORD|PASSPHRASE|TOKEN|INTEGRATION_CODE|PRIVATE_KEY|API_KEY|STORAGE_STATE)/i;

/**
 * A command with what all commands share: `--json`, `--quiet`, `--no-color`, the exit codes in its help, and output through
 * `io`. Build each command of `psa` with it.
 *
 * @param exits what the exit codes of this command mean, said in its help
 */
export function newCommand(io: Io, name: string, exits: Partial<Record<Exit, string>> = {}): Command {
  const command = new Command(name)
    .option("--json", "print the result as JSON")
    .option("--quiet", "no progress on stderr")
    .addOption(new Option("--no-color", "no colour (as NO_COLOR=1)"))
    .helpOption("-h, --help", "print this")
    .hook("preAction", (_, action) => {
      const { json, quiet, color, timeLimit } = action.opts<{
        json?: boolean;
        quiet?: boolean;
        color?: boolean;
        timeLimit?: number;
      }>();
      if (timeLimit !== undefined) io.bound(timeLimit);
      io.json = json ?? false;
      io.quiet = quiet ?? false;
      io.plain = color === false;
    });
  const lines = Object.entries({ [EXIT.ok]: "done", [EXIT.error]: "it could not be done", ...exits });
  command.addHelpText("after", `\nExit codes: ${lines.map(([code, what]) => `${code} ${what}`).join(", ")}.`);
  return speaking(io, command);
}

/** Makes commander throw instead of ending the process, and print through `io`. */
export function speaking(io: Io, command: Command): Command {
  return command
    .exitOverride()
    .showHelpAfterError("Try --help.")
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      getOutHelpWidth: () => Math.min(io.columns, 120),
      getErrHelpWidth: () => Math.min(io.columns, 120),
      getOutHasColors: () => io.colour,
      getErrHasColors: () => false,
    });
}

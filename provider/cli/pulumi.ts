import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { PsaError } from "../errors";
import { redact } from "../pulumi/redaction";
import { readDigest, type Digest } from "../report/digest";
import type { Io } from "./io";

/** What refused a run of the CLI (pkg/cmd/pulumi/cmd/exit_codes.go of the CLI). */
const FAULTS: Record<number, string> = {
  2: "it does not accept the configuration or the command line",
  3: "it is not signed in to its backend",
  6: "there is no such stack",
};
/** Changes where none were expected: for a drift run this is an answer, not a failure. */
const CHANGES_FOUND = 7;

export interface StackOptions {
  /** Folder of the program. */
  cwd: string;
  /** Name of the stack. @default the one that is selected */
  stack?: string;
  /** Milliseconds since the epoch after which nothing is waited for any more. */
  deadline: number;
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Longest that an interrupted CLI gets to end by itself, in milliseconds. */
const FAREWELL_MS = 10_000;
/** No output of the CLI that is read here comes near this size, in characters. */
const LARGEST_OUTPUT = 512 * 1024 * 1024;

/**
 * One stack, seen through the Pulumi CLI. Nothing here writes: previews, exports and configuration only. The CLI is the
 * `pulumi` on PATH, or `PULUMI_COMMAND`.
 */
export class PulumiStack {
  constructor(
    private readonly io: Io,
    private readonly options: StackOptions,
  ) {}

  get folder(): string {
    return this.options.cwd;
  }

  /**
   * `pulumi preview --json`.
   *
   * @param refresh compare with the tenant first
   */
  async preview({ refresh = false } = {}): Promise<Digest> {
    return this.digest(
      ["preview", "--json", "--suppress-progress", ...(refresh ? ["--refresh"] : [])],
      "pulumi preview",
    );
  }

  /** `pulumi refresh --preview-only --json`: compares the state with the tenant and leaves the state as it is. */
  async refresh(env: NodeJS.ProcessEnv = {}): Promise<Digest> {
    return this.digest(["refresh", "--preview-only", "--json", "--suppress-progress"], "pulumi refresh", env);
  }

  /** The stack's resources, secrets in the open: never print anything of it. */
  async export(stack = this.options.stack): Promise<unknown> {
    const args = ["stack", "export", "--show-secrets", ...(stack === undefined ? [] : ["--stack", stack])];
    const ended = await this.run(args, { named: true });
    if (ended.code !== 0) throw this.failed("pulumi stack export", ended);
    return parse(ended.stdout, "pulumi stack export");
  }

  /** The configuration of the stack by full name, secrets in the open. */
  async config(): Promise<Record<string, string>> {
    const ended = await this.run(["config", "--json", "--show-secrets"]);
    if (ended.code !== 0) throw this.failed("pulumi config", ended);
    const entries = parse(ended.stdout, "pulumi config") as Record<string, { value?: unknown }>;
    return Object.fromEntries(
      Object.entries(entries).flatMap(([name, { value }]) => (typeof value === "string" ? [[name, value]] : [])),
    );
  }

  /** Version of the CLI, e.g. `3.259.0`. */
  async version(): Promise<string> {
    const ended = await this.run(["version"], { named: true, bare: true });
    if (ended.code !== 0) throw this.failed("pulumi version", ended);
    return ended.stdout.trim().replace(/^v/, "");
  }

  private async digest(args: string[], what: string, env: NodeJS.ProcessEnv = {}): Promise<Digest> {
    const ended = await this.run(args, { env });
    // A failed run prints its digest too, with the errors among its diagnostics.
    const digest = ended.stdout.includes("{") ? tryDigest(ended.stdout, what) : undefined;
    if (ended.code === 0 || ended.code === CHANGES_FOUND) {
      if (digest) return digest;
      throw this.failed(what, ended);
    }
    if (digest && digest.errors.length > 0) return digest;
    throw this.failed(what, ended);
  }

  private failed(what: string, { code, stderr, stdout }: Ended): PsaError {
    const why = FAULTS[code ?? -1] ?? (code === null ? "it was ended" : `exit code ${code}`);
    const said = redact((stderr.trim() || stdout.trim()).split("\n").slice(-12).join("\n"));
    return new PsaError(
      "unavailable",
      `${what} failed: ${why}.`,
      said === "" ? "It said nothing." : `It said:\n${said}`,
    );
  }

  /** Runs the CLI to its end. `named`: the command takes no `--stack` of its own; `bare`: nor any common flag. */
  private run(
    args: string[],
    { env = {}, named = false, bare = false }: { env?: NodeJS.ProcessEnv; named?: boolean; bare?: boolean } = {},
  ): Promise<Ended> {
    const { stack, cwd, deadline } = this.options;
    const all = [
      ...args,
      ...(named || stack === undefined ? [] : ["--stack", stack]),
      ...(bare ? [] : ["--non-interactive"]),
    ];
    const left = deadline - this.io.now();
    if (left <= 0) throw outOfTime(`pulumi ${args[0]}`);
    return new Promise((done, fail) => {
      const child = spawn(pulumiCommand(this.io.env), all, {
        cwd,
        env: { ...quiet(this.io.env), ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      // Whatever ends this process ends what it has started.
      const farewell = () => void child.kill("SIGINT");
      process.once("exit", farewell);
      let [stdout, stderr, late] = ["", "", false];
      const interrupt = setTimeout(() => {
        late = true;
        // The CLI cancels what it has begun and ends its own children.
        child.kill("SIGINT");
        kill = setTimeout(() => child.kill("SIGKILL"), FAREWELL_MS);
      }, left);
      let kill: NodeJS.Timeout | undefined;
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        if (stdout.length < LARGEST_OUTPUT) stdout += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-65_536)));
      child.on("error", (error: NodeJS.ErrnoException) => {
        process.removeListener("exit", farewell);
        clearTimeout(interrupt);
        fail(error.code === "ENOENT" ? this.absent() : error);
      });
      child.on("close", (code) => {
        process.removeListener("exit", farewell);
        clearTimeout(interrupt);
        clearTimeout(kill);
        if (late) fail(outOfTime(`pulumi ${args[0]}`));
        else done({ code, stdout, stderr });
      });
    });
  }

  private absent(): PsaError {
    if (!existsSync(this.options.cwd))
      return new PsaError("config", `There is no folder ${this.options.cwd}.`, "Correct --cwd.");
    return new PsaError(
      "config",
      `The Pulumi CLI was not found (${pulumiCommand(this.io.env)}).`,
      "Put pulumi on PATH, or name it in PULUMI_COMMAND.",
    );
  }
}

const pulumiCommand = (env: NodeJS.ProcessEnv): string => env["PULUMI_COMMAND"] || "pulumi";

/** Without what makes the CLI refuse or print otherwise: with PULUMI_SKIP_CONFIRMATIONS no refresh in preview runs. */
function quiet(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = { ...env };
  delete kept["PULUMI_SKIP_CONFIRMATIONS"];
  delete kept["PULUMI_ENABLE_STREAMING_JSON_PREVIEW"];
  delete kept["PULUMI_ENABLE_LEGACY_REFRESH_DIFF"];
  // The Node that runs psa runs the provider too, wherever it came from.
  return {
    ...kept,
    PATH: [env["PATH"] ?? "", dirname(process.execPath)].join(delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

function tryDigest(text: string, what: string): Digest | undefined {
  try {
    return readDigest(text, `The output of ${what}`);
  } catch (error) {
    if (error instanceof PsaError) return undefined;
    throw error;
  }
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PsaError("unavailable", `${what} did not print JSON.`, "Check the version of the Pulumi CLI.");
  }
}

export const outOfTime = (what: string): PsaError =>
  new PsaError(
    "unavailable",
    `${what} did not end within the time limit.`,
    "Give it more with --time-limit, or less to do.",
  );

/** Folder of the nearest Pulumi.yaml, from here upwards; `undefined` when there is none. */
export function projectFolder(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (["Pulumi.yaml", "Pulumi.yml"].some((name) => existsSync(join(folder, name)))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { readSetup, pulumiEnvironment } from "../../tools/env.mjs";
import { root } from "../support/build";

export interface Psa {
  code: number | null;
  stdout: string;
  stderr: string;
  seconds: number;
}

/** Runs the built `psa` as a process of its own. */
export function psa(
  args: string[],
  {
    cwd,
    env = {},
    input,
    onMessage,
  }: {
    cwd: string;
    env?: NodeJS.ProcessEnv;
    input?: string;
    /** Called with all that has been said on stderr so far. */
    onMessage?: (said: string, child: ChildProcess) => void;
  },
): Promise<Psa> {
  const since = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(readSetup().node.path, [join(root, "dist", "provider", "cli", "main.js"), ...args], {
      cwd,
      env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      onMessage?.(stderr, child);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr, seconds: (Date.now() - since) / 1000 }));
    child.stdin.end(input ?? "");
  });
}

/** The environment of a stack that `makeStack` has made, for `psa` run in its folder. */
export function stackEnvironment(folder: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AUTOTASK|PSA|PULUMI)_/.test(name) && name !== "NODE_OPTIONS"),
  );
  const base = pulumiEnvironment({ folder, passphrase: "trial", base: kept });
  return {
    ...base,
    PULUMI_COMMAND: readSetup().pulumi.command,
    PSA_BROWSER: readSetup().browser.path,
    CI: "true",
    ...more,
  };
}

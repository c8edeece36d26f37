import { spawn } from "node:child_process";

/** A program in a terminal of its own, with somebody who reads and types. */
export interface InTerminal {
  /** All that has been shown so far. */
  shown(): string;
  /** Resolves once this has been shown. */
  sees(what: RegExp): Promise<void>;
  /** Types a line. */
  type(line: string): void;
  ended: Promise<number | null>;
  stop(): void;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Starts a program in a pseudo-terminal, by the `script` of util-linux.
 *
 * @param limit milliseconds after which it is ended
 */
export function inTerminal(
  command: string[],
  { cwd, env, limit }: { cwd: string; env: NodeJS.ProcessEnv; limit: number },
): InTerminal {
  const line = `stty cols 160 rows 50; ${command.map(quoted).join(" ")}`;
  const child = spawn("script", ["-q", "-e", "-c", line, "/dev/null"], {
    cwd,
    env: { ...env, TERM: "xterm-256color" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let text = "";
  const watchers = new Set<() => void>();
  const take = (chunk: string): void => {
    text += chunk;
    for (const watcher of watchers) watcher();
  };
  child.stdout.setEncoding("utf8").on("data", take);
  child.stderr.setEncoding("utf8").on("data", take);
  const timer = setTimeout(() => child.kill("SIGKILL"), limit);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(code);
      for (const watcher of watchers) watcher();
    });
  });
  return {
    shown: () => text,
    sees: (what) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (what.test(text)) resolve();
          else if (child.exitCode !== null) reject(new Error(`It ended without showing ${what}:\n${text}`));
          else return;
          watchers.delete(look);
        };
        watchers.add(look);
        look();
      }),
    type: (typed) => void child.stdin.write(`${typed}\n`),
    ended,
    stop: () => void child.kill("SIGKILL"),
  };
}

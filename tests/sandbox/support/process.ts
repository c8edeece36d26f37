/** The stand-in as a process of its own, compiled the way the package is but without type checks, for speed. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { transformSync } from "@swc/core";

const root = join(__dirname, "../../..");

/** Compiles sandbox/ into a new folder below the project, where its dependencies are found. */
export function compile(): string {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const target = mkdtempSync(join(root, ".cache", "stand-in-"));
  writeFileSync(join(target, "package.json"), '{"type":"commonjs"}');
  cpSync(join(root, "data"), join(target, "data"), { recursive: true });
  for (const name of readdirSync(join(root, "sandbox"), { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts")) continue;
    const source = join(root, "sandbox", name);
    const { code } = transformSync(readFileSync(source, "utf8"), {
      jsc: { target: "es2023", parser: { syntax: "typescript" } },
      module: { type: "commonjs" },
    });
    const output = join(target, relative(root, source)).replace(/\.ts$/, ".js");
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, code);
  }
  return target;
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Process {
  child: ChildProcessWithoutNullStreams;
  /** The first line on standard output, or what there was when it ended without one. */
  firstLine: Promise<string>;
  ended: Promise<Ended>;
}

/** Runs `main` of a compiled stand-in. */
export function start(compiled: string, ...args: string[]): Process {
  const child = spawn(process.execPath, [join(compiled, "sandbox", "main.js"), ...args]);
  let [stdout, stderr] = ["", ""];
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes("\n")) resolve(stdout.slice(0, stdout.indexOf("\n")));
    });
    void ended.then(() => resolve(stdout));
  });
  return { child, firstLine, ended };
}

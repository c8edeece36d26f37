/* global setInterval, clearInterval */
// What every step needs: where things are, how to say something, how to fail, how to run a program.
// Plain Node 20 without dependencies, because these files run before there are any.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Every pinned version; dependencies from npm are pinned in package.json, and a test keeps the two in step. */
export const versions = JSON.parse(readFileSync(join(root, "tools", "versions.json"), "utf8"));

/** Result of the set-up, read by the demo, the examples and the tests. */
export const setupFile = join(root, ".cache", "setup.json");

/** Folder for what is too dear to make twice: PSA_CACHE, else the user's cache folder. */
export const cacheFolder = resolve(
  process.env.PSA_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-psa"),
);

/** A failure of the set-up that says what to do next. */
export class SetupError extends Error {
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}

const began = Date.now();
/** Seconds since the start, as text. */
export const elapsed = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;

/** Tells the user. Goes to stderr: stdout belongs to the command that the set-up is made for. */
export const say = (text) => process.stderr.write(`set-up: ${text}\n`);

/** PATH without node_modules/.bin folders, so that a half-made installation is not used to repair itself. */
export const outerPath = () =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder && !/node_modules[\\/]\.bin[\\/]?$/.test(folder) && !/node-gyp-bin$/.test(folder))
    .join(delimiter);

/** Is there such a file (or folder)? */
export const exists = (path) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** First executable file of one of these names on PATH, or undefined. */
export async function onPath(...names) {
  for (const folder of outerPath().split(delimiter))
    for (const name of names) {
      const info = await stat(join(folder, name)).catch(() => undefined);
      if (info?.isFile() && info.mode & 0o111) return join(folder, name);
    }
  return undefined;
}

// Children die with us: a set-up that was told to stop must not leave npm or Go working behind its successor's back.
const children = new Set();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.once(signal, () => {
    for (const child of children) child.kill("SIGTERM");
    if (children.size > 0 || process.listenerCount(signal) === 0) process.exit(130);
  });

/**
 * Runs a program without a shell and collects what it prints.
 * @param command path or name
 * @param args its arguments
 * @param options cwd; env (replaces ours); timeout in ms (default none); beat: called every 15 s with the seconds so far; started: called with the pid
 * @returns {Promise<{code: number, output: string, stdout: string}>} code is -1 where it could not be started or was killed
 */
export function run(
  command,
  args,
  { cwd = root, env = { ...process.env, PATH: outerPath() }, timeout, beat, started } = {},
) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, env, timeout, killSignal: "SIGKILL", stdio: ["ignore", "pipe", "pipe"] });
    children.add(child);
    if (child.pid !== undefined) started?.(child.pid);
    const from = Date.now();
    const timer = beat && setInterval(() => beat(Math.round((Date.now() - from) / 1000)), 15_000);
    let output = "";
    let stdout = "";
    const keep = (text) => (output = (output + text).slice(-200_000));
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout = (stdout + text).slice(-200_000);
      keep(text);
    });
    child.stderr.setEncoding("utf8").on("data", keep);
    const end = (code) => {
      clearInterval(timer);
      children.delete(child);
      done({ code, output, stdout });
    };
    child.on("error", (error) => {
      keep(String(error.message));
      end(-1);
    });
    child.on("close", (code) => end(code ?? -1));
  });
}

/** The last lines of what a program printed, indented. */
export const tail = (text, lines = 20) => text.trim().split("\n").slice(-lines).join("\n").replace(/^/gm, "  ");

/** Compares the numbers of two versions such as "v3.259.0" and "3.227.0". Text after a third number is not looked at. */
export function atLeast(version, floor) {
  const numbers = (text) => (text.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  const [have, want] = [numbers(version), numbers(floor)];
  for (let i = 0; i < 3; i++) if ((have[i] ?? 0) !== (want[i] ?? 0)) return (have[i] ?? 0) > (want[i] ?? 0);
  return true;
}

/** Writes a file so that a reader sees the old or the new text, never a part of it. */
export async function writeWhole(path, text) {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}

/**
 * Makes a folder under another name and moves it into place when it is complete, so that a folder that is there is whole.
 * What interrupted runs left of the same name is removed first: the caller holds the lock, so nobody works in it.
 */
export async function makeWhole(folder, make) {
  const parent = dirname(folder);
  const temporary = `${folder}.making`;
  const old = `${folder}.old`;
  await mkdir(parent, { recursive: true });
  await rm(temporary, { recursive: true, force: true });
  await rm(old, { recursive: true, force: true });
  await mkdir(temporary);
  try {
    await make(temporary);
    await chmod(temporary, 0o755);
    if (await exists(folder)) await rename(folder, old);
    await rename(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

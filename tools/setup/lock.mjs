/* global setInterval, clearInterval */
// One set-up at a time works on one thing. The lock saves work; correctness does not hang on it,
// since everything is made beside its place and renamed into it.
import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say, writeWhole } from "./base.mjs";

const beatMs = 5_000;
/** An owner on another machine that shares the folder is known by its heartbeat alone. */
const silentElsewhereMs = 60_000;
/** An owner whose process id is alive but silent for so long has died, and its number is in use again. */
const silentHereMs = 600_000;

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

async function state(file) {
  const [text, info] = await Promise.all([
    readFile(file, "utf8").catch(() => undefined),
    stat(file).catch(() => undefined),
  ]);
  if (text === undefined || info === undefined) return undefined;
  const silent = Date.now() - info.mtimeMs;
  let owner;
  try {
    owner = JSON.parse(text);
  } catch {
    return { token: text, pid: 0, stale: true };
  }
  const here = owner.host === hostname();
  // A worker (npm, Go) may outlive an owner that was killed: its files must not be touched before it has ended.
  const working = alive(owner.pid) || (owner.worker !== undefined && alive(owner.worker));
  return { ...owner, stale: here ? !working || silent > silentHereMs : silent > silentElsewhereMs };
}

/** Takes a stale lock away; two who try at once cannot take a fresh one, for the name they moved is looked at again. */
async function takeAway(file, token) {
  const aside = `${file}.${randomUUID()}`;
  if (
    !(await rename(file, aside).then(
      () => true,
      () => false,
    ))
  )
    return;
  const taken = await state(aside);
  if (taken && taken.token !== token) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

/**
 * Runs `work` while holding the lock file; waits for another owner, and takes over from one that is dead.
 * @param file the lock file
 * @param work gets a function that notes the pid of a program it has started
 */
export async function withLock(file, work) {
  await mkdir(dirname(file), { recursive: true });
  const mine = { pid: process.pid, host: hostname(), token: randomUUID() };
  const draft = `${file}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine));
  let told = 0;
  try {
    // A hard link appears with its content, where a created file is empty for a moment.
    while (
      !(await link(draft, file).then(
        () => true,
        (error) => (error.code === "EEXIST" ? false : Promise.reject(error)),
      ))
    ) {
      const other = await state(file);
      if (other?.stale) {
        say(`the set-up of process ${other.pid} ended before it was done; going on in its place`);
        await takeAway(file, other.token);
      } else if (other) {
        if (Date.now() - told > 15_000) {
          say(`waiting for another set-up (process ${other.pid} on ${other.host})`);
          told = Date.now();
        }
        await sleep(200);
      }
    }
  } finally {
    await rm(draft, { force: true });
  }
  const beat = setInterval(() => utimes(file, new Date(), new Date()).catch(() => undefined), beatMs);
  try {
    return await work((worker) => void writeWhole(file, JSON.stringify({ ...mine, worker })).catch(() => undefined));
  } finally {
    clearInterval(beat);
    if ((await state(file))?.token === mine.token) await rm(file, { force: true });
  }
}

import { createHash, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { link, mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { isLeft } from "fp-ts/Either";
import * as t from "io-ts";
import { PsaError } from "../errors";
import { pause } from "./screen";

/** Longest that a run waits for another one, in milliseconds. Shorter than what a call may go without progress. */
const LONGEST_WAIT = 600_000;
/** Between two looks, two reports, and two signs of life, in milliseconds. */
const LOOK = 250;
const TELL = 30_000;
const BEAT = 5_000;
/** A holder on another machine that shares the folder is known by its signs of life alone; in milliseconds. */
const SILENT_ELSEWHERE = 60_000;
/** A holder whose process number is alive but silent for so long has died, and its number is in use again. */
const SILENT_HERE = 600_000;

const Holder = t.type({ pid: t.number, host: t.string, user: t.string, since: t.string, token: t.string });
type Holder = t.TypeOf<typeof Holder>;

export interface LockOptions {
  /** Where the lock lies. */
  folder: string;
  /** What is locked: one console and one account. */
  name: string;
  /** For messages: "the console at ww3.autotask.net". */
  what: string;
  log: (text: string) => void;
  /** Milliseconds between two looks at a lock that is held. @default 250 */
  look?: number;
  /** Milliseconds. @default ten minutes */
  wait?: number;
}

/** Gives the lock back. */
export type Release = () => Promise<void>;

/**
 * One run at a time in one console with one account, on this machine: two that fill in forms under one account may end one
 * another's session. Says who is waited for and since when. A holder that has died is seen at once.
 *
 * @throws PsaError `unavailable`, with the holder, when it does not end in time
 */
export async function lockConsole({
  folder,
  name,
  what,
  log,
  wait = LONGEST_WAIT,
  look: every = LOOK,
}: LockOptions): Promise<Release> {
  const place = join(folder, "locks");
  const file = join(place, `${createHash("sha256").update(name).digest("hex").slice(0, 32)}.json`);
  const mine: Holder = {
    pid: process.pid,
    host: hostname(),
    user: userName(),
    since: new Date().toISOString(),
    token: randomUUID(),
  };
  const draft = `${file}.${mine.token}`;
  try {
    await mkdir(place, { recursive: true, mode: 0o700 });
    await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  } catch (error) {
    // Where nothing can be written, e.g. in a container, a run must still be possible.
    log(`runs beside this one cannot be seen: ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
    return () => Promise.resolve();
  }
  try {
    await take(file, draft, { what, log, wait, look: every });
  } finally {
    await rm(draft, { force: true });
  }
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), BEAT);
  beat.unref();
  const leave = (): void => rmSync(file, { force: true });
  process.once("exit", leave);
  return async () => {
    clearInterval(beat);
    process.removeListener("exit", leave);
    if ((await look(file))?.token === mine.token) await rm(file, { force: true });
  };
}

async function take(
  file: string,
  draft: string,
  { what, log, wait, look: every }: Required<Pick<LockOptions, "what" | "log" | "wait" | "look">>,
) {
  const begin = Date.now();
  let told = 0;
  // A hard link appears with its content, where a file that is made is empty for a moment.
  while (!(await linked(draft, file))) {
    const holder = await look(file);
    if (!holder) continue;
    if (holder.stale) {
      await takeAway(file, holder.token, draft);
      continue;
    }
    if (Date.now() - begin >= wait)
      throw new PsaError(
        "unavailable",
        `Another run holds ${what}: ${describe(holder)}.${wait > 0 ? ` It was waited for ${Math.round(wait / 1000)} s.` : ""}`,
        "Nothing was done there. Let it end, or end it, then run again.",
      );
    if (Date.now() - told >= TELL) {
      log(`waiting for another run in ${what}: ${describe(holder)}`);
      told = Date.now();
    }
    await pause(every);
  }
}

const describe = ({ pid, host, user, since }: Holder): string =>
  `process ${pid} of ${user} on ${host}, since ${since.replace(/\.\d+Z$/, "Z")}`;

const linked = (draft: string, file: string): Promise<boolean> =>
  link(draft, file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw new PsaError(
        "config",
        `No lock can be made in ${file} (${error.code}).`,
        "Set PSA_STATE_FOLDER to a folder on a local disk.",
      );
    },
  );

/** Who holds it; `undefined` when nobody does any more. */
async function look(file: string): Promise<(Holder & { stale: boolean }) | undefined> {
  const [text, info] = await Promise.all([
    readFile(file, "utf8").catch(() => undefined),
    stat(file).catch(() => undefined),
  ]);
  if (text === undefined || info === undefined) return undefined;
  const silent = Date.now() - info.mtimeMs;
  const holder = parse(text);
  if (!holder) return { pid: 0, host: "?", user: "?", since: info.mtime.toISOString(), token: text, stale: true };
  const stale = holder.host === hostname() ? !isAlive(holder.pid) || silent > SILENT_HERE : silent > SILENT_ELSEWHERE;
  return { ...holder, stale };
}

function parse(text: string): Holder | undefined {
  try {
    const decoded = Holder.decode(JSON.parse(text));
    return isLeft(decoded) ? undefined : decoded.right;
  } catch {
    return undefined;
  }
}

/**
 * Takes a stale lock away. Only who holds the lock of this one removal may do it, and looks again first: one that is late
 * would else take away the fresh lock of a run that was quicker. A removal whose run was killed is itself taken away so.
 */
async function takeAway(file: string, token: string, draft: string): Promise<void> {
  const removal = `${file}.${createHash("sha256").update(token).digest("hex").slice(0, 8)}`;
  if (await linked(draft, removal)) {
    if ((await look(file))?.token === token) await rm(file, { force: true });
    await rm(removal, { force: true });
    return;
  }
  const other = await look(removal);
  if (other?.stale) await takeAway(removal, other.token, draft);
}

/** Whether a process of this machine is there; one of somebody else is, too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A user without an entry in the system's list has a number only. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}

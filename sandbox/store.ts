import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
  fsyncSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import type { Tenant } from "./model";

/** Changes with the shape of `Tenant`. */
const format = 2;

/** What a state file holds. */
interface StateFile {
  format: typeof format;
  /** Who made the last edit, for a person who looks into the file. */
  lastEditedBy: string;
  tenant: Tenant;
}

/** A state file that cannot be used: says which, why, and what to do next. */
export class StateError extends Error {
  override name = "StateError";
}

/** Files held by this process: its own id in a lock file is not that of a crashed predecessor if the path is here. */
const held = new Set<string>();

/**
 * One tenant, in memory and, if a file is given, on disk. Every edit is written before it is answered, so that
 * nothing that a caller was told is lost when the process ends.
 */
export class Store {
  readonly #file: string | undefined;
  #tenant: Tenant;

  /**
   * @param seed makes the tenant of a first start and of every reset.
   * @param file state file; made when it does not exist. Without it the tenant lives in memory only.
   * @throws StateError when another process has the file open, or it holds no tenant of ours.
   */
  constructor(
    private readonly seed: () => Tenant,
    file?: string,
  ) {
    this.#file = file === undefined ? undefined : resolve(file);
    if (this.#file === undefined) {
      this.#tenant = seed();
      return;
    }
    mkdirSync(dirname(this.#file), { recursive: true });
    lock(this.#file);
    try {
      const saved = read(this.#file);
      this.#tenant = saved ?? seed();
      if (saved === undefined) this.#write(this.#tenant, "seed");
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The whole truth. For reading only: whoever changes it goes through `edit`. */
  get tenant(): Tenant {
    return this.#tenant;
  }

  /**
   * Changes the tenant, all or nothing: when `fn` throws, nothing is changed.
   *
   * @param by who does it, in a few words.
   */
  edit<T>(by: string, fn: (tenant: Tenant) => T): T {
    const draft = structuredClone(this.#tenant);
    const result = fn(draft);
    this.#write(draft, by);
    this.#tenant = draft;
    return result;
  }

  /** Back to the seed. */
  reset(): void {
    const fresh = this.seed();
    this.#write(fresh, "reset");
    this.#tenant = fresh;
  }

  /** Lets another process open the state file. */
  close(): void {
    if (this.#file === undefined || !held.delete(this.#file)) return;
    rmSync(lockPath(this.#file), { force: true });
  }

  #write(tenant: Tenant, by: string): void {
    if (this.#file === undefined) return;
    const state: StateFile = { format, lastEditedBy: by, tenant };
    const temporary = `${this.#file}.new`;
    const descriptor = openSync(temporary, "w", 0o600);
    try {
      writeSync(descriptor, JSON.stringify(state));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, this.#file);
  }
}

const lockPath = (file: string) => `${file}.lock`;

function read(file: string): Tenant | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new StateError(`Cannot read the state file ${file}: ${(error as Error).message}`);
  }
  let state: Partial<StateFile>;
  try {
    state = JSON.parse(text) as Partial<StateFile>;
  } catch {
    throw new StateError(
      `The state file ${file} holds no JSON. Delete it to start from a fresh tenant, or name another one.`,
    );
  }
  if (state.format !== format || !Array.isArray(state.tenant?.levels)) {
    throw new StateError(
      `${file} is not a state file of this version (format ${String(state.format)}, expected ${format}). ` +
        "Delete it to start from a fresh tenant, or name another one.",
    );
  }
  return state.tenant;
}

/** Takes the file for this process; a lock left behind by a process that is gone does not count. */
function lock(file: string): void {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(lockPath(file), String(process.pid), { flag: "wx" });
      held.add(file);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number(readLock(file));
    if (held.has(file) || (owner !== process.pid && alive(owner))) {
      throw new StateError(
        `The state file ${file} is in use by process ${owner}. Stop that stand-in first, or name another file with --state.`,
      );
    }
    rmSync(lockPath(file), { force: true });
  }
  throw new StateError(`The state file ${file} was taken by another process just now. Name another file with --state.`);
}

function readLock(file: string): string {
  try {
    return readFileSync(lockPath(file), "utf8");
  } catch {
    return "";
  }
}

function alive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { isLeft } from "fp-ts/Either";
import * as t from "io-ts";
import { PsaError } from "../errors";
import { configFolder, stateFolder } from "../userFolder";
import { readStorageState, type StorageState } from "./storageState";

/** Encrypts kept sessions with a passphrase instead of a key on this machine. */
export const PASSPHRASE_VARIABLE = "PSA_SESSION_PASSPHRASE";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
/** Half a second and 128 MB for each guess of a passphrase. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

const Base64 = t.string;
const Envelope = t.type({
  version: t.literal(1),
  /** Which console and account it is for: authenticated, so that a file cannot be put in another one's place. */
  name: t.string,
  keptAt: t.string,
  /** Salt of the passphrase; null: the key of this machine. */
  salt: t.union([Base64, t.null]),
  iv: Base64,
  tag: Base64,
  data: Base64,
});
type Envelope = t.TypeOf<typeof Envelope>;

/** A session of one console that a person has signed in to, kept for later runs. */
export class KeptSession {
  private readonly file: string;

  /**
   * @param name console and account
   * @param what for messages: "the console at ww3.autotask.net"
   */
  constructor(
    private readonly name: string,
    private readonly what: string,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {
    const digest = createHash("sha256").update(name).digest("hex").slice(0, 32);
    this.file = join(stateFolder(env), "sessions", `${digest}.json`);
  }

  /** Whether there is one, good or not. */
  get exists(): boolean {
    return existsSync(this.file);
  }

  async keep(state: StorageState, now: Date = new Date()): Promise<void> {
    const salt = this.passphrase === undefined ? null : randomBytes(16);
    const key = await this.key(salt, true);
    const iv = randomBytes(12);
    const head = { version: 1 as const, name: this.name, keptAt: now.toISOString() };
    const cipher = createCipheriv(CIPHER, key, iv).setAAD(aad(head));
    const data = Buffer.concat([cipher.update(JSON.stringify(state), "utf8"), cipher.final()]);
    const envelope: Envelope = {
      ...head,
      salt: salt?.toString("base64") ?? null,
      iv: iv.toString("base64"),
      tag: cipher.getAuthTag().toString("base64"),
      data: data.toString("base64"),
    };
    await mkdir(join(this.file, ".."), { recursive: true, mode: 0o700 });
    const draft = `${this.file}.${randomBytes(6).toString("hex")}`;
    await writeFile(draft, JSON.stringify(envelope), { mode: 0o600 });
    await rename(draft, this.file);
  }

  /**
   * `undefined`: there is none.
   *
   * @throws PsaError `config` when it cannot be opened with the passphrase or key at hand
   */
  async load(): Promise<StorageState | undefined> {
    const text = await readFile(this.file, "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    const envelope = parse(text);
    if (envelope?.name !== this.name) throw this.unreadable("is damaged");
    const salt = envelope.salt === null ? null : Buffer.from(envelope.salt, "base64");
    if (salt !== null && this.passphrase === undefined)
      throw new PsaError(
        "config",
        `The kept session of ${this.what} is encrypted with a passphrase, and ${PASSPHRASE_VARIABLE} is not set.`,
        `Set ${PASSPHRASE_VARIABLE}, or run psa login again.`,
      );
    try {
      const key = await this.key(salt, false);
      const decipher = createDecipheriv(CIPHER, key, Buffer.from(envelope.iv, "base64"))
        .setAAD(aad(envelope))
        .setAuthTag(Buffer.from(envelope.tag, "base64"));
      const open = Buffer.concat([decipher.update(Buffer.from(envelope.data, "base64")), decipher.final()]);
      return readStorageState(open.toString("utf8"), `The kept session of ${this.what}`);
    } catch (error) {
      if (error instanceof PsaError) throw error;
      throw this.unreadable(
        salt === null
          ? "does not fit the key of this machine"
          : `does not fit the passphrase in ${PASSPHRASE_VARIABLE}`,
      );
    }
  }

  /** Answers whether there was one. */
  async forget(): Promise<boolean> {
    const there = this.exists;
    await rm(this.file, { force: true });
    return there;
  }

  private get passphrase(): string | undefined {
    return this.env[PASSPHRASE_VARIABLE] || undefined;
  }

  private async key(salt: Buffer | null, make: boolean): Promise<Buffer> {
    if (salt !== null)
      return promisify<string, Buffer, number, typeof SCRYPT, Buffer>(scrypt)(
        this.passphrase!,
        salt,
        KEY_BYTES,
        SCRYPT,
      );
    const folder = configFolder(this.env);
    const file = join(folder, "session.key");
    if (make && !existsSync(file)) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Two at once: the first one's stays.
      const made = await open(file, "wx", 0o600).catch(() => undefined);
      await made?.writeFile(randomBytes(KEY_BYTES));
      await made?.close();
    }
    await this.assertPrivate(file);
    const key = await readFile(file).catch(() => undefined);
    if (key?.length === KEY_BYTES) return key;
    throw this.unreadable(`cannot be opened: the key ${file} is ${key ? "damaged" : "missing"}`);
  }

  /** @throws PsaError `config` where others may read the key */
  private async assertPrivate(file: string): Promise<void> {
    const info = await stat(file).catch(() => undefined);
    if (process.platform === "win32" || info === undefined || (info.mode & 0o077) === 0) return;
    await chmod(file, 0o600).catch(() => undefined);
    throw new PsaError(
      "config",
      `The key ${file} could be read by other users of this machine.`,
      "It is private again now; whoever may have read it can open kept sessions. End the console's session, delete the key, and run psa login again.",
    );
  }

  private unreadable(how: string): PsaError {
    return new PsaError("config", `The kept session of ${this.what} ${how}.`, "Run psa login again.");
  }
}

const aad = ({ version, name, keptAt }: Pick<Envelope, "version" | "name" | "keptAt">): Buffer =>
  Buffer.from(JSON.stringify([version, name, keptAt]));

function parse(text: string): Envelope | undefined {
  try {
    const decoded = Envelope.decode(JSON.parse(text));
    return isLeft(decoded) ? undefined : decoded.right;
  } catch {
    return undefined;
  }
}

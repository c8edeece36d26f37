import { randomUUID } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ReadStream } from "node:tty";
import { isLeft } from "fp-ts/Either";
import * as t from "io-ts";
import { PsaError } from "../errors";
import { stateFolder } from "../userFolder";
import { isAlive } from "./consoleLock";
import { pause } from "./screen";

/** Longest that a person is waited for, in milliseconds: the sign-in page itself does not wait for ever. */
const PATIENCE = 300_000;
/** Between two looks for an answer, in milliseconds. */
const LOOK = 250;
/** Texts that are no code are asked for again so often. */
const TRIES = 3;

export interface CodeRequest {
  /** For the question: "the console at ww3.autotask.net". */
  console: string;
  userName: string;
  /** The one before was refused. */
  again: boolean;
  /** What to do where nobody can be asked. */
  remedy: string;
}

/** Asks a person for the code that an authenticator app shows. */
export type AskCode = (request: CodeRequest) => Promise<string>;

/** CI systems set it; nobody sits there. */
const inCi = ({ CI }: NodeJS.ProcessEnv): boolean => CI !== undefined && !["", "0", "false"].includes(CI.toLowerCase());

const nobody = ({ console, userName, remedy }: CodeRequest, why: string): PsaError =>
  new PsaError("config", `${console} asks for a code of ${userName}'s authenticator app, and ${why}.`, remedy);

const tooLate = ({ console }: CodeRequest): PsaError =>
  new PsaError(
    "unavailable",
    `Nobody typed the code for ${console} within ${PATIENCE / 60_000} minutes.`,
    "Run again.",
  );

const question = ({ console, userName, again }: CodeRequest): string =>
  `${again ? "The code was refused. " : ""}Code of ${userName}'s authenticator app for ${console}: `;

/** The code in a line that somebody typed; `undefined`: it is none. */
function codeIn(line: string): string | undefined {
  const code = line.replace(/[\s-]/g, "");
  return /^\d{6,8}$/.test(code) ? code : undefined;
}

/**
 * Asks in the terminal that this process was started from, whatever its standard streams are.
 *
 * @throws PsaError `config` in CI and where there is no terminal
 */
export function inThisTerminal(env: NodeJS.ProcessEnv = process.env): AskCode {
  return async (request) => {
    if (inCi(env)) throw nobody(request, "in CI (the variable CI is set) nobody can be asked");
    const terminal = openTerminal();
    if (!terminal) throw nobody(request, "there is no terminal in which somebody could be asked");
    try {
      for (let tries = 1; ; tries += 1) {
        terminal.write(question(request));
        const line = await terminal.line(PATIENCE);
        if (line === undefined) throw tooLate(request);
        const code = codeIn(line);
        if (code !== undefined) return code;
        if (tries === TRIES) throw nobody(request, `no code was typed in ${TRIES} tries`);
        terminal.write("A code has 6 digits.\n");
      }
    } finally {
      terminal.close();
    }
  };
}

/** The terminal itself, which a pipe on stdin does not hide. */
const [INPUT, OUTPUT] = process.platform === "win32" ? ["\\\\.\\CONIN$", "\\\\.\\CONOUT$"] : ["/dev/tty", "/dev/tty"];

function openTerminal() {
  let input: number | undefined;
  let output: number;
  try {
    input = openSync(INPUT, "r");
    output = openSync(OUTPUT, "w");
  } catch {
    if (input !== undefined) closeSync(input);
    return undefined;
  }
  const stream = new ReadStream(input);
  const lines = createInterface({ input: stream, terminal: false });
  return {
    write: (text: string) => void writeSync(output, text),
    line: (patience: number): Promise<string | undefined> =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(undefined), patience);
        const end = (line: string | undefined): void => {
          clearTimeout(timer);
          resolve(line);
        };
        lines.once("line", end);
        lines.once("close", () => end(undefined));
      }),
    close: () => {
      lines.close();
      stream.destroy();
      closeSync(output);
    },
  };
}

/** Whether this process was started from a terminal, though it may not be allowed to read there. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync(INPUT, "r"));
    return true;
  } catch {
    return false;
  }
}

const Question = t.type({ pid: t.number, console: t.string, userName: t.string, again: t.boolean, since: t.string });
export type Question = t.TypeOf<typeof Question> & { id: string };

const questionsFolder = (env: NodeJS.ProcessEnv): string => join(stateFolder(env), "codes");

/**
 * Asks through files, for a process that was started by the engine. Such a one cannot read the terminal: it belongs to a
 * process group of its own, which the system stops when it tries, and the engine reads the keys itself while it shows
 * progress. The answer is typed into `psa code` in another terminal.
 *
 * @param log its lines are said to come from `psa code`
 * @throws PsaError `config` in CI and where there is no terminal
 */
export function inAnotherTerminal(log: (text: string) => void, env: NodeJS.ProcessEnv = process.env): AskCode {
  return async (request) => {
    if (inCi(env)) throw nobody(request, "in CI (the variable CI is set) nobody can be asked");
    if (!hasTerminal()) throw nobody(request, "there is no terminal in which somebody could be asked");
    const folder = questionsFolder(env);
    const id = randomUUID();
    const { console, userName, again } = request;
    const asked = { pid: process.pid, console, userName, again, since: new Date().toISOString() };
    const [file, answer] = [join(folder, `${id}.json`), join(folder, `${id}.answer`)];
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await writeWhole(file, JSON.stringify(asked));
      log(
        `run it in another terminal of this machine, and type the code of ${userName}'s authenticator app for ${console} there${again ? "; the one before was refused" : ""} (waiting ${PATIENCE / 60_000} minutes)`,
      );
      for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(LOOK)) {
        const text = await readFile(answer, "utf8").catch(() => undefined);
        const code = text === undefined ? undefined : codeIn(text);
        if (code !== undefined) return code;
      }
      throw tooLate(request);
    } finally {
      await Promise.all([rm(file, { force: true }), rm(answer, { force: true })]);
    }
  };
}

/** What waits for a code on this machine, the oldest first. Questions of processes that have died are cleared up. */
export async function openQuestions(env: NodeJS.ProcessEnv = process.env): Promise<Question[]> {
  const folder = questionsFolder(env);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  const found: Question[] = [];
  for (const name of names) {
    const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const decoded = Question.decode(parse(text));
    if (isLeft(decoded) || !isAlive(decoded.right.pid)) await rm(join(folder, name), { force: true });
    else found.push({ ...decoded.right, id: name.replace(/\.json$/, "") });
  }
  return found.sort((a, b) => a.since.localeCompare(b.since));
}

/** Hands a code to the process that has asked for it. */
export async function answerQuestion(
  { id }: Question,
  code: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  await writeWhole(join(questionsFolder(env), `${id}.answer`), code);
}

/** Never to be seen half written. */
async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.draft`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, file);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

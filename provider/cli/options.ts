import { Option, type Command } from "commander";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { PsaError } from "../errors";
import { SAFETY_RULES, type Report, type SafetyRule } from "../report/model";
import { FORMATS, render, type Format } from "../report/render";
import type { Io } from "./io";
import { projectFolder, type StackOptions } from "./pulumi";

/** Options that several commands have, with one meaning each. */

/** Seconds. */
const TIME_LIMIT = 900;

export interface StackFlags {
  cwd: string;
  stack?: string;
  timeLimit: number;
}

export function withStack(command: Command): Command {
  return command
    .option("-s, --stack <name>", "the stack (default: the one that is selected)")
    .option("-C, --cwd <folder>", "folder of the Pulumi program", ".")
    .addOption(
      new Option("--time-limit <seconds>", "give up after this time").default(TIME_LIMIT).argParser((text: string) => {
        const value = Number(text);
        if (!Number.isFinite(value) || value <= 0)
          throw new PsaError("config", `--time-limit wants seconds, not "${text}".`, `The default is ${TIME_LIMIT}.`);
        return value;
      }),
    );
}

/** @throws PsaError `config` when there is no program at or above the folder */
export function stackOptions(io: Io, flags: StackFlags): StackOptions {
  const folder = resolve(io.cwd, flags.cwd);
  const cwd = projectFolder(folder);
  if (cwd === undefined) {
    throw new PsaError(
      "config",
      `There is no Pulumi.yaml in ${folder} or above it.`,
      "Run it in the folder of the program, or name that with --cwd.",
    );
  }
  return { cwd, stack: flags.stack, deadline: io.now() + flags.timeLimit * 1000 };
}

export interface OutputFlags {
  format?: Format;
  write: { format: Format; file: string }[];
  link?: string;
}

export function withOutput(command: Command): Command {
  return command
    .addOption(new Option("-f, --format <format>", "what to print").choices(FORMATS).default("text"))
    .addOption(
      new Option("-w, --write <format=file>", "also write this format to a file; may be repeated")
        .argParser(intoFile)
        .default([], "none"),
    )
    .option("--link <url>", "address of the whole report, for formats that have to be cut");
}

function intoFile(text: string, before: OutputFlags["write"]): OutputFlags["write"] {
  const at = text.indexOf("=");
  const format = FORMATS.find((known) => known === text.slice(0, at));
  if (format === undefined || text.length === at + 1) {
    throw new PsaError("config", `--write wants format=file, not "${text}".`, `Formats: ${FORMATS.join(", ")}.`);
  }
  return [...before, { format, file: text.slice(at + 1) }];
}

/** Prints a report and writes the files that were asked for. */
export async function deliver(io: Io, report: Report, { format = "text", write, link }: OutputFlags): Promise<void> {
  for (const { format: wanted, file } of write) {
    const path = resolve(io.cwd, file);
    await mkdir(dirname(path), { recursive: true });
    const text = render(report, wanted, { link });
    // GitHub's file for the summary of a step is shared by all its commands.
    if (wanted === "summary") await appendFile(path, text);
    else await writeFile(path, text);
    io.progress.note(`${wanted} written to ${file}`);
  }
  const printed = io.json ? "json" : format;
  io.out(render(report, printed, { link, colour: io.colour }));
}

export function withAllow(command: Command): Command {
  return command.addOption(
    new Option("--allow <rule>", "override a safety rule; may be repeated")
      .choices(SAFETY_RULES)
      .default([], "none")
      .argParser((text: string, before: SafetyRule[]) => {
        const rule = SAFETY_RULES.find((known) => known === text);
        if (rule === undefined)
          throw new PsaError("config", `There is no safety rule "${text}".`, `Rules: ${SAFETY_RULES.join(", ")}.`);
        return [...before, rule];
      }),
  );
}

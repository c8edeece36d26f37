import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { findRow } from "../autotask/permissions/catalogue";
import type { CellChange, ObjectType, Place } from "./model";

/** Finds resources in a program. */
export interface Places {
  /** The line of a changed permission, or of the resource itself; `undefined` when it cannot be found. */
  of(type: ObjectType, resource: string, cells: readonly CellChange[]): Place | undefined;
}

const SOURCES = /\.(ts|mts|cts|js|mjs|cjs|tsx|jsx)$/;
const LEFT_OUT = new Set(["node_modules", "dist", "build", "coverage", ".git", ".pulumi"]);
/** Files beyond this number and size (bytes) are no program that somebody has written by hand. */
const MOST_FILES = 500;
const LARGEST = 512 * 1024;

const CLASSES: Partial<Record<ObjectType, string>> = {
  "security-level": "AutotaskSecurityLevel",
  "api-user": "AutotaskApiUser",
  "api-employee": "PsaApiEmployee",
};

interface Source {
  file: string;
  text: string;
}

/**
 * Looks through the sources below a folder for `new Class("name"`. A name that the program puts together is not found: a
 * finding then has no line rather than a wrong one.
 */
export function placesIn(folder: string): Places {
  let sources: Source[] | undefined;
  return {
    of(type, resource, cells) {
      const name = CLASSES[type];
      if (name === undefined) return undefined;
      sources ??= readSources(folder);
      const declares = new RegExp(`new\\s+(?:[\\w$]+\\.)*${name}\\s*\\(\\s*(["'\`])${escaped(resource)}\\1`);
      for (const { file, text } of sources) {
        const found = declares.exec(text);
        if (!found) continue;
        const end = text.indexOf("\nnew ", found.index + 1);
        const next = /\bnew\s+(?:[\w$]+\.)*(?:Autotask|Psa)\w+\s*\(/g;
        next.lastIndex = found.index + found[0].length;
        const stop = next.exec(text)?.index ?? (end < 0 ? text.length : end);
        const at = cellIn(text.slice(found.index, stop), cells);
        return { file, line: lineAt(text, found.index + at) };
      }
      return undefined;
    },
  };
}

/** Where the first of the cells stands, the gravest first; 0 when none does. */
function cellIn(text: string, cells: readonly CellChange[]): number {
  for (const { key } of cells) {
    for (const spelling of findRow(key)?.spellings ?? [key]) {
      const at = ['"', "'", "`"].map((quote) => text.indexOf(quote + spelling + quote)).find((found) => found >= 0);
      if (at !== undefined) return at;
    }
  }
  return 0;
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split("\n").length;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function readSources(folder: string): Source[] {
  const found: Source[] = [];
  const walk = (path: string, depth: number): void => {
    if (depth > 6 || found.length >= MOST_FILES) return;
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = join(path, entry.name);
      if (entry.isDirectory()) {
        if (!LEFT_OUT.has(entry.name) && !entry.name.startsWith(".")) walk(full, depth + 1);
      } else if (
        entry.isFile() &&
        SOURCES.test(entry.name) &&
        !entry.name.endsWith(".d.ts") &&
        found.length < MOST_FILES
      ) {
        if (statSync(full).size <= LARGEST)
          found.push({ file: relative(folder, full).split(sep).join("/"), text: readFileSync(full, "utf8") });
      }
    }
  };
  try {
    walk(folder, 0);
  } catch {
    // A folder that cannot be read has no lines to point at; the report is the same otherwise.
  }
  return found;
}

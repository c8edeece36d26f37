import { LineCounter, parseDocument } from "yaml";
import { isMap, isSeq } from "yaml";
import { PsaError } from "../errors";
import { cellName, sameValue } from "../autotask/permissions/matrix";
import { findAction, findRow } from "../autotask/permissions/catalogue";
import { fold } from "../autotask/permissions/wording";
import { directionOf } from "./changes";
import {
  CHANGE_KINDS,
  type Accepted,
  type Change,
  type ChangeKind,
  type Place,
  type ShownValue,
  type StaleAcceptance,
} from "./model";
import { risksOf } from "./risks";

/** A difference that somebody has looked at and accepts for a while: one entry of `drift.accepted.yaml`. */
export interface Acceptance {
  /** The level's or account's name as the report shows it, or its name in the program. */
  object: string;
  /** Needed where neither cell nor field is named: accepts the whole change. */
  kind?: ChangeKind;
  /** `Section > Group > Name: Action`. */
  cell?: string;
  field?: string;
  /** What it has to be; another value is reported again. Needed with a cell or field. */
  value?: ShownValue;
  reason: string;
  by: string;
  /** Last day on which it holds, ISO date, in UTC. */
  until: string;
  place?: Place;
}

const KNOWN = ["object", "kind", "cell", "field", "value", "reason", "by", "until"];

/**
 * Reads the file of acceptances: a list, or a map with the list under `accepted`.
 *
 * @throws PsaError `config` naming the line
 */
export function readAcceptances(text: string, file: string): Acceptance[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (node: unknown): number => {
    const at = (node as { range?: [number, number, number] } | null)?.range?.[0];
    return at === undefined ? 1 : lines.linePos(at).line;
  };
  const wrong = (line: number, what: string, remedy: string) =>
    new PsaError("config", `${file}, line ${line}: ${what}`, remedy);
  const fault = document.errors[0];
  if (fault) throw wrong(lines.linePos(fault.pos[0]).line, "it is not YAML.", fault.message.split("\n")[0] ?? "");
  const top = document.contents;
  if (top === null) return [];
  const list = isMap(top) ? top.get("accepted", true) : top;
  if (list === undefined || (isMap(top) && list === null)) return [];
  if (!isSeq(list))
    throw wrong(
      lineOf(top),
      "a list of acceptances is wanted.",
      "Write `accepted:` and entries that begin with `- object:`.",
    );
  return list.items.map((node) => {
    const line = lineOf(node);
    const entry: unknown = isMap(node) ? node.toJSON() : undefined;
    if (typeof entry !== "object" || entry === null)
      throw wrong(line, "an entry is no map.", "Begin it with `- object:`.");
    return {
      ...checked(entry as Record<string, unknown>, (what, remedy) => wrong(line, what, remedy)),
      place: { file, line },
    };
  });
}

function checked(entry: Record<string, unknown>, wrong: (what: string, remedy: string) => PsaError): Acceptance {
  const stranger = Object.keys(entry).find((key) => !KNOWN.includes(key));
  if (stranger !== undefined) throw wrong(`there is no "${stranger}".`, `An entry has ${KNOWN.join(", ")}.`);
  const text = (name: string): string | undefined => {
    const value = entry[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "string" || value.trim() === "") throw wrong(`${name} is not a text.`, "Put it in quotes.");
    return value.trim();
  };
  const needed = (name: string, what: string): string => {
    const value = text(name);
    if (value === undefined) throw wrong(`${name} is missing.`, what);
    return value;
  };
  const kind = text("kind");
  if (kind !== undefined && !CHANGE_KINDS.some((known) => known === kind)) {
    throw wrong(`"${kind}" is no kind of change.`, `Kinds: ${CHANGE_KINDS.join(", ")}.`);
  }
  const [cell, field] = [text("cell"), text("field")];
  if (cell !== undefined && field !== undefined) throw wrong("it names a cell and a field.", "Keep one of them.");
  if (cell === undefined && field === undefined && kind === undefined) {
    throw wrong("it says not what it accepts.", "Name a cell, a field, or a kind of change.");
  }
  const { value } = entry;
  if ((cell !== undefined || field !== undefined) && value === undefined) {
    throw wrong("value is missing.", "Name the value that is accepted: another one is then reported again.");
  }
  if (value !== undefined && value !== null && typeof value === "object")
    throw wrong("value is no single value.", "Write a text, a number, true or false.");
  const until = needed("until", "Say how long it holds: until: 2027-01-31.");
  if (!/^\d{4}-\d\d-\d\d$/.test(until) || Number.isNaN(Date.parse(until))) {
    throw wrong(`until is no date.`, "Write it as 2027-01-31.");
  }
  return {
    object: needed("object", "Name the level or the account as the report shows it."),
    ...(kind === undefined ? {} : { kind: kind as ChangeKind }),
    ...(cell === undefined ? {} : { cell }),
    ...(field === undefined ? {} : { field }),
    ...(value === undefined ? {} : { value: value as ShownValue }),
    reason: needed("reason", "Say why: whoever reads it next year will ask."),
    by: needed("by", "Say who accepts it."),
    until,
  };
}

const DAY_MS = 86_400_000;
/** It holds through the whole of its last day. */
const expired = (acceptance: Acceptance, now: number): boolean => now >= Date.parse(acceptance.until) + DAY_MS;

/** Takes away what is accepted. Expired acceptances accept nothing; they and those without anything to accept are told. */
export function applyAcceptances(
  changes: readonly Change[],
  acceptances: readonly Acceptance[],
  now: number,
): { changes: Change[]; accepted: Accepted[]; stale: StaleAcceptance[] } {
  const accepted: Accepted[] = [];
  const used = new Set<Acceptance>();
  const valid = acceptances.filter((acceptance) => !expired(acceptance, now));
  const left = changes.flatMap((change): Change[] => {
    const mine = valid.filter((acceptance) => concerns(acceptance, change));
    const take = (acceptance: Acceptance, part?: string): void => {
      used.add(acceptance);
      const { reason, by, until } = acceptance;
      accepted.push({
        change: change.id,
        kind: change.kind,
        object: change.object.name,
        ...(part === undefined ? {} : { part }),
        reason,
        by,
        until,
      });
    };
    const whole = mine.find(
      (acceptance) => acceptance.cell === undefined && acceptance.field === undefined && wholeFits(acceptance, change),
    );
    if (whole) {
      take(whole);
      return [];
    }
    const cells = change.cells.filter((cell) => {
      const by = mine.find(
        (acceptance) => acceptance.cell !== undefined && sameCell(acceptance.cell, cell) && fits(acceptance, cell.new),
      );
      if (by) take(by, cellName(cell));
      return !by;
    });
    const fields = change.fields.filter((field) => {
      const by = mine.find(
        (acceptance) =>
          acceptance.field !== undefined && fold(acceptance.field) === fold(field.field) && fits(acceptance, field.new),
      );
      if (by) take(by, field.field);
      return !by;
    });
    if (cells.length === change.cells.length && fields.length === change.fields.length) return [change];
    if (cells.length === 0 && fields.length === 0) return [];
    const rest: Change = { ...change, cells, fields, direction: directionOf(cells) };
    return [{ ...rest, risks: risksOf(rest), summary: `${change.summary} Some of it is accepted.` }];
  });
  const stale = acceptances
    .filter((acceptance) => !used.has(acceptance))
    .map((acceptance): StaleAcceptance => ({
      problem: expired(acceptance, now) ? "expired" : "unused",
      text: [acceptance.object, acceptance.cell ?? acceptance.field ?? acceptance.kind].join(": "),
      reason: acceptance.reason,
      by: acceptance.by,
      until: acceptance.until,
      ...(acceptance.place ? { place: acceptance.place } : {}),
    }));
  return { changes: left, accepted, stale };
}

function concerns({ object, kind }: Acceptance, change: Change): boolean {
  if (kind !== undefined && kind !== change.kind) return false;
  const names = [
    change.object.name,
    change.object.resource,
    change.object.id,
    ...(change.object.type === "security-level" ? [] : change.accounts.map(({ userName }) => userName)),
  ];
  return names.some((name) => name !== undefined && name !== "" && fold(name) === fold(object));
}

const fits = ({ value }: Acceptance, seen: ShownValue): boolean =>
  value === undefined || value === seen || (value !== null && seen !== null && sameValue(value, seen));

/** With a value, a whole change is accepted only while its one field has it: the new name of what was renamed. */
function wholeFits(acceptance: Acceptance, change: Change): boolean {
  return acceptance.value === undefined || change.fields.some((field) => fits(acceptance, field.new));
}

/** In any wording on record. */
function sameCell(text: string, cell: { key: string; action?: string }): boolean {
  if (fold(text) === fold(cellName(cell))) return true;
  if (cell.action === undefined) return findRow(text)?.key === cell.key;
  const at = text.lastIndexOf(":");
  const row = at < 0 ? undefined : findRow(text.slice(0, at));
  return row?.key === cell.key && findAction(row, text.slice(at + 1))?.action === cell.action;
}

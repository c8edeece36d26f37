import data from "../../../data/autotask-permissions.json";
import type { CellValue } from "../tenant";
import { fold, foldEra } from "./wording";

/** What stands in `data/autotask-permissions.json` for one cell of the security level page. */
interface Entry {
  section: string;
  subsection: string | null;
  name: string;
  action: string | null;
  kind: string;
  values: string[] | null;
  values_complete: boolean;
  aliases: string[];
  aliases_unverified: string[];
  section_aliases: string[];
  subsection_aliases: string[];
  value_aliases: Record<string, string[] | undefined>;
}

/** One permission of a security level. */
export interface Permission {
  /** `Section > Group > Name` in the catalogue's words; without the group where the page has none. */
  key: string;
  /** Column of a grid. */
  action?: string;
  kind: "checkbox" | "level" | "number";
  /** Texts of a dropdown, least right first. Empty when the record has none. */
  values: readonly string[];
  /** False when a tenant may offer more texts than `values`. */
  complete: boolean;
  /** A box that takes rights away when ticked. */
  narrows: boolean;
  /** Other wordings of each value. */
  valueAliases: Readonly<Record<string, string[] | undefined>>;
}

/** One line of a declaration: a single control, or a row of a grid with its columns. */
export interface PermissionRow {
  key: string;
  /** Every wording that is accepted for `key`, the canonical one first. */
  spellings: readonly string[];
  /** The cells of the row by action; a single control has one, without an action. */
  cells: readonly Permission[];
}

/** An API user cannot sign in to change a password: without this box its secret expires and the integration stops. */
export const PASSWORD_NEVER_EXPIRES =
  "Other > Miscellaneous > Not required to change password (password does not expire)";

const SEPARATOR = " > ";

/** The one box on record that takes rights away: it limits which resources can be seen. */
const NARROWING = /^Limit resource availability to self\b/;

/** A label without the addition in brackets at its end; empty when the label is nothing else. */
function short(name: string): string {
  return name.replace(/\s*\([^()]*\)\s*:?\s*$/, "").replace(/[:,]+$/, "");
}

interface Index {
  rows: readonly PermissionRow[];
  byKey: ReadonlyMap<string, PermissionRow>;
  bySpelling: ReadonlyMap<string, PermissionRow>;
}

let index: Index | undefined;

/** Built at first use: a program that declares no level pays nothing. */
function catalogue(): Index {
  return (index ??= build(data as unknown as Entry[]));
}

function permissionOf(entry: Entry, key: string): Permission {
  return {
    key,
    ...(entry.action === null ? {} : { action: entry.action }),
    kind: entry.kind as Permission["kind"],
    values: entry.kind === "level" ? (entry.values ?? []) : [],
    complete: entry.kind === "level" && entry.values_complete,
    narrows: NARROWING.test(entry.name),
    valueAliases: entry.value_aliases,
  };
}

function spellingsOf(entry: Entry): string[] {
  const names = [entry.name, ...entry.aliases, ...entry.aliases_unverified];
  const allNames = [...new Set([...names, ...names.map(short)])].filter((name) => name !== "");
  const groups = entry.subsection === null ? [undefined] : [entry.subsection, ...entry.subsection_aliases];
  const sections = [entry.section, ...entry.section_aliases];
  return sections.flatMap((section) =>
    groups.flatMap((group) =>
      allNames.map((name) => [section, group, name].filter((part) => part !== undefined).join(SEPARATOR)),
    ),
  );
}

function build(entries: readonly Entry[]): Index {
  const byKey = new Map<string, PermissionRow & { cells: Permission[] }>();
  for (const entry of entries) {
    const key = [entry.section, entry.subsection, entry.name].filter((part) => part !== null).join(SEPARATOR);
    const row = byKey.get(key);
    if (row) row.cells.push(permissionOf(entry, key));
    else byKey.set(key, { key, spellings: spellingsOf(entry), cells: [permissionOf(entry, key)] });
  }
  const rows = [...byKey.values()];
  const bySpelling = new Map<string, PermissionRow>();
  for (const row of rows) {
    for (const spelling of row.spellings) {
      const exact = fold(spelling);
      if (!bySpelling.has(exact)) bySpelling.set(exact, row);
    }
  }
  // The catalogue's own words always win over another row's older ones.
  for (const row of rows) bySpelling.set(fold(row.key), row);
  return { rows, byKey, bySpelling };
}

let eras: Map<string, PermissionRow | undefined> | undefined;

/** Rows by wording with the words of all eras made one; made only when some wording is not on record as it is. */
function byEra(): Map<string, PermissionRow | undefined> {
  if (eras) return eras;
  eras = new Map();
  for (const row of catalogue().rows) {
    for (const spelling of row.spellings) {
      const era = foldEra(spelling);
      // A wording that means two rows in different eras means neither.
      eras.set(era, eras.has(era) && eras.get(era) !== row ? undefined : row);
    }
  }
  return eras;
}

/** All rows in page order. */
export function permissionRows(): readonly PermissionRow[] {
  return catalogue().rows;
}

/** The row that `text` names, in any wording on record, whatever its capitals and spaces. */
export function findRow(text: string): PermissionRow | undefined {
  return catalogue().bySpelling.get(fold(text)) ?? byEra().get(foldEra(text));
}

/** The cell of exactly this key and action, in the catalogue's words. */
export function permissionAt(key: string, action?: string): Permission | undefined {
  return catalogue()
    .byKey.get(key)
    ?.cells.find((cell) => cell.action === action);
}

/** The cell of a row that `action` names: `View` also stands for `View (Query)`. */
export function findAction(row: PermissionRow, action: string): Permission | undefined {
  const wanted = fold(action);
  return row.cells.find(
    (cell) => cell.action !== undefined && [cell.action, short(cell.action)].some((a) => fold(a) === wanted),
  );
}

/** The catalogue's word for a value, the text itself where the list is open, `undefined` when the cell cannot have it. */
export function findValue(permission: Permission, value: unknown): CellValue | undefined {
  if (permission.kind === "checkbox") return typeof value === "boolean" ? value : undefined;
  if (permission.kind === "number") {
    return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : undefined;
  }
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const wanted = foldEra(value);
  const known = permission.values.find((text) =>
    [text, ...(permission.valueAliases[text] ?? [])].some((wording) => foldEra(wording) === wanted),
  );
  return known ?? (permission.complete ? undefined : value.trim());
}

/** What a cell may be, for a message. */
export function allowedValues(permission: Permission): string {
  if (permission.kind === "checkbox") return "true, false";
  if (permission.kind === "number") return "a whole number from 0";
  const known = permission.values.map((value) => `"${value}"`).join(", ");
  return permission.complete
    ? known
    : known === ""
      ? "a text of the tenant's list"
      : `${known}, or another text of the tenant's list`;
}

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
  confidence: string;
  label_exact: boolean;
  governs: string[];
  requires: string | null;
  follows: string | null;
  narrows: boolean;
  note: string | null;
  sources: string[];
}

export type Operation = "query" | "create" | "update" | "delete";

/** One permission of a security level. */
export interface Permission {
  /** `Section > Group > Name` in the catalogue's words; without the group where the page has none. */
  key: string;
  /** The vendor's label; see `exact`. */
  label: string;
  section: string;
  /** Title of the group inside the section. */
  group?: string;
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
  /** What it decides over in the REST API, where that is known. Several permissions may share one operation. */
  governs: readonly { entity: string; operation: Operation }[];
  /** Key of the box without which the page keeps this one cleared. */
  requires?: string;
  /** Column of the same row that it follows: the page shows this cell, and does not let it be set. */
  follows?: string;
  /**
   * What kind of record vouches for it, joined by `+`: `official` (vendor's help), `seed` and `guide` (documents of
   * integration vendors), `screenshot-2025`, `copy-2017` (a third party's copy of the page), `inferred` (a column of a grid
   * that is on record, in a row that is on record), `open` (any row of a grid whose rows are not on record).
   */
  confidence: string;
  /** False where the label is paraphrased, translated, or stands for labels that nobody has published. */
  exact: boolean;
  note?: string;
  /** Ids of the documents that vouch for it, see `sourceOf`. */
  sources: readonly string[];
}

/** One line of a declaration: a single control, or a row of a grid with its columns. */
export interface PermissionRow {
  key: string;
  /** Every wording that is accepted for `key`, the canonical one first. */
  spellings: readonly string[];
  /** The cells of the row by action; a single control has one, without an action. */
  cells: readonly Permission[];
}

/**
 * An API user cannot sign in to change a password: without this box its secret expires and the integration stops. It is on
 * unless it is switched off.
 *
 * @rule Passwords of API users do not expire
 * @source Autotask developer help, Define an API user
 */
export const PASSWORD_NEVER_EXPIRES =
  "Other > Miscellaneous > Not required to change password (password does not expire)";

const SEPARATOR = " > ";

/**
 * Grids of which only a few rows are on record. Any row is taken there, `Section > Group > Area > Object` in the page's
 * words, with these columns.
 */
const OPEN_GRIDS = ["Web Services API > Resource Impersonation", "Web Services API > Contact Impersonation"];
const OPEN_COLUMNS = ["View", "Add", "Edit", "Delete"];

/** A label without the addition in brackets at its end; empty when the label is nothing else. */
function short(name: string): string {
  return name.replace(/\s*\([^()]*\)\s*:?\s*$/, "").replace(/[:,]+$/, "");
}

/** A row with what makes its other wordings. */
class Row implements PermissionRow {
  readonly entries: Entry[] = [];
  #cells?: readonly Permission[];
  #spellings?: readonly string[];

  constructor(readonly key: string) {}

  get cells(): readonly Permission[] {
    return (this.#cells ??= this.entries.map((entry) => permissionOf(entry, this.key)));
  }

  /** Group and name in every wording, in the catalogue's section: what a section is searched by. */
  inSection(): string[] {
    const { name, aliases, aliases_unverified, subsection, subsection_aliases } = this.entries[0]!;
    const names = [name, ...aliases, ...aliases_unverified];
    const all = [...new Set([...names, ...names.map(short)])].filter((text) => text !== "");
    return subsection === null
      ? all
      : [subsection, ...subsection_aliases].flatMap((group) => all.map((text) => group + SEPARATOR + text));
  }

  get spellings(): readonly string[] {
    const { section, section_aliases } = this.entries[0]!;
    return (this.#spellings ??= [section, ...section_aliases].flatMap((name) =>
      this.inSection().map((rest) => name + SEPARATOR + rest),
    ));
  }
}

/** What is known of one section's rows; searched in only when a declaration has other words than the catalogue. */
interface Section {
  rows: Row[];
  /** By group and name without capitals and spaces. */
  bySpelling?: Map<string, Row>;
  /** The same with the words of all naming eras made one; a wording that means two rows then means neither. */
  byEra?: Map<string, Row | undefined>;
}

interface Index {
  rows: readonly Row[];
  byKey: ReadonlyMap<string, Row>;
  /** By every name of a section, without capitals and spaces. */
  sections: ReadonlyMap<string, Section>;
}

let index: Index | undefined;

/** Built at first use: a program that declares no level pays nothing. */
function catalogue(): Index {
  return (index ??= build(data as unknown as Entry[]));
}

function permissionOf(entry: Entry, key: string): Permission {
  return {
    key,
    label: entry.name,
    section: entry.section,
    ...(entry.subsection === null ? {} : { group: entry.subsection }),
    ...(entry.action === null ? {} : { action: entry.action }),
    kind: entry.kind as Permission["kind"],
    values: entry.values ?? [],
    complete: entry.kind === "level" && entry.values_complete,
    narrows: entry.narrows,
    valueAliases: entry.value_aliases,
    governs: entry.governs.map((text) => {
      const [entity, operation] = text.split(".") as [string, Operation];
      return { entity, operation };
    }),
    ...(entry.requires === null ? {} : { requires: entry.requires }),
    ...(entry.follows === null ? {} : { follows: entry.follows }),
    confidence: entry.confidence,
    exact: entry.label_exact,
    ...(entry.note === null ? {} : { note: entry.note }),
    sources: entry.sources,
  };
}

/** A row of an open grid, or undefined when `text` names none. */
function openRow(text: string): PermissionRow | undefined {
  const parts = text.split(">").map((part) => part.trim().replace(/\s+/g, " "));
  if (parts.length < 4 || parts.some((part) => part === "")) return undefined;
  const grid = OPEN_GRIDS.find((name) => fold(name) === fold(parts.slice(0, 2).join(SEPARATOR)));
  if (grid === undefined) return undefined;
  const [section, group] = grid.split(SEPARATOR) as [string, string];
  const label = parts.slice(2).join(SEPARATOR);
  const key = [grid, label].join(SEPARATOR);
  const cells = OPEN_COLUMNS.map((action): Permission => ({
    ...{ key, label, section, group, action, kind: "checkbox", values: [], complete: false, narrows: false },
    ...{ valueAliases: {}, governs: [], confidence: "open", exact: false, sources: ["help-web-services"] },
  }));
  return { key, spellings: [key], cells };
}

function build(entries: readonly Entry[]): Index {
  const byKey = new Map<string, Row>();
  const sections = new Map<string, Section>();
  let section: Section = { rows: [] };
  let last: string | undefined;
  for (const entry of entries) {
    const key = [entry.section, entry.subsection, entry.name].filter((part) => part !== null).join(SEPARATOR);
    let row = byKey.get(key);
    if (!row) {
      row = new Row(key);
      byKey.set(key, row);
      if (entry.section !== last) {
        last = entry.section;
        section = { rows: [] };
        for (const name of [entry.section, ...entry.section_aliases]) sections.set(fold(name), section);
      }
      section.rows.push(row);
    }
    row.entries.push(entry);
  }
  return { rows: [...byKey.values()], byKey, sections };
}

function spelled(section: Section, rest: string): Row | undefined {
  if (!section.bySpelling) {
    section.bySpelling = new Map();
    for (const row of section.rows) {
      for (const text of row.inSection().map(fold)) {
        if (!section.bySpelling.has(text)) section.bySpelling.set(text, row);
      }
    }
    // The catalogue's own words always win over another row's older ones.
    for (const row of section.rows) section.bySpelling.set(fold(row.inSection()[0]!), row);
  }
  const exact = section.bySpelling.get(fold(rest));
  if (exact) return exact;
  if (!section.byEra) {
    section.byEra = new Map();
    for (const row of section.rows) {
      for (const text of row.inSection().map(foldEra)) {
        const other = section.byEra.has(text) && section.byEra.get(text) !== row;
        section.byEra.set(text, other ? undefined : row);
      }
    }
  }
  return section.byEra.get(foldEra(rest));
}

/** All rows in page order. */
export function permissionRows(): readonly PermissionRow[] {
  return catalogue().rows;
}

/** The row that `text` names, in any wording on record, whatever its capitals and spaces. */
export function findRow(text: string): PermissionRow | undefined {
  const { byKey, sections } = catalogue();
  const [name = "", ...rest] = text.split(">");
  const section = sections.get(fold(name));
  return byKey.get(text) ?? (section && spelled(section, rest.join(">"))) ?? openRow(text);
}

/** The cell of exactly this key and action, in the catalogue's words. */
export function permissionAt(key: string, action?: string): Permission | undefined {
  const row = catalogue().byKey.get(key) ?? openRow(key);
  return row?.cells.find((cell) => cell.action === action);
}

/** The cell of a row that `action` names: `View` stands for `View (Query)`, and the other way round. */
export function findAction(row: PermissionRow, action: string): Permission | undefined {
  const wanted = fold(short(action));
  return row.cells.find((cell) => cell.action !== undefined && fold(short(cell.action)) === wanted);
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

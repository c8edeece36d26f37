import { permissionAt, permissionRows, type Permission } from "../permissions/catalogue";
import { nothingFor } from "../permissions/levelBook";
import { cellId, grantsNothing, sameValue } from "../permissions/matrix";
import { inTerm, type Term } from "../permissions/wording";
import type { Unlisted, WantedCell } from "../tenant";
import { codeOf, fileName, levelsPath, SAVE, type Runbook, type Step } from "./runbook";

export interface LevelWish {
  name: string;
  copyFrom: string;
  active: boolean;
  unlisted: Unlisted;
  cells: readonly WantedCell[];
}

/** What a person does to one cell. The box in front is as it shall be; a list's line has none. */
function line(cell: WantedCell, term: Term): string {
  const [, ...rest] = cell.key.split(" > ");
  const name = `\`${inTerm(rest.join(" > "), term)}\`${cell.action === undefined ? "" : `, ${cell.action}`}`;
  if (cell.value === true) return `[x] tick ${name}`;
  if (cell.value === false) return `[ ] untick ${name}`;
  return typeof cell.value === "number"
    ? `${name}: type **${cell.value}**`
    : `${name}: choose **${inTerm(cell.value, term)}**`;
}

const sectionOf = (key: string): string => key.split(" > ")[0] ?? "";

/** Cells in the order of the page: sections, then rows, then columns. Those not on record come last in their section. */
function inPageOrder(cells: readonly WantedCell[]): WantedCell[] {
  const order = new Map<string, number>();
  for (const { cells: row } of permissionRows()) for (const cell of row) order.set(cellId(cell), order.size);
  const sections = sectionNames();
  const place = (cell: WantedCell): [number, number] => {
    const section = sections.indexOf(sectionOf(cell.key));
    return [section < 0 ? sections.length : section, order.get(cellId(cell)) ?? Infinity];
  };
  return [...cells].sort((a, b) => {
    const [x, y] = [place(a), place(b)];
    return x[0] - y[0] || (x[1] === y[1] ? 0 : x[1] - y[1]);
  });
}

const sectionNames = (): string[] => [...new Set(permissionRows().map(({ key }) => sectionOf(key)))];

/** One step per section of the page, in its order. */
function cellSteps(cells: readonly WantedCell[], unlisted: Unlisted, term: Term): Step[] {
  const bySection = new Map<string, WantedCell[]>();
  // With "none" every section has to be cleared, also those of which nothing is granted.
  if (unlisted === "none") for (const section of sectionNames()) bySection.set(section, []);
  for (const cell of inPageOrder(cells)) {
    const section = sectionOf(cell.key);
    bySection.set(section, [...(bySection.get(section) ?? []), cell]);
  }
  return [...bySection].map(([section, wanted]) => {
    const where = `section ${inTerm(section, term)}`;
    if (unlisted === "inherit") return { where, what: "set these and leave the rest", lines: lines(wanted, term) };
    const lowest = lines(notNone(section, wanted), term).map((text) => `${text} (its lowest entry: it has no None)`);
    const what = "press No Permission, ";
    return {
      where,
      what: what + (wanted.length > 0 ? "then set only these" : lowest.length > 0 ? "and check" : "nothing else"),
      lines: [...lines(wanted, term), ...lowest],
    };
  });
}

const lines = (cells: readonly WantedCell[], term: Term): string[] =>
  inPageOrder(cells).map((cell) => line(cell, term));

/** Lists without a None, which "No Permission" can only bring to their lowest entry: said, because it looks like a right. */
function notNone(section: string, wanted: readonly WantedCell[]): WantedCell[] {
  const named = new Set(wanted.map(cellId));
  return permissionRows()
    .filter(({ key }) => sectionOf(key) === section)
    .flatMap(({ cells }) => cells)
    .flatMap((cell) => {
      const lowest = nothingFor(cell);
      return typeof lowest !== "string" || grantsNothing(lowest) || named.has(cellId(cell))
        ? []
        : [{ key: cell.key, action: cell.action, value: lowest }];
    });
}

/** Every cell of the page as it shall be, a table per section: to compare with before Save. */
function wholePage(cells: readonly WantedCell[], term: Term): string {
  const wanted = new Map(cells.map((cell) => [cellId(cell), cell.value]));
  const shown = (cell: Permission): string => {
    const value = wanted.get(cellId(cell)) ?? nothingFor(cell);
    if (value === undefined) return cell.kind === "number" ? "as it is" : "lowest entry";
    return value === true ? "[x]" : value === false ? "[ ]" : inTerm(String(value), term);
  };
  const tables = sectionNames().flatMap((section) => [
    `### ${inTerm(section, term)}`,
    "",
    "| permission | shall be |",
    "|---|---|",
    ...permissionRows()
      // A name that is nothing but a bracket stands for labels that nobody has on record.
      .filter(({ key }) => sectionOf(key) === section && !/ > \([^()]*\)$/.test(key))
      .map(({ key, cells: row }) => {
        const name = inTerm(key.split(" > ").slice(1).join(" > "), term).replaceAll("|", "\\|");
        const values = row.map((cell) => (cell.action === undefined ? shown(cell) : `${cell.action}: ${shown(cell)}`));
        return `| ${name} | ${values.join(", ")} |`;
      }),
    "",
  ]);
  return [
    "## The whole page, to compare with before Save & Close",
    "",
    "Cells that your page has and this list does not: leave boxes unticked and lists at their lowest entry.",
    "",
    ...tables,
  ].join("\n");
}

const nameOf = (level: string): string => fileName("security-level", level);

const bare = (name: string): string => name.replace(/\s*\(\s*api[- ]only\s*\)\s*$/i, "");

function editor(level: LevelWish, term: Term, code?: string): Pick<Runbook, "steps" | "appendix" | "code"> {
  return {
    steps: [
      {
        where: "General Information",
        what: "set these",
        lines: [`\`Name\`: type **${level.name}**`, level.active ? "[x] tick `Active`" : "[ ] untick `Active`"],
      },
      ...cellSteps(level.cells, level.unlisted, term),
      SAVE,
    ],
    ...(level.unlisted === "none" ? { appendix: wholePage(level.cells, term) } : {}),
    code,
  };
}

/** Makes a security level. */
export function createLevelRunbook(level: LevelWish, term: Term): Runbook {
  const { steps, ...rest } = editor(level, term);
  return {
    name: nameOf(level.name),
    title: `Make the security level "${level.name}"`,
    steps: [
      {
        where: levelsPath(term),
        what: `right-click \`${bare(level.copyFrom)} (API-only)\` and press Copy Security Level`,
      },
      ...steps,
    ],
    ...rest,
  };
}

/** Makes an existing level as declared, whatever it is now. */
export function remakeLevelRunbook(currentName: string, level: LevelWish, term: Term): Runbook {
  const { steps, ...rest } = editor(level, term, codeOf("remake", currentName, level));
  return {
    name: nameOf(level.name),
    title: `Make the security level "${currentName}" as declared`,
    steps: [{ where: levelsPath(term), what: `open \`${currentName} (API-only)\`` }, ...steps],
    ...rest,
  };
}

/** What of a level is to be changed. */
export interface LevelEdit {
  rename?: string;
  active?: boolean;
  cells: readonly WantedCell[];
}

/** The cells that differ between two declarations, with what a cell becomes that is declared no longer. */
export function editedCells(olds: readonly WantedCell[], news: LevelWish): WantedCell[] {
  const before = new Map(olds.map((cell) => [cellId(cell), cell.value]));
  const changed = news.cells.filter((cell) => {
    const old = before.get(cellId(cell));
    return old === undefined || !sameValue(old, cell.value);
  });
  const kept = new Set(news.cells.map(cellId));
  const given = olds.flatMap((cell): WantedCell[] => {
    if (kept.has(cellId(cell))) return [];
    const permission = permissionAt(cell.key, cell.action);
    const nothing = permission ? nothingFor(permission) : typeof cell.value === "boolean" ? false : "None";
    return nothing === undefined || sameValue(nothing, cell.value) ? [] : [{ ...cell, value: nothing }];
  });
  return [...changed, ...given];
}

/** Changes some of a level. Only a new name and the box Active show in the REST API. */
export function changeLevelRunbook(currentName: string, edit: LevelEdit, term: Term): Runbook {
  const general = [
    ...(edit.rename === undefined ? [] : [`\`Name\`: type **${edit.rename}**`]),
    ...(edit.active === undefined ? [] : [edit.active ? "[x] tick `Active`" : "[ ] untick `Active`"]),
  ];
  return {
    name: nameOf(currentName),
    title: `Change the security level "${currentName}"`,
    steps: [
      { where: levelsPath(term), what: `open \`${currentName} (API-only)\`` },
      ...(general.length === 0 ? [] : [{ where: "General Information", what: "set these", lines: general }]),
      ...cellSteps(edit.cells, "inherit", term),
      SAVE,
    ],
    ...(edit.cells.length === 0 ? {} : { code: codeOf(currentName, edit) }),
  };
}

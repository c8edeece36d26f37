import { flatten, type CanonicalPermissions } from "../autotask/permissions/declaration";
import { cellId, effectOf, grantsNothing, noneOf, sameValue } from "../autotask/permissions/matrix";
import { PASSWORD_NEVER_EXPIRES, permissionAt, permissionRows } from "../autotask/permissions/catalogue";
import type { CellValue, WantedCell } from "../autotask/tenant";
import { UNKNOWN_MARK } from "../pulumi/wire";
import type { CellChange, CellEffect, MatrixRow, ShownValue } from "./model";
import { risksOfCell } from "./risks";

/** The permissions of a level as a declaration or an observation has them. */
export interface Grants {
  permissions: CanonicalPermissions;
  extraPermissions?: CanonicalPermissions;
  unlisted: "none" | "inherit";
  /** For `inherit`: what the copy had, by cell. */
  baseline?: Record<string, CellValue>;
}

/** Nothing granted: what a level that does not exist grants. */
export const NOTHING: Grants = { permissions: {}, unlisted: "none" };

const cellsOf = (grants: Grants): Map<string, WantedCell> =>
  new Map([...flatten(grants.permissions), ...flatten(grants.extraPermissions)].map((cell) => [cellId(cell), cell]));

/**
 * What a level has in a cell that it does not name; `null` when that cannot be known. A list whose order is not on record is
 * set to whatever grants nothing in it, which the page calls None in all lists but a few.
 */
function unnamed(cell: WantedCell, grants: Grants): ShownValue {
  if (grants.unlisted === "inherit") return grants.baseline?.[cellId(cell)] ?? null;
  const none = noneOf({ ...cell, writable: true, known: true });
  return none ?? (typeof cell.value === "string" ? "None" : null);
}

const valueIn = (cells: Map<string, WantedCell>, cell: WantedCell, grants: Grants): ShownValue => {
  const value = cells.get(cellId(cell))?.value;
  return value === UNKNOWN_MARK ? null : (value ?? unnamed(cell, grants));
};

/** What a level has in one cell; `null` when that cannot be known. */
export function valueOf(name: { key: string; action?: string }, grants: Grants): ShownValue {
  const cells = cellsOf(grants);
  // What the value would be of decides what none of it is.
  const permission = permissionAt(name.key, name.action);
  const like: CellValue = permission?.kind === "checkbox" ? false : permission?.kind === "number" ? 0 : "None";
  return valueIn(cells, { ...name, value: like }, grants);
}

/** Page order for what the catalogue knows, then the rest by name. */
function pageOrder(): (a: { key: string; action?: string }, b: { key: string; action?: string }) => number {
  const rows = new Map(permissionRows().map((row, at) => [row.key, at]));
  const columns = ["View", "View (Query)", "Add", "Edit", "Edit (Update)", "Delete"];
  return (a, b) =>
    (rows.get(a.key) ?? Infinity) - (rows.get(b.key) ?? Infinity) ||
    a.key.localeCompare(b.key, "en") ||
    columns.indexOf(a.action ?? "") - columns.indexOf(b.action ?? "");
}

const EFFECTS = ["widens", "unordered", "narrows"];

/** Where two sets of permissions differ, what widens first. */
export function compare(old: Grants, now: Grants): CellChange[] {
  const [before, after] = [cellsOf(old), cellsOf(now)];
  const inOrder = pageOrder();
  return [...new Map([...before, ...after]).values()]
    .map((cell): CellChange => {
      const name = { key: cell.key, ...(cell.action === undefined ? {} : { action: cell.action }) };
      return cellChange(name, valueIn(before, cell, old), valueIn(after, cell, now));
    })
    .filter(({ old: a, new: b }) => !(a === b || (a !== null && b !== null && sameValue(a, b))))
    .sort((a, b) => EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect) || inOrder(a, b));
}

/** What a level grants that is about to be made: there is no value before, and all that it grants widens. */
export function granted(now: Grants): CellChange[] {
  return compare(NOTHING, now).map((cell) => {
    const made = { ...cell, old: null };
    return { ...made, risks: risksOfCell(made) };
  });
}

export function cellChange(name: { key: string; action?: string }, from: ShownValue, to: ShownValue): CellChange {
  const effect = effectOn(name, from, to);
  const cell: CellChange = { ...name, old: from, new: to, effect, risks: [] };
  return { ...cell, risks: risksOfCell(cell) };
}

function effectOn(name: { key: string; action?: string }, from: ShownValue, to: ShownValue): CellEffect {
  // A secret that never expires is no right to anything.
  if (name.key === PASSWORD_NEVER_EXPIRES) return "unordered";
  if (from === null && to !== null && grantsNothing(to)) return "narrows";
  // What is not known may be anything.
  if (from === null || to === null) return "unordered";
  const effect = effectOf(name, from, to);
  return effect === "unchanged" ? "unordered" : effect;
}

/** Every row that grants something before or after, in page order. */
export function matrixOf(old: Grants, now: Grants): MatrixRow[] {
  const changed = new Map(compare(old, now).map((cell) => [cellId(cell), cell]));
  const [before, after] = [cellsOf(old), cellsOf(now)];
  const rows = new Map<string, MatrixRow>();
  for (const cell of [...new Map([...before, ...after]).values()].sort(pageOrder())) {
    const id = cellId(cell);
    const [from, to] = [valueIn(before, cell, old), valueIn(after, cell, now)];
    const change = changed.get(id);
    if (!change && (to === null || grantsNothing(to))) continue;
    const row = rows.get(cell.key) ?? { key: cell.key, cells: [] };
    row.cells.push({
      ...(cell.action === undefined ? {} : { action: cell.action }),
      old: from,
      new: to,
      ...(change ? { effect: change.effect } : {}),
      risks: change?.risks ?? [],
    });
    rows.set(cell.key, row);
  }
  return [...rows.values()];
}

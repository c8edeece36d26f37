import type { CellValue, ObservedCell, Unlisted, WantedCell } from "../tenant";
import { permissionAt } from "./catalogue";
import { foldEra } from "./wording";

/** Whether a change gives more rights, takes some, or cannot be put in an order. */
export type Effect = "widens" | "narrows" | "unordered";

/** A cell that is not as wanted. */
export interface CellDifference {
  key: string;
  action?: string;
  /** `undefined`: the page has no such cell. */
  old: CellValue | undefined;
  new: CellValue;
  effect: Effect;
}

interface CellName {
  key: string;
  action?: string;
}

/** Identity of a cell in maps. */
export function cellId(cell: CellName): string {
  return cell.action === undefined ? cell.key : `${cell.key}\n${cell.action}`;
}

/** `CRM > Object Permissions > Notes: Edit`, for messages. */
export function cellName(cell: CellName): string {
  return cell.action === undefined ? cell.key : `${cell.key}: ${cell.action}`;
}

/** Texts are equal whatever their capitals, spaces and era. */
export function sameValue(a: CellValue, b: CellValue): boolean {
  return a === b || (typeof a === "string" && typeof b === "string" && foldEra(a) === foldEra(b));
}

const NOTHING = new Set(["none", "no", "noaccess", "nopermission", "notallowed", "nothing", "noone", "nobody"]);

/** A value that grants nothing wherever it stands. A tenant without such a cell satisfies it. */
export function grantsNothing(value: CellValue): boolean {
  return value === false || (typeof value === "string" && NOTHING.has(foldEra(value)));
}

/**
 * What "No Permission" means for a cell, or `undefined` when that cannot be known: numbers, and lists without an order,
 * are left alone by `unlisted: "none"`.
 *
 * A list without "None" ends at its lowest entry ("Mine" for viewing tickets). The box that limits rights when ticked
 * ("Limit resource availability to self") is left unticked like every other one, as the vendor's link No Permission has
 * it: who wants the limit declares it.
 */
export function noneOf(cell: ObservedCell): CellValue | undefined {
  if (typeof cell.value === "boolean") return false;
  if (typeof cell.value === "number") return undefined;
  const known = permissionAt(cell.key, cell.action)?.values ?? [];
  if (cell.options !== undefined && cell.options.length > 0) {
    const { options } = cell;
    return (
      options.find((option) => NOTHING.has(foldEra(option))) ??
      known.find((value) => options.some((option) => sameValue(option, value)))
    );
  }
  // A drawn list shows its entries only while it is open; the catalogue knows the order of most.
  return known.length > 1 ? known[0] : grantsNothing(cell.value) ? cell.value : undefined;
}

/** What it means for a user's rights when a cell goes from one value to another. */
export function effectOf(cell: CellName & { options?: string[] }, from: CellValue | undefined, to: CellValue): Effect {
  const permission = permissionAt(cell.key, cell.action);
  if (typeof from === "boolean" && typeof to === "boolean")
    return to !== (permission?.narrows ?? false) ? "widens" : "narrows";
  if (typeof from === "number" && typeof to === "number") return to > from ? "widens" : "narrows";
  if (typeof from !== "string" || typeof to !== "string") return "unordered";
  const order = permission?.values ?? [];
  const rank = (value: string): number => {
    const at = order.findIndex((entry) => sameValue(entry, value));
    return at < 0 && NOTHING.has(foldEra(value)) ? 0 : at;
  };
  const [a, b] = [rank(from), rank(to)];
  // Only what grants nothing has a place in a list whose order is unknown.
  if (a < 0 && b < 0) return "unordered";
  if (a < 0) return grantsNothing(to) ? "narrows" : "unordered";
  if (b < 0) return grantsNothing(from) ? "widens" : "unordered";
  if (a === b) return "unordered";
  return b > a ? "widens" : "narrows";
}

/** Where a page is not as wanted. Empty: the level is exactly as declared. */
export function differences(
  wanted: readonly WantedCell[],
  observed: readonly ObservedCell[],
  unlisted: Unlisted,
): CellDifference[] {
  const live = new Map(observed.map((cell) => [cellId(cell), cell]));
  const declared = new Set(wanted.map(cellId));
  const found: CellDifference[] = [];
  const add = (cell: CellName & { options?: string[] }, old: CellValue | undefined, value: CellValue): void => {
    found.push({
      key: cell.key,
      ...(cell.action === undefined ? {} : { action: cell.action }),
      old,
      new: value,
      effect: effectOf(cell, old, value),
    });
  };
  for (const cell of wanted) {
    const there = live.get(cellId(cell));
    if (there === undefined) {
      if (!grantsNothing(cell.value)) add(cell, undefined, cell.value);
    } else if (!sameValue(there.value, cell.value)) add({ ...cell, options: there.options }, there.value, cell.value);
  }
  if (unlisted === "inherit") return found;
  for (const cell of observed) {
    if (declared.has(cellId(cell)) || !cell.writable) continue;
    const none = noneOf(cell);
    if (none !== undefined && !sameValue(cell.value, none)) add(cell, cell.value, none);
  }
  return found;
}

/** `Notes: Edit: None -> All (widens)`, one per difference. */
export function describe(difference: CellDifference): string {
  const text = (value: CellValue | undefined): string =>
    value === undefined
      ? "not on the page"
      : value === true
        ? "ticked"
        : value === false
          ? "not ticked"
          : String(value);
  return `${cellName(difference)}: ${text(difference.old)} -> ${text(difference.new)} (${difference.effect})`;
}

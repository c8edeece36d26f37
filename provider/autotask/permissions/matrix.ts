import type { CellValue, ObservedCell, Unlisted, WantedCell } from "../tenant";
import { permissionAt } from "./catalogue";
import { foldEra } from "./wording";

/**
 * Whether a change gives more rights, takes some, does neither, or cannot be put in an order: then it may give some. Of a
 * whole level, `unordered` also means that some cells widen and others narrow.
 */
export type Effect = "widens" | "narrows" | "unchanged" | "unordered";

/** A cell that is not as wanted. */
export interface CellDifference {
  key: string;
  action?: string;
  /** `undefined`: the page has no such cell. */
  old: CellValue | undefined;
  new: CellValue | undefined;
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
 * A list without "None" ends at its lowest entry ("Mine" for viewing tickets). Where its order is not on record, the entries'
 * own words may say which reaches least ("Self (Private)", "Anyone in Company (Company)"). The box that limits rights when ticked
 * ("Limit resource availability to self") is left unticked like every other one, as the vendor's link No Permission has
 * it: who wants the limit declares it.
 */
export function noneOf(cell: ObservedCell): CellValue | undefined {
  if (typeof cell.value === "boolean") return false;
  if (typeof cell.value === "number") return undefined;
  const known = permissionAt(cell.key, cell.action)?.values ?? [];
  // Of a list of which one entry is on record, nobody knows whether that is its lowest.
  const lowest = known.length > 1 ? known : [];
  if (cell.options !== undefined && cell.options.length > 0) {
    const { options } = cell;
    return (
      options.find((option) => NOTHING.has(foldEra(option))) ??
      lowest.find((value) => options.some((option) => sameValue(option, value))) ??
      narrowest(options)
    );
  }
  // A drawn list shows its entries only while it is open; the catalogue knows the order of most.
  return lowest[0] ?? (grantsNothing(cell.value) ? cell.value : undefined);
}

/** Words by which entries of a list say how far they reach, the narrowest first. */
const REACHES = [
  /\b(self|mine|my|own|private)\b/i,
  /\b(team|department|workgroup|territor(y|ies)|division|line of business)\b/i,
  /\b(compan(y|ies)|organizations?|accounts?)\b/i,
  /\b(all|any|anyone|everyone|everything|full)\b/i,
];

/** The one entry that by its own words reaches least; `undefined` when some entry does not say, or two are alike. */
function narrowest(options: readonly string[]): string | undefined {
  const reaches = options.map((option) => REACHES.findIndex((words) => words.test(option)));
  const least = Math.min(...reaches);
  if (least < 0 || reaches.filter((reach) => reach === least).length > 1) return undefined;
  return options[reaches.indexOf(least)];
}

/**
 * Cells that `unlisted: "none"` leaves as they are although they may grant something: numbers, and lists whose order is not
 * on record. What counts for nothing without a box that is not ticked is not among them.
 */
export function leftAlone(wanted: readonly WantedCell[], observed: readonly ObservedCell[]): ObservedCell[] {
  const declared = new Set(wanted.map(cellId));
  const live = new Map(observed.map((cell) => [cellId(cell), cell.value]));
  const counts = (cell: ObservedCell): boolean => {
    const box = permissionAt(cell.key, cell.action)?.requires;
    return box === undefined || !grantsNothing(live.get(box) ?? true);
  };
  return observed.filter(
    (cell) =>
      cell.writable &&
      !declared.has(cellId(cell)) &&
      noneOf(cell) === undefined &&
      !grantsNothing(cell.value) &&
      cell.value !== 0 &&
      counts(cell),
  );
}

/**
 * What it means for a user's rights when a cell goes from one value to another. `undefined` is a cell that the page does
 * not have, which grants nothing.
 *
 * A text that is not on record has no place in the order of its list, except that whatever it is grants no less than
 * nothing does. A box that is not on record is taken to grant something when ticked, like all but one of those that are.
 */
export function effectOf(cell: CellName, from: CellValue | undefined, to: CellValue | undefined): Effect {
  if (from === undefined && to === undefined) return "unchanged";
  if (from === undefined) return effectOf(cell, nothingLike(to!), to);
  if (to === undefined) return effectOf(cell, from, nothingLike(from));
  if (sameValue(from, to)) return "unchanged";
  const permission = permissionAt(cell.key, cell.action);
  if (typeof from === "boolean" && typeof to === "boolean")
    return to !== (permission?.narrows ?? false) ? "widens" : "narrows";
  if (typeof from === "number" && typeof to === "number") return to > from ? "widens" : "narrows";
  if (typeof from !== "string" || typeof to !== "string") return "unordered";
  const order = permission?.values ?? [];
  // What grants nothing stands below all that grants something, in lists that begin with "Mine" too.
  const rank = (value: string): number =>
    grantsNothing(value) ? -0.5 : order.findIndex((entry) => sameValue(entry, value));
  const [a, b] = [rank(from), rank(to)];
  if (a === -1 || b === -1) {
    if (grantsNothing(from)) return grantsNothing(to) ? "unchanged" : "widens";
    return grantsNothing(to) ? "narrows" : "unordered";
  }
  if (a === b) return "unchanged";
  return b > a ? "widens" : "narrows";
}

/** What grants nothing, in the kind of `value`. */
function nothingLike(value: CellValue): CellValue {
  return typeof value === "boolean" ? false : typeof value === "number" ? 0 : "None";
}

/** What changes come to for the level that they are made on. */
export function effectOfAll(changes: Iterable<{ effect: Effect }>): Effect {
  const effects = new Set([...changes].map(({ effect }) => effect));
  effects.delete("unchanged");
  if (effects.size > 1) return "unordered";
  return [...effects][0] ?? "unchanged";
}

export function difference(cell: CellName, old: CellValue | undefined, now: CellValue | undefined): CellDifference {
  const name = { key: cell.key, ...(cell.action === undefined ? {} : { action: cell.action }) };
  return { ...name, old, new: now, effect: effectOf(cell, old, now) };
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
  const add = (cell: CellName, old: CellValue | undefined, value: CellValue): void => {
    found.push(difference(cell, old, value));
  };
  for (const cell of wanted) {
    const there = live.get(cellId(cell));
    if (there === undefined) {
      if (!grantsNothing(cell.value)) add(cell, undefined, cell.value);
    } else if (!sameValue(there.value, cell.value)) add(cell, there.value, cell.value);
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

import { PASSWORD_NEVER_EXPIRES, permissionAt, permissionRows } from "../provider/autotask/permissions/catalogue";
import {
  flatten,
  normaliseExtra,
  normalisePermissions,
  type CanonicalPermissions,
} from "../provider/autotask/permissions/declaration";
import { cellId, cellName, effectOf, grantsNothing, sameValue } from "../provider/autotask/permissions/matrix";
import type { CellValue, WantedCell } from "../provider/autotask/tenant";

/** Permissions of a level or a profile, as declared. */
export interface Granted {
  permissions?: unknown;
  extraPermissions?: unknown;
  unlisted?: unknown;
}

/** The cells of a declaration by identity, in the catalogue's words. */
export function cellsOf(granted: Granted): Map<string, WantedCell> {
  const { permissions } = normalisePermissions(granted.permissions);
  const extra = normaliseExtra(granted.extraPermissions, permissions).permissions;
  return byId(permissions, extra);
}

const byId = (...parts: CanonicalPermissions[]): Map<string, WantedCell> =>
  new Map(parts.flatMap((part) => flatten(part)).map((cell) => [cellId(cell), cell]));

/** Whether a cell gives no more than "No Permission" leaves: some lists begin with "Mine", and some boxes take rights away. */
export function atTheFloor({ key, action, value }: WantedCell): boolean {
  if (grantsNothing(value) || value === 0) return true;
  const permission = permissionAt(key, action);
  if (typeof value === "boolean") return permission?.narrows ?? false;
  const lowest = permission?.values[0];
  return lowest !== undefined && permission!.values.length > 1 && sameValue(value, lowest);
}

const text = (value: CellValue): string =>
  typeof value === "boolean" ? (value ? "ticked" : "not ticked") : String(value);

/**
 * What `declared` grants and `allowed` does not, one line per cell. Empty: the one lies within the other. A profile that
 * takes a plain copy (`unlisted: "inherit"`) sets no limit where it names nothing.
 */
export function beyond(declared: Granted, allowed: Granted): string[] {
  const limits = cellsOf(allowed);
  const open = allowed.unlisted === "inherit";
  const mine = cellsOf(declared);
  const found: string[] = [];
  for (const [id, cell] of mine) {
    // Every API user needs it, whether its vendor's document says so or not; it opens nothing.
    if (cell.key === PASSWORD_NEVER_EXPIRES) continue;
    const limit = limits.get(id);
    if (limit === undefined) {
      if (!open && !atTheFloor(cell))
        found.push(`${cellName(cell)}: ${text(cell.value)}, where the profile has nothing`);
    } else if (!sameValue(limit.value, cell.value) && !atTheFloor(cell)) {
      // What has no order against the limit cannot be shown to lie within it.
      if (["widens", "unordered"].includes(effectOf(cell, limit.value, cell.value)))
        found.push(`${cellName(cell)}: ${text(cell.value)}, where the profile has ${text(limit.value)}`);
    }
  }
  for (const [id, limit] of limits) {
    // A box that takes rights away, left unticked, gives more than the profile.
    if (limit.value === true && permissionAt(limit.key, limit.action)?.narrows && mine.get(id)?.value !== true)
      found.push(`${cellName(limit)}: not ticked, where the profile ticks it to take rights away`);
  }
  if (declared.unlisted === "inherit" && !open)
    found.push(`unlisted: "inherit" leaves whatever the copied level has; "none" takes away what is not declared`);
  return found;
}

/** What a level has in a row: its declared value, whether it may come with the copy, or nothing. */
export function holds(declared: Granted, key: string): "yes" | "perhaps" | "no" {
  const cells = [...cellsOf(declared).values()].filter((cell) => cell.key === key);
  if (cells.some((cell) => !atTheFloor(cell))) return "yes";
  const row = permissionRows().find((entry) => entry.key === key);
  const said = row ? row.cells.every(({ action }) => cells.some((cell) => cell.action === action)) : cells.length > 0;
  return declared.unlisted === "inherit" && !said ? "perhaps" : "no";
}

import { UNKNOWN, type CheckFailure } from "../../lifecycle";
import { nearest } from "../../nearest";
import type { CellValue, ObservedCell, Unlisted, WantedCell } from "../tenant";
import {
  allowedValues,
  findAction,
  findRow,
  findValue,
  permissionAt,
  permissionRows,
  type Permission,
} from "./catalogue";
import { cellId, difference, grantsNothing, noneOf, sameValue, type CellDifference } from "./matrix";

/** A declaration in canonical form: the catalogue's words, keys and actions sorted. */
export type CanonicalPermissions = Record<string, CellValue | Record<string, CellValue>>;

/** What came of reading a declaration. */
export interface Normalised {
  permissions: CanonicalPermissions;
  failures: CheckFailure[];
  warnings: string[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isUnknown = (value: unknown): boolean => value === UNKNOWN;
const quoted = (value: unknown): string =>
  typeof value === "string" ? `"${value}"` : (JSON.stringify(value) ?? String(value));

/** A key as a property path of the declaration. */
function path(property: string, key: string, action?: string): string {
  const row = `${property}[${JSON.stringify(key)}]`;
  if (action === undefined) return row;
  return /^[A-Za-z_]\w*$/.test(action) ? `${row}.${action}` : `${row}[${JSON.stringify(action)}]`;
}

function sortedObject<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Sorted, empty rows left out. */
export function canonical(permissions: CanonicalPermissions): CanonicalPermissions {
  return sortedObject(
    Object.entries(permissions)
      .map(([key, value]) => [key, isRecord(value) ? sortedObject(Object.entries(value)) : value] as const)
      .filter(([, value]) => !isRecord(value) || Object.keys(value).length > 0),
  );
}

class Reader {
  readonly rows = new Map<string, CellValue | Map<string, CellValue>>();
  readonly failures: CheckFailure[] = [];
  readonly warnings: string[] = [];

  refuse(property: string, reason: string): void {
    this.failures.push({ property, reason });
  }

  put(key: string, action: string | undefined, value: CellValue, property: string): void {
    const row = this.rows.get(key);
    const twice = `${key}${action === undefined ? "" : `: ${action}`} is declared twice, in two wordings. Keep one of them.`;
    if (action === undefined) {
      if (row !== undefined) return this.refuse(property, twice);
      this.rows.set(key, value);
      return;
    }
    if (row !== undefined && !(row instanceof Map)) return this.refuse(property, twice);
    if (row?.has(action)) return this.refuse(property, twice);
    this.rows.set(key, (row ?? new Map<string, CellValue>()).set(action, value));
  }

  answer(): Normalised {
    const plain = [...this.rows].map(
      ([key, value]) => [key, value instanceof Map ? Object.fromEntries(value) : value] as const,
    );
    return { permissions: canonical(Object.fromEntries(plain)), failures: this.failures, warnings: this.warnings };
  }
}

/** Reads `permissions`: every key and value has to be one that the catalogue knows, in any wording on record. */
export function normalisePermissions(declared: unknown, property = "permissions"): Normalised {
  const reader = new Reader();
  if (declared === undefined || declared === null) return reader.answer();
  if (!isRecord(declared)) {
    reader.refuse(property, `Write an object: { "Section > Group > Name": value }.`);
    return reader.answer();
  }
  for (const [key, value] of Object.entries(declared)) {
    if (value === undefined) continue;
    const row = findRow(key);
    if (row === undefined) {
      reader.refuse(path(property, key), unknownKey(key));
      continue;
    }
    if (isUnknown(value)) {
      reader.put(row.key, undefined, value as CellValue, path(property, key));
      continue;
    }
    const single = row.cells.find((cell) => cell.action === undefined);
    if (single && !isRecord(value)) {
      take(reader, single, value, path(property, key));
    } else if (single) {
      reader.refuse(path(property, key), `${row.key} is a single value: ${allowedValues(single)}.`);
    } else if (!isRecord(value)) {
      const actions = row.cells.map((cell) => `${cell.action}: ${allowedValues(cell)}`).join("; ");
      reader.refuse(
        path(property, key),
        `${row.key} is a row of a grid: write { ${row.cells[0]!.action}: ... }. It has ${actions}.`,
      );
    } else {
      for (const [action, cell] of Object.entries(value)) {
        if (cell === undefined) continue;
        const permission = findAction(row, action);
        if (permission) take(reader, permission, cell, path(property, key, action));
        else {
          reader.refuse(
            path(property, key, action),
            `${row.key} has no column ${quoted(action)}. It has: ${row.cells.map((c) => c.action).join(", ")}.`,
          );
        }
      }
    }
  }
  return reader.answer();
}

function take(reader: Reader, permission: Permission, value: unknown, property: string): void {
  const canonicalValue = isUnknown(value) ? (value as CellValue) : findValue(permission, value);
  if (canonicalValue === undefined) {
    const near = typeof value === "string" ? nearest(value, permission.values, 1)[0] : undefined;
    reader.refuse(
      property,
      `${quoted(value)} is not a value of this permission. Allowed: ${allowedValues(permission)}.${near === undefined ? "" : ` Did you mean "${near}"?`}`,
    );
    return;
  }
  reader.put(permission.key, permission.action, canonicalValue, property);
  if (permission.exact || grantsNothing(canonicalValue)) return;
  const warning =
    permission.confidence === "open"
      ? `permissions["${permission.key}"]: not all rows of this grid are on record, so its words can only be checked on the tenant's page.`
      : `permissions["${permission.key}"]: this label is not on record word for word. If the tenant's page has other words, use those in extraPermissions.`;
  if (!reader.warnings.includes(warning)) reader.warnings.push(warning);
}

/**
 * Where a declaration asks for something that its own cells rule out: a cell that follows another one of its row and is
 * declared otherwise fails; a box that the page keeps cleared without another box is a warning, since not every need is
 * enforced by the page.
 */
export function relations(
  permissions: CanonicalPermissions,
  unlisted: Unlisted,
  property = "permissions",
): Pick<Normalised, "failures" | "warnings"> {
  const values = new Map(flatten(permissions).map((cell) => [cellId(cell), cell.value]));
  const failures: CheckFailure[] = [];
  const warnings: string[] = [];
  /** Whether another cell will grant something; undefined when only the tenant knows. */
  const granted = (key: string, action?: string): boolean | undefined => {
    const value = values.get(cellId({ key, action }));
    if (isUnknown(value)) return undefined;
    if (value !== undefined) return !grantsNothing(value);
    return unlisted === "none" ? false : undefined;
  };
  for (const { key, action, value } of flatten(permissions)) {
    const permission = permissionAt(key, action);
    if (!permission || isUnknown(value)) continue;
    const followed = permission.follows === undefined ? undefined : granted(key, permission.follows);
    if (followed !== undefined && followed === grantsNothing(value)) {
      failures.push({
        property: path(property, key, action),
        reason: `The page does not let this cell be set: it follows ${permission.follows}, which ${followed ? "grants something" : "grants nothing"} here. Leave it out, or declare ${permission.follows} accordingly.`,
      });
    }
    if (permission.requires !== undefined && !grantsNothing(value) && granted(permission.requires) === false) {
      warnings.push(
        `${path(property, key, action)} needs "${permission.requires}", which is not granted here: the page may keep it cleared.`,
      );
    }
  }
  return { failures, warnings };
}

function unknownKey(key: string): string {
  const spellings = permissionRows().flatMap((row) => row.spellings.map((spelling) => [spelling, row.key] as const));
  const owner = new Map(spellings);
  const name = key.split(">").at(-1)!.trim();
  const byName = permissionRows().filter((row) => nearest(name, [row.key.split(" > ").at(-1)!], 1).length > 0);
  const near = [
    ...new Set([
      ...nearest(key, owner.keys(), 3).map((s) => owner.get(s)!),
      ...nearest(
        key,
        byName.map((r) => r.key),
        3,
      ),
      ...byName.map((r) => r.key),
    ]),
  ].slice(0, 3);
  const hint = near.length === 0 ? "" : ` Did you mean ${near.map((k) => `"${k}"`).join(" or ")}?`;
  return `The catalogue knows no such permission.${hint} A permission that the catalogue lacks goes in extraPermissions.`;
}

/** Reads `extraPermissions`: taken as written, in the page's own words, since nothing is known about them. */
export function normaliseExtra(
  declared: unknown,
  known: CanonicalPermissions,
  property = "extraPermissions",
): Normalised {
  const reader = new Reader();
  if (declared === undefined || declared === null) return reader.answer();
  if (!isRecord(declared)) {
    reader.refuse(property, `Write an object: { "Section > Group > Name": value }.`);
    return reader.answer();
  }
  const elsewhere = new Set(flatten(known).map(cellId));
  for (const [key, value] of Object.entries(declared)) {
    if (value === undefined) continue;
    const row = findRow(key);
    const name =
      row?.key ??
      key
        .split(">")
        .map((part) => part.trim())
        .join(" > ");
    const cells: [string | undefined, unknown][] = isRecord(value) ? Object.entries(value) : [[undefined, value]];
    for (const [action, cell] of cells) {
      if (cell === undefined) continue;
      const at = path(property, key, action);
      const column = action === undefined ? undefined : ((row && findAction(row, action)?.action) ?? action.trim());
      if (typeof cell !== "string" && typeof cell !== "boolean" && typeof cell !== "number" && !isUnknown(cell)) {
        reader.refuse(at, "Write a text (a dropdown), true or false (a box), or a number.");
      } else if (elsewhere.has(cellId({ key: name, action: column }))) {
        reader.refuse(at, "The same permission is declared in permissions. Keep one of them.");
      } else {
        reader.put(name, column, cell as CellValue, at);
        reader.warnings.push(
          row === undefined
            ? `${at}: the catalogue does not know this permission, so its name and value can only be checked on the tenant's page.`
            : `${at}: the catalogue knows this permission; in permissions its value would be checked at preview.`,
        );
      }
    }
  }
  return reader.answer();
}

/** The cells of a declaration. */
export function flatten(permissions: CanonicalPermissions | undefined): WantedCell[] {
  return Object.entries(permissions ?? {}).flatMap(([key, value]): WantedCell[] =>
    isRecord(value)
      ? Object.entries(value).map(([action, cell]) => ({ key, action, value: cell as CellValue }))
      : [{ key, value: value as CellValue }],
  );
}

/** Values by cell, as state keeps them. */
export type Baseline = Record<string, CellValue>;

export function baselineOf(observed: readonly ObservedCell[]): Baseline {
  // The page of one of Autotask's own levels shows every cell greyed: then all of them count.
  const greyed = !observed.some((cell) => cell.writable);
  return sortedObject(
    observed.filter((cell) => cell.writable || greyed).map((cell) => [cellId(cell), cell.value] as const),
  );
}

export interface Declared {
  permissions: CanonicalPermissions;
  extraPermissions?: CanonicalPermissions;
  unlisted: Unlisted;
  /** For `inherit`: what the copy had. */
  baseline?: Baseline;
}

/**
 * The live page in the shape of the declaration: every declared cell with its live value, and every other cell that is
 * not as the declaration leaves it (none, or what the copy had). On a level that is as declared, this is the declaration.
 */
export function project(
  observed: readonly ObservedCell[],
  declared: Declared,
): { permissions: CanonicalPermissions; extraPermissions?: CanonicalPermissions } {
  const wanted = new Map(flatten(declared.permissions).map((cell) => [cellId(cell), cell]));
  const extra = new Map(flatten(declared.extraPermissions).map((cell) => [cellId(cell), cell]));
  const permissions: CanonicalPermissions = {};
  const extraPermissions: CanonicalPermissions = {};
  const put = (into: CanonicalPermissions, cell: WantedCell): void => {
    if (cell.action === undefined) into[cell.key] = cell.value;
    else {
      const row = into[cell.key];
      into[cell.key] = { ...(isRecord(row) ? row : {}), [cell.action]: cell.value };
    }
  };
  const seen = new Set<string>();
  for (const cell of observed) {
    const id = cellId(cell);
    seen.add(id);
    const declaredCell = wanted.get(id) ?? extra.get(id);
    const name = { key: cell.key, ...(cell.action === undefined ? {} : { action: cell.action }) };
    if (declaredCell) {
      const value = sameValue(cell.value, declaredCell.value) ? declaredCell.value : cell.value;
      put(extra.has(id) ? extraPermissions : permissions, { ...name, value });
      continue;
    }
    const usual = declared.unlisted === "none" ? noneOf(cell) : declared.baseline?.[id];
    if (!cell.writable || usual === undefined || sameValue(cell.value, usual)) continue;
    put(permissionAt(cell.key, cell.action) ? permissions : extraPermissions, { ...name, value: cell.value });
  }
  // "Not granted" is true of a cell that this tenant's page does not have.
  for (const cell of wanted.values()) if (!seen.has(cellId(cell)) && grantsNothing(cell.value)) put(permissions, cell);
  for (const cell of extra.values())
    if (!seen.has(cellId(cell)) && grantsNothing(cell.value)) put(extraPermissions, cell);
  const kept = canonical(extraPermissions);
  return { permissions: canonical(permissions), ...(Object.keys(kept).length > 0 ? { extraPermissions: kept } : {}) };
}

/**
 * The cells in which two declarations, or observations, of a level differ, each with its effect. A cell that neither names
 * is the same in both; one that only one names has in the other what `unlisted` makes of it. With `inherit` and without a
 * baseline that is not known, and the cell is left out.
 */
export function changesBetween(before: Declared, after: Declared): CellDifference[] {
  const cellsOf = (side: Declared): Map<string, WantedCell> =>
    new Map([...flatten(side.permissions), ...flatten(side.extraPermissions)].map((cell) => [cellId(cell), cell]));
  const [old, now] = [cellsOf(before), cellsOf(after)];
  const valueIn = (cells: Map<string, WantedCell>, side: Declared, cell: WantedCell): CellValue | undefined =>
    cells.get(cellId(cell))?.value ??
    (side.unlisted === "inherit" ? side.baseline?.[cellId(cell)] : noneOf({ ...cell, writable: true, known: true }));
  return [...new Map([...old, ...now]).values()].flatMap((cell) => {
    const [from, to] = [valueIn(old, before, cell), valueIn(now, after, cell)];
    if (from === undefined || to === undefined || isUnknown(from) || isUnknown(to)) return [];
    const found = difference(cell, from, to);
    return found.effect === "unchanged" ? [] : [found];
  });
}

import type { CellValue, EntityAccess, Unlisted, WantedCell } from "../tenant";
import { permissionAt, type Permission } from "./catalogue";
import { governedBy, sameEntity, type Operation } from "./entities";
import { cellId, cellName, grantsNothing } from "./matrix";
import { sameLevelName } from "./wording";

/** A level as the program declares it. */
export interface DeclaredLevel {
  name: string;
  cells: readonly WantedCell[];
  unlisted: Unlisted;
}

/** What "No Permission" means for a cell; `undefined` where the catalogue cannot say: numbers, and lists not wholly on record. */
export function nothingFor(permission: Permission): CellValue | undefined {
  if (permission.kind === "checkbox") return false;
  if (permission.kind === "number") return undefined;
  return permission.values.find(grantsNothing) ?? (permission.complete ? permission.values[0] : undefined);
}

/**
 * What this process has heard of security levels: each is written down as soon as it is checked, read or changed, which is
 * before its users are. A user's effective access is compared with it.
 */
export class LevelBook {
  private readonly levels: DeclaredLevel[] = [];

  write(level: DeclaredLevel): void {
    const at = this.levels.findIndex((other) => sameLevelName(other.name, level.name));
    if (at < 0) this.levels.push(level);
    else this.levels[at] = level;
  }

  of(name: string): DeclaredLevel | undefined {
    return this.levels.find((level) => sameLevelName(level.name, name));
  }
}

/**
 * Where what a user may do contradicts its level, in words. Only plain contradictions count: something is granted and the
 * tenant says that the user may never do it, or nothing is and it says that the user always may. "Restricted" contradicts
 * neither, and what an entity offers to nobody says nothing.
 */
export function contradictions(
  level: DeclaredLevel,
  seen: { access: Record<string, EntityAccess>; unoffered?: Record<string, Operation[]> },
): string[] {
  const wanted = new Map(level.cells.map((cell) => [cellId(cell), cell.value]));
  const found: string[] = [];
  for (const { entity, operation, cells } of governedBy()) {
    const name = Object.keys(seen.access).find((other) => sameEntity(other, entity));
    if (name === undefined || seen.unoffered?.[name]?.includes(operation)) continue;
    const actual = seen.access[name]![operation];
    const values = cells.map((cell) => {
      const declared = wanted.get(cellId(cell));
      if (declared !== undefined || level.unlisted === "inherit") return declared;
      const permission = permissionAt(cell.key, cell.action);
      return permission === undefined ? undefined : nothingFor(permission);
    });
    const granting = cells.filter((_, at) => values[at] !== undefined && !grantsNothing(values[at]));
    if (granting.length > 0 && actual === "none") {
      const by = granting.map((cell) => `"${cellName(cell)}" is ${String(wanted.get(cellId(cell)) ?? "granted")}`);
      found.push(`${by.join(" and ")}, but the user may never ${operation} ${entity}`);
    } else if (actual === "all" && values.every((value) => value !== undefined && grantsNothing(value))) {
      found.push(`nothing that is declared lets it ${operation} ${entity}, but the user always may`);
    }
  }
  return found;
}

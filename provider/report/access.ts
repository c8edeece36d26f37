import type { EffectiveAccess } from "../autotask/apiUserInputs";
import { governedBy, sameEntity, type Operation } from "../autotask/permissions/entities";
import { grantsNothing } from "../autotask/permissions/matrix";
import type { Access, CellValue } from "../autotask/tenant";
import { cellChange, valueOf, type Grants } from "./cells";
import type { CellChange } from "./model";

const RANK: Record<Access, number> = { none: 0, unknown: 0, restricted: 1, all: 2 };

/** How much a declared value allows at most. */
function allows(value: CellValue): number {
  if (grantsNothing(value)) return 0;
  return typeof value === "string" && /^mine|^limited|territor/i.test(value) ? 1 : 2;
}

/**
 * Where an account may do more than its level declares, seen with its own credentials. The vendor says that access mirrors
 * the level; which cells decide over which operation is the catalogue's reading, so what it does not name is not judged.
 *
 * @param recorded what was seen when the account was made: access that it had then already is how this tenant reads the
 *   level, and no drift
 */
export function widerAccess(
  seen: EffectiveAccess,
  declared: Grants,
  recorded: EffectiveAccess | undefined,
): CellChange[] {
  return governedBy().flatMap(({ entity, operation, cells }): CellChange[] => {
    const now = accessTo(seen, entity, operation);
    const values = cells.map((cell) => valueOf(cell, declared));
    if (now === undefined || RANK[now] === 0 || values.some((value) => value === null)) return [];
    if (RANK[now] <= Math.max(...values.map((value) => allows(value!)))) return [];
    const before = recorded && accessTo(recorded, entity, operation);
    if (before !== undefined && RANK[now] <= RANK[before]) return [];
    const cell = cells[0]!;
    const change = cellChange(cell, values[0]!, grantedBy(values[0]!, now));
    const others = cells.length === 1 ? "" : `, by this or ${cells.length - 1} more`;
    return [{ ...change, note: `seen from inside: ${entity}, ${operation} is ${now}${others}` }];
  });
}

function accessTo(access: EffectiveAccess, entity: string, operation: Operation): Access | undefined {
  const name = Object.hasOwn(access, entity) ? entity : Object.keys(access).find((other) => sameEntity(other, entity));
  return name === undefined ? undefined : access[name]?.[operation];
}

/** The least value of the cell that explains what was seen. */
function grantedBy(value: CellValue, now: Access): CellValue {
  if (typeof value === "boolean") return true;
  if (typeof value === "string" && /^no$/i.test(value)) return "Yes";
  return now === "all" ? "All" : "Mine";
}

import type { Access, CellValue } from "../tenant";
import { permissionRows, type Governed, type Permission } from "./catalogue";
import { cellId, grantsNothing } from "./matrix";

/**
 * What a security level lets a user do in the REST API, as far as the catalogue ties its cells to entities. The vendor says
 * that `userAccessFor*` mirrors the level; which cell decides over which operation is our reading.
 */

/** Entity -> operation -> access, as a user's own EntityInformation shows it. */
type SeenAccess = Readonly<Record<string, Readonly<Record<Governed["operation"], Access>>>>;

/** An operation whose access is not what the cells of the level say. */
export interface Contradiction extends Governed {
  access: Access;
  /** `more`: no cell grants it, and it is allowed all the same. `less`: a cell grants it, and it is not allowed. */
  kind: "more" | "less";
  /** The cells that decide over it. */
  cells: readonly Permission[];
}

/** Names of SOAP days, which tenants may still give an entity, and irregular singulars. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  Companies: ["Account"],
  CompanyNotes: ["AccountNote"],
  CompanyToDos: ["AccountToDo"],
  ConfigurationItems: ["InstalledProduct"],
  TicketCharges: ["TicketCost"],
};

function namesOf(entity: string): Set<string> {
  const singular = entity.endsWith("ies") ? `${entity.slice(0, -3)}y` : entity.replace(/s$/, "");
  return new Set([entity, singular, ...(OTHER_NAMES[entity] ?? [])].map((name) => name.toLowerCase()));
}

/** The access to an entity, whether the tenant names it `Tickets` or `Ticket`. */
export function accessTo(entity: string, seen: SeenAccess): SeenAccess[string] | undefined {
  const names = namesOf(entity);
  return Object.entries(seen).find(([name]) => names.has(name.toLowerCase()))?.[1];
}

/** The cells that decide over each operation, by `Entity.operation`. */
function deciding(): Map<string, Permission[]> {
  const found = new Map<string, Permission[]>();
  for (const cell of permissionRows().flatMap((row) => row.cells)) {
    for (const { entity, operation } of cell.governs) {
      const id = `${entity}.${operation}`;
      found.set(id, [...(found.get(id) ?? []), cell]);
    }
  }
  return found;
}

/** The value of a list that grants least still shows something where the list has no "None". */
const withholds = (value: CellValue): boolean => grantsNothing(value) || value === 0;

/**
 * Where the access that a user has is not what the cells of its level say. Only operations are judged of which every
 * deciding cell is among `cells` and whose access is known; whether "all" or "restricted" is right is not judged, since
 * that depends on more than one cell.
 *
 * @param cells the cells of the level, all of them: those of its page, or of its declaration with what is not declared as
 *   "no permission"
 * @param seen `access` of the API user; an entity that is missing there is left out of account
 */
export function contradictions(
  cells: readonly { key: string; action?: string; value: CellValue }[],
  seen: SeenAccess,
): Contradiction[] {
  const values = new Map(cells.map((cell) => [cellId(cell), cell.value]));
  const found: Contradiction[] = [];
  for (const [id, permissions] of deciding()) {
    const [entity, operation] = id.split(".") as [string, Governed["operation"]];
    const access = accessTo(entity, seen)?.[operation];
    const given = permissions.map((permission) => values.get(cellId(permission)));
    if (access === undefined || access === "unknown" || given.includes(undefined)) continue;
    const granted = given.some((value) => !withholds(value!));
    if (granted !== (access === "none")) continue;
    found.push({ entity, operation, access, kind: granted ? "less" : "more", cells: permissions });
  }
  return found;
}

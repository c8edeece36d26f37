import { permissionRows, type Operation } from "./catalogue";

export type { Operation } from "./catalogue";

/** One operation on one entity of the REST API, and the cells of the security level page that decide over it together. */
export interface Governed {
  /** Plural, as in addresses: `Tickets`. */
  entity: string;
  operation: Operation;
  cells: { key: string; action?: string }[];
}

let table: Governed[] | undefined;

/**
 * What the catalogue's cells decide over in the REST API, as far as it is known. The vendor says that access mirrors the
 * level and names no pairs: they are by name.
 */
export function governedBy(): readonly Governed[] {
  return (table ??= build());
}

function build(): Governed[] {
  const found = new Map<string, Governed>();
  for (const cell of permissionRows().flatMap((row) => row.cells)) {
    for (const { entity, operation } of cell.governs) {
      const id = `${entity}.${operation}`;
      const governed = found.get(id) ?? { entity, operation, cells: [] };
      governed.cells.push({ key: cell.key, ...(cell.action === undefined ? {} : { action: cell.action }) });
      found.set(id, governed);
    }
  }
  return [...found.values()];
}

/** Names that some entities have kept from SOAP in entity information. */
const OLDER_NAMES: Readonly<Record<string, string>> = {
  companies: "account",
  companynotes: "accountnote",
  companytodos: "accounttodo",
  configurationitems: "installedproduct",
  ticketcharges: "ticketcost",
};

/** Whether two names mean one entity: addresses say `Companies`, entity information `Company` or `Account`. */
export function sameEntity(a: string, b: string): boolean {
  const names = (name: string): string[] => {
    const plural = name.toLowerCase();
    const older = OLDER_NAMES[plural];
    return [plural.replace(/ies$/, "y").replace(/s$/, ""), ...(older === undefined ? [] : [older])];
  };
  const mine = names(a);
  return names(b).some((name) => mine.includes(name));
}

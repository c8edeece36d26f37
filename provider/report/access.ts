import { grantsNothing } from "../autotask/permissions/matrix";
import type { EffectiveAccess } from "../autotask/apiUserInputs";
import type { Access, CellValue } from "../autotask/tenant";
import { cellChange, valueOf, type Grants } from "./cells";
import type { CellChange } from "./model";

type Operation = "query" | "create" | "update" | "delete";

/**
 * Which cell of a level decides over which operation on an entity. The vendor says that `userAccessFor*` mirrors the level
 * and not cell by cell, so only rows whose name is that of the entity are listed: what is not here is not judged.
 */
const DECIDES: Readonly<Record<string, Partial<Record<Operation, { key: string; action?: string }>>>> = {
  ...grid("Contacts", "CRM > Object Permissions > Contacts"),
  ...grid("Opportunities", "CRM > Object Permissions > Opportunities & Quotes"),
  ...grid("ConfigurationItems", "CRM > Object Permissions > Configuration Items & Subscriptions"),
  ...grid("CompanyNotes", "CRM > Object Permissions > Notes"),
  ...grid("CompanyToDos", "CRM > Object Permissions > To-Dos"),
  ...grid("InventoryItems", "Inventory > Object Permissions > Inventory Items"),
  ...grid("Products", "Inventory > Object Permissions > Products"),
  ...grid("PurchaseOrders", "Inventory > Object Permissions > Purchase Orders"),
  ...grid("Tickets", "Service Desk > Object Permissions > Tickets"),
  ...grid("TicketNotes", "Service Desk > Object Permissions > Ticket Notes", ["update", "delete"]),
  ...grid("ServiceCalls", "Service Desk > Object Permissions > Service Calls"),
  ...grid("TicketCharges", "Service Desk > Object Permissions > Charges"),
  ...grid("ExpenseItems", "Service Desk > Object Permissions > Expenses"),
  ...grid("Contracts", "Contracts > Object Permissions > Contracts", ["query", "create"]),
  Resources: { update: { key: "Admin > Feature Access > Resources/Users (HR)" } },
};

function grid(entity: string, key: string, operations: readonly Operation[] = ["query", "create", "update", "delete"]) {
  const actions = { query: "View", create: "Add", update: "Edit", delete: "Delete" };
  return {
    [entity]: Object.fromEntries(operations.map((operation) => [operation, { key, action: actions[operation] }])),
  };
}

const RANK: Record<Access, number> = { none: 0, unknown: 0, restricted: 1, all: 2 };

/** How much a declared value allows at most. */
function allows(value: CellValue): number {
  if (grantsNothing(value)) return 0;
  return typeof value === "string" && /^mine|^limited|territor/i.test(value) ? 1 : 2;
}

/**
 * Where an account may do more than its level declares, seen with its own credentials. `recorded` is what was seen when
 * the account was made: access that it had then already is how this vendor reads the level, and no drift.
 */
export function widerAccess(
  seen: EffectiveAccess,
  declared: Grants,
  recorded: EffectiveAccess | undefined,
): CellChange[] {
  return Object.entries(seen).flatMap(([entity, rights]) =>
    (Object.entries(DECIDES[entity] ?? {}) as [Operation, { key: string; action?: string }][]).flatMap(
      ([operation, cell]): CellChange[] => {
        const value = valueOf(cell, declared);
        const now = rights[operation];
        if (value === null || RANK[now] <= allows(value)) return [];
        if (recorded?.[entity] !== undefined && RANK[now] <= RANK[recorded[entity][operation]]) return [];
        const change = cellChange(cell, value, grantedBy(value, now));
        return [{ ...change, note: `seen from inside: ${entity}, ${operation} is ${now}` }];
      },
    ),
  );
}

/** The least value of the cell that explains what was seen. */
function grantedBy(value: CellValue, now: Access): CellValue {
  if (typeof value === "boolean") return true;
  if (typeof value === "string" && /^no$/i.test(value)) return "Yes";
  return now === "all" ? "All" : "Mine";
}

import { permissionAt } from "./catalogue";

export type Operation = "query" | "create" | "update" | "delete";

interface Cell {
  key: string;
  action?: string;
}

/** One operation on one entity of the REST API, and the cells of the security level page that decide over it together. */
export interface Governed {
  entity: string;
  operation: Operation;
  cells: Cell[];
}

const OPERATIONS: Record<string, Operation> = { View: "query", Add: "create", Edit: "update", Delete: "delete" };

/**
 * Row of the page -> entity of the REST API. The vendor says that access mirrors the level and names no pairs, so these
 * are by name: a row that stands for several entities, or for one only in part, is left out.
 */
const ROWS: [key: string, entities: string[], actions: string[]][] = [
  ["Contracts > Object Permissions > Contracts", ["Contracts"], ["View", "Add"]],
  ["CRM > Object Permissions > Organizations", ["Companies"], ["Add", "Edit", "Delete"]],
  ["CRM > Object Permissions > Contacts", ["Contacts"], ["View", "Add", "Edit", "Delete"]],
  ["CRM > Object Permissions > Opportunities & Quotes", ["Opportunities"], ["View", "Add", "Edit", "Delete"]],
  ["CRM > Object Permissions > Sales Orders", ["SalesOrders"], ["View", "Edit"]],
  [
    "CRM > Object Permissions > Configuration Items & Subscriptions",
    ["ConfigurationItems"],
    ["View", "Add", "Edit", "Delete"],
  ],
  ["CRM > Object Permissions > Notes", ["CompanyNotes"], ["View", "Add", "Edit", "Delete"]],
  ["CRM > Object Permissions > To-Dos", ["CompanyToDos"], ["View", "Add", "Edit", "Delete"]],
  ["Inventory > Object Permissions > Inventory Locations", ["InventoryLocations"], ["View", "Add"]],
  ["Inventory > Object Permissions > Inventory Items", ["InventoryItems"], ["View", "Add"]],
  ["Inventory > Object Permissions > Products", ["Products"], ["View", "Add"]],
  ["Inventory > Object Permissions > Purchase Orders", ["PurchaseOrders"], ["View", "Add"]],
  ["Service Desk > Object Permissions > Tickets", ["Tickets"], ["View", "Add", "Edit", "Delete"]],
  ["Service Desk > Object Permissions > Ticket Notes", ["TicketNotes"], ["View", "Add", "Edit", "Delete"]],
  ["Service Desk > Object Permissions > Service Calls", ["ServiceCalls"], ["View", "Add", "Edit", "Delete"]],
];

/** Several rows that each let a part of one entity be seen. */
const ORGANIZATIONS = ["Customer & Cancelation", "Vendor & Partners", "Prospects, Leads, & Dead"].map((name) => ({
  key: `CRM > Organization & Contact Access > ${name}`,
}));

let table: Governed[] | undefined;

/** What the catalogue's cells decide over in the REST API, as far as it is known. */
export function governedBy(): readonly Governed[] {
  return (table ??= build());
}

function build(): Governed[] {
  const rows = ROWS.flatMap(([key, entities, actions]) =>
    entities.flatMap((entity) =>
      actions.flatMap((action): Governed[] => {
        const operation = OPERATIONS[action];
        return operation === undefined || permissionAt(key, action) === undefined
          ? []
          : [{ entity, operation, cells: [{ key, action }] }];
      }),
    ),
  );
  return [
    ...rows,
    { entity: "Companies", operation: "query", cells: ORGANIZATIONS },
    // The vendor's help: updating Resources needs this box.
    { entity: "Resources", operation: "update", cells: [{ key: "Admin > Feature Access > Resources/Users (HR)" }] },
  ];
}

/** Whether two names mean one entity: addresses say `Companies`, entity information `Company`. */
export function sameEntity(a: string, b: string): boolean {
  const one = (name: string): string => name.toLowerCase().replace(/ies$/, "y").replace(/s$/, "");
  return one(a) === one(b);
}

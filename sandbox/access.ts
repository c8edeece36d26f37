import type { CellKey, CellValue } from "./model";
import { cellSpecByKey, highest, lowest } from "./levels";

/** What a level lets its users do with one entity through the API. */
export type Access = "none" | "restricted" | "all";
export type Operation = "create" | "delete" | "query" | "update";
export type EntityAccess = Record<Operation, Access>;

/**
 * What decides over one operation: a constant; a single cell; the most generous of several; or several that each
 * cover a part of the records, so that anything but all alike means "restricted".
 */
type Rule = Access | { cell: CellKey } | { best: CellKey[] } | { parts: CellKey[] };

const grid = (row: string): Record<Operation, Rule> => ({
  query: cellOr(`${row} > View`, "all"),
  create: cellOr(`${row} > Add`, "none"),
  update: cellOr(`${row} > Edit`, "none"),
  delete: cellOr(`${row} > Delete`, "none"),
});
const cellOr = (key: CellKey, otherwise: Access): Rule => (cellSpecByKey.has(key) ? { cell: key } : otherwise);
const readOnly = (query: Rule): Record<Operation, Rule> => ({ query, create: "none", update: "none", delete: "none" });
const crm = (row: string) => grid(`CRM > Object Permissions > ${row}`);
const serviceDesk = (row: string) => grid(`Service Desk > Object Permissions > ${row}`);
const inventory = (row: string) => grid(`Inventory > Object Permissions > ${row}`);
const admin = (box: string): Rule => ({ cell: `Admin > Feature Access > ${box}` });
const organizations = ["Customer & Cancelation", "Vendor & Partners", "Prospects, Leads, & Dead"].map(
  (row) => `CRM > Organization & Contact Access > ${row}`,
);
const contracts = "Contracts > Object Permissions > Contracts";
const projects = "Projects > Permission Per Project Type > Client & Internal";
const humanResources = "Resources/Users (HR)";

/**
 * Entity -> operation -> deciding cells. The vendor says only that access mirrors the level; which cell decides over
 * which entity is our reading.
 */
const rules: Record<string, Record<Operation, Rule>> = {
  Resources: {
    ...readOnly({ best: ["Other > Resources/Users (HR) > Resources", `Admin > Feature Access > ${humanResources}`] }),
    update: admin(humanResources),
  },
  InternalLocations: readOnly("all"),
  // A resource's places in the organization go with the right to administer resources.
  ...Object.fromEntries(
    ["ResourceRoleDepartments", "ResourceRoleQueues", "ResourceServiceDeskRoles", "Roles"].map((entity) => [
      entity,
      { query: "all", create: admin(humanResources), update: admin(humanResources), delete: "none" },
    ]),
  ),
  ...Object.fromEntries(
    [
      "ResourceRoles",
      "OrganizationalResources",
      "OrganizationalLevelAssociations",
      "OrganizationalLevel1s",
      "OrganizationalLevel2s",
    ].map((entity) => [entity, readOnly("all")]),
  ),
  Departments: { query: "all", create: admin(humanResources), update: admin(humanResources), delete: "none" },
  Companies: { ...crm("Organizations"), query: { parts: organizations } },
  Contacts: crm("Contacts"),
  Opportunities: crm("Opportunities & Quotes"),
  Quotes: crm("Opportunities & Quotes"),
  SalesOrders: crm("Sales Orders"),
  ConfigurationItems: crm("Configuration Items & Subscriptions"),
  Subscriptions: crm("Configuration Items & Subscriptions"),
  CompanyNotes: crm("Notes"),
  CompanyToDos: crm("To-Dos"),
  Contracts: { ...grid(contracts), update: { cell: `${contracts} > Add` }, delete: "none" },
  InventoryLocations: { ...inventory("Inventory Locations"), delete: "none" },
  InventoryItems: { ...inventory("Inventory Items"), delete: "none" },
  Products: { ...inventory("Products"), delete: "none" },
  PurchaseOrders: { ...inventory("Purchase Orders"), delete: "none" },
  Projects: { ...grid(projects), update: { cell: `${projects} > View` }, delete: "none" },
  Tickets: serviceDesk("Tickets"),
  TicketNotes: serviceDesk("Ticket Notes"),
  ServiceCalls: serviceDesk("Service Calls"),
  TicketCharges: serviceDesk("Charges"),
  ExpenseItems: serviceDesk("Expenses"),
};

/** Entities whose access is known. */
export const accessEntities: readonly string[] = Object.keys(rules);

function ofCell(cells: Record<CellKey, CellValue>, key: CellKey): Access {
  const spec = cellSpecByKey.get(key)!;
  const value = cells[key];
  // Tickets > View knows no None: its lowest value still shows the caller's own.
  if (value === lowest(spec)) return value === "Mine" ? "restricted" : "none";
  return value === highest(spec) ? "all" : "restricted";
}

const order: Access[] = ["none", "restricted", "all"];

function decide(rule: Rule, cells: Record<CellKey, CellValue>): Access {
  if (typeof rule === "string") return rule;
  if ("cell" in rule) return ofCell(cells, rule.cell);
  if ("best" in rule) return order[Math.max(...rule.best.map((key) => order.indexOf(ofCell(cells, key))))]!;
  const found = rule.parts.map((key) => ofCell(cells, key));
  if (found.every((access) => access === found[0])) return found[0]!;
  return "restricted";
}

/** What a level with these cells lets its users do, per entity. */
export function effectiveAccess(cells: Record<CellKey, CellValue>): Record<string, EntityAccess> {
  return Object.fromEntries(
    Object.entries(rules).map(([entity, operations]) => [
      entity,
      {
        query: decide(operations.query, cells),
        create: decide(operations.create, cells),
        update: decide(operations.update, cells),
        delete: decide(operations.delete, cells),
      },
    ]),
  );
}

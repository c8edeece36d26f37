import { permissionAt } from "../../../provider/autotask/permissions/catalogue";
import { governedBy, sameEntity } from "../../../provider/autotask/permissions/entities";
import { cellName, grantsNothing } from "../../../provider/autotask/permissions/matrix";
import type { CellValue } from "../../../provider/autotask/tenant";
import { effectiveAccess } from "../../../sandbox/access";
import { cellSpecs, highest, lowest } from "../../../sandbox/levels";

const of = (entity: string, operation: string): string[] =>
  governedBy()
    .filter((governed) => governed.entity === entity && governed.operation === operation)
    .flatMap(({ cells }) => cells.map(cellName));

test("each operation stands once, with cells of the catalogue", () => {
  const ids = governedBy().map(({ entity, operation }) => `${entity}.${operation}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(governedBy().map(({ entity }) => entity)).size).toBe(22);
  for (const { cells } of governedBy())
    for (const { key, action } of cells) expect(permissionAt(key, action)).toBeDefined();
});

test("rows, shared operations, rows for two entities, and columns that follow another one", () => {
  expect(of("Tickets", "create")).toEqual(["Service Desk > Object Permissions > Tickets: Add"]);
  expect(of("Companies", "query")).toEqual(
    ["Customer & Cancelation", "Vendor & Partners", "Prospects, Leads, & Dead"].map(
      (row) => `CRM > Organization & Contact Access > ${row}`,
    ),
  );
  const items = "CRM > Object Permissions > Configuration Items & Subscriptions";
  expect([of("ConfigurationItems", "update"), of("Subscriptions", "update")]).toEqual([
    [`${items}: Edit`],
    [`${items}: Edit`],
  ]);
  expect(of("Products", "update")).toEqual(["Inventory > Object Permissions > Products: Add"]);
  expect(of("Resources", "update")).toEqual(["Admin > Feature Access > Resources/Users (HR)"]);
  // What an entity does not offer to anybody, no cell decides over.
  expect(of("Tickets", "delete")).toEqual([]);
  expect(of("SalesOrders", "create")).toEqual([]);
});

test.each([
  ["Tickets", "Ticket", true],
  ["Companies", "Company", true],
  ["Companies", "Account", true],
  ["account", "COMPANIES", true],
  ["CompanyToDos", "AccountToDo", true],
  ["ConfigurationItems", "InstalledProduct", true],
  ["TicketCharges", "TicketCost", true],
  ["Opportunities", "opportunity", true],
  ["Tickets", "TicketNotes", false],
  ["Companies", "CompanyNotes", false],
  ["Contacts", "Account", false],
])("%s and %s: %s", (a, b, same) => {
  expect(sameEntity(a, b)).toBe(same);
});

test("it does not contradict the stand-in's own reading, whatever a level's cells are", () => {
  let seed = 11;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  let judged = 0;
  for (const choose of [lowest, highest, ...Array.from({ length: 30 }, () => undefined)]) {
    const cells = Object.fromEntries(
      cellSpecs.map((spec): [string, CellValue] => {
        if (choose) return [spec.key, choose(spec)];
        const values: CellValue[] =
          spec.kind === "checkbox" ? [false, true] : spec.kind === "number" ? [0, 5] : spec.values;
        return [spec.key, values[Math.floor(random() * values.length)]!];
      }),
    );
    // A page shows in Edit what Add says.
    for (const spec of cellSpecs.filter(({ section, action }) => section === "Inventory" && action === "Edit"))
      cells[spec.key] = cells[spec.key.replace(/Edit$/, "Add")] === "Yes" ? "All" : "None";
    const seen = effectiveAccess(cells);
    for (const governed of governedBy()) {
      const access = seen[governed.entity]?.[governed.operation];
      if (access === undefined) continue;
      const values = governed.cells.map(({ key, action }) => cells[action === undefined ? key : `${key} > ${action}`]!);
      judged++;
      expect({ governed, granted: access !== "none" }).toEqual({
        governed,
        granted: values.some((value) => !grantsNothing(value)),
      });
    }
  }
  expect(judged).toBeGreaterThan(1_000);
});

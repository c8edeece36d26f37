import { accessTo, contradictions } from "../../../provider/autotask/permissions/entities";
import { permissionRows } from "../../../provider/autotask/permissions/catalogue";
import type { Access, CellValue } from "../../../provider/autotask/tenant";
import { effectiveAccess } from "../../../sandbox/access";
import { cellSpecs, highest, lowest } from "../../../sandbox/levels";

const TICKETS = "Service Desk > Object Permissions > Tickets";
const ORGANIZATIONS = "CRM > Organization & Contact Access";
const access = (query: Access, create: Access = "none", update: Access = "none") => ({
  query,
  create,
  update,
  delete: "none" as const,
});
const tickets = (View: string, Add: string, Edit: string) => [
  { key: TICKETS, action: "View", value: View },
  { key: TICKETS, action: "Add", value: Add },
  { key: TICKETS, action: "Edit", value: Edit },
];
const found = (...args: Parameters<typeof contradictions>) =>
  contradictions(...args).map(({ entity, operation, kind }) => `${entity}.${operation} ${kind}`);

test("what the cells grant is allowed, and what they do not grant is not", () => {
  const cells = tickets("All", "Yes", "No");
  expect(found(cells, { Tickets: access("all", "all", "none") })).toEqual([]);
  expect(found(cells, { Tickets: access("restricted", "restricted", "none") })).toEqual([]);
  expect(found(cells, { Tickets: access("all", "none", "none") })).toEqual(["Tickets.create less"]);
  expect(found(cells, { Tickets: access("all", "all", "restricted") })).toEqual(["Tickets.update more"]);
});

test("the lowest value of a list without None still shows something", () => {
  expect(found(tickets("Mine", "No", "No"), { Tickets: access("restricted") })).toEqual([]);
  expect(found(tickets("Mine", "No", "No"), { Tickets: access("none") })).toEqual(["Tickets.query less"]);
});

test("an operation that several cells share is granted by any of them, and judged only when all are known", () => {
  const rows = (customers: string, vendors: string, prospects: string) => [
    { key: `${ORGANIZATIONS} > Customer & Cancelation`, value: customers },
    { key: `${ORGANIZATIONS} > Vendor & Partners`, value: vendors },
    { key: `${ORGANIZATIONS} > Prospects, Leads, & Dead`, value: prospects },
  ];
  expect(found(rows("None", "None", "Mine"), { Companies: access("none") })).toEqual(["Companies.query less"]);
  expect(found(rows("None", "None", "None"), { Companies: access("restricted") })).toEqual(["Companies.query more"]);
  expect(found(rows("All", "None", "None"), { Companies: access("restricted") })).toEqual([]);
  expect(found(rows("None", "None", "None").slice(1), { Companies: access("all") })).toEqual([]);
});

test("what is not known is not judged", () => {
  expect(found(tickets("All", "Yes", "Yes"), {})).toEqual([]);
  expect(found(tickets("All", "Yes", "Yes"), { Tickets: access("unknown", "unknown", "unknown") })).toEqual([]);
});

test.each([
  ["Tickets", "Ticket"],
  ["Companies", "Company"],
  ["Companies", "Account"],
  ["CompanyToDos", "AccountToDo"],
  ["ConfigurationItems", "InstalledProduct"],
  ["TicketCharges", "TicketCost"],
  ["Opportunities", "opportunity"],
])("%s is found where the tenant calls it %s", (entity, name) => {
  expect(accessTo(entity, { [name]: access("all"), Tasks: access("none") })).toEqual(access("all"));
});

test("it agrees with the stand-in's own reading on levels with everything, with nothing, and in between", () => {
  let seed = 11;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const pick = [lowest, highest, ...Array.from({ length: 20 }, () => undefined)];
  for (const choose of pick) {
    const cells = Object.fromEntries(
      cellSpecs.map((spec): [string, CellValue] => {
        if (choose) return [spec.key, choose(spec)];
        const values: CellValue[] =
          spec.kind === "checkbox" ? [false, true] : spec.kind === "number" ? [0, 5] : spec.values;
        return [spec.key, values[Math.floor(random() * values.length)]!];
      }),
    );
    const seen = effectiveAccess(cells);
    const named = permissionRows()
      .flatMap((row) => row.cells)
      .map(({ key, action }) => ({
        key,
        ...(action === undefined ? {} : { action }),
        value: cells[action === undefined ? key : `${key} > ${action}`]!,
      }));
    // The stand-in lets projects be changed and deleted by other cells, and knows no rows without a cell of their own.
    const judged = contradictions(named, seen).filter(({ entity }) => entity !== "Projects");
    expect(judged).toEqual([]);
  }
});

import fc from "fast-check";
import {
  canonical,
  flatten,
  normaliseExtra,
  normalisePermissions,
  project,
  relations,
} from "../../../provider/autotask/permissions/declaration";
import { permissionRows, type Permission } from "../../../provider/autotask/permissions/catalogue";
import { differences, effectOf, noneOf } from "../../../provider/autotask/permissions/matrix";
import { UNKNOWN } from "../../../provider/lifecycle";
import type { CellValue, ObservedCell, WantedCell } from "../../../provider/autotask/tenant";
import { propelPermissions } from "../../support/propel";

const cells: Permission[] = permissionRows().flatMap((row) => row.cells);

const valuesOf = (cell: Permission): CellValue[] =>
  cell.kind === "checkbox"
    ? [false, true]
    : cell.kind === "number"
      ? [0, 5]
      : cell.values.length > 1
        ? [...cell.values]
        : ["None", ...cell.values, "All"];

const observe = (cell: Permission, value: CellValue): ObservedCell => ({
  key: cell.key,
  ...(cell.action === undefined ? {} : { action: cell.action }),
  value,
  ...(cell.kind === "level" ? { options: valuesOf(cell) as string[] } : {}),
  writable: true,
  known: true,
});

/** A whole page, and a declaration of some of its cells. */
const page = fc
  .tuple(...cells.map((cell) => fc.constantFrom(...valuesOf(cell))))
  .map((values) => values.map((value, i) => observe(cells[i]!, value)));
const declaration = fc
  .subarray(cells.map((_, i) => i))
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map((i) =>
        fc.constantFrom(...valuesOf(cells[i]!)).map((value): WantedCell => ({ ...name(cells[i]!), value })),
      ),
    ),
  );

function name(cell: { key: string; action?: string }): { key: string; action?: string } {
  return { key: cell.key, ...(cell.action === undefined ? {} : { action: cell.action }) };
}

function declare(wanted: readonly WantedCell[]): Record<string, CellValue | Record<string, CellValue>> {
  const result: Record<string, CellValue | Record<string, CellValue>> = {};
  for (const cell of wanted) {
    if (cell.action === undefined) result[cell.key] = cell.value;
    else result[cell.key] = { ...(result[cell.key] as Record<string, CellValue>), [cell.action]: cell.value };
  }
  return result;
}

/** What a person who follows the declaration leaves on the page. */
function obey(live: ObservedCell[], wanted: readonly WantedCell[], unlisted: "none" | "inherit"): ObservedCell[] {
  const to = new Map(wanted.map((cell) => [`${cell.key}|${cell.action}`, cell.value]));
  return live.map((cell) => {
    const value =
      to.get(`${cell.key}|${cell.action}`) ?? (unlisted === "none" ? (noneOf(cell) ?? cell.value) : cell.value);
    return { ...cell, value };
  });
}

test("normalising a declaration twice changes nothing", () => {
  fc.assert(
    fc.property(declaration, (wanted) => {
      const once = normalisePermissions(declare(wanted));
      expect(once.failures).toEqual([]);
      expect(normalisePermissions(once.permissions).permissions).toEqual(once.permissions);
      expect(Object.keys(once.permissions)).toEqual([...Object.keys(once.permissions)].sort());
    }),
    { numRuns: 50 },
  );
});

test("a page on which the declaration was carried out has no differences, and reads back as the declaration", () => {
  fc.assert(
    fc.property(page, declaration, fc.constantFrom("none" as const, "inherit" as const), (live, wanted, unlisted) => {
      const { permissions } = normalisePermissions(declare(wanted));
      const after = obey(live, flatten(permissions), unlisted);
      expect(differences(flatten(permissions), after, unlisted)).toEqual([]);
      const baseline = Object.fromEntries(
        live.map((cell) => [cell.action === undefined ? cell.key : `${cell.key}\n${cell.action}`, cell.value]),
      );
      const back = project(after, { permissions, unlisted, ...(unlisted === "inherit" ? { baseline } : {}) });
      expect(back).toEqual({ permissions });
    }),
    { numRuns: 50 },
  );
});

test("one cell changed by hand is one difference, and one entry of the projection", () => {
  fc.assert(
    fc.property(page, declaration, fc.nat(cells.length - 1), fc.nat(10), (live, wanted, at, pick) => {
      const { permissions } = normalisePermissions(declare(wanted));
      const after = obey(live, flatten(permissions), "none");
      const values = valuesOf(cells[at]!).filter((value) => value !== after[at]!.value);
      const touched = after.map((cell, i) => (i === at ? { ...cell, value: values[pick % values.length]! } : cell));
      const declared = flatten(permissions).some(
        (cell) => cell.key === cells[at]!.key && cell.action === cells[at]!.action,
      );
      const expected = declared || cells[at]!.kind !== "number" ? 1 : 0;
      const found = differences(flatten(permissions), touched, "none");
      expect(found).toHaveLength(expected);
      const back = flatten(project(touched, { permissions, unlisted: "none" }).permissions);
      const changed = back.filter(
        (cell) =>
          !flatten(permissions).some(
            (old) => old.key === cell.key && old.action === cell.action && old.value === cell.value,
          ),
      );
      expect(changed).toHaveLength(expected);
    }),
    { numRuns: 100 },
  );
});

test("there and back: what widens one way narrows the other", () => {
  fc.assert(
    fc.property(fc.constantFrom(...cells), fc.nat(10), fc.nat(10), (cell, a, b) => {
      const values = valuesOf(cell);
      const [from, to] = [values[a % values.length]!, values[b % values.length]!];
      fc.pre(from !== to);
      const there = effectOf(cell, from, to);
      const back = effectOf(cell, to, from);
      expect([there, back].sort()).toEqual(there === "unordered" ? ["unordered", "unordered"] : ["narrows", "widens"]);
    }),
  );
});

test("the box that limits rights narrows when ticked", () => {
  const limit = cells.find((cell) => cell.key.includes("Limit resource availability"))!;
  expect(effectOf(limit, false, true)).toBe("narrows");
  expect(noneOf(observe(limit, true))).toBe(false);
});

test("no permission is the lowest entry of a list, and nothing at all for numbers and lists without order", () => {
  const of = (key: string, action?: string): Permission =>
    cells.find((cell) => cell.key === key && cell.action === action)!;
  expect(noneOf(observe(of("Service Desk > Object Permissions > Tickets", "View"), "All"))).toBe("Mine");
  expect(noneOf(observe(of("Service Desk > Object Permissions > Tickets", "Add"), "Yes"))).toBe("No");
  expect(noneOf(observe(of("Other > Webhooks > Maximum number of Webhooks"), 10))).toBeUndefined();
  const strange = { key: "New > Thing", value: "Blue", options: ["Blue", "Red"], writable: true, known: false };
  expect(noneOf(strange)).toBeUndefined();
});

test("the guide's ten rows are twelve cells", () => {
  const { permissions, failures } = normalisePermissions(propelPermissions);
  expect(failures).toEqual([]);
  expect(Object.keys(permissions)).toHaveLength(10);
  expect(flatten(permissions)).toHaveLength(12);
});

test.each([
  [
    { "Service Desk > Object Permissions > Ticket": { View: "All" } },
    'permissions["Service Desk > Object Permissions > Ticket"]',
    /Did you mean "Service Desk > Object Permissions > Tickets/,
  ],
  [
    { "Service Desk > Tickets": { View: "All" } },
    'permissions["Service Desk > Tickets"]',
    /Service Desk > Object Permissions > Tickets.*extraPermissions/,
  ],
  [
    { "Service Desk > Object Permissions > Tickets": { View: "Some" } },
    'permissions["Service Desk > Object Permissions > Tickets"].View',
    /"Some" is not a value.*"Mine", "Mine \+ Organizations", "All"/,
  ],
  [
    { "Service Desk > Object Permissions > Tickets": { Approve: "All" } },
    'permissions["Service Desk > Object Permissions > Tickets"].Approve',
    /View, Add, Edit, Delete/,
  ],
  [
    { "Service Desk > Object Permissions > Tickets": "All" },
    'permissions["Service Desk > Object Permissions > Tickets"]',
    /row of a grid/,
  ],
  [
    { "Admin > Feature Access > LiveReports": "yes" },
    'permissions["Admin > Feature Access > LiveReports"]',
    /Allowed: true, false/,
  ],
  [
    { "Contracts > Dropdowns > Contract Visibility": { View: "Full" } },
    'permissions["Contracts > Dropdowns > Contract Visibility"]',
    /single value/,
  ],
  [
    { "CRM > Object Permissions > Accounts": { Add: "Yes" }, "CRM > Object Permissions > Companies": { Add: "No" } },
    'permissions["CRM > Object Permissions > Companies"].Add',
    /declared twice/,
  ],
])("%j is refused at %s", (permissions, property, reason) => {
  const { failures } = normalisePermissions(permissions);
  expect(failures).toHaveLength(1);
  expect(failures[0]!.property).toBe(property);
  expect(failures[0]!.reason).toMatch(reason);
});

test("what the catalogue lacks is taken as written, with a warning", () => {
  const extra = normaliseExtra({ "CRM>New Things": { View: "All" } }, {});
  expect(extra.permissions).toEqual({ "CRM > New Things": { View: "All" } });
  expect(extra.warnings).toHaveLength(1);
  const twice = normaliseExtra(
    { "Admin > Feature Access > LiveReports": true },
    { "Admin > Feature Access > LiveReports": true },
  );
  expect(twice.failures).toHaveLength(1);
});

test("cells that the catalogue does not know are reported where they grant something", () => {
  const unknown: ObservedCell = { key: "AI > Copilot", value: true, writable: true, known: false };
  expect(project([unknown], { permissions: {}, unlisted: "none" })).toEqual({
    permissions: {},
    extraPermissions: { "AI > Copilot": true },
  });
  expect(project([{ ...unknown, value: false }], { permissions: {}, unlisted: "none" })).toEqual({ permissions: {} });
});

test("not granted is true of a cell that the page does not have; granted is not", () => {
  const permissions = canonical({
    "Admin > Feature Access > LiveReports": false,
    "Admin > Feature Access > Add-Ons": true,
  });
  expect(differences(flatten(permissions), [], "none").map((found) => found.key)).toEqual([
    "Admin > Feature Access > Add-Ons",
  ]);
  expect(project([], { permissions, unlisted: "none" }).permissions).toEqual({
    "Admin > Feature Access > LiveReports": false,
  });
});

describe("cells that depend on one another", () => {
  const locations = "Inventory > Object Permissions > Inventory Locations";
  const shared = "Other > Dashboard > Can manage Shared Dashboard Tabs";
  const widgets = "Other > Dashboard > Can add and edit Dashboard widgets/tabs";

  test("a cell that follows another one of its row cannot be declared against it", () => {
    const { failures } = relations({ [locations]: { Add: "No", Edit: "All" } }, "none");
    expect(failures).toEqual([
      {
        property: `permissions["${locations}"].Edit`,
        reason: expect.stringMatching(/follows Add, which grants nothing/),
      },
    ]);
    expect(relations({ [locations]: { Add: "Yes", Edit: "None" } }, "inherit").failures).toHaveLength(1);
    expect(relations({ [locations]: { Edit: "All" } }, "none").failures).toHaveLength(1);
    expect(relations({ [locations]: { Edit: "All" } }, "inherit").failures).toEqual([]);
    expect(relations({ [locations]: { Add: "Yes", Edit: "All" } }, "none").failures).toEqual([]);
  });

  test("a box that needs another one is worth a warning when that one is not granted", () => {
    expect(relations({ [shared]: true }, "none").warnings).toEqual([expect.stringContaining(`needs "${widgets}"`)]);
    expect(relations({ [shared]: true, [widgets]: false }, "inherit").warnings).toHaveLength(1);
    expect(relations({ [shared]: true }, "inherit").warnings).toEqual([]);
    expect(relations({ [shared]: true, [widgets]: true }, "none").warnings).toEqual([]);
    expect(relations({ [shared]: false }, "none").warnings).toEqual([]);
    const unknown = { [widgets]: UNKNOWN as unknown as boolean };
    expect(relations({ [shared]: true, ...unknown }, "none").warnings).toEqual([]);
  });
});

test("a label that is not on record word for word is worth a warning, once, and only where it grants something", () => {
  const row = "Web Services API > Contact Impersonation > Service Desk > Tickets";
  const open = normalisePermissions({ [row]: { View: true, "Edit (Update)": true, Delete: false } });
  expect(open.failures).toEqual([]);
  expect(open.permissions).toEqual({ [row]: { View: true, Edit: true, Delete: false } });
  expect(open.warnings).toEqual([expect.stringMatching(/not all rows of this grid are on record/)]);
  const manage = "Knowledge Base and Documents > Knowledge Base > Can manage Knowledge Base";
  expect(normalisePermissions({ [manage]: true }).warnings).toEqual([expect.stringMatching(/word for word/)]);
  expect(normalisePermissions({ [manage]: false }).warnings).toEqual([]);
});

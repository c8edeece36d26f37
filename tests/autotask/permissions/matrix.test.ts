import fc from "fast-check";
import {
  baselineOf,
  canonical,
  changesBetween,
  flatten,
  normaliseExtra,
  normalisePermissions,
  project,
  relations,
} from "../../../provider/autotask/permissions/declaration";
import { permissionRows, type Permission } from "../../../provider/autotask/permissions/catalogue";
import {
  describe as describeDifference,
  differences,
  effectOf,
  effectOfAll,
  leftAlone,
  noneOf,
  type Effect,
} from "../../../provider/autotask/permissions/matrix";
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

test("there and back: what widens one way narrows the other, and staying is unchanged", () => {
  fc.assert(
    fc.property(fc.constantFrom(...cells), fc.nat(10), fc.nat(10), (cell, a, b) => {
      const values = valuesOf(cell);
      const [from, to] = [values[a % values.length]!, values[b % values.length]!];
      const there = effectOf(cell, from, to);
      const back = effectOf(cell, to, from);
      if (from === to) expect([there, back]).toEqual(["unchanged", "unchanged"]);
      else
        expect([there, back].sort()).toEqual(
          there === "unordered" ? ["unordered", "unordered"] : ["narrows", "widens"],
        );
    }),
  );
});

test("every list on record is ascending: each later value widens", () => {
  for (const cell of cells.filter(({ kind }) => kind === "level")) {
    cell.values.forEach((from, i) => {
      for (const to of cell.values.slice(i + 1)) expect(effectOf(cell, from, to)).toBe("widens");
    });
  }
});

describe("the effect of a change", () => {
  const TICKETS = "Service Desk > Object Permissions > Tickets";
  const LIMIT = "Other > Resource Visibility > Limit resource availability to self, plus (check all that apply):";
  const WEBHOOKS = "Other > Webhooks > Maximum number of Webhooks";
  const FORMS = "Other > Form Templates > Can create/manage Form Templates for:";

  test.each<[string, string | undefined, CellValue | undefined, CellValue | undefined, string]>([
    [TICKETS, "View", "Mine", "All", "widens"],
    [TICKETS, "View", "All", "Mine + Accounts", "narrows"],
    [TICKETS, "View", "Mine + Companies", "Mine + Organizations", "unchanged"],
    // The list has no None, and none is still less than its lowest value.
    [TICKETS, "View", "None", "Mine", "widens"],
    [TICKETS, "View", "All", "None", "narrows"],
    [TICKETS, "Add", "No", "None", "unchanged"],
    // Values that are not on record.
    [TICKETS, "View", "Mine", "Everybody's", "unordered"],
    [TICKETS, "View", "Everybody's", "Mine", "unordered"],
    [TICKETS, "View", "Everybody's", "None", "narrows"],
    [TICKETS, "View", "No Permission", "Everybody's", "widens"],
    [FORMS, undefined, "Self (Private)", "Anyone in Company (Company)", "unordered"],
    ["New > Thing", undefined, "Blue", "Red", "unordered"],
    ["New > Thing", undefined, "None", "Red", "widens"],
    ["New > Thing", undefined, "red", "Red", "unchanged"],
    ["New > Box", undefined, false, true, "widens"],
    ["New > Box", undefined, true, false, "narrows"],
    // A cell that the page does not have grants nothing.
    [TICKETS, "View", undefined, "All", "widens"],
    [TICKETS, "Add", "Yes", undefined, "narrows"],
    [TICKETS, "Add", undefined, "No", "unchanged"],
    ["Admin > Feature Access > LiveReports", undefined, undefined, true, "widens"],
    ["Admin > Feature Access > LiveReports", undefined, undefined, undefined, "unchanged"],
    // The one box that takes rights away.
    [LIMIT, undefined, false, true, "narrows"],
    [LIMIT, undefined, true, false, "widens"],
    [LIMIT, undefined, undefined, true, "narrows"],
    [WEBHOOKS, undefined, 10, 50, "widens"],
    [WEBHOOKS, undefined, 10, 0, "narrows"],
    [WEBHOOKS, undefined, undefined, 10, "widens"],
    // A page that shows something of another kind than the catalogue expects.
    [TICKETS, "Add", "Yes", true, "unordered"],
    [WEBHOOKS, undefined, 10, "unlimited", "unordered"],
  ])("%s %s: %j -> %j %s", (key, action, from, to, effect) => {
    expect(effectOf({ key, ...(action === undefined ? {} : { action }) }, from, to)).toBe(effect);
  });

  const all = (...effects: Effect[]): Effect => effectOfAll(effects.map((effect) => ({ effect })));

  test("of a level is that of its cells, and none in particular when they go both ways", () => {
    expect(all()).toBe("unchanged");
    expect(all("unchanged", "unchanged")).toBe("unchanged");
    expect(all("widens", "unchanged", "widens")).toBe("widens");
    expect(all("narrows", "unchanged")).toBe("narrows");
    expect(all("widens", "narrows")).toBe("unordered");
    expect(all("narrows", "unordered")).toBe("unordered");
  });

  test("between two declarations: what only one of them names is as unlisted leaves it", () => {
    const names = (...args: Parameters<typeof changesBetween>) => changesBetween(...args).map(describeDifference);
    const none = (permissions: object) => ({
      permissions: normalisePermissions(permissions).permissions,
      unlisted: "none" as const,
    });
    expect(names(none({ [TICKETS]: { View: "All", Add: "Yes" } }), none({ [TICKETS]: { View: "All" } }))).toEqual([
      `${TICKETS}: Add: Yes -> No (narrows)`,
    ]);
    expect(names(none({ [TICKETS]: { View: "Mine" } }), none({}))).toEqual([]);
    expect(names(none({}), none({ [LIMIT]: true, [TICKETS]: { Edit: "Yes" } }))).toEqual([
      `${LIMIT}: not ticked -> ticked (narrows)`,
      `${TICKETS}: Edit: No -> Yes (widens)`,
    ]);
    // Numbers that are not declared stay as they are.
    expect(names(none({ [WEBHOOKS]: 50 }), none({}))).toEqual([]);
    const inherits = { permissions: {}, unlisted: "inherit" as const };
    expect(names(none({ [TICKETS]: { View: "All" } }), inherits)).toEqual([]);
    expect(
      names(none({ [TICKETS]: { View: "All" } }), { ...inherits, baseline: { [`${TICKETS}\nView`]: "Mine" } }),
    ).toEqual([`${TICKETS}: View: All -> Mine (narrows)`]);
    const extra = { ...none({}), extraPermissions: { "AI > Copilot": true } };
    expect(names(none({}), extra)).toEqual(["AI > Copilot: not ticked -> ticked (widens)"]);
  });
});

test("no permission leaves the box that limits rights unticked, as the vendor's link does", () => {
  const limit = cells.find((cell) => cell.narrows)!;
  expect(noneOf(observe(limit, true))).toBe(false);
});

test("no permission is the lowest entry of a list, and nothing at all for numbers and lists without order", () => {
  const of = (key: string, action?: string): Permission =>
    cells.find((cell) => cell.key === key && cell.action === action)!;
  expect(noneOf(observe(of("Service Desk > Object Permissions > Tickets", "View"), "All"))).toBe("Mine");
  expect(noneOf(observe(of("Service Desk > Object Permissions > Tickets", "Add"), "Yes"))).toBe("No");
  expect(noneOf(observe(of("Other > Webhooks > Maximum number of Webhooks"), 10))).toBeUndefined();
  const forms = of("Other > Form Templates > Can create/manage Form Templates for:");
  const offered = { ...observe(forms, "Anyone in Company (Company)"), options: ["Self (Private)", ...forms.values] };
  expect(noneOf(offered)).toBe("Self (Private)");
  expect(noneOf({ ...offered, options: ["Anyone in Department", ...offered.options] })).toBe("Self (Private)");
  expect(noneOf({ ...offered, options: [...offered.options, "None"] })).toBe("None");
  // Two that reach as far, and one that does not say.
  expect(noneOf({ ...offered, options: ["Mine", ...offered.options] })).toBeUndefined();
  expect(noneOf({ ...offered, options: ["Level 2", ...offered.options] })).toBeUndefined();
  expect(noneOf({ ...offered, options: undefined })).toBeUndefined();
  const strange = { key: "New > Thing", value: "Blue", options: ["Blue", "Red"], writable: true, known: false };
  expect(noneOf(strange)).toBeUndefined();
});

test("what no permission cannot be said of is left as it is, and named", () => {
  const of = (key: string): Permission => cells.find((cell) => cell.key === key)!;
  const webhooks = observe(of("Other > Webhooks > Maximum number of Webhooks"), 10);
  const forms = {
    ...observe(of("Other > Form Templates > Can create/manage Form Templates for:"), "Anyone in Company (Company)"),
    options: ["Level 2", "Anyone in Company (Company)"],
  };
  const fixed = { key: "CRM > Object Permissions > Organizations", value: "see above", writable: false, known: false };
  const page = [webhooks, forms, fixed, observe(of("Admin > Feature Access > LiveReports"), true)];
  expect(leftAlone([], page).map((cell) => cell.key)).toEqual([webhooks.key, forms.key]);
  expect(leftAlone([{ key: webhooks.key, value: 5 }], page).map((cell) => cell.key)).toEqual([forms.key]);
  expect(leftAlone([], [{ ...webhooks, value: 0 }])).toEqual([]);
  const box = observe(of("Other > Webhooks > Can create Webhooks"), false);
  expect(leftAlone([], [webhooks, box])).toEqual([]);
  expect(leftAlone([], [webhooks, { ...box, value: true }])).toEqual([webhooks]);
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

test("what a copy of one of Autotask's own levels had is read from a page on which every cell is greyed", () => {
  const cell = { key: "CRM > Object Permissions > Notes", action: "Edit", value: "All", known: true };
  const fixed = { key: "CRM > Object Permissions > Organizations", action: "View", value: "see above", known: true };
  const names = (writable: boolean) =>
    Object.keys(
      baselineOf([
        { ...cell, writable },
        { ...fixed, writable: false },
      ]),
    );
  expect(names(false)).toHaveLength(2);
  expect(names(true)).toHaveLength(1);
});

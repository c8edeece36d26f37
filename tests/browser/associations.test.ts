import { lostAssociations } from "../../provider/autotask/console/details";
import type { Control, Scan } from "../../provider/browser/scan";

/** What the form shows of departments and roles just before Save, compared with what is declared. */

const list = (label: string, value: string, options: string[], x: number, y: number, h: number): Control => ({
  kind: "select",
  box: { x, y, w: 150, h },
  el: 1,
  target: 1,
  tied: [label],
  hint: "",
  value,
  checked: null,
  options,
  disabled: false,
  readOnly: false,
  covered: false,
  layer: -1,
  row: -1,
  order: y + x / 1000,
  drawn: false,
});

/** Two lists with arrows between them, one below the other, and lists of one line for the defaults. */
function form(chosen: Record<string, string[]>, defaults: Record<string, string>): Scan {
  const movers = Object.entries(chosen).flatMap(([name, right], at) => [
    list(`Available ${name}`, "", ["Others"], 40, 100 + at * 200, 120),
    list(`Associated ${name}`, "", right, 300, 100 + at * 200, 120),
  ]);
  const single = Object.entries(defaults).map(([name, value], at) => list(name, value, [value], 40, 800 + at * 40, 24));
  const empty = { phrases: [], dialogs: [], inside: [], stars: [], icons: [], busy: "" };
  return { url: "", title: "", width: 1440, height: 1000, controls: [...movers, ...single], ...empty };
}

const DECLARED = {
  departments: [
    { department: "Service Desk", role: "Technician", default: true },
    { department: "Administration", role: "Technician" },
  ],
  serviceDeskRoles: [{ role: "Engineer", default: true }],
};
const CHOSEN = {
  Departments: ["Administration", "Service Desk"],
  Roles: ["Technician"],
  "Service Desk Roles": ["Engineer"],
};
const DEFAULTS = {
  "Default Department": "Service Desk",
  "Default Role": "Technician",
  "Default Service Desk Role": "Engineer",
};

test("lists and defaults as declared are right in any order, and what is not declared or not shown is not compared", () => {
  expect(lostAssociations(DECLARED, [form({}, {}), form(CHOSEN, DEFAULTS)])).toEqual([]);
  expect(lostAssociations({}, [form(CHOSEN, DEFAULTS)])).toEqual([]);
  expect(lostAssociations(DECLARED, [form({}, {})])).toEqual([]);
});

test.each([
  [{ ...CHOSEN, Departments: ["Administration"] }, DEFAULTS, ["Departments"]],
  [{ ...CHOSEN, Roles: ["Technician", "Consultant"] }, DEFAULTS, ["Roles"]],
  [{ ...CHOSEN, "Service Desk Roles": [] }, DEFAULTS, ["Service Desk Roles"]],
  [CHOSEN, { ...DEFAULTS, "Default Department": "Administration" }, ["Default Department"]],
  [CHOSEN, { ...DEFAULTS, "Default Role": "" }, ["Default Role"]],
  [CHOSEN, { ...DEFAULTS, "Default Service Desk Role": "Technician" }, ["Default Service Desk Role"]],
])("%j with the defaults %j is other than declared in %j", (chosen, defaults, labels) => {
  expect(lostAssociations(DECLARED, [form(chosen, defaults)])).toEqual(labels);
});

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformFileSync } from "@swc/core";
import catalogue from "../../../data/autotask-permissions.json";
import {
  findAction,
  findRow,
  findValue,
  permissionAt,
  permissionRows,
} from "../../../provider/autotask/permissions/catalogue";
import { sourceOf } from "../../../provider/autotask/permissions/sources";

const root = join(__dirname, "../../..");

test("holds every cell of the data once", () => {
  const cells = permissionRows().flatMap((row) => row.cells);
  expect(cells).toHaveLength(catalogue.length);
  expect(new Set(cells.map((cell) => `${cell.key}|${cell.action}`)).size).toBe(catalogue.length);
});

test("holds the sections in page order, with as many cells as are on record", () => {
  const counts = new Map<string, number>();
  for (const cell of permissionRows().flatMap((row) => row.cells)) {
    counts.set(cell.section, (counts.get(cell.section) ?? 0) + 1);
  }
  expect([...counts]).toEqual([
    ["Contracts", 7],
    ["CRM", 41],
    ["Inventory", 20],
    ["Projects", 13],
    ["Service Desk", 27],
    ["Knowledge Base and Documents", 4],
    ["Timesheets", 5],
    ["Reports", 13],
    ["Admin", 19],
    ["Other", 30],
    // Ten on record, and the other columns of the five rows of its grid.
    ["Web Services API", 23],
  ]);
});

test("each permission names what vouches for it, and what it depends on exists", () => {
  for (const row of permissionRows()) {
    for (const cell of row.cells) {
      expect(cell.sources.length).toBeGreaterThan(0);
      for (const id of cell.sources) expect(sourceOf(id)?.title).toEqual(expect.any(String));
      if (cell.requires !== undefined) expect(permissionAt(cell.requires)?.kind).toBe("checkbox");
      if (cell.follows !== undefined) expect(permissionAt(cell.key, cell.follows)).toBeDefined();
      if (cell.kind === "level" && cell.complete) expect(cell.values.length).toBeGreaterThan(1);
    }
  }
  expect(sourceOf("nobody")).toBeUndefined();
});

test("one box on record takes rights away when ticked", () => {
  const narrowing = permissionRows().flatMap((row) => row.cells.filter((cell) => cell.narrows));
  expect(narrowing.map((cell) => cell.label)).toEqual([
    "Limit resource availability to self, plus (check all that apply):",
  ]);
});

test("a row of a grid of impersonation is taken in the page's words, whether or not it is on record", () => {
  const known = findRow("Web Service API > resource impersonation > CRM > Accounts");
  expect(known?.key).toBe("Web Services API > Resource Impersonation > CRM > Account");
  expect(known!.cells.map((cell) => cell.action)).toEqual(["View (Query)", "Add", "Edit (Update)", "Delete"]);
  expect(findAction(known!, "Edit")?.action).toBe("Edit (Update)");

  const open = findRow("web services api > Contact Impersonation>Service Desk >  Ticket  Notes")!;
  expect(open.key).toBe("Web Services API > Contact Impersonation > Service Desk > Ticket Notes");
  expect(open.cells.map((cell) => cell.action)).toEqual(["View", "Add", "Edit", "Delete"]);
  expect(findAction(open, "View (Query)")?.action).toBe("View");
  expect(permissionAt(open.key, "Add")).toMatchObject({ kind: "checkbox", confidence: "open", exact: false });
  expect(findRow("Web Services API > Contact Impersonation > Tickets")).toBeUndefined();
  expect(findRow("Service Desk > Contact Impersonation > Service Desk > Tickets")).toBeUndefined();
});

test("every spelling it offers is found again, and means its own row", () => {
  for (const row of permissionRows()) {
    expect(findRow(row.key)).toBe(row);
    for (const spelling of row.spellings) expect(findRow(spelling)).toBeDefined();
  }
});

test.each([
  [
    "CRM > Account & Contact Access > Customer & Cancelation",
    "CRM > Organization & Contact Access > Customer & Cancelation",
  ],
  [
    "CRM > Company & Contact Access > Customer & Cancellation",
    "CRM > Organization & Contact Access > Customer & Cancelation",
  ],
  [
    "CONTRACTS > dropdowns>Contract  Visibility",
    "Contracts > Dropdowns > Contract Visibility (for contracts you have access to)",
  ],
  [
    "Other > Miscellaneous > Not required to change password(password does not expire)",
    "Other > Miscellaneous > Not required to change password (password does not expire)",
  ],
  ["CRM > Object Permissions > Accounts", "CRM > Object Permissions > Organizations"],
  ["Admin > Feature Access > Your Company", "Admin > Feature Access > Your Organization"],
  [
    "CRM > Object Permissions > Devices & Subscriptions",
    "CRM > Object Permissions > Configuration Items & Subscriptions",
  ],
  [
    "Web Service API > Resource Impersonation > CRM > Company",
    "Web Services API > Resource Impersonation > CRM > Account",
  ],
  ["Other > Resource Visibility > Limit resource availability to self", undefined],
])("%s is %s", (spelling, key) => {
  expect(findRow(spelling)?.key).toBe(key);
});

test("columns and values have aliases too", () => {
  const row = findRow("Web Services API > Resource Impersonation > Service Desk > Tickets")!;
  expect(findAction(row, "view")?.action).toBe("View (Query)");
  const contracts = permissionAt("Contracts > Object Permissions > Contracts", "View")!;
  expect(findValue(contracts, "accounts")).toBe("Organizations");
  expect(findValue(contracts, "Some")).toBeUndefined();
  const open = permissionAt("CRM > Object Permissions > Contacts", "View")!;
  expect(findValue(open, "Whatever the tenant has")).toBe("Whatever the tenant has");
});

test("the typed keys are up to date with the data", () => {
  expect(() =>
    execFileSync(process.execPath, [join(root, "tools/generate-permission-types.mjs"), "--check"], { stdio: "pipe" }),
  ).not.toThrow();
});

test("loading and indexing cost a program less than 10 ms", () => {
  // As a program meets it: built JavaScript, in a process that has not read it before.
  const folder = mkdtempSync(join(tmpdir(), "catalogue-"));
  try {
    const room = "provider/autotask/permissions";
    mkdirSync(join(folder, room), { recursive: true });
    cpSync(join(root, "data"), join(folder, "data"), { recursive: true });
    for (const name of ["catalogue", "wording"]) {
      const { code } = transformFileSync(join(root, room, `${name}.ts`), {
        swcrc: false,
        jsc: { target: "es2023", parser: { syntax: "typescript" } },
        module: { type: "commonjs" },
      });
      writeFileSync(join(folder, room, `${name}.js`), code);
    }
    const script = `
      const start = process.cpuUsage();
      require(${JSON.stringify(join(folder, room, "catalogue.js"))}).permissionRows();
      const { user, system } = process.cpuUsage(start);
      process.stdout.write(String((user + system) / 1e3));`;
    const once = (): number => Number(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }));
    // Its own time on the processor, the best of several runs: others take turns on the machine, which is no cost of ours.
    expect(Math.min(...Array.from({ length: 8 }, once))).toBeLessThan(8);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

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
import type { Permissions } from "../../../provider/autotask/permissions/keys";

const root = join(__dirname, "../../..");

test("holds every cell of the data once", () => {
  const cells = permissionRows().flatMap((row) => row.cells);
  expect(cells).toHaveLength(catalogue.length);
  expect(new Set(cells.map((cell) => `${cell.key}|${cell.action}`)).size).toBe(189);
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

test("a wrong key or value does not compile; the wordings of guides do", () => {
  const good: Permissions = {
    "Contracts > Object Permissions > Contracts": { View: "All" },
    "Contracts > Dropdowns > Contract Visibility": "Full",
    "CRM > Account & Contact Access > Customer & Cancelation": "All",
    "Service Desk > Object Permissions > Tickets": { View: "All", Add: "Yes" },
    "Admin > Feature Access > Resources/Users (HR)": true,
    "CRM > Object Permissions > Contacts": { View: "An entry nobody has published" },
  };
  // @ts-expect-error no such value
  const value: Permissions = { "Service Desk > Object Permissions > Tickets": { View: "Some" } };
  // @ts-expect-error no such key
  const key: Permissions = { "Service Desk > Tickets": { View: "All" } };
  expect([good, value, key].every((each) => Object.keys(each).every((name) => typeof name === "string"))).toBe(true);
  expect(findRow("Service Desk > Tickets")).toBeUndefined();
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
      const start = process.hrtime.bigint();
      require(${JSON.stringify(join(folder, room, "catalogue.js"))}).permissionRows();
      process.stdout.write(String(Number(process.hrtime.bigint() - start) / 1e6));`;
    const once = (): number => Number(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }));
    // The best of several: other processes take turns on the machine, which is no cost of ours.
    expect(Math.min(...Array.from({ length: 8 }, once))).toBeLessThan(10);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as rules from "../../../sandbox/psa/rules";
import { seedPsa } from "../../../sandbox/psa/seeds";
import { Switches } from "../../../sandbox/switches";
import { runPsa } from "./support/rest";

const now = new Date("2026-06-01T10:00:00Z");
const switches = new Switches();
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);

function violation(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof rules.PsaViolation) return error.message;
    throw error;
  }
}

it.each(["empty", "small", "large"] as const)("makes the same %s tenant each time", (size) => {
  expect(seedPsa(size, now)).toEqual(seedPsa(size, now));
  expect(seedPsa(size, now).employees).toHaveLength({ empty: 2, small: 12, large: 300 }[size]);
});

it("counts an API employee as no licence, and refuses an ordinary one beyond the last", () => {
  const tenant = seedPsa("small", now);
  tenant.licenses = rules.usedLicenses(tenant);
  const form: rules.EmployeeForm = {
    ...rules.employeeById(tenant, 1004),
    managerId: 1001,
    userName: "new",
    userType: "Employee",
  };
  const create = (userType: string) => () =>
    rules.createEmployee(tenant, { ...form, userType }, switches, now, "http://x/");
  expect(violation(create("Employee"))).toMatch(/licenses/);
  expect(violation(create("Api Employee"))).toBeUndefined();
  expect(rules.usedLicenses(tenant)).toBe(tenant.licenses);
});

it.each([
  ["an e-mail address that is none", { email: "nobody" }, /not valid/],
  ["a missing Emp ID", { employeeId: "" }, /Emp ID is required/],
  ["no security role", { securityRoleIds: [] }, /Security Roles is required/],
  ["an external role", { securityRoleIds: [120, 107] }, /^Cannot add external roles to internal users\.$/],
  ["another user type", { userType: "Employee" }, /cannot be edited/],
  ["a user name that is taken", { userName: "ASTONE" }, /already exists/],
])("refuses %s", (_what, change, text) => {
  const tenant = seedPsa("small", now);
  const employee = rules.employeeById(tenant, 1010);
  const form = { ...employee, managerId: employee.managerId ?? 0, ...change };
  expect(violation(() => rules.updateEmployee(tenant, 1010, form, true, switches))).toMatch(text);
});

it("never makes an API employee of another", () => {
  const tenant = seedPsa("small", now);
  for (const id of [1004, 1009]) {
    const form = { ...rules.employeeById(tenant, id), managerId: 1001, userType: "Api Employee" };
    expect(violation(() => rules.updateEmployee(tenant, id, form, true, switches))).toMatch(/cannot be changed/);
  }
});

it("remembers five passwords and wants a new one after 180 days", () => {
  const tenant = seedPsa("small", now);
  const employee = rules.employeeById(tenant, 1010);
  const choose = (password: string) =>
    violation(() => {
      rules.resetPassword(tenant, employee, switches, now, "http://x/");
      rules.choosePassword(tenant, employee.resetTokens[0]!, password, password, now);
    });
  for (const index of [1, 2, 3, 4, 5]) expect(choose(`Password-${index}`)).toBeUndefined();
  expect(choose("Password-1")).toMatch(/last 5/);
  expect(choose("Password-6")).toBeUndefined();
  expect(choose("Password-1")).toBeUndefined();
  expect(choose("Aa1!".repeat(17))).toMatch(/at most 64/);
  expect(rules.passwordExpired(tenant, employee, switches, days(180))).toBe(false);
  expect(rules.passwordExpired(tenant, employee, switches, days(181))).toBe(true);
});

it("unlocks by itself after 30 minutes", () => {
  const tenant = seedPsa("small", now);
  const employee = rules.employeeById(tenant, 1010);
  const right = employee.password!;
  const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  const attempt = (password: string, at: Date) => rules.tryPassword(tenant, employee, password, switches, at);
  const results = Array.from({ length: 5 }, () => attempt("wrong", now));
  expect(results).toEqual(["wrong", "wrong", "wrong", "wrong", "locked"]);
  expect([attempt(right, later(29)), attempt(right, later(31))]).toEqual(["locked", undefined]);
});

it("keeps employees, failures and mails in the state file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "psa-state-"));
  const state = join(folder, "state.json");
  try {
    const first = await runPsa({ state });
    await first.authenticate({ password: "wrong" });
    await first.control("PUT", "tenant", { psa: { employees: [{ userName: "monitoring-api", active: false }] } });
    const before = (await first.control("GET", "tenant")).json.psa;
    await first.close();
    const second = await runPsa({ state });
    const after = (await second.control("GET", "tenant")).json.psa;
    await second.close();
    expect(after).toEqual(before);
    expect(after.employees.find(({ id }: { id: number }) => id === 1002).failures).toBe(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

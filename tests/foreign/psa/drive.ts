import assert from "node:assert/strict";
import { Secret } from "../../../provider/errors";
import { openConsole } from "../../../provider/psa/console";
import { openPasswordPage } from "../../../provider/psa/console/passwordPage";
import { openDirectory } from "../../../provider/psa/rest/directory";
import { API_EMPLOYEE, type EmployeeForm } from "../../../provider/psa/tenant";
import { fullName } from "./store";
import type { ForeignPsa } from "./tenant";

export interface Driven {
  /** Milliseconds per step. */
  took: Record<string, number>;
  log: string[];
}

/**
 * The provider's own REST client and console channel through the whole life of an API employee, on a console that they
 * have never seen. `only`: these steps and no others. What they say is compared with what the tenant holds.
 *
 * @throws AssertionError or the channel's own error, with the step's name in front.
 */
export async function drive(
  tenant: ForeignPsa,
  browserPath: string,
  { evidenceFolder, only }: { evidenceFolder?: string | undefined; only?: readonly string[] } = {},
): Promise<Driven> {
  const { store, company, apiUrl } = tenant;
  const driven: Driven = { took: {}, log: [] };
  const shared = {
    company,
    browserPath,
    log: (text: string) => void driven.log.push(text),
    ...(evidenceFolder !== undefined ? { evidenceFolder } : {}),
  };
  const directoryAs = (who: { userName: string; password: string }) =>
    openDirectory({ restUrl: apiUrl, company, userName: who.userName, password: new Secret(who.password) });
  const directory = directoryAs(tenant.apiUser);
  const admin = openConsole({
    ...shared,
    url: tenant.consoleUrl,
    userName: tenant.administrator.userName,
    password: new Secret(tenant.administrator.password),
    totpSecret: new Secret(tenant.administrator.totpSecret),
  });
  const step = async (name: string, work: () => Promise<void>): Promise<void> => {
    if (only && !only.includes(name)) return;
    const start = Date.now();
    try {
      return await work();
    } catch (e) {
      if (e instanceof Error) e.message = `${name}: ${e.message}`;
      throw e;
    } finally {
      driven.took[name] = Date.now() - start;
    }
  };
  const form: EmployeeForm = {
    userName: "cloud-backup-api",
    firstName: "Cloud Backup",
    lastName: "API",
    employeeId: "API-901",
    email: "cloud-backup@msp.example",
    jobTitle: "Engineer",
    department: "Service",
    manager: fullName(store.employees[2]!),
    employmentType: "Full Time",
    employeeRoles: ["Administration", "Consulting"],
    securityRoles: ["Integration"],
    location: "North Office",
  };
  const made = () => {
    const found = store.employees.filter((one) => one.userName === form.userName);
    assert.equal(found.length, 1, `the tenant has ${found.length} employees "${form.userName}"`);
    return found[0]!;
  };
  const sorted = (names: readonly string[] | undefined) => [...(names ?? [])].sort();
  const times = (what: string) => tenant.actions.filter((one) => one.startsWith(what)).length;
  try {
    await step("roster", async () => {
      const { employees } = await directory.roster();
      for (const one of store.employees.filter((other) => other.active))
        assert.ok(
          employees.some((other) => other.userName === one.userName),
          `${one.userName} is not in the roster`,
        );
      const roles = await directory.securityRoles();
      assert.deepEqual(
        roles.map((one) => [one.name, one.external]),
        store.roles.map((one) => [one.name, one.type === "External"]),
      );
    });
    await step("create", async () => {
      const { page, before, after } = await admin.createEmployee(form);
      const one = made();
      const held: Record<string, unknown> = { ...one, employeeId: one.empId };
      for (const [key, value] of Object.entries({ ...form, userType: API_EMPLOYEE, active: true }))
        assert.equal(JSON.stringify(held[key]), JSON.stringify(value), `${key} as the tenant holds it`);
      assert.equal(page.userName, form.userName);
      assert.equal(page.userType, API_EMPLOYEE);
      assert.equal(page.active, true);
      for (const key of [
        "firstName",
        "lastName",
        "employeeId",
        "email",
        "jobTitle",
        "department",
        "manager",
        "location",
      ] as const)
        assert.equal(page[key], form[key], `${key} as read back`);
      assert.deepEqual(sorted(page.employeeRoles), sorted(form.employeeRoles));
      assert.deepEqual(sorted(page.securityRoles), sorted(form.securityRoles));
      assert.deepEqual(before, after);
      assert.equal(after.total, store.licences);
      assert.equal(times("new"), 1, "times saved");
    });
    await step("send instructions", async () => {
      const mails = store.mails.length;
      await admin.sendInstructions(form.userName).catch((error: Error & { code?: string }) => {
        // A tenant that says nothing about it: the driver has to say so too.
        if (tenant.traits.said !== "nothing" || error.code !== "unverified") throw error;
      });
      assert.equal(store.mails.length, mails + 1, "mails sent");
      assert.equal(times("reset"), 1, "times pressed");
    });
    await step("password", async () => {
      const mail = store.mails.filter((one) => one.userId === made().id).at(-1)!;
      await openPasswordPage({ ...shared, consoleUrl: tenant.consoleUrl }).setPassword(
        `${apiUrl}/ResetPassword.aspx?token=${mail.token}`,
        form.userName,
        "Fresh-Pass-901!",
      );
      assert.equal(made().password, "Fresh-Pass-901!");
      const probe = await directory.probe({ userName: form.userName, password: "Fresh-Pass-901!" });
      assert.equal(probe.outcome, "accepted");
    });
    await step("change roles and e-mail", async () => {
      const page = await admin.changeEmployee(form.userName, {
        securityRoles: ["Integration", "Service Desk Manager"],
        email: "backup@msp.example",
      });
      assert.deepEqual(sorted(made().securityRoles), ["Integration", "Service Desk Manager"]);
      assert.equal(made().email, "backup@msp.example");
      assert.deepEqual(sorted(made().employeeRoles), sorted(form.employeeRoles));
      assert.deepEqual(sorted(page.securityRoles), ["Integration", "Service Desk Manager"]);
    });
    await step("read role", async () => {
      assert.deepEqual(await admin.readRole("Integration"), {
        name: "Integration",
        external: false,
        hasApiAccess: true,
      });
      assert.equal((await admin.readRole("Integration (no API)")).hasApiAccess, false);
      assert.equal((await admin.readRole("External User")).external, true);
    });
    await step("inactivate", async () => {
      const page = await admin.changeEmployee(form.userName, { active: false });
      assert.equal(made().active, false);
      assert.equal(page.active, false);
    });
    await step("read inactive", async () => {
      assert.equal((await admin.readEmployee(form.userName))?.active, false);
      assert.equal(await admin.readEmployee("nobody-of-this-name"), undefined);
      directory.invalidate();
      assert.equal((await directory.find(form.userName))?.active, false);
    });
    await step("revive", async () => {
      const page = await admin.changeEmployee(form.userName, { active: true });
      assert.equal(made().active, true);
      assert.equal(page.active, true);
    });
    await step("external role refused", async () => {
      const refused = await admin
        .changeEmployee(form.userName, { securityRoles: ["External User"] })
        .then(() => undefined)
        .catch((error: Error) => error);
      assert.match(refused?.message ?? "", /Cannot add external roles to internal users/);
      assert.deepEqual(sorted(made().securityRoles), ["Integration", "Service Desk Manager"]);
    });
    assert.equal(times("sign-in"), 1, "sign-ins");
    return driven;
  } finally {
    await admin.close();
  }
}

import { chromium, type Browser } from "playwright-core";
import { readSetup } from "../../../tools/env.mjs";
import { SETS } from "./sets";
import { saveEmployee } from "./store";
import { startForeignPsa } from "./tenant";
import { drawTraits } from "./traits";
import { walk } from "./walk";

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: readSetup().browser.path, args: ["--no-sandbox"] });
}, 120_000);
afterAll(async () => browser?.close());

test.each(Object.entries(SETS))(
  "a person makes an API employee, and its account works after the mailed link: %s",
  async (_, set) => {
    const tenant = await startForeignPsa(set);
    try {
      await walk(browser, tenant, set.seed);
      const made = tenant.store.employees.find((one) => one.userName === "walker-api");
      expect(made).toMatchObject({
        firstName: "Walker",
        lastName: "",
        userType: "Api Employee",
        jobTitle: "Engineer",
        employeeRoles: ["Administration"],
        securityRoles: ["Integration"],
        manager: `${tenant.store.employees[0]!.firstName} ${tenant.store.employees[0]!.lastName}`,
        active: true,
        password: null,
      });
      const token = async (password: string) =>
        JSON.stringify(
          await (
            await fetch(`${tenant.apiUrl}/v2/security/authenticate`, {
              method: "POST",
              body: new URLSearchParams({
                grantType: "password",
                userName: "walker-api",
                password,
                tenant: tenant.company,
              }),
            })
          ).json(),
        );
      expect(await token("")).toMatch(/success":false/i);
      const link = `${tenant.apiUrl}/ResetPassword.aspx?token=${tenant.store.mails.at(-1)!.token}`;
      const names = [...(await (await fetch(link)).text()).matchAll(/type="password"[^>]* name="([^"]+)"/g)].map(
        (one) => one[1]!,
      );
      expect(names).toHaveLength(2);
      const sent = new URLSearchParams(names.map((name) => [name, "A-better-1"]));
      expect(await (await fetch(link, { method: "POST", body: sent })).text()).toContain("was changed");
      expect(await token("A-better-1")).toMatch(/success":true/i);
    } finally {
      await tenant.close();
    }
  },
  180_000,
);

test("the rules of the product hold whatever the page looks like", async () => {
  const tenant = await startForeignPsa({ seed: 4 });
  try {
    const { store } = tenant;
    const like = store.employees[12]!;
    expect(saveEmployee(store, null, { ...like, userName: "x", securityRoles: ["External User"] })).toEqual({
      error: "Cannot add external roles to internal users.",
    });
    expect(saveEmployee(store, null, like).error).toMatch(/exists/);
    expect(
      saveEmployee(store, store.employees[3]!.id, { ...store.employees[3]!, userType: "Api Employee" }).error,
    ).toMatch(/cannot be changed/);
    // An address inside without a session is the sign-in page.
    expect(await (await fetch(`${tenant.apiUrl}/HR/EmployeeListing.aspx`)).text()).not.toContain("NUMBER OF LICENSES");
  } finally {
    await tenant.close();
  }
});

test("one seed gives one console, another seed another", () => {
  expect(drawTraits(7)).toEqual(drawTraits(7));
  const other = drawTraits(8);
  expect(Object.entries(drawTraits(7)).filter(([name, at]) => other[name as "menu"] !== at).length).toBeGreaterThan(12);
});

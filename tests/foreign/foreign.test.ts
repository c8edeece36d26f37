import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Secret, TOTP } from "otpauth";
import { chromium, type Browser } from "playwright-core";
import { runErrand } from "./errand";
import { SETS } from "./sets";
import { startForeignTenant } from "./tenant";
import { drawTraits, type Traits } from "./traits";

let browser: Browser;
beforeAll(async () => {
  const setup = join(__dirname, "..", "..", ".cache", "setup.json");
  const known = existsSync(setup)
    ? (JSON.parse(readFileSync(setup, "utf8")) as { browser?: { path?: string } }).browser?.path
    : undefined;
  const executablePath = known ?? (await (await import("@sparticuz/chromium")).default.executablePath());
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
}, 120_000);
afterAll(async () => browser?.close());

test.each(Object.entries(SETS))(
  "a person can use every page: %s",
  async (_, set) => {
    const tenant = await startForeignTenant(set);
    try {
      const { key, secret, was } = await runErrand(browser, tenant);
      const { store } = tenant.truth();
      const level = store.levels.find((one) => one.name === "API User (Propel Your MSP)");
      const user = store.users.find((one) => one.userName === key);
      expect(level).toMatchObject({ system: false, apiOnly: true, active: true });
      expect(level?.cells["Contracts | Object Permissions | Contracts | View"]).toBe("All");
      expect(level?.cells["Contracts | Dropdowns | Contract Visibility (for contracts you have access to) | "]).toBe(
        "Full",
      );
      // "No Permission" was pressed in the first section only, so the box pressed here turned from what it was.
      if (tenant.traits.freshCopy === "as-parent")
        expect(level?.cells["Admin | Feature Access | Configuration Items | "]).toBe(
          was === "checked" ? "unchecked" : "checked",
        );
      expect(user).toMatchObject({ levelId: level?.id, licenseType: 7, active: true, email: "propel@example.com" });
      const ask = (headers: Record<string, string>) =>
        fetch(`${tenant.restUrl}V1.0/Resources/${user?.id}`, { headers });
      expect(
        (await ask({ UserName: key, Secret: secret, ApiIntegrationCode: user?.tracking?.identifier ?? "" })).status,
      ).toBe(200);
      expect(
        (await ask({ UserName: key, Secret: "wrong", ApiIntegrationCode: user?.tracking?.identifier ?? "" })).status,
      ).toBe(401);
    } finally {
      await tenant.close();
    }
  },
  120_000,
);

test("one seed gives one console, another seed another", () => {
  expect(drawTraits(7)).toEqual(drawTraits(7));
  const other = drawTraits(8);
  expect(
    Object.entries(drawTraits(7)).filter(([name, position]) => other[name as keyof Traits] !== position).length,
  ).toBeGreaterThan(15);
  expect(drawTraits(7, { shell: "inline" })).toEqual({ ...drawTraits(7), shell: "inline" });
  expect(() => drawTraits(7, { shell: "none" as never })).toThrow(/shell=none/);
});

test("wrong codes lock the administrator, and an API user cannot sign in", async () => {
  const tenant = await startForeignTenant({ seed: 3 });
  try {
    const attempt = async (code: string, who = tenant.administrator) =>
      (await (
        await fetch(`${tenant.consoleUrl}do/sign-in`, {
          method: "POST",
          body: JSON.stringify({ step: "code", userName: who.userName, password: who.password, code }),
        })
      ).json()) as { next: string; error?: string };
    const good = () => new TOTP({ secret: Secret.fromBase32(tenant.administrator.totpSecret) }).generate();
    expect((await attempt(good())).next).toBe("done");
    const api = await attempt(good(), {
      ...tenant.administrator,
      userName: tenant.apiUser.userName,
      password: tenant.apiUser.secret,
    });
    expect(api.error).toMatch(/incorrect/);
    for (let count = 0; count < 2; count += 1) await attempt("no code");
    expect((await attempt(good())).error).toMatch(/locked/);
  } finally {
    await tenant.close();
  }
});

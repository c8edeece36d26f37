import { Secret, TOTP } from "otpauth";
import type { Browser, Frame, Locator, Page } from "playwright-core";
import { htmlOf } from "./html";
import type { ForeignPsa } from "./tenant";

/**
 * A person who knows this console: signs in, makes an API employee and opens the record again. It uses real clicks on
 * what is to be seen; the names of boxes come from the tenant's own kit, as this is about the tenant, not about reading.
 */
export async function walk(browser: Browser, tenant: ForeignPsa, seed: number): Promise<void> {
  const { traits, store } = tenant;
  const kit = htmlOf(seed, traits);
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  page.on("dialog", (dialog) => void dialog.accept());
  const box = (key: string, id?: string, of: Page | Frame = page) =>
    of.locator(`[name="${kit.nameOf({ key, ...(id ? { id } : {}) })}"]`);
  const press = async (text: string, of: Page | Frame = page) => {
    const named = of.locator(
      `[data-do]:visible, [data-open]:visible, [data-cancel-to]:visible, [data-yes]:visible, [data-search]:visible, [data-menu]:visible`,
    );
    for (const one of await named.all()) {
      const said = (await one.getAttribute("value")) ?? (await one.innerText());
      if (
        said
          .replace(/[^\w ]/g, "")
          .replace(/ (S|C|N|E)$/, "")
          .trim() === text
      )
        return one.click();
    }
    throw new Error(`No button ${text} on ${of.url()}`);
  };
  try {
    await page.goto(tenant.consoleUrl);
    const typed: [string, string, string][] = [
      ["user", "txtUserID", tenant.administrator.userName],
      ["password", "txtPassword", tenant.administrator.password],
      ["company", "txtCompany", tenant.company],
    ];
    for (let step = 0; step < 3 && !(await box("code", "txtMFACode").count()); step += 1) {
      for (const [key, id, text] of typed) if (await box(key, id).count()) await box(key, id).fill(text);
      const before = await page.content();
      await page.locator("[data-main]").click();
      for (let count = 0; count < 200 && (await page.content().catch(() => before)) === before; count += 1)
        await page.waitForTimeout(100);
      await page.getByText("Loading...").waitFor({ state: "detached" });
      await page.locator("[data-main]").waitFor();
    }
    const code = new TOTP({ secret: Secret.fromBase32(tenant.administrator.totpSecret) }).generate();
    if (await box("password", "txtPassword").count())
      await box("password", "txtPassword").fill(tenant.administrator.password);
    await box("code", "txtMFACode").fill(code);
    await page.locator("[data-main]").click();
    // To the list, by the menu.
    const module = page.locator("header").getByText("HR", { exact: true }).first();
    if (traits.menu === "hover") await module.hover();
    else {
      await module.click();
      if (traits.menu === "burger") await page.locator("[data-menu=side]").click();
      if (traits.menu === "burger" || traits.menu === "tree") await page.locator("[data-fold=hr0]").click();
    }
    await page.getByText("Employees", { exact: true }).first().click();
    const place = async (has: string): Promise<Page | Frame> => {
      for (const end = Date.now() + 20_000; Date.now() < end; await page.waitForTimeout(100))
        for (const one of page.context().pages())
          for (const frame of one.frames())
            if (
              await frame
                .locator(has)
                .first()
                .isVisible()
                .catch(() => false)
            )
              return frame;
      throw new Error(`Nowhere ${has}`);
    };
    const list = await place("text=NUMBER OF LICENSES");
    await press(traits.newLabel.replace(/\W|\(N\)/g, "").trim(), list);
    const form = await place(`[name="${kit.nameOf({ key: "empId", id: "txtEmpID" })}"]`);
    const choose = async (key: string, id: string, option: string) => {
      const sent = box(key, id, form).first();
      if ((await sent.evaluate((one) => one.tagName)) === "SELECT") return void (await sent.selectOption(option));
      const home = form.locator(`[data-c="${kit.nameOf({ key, id })}"]`);
      await home.locator("[data-o]").click();
      await form.locator(`[data-v="${option}"]:visible`).first().click();
      await form
        .locator(`[data-v="${option}"]:visible`)
        .waitFor({ state: "detached" })
        .catch(() => undefined);
    };
    const several = async (key: string, id: string, option: string) => {
      const name = kit.nameOf({ key, id });
      if (traits.many === "native") await form.locator(`select[name="${name}"]`).selectOption(option);
      else if (traits.many === "inline") await form.locator(`[name="${name}"][value="${option}"]`).check();
      else if (traits.many === "dual") {
        const dual: Locator = form.locator(`[data-d="${name}"]`);
        await dual.locator("[data-side=from]").selectOption(option);
        await dual.locator("[data-mv='1']").click();
      } else {
        await form.locator(`[data-c="${name}"] [data-o]`).click();
        await form.locator(`li[data-v="${option}"]:visible input`).click();
        await form.locator("body").press("Escape");
      }
    };
    await choose("userType", "ddlUserType", "Api Employee");
    await place(`[name="${kit.nameOf({ key: "empId", id: "txtEmpID" })}"]`);
    for (const [key, id, text] of [
      ["userName", "txtUserName", "walker-api"],
      ["firstName", "txtFirstName", "Walker"],
      ["empId", "txtEmpID", "777"],
      ["email", "txtEmail", "walker@msp.example"],
    ] as const)
      await box(key, id, form).fill(text);
    await choose("jobTitle", "ddlJobTitle", "Engineer");
    await choose("department", "ddlDepartment", "Service");
    await choose("employmentType", "ddlEmploymentType", "Full Time");
    await choose("location", "ddlLocation", "Main Branch");
    await several("employeeRoles", "ddlEmployeeRoles", "Administration");
    await several("securityRoles", "ddlSecurityRoles", "Integration");
    const boss = `${store.employees[0]!.firstName} ${store.employees[0]!.lastName}`;
    const manager = kit.nameOf({ key: "manager", id: "ddlManager" });
    if (traits.manager === "dialog") {
      await form.locator(`[data-dp="${manager}"] [data-find]`).click();
      await form.locator(`[data-n="${boss}"]`).click();
    } else if (traits.manager === "type-ahead") {
      await form.locator(`[data-ta="${manager}"] input[type=text]`).pressSequentially(boss.slice(0, 5));
      await form.locator("[data-sg] div").filter({ hasText: boss }).click();
    } else await choose("manager", "ddlManager", boss);
    await press("Save", form);
    for (
      const end = Date.now() + 20_000;
      Date.now() < end && !store.employees.some((one) => one.userName === "walker-api");
    )
      await new Promise((resolve) => setTimeout(resolve, 100));
  } finally {
    await page.context().close();
  }
}

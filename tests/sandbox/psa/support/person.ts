/** A person at the PSA console: finds things by what each skin shows, presses with the real mouse. */
import type { Locator, Page } from "playwright-core";
import { codeOf, type RunningPsa } from "./rest";

const content = "#ctl00_phContent_";

export type SkinName = "telerik" | "current" | "plain";

export class Person {
  constructor(
    readonly page: Page,
    readonly psa: RunningPsa,
    readonly skin: SkinName,
  ) {}

  private get plain(): boolean {
    return this.skin === "plain";
  }

  /** Company, user, password; then the code, with the same button. */
  async signIn(
    as: { userName: string; password: string; totpSecret?: string } = this.psa.ready.psa.administrator,
  ): Promise<void> {
    const { page } = this;
    await page.goto(`${this.psa.ready.psa.consoleUrl}Login.aspx`);
    await this.typeSignIn(as.userName, as.password);
    const code = page.locator("#ctl00_MainContent_txtMFACode");
    const inside = page.locator("#ctl00_MainHeaderNavigationBar_CurrentProfileBox1_lblUserFirstName");
    const message = page.locator("#ctl00_MainContent_lblMessage");
    await code.or(inside).or(message).first().waitFor();
    if (!(await code.isVisible()) || as.totpSecret === undefined) return;
    await code.fill(codeOf(as.totpSecret));
    await page.locator("#ctl00_MainContent_btnLogin").click();
    await inside.or(message).first().waitFor();
  }

  async typeSignIn(userName: string, password: string): Promise<void> {
    await this.page.locator("#ctl00_MainContent_txtUserID").fill(userName);
    await this.page.locator("#ctl00_MainContent_txtPassword").fill(password);
    const company = this.page.locator("#ctl00_MainContent_txtCompany");
    if ((await company.count()) > 0) await company.fill(this.psa.ready.psa.company);
    await this.page.locator("#ctl00_MainContent_btnLogin").click();
  }

  get message(): Promise<string> {
    return this.page.locator("#ctl00_MainContent_lblMessage").innerText();
  }

  /** Top bar, group of the left menu, entry. */
  async go(module: string, group: string | undefined, entry: string): Promise<void> {
    const { page } = this;
    const top = this.plain ? page.getByRole("navigation", { name: "Modules" }) : page.locator("header.main nav");
    await top.getByText(module, { exact: true }).click();
    const menu = this.plain ? page.getByRole("navigation", { name: "Menu" }) : page.locator("aside");
    if (group === undefined) {
      await menu.getByText(entry, { exact: true }).click();
    } else {
      const item = menu.locator("li.treeview").filter({ has: page.locator("[data-group]", { hasText: group }) });
      await item.locator("[data-group]").first().click();
      await item.locator("ul").getByText(entry, { exact: true }).click();
    }
    await this.heading(entry);
  }

  /** Waits for the last word of the breadcrumb. */
  async heading(text: string): Promise<void> {
    const trail = this.page.locator(this.plain ? '[aria-current="page"]' : ".breadcrumb b");
    await trail.filter({ hasText: text }).waitFor();
  }

  button(text: string): Locator {
    return this.plain
      ? this.page.getByRole("button", { name: text, exact: true })
      : this.page.locator(`a.btn:has(> .text:text-is("${text}"))`);
  }

  async press(text: string): Promise<void> {
    await this.button(text).click();
  }

  async type(name: string, text: string): Promise<void> {
    await this.page.locator(`${content}txt${name}`).fill(text);
    await this.page.keyboard.press("Tab");
  }

  /** Picks one of a list, as a person does in this skin, and waits for a post back that it causes. */
  async pick(name: string, text: string): Promise<void> {
    const { page } = this;
    if (this.plain) await page.locator(`${content}ddl${name}`).selectOption({ label: text });
    else {
      const id = `${content}ddl${name}`;
      await page.locator(`${id}_Arrow`).click();
      const item = page.locator(`${id}_DropDown li:text-is("${text}")`);
      await item.click();
      await page
        .locator(`${id}_DropDown`)
        .waitFor({ state: "hidden" })
        .catch(() => undefined);
    }
    await this.idle();
  }

  /** Types into a list that loads, and picks. */
  async search(name: string, text: string): Promise<void> {
    if (this.plain) return this.pick(name, text);
    const id = `${content}ddl${name}`;
    await this.page.locator(`${id}_Input`).click();
    await this.page.keyboard.type(text.slice(0, 4), { delay: 20 });
    await this.page.locator(`${id}_DropDown li:text-is("${text}")`).click();
    await this.idle();
  }

  /** Ticks exactly these of a list with boxes. */
  async tick(name: string, ...texts: string[]): Promise<void> {
    const { page } = this;
    const id = `${content}ddl${name}`;
    if (!this.plain) await page.locator(`${id}_Arrow`).click();
    const rows = this.plain ? page.locator(`${id} div`) : page.locator(`${id}_DropDown li`);
    await rows.first().waitFor();
    for (let index = 0; index < (await rows.count()); index++) {
      const row = rows.nth(index);
      const wanted = texts.includes((await row.innerText()).trim());
      if ((await row.locator("input").isChecked()) !== wanted) await row.locator("input").click();
    }
    if (!this.plain) await page.locator(`${id}_Arrow`).click();
    await this.idle();
  }

  /** Waits until no post back is under way. */
  async idle(): Promise<void> {
    await this.page.waitForFunction(() => document.querySelector(".loading") === null);
  }

  /** An employee's page, by its address. */
  async open(id: number): Promise<void> {
    await this.page.goto(`${this.psa.ready.psa.consoleUrl}Administration/EmployeeEdit.aspx?ID=${id}`);
  }

  /** The two counters of the list. */
  async licenses(): Promise<string[]> {
    return this.page.locator(this.plain ? "main dl dd" : ".info-box-number").allInnerTexts();
  }

  async isDisabled(name: string): Promise<boolean> {
    return this.page.locator(`${content}ddl${name}${this.plain ? "" : "_Input"}`).isDisabled();
  }

  /** Text of the banner, once there is one. */
  async banner(): Promise<string> {
    const banner = this.page.locator(".alert:visible");
    await banner.first().waitFor();
    return (await banner.first().innerText()).replace(/×/g, "").replace(/\s+/g, " ").trim();
  }

  /** New employee with what is left out taken from a good example. */
  async fillEmployee(
    given: { userType?: string; userName?: string; email?: string; roles?: string[] } = {},
  ): Promise<void> {
    await this.pick("UserType", given.userType ?? "Api Employee");
    await this.type("UserName", given.userName ?? "rewst-api");
    await this.type("FirstName", "Rewst");
    await this.type("LastName", "API");
    await this.type("EmpID", "99898");
    await this.type("EmailAddress", given.email ?? "rewst@example.com");
    await this.pick("JobTitle", "Administrator");
    await this.pick("Department", "Administration");
    await this.search("Manager", "Avery Stone");
    await this.pick("EmploymentType", "Hourly Employee");
    await this.tick("EmployeeRoles", "Administration");
    await this.tick("SecurityRoles", ...(given.roles ?? ["Administrator"]));
    await this.pick("Location", "Main Branch");
  }
}

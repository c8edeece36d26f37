import type { Browser, BrowserContext } from "playwright-core";
import { launchBrowser } from "../support/console";
import { Person, type SkinName } from "./support/person";
import { runPsa, type RunningPsa } from "./support/rest";

let browser: Browser;
let context: BrowserContext;
let psa: RunningPsa;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(15_000);
});
afterEach(async () => {
  await context.close();
  await psa.close();
});

async function person(skin: SkinName, switches: Record<string, string> = {}): Promise<Person> {
  psa = await runPsa({ switches: { psaSkin: skin, ...switches } });
  return new Person(await context.newPage(), psa, skin);
}

const stored = (userName: string) =>
  psa.context.store.tenant.psa.employees.find((employee) => employee.userName === userName);

describe.each(["telerik", "current", "plain"] as const)("skin %s", (skin) => {
  test("an API employee is made by hand", async () => {
    const someone = await person(skin);
    await someone.signIn();
    await someone.go("Admin", "HR", "Employees");
    await someone.press("New");
    await someone.heading("New Employee");
    await someone.fillEmployee();
    await someone.press("Save (S)");
    expect(await someone.banner()).toBe("Success! Operation is completed successfully.");
    expect(stored("rewst-api")).toMatchObject({
      firstName: "Rewst",
      lastName: "API",
      employeeId: "99898",
      email: "rewst@example.com",
      jobTitleId: 501,
      departmentId: 401,
      managerId: 1001,
      employmentTypeId: 703,
      employeeRoleIds: [301],
      securityRoleIds: [101],
      locationId: 601,
      userType: "Api Employee",
      active: true,
    });
    // An API employee uses no licence; the counters say the same as before.
    await someone.go("Admin", "HR", "Employees");
    expect(await someone.licenses()).toEqual(["25", "8"]);
  }, 60_000);

  test("external roles, inactivation and the type of a user", async () => {
    const someone = await person(skin);
    await someone.signIn();
    await someone.open(1010);
    await someone.tick("SecurityRoles", "API Monitoring", "External User");
    await someone.press("Save (S)");
    expect(await someone.banner()).toBe("Error! Cannot add external roles to internal users.");
    expect(stored("monitoring-api")?.securityRoleIds).toEqual([120]);
    await someone.open(1010);
    await expect(someone.isDisabled("UserType")).resolves.toBe(true);
    await someone.page.locator("#ctl00_phContent_chkActive").uncheck();
    await someone.press("Save (S)");
    expect(await someone.banner()).toContain("Success!");
    expect(stored("monitoring-api")).toMatchObject({ active: false, userType: "Api Employee", securityRoleIds: [120] });
  }, 60_000);

  test("a role with Has API Access is made by hand", async () => {
    const someone = await person(skin);
    const { page } = someone;
    await someone.signIn();
    await someone.go("Admin", "Security", "Roles");
    await someone.press("New (N)");
    await someone.heading("New Role");
    await someone.type("Name", "Integration");
    await someone.pick("RoleType", "Internal");
    await someone.press("Save (S)");
    await someone.banner();
    await page.locator("#ctl00_phContent_lnkSection_Admin").click();
    await page.locator('input[name="special:Has API Access"]').check();
    await page.locator('input[name="perm:Admin > Service Desk:view"]').check();
    await someone.press("Save (S)");
    await someone.banner();
    const role = psa.context.store.tenant.psa.securityRoles.find(({ name }) => name === "Integration");
    expect(role).toMatchObject({ external: false, hasApiAccess: true, system: false });
    expect(role?.rights["Admin > Service Desk"]).toEqual({ view: true, modify: false, delete: false });
  }, 60_000);

  test("instructions are sent; the API user chooses a password once and gets no further than that", async () => {
    const someone = await person(skin);
    const { page } = someone;
    await someone.signIn();
    await someone.open(1011);
    await someone.press("Reset and Send instructions");
    await page.getByText("Yes", { exact: true }).click();
    expect(await someone.banner()).toContain("Success!");
    const { json } = await psa.control("GET", "tenant");
    const [mail] = json.psa.outbox;
    expect(mail).toMatchObject({ to: "reporting-api@northwind.example", userName: "reporting-api", kind: "reset" });

    await page.goto(mail.link);
    const choose = async (text: string) => {
      await page.locator("#ctl00_MainContent_txtNewPassword").fill(text);
      await page.locator("#ctl00_MainContent_txtConfirmPassword").fill(text);
      await Promise.all([page.waitForNavigation(), page.locator("#ctl00_MainContent_btnSave").click()]);
      return someone.message;
    };
    expect(await choose("short1!")).toMatch(/at least 8/);
    expect(await choose("alllowercase")).toMatch(/upper case/);
    expect(await choose("Good-Password-1")).toBe("Your password has been changed.");
    await page.goto(mail.link);
    expect(await someone.message).toBe("This link is no longer valid.");

    // Reporting has no API access; the administrator's role does.
    const given = { userName: "reporting-api", password: "Good-Password-1", mfaSecret: "" };
    expect((await psa.authenticate(given)).status).toBe(401);
    await psa.control("PUT", "tenant", { psa: { employees: [{ id: 1011, securityRoles: ["Administrator"] }] } });
    expect((await psa.authenticate(given)).status).toBe(200);

    await context.clearCookies();
    await someone.signIn(given);
    expect(await someone.message).toBe("API users cannot log in.");
    await page.goto(`${psa.ready.psa.consoleUrl}Administration/Employees.aspx`);
    expect(page.url()).toMatch(/Login\.aspx$/);
  }, 60_000);
});

test("drawn buttons and lists answer to a person only", async () => {
  const someone = await person("telerik");
  const { page } = someone;
  await someone.signIn();
  await someone.open(1010);
  const before = psa.context.journal.entries.length;
  await page.evaluate(() => {
    for (const id of ["ctl00_phMenu_btnSave", "ctl00_phContent_ddlLocation_Arrow"])
      document.getElementById(id)!.click();
  });
  await expect(page.locator("#ctl00_phContent_ddlLocation_DropDown").isVisible()).resolves.toBe(false);
  expect(psa.context.journal.entries.length).toBe(before);
  await page.locator("#ctl00_phContent_ddlLocation_Arrow").click();
  // The list has left its widget.
  const list = page.locator("body > .rcbSlide > #ctl00_phContent_ddlLocation_DropDown");
  await list.waitFor();
  await page.evaluate(() =>
    document.querySelector<HTMLElement>("#ctl00_phContent_ddlLocation_DropDown li:last-child")!.click(),
  );
  await expect(page.locator("#ctl00_phContent_ddlLocation_Input").inputValue()).resolves.toBe("Main Branch");
});

test("text in the Manager box that was not picked counts for nothing", async () => {
  const someone = await person("telerik");
  await someone.signIn();
  await someone.open(1010);
  await someone.page.locator("#ctl00_phContent_ddlManager_Input").fill("Blake Turner");
  await someone.page.keyboard.press("Tab");
  await someone.press("Save (S)");
  await someone.page.getByText("Manager is required.").waitFor();
  expect(stored("monitoring-api")?.managerId).toBe(1001);
});

test("five wrong passwords lock the account, in the console as by API", async () => {
  const someone = await person("plain");
  const { userName, password } = psa.ready.psa.administrator;
  for (let attempt = 0; attempt < 5; attempt++) {
    await someone.signIn({ userName, password: "wrong" });
  }
  await someone.signIn({ userName, password });
  expect(await someone.message).toBe("Your account is locked.");
});

test("a person without MFA gets no further than the profile, one without rights not into Admin", async () => {
  const someone = await person("plain");
  const blake = psa.context.store.tenant.psa.employees.find(({ id }) => id === 1003)!;
  await someone.signIn({ userName: blake.userName, password: blake.password! });
  expect(await someone.banner()).toContain("MFA must be enabled to access this account. Please enable MFA below.");
  psa.context.switches.set({ psaMfa: "off" });
  await context.clearCookies();
  await someone.signIn({ userName: blake.userName, password: blake.password! });
  await someone.page.goto(`${psa.ready.psa.consoleUrl}Administration/Employees.aspx`);
  await someone.page.getByText("You do not have permission to view this page.").waitFor();
});

test("whoever forgot the password gets a mail, and nobody learns who exists", async () => {
  const someone = await person("telerik");
  const { page } = someone;
  const ask = async (userName: string) => {
    await page.goto(`${psa.ready.psa.consoleUrl}Gateway.aspx?client=northwind+msp`);
    await page.getByText("Forgot password?").click();
    await page.locator("#ctl00_MainContent_txtUserID").fill(userName);
    await page.locator("#ctl00_MainContent_btnReset").click();
    await page.locator("#ctl00_MainContent_btnReset").waitFor({ state: "detached" });
    return someone.message;
  };
  expect(await ask("nobody")).toBe(await ask("monitoring-api"));
  expect(psa.context.store.tenant.psa.outbox.map(({ userName, kind }) => [userName, kind])).toEqual([
    ["monitoring-api", "reset"],
  ]);
});

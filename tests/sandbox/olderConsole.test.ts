import type { Browser, BrowserContext, Frame, Page } from "playwright-core";
import { routes } from "../../sandbox/console/routes";
import { launchBrowser, signIn, startConsole, until } from "./support/console";
import type { RunningConsole } from "./support/console";
import { aspx, hands, type Hand } from "./support/hand";

let browser: Browser;
let context: BrowserContext;
let running: RunningConsole;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(20_000);
});
afterEach(async () => {
  await context.close();
  await running.close();
});

const tenant = () => running.ctx.store.tenant;
const user = (firstName: string) => tenant().users.find((u) => u.firstName === firstName);

/** Moves the pointer over the logo and the bar ADMIN, and presses a link of the second column. */
async function menu(page: Page, link: string): Promise<Frame> {
  await page.locator("#logo").hover();
  await page.getByText("ADMIN", { exact: true }).hover();
  await page.locator(".Secondary").getByText(link, { exact: true }).click();
  const frame = page.frame({ name: "PageContainerFrame" })!;
  await frame.waitForURL(/AdministrationSetup/);
  return frame;
}

async function move(hand: Hand, form: Page, list: string, text: string): Promise<void> {
  const lists = hand.lists(form, list);
  await lists.locator("select").first().selectOption({ label: text });
  await hand.moveRight(lists).click();
}

/** The list of vendors has no label of its own: it stands right below its circle. */
async function chooseVendor(form: Page, text: string): Promise<void> {
  const list = form.locator("select:visible, .SingleItemSelector2:visible").last();
  if ((await list.evaluate((e) => e.tagName)) === "SELECT") await list.selectOption({ label: text });
  else {
    await list.click();
    await form.locator(`.ContextOverlay .Item:has(.Text:text-is("${text}"))`).click();
  }
}

const looks: [look: string, hand: Hand, onForm: Hand, set: Record<string, string>][] = [
  ...hands.map(([skin, hand]): (typeof looks)[number] => [`skin ${skin}`, hand, hand, { skin }]),
  ["the form in ASPX", hands[1]![1], aspx, { skin: "mvc-2017", resourceForm: "aspx" }],
];

describe.each(looks)("the older console, %s", (_look, hand, onForm, set) => {
  test("a level is copied in the editor of 2017, and an API user is made on the full resource form", async () => {
    running = await startConsole({ ...set, generation: "older" });
    const page = await context.newPage();
    await signIn(page, running);

    const levels = await menu(page, "Features & Settings");
    await hand.section(levels, "RESOURCES/USERS (HR)").click();
    await levels.getByText("Security Levels", { exact: true }).click();
    await levels.locator('tr:has(td:text-is("API User (system) (API-only)"))').click({ button: "right" });
    const [editor] = await Promise.all([
      context.waitForEvent("page"),
      hand.menuItem(levels, "Copy Security Level").click(),
    ]);
    await hand.input(editor, "Name").fill("API User (AutoElevate)");
    await expect(hand.button(editor, "Save").count()).resolves.toBe(0);
    await expect(editor.getByText("Full Permission").count()).resolves.toBe(0);
    await Promise.all([editor.waitForEvent("close"), hand.button(editor, "Save & Close").click()]);
    await until(() => tenant().levels.some((level) => level.name === "API User (AutoElevate)"));

    const list = await menu(page, "Resources (Users)");
    await list.getByText("Stone, Avery").waitFor();
    await expect(list.getByText("New API User").count()).resolves.toBe(0);
    const [form] = await Promise.all([context.waitForEvent("page"), hand.button(list, "New").click()]);
    await form.getByText("Adding a resource may result in additional fees").waitFor();
    expect(await form.evaluate("window.opener !== null")).toBe(true);

    // Every tab with an asterisk lacks something; the first is filled in, and nothing is saved.
    await onForm.input(form, "First Name").fill("AE-Privilege");
    await onForm.button(form, "Save & Close").click();
    const summary = onForm.summary(form);
    await summary.waitFor();
    for (const label of [
      "Last Name",
      "Username",
      "Confirm Password",
      "Resource Type",
      "Expense Report Approvers",
      "Default Role",
    ])
      await expect(summary.textContent()).resolves.toContain(`${label}: Required`);

    await onForm.choose(form, "Prefix", "Ms.");
    await onForm.input(form, "Middle Initial").fill("Q");
    await onForm.input(form, "Last Name").fill("System");
    await onForm.input(form, "Title").fill("Integration");
    await onForm.choose(form, "Primary Internal Location", "Riverside Office");
    await onForm.input(form, "Home Phone").fill("555-0199");
    await onForm.input(form, "Email Address").fill("ae@example.com");
    await onForm.tab(form, "Security").click();
    await form.getByText("@northwind.example", { exact: true }).waitFor();
    await onForm.input(form, "Username").fill("autoelevate");
    await onForm.input(form, "Password").fill("Elevate-2026-x");
    await onForm.input(form, "Confirm Password").fill("Elevate-2026-y");
    await onForm.choose(form, "Security Level", "API User (AutoElevate)");
    await onForm.box(form, "Resource is not required to Submit Timesheets").click();
    await onForm.radio(form, "Integration Vendor").click();
    await chooseVendor(form, "AutoElevate - privilege management");
    await onForm.tab(form, "HR").click();
    await onForm.choose(form, "Resource Type", "Employee");
    await onForm.choose(form, "Payroll Type", "Hourly");
    await onForm.input(form, "Internal Cost").fill("12.5");
    await onForm.tab(form, "Approvers").click();
    await move(onForm, form, "Timesheet Approvers", "Stone, Avery");
    await move(onForm, form, "Expense Report Approvers", "Turner, Blake");
    await onForm.tab(form, "Associations").click();
    await move(onForm, form, "Departments", "Service Desk");
    await move(onForm, form, "Queues", "Monitoring Alert");
    await move(onForm, form, "Roles", "Technician");
    await onForm.choose(form, "Default Department", "Service Desk");
    await onForm.choose(form, "Default Role", "Technician");
    await onForm.button(form, "Save & Close").click();
    await form.getByText("do not match").waitFor();
    expect(user("AE-Privilege")).toBeUndefined();
    await onForm.tab(form, "Security").click();
    await onForm.input(form, "Confirm Password").fill("Elevate-2026-x");
    await Promise.all([form.waitForEvent("close"), onForm.button(form, "Save & Close").click()]);

    const made = user("AE-Privilege")!;
    expect(made).toMatchObject({
      lastName: "System",
      middleName: "Q",
      title: "Integration",
      locationId: 90683,
      email: "ae@example.com",
      userName: "autoelevate",
      secret: "Elevate-2026-x",
      levelId: tenant().levels.find((level) => level.name === "API User (AutoElevate)")?.id,
      licenseType: 7,
      active: true,
      locked: false,
      timesheetsNotRequired: true,
      tracking: { kind: "vendor", vendorId: 202 },
      internalCost: 12.5,
      timesheetApprovers: [29682885],
      expenseApprovers: [29682901],
      roleDepartments: [{ departmentId: 29683436, roleId: 29683398, isDefault: true, active: true }],
      queues: [{ queueId: 8 }],
      more: { greeting: 3, homePhone: "555-0199", emailTypeCode: "PRIMARY", payrollType: 2, resourceType: "Employee" },
    });
    expect(JSON.stringify(running.ctx.journal.entries)).not.toContain("Elevate-2026");

    // In the list it stands under its letter, with its default department.
    await list.getByText("System, AE-Privilege").waitFor();
    const row = list.locator('tr:has-text("System, AE-Privilege")');
    await expect(row.textContent()).resolves.toContain("Service Desk");
    running.ctx.store.edit("test", (t) => (t.users.find((u) => u.id === made.id)!.locked = true));
    await row.click({ button: "right" });
    const [edit] = await Promise.all([context.waitForEvent("page"), hand.menuItem(list, "Edit Resource").click()]);
    await onForm.tab(edit, "Security").click();
    await expect(onForm.ticked(onForm.box(edit, "User Locked"))).resolves.toBe(true);
    await expect(onForm.input(edit, "Password").count()).resolves.toBe(0);
    await onForm.box(edit, "User Locked").click();
    await onForm.button(edit, "Change Password").click();
    await onForm.input(edit, "Password").fill("Elevate-2026-z");
    await onForm.input(edit, "Confirm Password").fill("Elevate-2026-z");
    await Promise.all([edit.waitForEvent("close"), onForm.button(edit, "Save & Close").click()]);
    expect(user("AE-Privilege")).toMatchObject({
      ...made,
      locked: false,
      secret: "Elevate-2026-z",
      formerSecrets: ["Elevate-2026-x"],
    });
  }, 90_000);
});

describe("the older list and form", () => {
  const mvc = hands[0]![1];
  const at = async (path: string, set: Record<string, string> = {}): Promise<Page> => {
    running = await startConsole({ generation: "older", shell: "none", signIn: "noTotp", ...set });
    const page = await context.newPage();
    await signIn(page, running);
    await page.goto(running.url.slice(0, -1) + path);
    return page;
  };

  test("letters, view, find", async () => {
    const page = await at(routes.resources, { pickers: "native" });
    const rows = page.locator("tr.Display");
    await page.getByText("Turner, Blake").waitFor();
    await expect(page.locator(".GroupRow").first().textContent()).resolves.toBe("A");
    const letter = page.locator(".Letter").filter({ hasText: /^T$/ });
    await letter.click();
    await until(async () => (await rows.count()) === 1);
    await letter.click();
    await until(async () => (await rows.count()) > 5);
    await page.locator(".LetterIndex select").selectOption({ label: "Inactive (2)" });
    await until(async () => (await rows.count()) === 2);
    await page.locator(".LetterIndex select").selectOption({ label: "All (12)" });
    await mvc.button(page, "Find Resource").click();
    await mvc.input(page, "Resource Name").fill("monitor");
    await mvc.button(page, "Find").click();
    await until(async () => (await rows.count()) === 1);
    await expect(rows.textContent()).resolves.toContain("API, Old Monitoring");
  });

  test("Save stays on the saved resource; Save & Copy goes on to a copy without credentials", async () => {
    const page = await at(`${routes.resource}?webID=29682901`, { window: "same" });
    await mvc.input(page, "Title").fill("Head of Service");
    await mvc.tab(page, "Approvers").click();
    await move(mvc, page, "Timesheet Approvers", "Stone, Avery");
    await move(mvc, page, "Expense Report Approvers", "Stone, Avery");
    await Promise.all([page.waitForEvent("load"), mvc.button(page, "Save").click()]);
    await expect(mvc.input(page, "Title").inputValue()).resolves.toBe("Head of Service");
    await Promise.all([page.waitForURL(/copyOf=29682901/), mvc.button(page, "Save & Copy").click()]);
    await expect(mvc.input(page, "Title").inputValue()).resolves.toBe("Head of Service");
    await mvc.tab(page, "Security").click();
    await expect(mvc.input(page, "Username").inputValue()).resolves.toBe("");
    expect(user("Blake")).toMatchObject({ licenseType: 3, title: "Head of Service", timesheetApprovers: [29682885] });
  });

  test("Generate makes a custom identifier, which stays", async () => {
    const page = await at(`${routes.resource}?webID=29682914`);
    await mvc.tab(page, "Security").click();
    await mvc.button(page, "Generate").click();
    const identifier = mvc.input(page, "Tracking Identifier");
    await until(async () => (await identifier.inputValue()).length === 27);
    await expect(mvc.ticked(mvc.radio(page, "Custom (Internal Integration)"))).resolves.toBe(true);
    await page.goto(`${running.url.slice(0, -1)}${routes.resource}?webID=29682913`);
    await mvc.tab(page, "Security").click();
    await expect(page.locator(".RadioButton2.Disabled").count()).resolves.toBe(3);
  });

  test("the API user form does not exist", async () => {
    const page = await at(routes.newUser);
    await expect(page.title()).resolves.toBe("The resource cannot be found.");
  });
});

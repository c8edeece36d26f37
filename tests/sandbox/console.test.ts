import type { Browser, BrowserContext, Frame, Locator, Page } from "playwright-core";
import { launchBrowser, signIn, startConsole, until } from "./support/console";
import type { RunningConsole } from "./support/console";

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
  context.setDefaultTimeout(10_000);
});
afterEach(async () => {
  await context.close();
  await running.close();
});

const apiUserLevel = "API User (system)";
const cell = "Contracts > Object Permissions > Contracts > Add";

/** How a person's hand finds things in each skin: by that skin's own markup. */
interface Hand {
  button(at: Page | Frame, text: string): Locator;
  label(at: Page | Frame, text: string): Locator;
  input(at: Page | Frame, label: string): Locator;
  section(at: Page | Frame, title: string): Locator;
  choose(at: Page | Frame, label: string, text: string): Promise<void>;
  /** The list in a row and a column of the section Contracts. */
  contractsAdd(at: Page | Frame): Locator;
  menuItem(at: Page | Frame, text: string): Locator;
  newArrow(at: Page | Frame): Locator;
}

const mvc: Hand = {
  button: (at, text) => at.locator(`.Button2:has(> .Text2:text-is("${text}")):visible`),
  label: (at, text) => at.locator(`.EditorLabelContainer1:has(.PrimaryText:text-is("${text}")):visible`),
  input: (at, label) => mvc.label(at, label).locator("xpath=following-sibling::*[1]").locator("input.TextBox2"),
  section: (at, title) =>
    at.locator(`.CollapsibleSectionContainer > .HeadingContainer > .Left > .Text:text-is("${title}")`),
  choose: async (at, label, text) => {
    await mvc.label(at, label).locator("xpath=following-sibling::*[1]").locator(".SingleItemSelector2").click();
    await at.locator(`.ContextOverlay .Item:has(.Text:text-is("${text}"))`).click();
  },
  contractsAdd: (at) =>
    at.locator('.PermissionRow:has(> div:first-child:text-is("Contracts")) > div:nth-child(3) select'),
  menuItem: (at, text) => at.locator(`.ContextOverlay .Button2:has(.Text2:text-is("${text}")):visible`),
  newArrow: (at) => at.locator(".DropDownButton2 > .Button2").nth(1),
};
const mvc2017: Hand = {
  button: (at, text) => at.locator(`a.Button:has(> .Text:text-is("${text}")):visible`),
  label: (at, text) => at.locator(`.EditorLabelContainer:has(label:text-is("${text}")):visible`),
  input: (at, label) => mvc2017.label(at, label).locator("xpath=following-sibling::*[1]").locator("input"),
  section: (at, title) => at.locator(`.Section > .Heading > .Text:text-is("${title}")`),
  choose: async (at, label, text) => {
    await mvc2017
      .label(at, label)
      .locator("xpath=following-sibling::*[1]")
      .locator("select")
      .selectOption({ label: text });
  },
  contractsAdd: (at) =>
    at.locator('.Edit_TableBodyRow:has(> .Edit_TwoCells:text-is("Contracts")) > div:nth-child(3) select'),
  menuItem: (at, text) => at.locator(`.ContextOverlay a.Button:has(.Text:text-is("${text}")):visible`),
  newArrow: (at) => at.locator(".DropDownArrow"),
};
const plain: Hand = {
  button: (at, text) => at.getByRole("button", { name: text, exact: true }),
  label: (at, text) => at.locator(`label:has-text("${text}")`),
  input: (at, label) => at.getByLabel(label, { exact: false }).and(at.locator("input")),
  section: (at, title) => at.getByRole("button", { name: title, exact: true }),
  choose: async (at, label, text) => {
    await at.getByLabel(label).and(at.locator("select:visible")).selectOption({ label: text });
  },
  contractsAdd: (at) => at.locator('tr:has(> th[scope=row]:text-is("Contracts")) > td:nth-child(3) select'),
  menuItem: (at, text) => at.getByRole("menuitem", { name: text, exact: true }),
  newArrow: (at) => at.getByRole("button", { name: "More New" }),
};

/** Signs in and goes to a list by the menu; answers the page's frame. */
async function openList(page: Page, hand: Hand, list: "Security Levels" | "Resources"): Promise<Frame> {
  const menu = page.getByRole("menuitem");
  await menu.filter({ hasText: /^Admin$/i }).click();
  if (list === "Resources") await menu.filter({ hasText: "Resources (Users)" }).click();
  else await menu.filter({ hasText: "Organization Settings & Users" }).click();
  const frame = page.frame({ url: /AdministrationSetup/ }) ?? (await waitForFrame(page));
  if (list === "Resources") return frame;
  await hand.section(frame, "Resources/Users (HR)").click();
  await frame.getByText("Security Levels", { exact: true }).click();
  return frame;
}

async function waitForFrame(page: Page): Promise<Frame> {
  return page.waitForEvent("framenavigated", (f) => f.url().includes("AdministrationSetup"));
}

const level = (name: string) => running.ctx.store.tenant.levels.find((l) => l.name === name);

describe.each([
  ["mvc", mvc],
  ["mvc-2017", mvc2017],
  ["plain", plain],
])("skin %s", (skin, hand) => {
  test("a level is copied, changed and saved; an API user is made on it", async () => {
    running = await startConsole({ skin });
    const page = await context.newPage();
    await signIn(page, running);

    const levels = await openList(page, hand, "Security Levels");
    const row = levels.locator(`tr:has(td:text-is("${apiUserLevel} (API-only)"))`);
    await row.click({ button: "right" });
    const [editor] = await Promise.all([
      context.waitForEvent("page"),
      hand.menuItem(levels, "Copy Security Level").click(),
    ]);
    await hand.input(editor, "Name").fill("API User (Test)");
    await expect(hand.contractsAdd(editor).isVisible()).resolves.toBe(false);
    await hand.section(editor, "Contracts").click();
    await hand.contractsAdd(editor).selectOption({ label: "No" });
    await Promise.all([editor.waitForEvent("close"), hand.button(editor, "Save & Close").click()]);

    const made = level("API User (Test)");
    const source = level(apiUserLevel);
    expect(made).toMatchObject({ system: false, apiOnly: true, active: true });
    expect(made?.cells).toEqual({ ...source?.cells, [cell]: "No" });
    await levels.locator('td:text-is("API User (Test) (API-only)")').waitFor();

    await page.reload();
    const resources = await openList(page, hand, "Resources");
    await hand.newArrow(resources).click();
    const [form] = await Promise.all([context.waitForEvent("page"), hand.menuItem(resources, "New API User").click()]);
    await hand.input(form, "First Name").fill("Propel");
    await hand.input(form, "Last Name").fill("API");
    await hand.input(form, "Email Address").fill("propel@example.com");
    await hand.choose(form, "Security Level", "API User (Test)");
    await hand.button(form, "Generate Key").click();
    await hand.button(form, "Generate Secret").click();
    const key = hand.input(form, "Username (Key)");
    const secret = hand.input(form, "Password (Secret)");
    await until(async () => /^[a-z0-9]{15}@NORTHWIND\.EXAMPLE$/.test(await key.inputValue()));
    await until(async () => (await secret.inputValue()).length === 25);
    await hand.choose(form, "Integration Vendor", "Propel Your MSP");
    const seen = { userName: (await key.inputValue()).split("@")[0], secret: await secret.inputValue() };
    await Promise.all([form.waitForEvent("close"), hand.button(form, "Save & Close").click()]);

    const user = running.ctx.store.tenant.users.find((u) => u.firstName === "Propel");
    expect(user).toMatchObject({
      ...seen,
      lastName: "API",
      levelId: made?.id,
      active: true,
      tracking: { kind: "vendor" },
    });
    expect(JSON.stringify(running.ctx.journal.entries)).not.toContain(seen.secret);
    expect(running.ctx.journal.entries.map((e) => e.action)).toEqual(
      expect.arrayContaining(["Save level", "Save API user"]),
    );
  }, 60_000);
});

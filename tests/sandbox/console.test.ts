import type { Browser, BrowserContext, Frame, Page } from "playwright-core";
import { routes } from "../../sandbox/console/routes";
import { launchBrowser, signIn, startConsole, until } from "./support/console";
import type { RunningConsole } from "./support/console";
import { hands, type Hand } from "./support/hand";

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

describe.each(hands)("the API user form, skin %s", (skin, hand) => {
  test("lines of business are associated, an inactive vendor is chosen, a locked user is unlocked", async () => {
    running = await startConsole({ skin, shell: "none", signIn: "noTotp" });
    const page = await context.newPage();
    await signIn(page, running);
    const user = () => running.ctx.store.tenant.users.find((u) => u.id === 29682914)!;
    running.ctx.store.edit("test", (t) => {
      Object.assign(
        t.users.find((u) => u.id === 29682914)!,
        { locked: true, failedSignIns: 10, levelId: 24 },
      );
    });
    await page.goto(`${running.url.slice(0, -1)}${routes.editUser}?resourceId=29682914`);
    await expect(hand.ticked(hand.box(page, "Locked"))).resolves.toBe(true);
    await hand.box(page, "Locked").click();
    // The older look of the form offers None first for a user without an identifier.
    await hand.radio(page, "Integration Vendor").click();
    await hand.choose(page, "Integration Vendor", "Guardz - Cybersecurity");
    const lists = page.locator("select[multiple]");
    await lists.first().selectOption({ label: "Managed Services > Security" });
    await hand.moveRight(page.locator("body")).click();
    await expect(lists.nth(1).locator("option").allTextContents()).resolves.toEqual(["Managed Services > Security"]);
    await hand.box(page, "Resource can view items with no assigned Line of Business").click();
    await hand.button(page, "Save & Close").click();
    await until(() => !user().locked);
    expect(user()).toMatchObject({
      failedSignIns: 0,
      tracking: { kind: "vendor", vendorId: 205 },
      lineOfBusiness: [13],
      seesUnassignedLineOfBusiness: false,
    });
  });
});

describe.each(hands)("skin %s", (skin, hand) => {
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

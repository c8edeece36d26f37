import type { Browser, BrowserContext, Page } from "playwright-core";
import { routes } from "../../sandbox/console/routes";
import { consoleSwitches } from "../../sandbox/console/switches";
import { launchBrowser, signIn, startConsole, totp, until } from "./support/console";
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
  context.setDefaultTimeout(8_000);
});
afterEach(async () => {
  await context.close();
  await running.close();
});

const apiUserLevel = 24;
const copyUrl = `${routes.copyLevel}?securityLevelId=${apiUserLevel}`;

/** Signed in with these switches. */
async function start(set: Record<string, string>): Promise<Page> {
  running = await startConsole(set);
  const page = await context.newPage();
  await signIn(page, running);
  return page;
}
/** Signed in and on an inner page without the shell. */
async function at(path: string, set: Record<string, string>): Promise<Page> {
  const page = await start(set);
  await page.goto(running.url.slice(0, -1) + path);
  return page;
}
const button = (page: Page, text: string) => page.locator(`.Button2:has(> .Text2:text-is("${text}")):visible`);
const name = (page: Page) =>
  page.locator(".EditorLabelContainer1:has(.PrimaryText:has-text('Name')) + .EditorContainer input").first();
const named = (wanted: string) => running.ctx.store.tenant.levels.find((l) => l.name === wanted);
/** Fills the name of a copy in and presses Save. */
async function save(page: Page, text = "Save"): Promise<void> {
  await name(page).fill("Copy under test");
  await button(page, text).click();
}

test("every switch has at least two positions and says what it is about", () => {
  for (const info of Object.values(consoleSwitches)) {
    expect(new Set(info.positions).size).toBeGreaterThan(1);
    expect(info.about.length).toBeGreaterThan(20);
  }
  running = { close: async () => undefined } as RunningConsole;
});

describe("sign-in", () => {
  test("a wrong password is refused, and too many lock the account", async () => {
    running = await startConsole();
    const page = await context.newPage();
    await page.goto(running.url);
    await page.locator('input[name="UserName"]').fill(running.ctx.store.tenant.administrator.userName);
    await page.locator(".Text2").first().click();
    const password = page.locator('input[name="Password"]');
    await password.waitFor();
    for (let i = 0; i < 5; i++) {
      await password.fill(`wrong ${i}`);
      const answered = page.waitForResponse((r) => r.request().method() === "POST");
      await page.keyboard.press("Enter");
      await answered;
    }
    await page.getByText("locked").waitFor();
    await expect(page.locator("input:visible").count()).resolves.toBe(1);
  });

  test("noTotp ends after the password", async () => {
    const page = await start({ signIn: "noTotp" });
    expect(page.url()).toContain(routes.shell);
  });

  test("unknownPanel shows no field", async () => {
    running = await startConsole({ signIn: "unknownPanel" });
    const page = await context.newPage();
    const { userName, password } = running.ctx.store.tenant.administrator;
    await page.goto(running.url);
    await page.locator('input[name="UserName"]').fill(userName);
    await page.keyboard.press("Enter");
    await page.locator('input[name="Password"]:visible').fill(password);
    await page.keyboard.press("Enter");
    await page.getByText("Send a push notification").waitFor();
    await expect(page.locator("input:visible").count()).resolves.toBe(0);
  });

  test("sso goes to the provider's page and comes back signed in", async () => {
    running = await startConsole({ signIn: "sso" });
    const page = await context.newPage();
    const { userName, password } = running.ctx.store.tenant.administrator;
    await page.goto(running.url);
    await page.locator('input[name="UserName"]').fill(userName);
    await page.keyboard.press("Enter");
    await page.locator("#idSIButton9").click();
    await page.locator("#i0118").fill(password);
    await page.locator("#idSIButton9").click();
    await page.waitForURL(/LandingPage/);
    expect(running.ctx.journal.entries.map((e) => e.path).join()).not.toContain(password);
  });
});

describe("what else may stand around the sign-in", () => {
  /** User name and password, with Enter. */
  async function secrets(page: Page): Promise<void> {
    const { userName, password } = running.ctx.store.tenant.administrator;
    await page.goto(running.url);
    await page.locator('input[name="UserName"]').fill(userName);
    await page.keyboard.press("Enter");
    await page.locator('input[name="Password"]:visible').fill(password);
    await page.keyboard.press("Enter");
  }

  test("the provider remembers who signed in: from a kept session the hop asks nothing", async () => {
    running = await startConsole({ signIn: "sso" });
    const first = await context.newPage();
    const { userName, password } = running.ctx.store.tenant.administrator;
    await first.goto(running.url);
    await first.locator('input[name="UserName"]').fill(userName);
    await first.keyboard.press("Enter");
    await first.locator("#idSIButton9").click();
    await first.locator("#i0118").fill(password);
    await first.locator("#idSIButton9").click();
    await first.waitForURL(/LandingPage/);
    const kept = await browser.newContext({ storageState: await context.storageState() });
    try {
      const second = await kept.newPage();
      await second.goto(running.url.slice(0, -1) + routes.landing);
      expect(second.url()).toContain(routes.shell);
      await second.goto(running.url.slice(0, -1) + routes.signOut);
      await second.locator('input[name="UserName"]').fill(userName);
      await second.keyboard.press("Enter");
      await second.waitForURL(/LandingPage/);
    } finally {
      await kept.close();
    }
  });

  test("kaseyaOne: no password here, but behind its button", async () => {
    running = await startConsole({ signIn: "kaseyaOne" });
    const page = await context.newPage();
    const { userName, password } = running.ctx.store.tenant.administrator;
    await page.goto(running.url);
    await page.locator('input[name="UserName"]').fill(userName);
    await page.keyboard.press("Enter");
    await page.getByText("requires Log in with KaseyaOne").waitFor();
    await button(page, "Log in with KaseyaOne").click();
    await page.locator("#i0116").fill(userName);
    await page.locator("#idSIButton9").click();
    await page.locator("#i0118").fill(password);
    await page.locator("#idSIButton9").click();
    await page.waitForURL(/LandingPage/);
  });

  test.each([
    ["steps", 1],
    ["onePage", 2],
  ])("signInForm %s", async (signInForm, fields) => {
    const page = await start({ signInForm, signIn: "noTotp" });
    await page.goto(running.url.slice(0, -1) + routes.signOut);
    await expect(page.locator("input:visible").count()).resolves.toBe(fields);
  });

  test.each(["box", "panel"])("remember %s: accepted, the next sign-in wants no code", async (remember) => {
    running = await startConsole({ remember });
    const page = await context.newPage();
    await secrets(page);
    const code = page.locator("input.TextBox2:visible:not([name='Password'])");
    await code.waitFor();
    if (remember === "box") await page.locator('input[type="checkbox"]').check();
    await code.fill(totp(running.ctx.store.tenant.administrator.totpSecret));
    await page.keyboard.press("Enter");
    if (remember === "panel") await button(page, "Yes").click();
    await page.waitForURL(/LandingPage/);
    await page.goto(running.url.slice(0, -1) + routes.signOut);
    await secrets(page);
    await page.waitForURL(/LandingPage/);
  });

  test("announcement panel: nobody is in before OK", async () => {
    running = await startConsole({ announcement: "panel", signIn: "noTotp" });
    const page = await context.newPage();
    await secrets(page);
    await page.getByText("scheduled maintenance").waitFor();
    expect(page.url()).toContain(routes.signIn);
    await button(page, "OK").click();
    await page.waitForURL(/LandingPage/);
  });

  test("announcement overlay: the dialog frame covers the menu until OK, once", async () => {
    const page = await start({ announcement: "overlay", signIn: "noTotp" });
    const overlay = page.frameLocator(".overlay iframe");
    await overlay.getByText("scheduled maintenance").waitFor();
    const admin = page.getByText("Admin", { exact: true });
    await expect(admin.click({ trial: true, timeout: 700 })).rejects.toThrow();
    await overlay.getByText("OK").click();
    await admin.click({ trial: true });
    await page.reload();
    await admin.click({ trial: true });
  });
});

describe("words", () => {
  test.each([
    ["asEra", "Organization & Contact Access"],
    ["Business Unit", "Business Unit & Contact Access"],
    ["Company", "Company & Contact Access"],
  ])("term %s", async (term, words) => {
    const page = await at(copyUrl, { term });
    await expect(page.getByText(words, { exact: true }).count()).resolves.toBe(1);
    if (term === "Company")
      await expect(page.getByText("Companies", { exact: true }).count()).resolves.toBeGreaterThan(0);
  });

  test("language german: menu, titles, buttons and labels, not the permissions", async () => {
    const page = await start({ language: "german" });
    await page.getByText("Verwaltung", { exact: true }).click();
    await page.getByText("Ressourcen (Benutzer)", { exact: true }).click();
    await page.goto(running.url.slice(0, -1) + copyUrl);
    await button(page, "Speichern & schließen").waitFor();
    await expect(page.getByText("Customer & Cancelation", { exact: true }).count()).resolves.toBe(1);
    await page.goto(running.url.slice(0, -1) + routes.newUser);
    await page.locator('.PrimaryText:text-is("Vorname")').waitFor();
  });
});

describe("shell", () => {
  test("nesting framed: one more frame around the page; forms still open, save and close", async () => {
    const list = await at(routes.levels, { nesting: "framed" });
    const inner = list.frame({ name: "wrkFrame" })!;
    await inner.locator('tr:has(td:text-is("API User (system) (API-only)")) .ContextMenu').click();
    const [editor] = await Promise.all([
      context.waitForEvent("page"),
      inner.locator(".ContextOverlay .Button2:has-text('Copy Security Level')").click(),
    ]);
    const form = editor.frameLocator("iframe");
    await form
      .locator(".EditorLabelContainer1:has(.PrimaryText:has-text('Name')) + .EditorContainer input")
      .first()
      .fill("Copy under test");
    await Promise.all([
      editor.waitForEvent("close"),
      form.locator('.Button2:has(> .Text2:text-is("Save & Close")):visible').click(),
    ]);
    await inner.locator('td:text-is("Copy under test (API-only)")').waitFor();
  });

  test.each([
    ["onyx-2026", '[data-slot="header"]', "present", 2],
    ["onyx-2025", ".c-search-box__input-wrapper", "absent", 1],
  ] as const)("%s", async (shell, mark, overlayFrame, frames) => {
    const page = await start({ shell, overlayFrame });
    await expect(page.locator(mark).count()).resolves.toBe(1);
    await expect(page.locator("iframe").count()).resolves.toBe(frames);
  });

  test("none shows the admin landing itself", async () => {
    const page = await start({ shell: "none" });
    expect(page.frames()).toHaveLength(1);
    await expect(page.title()).resolves.toContain("Admin");
  });

  test("icons hide the words until the panel is opened", async () => {
    const page = await start({ menu: "icons" });
    const admin = page.getByText("Admin", { exact: true });
    await expect(admin.count()).resolves.toBe(0);
    await page.locator(".c-side-panel-collapse-button").click();
    await expect(admin.count()).resolves.toBe(1);
  });

  test.each([
    ["organization", "Organization Settings & Users"],
    ["account", "Account Settings & Users"],
    ["features", "RESOURCES/USERS (HR)"],
  ])("era %s", async (era, words) => {
    const page = await at(routes.admin, { era });
    await page.getByText(words, { exact: true }).first().waitFor();
  });
});

describe("windows", () => {
  test.each(["tab", "popup", "same"])("%s: the editor closes and the list shows the copy", async (window) => {
    const list = await at(routes.levels, { window });
    await list.locator('tr:has(td:text-is("API User (system) (API-only)")) .ContextMenu').click();
    const entry = list.locator(".ContextOverlay .Button2:has-text('Copy Security Level')");
    let editor = list;
    if (window === "same") {
      await entry.click();
      await list.waitForURL(/CopySecurityLevel/);
    } else {
      [editor] = await Promise.all([context.waitForEvent("page"), entry.click()]);
      await editor.waitForLoadState();
    }
    await save(editor, "Save & Close");
    await list.locator('td:text-is("Copy under test (API-only)")').waitFor();
    expect(context.pages()).toHaveLength(1);
  });

  test("a pop-up without its opener cannot close itself, although it saved", async () => {
    const page = await at(copyUrl, { window: "popup" });
    const failed = page.waitForEvent("pageerror");
    await save(page, "Save & Close");
    expect((await failed).message).toContain("refreshGrid");
    expect(named("Copy under test")).toBeDefined();
  });
});

describe("controls", () => {
  test("drawn buttons ignore scripted clicks", async () => {
    const page = await at(copyUrl, {});
    await name(page).fill("Scripted");
    await button(page, "Save").evaluate((e) => (e as unknown as { click(): void }).click());
    await page.waitForTimeout(300);
    expect(named("Scripted")).toBeUndefined();
  });

  test.each([
    ["asSkin", 0],
    ["native", 1],
  ])("boxes %s", async (boxes, inputs) => {
    const page = await at(copyUrl, { boxes });
    await expect(page.locator('input[type="checkbox"]:visible').count()).resolves.toBe(inputs);
  });

  test.each([
    ["asSkin", 0, 6],
    ["native", 6, 0],
  ])("pickers %s", async (pickers, selects, drawn) => {
    const page = await at(routes.newUser, { pickers });
    await page.getByText("Security Level").waitFor();
    await expect(page.locator("select:visible:not([multiple])").count()).resolves.toBe(selects);
    await expect(page.locator(".SingleItemSelector2:visible").count()).resolves.toBe(drawn);
  });

  test("pickers drawn: also in the level editor", async () => {
    const page = await at(copyUrl, { pickers: "drawn" });
    await page.locator(".HeadingContainer .Text:text-is('Contracts')").click();
    const cell = page.locator('.PermissionRow:has(> div:first-child:text-is("Contracts")) .SingleItemSelector2').nth(1);
    await cell.click();
    await page.locator('.ContextOverlay .Item:has-text("No")').click();
    await save(page);
    await until(() => named("Copy under test") !== undefined);
    expect(named("Copy under test")?.cells["Contracts > Object Permissions > Contracts > Add"]).toBe("No");
  });

  test("boxes and pickers drawn in the plain skin have their roles", async () => {
    const page = await at(routes.newUser, { skin: "plain", boxes: "drawn", pickers: "drawn" });
    await page.getByRole("checkbox", { name: "Locked" }).click();
    await expect(page.getByRole("checkbox", { name: "Locked" }).getAttribute("aria-checked")).resolves.toBe("true");
    await page.getByRole("combobox", { name: "Date Format" }).click();
    await page.getByRole("option", { name: "dd-MM-yyyy" }).click();
    await expect(page.getByRole("combobox", { name: "Date Format" }).textContent()).resolves.toBe("dd-MM-yyyy");
  });

  test("pickerList failsOnce: nothing the first time, the levels the second", async () => {
    const page = await at(routes.newUser, { pickerList: "failsOnce" });
    const picker = page.locator(".SingleItemSelector2").first();
    await picker.click();
    await page.waitForTimeout(300);
    await expect(page.locator(".ContextOverlay .Item").count()).resolves.toBe(0);
    await picker.click();
    await picker.click();
    await page.locator('.ContextOverlay .Item:has-text("API User (system)")').first().waitFor();
  });

  test("pickerList late: the lines come after a second", async () => {
    const page = await at(routes.newUser, { pickerList: "late" });
    await page.locator(".SingleItemSelector2").first().click();
    await page.waitForTimeout(500);
    await expect(page.locator(".ContextOverlay .Item").count()).resolves.toBe(0);
    await page.locator(".ContextOverlay .Item").first().waitFor();
  });

  test.each([
    ["random", false],
    ["stable", true],
  ])("ids %s", async (ids, same) => {
    const page = await at(copyUrl, { ids });
    const first = await name(page).getAttribute("id");
    expect(first).toMatch(/^z[0-9a-f]{32}$/);
    await page.reload();
    expect((await name(page).getAttribute("id")) === first).toBe(same);
  });

  test("labels additions", async () => {
    const page = await at(routes.newUser, { labels: "additions" });
    await page.locator('.PrimaryText:text-is("First Name:")').waitFor();
  });

  test("toolbarShift moves Save after the load", async () => {
    const page = await at(copyUrl, { toolbarShift: "on" });
    const x = async () => (await button(page, "Save").boundingBox())?.x ?? 0;
    const before = await x();
    await until(async () => Math.abs((await x()) - before) > 100);
  });

  test("a section link sets every cell without opening the section", async () => {
    const page = await at(copyUrl, {});
    await page
      .locator(".CollapsibleSectionContainer:has(.Text:text-is('Contracts')) .LinkButton2:has-text('No Permission')")
      .click();
    await expect(page.locator('.PermissionRow:has-text("Contracts") select').first().isVisible()).resolves.toBe(false);
    await save(page);
    await until(() => named("Copy under test") !== undefined);
    const cells = Object.entries(named("Copy under test")?.cells ?? {}).filter(([key]) =>
      key.startsWith("Contracts > "),
    );
    expect(cells.every(([, value]) => value === "None" || value === "No" || value === false)).toBe(true);
  });

  test("permissionLinks partial leaves some alone", async () => {
    const page = await at(copyUrl, { permissionLinks: "partial" });
    await page
      .locator(
        ".CollapsibleSectionContainer:has(> .HeadingContainer .Text:text-is('Service Desk')) .LinkButton2:has-text('No Permission')",
      )
      .click();
    await save(page);
    await until(() => named("Copy under test") !== undefined);
    expect(named("Copy under test")?.cells).toMatchObject({
      "Service Desk > Object Permissions > Tickets > View": "Mine",
      "Service Desk > Object Permissions > Tickets > Delete": "All",
    });
  });

  test("a box that needs another is cleared and disabled with it", async () => {
    const page = await at(copyUrl, {});
    await page.locator(".HeadingContainer .Text:text-is('Other')").click();
    const box = (text: string) => page.locator(`.CheckBoxRow:has(.PrimaryText:text-is("${text}")) .Checkbox2`);
    await box("Can add and edit Dashboard widgets/tabs").click();
    await expect(box("Can manage Shared Dashboard Tabs").getAttribute("class")).resolves.toContain("Disabled");
    await expect(box("Can manage Shared Dashboard Tabs").locator(".Unchecked").count()).resolves.toBe(1);
  });
});

describe("questions, messages, refusals", () => {
  test("alertOnLoad native and dialog", async () => {
    const page = await start({ alertOnLoad: "native" });
    const [alert] = await Promise.all([page.waitForEvent("dialog"), page.goto(running.url.slice(0, -1) + copyUrl)]);
    await alert.accept();
    running.ctx.switches.set({ alertOnLoad: "dialog" });
    await page.reload();
    await page.locator("#AlertDialog.Active").waitFor();
    await page.locator("#AlertDialogOkayButton").click();
    await expect(page.locator("#AlertDialog.Active").count()).resolves.toBe(0);
  });

  test.each(["confirm", "dialog"])("saveQuestion %s: nothing is saved before Yes", async (saveQuestion) => {
    const page = await at(copyUrl, { saveQuestion });
    if (saveQuestion === "confirm") {
      page.once("dialog", (d) => void d.dismiss());
      await save(page);
      await page.waitForTimeout(200);
      expect(named("Copy under test")).toBeUndefined();
      page.once("dialog", (d) => void d.accept());
      await save(page);
    } else {
      await save(page);
      await page.locator("#ConfirmationDialog.Active").waitFor();
      expect(named("Copy under test")).toBeUndefined();
      await page.locator("#ConfirmationDialogYesButton").click();
    }
    await until(() => named("Copy under test") !== undefined);
  });

  test.each(["confirm", "dialog", "beforeunload"])("unsavedQuestion %s", async (unsavedQuestion) => {
    const page = await at(copyUrl, { unsavedQuestion, window: "same" });
    await name(page).fill("Not saved");
    if (unsavedQuestion === "dialog") {
      await button(page, "Cancel").click();
      await page.locator("#ConfirmationDialog.Active").waitFor();
    } else {
      const asked = page.waitForEvent("dialog");
      void button(page, "Cancel")
        .click()
        .catch(() => undefined);
      const dialog = await asked;
      expect(dialog.type()).toBe(unsavedQuestion);
      await dialog.accept();
    }
  });

  test.each(["summary", "dialog", "alert"])("validation %s", async (validation) => {
    const page = await at(copyUrl, { validation });
    await name(page).fill("");
    const dialog = validation === "alert" ? page.waitForEvent("dialog").then((d) => d.accept()) : undefined;
    await button(page, "Save").click();
    if (validation === "summary") {
      await expect(page.locator(".ValidationSummary.Active .Message").textContent()).resolves.toBe("Required");
      await expect(page.locator(".LabelContainer1.Invalid").count()).resolves.toBe(1);
    } else if (validation === "dialog") await page.locator("#AlertDialog.Active").waitFor();
    else await dialog;
  });

  test.each([
    ["redirect", /Authorization\.mvc\/Failure/],
    ["title", /SecurityLevels/],
  ])("accessDenied %s", async (accessDenied, url) => {
    const page = await at(routes.levels, { accessDenied });
    expect(page.url()).toMatch(url);
    await expect(page.title()).resolves.toMatch(/^Access Denied/);
  });

  test("sessionEnds inFrame: sign-in at the third page, once", async () => {
    const page = await at(routes.levels, { sessionEnds: "inFrame" });
    await page.goto(running.url.slice(0, -1) + routes.resources);
    await page.goto(running.url.slice(0, -1) + routes.levels);
    expect(page.url()).toContain(routes.signIn);
    await signIn(page, running);
    for (let i = 0; i < 4; i++) await page.goto(running.url.slice(0, -1) + routes.levels);
    expect(page.url()).toContain(routes.levels);
  });

  test("sessionEnds onSave: sign-in instead of the first save", async () => {
    const page = await at(copyUrl, { sessionEnds: "onSave" });
    await save(page);
    await page.waitForURL(/Authenticate/);
    expect(named("Copy under test")).toBeUndefined();
  });

  test("a post without the anti-forgery value changes nothing", async () => {
    const page = await at(copyUrl, {});
    const answer = await page.request.post(running.url.slice(0, -1) + copyUrl, {
      data: { values: { name: "Forged", active: true } },
    });
    expect(answer.status()).toBe(403);
    expect(named("Forged")).toBeUndefined();
  });
});

describe("levels and lists", () => {
  test.each([
    ["copy", "API User (system) (Copy)"],
    ["copyOf", "Copy of API User (system)"],
    ["same", "API User (system)"],
    ["empty", ""],
  ])("copyName %s", async (copyName, wanted) => {
    const page = await at(copyUrl, { copyName });
    await expect(name(page).inputValue()).resolves.toBe(wanted);
  });

  test("copyMoment atOnce stores the copy when its editor opens", async () => {
    await at(copyUrl, { copyMoment: "atOnce" });
    expect(named("API User (system) (Copy)")).toBeDefined();
  });

  test.each([
    ["reload", /EditSecurityLevel/],
    ["stay", /CopySecurityLevel/],
  ])("saveKeepsTab %s: a second save makes no second level", async (saveKeepsTab, url) => {
    const page = await at(copyUrl, { saveKeepsTab });
    await save(page);
    await until(() => named("Copy under test") !== undefined);
    await page.waitForURL(url);
    await page.waitForTimeout(400);
    await save(page);
    await page.waitForTimeout(400);
    expect(running.ctx.store.tenant.levels.filter((l) => l.name.startsWith("Copy under"))).toHaveLength(1);
    await expect(page.locator(".ValidationSummary.Active").count()).resolves.toBe(0);
  });

  test("saveKeepsTab close leaves the editor after Save", async () => {
    const page = await at(copyUrl, { saveKeepsTab: "close", window: "same" });
    await save(page);
    await page.waitForURL(/SecurityLevels/);
  });

  test.each([
    ["disabled", 2, true],
    ["buttonsAbsent", 0, true],
    ["refused", 2, false],
  ])("systemEditor %s", async (systemEditor, buttons, disabled) => {
    const page = await at(`${routes.editLevel}?securityLevelId=${apiUserLevel}`, { systemEditor });
    await expect(name(page).isDisabled()).resolves.toBe(disabled);
    await expect(page.locator(".ToolBar .Button2:has-text('Save')").count()).resolves.toBe(buttons);
    if (systemEditor === "refused") {
      await save(page);
      await page.locator("#AlertDialog.Active").waitFor();
      expect(named("Copy under test")).toBeUndefined();
    }
  });

  test.each([
    ["catalogue", 0, 1],
    ["extra", 5, 1],
    ["missing", 0, 0],
    ["otherValues", 0, 1],
  ])("levelCells %s", async (levelCells, extra, reports) => {
    const page = await at(copyUrl, { levelCells });
    await expect(page.getByText(/Can use the assistant in/).count()).resolves.toBe(extra);
    await expect(page.locator(".HeadingContainer .Text:text-is('Reports')").count()).resolves.toBe(reports);
  });

  test("levelCells otherValues: lists have a line that is on no record, and it can be stored", async () => {
    const page = await at(copyUrl, { levelCells: "otherValues" });
    await page.locator(".HeadingContainer .Text:text-is('Service Desk')").click();
    await page
      .locator('.PermissionRow:has(> div:first-child:text-is("Tickets")) select')
      .first()
      .selectOption("My Department");
    await save(page);
    await until(() => named("Copy under test") !== undefined);
    expect(named("Copy under test")?.cells["Service Desk > Object Permissions > Tickets > View"]).toBe("My Department");
  });

  test.each([
    ["any", true],
    ["one", false],
  ])("openSections %s", async (openSections, both) => {
    const page = await at(copyUrl, { openSections });
    await page.locator(".HeadingContainer .Text:text-is('Contracts')").click();
    await page.locator(".HeadingContainer .Text:text-is('Inventory')").click();
    await page.getByText("Purchase Orders", { exact: true }).waitFor();
    await expect(page.getByText("Can Approve & Post", { exact: true }).isVisible()).resolves.toBe(both);
  });

  test.each([
    ["none", 0],
    ["toast", 1],
  ])("saveMessage %s", async (saveMessage, messages) => {
    const page = await at(copyUrl, { saveMessage, saveKeepsTab: "stay" });
    await save(page);
    await until(() => named("Copy under test") !== undefined);
    if (messages) await page.getByText("Your changes were saved.").waitFor();
    else await expect(page.locator(".Toast").count()).resolves.toBe(0);
  });

  test("gridPage 5 has more pages; the filter finds across them", async () => {
    const page = await at(routes.resources, { gridPage: "5" });
    await page.locator("tr.Display").nth(4).waitFor();
    await expect(page.locator("tr.Display").count()).resolves.toBe(5);
    await page.locator("tr.Filter input").first().fill("Turner");
    await page.keyboard.press("Enter");
    await page.locator('tr.Display:has-text("Turner, Blake")').waitFor();
    await expect(page.locator("tr.Display").count()).resolves.toBe(1);
  });

  test.each([
    ["rightClick", 0, true],
    ["icon", 1, false],
  ])("rowMenu %s", async (rowMenu, icons, right) => {
    const page = await at(routes.levels, { rowMenu, copyLabel: "short" });
    const row = page.locator('tr:has(td:text-is("API User (system) (API-only)"))');
    await row.waitFor();
    await expect(row.locator(".ContextMenu").count()).resolves.toBe(icons);
    if (right) await row.click({ button: "right" });
    else {
      await row.click({ button: "right" });
      await page.waitForTimeout(200);
      await expect(page.locator(".ContextOverlay").count()).resolves.toBe(0);
      await row.locator(".ContextMenu").click();
    }
    await page.locator('.ContextOverlay .Text2:text-is("Copy")').waitFor();
  });

  test("inactive resources show when their box is ticked", async () => {
    const page = await at(routes.resources, {});
    running.ctx.store.edit("test", (t) => t.users.forEach((u) => (u.active = u.lastName !== "Turner")));
    await page.reload();
    await page.locator("tr.Display").first().waitFor();
    await expect(page.getByText("Turner, Blake").count()).resolves.toBe(0);
    await page.locator(".Checkbox2").first().click();
    await page.getByText("Turner, Blake").waitFor();
  });
});

describe("API user form", () => {
  const ownUser = `${routes.editUser}?resourceId=29682890`;

  test("lineOfBusiness and customIdentifier", async () => {
    const page = await at(ownUser, { lineOfBusiness: "absent", customIdentifier: "hidden" });
    const identifier = page.locator(".EditorLabelContainer1:has-text('Tracking Identifier') + .EditorContainer input");
    await expect(page.getByText("Line of Business").count()).resolves.toBe(0);
    await expect(identifier.inputValue()).resolves.toBe("");
    running.ctx.switches.set({ lineOfBusiness: "present", customIdentifier: "visible" });
    await page.reload();
    await expect(page.getByText("Line of Business", { exact: true }).count()).resolves.toBe(1);
    expect((await identifier.inputValue()).length).toBe(27);
  });

  test("the secret is only to be replaced; the tracking identifier is fixed", async () => {
    const page = await at(ownUser, {});
    await page.getByText('Click "Generate Secret" for a new password.').waitFor();
    await expect(page.locator(".RadioButton2.Disabled").count()).resolves.toBe(2);
    await button(page, "Generate Secret").click();
    const secret = page.locator(".EditorLabelContainer1:has-text('Password (Secret)') + .EditorContainer input");
    await until(async () => (await secret.inputValue()).length === 25);
    expect(JSON.stringify(running.ctx.journal.entries)).not.toContain(await secret.inputValue());
  });

  test("Custom shows a name to type and an identifier that the tenant made", async () => {
    const page = await at(routes.newUser, {});
    await page.locator(".CheckBoxRow:has-text('Custom') .RadioButton2").click();
    const identifier = page.locator(".EditorLabelContainer1:has-text('Tracking Identifier') + .EditorContainer input");
    await until(async () => (await identifier.inputValue()).length === 27);
  });

  test("pace slow keeps an answer back", async () => {
    const page = await start({ pace: "slow" });
    const begun = Date.now();
    await page.goto(running.url.slice(0, -1) + routes.newUser);
    expect(Date.now() - begun).toBeGreaterThan(400);
  });
});

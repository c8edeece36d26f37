import type { Browser, BrowserContext, Page } from "playwright-core";
import { routes } from "../../../sandbox/psa/console/routes";
import { psaSwitches } from "../../../sandbox/psa/switches";
import { launchBrowser, until } from "../support/console";
import { Person } from "./support/person";
import { codeOf, runPsa, type RunningPsa } from "./support/rest";

let browser: Browser;
let psa: RunningPsa;
/** Signed in once for all trials that are not about sign-in. */
let inside: BrowserContext;

beforeAll(async () => {
  browser = await launchBrowser();
  psa = await runPsa();
  inside = await newContext();
  const page = await inside.newPage();
  await new Person(page, psa, "telerik").signIn();
  await page.close();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await psa.close();
});

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  context.setDefaultTimeout(10_000);
  return context;
}

interface Trial {
  observe(page: Page, person: Person): Promise<unknown>;
  expected: Record<string, unknown>;
  set?: Record<string, string>;
}

const content = "#ctl00_phContent_";
const open = (page: Page, path: string) => page.goto(new URL(path, psa.url).href);
const record = (page: Page, id = 1010) => open(page, `${routes.employee}?ID=${id}`);
const outbox = () => psa.context.store.tenant.psa.outbox.filter((mail) => mail.kind === "reset");
const resetButton = "Reset and Send instructions";
const yes = (page: Page) => page.locator('.modal .btn:has-text("Yes")');
const code = (page: Page) => page.locator("#ctl00_MainContent_txtMFACode");
const userBox = (page: Page) => page.locator("#ctl00_MainHeaderNavigationBar_CurrentProfileBox1_lblUserFirstName");

/** In a browser of its own, where nobody is signed in. */
async function outside<T>(look: (page: Page) => Promise<T>): Promise<T> {
  const context = await newContext();
  try {
    return await look(await context.newPage());
  } finally {
    await context.close();
  }
}

async function byKaseyaOne(page: Page): Promise<boolean> {
  const { userName, password, totpSecret } = psa.ready.psa.administrator;
  await page.locator("#username").fill(userName);
  await page.locator("#organizationName").fill(psa.ready.psa.company);
  await page.getByRole("button", { name: "Next" }).click();
  await page.locator("#password").fill(password);
  await page.getByRole("button", { name: "Log In" }).click();
  await page.locator("#one-time-code").fill(codeOf(totpSecret));
  await page.getByRole("button", { name: "Verify" }).click();
  await userBox(page).waitFor();
  return true;
}

const trials: Record<string, Trial> = {
  psaSignIn: {
    observe: () =>
      outside(async (page) => {
        await page.goto(psa.ready.psa.consoleUrl);
        const next = page.locator("#ctl00_MainContent_btnNext");
        if ((await next.count()) > 0) {
          await page.locator("#ctl00_MainContent_txtUserID").fill("astone");
          await next.click();
          await until(() => new URL(page.url()).hostname === "localhost");
          return ["provider", await byKaseyaOne(page)];
        }
        const { userName, password } = psa.ready.psa.administrator;
        await new Person(page, psa, "telerik").typeSignIn(userName, password);
        await code(page).or(page.locator("#ctl00_MainContent_lblMessage")).first().waitFor();
        if (await code(page).isVisible()) return ["code"];
        await page.getByRole("link", { name: "Log In with KaseyaOne" }).click();
        return ["refused", await byKaseyaOne(page)];
      }),
    expected: { local: ["code"], ssoFirst: ["provider", true], kaseyaOneRequired: ["refused", true] },
  },
  psaMfa: {
    observe: () =>
      outside(async (page) => {
        await open(page, routes.login);
        const before = await code(page).count();
        const { userName, password, totpSecret } = psa.ready.psa.administrator;
        if (before > 0) await code(page).fill(codeOf(totpSecret));
        await new Person(page, psa, "telerik").typeSignIn(userName, password);
        await code(page).or(userBox(page)).first().waitFor();
        return [before, await userBox(page).isVisible()];
      }),
    expected: { afterwards: [0, false], samePage: [1, true], off: [0, true] },
  },
  psaEngine: {
    observe: async (page, person) => {
      await open(page, routes.employees);
      await page.evaluate(() => void Object.assign(window, { kept: true }));
      await person.press("New");
      await person.heading("New Employee");
      return [await page.locator("#aspnetForm").count(), await page.evaluate(() => "kept" in window)];
    },
    expected: { webForms: [1, false], react: [0, true] },
  },
  psaRenderMode: {
    observe: async (page, person) => {
      await open(page, routes.employee);
      await person.pick("Location", "Riverside Office");
      return [
        await page.locator(`${content}ddlLocation table`).count(),
        await page.locator(`${content}ddlLocation_Input`).inputValue(),
      ];
    },
    expected: {
      asSkin: [1, "Riverside Office"],
      classic: [1, "Riverside Office"],
      lightweight: [0, "Riverside Office"],
    },
  },
  psaComboDelay: {
    observe: async (page) => {
      await open(page, routes.employee);
      const since = Date.now();
      await page.locator(`${content}ddlLocation_Arrow`).click();
      await page.locator(`${content}ddlLocation_DropDown li`).first().waitFor();
      return Date.now() - since > 1_100;
    },
    expected: { none: false, slow: true },
  },
  psaPostBack: {
    observe: async (page, person) => {
      await open(page, routes.employee);
      const posts: string[] = [];
      page.on("request", (request) => void (request.method() === "POST" && posts.push(request.url())));
      await person.type("FirstName", "Typed");
      await person.pick("Location", "Riverside Office");
      await person.pick("UserType", "Api Employee");
      await person.pick("Department", "Projects");
      return [
        posts.length,
        await page.locator(`${content}ddlLocation_Input`).inputValue(),
        await page.locator(`${content}txtFirstName`).inputValue(),
      ];
    },
    expected: {
      userType: [1, "Riverside Office", "Typed"],
      rewrites: [3, "Main Branch", "Typed"],
      slow: [1, "Riverside Office", "Typed"],
      none: [0, "Riverside Office", "Typed"],
    },
  },
  psaCheckText: {
    observe: async (page, person) => {
      await open(page, routes.employee);
      await person.tick("EmployeeRoles", "Administration", "Engineer", "Consultant");
      return page.locator(`${content}ddlEmployeeRoles_Input`).inputValue();
    },
    expected: { joined: "Administration, Engineer, Consultant", count: "3 items checked" },
  },
  psaCheckAll: {
    observe: async (page) => {
      await open(page, routes.employee);
      await page.locator(`${content}ddlEmployeeRoles_Arrow`).click();
      const all = page.locator(`${content}ddlEmployeeRoles_DropDown .rcbCheckAllItemsCheckBox`);
      if ((await all.count()) > 0) await all.click();
      return page.locator(`${content}ddlEmployeeRoles_Input`).inputValue();
    },
    expected: { absent: "", present: "Administration, Engineer, Consultant" },
  },
  psaLabels: {
    observe: async (page) => {
      await open(page, routes.employee);
      return page.getByLabel("User Name").count();
    },
    expected: { spans: 0, tied: 1 },
  },
  psaSuccessBanner: {
    observe: async (page, person) => {
      await record(page);
      await person.type("FirstName", "Banner");
      await person.press("Save (S)");
      await until(() => psa.context.store.tenant.psa.employees.some(({ firstName }) => firstName === "Banner"));
      await person.heading("New Employee");
      return page.locator(".alert-success").count();
    },
    expected: { shown: 1, off: 0 },
  },
  psaAutoRefresh: {
    observe: async (page) => {
      await open(page, routes.employees);
      const again = page.waitForRequest((request) => request.method() === "POST", { timeout: 3_500 });
      return again.then(
        () => true,
        () => false,
      );
    },
    expected: { off: false, on: true },
  },
  psaAfterSave: {
    observe: async (page, person) => {
      await record(page);
      if ((await person.button("Edit").count()) > 0) await person.press("Edit");
      await person.press("Save (S)");
      await person.banner();
      return [await page.locator(`${content}txtUserName`).count(), await person.button("Edit").count()];
    },
    expected: { edit: [1, 0], view: [0, 1] },
  },
  psaGridPage: {
    observe: async (page) => {
      await open(page, routes.employees);
      const first = await page.locator("tr[data-opens]").count();
      const next = page.locator(".rgPageNext");
      if ((await next.count()) > 0) {
        await next.click();
        await page.getByText("fohara", { exact: true }).waitFor();
      }
      return [first, await page.locator("tr[data-opens]").count()];
    },
    expected: { "50": [10, 10], "5": [5, 5] },
  },
  psaRowOpen: {
    observe: async (page, person) => {
      await open(page, routes.employees);
      const cell = page.getByText("monitoring-api", { exact: true });
      const links = await page.locator("tr[data-opens] a").count();
      if (links > 0) await cell.click();
      else await cell.dblclick();
      await person.heading("New Employee");
      return links > 0;
    },
    expected: { click: true, doubleClick: false },
  },
  psaActiveFilter: {
    observe: async (page) => {
      await open(page, routes.employees);
      return page.locator("tr[data-opens]").count();
    },
    expected: { yes: 10, all: 12 },
  },
  psaUserTypeDefault: {
    observe: async (page) => {
      await open(page, routes.employee);
      return page.locator(`${content}ddlUserType_Input`).inputValue();
    },
    expected: { employee: "Employee", empty: "" },
  },
  psaUserTypeControl: {
    observe: async (page, person) => {
      await record(page);
      const input = page.locator(`${content}ddlUserType_Input`);
      if ((await input.count()) === 0) return page.locator(`${content}lblUserType`).innerText();
      if (await input.isDisabled()) return "disabled";
      await person.pick("UserType", "Employee");
      await person.press("Save (S)");
      const text = page.locator(`${content}rfvUserType`);
      await text.waitFor();
      return text.innerText();
    },
    expected: {
      disabled: "disabled",
      text: "Api Employee",
      refused: "API Employee user types cannot be edited.",
    },
  },
  psaActiveControl: {
    observe: async (page, person) => {
      await record(page);
      if ((await page.locator(`${content}ddlActive`).count()) > 0) await person.pick("Active", "No");
      else if ((await page.locator(".switch").count()) > 0) await page.locator(".switch .slider").click();
      else await page.locator(`${content}chkActive`).click();
      await person.press("Save (S)");
      await person.banner();
      return psa.context.store.tenant.psa.employees.find(({ id }) => id === 1010)!.active;
    },
    expected: { checkBox: false, combo: false, toggle: false },
  },
  psaResetPlace: {
    set: { psaResetConfirm: "none" },
    observe: async (page, person) => {
      const places: string[] = [];
      await record(page);
      if ((await person.button(resetButton).count()) > 0) places.push("page");
      await page.locator(`${content}lnkSecurity`).click();
      await page.getByText("MFA Settings").waitFor();
      const inTab = page.locator(`${content}btnResetInstructions`);
      if ((await inTab.count()) > 0) places.push("tab");
      await open(page, routes.employees);
      const row = page.locator("tr[data-opens]", { hasText: "monitoring-api" });
      const batch = page.locator("#ctl00_phListing_ctrlListing_btnResetInstructions");
      if ((await batch.count()) > 0) {
        places.push("batch");
        await row.locator("input").click();
        await batch.click();
        await person.banner();
      }
      await row.locator("td").nth(1).click({ button: "right" });
      const entry = page.locator(".rmText", { hasText: resetButton });
      if ((await entry.count()) > 0) {
        places.push("row");
        await entry.click();
        await person.banner();
      }
      return [places, outbox().length];
    },
    expected: {
      pageAndRowMenu: [["page", "row"], 1],
      page: [["page"], 0],
      tab: [["tab"], 0],
      rowMenu: [["row"], 1],
      batch: [["batch"], 1],
    },
  },
  psaResetConfirm: {
    observe: async (page, person) => {
      await record(page);
      let native = false;
      page.on("dialog", (dialog) => {
        native = true;
        void dialog.accept();
      });
      await person.press(resetButton);
      const asked = psa.context.switches.get("psaResetConfirm") === "dialog";
      if (asked) await yes(page).click();
      await person.banner();
      return [native, asked, outbox().length];
    },
    expected: { dialog: [false, true, 1], native: [true, false, 1], none: [false, false, 1] },
  },
  psaFieldErrors: {
    observe: async (page, person) => {
      await open(page, routes.employee);
      let sent = 0;
      page.on("request", (request) => void (request.method() === "POST" && sent++));
      await person.press("Save (S)");
      const beside = await page.locator(".val:visible").count();
      const banner = page.locator(".alert-danger:visible");
      return [beside, (await banner.count()) > 0 && /User Name is required/.test(await banner.innerText()), sent];
    },
    // User Type is filled.
    expected: { inline: [11, false, 0], summary: [0, true, 0], banner: [0, true, 0] },
  },
  psaPace: {
    observe: async (page) => {
      const since = Date.now();
      await open(page, routes.home);
      return Date.now() - since >= 400 || psa.context.switches.get("psaPace") === "fast";
    },
    expected: { fast: true, slow: true },
  },
  psaSessionEnds: {
    observe: async (page, person) => {
      await record(page);
      await person.press("Save (S)");
      const signIn = page.locator("#ctl00_MainContent_txtUserID");
      await signIn.or(page.locator(".alert-success")).first().waitFor();
      return signIn.isVisible();
    },
    // Last: it ends the session of all trials.
    expected: { never: false, onSave: true },
  },
};

const cases = Object.entries(trials).flatMap(([name, { expected }]) =>
  Object.keys(expected).map((position): [string, string] => [name, position]),
);

it.each(cases)(
  "%s=%s does what it says",
  async (name, position) => {
    const { observe, expected, set } = trials[name]!;
    psa.context.switches.set({ ...set, [name]: position });
    const page = await inside.newPage();
    try {
      expect(await observe(page, new Person(page, psa, "telerik"))).toEqual(expected[position]);
    } finally {
      await page.close();
      psa.context.switches.reset();
      psa.context.store.reset();
    }
  },
  40_000,
);

it("tries every position of every switch of the console", () => {
  const names = Object.keys(psaSwitches);
  // The skins are tried by whole tasks, in console.test.ts.
  const ours = names.slice(names.indexOf("psaSkin") + 1) as (keyof typeof psaSwitches)[];
  expect(Object.keys(trials).sort()).toEqual([...ours].sort());
  for (const name of ours)
    expect(Object.keys(trials[name]!.expected).sort()).toEqual([...psaSwitches[name].positions].sort());
});

import type { Browser } from "playwright-core";
import { routes } from "../../sandbox/console/routes";
import { consoleSwitches } from "../../sandbox/console/switches";
import { launchBrowser, startConsole, totp } from "./support/console";

/** Switches that end or refuse what this test looks at. */
const apart = ["accessDenied", "sessionEnds", "signIn", "announcement", "remember", "alertOnLoad"];
const draws = Number(process.env["STAND_IN_DRAWS"] ?? 4);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

/** A small generator, so that a draw can be drawn again. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

test.each(Array.from({ length: draws }, (_, index) => index + 1))(
  "draw %i: every page comes up without an error in its script, and with its buttons",
  async (seed) => {
    const next = dice(seed * 7919);
    const set = Object.fromEntries(
      Object.entries(consoleSwitches)
        .filter(([name]) => !apart.includes(name))
        .map(([name, { positions }]) => [name, positions[Math.floor(next() * positions.length)]!]),
    );
    const running = await startConsole(set);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(15_000);
    const faults: string[] = [];
    context.on("weberror", (error) => faults.push(error.error().message));
    try {
      const page = await context.newPage();
      const { userName, password, totpSecret } = running.ctx.store.tenant.administrator;
      await page.goto(running.url);
      await page.locator('input[name="UserName"]').fill(userName);
      await page.keyboard.press("Enter");
      await page.locator('input[name="Password"]:visible').fill(password);
      await page.keyboard.press("Enter");
      const code = page.locator("input.TextBox2:visible:not([name='Password']):not([name='UserName'])");
      await code.fill(totp(totpSecret));
      await page.keyboard.press("Enter");
      await page.waitForURL(/Landing/);
      const older = set["generation"] === "older";
      const pages = [
        routes.admin,
        routes.levels,
        `${routes.copyLevel}?securityLevelId=24`,
        routes.resources,
        `${routes.resource}?webID=29682901`,
        ...(older ? [routes.resource] : [routes.newUser, `${routes.editUser}?resourceId=29682911`]),
      ];
      for (const path of pages) {
        await page.goto(running.url.slice(0, -1) + path);
        const at = set["nesting"] === "framed" ? page.frame({ name: "wrkFrame" })! : page.mainFrame();
        await at.waitForFunction("window.__page !== undefined && document.readyState === 'complete'");
        const form = /Copy|resource\.aspx|ApiUser/.test(path);
        const words = set["language"] === "german" ? "Abbrechen" : "Cancel";
        if (form) await at.getByText(words, { exact: true }).first().waitFor();
        else if (!path.includes("Landing")) await at.getByText("API User (system)").first().waitFor();
      }
      expect(faults).toEqual([]);
    } finally {
      await context.close();
      await running.close();
    }
  },
  60_000,
);

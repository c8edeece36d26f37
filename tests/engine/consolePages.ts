import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Secret, TOTP } from "otpauth";
import { chromium, type Page } from "playwright-core";
import { readSetup } from "../../tools/env.mjs";
import type { StandIn } from "../../tools/trial.mjs";
import type { Example } from "./documents";

/**
 * What an administrator sees on the pages of the stand-in's console, in its accessible skin. Read by the markup of that skin
 * and without the provider's own reading, the catalogue or the stand-in's state: a witness of its own.
 */

interface LevelSeen {
  name: string;
  active: boolean;
  /** `Section > Group > Row > Column = value` of every box that is ticked and every list that is not at its first entry. */
  granted: string[];
  /** All boxes and lists there are. */
  controls: number;
  webhooks: string;
}

type UserSeen = Record<string, string | boolean>;

const PAGES = "Mvc/AdministrationSetup/";

/** The pages of the example's level and user show what its document asks for, and nothing more. */
export async function expectDocument(
  standIn: StandIn,
  { level, user, vendor, granted, fields }: Example,
): Promise<void> {
  const made = (await standIn.tenant()).users.find(({ firstName }) => firstName === user)!;
  const seen = await readPages(standIn, { levelId: made.levelId, userId: made.id });
  expect(seen.user).toMatchObject({ ...fields, "Username (Key)": expect.stringContaining(`${made.userName}@`) });
  if (vendor !== undefined) expect(Object.values(seen.user)).toContain(vendor);
  expect(seen.level.name).toBe(fields["Security Level"]);
  if (level === undefined) return;
  // A number has no "No Permission": it stays what the copy had, and without its box it allows nothing.
  expect(seen.level).toMatchObject({ active: true, granted, webhooks: "10" });
  expect(seen.level.controls).toBeGreaterThan(190);
}

/** Signs in, opens the editors of a level and a user by their ids, and reads them. */
async function readPages(
  standIn: StandIn,
  { levelId, userId }: { levelId: number; userId: number },
): Promise<{ level: LevelSeen; user: UserSeen }> {
  const { consoleUrl, administrator } = standIn.ready.autotask;
  const { skin } = await standIn.move({});
  await standIn.move({ skin: "plain" });
  const browser = await chromium.launch({ executablePath: readSetup().browser.path, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(consoleUrl);
    const step = async (name: string, text: string): Promise<void> => {
      const field = page.locator(`input[name="${name}"]:visible`);
      await field.fill(text);
      await field.press("Enter");
    };
    await step("UserName", administrator.userName);
    await step("Password", administrator.password);
    const code = page.locator("input:visible:not([name='Password']):not([name='UserName'])");
    await code.waitFor();
    await code.fill(new TOTP({ secret: Secret.fromBase32(administrator.totpSecret) }).generate());
    await code.press("Enter");
    await page.waitForURL(/Landing/);

    await page.goto(`${consoleUrl}${PAGES}SecurityLevel.mvc/EditSecurityLevel?securityLevelId=${levelId}`);
    const level = await readLevel(page);
    await page.goto(`${consoleUrl}${PAGES}ApiUser.mvc/EditApiUser?resourceId=${userId}`);
    return { level, user: await readUser(page) };
  } finally {
    await browser.close();
    await standIn.move({ skin: skin! });
  }
}

async function ready(page: Page): Promise<void> {
  await page.locator("#LoadingIndicator").waitFor({ state: "hidden" });
}

async function readLevel(page: Page): Promise<LevelSeen> {
  await ready(page);
  const closed = page.locator("button.heading[aria-expanded=false]:visible");
  while ((await closed.count()) > 0) await closed.first().click();
  const cells = await look<{ path: string; value: string; granted: boolean }[]>(page, "cells");
  const matrix = cells.filter(({ path }) => !path.startsWith("General Information"));
  const fields = Object.fromEntries(await look<[string, string | boolean][]>(page, "fields"));
  return {
    name: String(fields["Name"]),
    active: fields["Active"] === true,
    granted: matrix.filter(({ granted }) => granted).map(({ path, value }) => `${path} = ${value}`),
    controls: matrix.length,
    webhooks: String(fields["Maximum number of Webhooks"]),
  };
}

/** Label -> what the field holds. */
async function readUser(page: Page): Promise<UserSeen> {
  await ready(page);
  return Object.fromEntries(await look<[string, string | boolean][]>(page, "fields"));
}

const EYES = readFileSync(join(__dirname, "pageEyes.js"), "utf8");

async function look<T>(page: Page, what: "cells" | "fields"): Promise<T> {
  await page.evaluate(EYES);
  return page.evaluate<T>(`window.eyes.${what}()`);
}

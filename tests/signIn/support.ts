import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openConsole as openAutotask } from "../../provider/autotask/console";
import type { ConsoleAccess } from "../../provider/browser/session";
import { Secret } from "../../provider/errors";
import { openConsole as openPsa } from "../../provider/psa/console";
import { FOLDER_VARIABLE } from "../../provider/userFolder";
import { startSandbox, type Sandbox } from "../../sandbox/server";
import { readSetup } from "../../tools/env.mjs";
import { totp } from "../sandbox/support/console";

export { totp };

export const MINUTE = 60_000;
export const browserPath = (): string => readSetup().browser.path;

/** A folder of its own for locks, keys and kept sessions of this test file; removed at its end. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "psa-sign-in-"));
  process.env[FOLDER_VARIABLE] = folder;
  afterAll(() => {
    delete process.env[FOLDER_VARIABLE];
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export type Access = Partial<Omit<ConsoleAccess, "log">>;

/** What the tests need of a vendor: how it is opened, looked into, and signed in to by hand. */
export interface Vendor {
  name: "autotask" | "psa";
  url(sandbox: Sandbox): string;
  /** Variables that name the console and nobody's password. */
  variables(sandbox: Sandbox): NodeJS.ProcessEnv;
  account(sandbox: Sandbox): { userName: string; password: Secret; totpSecret: Secret };
  open(
    sandbox: Sandbox,
    access: Access,
  ): { look(): Promise<unknown>; close(): Promise<void>; log: string[]; console: unknown };
  /** Signs in as a person does: by the company's single sign-on. */
  person(sandbox: Sandbox): (page: Page) => Promise<void>;
}

const opening = (sandbox: Sandbox, vendor: Vendor, access: Access) => {
  const log: string[] = [];
  return {
    log,
    options: {
      url: vendor.url(sandbox),
      browserPath: browserPath(),
      log: (text: string) => void log.push(text),
      ...access,
    },
  };
};

export const AUTOTASK: Vendor = {
  name: "autotask",
  url: ({ ready }) => ready.autotask.consoleUrl,
  variables: ({ ready }) => ({ AUTOTASK_CONSOLE_URL: ready.autotask.consoleUrl }),
  account: ({ ready }) => {
    const { userName, password, totpSecret } = ready.autotask.administrator;
    return { userName, password: new Secret(password), totpSecret: new Secret(totpSecret) };
  },
  open(sandbox, access) {
    const { log, options } = opening(sandbox, this, access);
    const console = openAutotask(options);
    return { log, console, look: () => console.levels(), close: () => console.close() };
  },
  person: (sandbox) => async (page) => {
    const { administrator } = sandbox.ready.autotask;
    sandbox.context.switches.set({ signIn: "sso" });
    await page.locator('input[name="UserName"]').fill(administrator.userName);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByLabel("Enter the password").fill(administrator.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/LandingPage/);
  },
};

export const PSA: Vendor = {
  name: "psa",
  url: ({ ready }) => ready.psa.consoleUrl,
  variables: ({ ready }) => ({
    PSA_COMPANY: ready.psa.company,
    PSA_CONSOLE_URL: ready.psa.consoleUrl,
    PSA_REST_URL: ready.psa.restUrl,
  }),
  account: ({ ready }) => {
    const { userName, password, totpSecret } = ready.psa.administrator;
    return { userName, password: new Secret(password), totpSecret: new Secret(totpSecret) };
  },
  open(sandbox, access) {
    const { log, options } = opening(sandbox, this, access);
    const console = openPsa({ ...options, company: sandbox.ready.psa.company });
    return { log, console, look: () => console.readRole("Administrator"), close: () => console.close() };
  },
  person: (sandbox) => async (page) => {
    const { company, administrator } = sandbox.ready.psa;
    await page.getByText("Log In with KaseyaOne").click();
    await page.locator("#username").fill(administrator.userName);
    await page.locator("#organizationName").fill(company);
    await page.getByRole("button", { name: "Next" }).click();
    await page.locator("#password").fill(administrator.password);
    await page.getByRole("button", { name: "Log In" }).click();
    await page.locator("#one-time-code").fill(totp(administrator.totpSecret));
    await page.getByRole("button", { name: "Verify" }).click();
    await page.waitForURL(/Home\.aspx/);
  },
};

/** The same address again, and nobody is signed in any more. */
export async function startAgain(sandbox: Sandbox): Promise<Sandbox> {
  const port = Number(new URL(sandbox.url).port);
  await sandbox.close();
  return startSandbox({ tenant: "small", port });
}

/** Sign-ins by user name, password or provider that the stand-in has seen. */
export const signIns = (sandbox: Sandbox): number =>
  sandbox.context.journal.entries.filter(({ action }) =>
    /^Sign-in(: (password|provider|KaseyaOne))?$/.test(action ?? ""),
  ).length;

export const caught = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error("no error");
};

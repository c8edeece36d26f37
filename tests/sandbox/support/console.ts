/** A console on loopback and a real browser to use it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Fastify from "fastify";
import { Secret, TOTP } from "otpauth";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { registerConsole } from "../../../sandbox/console";
import type { Context } from "../../../sandbox/context";
import { Journal } from "../../../sandbox/journal";
import { seedTenant } from "../../../sandbox/seeds";
import { Store } from "../../../sandbox/store";
import { Switches } from "../../../sandbox/switches";

export interface RunningConsole {
  ctx: Context;
  url: string;
  close(): Promise<void>;
}

export async function startConsole(set: Record<string, string> = {}): Promise<RunningConsole> {
  const now = () => new Date();
  let url = "";
  const ctx: Context = {
    store: new Store(() => seedTenant("small")),
    switches: new Switches(set),
    journal: new Journal(now),
    baseUrl: () => url,
    now,
  };
  const app = Fastify();
  registerConsole(app, ctx);
  url = `${await app.listen({ host: "127.0.0.1", port: 0 })}/`;
  return { ctx, url, close: () => app.close() };
}

/** The browser that the project's set-up found, else the one of an npm package. */
export async function launchBrowser(): Promise<Browser> {
  const setup = join(__dirname, "../../../.cache/setup.json");
  const found = existsSync(setup)
    ? (JSON.parse(readFileSync(setup, "utf8")) as { browser?: unknown }).browser
    : undefined;
  const path = typeof found === "string" ? found : undefined;
  const executablePath = path ?? (await (await import("@sparticuz/chromium")).default.executablePath());
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** The code of an authenticator app. */
export const totp = (secret: string): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

/** The three steps, with Enter. */
export async function signIn(page: Page, running: RunningConsole): Promise<void> {
  const { administrator } = running.ctx.store.tenant;
  await page.goto(running.url);
  await page.locator('input[name="UserName"]').fill(administrator.userName);
  await page.keyboard.press("Enter");
  await page.locator('input[name="Password"]:visible').fill(administrator.password);
  await page.keyboard.press("Enter");
  if (running.ctx.switches.get("signIn") === "totp") {
    const code = page.locator("input.TextBox2:visible:not([name='Password'])");
    await code.waitFor();
    await code.fill(totp(administrator.totpSecret));
    await page.keyboard.press("Enter");
  }
  const shell = running.ctx.switches.get("generation") === "older" ? /Navigation\.mvc\/Landing$/ : /LandingPage/;
  await page.waitForURL(running.ctx.switches.get("shell") === "none" ? /Landing\.mvc/ : shell);
}

/** Waits until a condition holds. */
export async function until(holds: () => Promise<boolean> | boolean, milliseconds = 8_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited ${milliseconds} ms in vain for: ${holds.toString()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { marked } from "marked";
import type { Browser, Page } from "playwright-core";
import { launch } from "../../provider/browser/launch";
import { render } from "../../provider/report/render";
import { readSetup } from "../../tools/env.mjs";
import { root } from "../support/build";
import { RECORDED, reportOf } from "./recorded";

/** What a reader sees first, in a real browser: what gets wider, for whom, from what to what. */

let browser: Browser;
beforeAll(async () => {
  browser = await launch(readSetup().browser.path);
}, 60_000);
afterAll(() => browser?.close());

const named = (name: string) => reportOf(RECORDED.find((one) => one.name.startsWith(name))!);
const mixed = named("wider, narrower");
const made = named("a level and its user");

async function open(html: string, width: number, height: number): Promise<{ page: Page; asked: string[] }> {
  const page = await browser.newPage({ viewport: { width, height } });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.setContent(html);
  return { page, asked };
}

/** As GitHub draws a comment: its style sheet, and its boxes for `> [!CAUTION]`. */
function comment(markdown: string): string {
  const css = readFileSync(join(root, "node_modules", "github-markdown-css", "github-markdown-light.css"), "utf8");
  const body = marked
    .parse(markdown, { async: false, gfm: true })
    .replace(
      /<blockquote>\s*<p>\[!(\w)(\w+)\]\s*/g,
      (_, first: string, rest: string) =>
        `<blockquote class="markdown-alert markdown-alert-${(first + rest).toLowerCase()}"><p class="markdown-alert-title">${first}${rest.toLowerCase()}</p><p>`,
    );
  return `<style>${css}</style><body class="markdown-body" style="padding:16px">${body}</body>`;
}

test("the HTML page shows all that gets wider in its first screen, at any width, and loads nothing", async () => {
  for (const [width, height] of [
    [1280, 720],
    [800, 900],
  ] as const) {
    const { page, asked } = await open(render(made, "html"), width, height);
    for (const text of [
      "3 permissions get wider",
      "API User (Propel Your MSP)",
      "Admin › Resources/Users (HR)",
      "Service Desk › Tickets: Add",
    ]) {
      const box = await page.locator(".verdict").getByText(text).first().boundingBox();
      expect(box!.y + box!.height).toBeLessThan(height);
    }
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    expect(asked).toEqual([]);
    await page.close();
  }
}, 60_000);

test("the matrix marks each changed cell in its column and folds what stays", async () => {
  const { page } = await open(render(mixed, "html"), 1280, 900);
  const row = page.locator(".matrix").first().locator("tr", { hasText: "Tickets" });
  expect((await row.locator("td").allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim())).toEqual([
    "Tickets Object Permissions",
    "All",
    "▼ Yes → No",
    "▲ No → Yes",
    "",
  ]);
  const colours = await page
    .locator(".matrix .cell.widens, .matrix .cell.narrows")
    .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell as never).color as string));
  expect(new Set(colours).size).toBe(2);
  expect(await page.locator("details[open]").count()).toBe(0);
  await page.close();
}, 60_000);

test("the comment begins with a box that names what gets wider, before any table", async () => {
  const { page } = await open(comment(render(mixed, "markdown")), 900, 900);
  const alert = page.locator(".markdown-alert").first();
  expect(await alert.innerText()).toContain("1 permission gets wider");
  expect(await alert.innerText()).toMatch(/▲ API User \(Propel Your MSP\) Service Desk › Tickets: Edit: No → Yes/);
  const [box, table] = [await alert.boundingBox(), await page.locator("table").first().boundingBox()];
  expect(box!.y + box!.height).toBeLessThan(table!.y);
  expect(await page.locator("table").first().innerText()).not.toContain("narrower");
  await page.close();
}, 60_000);

import type { Browser } from "playwright-core";
import { launch } from "../../provider/browser/launch";
import { scanFrame, type Control } from "../../provider/browser/scan";
import { readSetup } from "../../tools/env.mjs";

/** Small pieces of pages, and what a person would call the things on them. */

let browser: Browser;
beforeAll(async () => {
  browser = await launch(readSetup().browser.path);
}, 60_000);
afterAll(() => browser?.close());

async function controlsOf(html: string): Promise<Control[]> {
  const page = await browser.newPage();
  await page.setContent(html);
  const { scan } = await page.evaluate(scanFrame);
  await page.close();
  return scan.controls;
}

const said = (controls: Control[]) => controls.map(({ kind, value }) => [kind, value]);

test("a list that keeps its many lines and their boxes folded away inside itself is one list", async () => {
  const lines = Array.from({ length: 30 }, (_, n) => `<li><label><input type="checkbox">Role number ${n}</label></li>`);
  const list = (folded: boolean) => `<div style="width:300px">
    <span style="display:flex;border:1px solid #999;height:30px"><input readonly style="border:0;width:260px">
      <button style="border:0;background:none" class="act"></button></span>
    <div style="${folded ? "display:none" : ""}"><ul>${lines.join("")}</ul></div></div>
    <style>.act::after{content:"\\2304"}</style>`;
  expect(said(await controlsOf(list(true)))).toEqual([["picker", ""]]);
  expect((await controlsOf(list(false))).filter(({ kind }) => kind === "checkbox")).toHaveLength(30);
});

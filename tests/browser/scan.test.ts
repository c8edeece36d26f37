import type { Browser } from "playwright-core";
import { launch } from "../../provider/browser/launch";
import { partsIn } from "../../provider/browser/parts";
import { labelsOf } from "../../provider/browser/reading";
import { scanFrame, type Control, type Scan } from "../../provider/browser/scan";
import { licencesIn } from "../../provider/psa/console/counters";
import { readSetup } from "../../tools/env.mjs";

/** Small pieces of pages, and what a person would call the things on them. */

let browser: Browser;
beforeAll(async () => {
  browser = await launch(readSetup().browser.path);
}, 60_000);
afterAll(() => browser?.close());

async function scanOf(html: string): Promise<Scan> {
  const page = await browser.newPage();
  await page.setContent(html);
  const { scan } = await page.evaluate(scanFrame);
  await page.close();
  return scan;
}

const controlsOf = async (html: string): Promise<Control[]> => (await scanOf(html)).controls;

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

test("a box that asks: its title is no answer, and the answer beside Cancel may have any words", async () => {
  const box = (title: string, buttons: string) =>
    `<div style="position:fixed;z-index:9;left:50px;top:50px;width:400px;background:#fff"><h3>${title}</h3>
      <p>Reset the password and send instructions?</p>${buttons}</div>`;
  const answersOf = async (html: string) =>
    (await scanOf(html)).dialogs.map(({ text, buttons }) => [text, ...buttons.map((button) => button.text)]);
  const text = "Confirm Reset the password and send instructions?";
  expect(await answersOf(box("Confirm", "<button>Yes</button> <button>No</button>"))).toEqual([[text, "Yes", "No"]]);
  expect(await answersOf(box("Confirm", "<button>Send instructions</button> <button>Cancel</button>"))).toEqual([
    [text, "Cancel", "Send instructions"],
  ]);
  const split = (word: string) =>
    `<a style="display:inline-flex;cursor:pointer"><span style="background:#48b;padding:5px 9px">&#10003;</span>
      <span style="background:#8cf;padding:5px">${word}</span></a>`;
  const { dialogs } = await scanOf(box("Confirm", split("Yes") + split("No")));
  expect(dialogs.map(({ buttons, controls }) => [buttons.map((button) => button.text), controls])).toEqual([
    [["Yes", "No"], 0],
  ]);
});

test("a tick on a button with words is its picture; a bordered one is a box", async () => {
  const button = (tick: string) =>
    `<a href="#" style="border:1px solid #999;padding:8px"><i ${tick}>&#10003;</i> Save</a>`;
  expect(await controlsOf(button(""))).toEqual([]);
  const square = 'style="border:1px solid #333;display:inline-block;width:16px;height:16px"';
  expect(said(await controlsOf(button(square)))).toEqual([["checkbox", ""]]);
});

test("a label set flush right above its column names the box to tick at the column's left", async () => {
  const cell = (label: string, field: string) =>
    `<div style="width:400px;margin-bottom:12px"><div style="text-align:right">${label}</div>${field}</div>`;
  const text = (label: string) => cell(label, '<input style="width:400px;box-sizing:border-box">');
  const scan = await scanOf(
    text("Location") + cell("Active", '<input type="checkbox" checked style="margin:3px 4px">') + text("Department"),
  );
  const named = scan.controls.map((control) => [control.kind, labelsOf(scan, control)[0]]);
  expect(named.sort()).toEqual([
    ["checkbox", "Active"],
    ["text", "Department"],
    ["text", "Location"],
  ]);
});

test("sections that are folded open at the sign before words that do not react; boxes to tick are no such signs", async () => {
  const sign =
    "display:inline-block;width:12px;height:12px;border:1px solid #888;line-height:9px;text-align:center;cursor:pointer";
  const section = (title: string, content = "") =>
    `<div style="border:1px solid #ccc;padding:8px"><span class="sign" style="${sign}"></span> <b>${title}</b>${content}</div>`;
  const page = (open: string) =>
    `<style>.sign::after{content:"+"}</style>${section("General", open)}${section("Credentials")}${section("Line of Business")}`;
  const foldedOn = (scan: Scan) =>
    partsIn(scan, ["General", "Credentials", "Line of Business"]).map(({ name, phrase, folded }) => [
      name,
      folded && phrase.target >= 0,
    ]);
  const closed = ["general", "credentials", "line of business"].map((name) => [name, true]);
  expect(foldedOn(await scanOf(page("")))).toEqual(closed);
  expect(foldedOn(await scanOf(page("<p>First Name</p><input>")))).toEqual(closed.slice(1));
});

test("each counter of the list of employees has its own number, on cards, below one another, or above the captions", async () => {
  const counters = async (html: string) => licencesIn(await scanOf(html));
  const [all, used] = ["Number of Licenses", "Number of Used Licenses"];
  const card = (content: string) => `<div style="width:300px;border:1px solid #ccc;padding:9px">${content}</div>`;
  const both = { total: 25, used: 8 };
  expect(await counters(`<dl><dt>${all}<dd>25<dt>${used}<dd>8</dl><p>1001</p>`)).toEqual(both);
  expect(await counters(card(`${all}<h1>25</h1>`) + card(`${used}<h1>8</h1>`))).toEqual(both);
  expect(
    await counters(card(`<h1 style="margin:0">25</h1>${all}`) + card(`<h1 style="margin:0">8</h1>${used}`)),
  ).toEqual(both);
  expect(await counters(`<p>${all}: <b>25</b></p><p>${used}: <b>8</b></p>`)).toEqual(both);
  expect(await counters(`<p>${all}</p><p>Everybody</p>`)).toEqual({ total: undefined, used: undefined });
});

test("the frame around a drawn box is not the box, and an empty frame is a box without a tick", async () => {
  const tick = '<svg width="12" height="12"><path d="M2 6l3 3 5-7" stroke="#fff" fill="none" /></svg>';
  const box = (on: boolean) => `<div style="position:absolute;left:30px;top:${on ? 30 : 90}px"><div class="Checkbox2"
    style="display:flex;gap:7px;align-items:center"><div><div tabindex="0" style="display:inline-block;width:14px;height:14px;
    box-sizing:border-box;border:1px solid #667;background:${on ? "#1f6a94" : "#fff"}">${on ? tick : ""}</div></div>
    <div>Live</div></div></div>`;
  const read = await controlsOf(box(true) + box(false));
  expect(read.map(({ kind, checked, box: { w, h } }) => [kind, checked, w, h])).toEqual([
    ["checkbox", true, 14, 14],
    ["checkbox", false, 14, 14],
  ]);
});

test("a ticked box that is nothing but a picture is known by boxes of its size, though none stands in its column", async () => {
  const picture = `url("data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg"><path d="M3 7l3 3"/></svg>')}")`;
  const box = (words: string, on: boolean, x: number) => `<div style="margin-left:${x}px;display:flex;gap:7px">
    <div tabindex="0" style='width:14px;height:14px;box-sizing:border-box;${on ? `background-image:${picture}` : "border:1px solid #667"}'></div>
    <div>${words}</div></div>`;
  const read = await controlsOf(box("Active", true, 10) + box("May add", false, 40) + box("May edit", false, 40));
  expect(read.map(({ kind, checked }) => [kind, checked])).toEqual([true, false, false].map((on) => ["checkbox", on]));
  expect(await controlsOf(box("Refresh", true, 10))).toEqual([]);
});

test("what lies behind a layer with fields is not read, also where the layer is scrolled past it", async () => {
  const rows = Array.from({ length: 20 }, (_, n) => `<p><input type="checkbox"> Row ${n}</p>`).join("");
  const fields = Array.from({ length: 60 }, (_, n) => `<p>Field ${n} <input></p>`).join("");
  const page = await browser.newPage();
  await page.setContent(`<div style="position:fixed;top:0;left:0;right:0;height:30px;z-index:300;background:#ccc">Bar</div>
    <h1>List</h1>${rows}<p style="position:absolute;left:99px;top:calc(100vh - 8px);margin:0">Row at the lower edge</p>
    <div style="position:absolute;left:0;top:0;width:100%;min-height:100%;background:#0004;z-index:200">
    <div style="position:relative;background:#fff;margin:30px auto;width:600px">${fields}</div></div>
    <div style="position:absolute;z-index:500;left:700px;top:calc(100vh - 30px);background:#fff">Open list<br><br><br>
    <div>and its end</div></div>`);
  for (const to of [0, 100_000]) {
    await page.evaluate((y) => window.scrollTo(0, y), to);
    const { scan } = await page.evaluate(scanFrame);
    expect(scan.controls.map(({ kind }) => kind)).toEqual(Array.from({ length: 60 }, () => "text"));
    const others = scan.phrases.filter(({ text }) => !/^Field/.test(text)).map(({ text }) => text);
    expect(others).toEqual(["Bar", "Open list", "and its end"]);
  }
  await page.close();
});

import type { Browser, Page } from "playwright-core";
import { chooseIn, fitsAny, sameIn } from "../../provider/browser/actions";
import { pressInRowMenu } from "../../provider/autotask/console/navigate";
import { launch } from "../../provider/browser/launch";
import { lineOf, sameLine } from "../../provider/browser/reading";
import { Screen, type View } from "../../provider/browser/screen";
import { readSetup } from "../../tools/env.mjs";

/** Lists and menus that a page draws itself, on pages that move or are drawn anew under the hand. */

let browser: Browser;
let page: Page;
let screen: Screen;
beforeAll(async () => {
  browser = await launch(readSetup().browser.path);
}, 60_000);
afterAll(() => browser?.close());
beforeEach(async () => {
  const context = await browser.newContext();
  page = await context.newPage();
  screen = new Screen(context, undefined, () => []);
});
afterEach(() => page.context().close());

/**
 * Rows of a name, a drawn list of Yes and No, and a word that follows it. A choice draws the page anew a while later, with a
 * bar on top; that shuts whatever list is open by then.
 */
const grid = (after: number) => `<div id="root"></div><script>
  const held = { Locations: "Yes", Items: "Yes", Products: "Yes" };
  const face = "width:120px;height:24px;border:1px solid #999;position:relative;cursor:pointer";
  const shut = () => document.getElementById("list")?.remove();
  function draw(bar) {
    shut();
    root.innerHTML = (bar ? "<p>A new release</p>" : "") + "<h2>Inventory</h2>" + Object.keys(held).map((name) =>
      '<div style="display:flex;margin:4px"><div style="width:150px">' + name + '</div><div><div tabindex="0" class="pick" style="'
      + face + '" data-name="' + name + '"><div>' + held[name] + '</div><b style="position:absolute;right:4px;top:8px;'
      + 'border-top:5px solid #000;border-left:4px solid transparent;border-right:4px solid transparent"></b></div></div>'
      + '<div style="margin-left:20px">' + (held[name] === "Yes" ? "All" : "None") + '</div></div>').join("");
    for (const pick of document.querySelectorAll(".pick")) pick.onclick = () => open(pick);
  }
  function open(pick) {
    const own = document.getElementById("list")?.dataset.of === pick.dataset.name;
    shut();
    if (own) return;
    const { left, bottom } = pick.getBoundingClientRect();
    const list = document.createElement("div");
    list.id = "list";
    list.dataset.of = pick.dataset.name;
    list.style = "position:absolute;z-index:9;background:#fff;border:1px solid #999;width:120px;left:" + left + "px;top:" + bottom + "px";
    list.innerHTML = "<div>Loading...</div>";
    document.body.append(list);
    setTimeout(() => {
      list.innerHTML = "";
      for (const word of ["No", "Yes"]) {
        const line = document.createElement("div");
        line.textContent = word;
        line.style = "padding:4px;cursor:pointer";
        line.onclick = () => {
          held[pick.dataset.name] = word;
          setTimeout(() => draw(true), ${after});
        };
        list.append(line);
      }
    }, 60);
  }
  draw(false);
</script>`;

/** The list in the row that begins with these words. */
function listOf({ scan }: View, name: string) {
  const words = scan.phrases.find((p) => p.text === name)!;
  return scan.controls.find((c) => c.kind === "picker" && sameLine(c.box, words.box))!;
}

test.each([20, 150, 300])(
  "lists in one column, all set from one reading of a page that is drawn anew %i ms after each choice",
  async (after) => {
    await page.setContent(grid(after));
    const [view] = await screen.look();
    const names = ["Locations", "Items", "Products"];
    for (const name of names) await chooseIn(screen, view!, listOf(view!, name), fitsAny(["No"]), name, "No");
    await page.waitForFunction(() => document.body.innerText.split("None").length === 4);
    const [now] = await screen.look();
    expect(names.map((name) => listOf(now!, name).value)).toEqual(["No", "No", "No"]);
  },
  30_000,
);

/** The page is drawn anew, and a word beside the list changes, in the very moment in which the hand comes down. */
class Interrupted extends Screen {
  private times = 0;

  override async tap(view: View, el: number): Promise<boolean> {
    if (this.times++ === 0) await view.page.evaluate('held.Locations = "No"; draw(false)');
    return super.tap(view, el);
  }
}

test("a press that the page did not notice is not taken for one that opened the list", async () => {
  await page.setContent(grid(20));
  const interrupted = new Interrupted(page.context(), undefined, () => []);
  const [view] = await interrupted.look();
  await chooseIn(interrupted, view!, listOf(view!, "Products"), fitsAny(["No"]), "Products", "No");
  await page.waitForFunction(() => document.body.innerText.split("None").length === 3);
}, 30_000);

test("a list is found again where a bar on top and a menu beside the page have moved it both ways", async () => {
  await page.setContent(grid(20));
  const [view] = await screen.look();
  await page.evaluate(
    "draw(true); document.body.prepend(document.createElement('nav')); document.body.style.marginLeft = '250px'",
  );
  const views = await screen.look();
  for (const name of ["Locations", "Items", "Products"])
    expect(sameIn(views, view!, listOf(view!, name))?.control).toEqual(listOf(views[0]!, name));
});

test("a menu that a redrawn list has taken away with it is asked for once more", async () => {
  await page.setContent(`<div id="bar"></div><h1>Security Levels</h1><table id="list"></table><p id="done"></p><script>
    let asked = 0;
    function draw() {
      list.innerHTML = "<tr><th>Name</th></tr><tr><td>API User (system)</td></tr><tr><td>Sales (system)</td></tr>";
      list.rows[1].oncontextmenu = (event) => {
        event.preventDefault();
        if (++asked === 1) {
          bar.innerHTML = "<p>A new release</p>";
          draw();
          return;
        }
        const menu = document.createElement("div");
        menu.style = "position:absolute;z-index:9;background:#fff;left:" + event.pageX + "px;top:" + event.pageY + "px";
        menu.innerHTML = "<div>Edit</div><div>Copy</div>";
        menu.onclick = (click) => (done.textContent = "Pressed " + click.target.textContent);
        document.body.append(menu);
      };
    }
    draw();
  </script>`);
  const home = (v: View) => v.scan.phrases.some((p) => p.text === "Security Levels");
  const find = async () => {
    const view = (await screen.look()).find(home);
    const phrase = view?.scan.phrases.find((p) => /^API User/.test(p.text) && lineOf(view.scan, p).length > 0);
    return view && phrase && { view, phrase };
  };
  await pressInRowMenu(screen, (await find())!, ["Copy"], "in the list", home, find);
  expect(await page.textContent("#done")).toBe("Pressed Copy");
}, 30_000);

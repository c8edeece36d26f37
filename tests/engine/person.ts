import { chromium, type Browser, type BrowserContext, type Frame, type Locator, type Page } from "playwright-core";
import { Secret, TOTP } from "otpauth";
import { readSetup } from "../../tools/env.mjs";
import type { StandIn } from "../../tools/trial.mjs";

/**
 * A person at the console of a stand-in with the skin `plain`, who knows nothing but what a runbook says: reads its steps
 * one by one and does them.
 */

interface Step {
  where: string;
  what: string;
  lines: string[];
}

/** The numbered steps of a runbook in Markdown, without what follows under a heading. */
export function stepsOf(markdown: string): Step[] {
  const steps: Step[] = [];
  for (const line of markdown.split("\n## ")[0]!.split("\n")) {
    const step = /^\d+\. \*\*(.+?)\*\*: (.*)$/.exec(line);
    if (step) steps.push({ where: step[1]!, what: step[2]!, lines: [] });
    const item = /^ {3}- (.*)$/.exec(line);
    if (item) steps.at(-1)?.lines.push(item[1]!);
  }
  return steps;
}

const bold = (text: string): string => /\*\*(.+?)\*\*/.exec(text)?.[1] ?? "";
const named = (text: string): string => /`(.+?)`/.exec(text)?.[1] ?? "";

export class PersonAtConsole {
  private constructor(
    private readonly browser: Browser,
    private readonly context: BrowserContext,
    private readonly page: Page,
  ) {}

  static async signIn(standIn: StandIn): Promise<PersonAtConsole> {
    const browser = await chromium.launch({ executablePath: readSetup().browser.path, args: ["--no-sandbox"] });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const { consoleUrl, administrator } = standIn.ready.autotask;
    await page.goto(consoleUrl);
    await page.locator('input[name="UserName"]').fill(administrator.userName);
    await page.keyboard.press("Enter");
    await page.locator('input[name="Password"]:visible').fill(administrator.password);
    await page.keyboard.press("Enter");
    const code = page.locator("input.TextBox2:visible:not([name='Password'])");
    await code.waitFor();
    await code.fill(new TOTP({ secret: Secret.fromBase32(administrator.totpSecret) }).generate());
    await page.keyboard.press("Enter");
    await page.waitForURL(/LandingPage/);
    return new PersonAtConsole(browser, context, page);
  }

  async leave(): Promise<void> {
    await this.browser.close();
  }

  /** Does a runbook. Answers what it tells to copy, by the label of the field. */
  async follow(markdown: string): Promise<Map<string, string>> {
    const [first, ...rest] = stepsOf(markdown);
    if (!first) throw new Error(`no steps in: ${markdown}`);
    const list = await this.open(first.where);
    const page = await this.begin(list, first.what);
    const copied = new Map<string, string>();
    for (const step of rest) {
      if (/^section /.test(step.where) && /press No Permission/.test(step.what)) await this.section(page, step);
      else if (/^copy /.test(step.what)) {
        const labels = /^copy (.*?):/.exec(step.what)![1]!.split(", ");
        for (const label of labels) copied.set(label, await this.field(page, label).inputValue());
      } else if (/Save & Close/.test(step.what)) {
        await Promise.all([page.waitForEvent("close"), this.button(page, "Save & Close").click()]);
        return copied;
      } else for (const line of step.lines) await this.set(page, line);
    }
    throw new Error("the runbook does not say to save");
  }

  private readonly button = (at: Page | Frame, text: string): Locator =>
    at.getByRole("button", { name: text, exact: true });
  private readonly field = (at: Page | Frame, label: string): Locator =>
    at.getByLabel(label, { exact: false }).and(at.locator("input:visible"));

  /** The menu path `Admin > ...`: its parts are pressed one after the other. */
  private async open(where: string): Promise<Frame> {
    const path = where
      .replace(/ \(older consoles.*$/, "")
      .split(/, or /)[0]!
      .split(" > ");
    await this.page.reload();
    const menu = this.page.getByRole("menuitem");
    for (const part of path.slice(0, 2)) await menu.filter({ hasText: new RegExp(`^${escaped(part)}$`, "i") }).click();
    const frame =
      this.page.frame({ url: /AdministrationSetup/ }) ??
      (await this.page.waitForEvent("framenavigated", (f) => f.url().includes("AdministrationSetup")));
    if (path.length > 2) {
      await this.button(frame, path[2]!).click();
      await frame.getByText(path.at(-1)!, { exact: true }).click();
    }
    return frame;
  }

  /** `right-click ... and press ...`, or `press the arrow beside New, then ...`. */
  private async begin(list: Frame, what: string): Promise<Page> {
    const rightClick = /^right-click `(.+?)` and press (.+)$/.exec(what);
    const arrow = /^press the arrow beside (.+), then (.+)$/.exec(what);
    const entry = rightClick?.[2] ?? arrow?.[2];
    if (rightClick) await list.locator(`tr:has(td:text-is("${rightClick[1]}"))`).click({ button: "right" });
    else if (arrow) await this.button(list, `More ${arrow[1]}`).click();
    else throw new Error(`cannot do: ${what}`);
    const opened = this.context.waitForEvent("page");
    await list.getByRole("menuitem", { name: entry, exact: true }).click();
    return opened;
  }

  private async section(page: Page, step: Step): Promise<void> {
    const section = page.locator(`section[aria-label="${step.where.replace(/^section /, "")}"]`);
    await section.locator("button.heading").click();
    await this.button(section as unknown as Page, "No Permission").click();
    for (const line of step.lines) await this.cell(section, line);
  }

  private async cell(section: Locator, line: string): Promise<void> {
    const [group, ...name] = named(line).split(" > ");
    const label = name.join(" > ");
    const action = /`, ([^:]+): choose/.exec(line)?.[1];
    const box = section.locator(`fieldset:has(> legend:has-text("${group}"))`);
    if (/^\[[x ]\] /.test(line)) await box.getByLabel(label).setChecked(line.startsWith("[x]"));
    else if (action === undefined)
      await box.getByLabel(label.replace(/ \(.*\)$/, "")).selectOption({ label: bold(line) });
    else {
      const titles = await box.locator("thead th").allTextContents();
      const cell = box.locator(
        `tr:has(> th[scope=row]:text-is("${label}")) > td:nth-child(${titles.indexOf(action) + 1})`,
      );
      await cell.locator("select").selectOption({ label: bold(line) });
    }
  }

  private async set(page: Page, line: string): Promise<void> {
    const label = named(line);
    const pressed = /^press (Generate \w+)/.exec(line)?.[1];
    if (pressed !== undefined) {
      const field = this.field(page, pressed === "Generate Key" ? "Username (Key)" : "Password (Secret)");
      await this.button(page, pressed).click();
      await page.waitForFunction((input) => (input as HTMLInputElement).value.length > 8, await field.elementHandle());
      if (/replace the part before the @/.test(line))
        await field.fill((await field.inputValue()).replace(/^[^@]*/, () => bold(line)));
    } else if (/^choose /.test(line)) await page.getByRole("radio", { name: bold(line) }).check();
    else if (/^\[[x ]\] /.test(line)) await page.getByLabel(label, { exact: true }).setChecked(line.startsWith("[x]"));
    else if (/: type \*\*/.test(line)) await this.field(page, label).fill(bold(line));
    else if (/: choose \*\*/.test(line))
      await page
        .getByLabel(label)
        .and(page.locator("select:visible"))
        .selectOption({ label: bold(line) });
    else throw new Error(`cannot do: ${line}`);
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

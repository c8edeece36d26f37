/// <reference lib="dom" />
import { PsaError } from "../../errors";
import type { Fits } from "../../browser/actions";
import { pick, says, tickExactly, ticked, type Combo } from "../../browser/combo";
import { bottom, controlsNamed, labelsOf, right, sameLine, within, type Region } from "../../browser/reading";
import type { Box, Control, Phrase } from "../../browser/scan";
import { element, type View } from "../../browser/screen";
import { likeness, likenessToAny, normalise } from "../../browser/words";
import type { Desk } from "./session";
import { LABELS } from "./words";

/** A page with fields, as it is recognised. */
export interface Sheet {
  /** For messages: "New Employee". */
  title: string;
  isIt: (view: View) => boolean;
}

const isBox = (control: Control): boolean => control.kind === "checkbox" || control.kind === "radio";
const othersThan = (names: readonly string[]): string[] =>
  LABELS.filter((label) => !names.some((name) => likeness(label, name) === 3));

/** The one control that has this label. Two that are equally well named are an error: nobody guesses which. */
export function controlOf(
  view: View,
  names: readonly string[],
  title: string,
  kinds: (control: Control) => boolean = (control) => !isBox(control),
): Control | undefined {
  const found = controlsNamed(view.scan, names, othersThan(names)).filter(({ control }) => kinds(control));
  const [best, second] = found;
  if (!best) return undefined;
  const tie = second && second.likeness === best.likeness && second.rank === best.rank;
  if (!tie || overlap(best.control.box, second.control.box)) return best.control;
  throw new PsaError(
    "console-changed",
    `There are two fields "${names[0]}" on the page ${title}, and nothing tells which is meant.`,
    "Nothing was saved. Look at the page by hand.",
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);
}

/** The label itself, where it stands as words. */
export function labelPhrase(view: View, names: readonly string[]): Phrase | undefined {
  const hits = view.scan.phrases.filter((phrase) => !phrase.tooltip && likenessToAny(phrase.text, names) >= 2);
  return hits.sort((a, b) => likenessToAny(b.text, names) - likenessToAny(a.text, names))[0];
}

/** A value that a page shows as words, below its label or right of it. */
export function textOf(view: View, names: readonly string[]): string | undefined {
  const label = labelPhrase(view, names);
  if (!label) return undefined;
  const words = view.scan.phrases.filter(
    (phrase) =>
      phrase !== label &&
      !phrase.tooltip &&
      likenessToAny(phrase.text, LABELS) < 2 &&
      /[\p{L}\p{N}]/u.test(phrase.text),
  );
  const nextLabel = view.scan.phrases
    .filter(
      (phrase) =>
        phrase !== label &&
        sameLine(phrase.box, label.box) &&
        phrase.box.x > right(label.box) &&
        likenessToAny(phrase.text, LABELS) >= 2,
    )
    .map((phrase) => phrase.box.x);
  const limit = Math.min(...nextLabel, Number.POSITIVE_INFINITY);
  const beside = words.filter(
    (phrase) =>
      sameLine(phrase.box, label.box) &&
      phrase.box.x >= right(label.box) - 2 &&
      phrase.box.x < Math.min(limit, right(label.box) + 320),
  );
  if (beside.length > 0) return join(beside);
  const under = words.filter(
    (phrase) => phrase.box.y >= bottom(label.box) - 4 && phrase.box.y - bottom(label.box) < 34,
  );
  const starts = under.filter((p) => p.box.x > label.box.x - 40 && p.box.x < label.box.x + 70);
  if (starts.length > 0) return join(starts);
  // A label set flush right: its value ends with it, or begins where its column does.
  const ends = under.filter((p) => Math.abs(right(p.box) - right(label.box)) < 24);
  if (ends.length > 0) return join(ends);
  const edge = Math.max(
    right(label.box) - 560,
    ...view.scan.phrases
      .filter((p) => sameLine(p.box, label.box) && right(p.box) < label.box.x && likenessToAny(p.text, LABELS) >= 2)
      .map((p) => right(p.box)),
  );
  const column = under.filter((p) => p.box.x >= edge && p.box.x < right(label.box));
  // The nearest to the label: further left, beyond the first column, stands the menu.
  const first = Math.max(...column.map((p) => p.box.x));
  const value = column.filter((p) => Math.abs(p.box.x - first) < 24);
  return value.length > 0 ? join(value) : undefined;
}

const join = (phrases: Phrase[]): string =>
  phrases
    .sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x)
    .map((phrase) => phrase.text)
    .join(" ")
    .trim();

/** Boxes to tick that stand openly below a label, in place of a list. */
export function boxesUnder(view: View, names: readonly string[]): { control: Control; text: string }[] {
  const label = labelPhrase(view, names);
  if (!label) return [];
  const lower = view.scan.phrases.filter(
    (phrase) =>
      !phrase.tooltip &&
      phrase.box.y > bottom(label.box) &&
      likenessToAny(phrase.text, LABELS) === 3 &&
      Math.abs(phrase.box.x - label.box.x) < 60,
  );
  const region: Region = {
    top: label.box.y - 4,
    bottom: Math.min(...lower.map((phrase) => phrase.box.y), label.box.y + 420),
    left: label.box.x - 30,
    right: label.box.x + 420,
  };
  const boxes = view.scan.controls.filter((control) => control.kind === "checkbox");
  const seen = boxes.filter((control) => within(control.box, region));
  // A list that scrolls by itself has more of them above and below, which only happen to lie beside other labels.
  const layer = seen[0]?.layer;
  return boxes
    .filter((control) => (layer === label.layer ? seen.includes(control) : control.layer === layer))
    .map((control) => ({ control, text: labelsOf(view.scan, control)[0] ?? "" }))
    .filter(({ text }) => text !== "" && likenessToAny(text, LABELS) < 3);
}

/** What a value of a field is: one text, or the entries of a list. */
export type Value = string | string[];

/** What a field holds. Drawn lists carry their lines with them, hidden: only what can be seen counts. */
async function valueIn(view: View, control: Control): Promise<string> {
  if (control.kind !== "picker") return control.value.trim();
  const handle = await element(view, control.target);
  const shown = await handle?.evaluate((e) => {
    const input = e instanceof HTMLInputElement ? e : e.querySelector("input");
    return input && input.value !== "" ? input.value : ((e as HTMLElement).innerText ?? "");
  });
  await handle?.dispose();
  return (shown ?? control.value)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /[\p{L}\p{N}]/u.test(line) && !/^(select|open|toggle)$/i.test(line))
    .join(" ");
}

/** How a field was found on the page, and what it holds. */
export interface Field {
  value: Value;
  /** No control: the page shows words, and has to be put into editing first. */
  fixed: boolean;
}

/** Reads, fills in and picks on one page. Every action looks the page up afresh, acts once, and reads back. */
export class Fields {
  constructor(
    private readonly desk: Desk,
    private readonly sheet: Sheet,
  ) {}

  /** The page as it is now; waited for where it is not there, or still at work. */
  async view(timeout = 20_000): Promise<View> {
    const { screen, traffic } = this.desk;
    const now = (await screen.look()).find(this.sheet.isIt);
    if (now && !now.scan.busy && traffic.pending === 0) return now;
    return screen.until((views) => views.find(this.sheet.isIt), { what: `the page ${this.sheet.title}`, timeout });
  }

  /**
   * What a field holds; undefined when the page has no such field. `several`: its list may hold more than one entry, and
   * is opened to see them, unless its text says `expected` already.
   */
  async read(names: readonly string[], several: boolean, expected?: readonly string[]): Promise<Field | undefined> {
    const view = await this.view();
    const control = controlOf(view, names, this.sheet.title);
    if (control) {
      if (!several)
        return {
          value: await valueIn(view, control),
          fixed: control.disabled || (control.readOnly && control.kind === "text"),
        };
      if (expected && says(control.value, expected)) return { value: [...expected], fixed: control.disabled };
      return { value: await ticked(this.combo(names)), fixed: control.disabled };
    }
    const boxes = several ? boxesUnder(view, names) : [];
    if (boxes.length > 0)
      return { value: boxes.filter((box) => box.control.checked === true).map((box) => box.text), fixed: false };
    const text = textOf(view, names);
    if (text === undefined) return undefined;
    return { value: several ? text.split(/\s*[,;]\s*/).filter((part) => part !== "") : text, fixed: true };
  }

  /** Whether a closed list shows no text at all: it holds nothing, or something that shows only when it is opened. */
  async showsNothing(names: readonly string[]): Promise<boolean> {
    const control = controlOf(await this.view(), names, this.sheet.title);
    return control !== undefined && control.kind !== "select" && control.value.trim() === "";
  }

  async type(names: readonly string[], text: string): Promise<void> {
    const { screen, traffic } = this.desk;
    let refused = 0;
    // A list that loads anew by itself empties what was typed: that says nothing about what the field takes.
    for (let attempt = 1; attempt <= 8 && refused < 3; attempt += 1) {
      const { view, control } = await this.need(names);
      if (control.value === text) return;
      if (control.disabled || (control.readOnly && control.kind === "text")) throw this.fixed(names);
      const handle = await element(view, control.el);
      try {
        await handle?.scrollIntoViewIfNeeded({ timeout: 3_000 });
        await handle?.click({ timeout: 5_000 });
        await handle?.fill("", { timeout: 5_000 });
        await handle?.type(text, { timeout: 20_000 });
        // Some fields tell the page what they hold only when they are left.
        await view.page.keyboard.press("Tab");
      } catch {
        // The page drew itself anew under the hand: look again.
      } finally {
        await handle?.dispose().catch(() => undefined);
      }
      await traffic.quiet();
      const now = await screen.tryUntil(
        (views) => {
          const value = this.find(names)(views)?.control.value;
          return value === text ? "kept" : value === "" && "emptied";
        },
        { timeout: 2_500 },
      );
      if (now === "kept") return;
      if (now !== "emptied") refused += 1;
    }
    const held = this.find(names)(await screen.look())?.control.value ?? "";
    throw new PsaError(
      "validation",
      `The field "${names[0]}" on the page ${this.sheet.title} did not keep what was typed: it holds ${held.length} of ${text.length} characters.`,
      "Nothing was saved. The console may take fewer characters, or not all of these.",
    );
  }

  pick(names: readonly string[], fits: Fits, wanted: string, typed?: readonly string[]): Promise<void> {
    return pick(this.combo(names), fits, wanted, typed);
  }

  async tick(names: readonly string[], wanted: readonly string[]): Promise<void> {
    const view = await this.view();
    if (controlOf(view, names, this.sheet.title)) return tickExactly(this.combo(names), wanted);
    await this.tickOpenly(names, wanted);
  }

  private async tickOpenly(names: readonly string[], wanted: readonly string[]): Promise<void> {
    for (let guard = 0; guard < 60; guard += 1) {
      const view = await this.view();
      const boxes = boxesUnder(view, names);
      for (const name of wanted)
        if (!boxes.some((box) => normalise(box.text) === normalise(name)))
          throw new PsaError(
            "not-found",
            `"${names[0]}" on the page ${this.sheet.title} has no entry "${name}".`,
            `It offers: ${boxes.map((box) => `"${box.text}"`).join(", ") || "nothing"}.`,
          );
      const isWanted = (text: string) => wanted.some((name) => normalise(name) === normalise(text));
      const wrong = boxes.find((box) => box.control.checked !== isWanted(box.text));
      if (!wrong) return;
      await this.desk.screen.click(view, wrong.control.target);
      await this.desk.traffic.quiet();
    }
    throw await this.desk.screen.lost(`the boxes of "${names[0]}" as wanted`, `on the page ${this.sheet.title}`);
  }

  /** Some pages show a value as words that become a field once they are clicked. Answers whether there is a field now. */
  async bringOut(names: readonly string[]): Promise<boolean> {
    const { screen } = this.desk;
    const there = () => screen.tryUntil(this.find(names), { timeout: 2_000 });
    if (this.find(names)(await screen.look())) return true;
    const view = await this.view();
    const label = labelPhrase(view, names);
    if (!label) return false;
    const below = { ...label.box, y: bottom(label.box), h: 30, w: 260 };
    const value = view.scan.phrases.find(
      (one) =>
        one !== label &&
        !one.tooltip &&
        likenessToAny(one.text, LABELS) < 2 &&
        (overlap(one.box, below) ||
          (sameLine(one.box, label.box) && one.box.x > label.box.x && one.box.x < right(label.box) + 260)),
    );
    if (!value) return false;
    await screen.click(view, value.el);
    return (await there()) !== undefined;
  }

  /** An error for what cannot be typed into or picked here. */
  fixed(names: readonly string[]): PsaError {
    return new PsaError(
      "unsupported",
      `"${names[0]}" cannot be changed here: the page ${this.sheet.title} does not let anybody edit it.`,
      "Nothing was saved. Make a new API employee (another userName) if it has to be different.",
    );
  }

  private find(names: readonly string[]) {
    return (views: View[]): { view: View; control: Control } | undefined => {
      const view = views.find(this.sheet.isIt);
      const control = view && controlOf(view, names, this.sheet.title);
      return view && control && { view, control };
    };
  }

  private need(names: readonly string[]): Promise<{ view: View; control: Control }> {
    return this.desk.screen.until(this.find(names), {
      what: `the field "${names[0]}"`,
      where: `on the page ${this.sheet.title}`,
      timeout: 12_000,
    });
  }

  private combo(names: readonly string[]): Combo {
    const { screen, traffic } = this.desk;
    return { screen, traffic, find: this.find(names), what: `"${names[0]}" on the page ${this.sheet.title}` };
  }
}

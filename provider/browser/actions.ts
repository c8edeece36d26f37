import { PsaError } from "../errors";
import { fieldsOf, foldedIn, partsIn, type Part } from "./parts";
import { bottom, controlsNamed, isBox, labelsOf, phrasesSaying, right, sameLine } from "./reading";
import type { Control, Phrase, Scan } from "./scan";
import { element, isAttached, mask, pause, type Screen, type View } from "./screen";
import { likeness, likenessToAny, normalise } from "./words";

/** The same place but for the rounding of a page that scrolls. */
const near = (a: number, b: number): boolean => Math.abs(a - b) < 3;

/** Between two looks at a list that is about to close, in milliseconds. */
const SETTLE = 60;

/** How well a text in a list fits; 0 = not at all. */
export type Fits = (text: string) => number;

export const fitsAny =
  (names: readonly string[]): Fits =>
  (t) =>
    likenessToAny(t, names);

const key = (p: Phrase): string => `${p.text}@${Math.round(p.box.x / 4)},${Math.round(p.box.y / 4)}`;

/** Sets a native or drawn list. Returns the text that was chosen. */
export async function chooseIn(
  screen: Screen,
  view: View,
  control: Control,
  fits: Fits,
  what: string,
  sample: string,
): Promise<string> {
  if (control.disabled)
    throw new PsaError(
      "console-changed",
      `The list ${what} is disabled.`,
      "Look at the page by hand: the console account may lack the right to change it.",
    );
  if (control.kind === "select") {
    const best = bestOf(
      control.options.filter((o) => o !== ""),
      fits,
    );
    if (best.length !== 1) throw noSuchOption(what, sample, control.options, best);
    await pickNative(screen, view, control, control.options.indexOf(best[0]!), what);
    return best[0]!;
  }
  let list = await DrawnList.at(screen, view, control, what);
  let seen: string[] = [];
  for (let attempt = 1; attempt <= 4; attempt++) {
    // What was taken for the page before may have been read while it was still moving.
    if (attempt === 3) list = await DrawnList.at(screen, list.view, list.control, what);
    await list.press(attempt > 1 ? sample : undefined);
    const picked = await screen.tryUntil(
      (views) => {
        const fresh = list.shown(views);
        if (fresh.length > 0) seen = fresh.map((f) => f.phrase.text);
        const score = Math.max(0, ...fresh.map((f) => fits(f.phrase.text)));
        if (score === 0) return undefined;
        const hits = fresh.filter((f) => fits(f.phrase.text) === score);
        const texts = new Set(hits.map((h) => normalise(h.phrase.text)));
        if (texts.size > 1) return { ambiguous: [...new Set(hits.map((h) => h.phrase.text))] } as const;
        // The list hangs below (or above) its field; take the hit nearest to it.
        hits.sort((a, b) => distance(a.phrase, list.control) - distance(b.phrase, list.control));
        return { hit: hits[0]!, lines: fresh.map((f) => f.phrase) } as const;
      },
      { timeout: 2_500 + attempt * 700, firstSight: true, in: list.view },
    );
    if (picked && "ambiguous" in picked) throw noSuchOption(what, sample, seen, picked.ambiguous ?? []);
    if (picked?.hit) {
      lastList.set(screen, picked.lines);
      await clickPhrase(screen, picked.hit.view, picked.hit.phrase);
      return picked.hit.phrase.text;
    }
    await list.close();
    if (seen.length > 1 && attempt >= 2 && control.readOnly) break;
  }
  if (seen.length === 0) throw await screen.lost(`an entry of the list ${what}`, "after it was pressed");
  throw noSuchOption(what, sample, seen, []);
}

/** Sets one of the browser's own lists; a page that draws it anew in the same moment is read once more. */
async function pickNative(screen: Screen, view: View, control: Control, index: number, what: string): Promise<void> {
  let at: { view: View; control: Control } | undefined = { view, control };
  for (let attempt = 1; at; attempt++) {
    const handle = await element(at.view, at.control.el);
    try {
      if (!handle) throw new Error("not attached");
      await handle.selectOption({ index }, { timeout: 5_000 });
      return;
    } catch (error) {
      if (attempt === 3 || !/not attached|detached/i.test(String(error))) throw error;
    } finally {
      await handle?.dispose().catch(() => undefined);
    }
    await pause(200);
    at = sameIn(await screen.lookIn(view), view, control);
    // Another list in its place would be set wrongly.
    if (at && at.control.options.join("\n") !== control.options.join("\n")) break;
  }
  throw await screen.lost(`the list ${what}`);
}

/**
 * A control in a new reading of its frame: at the same place; or, where the page has moved or was drawn anew, the one behind
 * the same words; or the same one in page order.
 */
export function sameIn(
  views: View[],
  { frame, scan }: View,
  control: Control,
): { view: View; control: Control } | undefined {
  const view = views.find((v) => v.frame === frame);
  const { kind, order, box } = control;
  const alike = view?.scan.controls.filter((c) => c.kind === kind) ?? [];
  const below = alike.filter((c) => near(c.box.x, box.x));
  const words = lineStart(scan, control);
  const told = view && words !== "" ? alike.filter((c) => lineStart(view.scan, c) === words) : [];
  const nearest = (list: Control[]): Control | undefined =>
    [...list].sort((a, b) => Math.abs(a.box.y - box.y) - Math.abs(b.box.y - box.y))[0];
  const again =
    below.find((c) => c.order === order && near(c.box.y, box.y)) ??
    nearest(told.filter((c) => below.includes(c))) ??
    below.find((c) => c.order === order) ??
    below.find((c) => near(c.box.y, box.y)) ??
    // What stood beside the page has come or gone.
    nearest(told.filter((c) => view && placeInLine(view.scan, c) === placeInLine(scan, control)));
  return view && again && { view, control: again };
}

/** The words that its line begins with, else those that name it: they stay when the page moves. */
function lineStart(scan: Scan, c: Control): string {
  const before = scan.phrases.filter(
    (p) => !p.tooltip && p.layer === c.layer && sameLine(p.box, c.box) && right(p.box) <= c.box.x + 4,
  );
  return before.sort((a, b) => a.box.x - b.box.x)[0]?.text ?? labelsOf(scan, c)[0] ?? "";
}

/** How many controls stand before it on its line. */
const placeInLine = (scan: Scan, c: Control): number =>
  scan.controls.filter((o) => o !== c && sameLine(o.box, c.box) && o.box.x < c.box.x).length;

/** The texts that a drawn list offers: opened, read and closed again. Empty when it shows none within three tries. */
export async function optionsOf(screen: Screen, view: View, control: Control, what: string): Promise<string[]> {
  const list = await DrawnList.at(screen, view, control, what);
  let texts: string[] = [];
  for (let attempt = 1; attempt <= 3 && texts.length < 2; attempt++) {
    await list.press();
    await screen.tryUntil(
      (views) => {
        const hanging = list.shown(views).filter(({ phrase }) => distance(phrase, list.control) < 600);
        texts = [...new Set(hanging.map(({ phrase }) => phrase.text))];
        // One line alone says that it is still loading, or could not.
        return texts.length > 1 && hanging.map(({ view: v }) => v);
      },
      { timeout: 2_500, in: list.view },
    );
    await list.close();
  }
  return texts;
}

/** The lines of the list that something was chosen from last: it may hang open a moment longer. */
const lastList = new WeakMap<Screen, Phrase[]>();

/** The same words in the same column, wherever they stand in it now. */
const sameColumn = (a: Phrase, b: Phrase): boolean =>
  a.text === b.text && near(a.box.x, b.box.x) && near(a.box.w, b.box.w);

/**
 * A drawn list: brought to where there is room for it, and then known by the words that come up in its frame when it is
 * pressed.
 */
class DrawnList {
  private constructor(
    private readonly screen: Screen,
    public view: View,
    public control: Control,
    /** The words that stood there before it was pressed, by `key`. */
    private readonly before: ReadonlyMap<string, Phrase>,
    private readonly what: string,
  ) {}

  static async at(screen: Screen, view: View, control: Control, what: string): Promise<DrawnList> {
    await screen.bring(view, control.target);
    let views = await screen.lookIn(view);
    // Words of a list that is about to close would be taken for words of the page.
    const lines = lastList.get(screen) ?? [];
    const hanging = (now: View[]): boolean =>
      lines.length > 0 &&
      now.some((v) =>
        lines.every((line) => v.scan.phrases.some((p) => sameColumn(p, line) && near(p.box.y, line.box.y))),
      );
    for (let look = 0; look < 8 && hanging(views); look++) {
      await pause(SETTLE);
      views = await screen.lookIn(view);
    }
    const own = views.find((v) => v.frame === view.frame);
    const before = new Map(own?.scan.phrases.map((p) => [key(p), p] as const));
    const list = new DrawnList(screen, view, control, before, what);
    await list.place(views);
    return list;
  }

  /** Finds it in a new reading; a page that is just being drawn anew is given the time for it. */
  private async place(views: View[]): Promise<void> {
    const now =
      sameIn(views, this.view, this.control) ??
      (await this.screen.tryUntil((v) => sameIn(v, this.view, this.control), { timeout: 4_000, in: this.view }));
    if (!now) throw await this.screen.lost(`the list ${this.what}`);
    this.view = now.view;
    this.control = now.control;
  }

  /** The words that came up since. */
  shown(views: View[]): { view: View; phrase: Phrase }[] {
    return views
      .filter((v) => v.frame === this.view.frame)
      .flatMap((view) => {
        const now = new Set(view.scan.phrases.map(key));
        // A bar that stays in sight while the page scrolls under it moves over the page: it is not new.
        const left = [...this.before].flatMap(([at, phrase]) => (now.has(at) ? [] : [phrase]));
        const moved = (p: Phrase): boolean => left.some((old) => sameColumn(old, p));
        return view.scan.phrases
          .filter((p) => !p.tooltip && !this.before.has(key(p)) && !moved(p))
          .map((phrase) => ({ view, phrase }));
      });
  }

  /** Opens it; one that is typed into gets the text anew, since such lists sometimes never load the first time. */
  async press(typed?: string): Promise<void> {
    await this.removeChip();
    // The page was drawn anew since it was looked at: what was found then is no longer part of it.
    if (!(await isAttached(this.view, this.control.target))) await this.place(await this.screen.lookIn(this.view));
    await this.screen.tap(this.view, this.control.target);
    if (typed === undefined || this.control.readOnly) return;
    const handle = await element(this.view, this.control.el);
    await handle?.fill("").catch(() => undefined);
    await handle?.type(typed, { timeout: 5_000 }).catch(() => undefined);
    await handle?.dispose();
  }

  /** A press on words that do nothing, the largest ones: what a person does to be rid of an open list. */
  private async leave(): Promise<void> {
    const idle = this.view.scan.phrases
      .filter(
        (p) =>
          p.target < 0 &&
          !p.covered &&
          !p.tooltip &&
          !this.view.scan.controls.some((c) => c.row >= 0 && c.row === p.row),
      )
      .sort((a, b) => b.size - a.size)[0];
    if (idle) await this.screen.click(this.view, idle.el);
    else await this.view.page.keyboard.press("Tab").catch(() => undefined);
  }

  /** What was chosen before stands there as a chip with a cross, in the place of the box to type in. */
  private async removeChip(): Promise<void> {
    const { box, value } = this.control;
    if (this.control.readOnly === false || value === "") return;
    const cross = this.view.scan.icons.find(
      (i) =>
        (/remove|clear|delete|^[\u00d7\u2715\u2716x]$/i.test(i.hint) || i.hint === "") &&
        i.box.x > box.x &&
        right(i.box) <= right(box) + 2 &&
        sameLine(i.box, box),
    );
    if (!cross || !/remove|clear/i.test(cross.hint)) return;
    await this.screen.click(this.view, cross.el);
    await this.place(await this.screen.lookIn(this.view));
  }

  /** Closes it by another press on itself, or by leaving its box; never by Escape: that may close the dialog it stands in. */
  async close(): Promise<void> {
    // Another press on a list that is shut would open it.
    for (let attempt = 1; attempt <= 2; attempt++) {
      const views = await this.screen.lookIn(this.view);
      await this.place(views);
      if (!this.hangs(views)) return;
      if (this.control.readOnly) await this.screen.click(this.view, this.control.target);
      else await this.leave();
      const shut = await this.screen.tryUntil((v) => !this.hangs(v), {
        timeout: 1_500,
        firstSight: true,
        in: this.view,
      });
      await this.place(await this.screen.lookIn(this.view));
      if (shut) return;
    }
  }

  /** Do words that came up since hang below or above it? Elsewhere the page may have changed for another reason. */
  private hangs(views: View[]): boolean {
    const { box } = this.control;
    return this.shown(views).some(
      ({ phrase: p }) => p.box.x > box.x - 40 && p.box.x < right(box) && distance(p, this.control) < 700,
    );
  }
}

/** A click target that holds much more than these words is the list itself, not its line. */
function spansMany(view: View, phrase: Phrase): boolean {
  return view.scan.phrases.filter((p) => p.target === phrase.target && !p.tooltip).length > 1;
}

/** A click on words: on the button they name, or on the words themselves when what reacts holds more than these. */
export function clickPhrase(screen: Screen, view: View, phrase: Phrase): Promise<boolean> {
  return screen.click(view, phrase.target >= 0 && !spansMany(view, phrase) ? phrase.target : phrase.el);
}

function distance(p: Phrase, c: Control): number {
  return Math.abs(p.box.x - c.box.x) + Math.max(0, Math.abs(p.box.y - bottom(c.box)));
}

function bestOf(texts: string[], fits: Fits): string[] {
  const score = Math.max(0, ...texts.map(fits));
  return score === 0 ? [] : [...new Set(texts.filter((t) => fits(t) === score))];
}

function noSuchOption(what: string, sample: string, options: string[], several: readonly string[]): PsaError {
  const list = [...new Set(options)]
    .filter((o) => o !== "")
    .slice(0, 40)
    .map((o) => `"${o}"`)
    .join(", ");
  return several.length > 1
    ? new PsaError(
        "conflict",
        `"${sample}" fits several entries of ${what}: ${several.map((s) => `"${s}"`).join(", ")}.`,
        "Use the exact text of one of them.",
      )
    : new PsaError(
        "not-found",
        `${what} has no entry "${sample}".`,
        list === "" ? "Its list did not open or is empty; look at the page by hand." : `It offers: ${list}.`,
      );
}

/** Finds one control of a page. */
export type Finder = (view: View) => Control | undefined;

/**
 * A page with fields. Every action looks the page up afresh, acts once, and reads back. Where its fields are divided over
 * tabs or folded sections, the one that holds a field is opened first, whether it comes at once or by loading the page anew.
 */
export class Form {
  /** Its parts as they were last seen, by name. */
  private readonly seen = new Map<string, Scan>();
  /** The part that was opened last. */
  private at: string | undefined;

  constructor(
    readonly screen: Screen,
    /** Title for messages: "Add API User". */
    readonly title: string,
    /** Recognises the page by what is to be seen. */
    private readonly isIt: (view: View) => boolean,
    /** All labels of the page: a field never takes another field's label. */
    private readonly labels: readonly string[],
    private readonly secrets: () => string[],
    /** What its tabs and sections may be called. None: it is taken to be all in sight. */
    private readonly parts: readonly string[] = [],
  ) {}

  /** The page has been opened anew: looks at all of its parts once, so that it is known where each field is. */
  async opened(): Promise<Scan[]> {
    this.seen.clear();
    this.at = undefined;
    return this.whole();
  }

  /** All that can be read on the page, part by part. */
  async whole(): Promise<Scan[]> {
    let view = await this.view();
    const scans: Scan[] = [];
    const done = new Set<string>();
    for (;;) {
      const parts = partsIn(view.scan, this.parts).filter(({ name }) => !done.has(name));
      // A page mostly opens on its first part, so that one comes last.
      const next = parts.find((_, at) => at > 0 || parts.length === 1);
      if (!next) break;
      if (done.size === 0) scans.push(view.scan);
      done.add(next.name);
      view = await this.show(next.name);
      scans.push(view.scan);
    }
    if (scans.length === 0) return [view.scan];
    // The part it opened on was seen twice: the later one counts.
    const fields = scans.map(fieldsOf);
    return scans.filter((_, at) => !fields.includes(fields[at]!, at + 1));
  }

  /** Brings a part of the page into sight. */
  private async show(name: string): Promise<View> {
    const view = await this.view();
    const parts = partsIn(view.scan, this.parts);
    // What has come up on it since is remembered, unless another section has closed it.
    if (this.at !== undefined && !parts.some((part) => part.name === this.at && part.folded))
      this.seen.set(this.at, view.scan);
    const part = parts.find((one) => one.name === name);
    // A section that is open already, or the tab that was opened last.
    if (!part || (this.at === name && !part.folded)) return view;
    const now = await this.afterPress(view, part);
    this.at = name;
    this.seen.set(name, now.scan);
    return now;
  }

  /** Presses the words of a part and waits for its fields. Folded sections inside of a tab are opened as well. */
  private async afterPress(view: View, { phrase, folded: isSection }: Part): Promise<View> {
    const before = fieldsOf(view.scan);
    await clickPhrase(this.screen, view, phrase);
    const changed = (timeout: number, so: (v: View) => boolean) =>
      this.screen.tryUntil(
        (views) => {
          const v = views.find(this.isIt);
          return v !== undefined && so(v) && v;
        },
        { timeout },
      );
    let now = (await changed(4_000, (v) => fieldsOf(v.scan) !== before)) ?? (await this.view());
    // The words come first, the fields when they are loaded.
    if (now.scan.controls.length === 0) now = (await changed(2_000, (v) => v.scan.controls.length > 0)) ?? now;
    for (let fold = 0; !isSection && fold < 8; fold++) {
      const folded = foldedIn(now.scan, this.parts)[0];
      if (!folded) return now;
      const closed = fieldsOf(now.scan);
      await clickPhrase(this.screen, now, folded.phrase);
      const opened = await changed(2_500, (v) => fieldsOf(v.scan) !== closed);
      if (!opened) return now;
      now = opened;
    }
    return now;
  }

  /** What `find` finds on this page, in whichever of its parts it is; that part is in sight then. */
  async locate<T>(find: (view: View) => T | undefined, timeout: number): Promise<{ view: View; found: T } | undefined> {
    const look = (views: View[]) => {
      const view = views.find(this.isIt);
      const found = view && find(view);
      return view !== undefined && found !== undefined ? { view, found } : undefined;
    };
    if (this.seen.size === 0 && timeout > 0) return this.screen.tryUntil(look, { timeout });
    const views = await this.screen.look();
    const here = look(views);
    if (here && timeout === 0) return here;
    const view = views.find(this.isIt);
    if (!here && view)
      for (const [name, scan] of this.seen) {
        const folded = partsIn(view.scan, this.parts).some((part) => part.name === name && part.folded);
        if ((name === this.at && !folded) || find({ ...view, scan }) === undefined) continue;
        await this.show(name);
        return this.screen.tryUntil(look, { timeout: Math.max(timeout, 3_000) });
      }
    return timeout === 0 ? undefined : this.screen.tryUntil(look, { timeout });
  }

  async view(timeout = 20_000): Promise<View> {
    return this.screen.until((views) => views.find(this.isIt), { what: `the page ${this.title}`, timeout });
  }

  private others(names: readonly string[]): string[] {
    return this.labels.filter((l) => !names.some((n) => likeness(l, n) === 3));
  }

  /** The one control with this label, or undefined when the page has none. */
  async seek(
    names: readonly string[],
    kinds: (c: Control) => boolean,
    timeout = 0,
    at: Finder = this.named(names, kinds),
  ): Promise<{ view: View; control: Control } | undefined> {
    const hit = await this.locate(at, timeout);
    return hit && { view: hit.view, control: hit.found };
  }

  /** Finds the control of these kinds that one of `names` names. */
  named(names: readonly string[], kinds: (c: Control) => boolean): Finder {
    const others = this.others(names);
    return (view) => controlsNamed(view.scan, names, others).find((f) => kinds(f.control))?.control;
  }

  private async need(
    names: readonly string[],
    kinds: (c: Control) => boolean,
    at?: Finder,
  ): Promise<{ view: View; control: Control }> {
    const found = await this.seek(names, kinds, 12_000, at);
    if (found) return found;
    throw await this.screen.lost(`the field "${names[0]}"`, `on the page ${this.title}`);
  }

  /** Types a text, leaves the field, reads it back; once more if it did not stay; then stops. */
  async type(names: readonly string[], text: string): Promise<void> {
    let held = "";
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { view, control } = await this.need(
        names,
        (c) => c.kind === "text" || c.kind === "password" || (c.kind === "picker" && !c.readOnly),
      );
      if (control.disabled)
        throw new PsaError(
          "console-changed",
          `The field "${names[0]}" on ${this.title} is disabled.`,
          "Look at the page by hand.",
        );
      const handle = await element(view, control.el);
      try {
        await handle?.scrollIntoViewIfNeeded({ timeout: 3_000 });
        await handle?.click({ timeout: 5_000 });
        await handle?.fill("", { timeout: 5_000 });
        if (attempt === 1) await handle?.type(text, { timeout: 20_000 });
        else await handle?.fill(text, { timeout: 5_000 });
        await view.page.keyboard.press("Tab");
      } catch {
        // The page drew itself anew under the hand: look again.
      } finally {
        await handle?.dispose().catch(() => undefined);
      }
      const kept = await this.screen.tryUntil(
        (views) => {
          const v = views.find(this.isIt);
          const c = v && controlsNamed(v.scan, names, this.others(names))[0]?.control;
          held = c?.value ?? held;
          return c && sameText(c.value, text);
        },
        { timeout: 2_500 },
      );
      if (kept) return;
    }
    throw new PsaError(
      "console-changed",
      mask(
        `The field "${names[0]}" on ${this.title} did not keep the text that was typed (it holds ${held === "" ? "nothing" : `${held.length} characters`}).`,
        this.secrets(),
      ),
      "Look at the page by hand: it may refuse this value.",
    );
  }

  /** @param at where the list is, when its own words do not tell it from others */
  async choose(
    names: readonly string[],
    fits: Fits,
    sample: string,
    at: Finder = this.named(names, (c) => !isBox(c) && c.kind !== "password"),
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { view, control } = await this.need(names, () => true, at);
      if (fits(control.value) >= 2) return;
      try {
        await chooseIn(this.screen, view, control, fits, `"${names[0]}"`, sample);
      } catch (error) {
        // The page was drawn anew under the hand: the list is looked for once more, by its words.
        if (attempt === 1 && error instanceof PsaError && error.code === "console-changed" && !control.disabled)
          continue;
        throw error;
      }
      const kept = await this.screen.tryUntil(
        (views) => {
          const v = views.find(this.isIt);
          const c = v && at(v);
          return c !== undefined && fits(c.value) >= 1;
        },
        { timeout: 4_000 },
      );
      if (kept) return;
      if (attempt === 2)
        throw await this.screen.lost(`"${sample}" chosen in the list "${names[0]}"`, `on the page ${this.title}`);
    }
  }

  async tick(names: readonly string[], on: boolean, kind: "checkbox" | "radio" = "checkbox"): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const { view, control } = await this.need(
        names,
        (c) => c.kind === kind || (kind === "radio" && c.kind === "checkbox"),
      );
      if (control.checked === on) return;
      if (control.checked === null)
        throw await this.screen.lost(`whether "${names[0]}" is ticked`, `on the page ${this.title}`);
      if (control.disabled)
        throw new PsaError(
          "console-changed",
          `The box "${names[0]}" on ${this.title} is disabled.`,
          "Look at the page by hand.",
        );
      await this.screen.click(view, control.target);
      const kept = await this.screen.tryUntil(
        (views) => {
          const v = views.find(this.isIt);
          const c = v && controlsNamed(v.scan, names, this.others(names)).find((f) => isBox(f.control))?.control;
          return c && c.checked === on;
        },
        { timeout: 3_000 },
      );
      if (kept) return;
      if (attempt === 3)
        throw await this.screen.lost(`the box "${names[0]}" ${on ? "ticked" : "cleared"}`, `on the page ${this.title}`);
    }
  }

  async read(names: readonly string[]): Promise<Control | undefined> {
    return (await this.seek(names, () => true, 3_000))?.control;
  }

  /** Whether a part of this page shows a button with these words. */
  async offers(names: readonly string[]): Promise<boolean> {
    const says = (v: View) => findButton([v], names);
    return (await this.locate(says, 0)) !== undefined;
  }

  /** Presses a button of this page. */
  async press(names: readonly string[]): Promise<{ view: View; phrase: Phrase }> {
    if (this.seen.size > 0) await this.offers(names);
    return press(this.screen, names, `on the page ${this.title}`, this.isIt);
  }
}

function sameText(shown: string, typed: string): boolean {
  if (shown === typed) return true;
  const a = Number(shown.replace(/,/g, ""));
  const b = Number(typed);
  return shown.trim() !== "" && typed.trim() !== "" && Number.isFinite(a) && a === b;
}

/** Finds a button by its words: in the frame of the page first, then around it; the topmost of several equal ones. */
export function findButton(
  views: View[],
  names: readonly string[],
  isIt?: (v: View) => boolean,
): { view: View; phrase: Phrase } | undefined {
  const home = isIt ? views.find(isIt) : undefined;
  const ordered = home ? [home, ...views.filter((v) => v !== home && v.page === home.page)] : views;
  for (const exact of [3, 2])
    for (const view of ordered) {
      const hits = phrasesSaying(view.scan, names)
        .filter((h) => h.likeness >= exact && !h.phrase.covered)
        .filter(
          (h) =>
            h.phrase.target >= 0 ||
            !view.scan.phrases.some((p) => p.target >= 0 && likenessToAny(p.text, names) >= exact),
        )
        .sort(
          (a, b) =>
            Number(a.phrase.tooltip) - Number(b.phrase.tooltip) ||
            a.phrase.box.y - b.phrase.box.y ||
            a.phrase.box.x - b.phrase.box.x,
        );
      const enabled = hits.find((h) => !h.phrase.disabled);
      if (enabled) return { view, phrase: enabled.phrase };
    }
  return undefined;
}

export async function press(
  screen: Screen,
  names: readonly string[],
  where: string,
  isIt?: (v: View) => boolean,
  timeout = 15_000,
): Promise<{ view: View; phrase: Phrase }> {
  const found = await screen.until((views) => findButton(views, names, isIt), {
    what: `the button "${names[0]}"`,
    where,
    timeout,
  });
  await clickPhrase(screen, found.view, found.phrase);
  return found;
}

/** The text of a box that asks something, whatever it asks. */
export function questionIn(views: View[]): string | undefined {
  for (const view of views)
    for (const d of view.scan.dialogs) {
      if (d.controls > 2) continue;
      const answers = d.buttons.filter((b) => !/^(\u00d7|x)$/i.test(b.text));
      if (
        answers.length >= 2 &&
        answers.some((b) => /^(yes|no|ok|continue|leave|stay|don.t save|discard|proceed|confirm)$/i.test(b.text))
      )
        return d.text;
    }
  return undefined;
}

/** Words that were not there before, for what a click brought up. */
export function newPhrases(views: View[], before: ReadonlySet<string>): { view: View; phrase: Phrase }[] {
  return views.flatMap((view) =>
    view.scan.phrases.filter((p) => !before.has(phraseId(view, p))).map((phrase) => ({ view, phrase })),
  );
}

export function phraseId(view: View, p: Phrase): string {
  return `${view.frame.url()}#${key(p)}`;
}

export { labelsOf, right, sameLine, pause };

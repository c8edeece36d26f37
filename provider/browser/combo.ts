/// <reference lib="dom" />
import { PsaError } from "../errors";
import { clickPhrase, type Fits } from "./actions";
import { labelsOf, middleX, middleY, right, sameLine } from "./reading";
import type { Box, Control, Phrase } from "./scan";
import { element, type Screen, type View } from "./screen";
import type { Traffic } from "./traffic";
import { normalise } from "./words";

/**
 * Lists of every build: the browser's own, drawn ones whose lines hang at the end of the page far from their field, lists
 * with a box to tick in each line, and fields that look up what is typed. All are handled the way a hand does it: open, see
 * what came up near the field, act on the words, close, read back.
 */
export interface Combo {
  screen: Screen;
  traffic: Traffic;
  /** Finds the field afresh: every post back draws it anew. */
  find: (views: View[]) => { view: View; control: Control } | undefined;
  /** For messages: `"Security Roles" on New Employee`. */
  what: string;
}

/** A line of an open list. */
interface Line {
  view: View;
  phrase: Phrase;
  /** The box to tick in it, if it has one. */
  box?: Control;
}

/** How long an opened list may take to show its first line, in milliseconds. */
const TO_OPEN = 4_000;
/** How long a lookup may take to answer, in milliseconds. */
const TO_ANSWER = 8_000;
const LOADING = /^(loading|searching|please wait|\.{2,}|more results)/i;
const NOTHING = /^no (matches|results|items|records|data)\b|not found/i;

const place = (box: Box): string => `${Math.round(box.x / 4)},${Math.round(box.y / 4)}`;
const idOf = (view: View, phrase: Phrase): string => `${view.frame.url()}|${phrase.text}@${place(phrase.box)}`;

async function need(combo: Combo): Promise<{ view: View; control: Control }> {
  const views = await combo.screen.look();
  const now = combo.find(views);
  if (now && combo.traffic.pending === 0 && !views.some((view) => view.scan.busy)) return now;
  return combo.screen.until(combo.find, { what: `the list ${combo.what}`, timeout: 12_000 });
}

/** What stands on the page while the list is closed: whatever comes up afterwards belongs to the list. */
function wordsOf(views: View[]): Set<string> {
  return new Set(views.flatMap((view) => view.scan.phrases.map((phrase) => idOf(view, phrase))));
}

/** Words that came up at the field: below or above it, and not beside it. */
function linesOf(views: View[], before: ReadonlySet<string>, field: { view: View; control: Control }): Line[] {
  const { box } = field.control;
  return views
    .filter((view) => view.page === field.view.page)
    .flatMap((view) => {
      const boxes = view.scan.controls.filter((control) => control.kind === "checkbox");
      return view.scan.phrases
        .filter((phrase) => !phrase.tooltip && /[\p{L}\p{N}]/u.test(phrase.text) && !before.has(idOf(view, phrase)))
        .filter((phrase) => view.frame !== field.view.frame || nearField(phrase.box, box))
        .map((phrase) => ({ view, phrase, box: boxOf(view, boxes, phrase) }));
    });
}

function nearField(line: Box, field: Box): boolean {
  const across = right(line) > field.x - 40 && line.x < right(field) + 220;
  return across && !sameLine(line, field) && Math.abs(middleY(line) - middleY(field)) < 1_500;
}

/**
 * The box of a line: the one that its words name, else the nearest on the line. A line that has to be scrolled to counts as
 * covered, and so does a box of the page on which the list lies: only words tell them apart.
 */
function boxOf(view: View, boxes: readonly Control[], phrase: Phrase): Control | undefined {
  const gap = (control: Control) =>
    Math.min(Math.abs(phrase.box.x - right(control.box)), Math.abs(control.box.x - right(phrase.box)));
  const onLine = boxes
    .filter((control) => sameLine(control.box, phrase.box) && gap(control) < 60)
    .sort((a, b) => Number(a.covered) - Number(b.covered) || gap(a) - gap(b));
  const named = onLine.find((control) => labelsOf(view.scan, control)[0] === phrase.text);
  return (
    named ??
    onLine.find((control) => !control.covered && labelsOf(view.scan, control).length === 0 && gap(control) < 24)
  );
}

/** Opens the list and answers its lines; empty when none came up. A list that is open already is left open. */
async function openList(combo: Combo, before: ReadonlySet<string>): Promise<Line[]> {
  const rightEnd = async ({ view, control }: { view: View; control: Control }): Promise<void> => {
    const handle = await element(view, control.target);
    const box = await handle?.boundingBox();
    await handle?.dispose();
    if (box) await view.page.mouse.click(box.x + box.width - 8, box.y + box.height / 2);
  };
  const ways: ((field: { view: View; control: Control }) => Promise<unknown>)[] = [
    (field) => {
      const { view, control } = field;
      const arrow = arrowOf(view, control);
      if (arrow !== undefined) return combo.screen.click(view, arrow);
      // A press into a field that is typed into opens nothing: its arrow, a mere background at times, is at its right end.
      return control.readOnly ? combo.screen.click(view, control.target) : rightEnd(field);
    },
    ({ view, control }) => combo.screen.click(view, control.el),
    rightEnd,
    async ({ view, control }) => {
      const handle = await element(view, control.el);
      await handle?.focus().catch(() => undefined);
      await handle?.dispose();
      await view.page.keyboard.press("Alt+ArrowDown");
    },
  ];
  for (const way of ways) {
    await way(await need(combo));
    const lines = await linesWhenThere(combo, before, TO_OPEN);
    if (lines.length > 0) return lines;
  }
  return [];
}

/** The little picture or sign at the right end of a field, inside or just beside it. */
function arrowOf(view: View, control: Control): number | undefined {
  const inReach = (box: Box) =>
    sameLine(box, control.box) && box.x > middleX(control.box) && box.x < right(control.box) + 30 && box.w < 60;
  const icon = view.scan.icons.filter((one) => !one.covered && inReach(one.box)).at(-1);
  return icon?.el;
}

async function linesWhenThere(combo: Combo, before: ReadonlySet<string>, timeout: number): Promise<Line[]> {
  // A list may slide into its place, and its lines pass over the field: they count once they stand still.
  let last = "";
  const found = await combo.screen.tryUntil(
    (views) => {
      const field = combo.find(views);
      if (!field) return undefined;
      const lines = linesOf(views, before, field);
      const now = lines.map(({ view, phrase }) => idOf(view, phrase)).join("\n");
      const still = now === last;
      last = now;
      return still && lines.some(({ phrase }) => !LOADING.test(phrase.text)) ? lines : undefined;
    },
    { timeout },
  );
  return (found ?? []).filter(({ phrase }) => !LOADING.test(phrase.text));
}

/** What the lines say, for a message. */
function offered(lines: readonly Line[] | readonly string[]): string {
  const texts = lines.map((line) => (typeof line === "string" ? line : line.phrase.text));
  const some = [...new Set(texts)].filter((text) => text !== "" && text.length < 80).slice(0, 40);
  return some.map((text) => `"${text}"`).join(", ");
}

const missing = (combo: Combo, wanted: string, lines: readonly Line[] | readonly string[]): PsaError =>
  new PsaError(
    "not-found",
    `${combo.what} has no entry "${wanted}".`,
    lines.length === 0
      ? "Its list did not open or is empty; look at the page by hand."
      : `It offers: ${offered(lines)}.`,
  );

const disabled = (combo: Combo): PsaError =>
  new PsaError(
    "unsupported",
    `${combo.what} is disabled: it cannot be changed here.`,
    "If another value is needed, make a new one instead.",
  );

/** The browser's own list, read whole: the scan shows one value only. */
interface Native {
  multiple: boolean;
  options: { text: string; selected: boolean }[];
}

async function nativeOf(view: View, control: Control): Promise<Native | undefined> {
  if (control.kind !== "select") return undefined;
  const handle = await element(view, control.el);
  if (!handle) return undefined;
  try {
    return await handle.evaluate((e) => {
      const select = e as HTMLSelectElement;
      return {
        multiple: select.multiple,
        options: Array.from(select.options, (option) => ({
          text: (option.textContent ?? "").replace(/\s+/g, " ").trim(),
          selected: option.selected,
        })),
      };
    });
  } finally {
    await handle.dispose();
  }
}

/** What a field proposes by the browser's own means, which no page draws. */
async function proposals(view: View, control: Control): Promise<string[]> {
  const handle = await element(view, control.el);
  const values = await handle?.evaluate((e) =>
    e instanceof HTMLInputElement && e.list ? Array.from(e.list.options, (option) => option.value || option.text) : [],
  );
  await handle?.dispose();
  return values ?? [];
}

async function setNative(combo: Combo, view: View, control: Control, indexes: number[]): Promise<void> {
  const handle = await element(view, control.el);
  if (!handle) throw await combo.screen.lost(`the list ${combo.what}`);
  await handle.selectOption(
    indexes.map((index) => ({ index })),
    { timeout: 5_000 },
  );
  await handle.dispose();
}

/** Puts the hand elsewhere: closes a list that stays open, and lets the field tell the page what it holds. */
async function leave(combo: Combo, before: ReadonlySet<string>, seen: readonly Line[] = []): Promise<void> {
  const { view } = await need(combo);
  await view.page.keyboard.press("Tab");
  await combo.traffic.quiet();
  const ids = new Set(seen.map(({ view: at, phrase }) => idOf(at, phrase)));
  const isOpen = (views: View[]): boolean => {
    const field = combo.find(views);
    const lines = field ? linesOf(views, before, field) : [];
    return lines.some(({ view: at, phrase, box }) => box !== undefined || ids.has(idOf(at, phrase)));
  };
  const closed = (timeout: number) =>
    combo.screen.tryUntil((views) => !isOpen(views), { timeout, evenBusy: true }).then((seen) => seen === true);
  if (await closed(1_200)) return;
  // It has no answer to Tab: a press on words that do nothing closes it, or the arrow that opened it.
  const now = await need(combo);
  const word = idleWord(now.view);
  if (word) {
    await combo.screen.click(now.view, word.el);
    if (await closed(1_200)) return;
  }
  const again = await need(combo);
  await combo.screen.click(again.view, arrowOf(again.view, again.control) ?? again.control.target);
  await closed(2_500);
}

/** The uppermost words of a page that do nothing and name no field: a heading. */
function idleWord(view: View): Phrase | undefined {
  const labels = new Set(view.scan.controls.flatMap((control) => labelsOf(view.scan, control)));
  return view.scan.phrases
    .filter((one) => one.target < 0 && !one.tooltip && !one.covered && !one.button && !labels.has(one.text))
    .sort((a, b) => a.box.y - b.box.y)[0];
}

/**
 * Picks the one line that fits best. `typed` is what a field that looks things up is given to look for.
 *
 * @throws PsaError `not-found` with what the list offers, `conflict` when several lines fit equally well, `unsupported`
 *   when it is disabled
 */
export async function pick(
  combo: Combo,
  fits: Fits,
  wanted: string,
  typed: readonly string[] = [wanted],
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { view, control } = await need(combo);
    if (fits(control.value) >= 2) return;
    if (control.disabled) throw disabled(combo);
    const native = await nativeOf(view, control);
    if (native) {
      const texts = native.options.map(({ text }) => text);
      const best = theBest(combo, texts, (text) => text, fits, wanted);
      if (best === undefined) throw missing(combo, wanted, texts);
      await setNative(combo, view, control, [texts.indexOf(best)]);
    } else {
      const proposed = control.readOnly ? [] : await proposals(view, control);
      if (proposed.length > 0) {
        const best = theBest(combo, proposed, (text) => text, fits, wanted);
        if (best === undefined) throw missing(combo, wanted, proposed);
        await typeInto(combo, best);
        await view.page.keyboard.press("Tab");
      } else await pickDrawn(combo, fits, wanted, typed);
    }
    await combo.traffic.quiet();
    const kept = await combo.screen.tryUntil((views) => fits(combo.find(views)?.control.value ?? "") >= 1, {
      timeout: 4_000,
    });
    if (kept) return;
    if (attempt === 3) throw await combo.screen.lost(`"${wanted}" chosen in the list ${combo.what}`);
  }
}

/** What stands right behind a field that is filled in by choosing elsewhere: three dots, a glass, or a word. */
const FINDER =
  /^(\.{2,3}|\u2026|\u22ef|\u{1f50d}|\u{1f50e}|select|browse|choose|find|look ?up|search)\b|^[.\u2026\u22ef]+$/iu;

function finderOf(view: View, control: Control): { view: View; el: number } | undefined {
  const behind = (box: Box) =>
    sameLine(box, control.box) && box.x >= right(control.box) - 4 && box.x < right(control.box) + 40;
  const word = view.scan.phrases.find(
    (one) => !one.tooltip && !one.covered && behind(one.box) && FINDER.test(one.text),
  );
  const icon = view.scan.icons.find((one) => !one.covered && behind(one.box) && FINDER.test(one.hint));
  const el = word?.el ?? icon?.el;
  return el === undefined ? undefined : { view, el };
}

/**
 * Chooses in a window of its own that the button behind the field opens: by the words that are there at once, else by
 * searching. Answers whether there is such a button and it led anywhere.
 */
async function pickElsewhere(combo: Combo, fits: Fits, wanted: string, typed: readonly string[]): Promise<boolean> {
  const { view, control } = await need(combo);
  const finder = finderOf(view, control);
  if (!finder) return false;
  const before = wordsOf(await combo.screen.look());
  const boxes = (views: View[]) =>
    views.flatMap((one) =>
      one.scan.controls
        .filter((c) => c.kind === "text" && !c.readOnly && !c.covered)
        .map((c) => ({ view: one, control: c })),
    );
  const boxId = (one: { view: View; control: Control }) => `${one.view.frame.url()} ${place(one.control.box)}`;
  const boxesBefore = new Set(boxes(await combo.screen.look()).map(boxId));
  const fresh = (views: View[]): Line[] =>
    views.flatMap((one) =>
      one.scan.phrases
        .filter((phrase) => !phrase.tooltip && !phrase.covered && !before.has(idOf(one, phrase)))
        .map((phrase) => ({ view: one, phrase, box: undefined })),
    );
  await combo.screen.click(finder.view, finder.el);
  if (!(await combo.screen.tryUntil((views) => fresh(views).length > 0, { timeout: TO_OPEN }))) return false;
  const fitting = (timeout: number) =>
    combo.screen.tryUntil(
      (views) => {
        const lines = fresh(views);
        return lines.some(({ phrase }) => fits(phrase.text) > 0) ? lines : undefined;
      },
      { timeout },
    );
  let lines = await fitting(1_500);
  for (const text of lines ? [] : typed) {
    const box = boxes(await combo.screen.look()).find((one) => !boxesBefore.has(boxId(one)));
    if (!box) break;
    const handle = await element(box.view, box.control.el);
    await handle?.fill(text, { timeout: 5_000 });
    await handle?.dispose();
    const search = fresh(await combo.screen.look()).find(({ phrase }) =>
      /^(search|find|go|filter)$/i.test(normalise(phrase.text)),
    );
    if (search) await clickPhrase(combo.screen, search.view, search.phrase);
    else await box.view.page.keyboard.press("Enter");
    await combo.traffic.quiet();
    lines = await fitting(TO_ANSWER / 2);
    if (lines) break;
  }
  const best = theBest(combo, lines ?? [], ({ phrase }) => phrase.text, fits, wanted);
  if (!best) {
    const seen = fresh(await combo.screen.look());
    const away = seen.find(({ phrase }) => /^(cancel|close)$/i.test(normalise(phrase.text)));
    if (away) await clickPhrase(combo.screen, away.view, away.phrase);
    throw missing(combo, wanted, seen);
  }
  await clickPhrase(combo.screen, best.view, best.phrase);
  const gone = () =>
    combo.screen.tryUntil((views) => fits(combo.find(views)?.control.value ?? "") >= 1, { timeout: 2_500 });
  if (await gone()) return true;
  // A line that is only marked: the word that takes it over stands on its line, or with the window's buttons.
  const take = fresh(await combo.screen.look())
    .filter(({ phrase }) => /^(select|ok|choose|apply|done)$/i.test(normalise(phrase.text)))
    .sort(
      (a, b) => Number(sameLine(b.phrase.box, best.phrase.box)) - Number(sameLine(a.phrase.box, best.phrase.box)),
    )[0];
  if (take) await clickPhrase(combo.screen, take.view, take.phrase);
  await gone();
  return true;
}

async function pickDrawn(combo: Combo, fits: Fits, wanted: string, typed: readonly string[]): Promise<void> {
  if (await pickElsewhere(combo, fits, wanted, typed)) return;
  const before = wordsOf(await combo.screen.look());
  const { control } = await need(combo);
  let seen = await openList(combo, before);
  let best = theBest(combo, seen, ({ phrase }) => phrase.text, fits, wanted);
  for (const text of best === undefined && !control.readOnly ? typed : []) {
    await typeInto(combo, text);
    const lines = await answered(combo, before, fits);
    if (lines.length > 0) seen = lines;
    best = theBest(combo, lines, ({ phrase }) => phrase.text, fits, wanted);
    if (best) break;
  }
  if (best === undefined) {
    await leave(combo, before, seen);
    throw missing(combo, wanted, seen);
  }
  await clickPhrase(combo.screen, best.view, best.phrase);
  await combo.screen.tryUntil(
    (views) => {
      const field = combo.find(views);
      return field && linesOf(views, before, field).length === 0;
    },
    { timeout: 1_500, evenBusy: true },
  );
}

/** Key by key, as such fields ask their server at each. */
async function typeInto(combo: Combo, text: string): Promise<void> {
  const { view, control } = await need(combo);
  const handle = await element(view, control.el);
  if (!handle) return;
  try {
    await handle.click({ timeout: 5_000 });
    await view.page.keyboard.press("ControlOrMeta+a");
    await view.page.keyboard.press("Delete");
    await handle.type(text, { delay: 25, timeout: 20_000 });
  } catch {
    // The page drew itself anew under the hand: the caller looks again.
  } finally {
    await handle.dispose().catch(() => undefined);
  }
}

/** The lines once one of them fits, or whatever stands there when nothing more comes. */
async function answered(combo: Combo, before: ReadonlySet<string>, fits: Fits): Promise<Line[]> {
  let last: Line[] = [];
  await combo.screen.tryUntil(
    (views) => {
      const field = combo.find(views);
      if (!field) return undefined;
      last = linesOf(views, before, field).filter(({ phrase }) => !LOADING.test(phrase.text));
      if (last.some(({ phrase }) => fits(phrase.text) > 0)) return true;
      return combo.traffic.pending === 0 && last.some(({ phrase }) => NOTHING.test(phrase.text)) ? true : undefined;
    },
    { timeout: TO_ANSWER },
  );
  return last.filter(({ phrase }) => !NOTHING.test(phrase.text));
}

function theBest<T>(
  combo: Combo,
  all: readonly T[],
  textOf: (one: T) => string,
  fits: Fits,
  wanted: string,
): T | undefined {
  const score = Math.max(0, ...all.map((one) => fits(textOf(one))));
  if (score === 0) return undefined;
  const hits = all.filter((one) => fits(textOf(one)) === score);
  const texts = [...new Set(hits.map((one) => normalise(textOf(one))))];
  if (texts.length > 1 || (hits.length > 1 && typeof hits[0] === "string"))
    throw new PsaError(
      "conflict",
      `"${wanted}" fits several entries of ${combo.what}: ${offered(hits.map(textOf))}.`,
      "Use the exact text of one of them.",
    );
  return hits[0];
}

/**
 * Two lists side by side with buttons between them: what is on offer, and what is chosen. The chosen one stands at the right,
 * unless its caption says otherwise.
 */
function pairOf(view: View, control: Control): { from: Control; to: Control } | undefined {
  if (control.kind !== "select") return undefined;
  const gap = (one: Control) => Math.max(one.box.x - right(control.box), control.box.x - right(one.box));
  // The nearest: two such pairs may stand beside each other.
  const other = view.scan.controls
    .filter(
      (one) =>
        one !== control &&
        one.kind === "select" &&
        one.box.h > 40 &&
        Math.abs(one.box.y - control.box.y) < 12 &&
        Math.abs(one.box.h - control.box.h) < 12 &&
        between(view, control, one).length > 0,
    )
    .sort((a, b) => gap(a) - gap(b))[0];
  if (!other) return undefined;
  const [left, rightOne] = control.box.x < other.box.x ? [control, other] : [other, control];
  const chosen = /^(selected|chosen|assigned|current|included)\b/i;
  const swapped = labelsOf(view.scan, left).some((label) => chosen.test(label));
  return swapped ? { from: rightOne, to: left } : { from: left, to: rightOne };
}

/** The buttons between two lists that stand side by side. */
function between(view: View, a: Control, b: Control): Phrase[] {
  const [left, rightOne] = a.box.x < b.box.x ? [a, b] : [b, a];
  const gap = rightOne.box.x - right(left.box);
  if (gap < 10 || gap > 200) return [];
  return view.scan.phrases.filter(
    (one) =>
      !one.tooltip &&
      one.target >= 0 &&
      one.box.x >= right(left.box) - 2 &&
      right(one.box) <= rightOne.box.x + 2 &&
      one.box.y > left.box.y - 30 &&
      one.box.y < left.box.y + left.box.h + 10,
  );
}

const ONWARD = /^(>|\u203a|\u2192|\u25b6|\u25ba|add)$/i;
const BACK = /^(<|\u2039|\u2190|\u25c0|\u25c4|remove)$/i;

/** Moves entries from one of the two lists to the other until the chosen one holds exactly `wanted`. */
async function movePair(combo: Combo, wanted: readonly string[]): Promise<void> {
  const isWanted = (text: string) => wanted.some((name) => normalise(name) === normalise(text));
  for (let round = 0; round < 4; round += 1) {
    const { view, control } = await need(combo);
    const pair = pairOf(view, control);
    if (!pair) break;
    const [offer, held] = [await nativeOf(view, pair.from), await nativeOf(view, pair.to)];
    if (!offer || !held) break;
    for (const name of wanted)
      if (![...offer.options, ...held.options].some(({ text }) => normalise(text) === normalise(name)))
        throw missing(
          combo,
          name,
          offer.options.map(({ text }) => text),
        );
    const add = offer.options.flatMap(({ text }, at) => (isWanted(text) ? [at] : []));
    const drop = held.options.flatMap(({ text }, at) => (isWanted(text) ? [] : [at]));
    if (add.length === 0 && drop.length === 0) return;
    const onward = add.length > 0;
    const sign = pair.from.box.x < pair.to.box.x === onward ? ONWARD : BACK;
    const word = onward ? /^add$/i : /^remove$/i;
    const buttons = between(view, pair.from, pair.to);
    const button =
      buttons.find((one) => word.test(one.text.trim())) ?? buttons.find((one) => sign.test(one.text.trim()));
    if (!button) throw await combo.screen.lost(`the button between the two lists of ${combo.what}`);
    await setNative(combo, view, onward ? pair.from : pair.to, onward ? add : drop);
    await clickPhrase(combo.screen, view, button);
    await combo.traffic.quiet();
  }
  throw await combo.screen.lost(`${offered([...wanted])} moved over in ${combo.what}, and nothing else`);
}

/** The entries that are ticked in a list with boxes, or selected in a list of several. Leaves the list closed. */
export async function ticked(combo: Combo): Promise<string[]> {
  const { view, control } = await need(combo);
  const pair = pairOf(view, control);
  if (pair) return ((await nativeOf(view, pair.to))?.options ?? []).map(({ text }) => text);
  const native = await nativeOf(view, control);
  if (native) return native.options.filter(({ selected }) => selected).map(({ text }) => text);
  // A disabled field opens nothing; its text is all there is.
  if (control.disabled) return splitTexts(control.value);
  const before = wordsOf(await combo.screen.look());
  const lines = await openList(combo, before);
  await leave(combo, before);
  const boxes = lines.filter(({ box }) => box !== undefined);
  if (boxes.length === 0) return splitTexts(control.value);
  return boxes
    .filter(({ box, phrase }) => box!.checked === true && !isCheckAll(phrase.text))
    .map(({ phrase }) => phrase.text);
}

/** Whether the text of a closed list names exactly these entries. A count of them ("3 items checked") says nothing. */
export function says(text: string, expected: readonly string[]): boolean {
  const parts = (names: readonly string[]) =>
    names
      .flatMap((name) => name.split(","))
      .map(normalise)
      .sort()
      .join(",");
  return text.trim() !== "" && parts([text]) === parts(expected);
}

const splitTexts = (text: string): string[] =>
  text
    .split(/\s*[,;]\s*/)
    .map((part) => part.trim())
    .filter((part) => part !== "" && !/^(select|none|choose)\b/i.test(part));

const isCheckAll = (text: string): boolean => /^(check|select|tick) all$|^all$/i.test(text.trim());

/**
 * Ticks exactly `wanted` in a list with boxes (or selects them in the browser's own list of several), clicking only what
 * differs. A list that takes one entry only is given the one.
 *
 * @throws PsaError `not-found` with what the list offers, `unsupported` when it is disabled or takes one entry only
 */
export async function tickExactly(combo: Combo, wanted: readonly string[]): Promise<void> {
  const isWanted = (text: string) => wanted.some((name) => normalise(name) === normalise(text));
  const { view, control } = await need(combo);
  if (control.disabled) throw disabled(combo);
  if (pairOf(view, control)) return movePair(combo, wanted);
  const native = await nativeOf(view, control);
  if (native) {
    const texts = native.options.map(({ text }) => text);
    for (const name of wanted)
      if (!texts.some((text) => normalise(text) === normalise(name))) throw missing(combo, name, texts);
    if (!native.multiple) {
      assertOne(combo, wanted);
      return pick(combo, (text) => (isWanted(text) ? 3 : 0), wanted[0]!);
    }
    const indexes = native.options.flatMap(({ text }, at) => (isWanted(text) ? [at] : []));
    await setNative(combo, view, control, indexes);
    await combo.traffic.quiet();
    return;
  }
  for (let round = 1; round <= 6; round += 1) {
    const before = wordsOf(await combo.screen.look());
    let lines = await openList(combo, before);
    if (lines.every(({ box }) => box === undefined)) {
      if (lines.length === 0) throw missing(combo, wanted[0] ?? "", []);
      // Lines without boxes: one can be picked, and that may be all that is wanted.
      await leave(combo, before);
      assertOne(combo, wanted);
      return pick(combo, (text) => (isWanted(text) ? 3 : 0), wanted[0]!);
    }
    for (const name of wanted) {
      if (lines.some(({ phrase }) => normalise(phrase.text) === normalise(name))) continue;
      await leave(combo, before);
      throw missing(
        combo,
        name,
        lines.filter(({ box }) => box !== undefined),
      );
    }
    for (let guard = 0; guard < 60; guard += 1) {
      const wrong = lines.find(
        ({ box, phrase }) => box !== undefined && !isCheckAll(phrase.text) && box.checked !== isWanted(phrase.text),
      );
      if (!wrong) break;
      await combo.screen.click(wrong.view, wrong.box!.target);
      await combo.traffic.quiet(80);
      const now = await linesWhenThere(combo, before, 1_500);
      const same = now.find(({ phrase }) => phrase.text === wrong.phrase.text);
      // A post back has closed the list: open it again in the next round.
      if (!same?.box) break;
      if (same.box.checked === wrong.box!.checked) await clickPhrase(combo.screen, same.view, same.phrase);
      lines = await linesWhenThere(combo, before, 1_500);
    }
    await leave(combo, before);
    await combo.traffic.quiet();
    if (says((await need(combo)).control.value, wanted)) return;
    const held = await ticked(combo);
    if (held.length === wanted.length && held.every(isWanted)) return;
  }
  throw await combo.screen.lost(`${offered([...wanted])} ticked in ${combo.what}, and nothing else`);
}

function assertOne(combo: Combo, wanted: readonly string[]): void {
  if (wanted.length === 1) return;
  throw new PsaError("unsupported", `${combo.what} takes one entry only, not ${wanted.length}.`, "Declare one.");
}

import type { Box, Control, Phrase, Scan } from "./scan";
import { likeness, likenessToAny, normalise } from "./words";

/** Pure geometry over one scan: which words name which control. No browser in here. */

export const right = (b: Box): number => b.x + b.w;
export const bottom = (b: Box): number => b.y + b.h;
export const middleX = (b: Box): number => b.x + b.w / 2;
export const middleY = (b: Box): number => b.y + b.h / 2;

/** Do two boxes stand on one line? */
export function sameLine(a: Box, b: Box): boolean {
  const overlap = Math.min(bottom(a), bottom(b)) - Math.max(a.y, b.y);
  return overlap > 0.45 * Math.min(a.h, b.h);
}

export const isBox = (c: Control): boolean => c.kind === "checkbox" || c.kind === "radio";

export interface Region {
  top: number;
  bottom: number;
  left?: number;
  right?: number;
}

export function within(b: Box, r: Region | undefined): boolean {
  if (!r) return true;
  const x = middleX(b);
  const y = middleY(b);
  return y >= r.top && y < r.bottom && (r.left === undefined || x >= r.left) && (r.right === undefined || x < r.right);
}

/** Is there a control or other words between two boxes on one line? */
function blockedOnLine(scan: Scan, from: Box, to: Box, but: { phrases?: Phrase[]; controls?: Control[] }): boolean {
  const l = Math.min(right(from), right(to));
  const r = Math.max(from.x, to.x);
  const between = (b: Box) => b.x >= l - 2 && right(b) <= r + 2 && (sameLine(b, from) || sameLine(b, to));
  return (
    scan.controls.some((c) => !but.controls?.includes(c) && between(c.box)) ||
    scan.phrases.some((p) => !p.tooltip && !but.phrases?.includes(p) && between(p.box) && /[\p{L}\p{N}]/u.test(p.text))
  );
}

/** Hints are grey, in brackets or sentences; they may stand between a label and its control. */
function isHint(p: Phrase): boolean {
  return (
    /^\(.*\)$/.test(p.text) ||
    // Captions of two lists between which entries are moved: the field's name stands above or beside both.
    /^(available|unassigned|selected|chosen|assigned)$/i.test(p.text) ||
    (/[.!]$/.test(p.text) && p.text.split(" ").length > 5) ||
    p.text.split(" ").length > 12
  );
}

const labelsKnown = new WeakMap<Control, string[]>();
/** Some forms set their labels flush right, just above the field; a little sign that explains the field may stand behind. */
function endsAbove(label: Box, field: Box): boolean {
  const left = right(field) - right(label);
  return left > -14 && left < 40 && label.x >= field.x - 14 && field.y - bottom(label) < 34;
}

/** The place of a box to tick in a column of fields: as wide as the nearest field that begins where the box does. */
function cellOf(scan: Scan, box: Control): Box | undefined {
  const [field] = scan.controls
    .filter((o) => !isBox(o) && box.box.x - o.box.x > -6 && box.box.x - o.box.x < 12 && o.box.w > 100)
    .sort((a, b) => Math.abs(a.box.y - box.box.y) - Math.abs(b.box.y - box.box.y));
  return field && { ...box.box, x: field.box.x, w: field.box.w };
}

/**
 * The words that name a control, nearest first. `tied` labels count before all geometry.
 * For boxes and circles: right of it, then left. For fields: above it, or left of it in the same row.
 */
export function labelsOf(scan: Scan, c: Control): string[] {
  let labels = labelsKnown.get(c);
  if (!labels) labelsKnown.set(c, (labels = c.hint === "" ? findLabels(scan, c) : [...findLabels(scan, c), c.hint]));
  return labels;
}

function findLabels(page: Scan, c: Control): string[] {
  // What stays in place while the rest scrolls, or scrolls by itself, only happens to stand beside this control.
  const scan = {
    ...page,
    controls: page.controls.filter((o) => o.layer === c.layer),
    phrases: page.phrases.filter((p) => p.layer === c.layer),
  };
  const out: string[] = [...c.tied];
  const words = scan.phrases.filter((p) => !p.tooltip && !p.button && /[\p{L}\p{N}]/u.test(p.text));
  if (isBox(c)) {
    const onLine = words.filter((p) => sameLine(p.box, c.box));
    const after = onLine
      .filter((p) => p.box.x >= right(c.box) - 3 && p.box.x - right(c.box) < 48)
      .sort((a, b) => a.box.x - b.box.x)[0];
    if (after && !blockedOnLine(scan, c.box, after.box, { controls: [c], phrases: [after] })) out.push(after.text);
    const before = onLine
      .filter((p) => right(p.box) <= c.box.x + 3 && c.box.x - right(p.box) < 360)
      .sort((a, b) => right(b.box) - right(a.box))[0];
    // Words at its left may be the label of the box before them.
    if (before && !blockedOnLine(scan, before.box, c.box, { controls: [c], phrases: [before] })) {
      const owner = scan.controls.some(
        (o) =>
          o !== c &&
          isBox(o) &&
          sameLine(o.box, before.box) &&
          right(o.box) <= before.box.x + 3 &&
          before.box.x - right(o.box) < 48,
      );
      if (!owner) out.push(before.text);
    }
    if (!after) {
      const above = words
        .filter(
          (p) =>
            bottom(p.box) <= c.box.y + 4 &&
            c.box.y - bottom(p.box) < 28 &&
            p.box.x <= right(c.box) + 6 &&
            right(p.box) >= c.box.x - 6 &&
            // The knob of a switch that is on stands at the right end of it.
            (Math.abs(p.box.x - c.box.x) < 24 || (c.box.x > p.box.x && right(c.box) <= right(p.box) + 6)),
        )
        .sort((a, b) => bottom(b.box) - bottom(a.box))[0];
      if (above) out.push(above.text);
      else {
        const cell = cellOf(scan, c);
        const ending = cell && words.find((p) => endsAbove(p.box, cell) && bottom(p.box) <= cell.y + 4);
        if (ending) out.push(ending.text);
      }
    }
    return out;
  }
  const controlBetween = (p: Phrase) =>
    scan.controls.some(
      (o) =>
        o !== c &&
        o.box.y >= bottom(p.box) - 4 &&
        bottom(o.box) <= c.box.y + 4 &&
        right(o.box) > c.box.x + 4 &&
        o.box.x < right(c.box) - 4 &&
        right(o.box) > p.box.x &&
        o.box.x < Math.max(right(p.box), p.box.x + 60),
    );
  const above = words
    .filter(
      (p) =>
        bottom(p.box) <= c.box.y + 5 &&
        c.box.y - bottom(p.box) < 70 &&
        right(p.box) > c.box.x - 14 &&
        (p.box.x < Math.min(right(c.box), c.box.x + Math.max(60, c.box.w * 0.6)) || endsAbove(p.box, c.box)),
    )
    .filter((p) => !controlBetween(p))
    // The label of a box to tick above this field belongs to that box.
    .filter(
      (p) =>
        !scan.controls.some(
          (o) => isBox(o) && sameLine(o.box, p.box) && right(o.box) <= p.box.x + 3 && p.box.x - right(o.box) < 30,
        ),
    )
    .sort((a, b) => bottom(b.box) - bottom(a.box) || a.box.x - b.box.x);
  const left = words
    .filter(
      (p) =>
        right(p.box) <= c.box.x + 4 &&
        sameLine({ ...c.box, h: Math.min(c.box.h, 60) }, p.box) &&
        c.box.x - right(p.box) < 420,
    )
    .sort((a, b) => right(b.box) - right(a.box))
    .filter((p) => !blockedOnLine(scan, p.box, c.box, { controls: [c], phrases: [p] }));
  const firstAbove = above[0];
  const firstLeft = left[0];
  const aligned =
    firstAbove !== undefined &&
    (Math.abs(firstAbove.box.x - c.box.x) < 16 || endsAbove(firstAbove.box, c.box)) &&
    c.box.y - bottom(firstAbove.box) < 30;
  const ordered: Phrase[] = [];
  if (aligned || !firstLeft)
    ordered.push(...above.filter((_, i) => i === 0 || above.slice(0, i).every(isHint)), ...left.slice(0, 1));
  else ordered.push(...left.slice(0, 1), ...above.filter((_, i) => i === 0 || above.slice(0, i).every(isHint)));
  for (const p of ordered) out.push(p.text);
  return out;
}

export interface Found {
  control: Control;
  likeness: number;
  rank: number;
}

/**
 * The controls that one of `names` names, best first. `others` are labels of the same page that must not be crossed:
 * a control that is better named by one of them is not an answer.
 */
export function controlsNamed(
  scan: Scan,
  names: readonly string[],
  others: readonly string[] = [],
  region?: Region,
): Found[] {
  const found: Found[] = [];
  for (const control of scan.controls) {
    if (!within(control.box, region)) continue;
    const labels = labelsOf(scan, control);
    let best: Found | undefined;
    let bestOther = 0;
    labels.forEach((l, rank) => {
      const like = likenessToAny(l, names);
      if (like > 0 && (!best || like > best.likeness)) best = { control, likeness: like, rank };
      if (like < 3 && rank === 0) bestOther = Math.max(bestOther, likenessToAny(l, others));
    });
    if (best && !(bestOther === 3 && best.rank > 0)) found.push(best);
  }
  return found.sort((a, b) => b.likeness - a.likeness || a.rank - b.rank || a.control.order - b.control.order);
}

/** Phrases that say one of `names`, best first. */
export function phrasesSaying(
  scan: Scan,
  names: readonly string[],
  region?: Region,
): { phrase: Phrase; likeness: number }[] {
  const out: { phrase: Phrase; likeness: number }[] = [];
  for (const phrase of [...scan.phrases, ...scan.inside]) {
    if (!within(phrase.box, region)) continue;
    const like = likenessToAny(phrase.text, names);
    if (like > 0) out.push({ phrase, likeness: like });
  }
  return out.sort((a, b) => b.likeness - a.likeness || Number(a.phrase.tooltip) - Number(b.phrase.tooltip));
}

/** Words on one line of a list, left to right. */
export function lineOf(scan: Scan, p: Phrase): Phrase[] {
  const own = p.row >= 0 ? scan.phrases.filter((o) => o.row === p.row && !o.tooltip) : [];
  const line =
    own.length > 1 ? own : scan.phrases.filter((o) => !o.tooltip && o.layer === p.layer && sameLine(o.box, p.box));
  return line.sort((a, b) => a.box.x - b.box.x);
}

/** A short list of what stands on a page, for an error message. */
export function whatIsThere(scan: Scan, most = 12): string {
  const seen = new Set<string>();
  for (const c of scan.controls) {
    const l = labelsOf(scan, c)[0];
    if (l) seen.add(l.length > 40 ? l.slice(0, 40) + "..." : l);
  }
  const list = [...seen].slice(0, most);
  return list.length > 0 ? list.map((l) => `"${l}"`).join(", ") : "no labelled field at all";
}

export { likeness, likenessToAny, normalise };

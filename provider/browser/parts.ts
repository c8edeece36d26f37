import { labelsOf, right, sameLine } from "./reading";
import type { Box, Control, Phrase, Scan } from "./scan";
import { likenessToAny, normalise } from "./words";

/** A tab of a form, or a section of it that is folded. */
export interface Part {
  /** As normalised: without case and stars. */
  name: string;
  phrase: Phrase;
  /** It is known to be out of sight; of a tab nobody can say. */
  folded: boolean;
}

const known = new WeakMap<Scan, Part[]>();

/**
 * The parts of a form that may have to be brought into sight, by the words on them. Tabs stand on one line, at least two of
 * them, and react to a click. Where there are no tabs, folded sections are headings that react to a click and have no field
 * below them before the next heading.
 */
export function partsIn(scan: Scan, names: readonly string[]): Part[] {
  const before = known.get(scan);
  if (before) return before;
  const said = saying(scan, names);
  const tabs = stripOf(said);
  const parts =
    tabs.length > 0 ? tabs.map((phrase) => partOf(phrase, false)) : foldedOf(scan, said).map((p) => partOf(p, true));
  const unique = parts.filter(({ name }, at) => parts.findIndex((other) => other.name === name) === at);
  known.set(scan, unique);
  return unique;
}

/** Folded sections of a form that has tabs stand inside one of them. */
export function foldedIn(scan: Scan, names: readonly string[]): Part[] {
  const said = saying(scan, names);
  const tabs = stripOf(said);
  return foldedOf(
    scan,
    said.filter((p) => !tabs.includes(p)),
  ).map((phrase) => partOf(phrase, true));
}

const saying = (scan: Scan, names: readonly string[]): Phrase[] =>
  scan.phrases.filter((p) => !p.tooltip && !p.covered && likenessToAny(p.text, names) >= 2);

const partOf = (phrase: Phrase, folded: boolean): Part => ({ name: normalise(phrase.text), phrase, folded });

function stripOf(said: readonly Phrase[]): Phrase[] {
  let best: Phrase[] = [];
  for (const first of said) {
    const line = said.filter((p) => p.layer === first.layer && sameLine(p.box, first.box));
    const names = new Set(line.map((p) => normalise(p.text)));
    const react = line.every((p) => p.target >= 0) && new Set(line.map((p) => p.target)).size === line.length;
    if (names.size >= (react ? 2 : 3) && line.length > best.length) best = line;
  }
  return best.sort((a, b) => a.box.x - b.box.x);
}

function foldedOf(scan: Scan, said: readonly Phrase[]): Phrase[] {
  const signs = signsOf(scan, said);
  const isSign = (c: Control) => [...signs.values()].some((sign) => sign.el === c.target);
  const fields = scan.controls.filter((c) => !isSign(c));
  const headings = [...said].sort((a, b) => a.box.y - b.box.y);
  const edge = Math.max(0, ...headings.map((p) => right(p.box)));
  return headings
    .filter((p, at) => {
      if (p.target < 0 && !signs.has(p)) return false;
      // A field that bears the same words, a radio button say, has them as its label.
      if (fields.some((c) => sameLine(c.box, p.box) && labelsOf(scan, c)[0] === p.text)) return false;
      const end = headings.slice(at + 1).find((other) => other.box.y > p.box.y + p.box.h)?.box.y ?? Infinity;
      return !fields.some((c) => c.box.y >= p.box.y && c.box.y < end && c.box.x < edge);
    })
    .map((p) => (p.target >= 0 ? p : { ...p, ...pressed(signs.get(p)!) }));
}

const pressed = ({ el }: Sign) => ({ el, target: el });

/** A little plus, arrow or square in front of the words of a section that do not react themselves. */
interface Sign {
  el: number;
  x: number;
}

/** Only where at least two sections have one, below one another: a box to tick stands in front of words just so. */
function signsOf(scan: Scan, said: readonly Phrase[]): Map<Phrase, Sign> {
  const found = new Map<Phrase, Sign>();
  for (const heading of said) {
    if (heading.target >= 0) continue;
    const before = (box: Box) =>
      sameLine(box, heading.box) && box.x < heading.box.x && heading.box.x - right(box) < 24 && box.w < 34;
    const box = scan.controls.find((c) => c.kind === "checkbox" && c.drawn && before(c.box));
    const icon = scan.icons.find((one) => !one.covered && before(one.box));
    const word = scan.phrases.find((p) => !/[\p{L}\p{N}]/u.test(p.text) && p.target >= 0 && before(p.box));
    const el = box?.target ?? icon?.el ?? word?.target;
    if (el !== undefined) found.set(heading, { el, x: (box ?? icon ?? word)!.box.x });
  }
  const column = ({ x }: Sign) => [...found.values()].filter((other) => Math.abs(other.x - x) < 4).length;
  return new Map([...found].filter(([, sign]) => column(sign) > 1));
}

/** What tells two parts of a form apart: their fields, where they stand and what names them. */
export function fieldsOf(scan: Scan): string {
  return scan.controls
    .map((c) => `${c.kind}@${Math.round(c.box.x)},${Math.round(c.box.y)}:${labelsOf(scan, c)[0] ?? ""}`)
    .join("|");
}

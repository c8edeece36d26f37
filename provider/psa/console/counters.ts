import { bottom, phrasesSaying, right, sameLine } from "../../browser/reading";
import type { Box, Phrase, Scan } from "../../browser/scan";
import type { Licences } from "../tenant";
import { LICENSES, USED_LICENSES } from "./words";

/** The two counters above the list of employees. What has no number beside its caption is undefined. */
export function licencesIn(scan: Scan): Licences {
  const [total, used] = numbersAt(scan, [LICENSES, USED_LICENSES]);
  return { total, used };
}

const captionIn = (scan: Scan, names: readonly string[]): Phrase | undefined =>
  phrasesSaying(scan, names).find(({ likeness, phrase }) => likeness > 0 && !phrase.tooltip)?.phrase;

/** Where a number may stand to its caption: behind it, below it, above it. */
const PLACES: ((number: Box, caption: Box) => boolean)[] = [
  (number, caption) => sameLine(number, caption) && number.x >= right(caption) - 2 && number.x < right(caption) + 160,
  (number, caption) => under(caption, number) && number.x > caption.x - 60 && number.x < right(caption) + 60,
  (number, caption) => under(number, caption) && number.x > caption.x - 60 && number.x < right(caption) + 60,
];

const under = (upper: Box, lower: Box): boolean => lower.y > bottom(upper) - 6 && lower.y - bottom(upper) < 50;

const numberIn = (text: string): number => Number(text.trim().replace(/[,.]/g, ""));

/** The numbers beside these captions: all of them stand in the same place to their caption, each at one of its own. */
function numbersAt(scan: Scan, captions: readonly (readonly string[])[]): (number | undefined)[] {
  const labels = captions.map((names) => captionIn(scan, names));
  // Some cards hold caption and number in one run of words.
  const own = labels.map((label) => label && /(\d[\d,.]*)\s*$/.exec(label.text)?.[1]);
  if (own.some((text) => text !== undefined))
    return own.map((text) => (text === undefined ? undefined : numberIn(text)));
  const numbers = scan.phrases.filter((one) => !one.tooltip && /^\d[\d,.]*$/.test(one.text.trim()));
  const far = (a: Box, b: Box) => Math.abs(a.x - b.x) + 2 * Math.abs(a.y - b.y);
  for (const fits of PLACES) {
    const found = labels.map(
      (label) =>
        label &&
        numbers
          .filter(({ box }) => fits(box, label.box))
          .sort((a, b) => far(a.box, label.box) - far(b.box, label.box))[0],
    );
    const shown = found.filter((one) => one !== undefined);
    if (shown.length > 0 && shown.length === labels.filter(Boolean).length && new Set(shown).size === shown.length)
      return found.map((one) => one && numberIn(one.text));
  }
  return captions.map(() => undefined);
}

import { PsaError } from "../errors";
import { bottom, labelsOf, middleX, middleY, phrasesSaying, right, sameLine, within, type Region } from "./reading";
import type { Control, Scan } from "./scan";
import { element, type Screen, type View } from "./screen";
import { likenessToAny, normalise } from "./words";

/** Two lists side by side with arrows between them: what stands in the right one is chosen. */
export interface Mover {
  available: Control;
  chosen: Control;
  between: Region;
}

/** Lower ones show one line: they are lists of the usual kind. */
const SEVERAL_LINES = 48;
/** From the left list to the right one, at most. */
const FAR_SIDE = 420;
/** From the words that name two lists down to the lists, at most. */
const BELOW_ITS_NAME = 110;
const SIDES = ["Available", "Associated", "Selected", "Assigned", "Unassociated", "Chosen"];

export function moversIn(scan: Scan): Mover[] {
  const lists = scan.controls.filter((c) => c.kind === "select" && c.box.h >= SEVERAL_LINES);
  const taken = new Set<Control>();
  const movers: Mover[] = [];
  for (const available of [...lists].sort((a, b) => a.box.x - b.box.x)) {
    if (taken.has(available)) continue;
    const chosen = lists
      .filter(
        (c) =>
          !taken.has(c) &&
          c.box.x >= right(available.box) &&
          c.box.x - right(available.box) < FAR_SIDE &&
          sameLine(c.box, available.box) &&
          Math.abs(c.box.y - available.box.y) < 40,
      )
      .sort((a, b) => a.box.x - b.box.x)[0];
    if (!chosen) continue;
    taken.add(available).add(chosen);
    movers.push({
      available,
      chosen,
      between: {
        top: available.box.y - 48,
        bottom: bottom(available.box) + 12,
        left: right(available.box),
        right: chosen.box.x,
      },
    });
  }
  return movers.sort((a, b) => a.available.box.y - b.available.box.y);
}

/** The one that one of these names stands above, nearest, or whose lists bear it. */
export function moverNamed(scan: Scan, names: readonly string[]): Mover | undefined {
  const movers = moversIn(scan);
  const sided = names.flatMap((name) => SIDES.map((side) => `${side} ${name}`));
  const borne = movers.find((m) =>
    [m.available, m.chosen].some((c) => labelsOf(scan, c).some((l) => likenessToAny(l, [...names, ...sided]) >= 2)),
  );
  if (borne) return borne;
  const gapTo = (m: Mover, y: number): number => m.available.box.y - y;
  return phrasesSaying(scan, names)
    .filter((h) => h.likeness >= 2 && !h.phrase.tooltip)
    .flatMap(({ phrase }) => {
      const below = movers
        .map((mover) => ({ mover, gap: gapTo(mover, bottom(phrase.box)) }))
        .filter(
          ({ mover, gap }) =>
            gap > -8 &&
            gap < BELOW_ITS_NAME &&
            right(phrase.box) > mover.available.box.x - 40 &&
            phrase.box.x < right(mover.chosen.box),
        )
        .sort((a, b) => a.gap - b.gap)[0];
      return below ? [below] : [];
    })
    .sort((a, b) => a.gap - b.gap)[0]?.mover;
}

/** What stands in the right list. */
export const chosenIn = (mover: Mover): string[] => mover.chosen.options.filter((text) => text !== "");

const has = (list: Control, line: string): boolean => list.options.some((text) => normalise(text) === normalise(line));

/**
 * Moves lines until exactly `lines` are chosen.
 *
 * @param what for messages: `"Queues"`
 * @throws PsaError `not-found` with what the lists offer
 */
export async function moveExactly(
  screen: Screen,
  find: (views: View[]) => { view: View; mover: Mover } | undefined,
  lines: readonly string[],
  what: string,
): Promise<void> {
  for (let move = 0; move < 200; move++) {
    const { view, mover } = await screen.until(find, { what: `the two lists ${what}` });
    const { available, chosen } = mover;
    const missing = lines.find((line) => !has(chosen, line));
    const extra = chosenIn(mover).find((text) => !lines.some((line) => normalise(line) === normalise(text)));
    if (missing === undefined && extra === undefined) return;
    if (missing !== undefined && !has(available, missing))
      throw new PsaError(
        "not-found",
        `${what} has no entry "${missing}".`,
        `It offers: ${[...available.options, ...chosen.options].map((text) => `"${text}"`).join(", ")}. Nothing was saved.`,
      );
    const [from, text] = missing !== undefined ? [available, missing] : [chosen, extra!];
    const handle = await element(view, from.el);
    const index = from.options.findIndex((option) => normalise(option) === normalise(text));
    await handle?.selectOption([{ index }], { timeout: 5_000 });
    await handle?.dispose();
    // The upper arrow moves to the right, the lower one back; side by side, the left one comes first.
    const arrows = [
      ...view.scan.icons.map(({ box, el }) => ({ box, el })),
      ...view.scan.phrases.filter((p) => p.target >= 0 && !p.tooltip).map(({ box, target }) => ({ box, el: target })),
    ]
      .filter(({ box }) => within(box, mover.between))
      .sort((a, b) => middleY(a.box) - middleY(b.box) || middleX(a.box) - middleX(b.box));
    const arrow = missing !== undefined ? arrows[0] : arrows.at(-1);
    if (!arrow) throw await screen.lost(`the arrows between the two lists ${what}`);
    await screen.click(view, arrow.el);
    const moved = await screen.tryUntil(
      (views) => {
        const now = find(views);
        return now !== undefined && has(now.mover.chosen, text) === (missing !== undefined);
      },
      { timeout: 4_000 },
    );
    if (!moved) throw await screen.lost(`"${text}" in the other list of ${what}`, "after the arrow was pressed");
  }
}

import { clickPhrase, findButton } from "../../browser/actions";
import { phrasesSaying } from "../../browser/reading";
import type { Phrase } from "../../browser/scan";
import { signature, type View } from "../../browser/screen";
import { normalise } from "../../browser/words";
import { settled, type Desk } from "./session";
import { CANCEL, type Place } from "./words";

const idOf = (view: View, phrase: Phrase): string =>
  `${view.depth}|${normalise(phrase.text)}|${Math.round(phrase.box.x / 30)},${phrase.box.y < 110 ? "bar" : "menu"}`;

/**
 * Finds the way to a page through the menu, as a person does: the name of the page if it can be seen, else what it is known
 * to lie under, the nearest first. Some entries only open their group, which slides. Addresses are never guessed.
 */
export async function reach(desk: Desk, place: Place, isThere: (view: View) => boolean): Promise<View> {
  const { screen, traffic } = desk;
  const tried = new Map<string, number>();
  for (let step = 0; step < 16; step += 1) {
    const views = await settled(desk);
    const there = views.find(isThere);
    if (there) return there;
    const next = nextWord(views, place, tried);
    if (!next) break;
    const id = idOf(next.view, next.phrase);
    tried.set(id, (tried.get(id) ?? 0) + 1);
    const before = signature(views);
    await screen.hover(next.view, next.phrase.el);
    await clickPhrase(screen, next.view, next.phrase);
    await traffic.quiet();
    await screen.tryUntil((now) => now.some(isThere) || signature(now) !== before, {
      timeout: next.goal ? 10_000 : 3_000,
      evenBusy: true,
    });
    // A module's page may take a moment to show its own menu.
    if (!next.goal)
      await screen.tryUntil((now) => now.some(isThere) || nextWord(now, { ...place, via: [] }, tried), {
        timeout: 2_500,
      });
  }
  const way = [...[...place.via].reverse().map((names) => names[0]), place.goal[0]].join(" > ");
  throw await screen.lost(`the page ${place.what}`, `by the menu (${way})`);
}

function nextWord(views: View[], place: Place, tried: ReadonlyMap<string, number>) {
  for (const [at, names] of [place.goal, ...place.via].entries()) {
    const hits = views
      .flatMap((view) =>
        phrasesSaying(view.scan, names)
          .filter(({ likeness, phrase }) => likeness === 3 && !phrase.covered && !phrase.disabled)
          .filter(({ phrase }) => phrase.box.x + phrase.box.w > 0 && phrase.box.y + phrase.box.h > 0)
          .map(({ phrase }) => ({ view, phrase, goal: at === 0 })),
      )
      .filter(({ view, phrase }) => (tried.get(idOf(view, phrase)) ?? 0) < 2)
      .sort(
        (a, b) =>
          (tried.get(idOf(a.view, a.phrase)) ?? 0) - (tried.get(idOf(b.view, b.phrase)) ?? 0) ||
          Number(b.phrase.target >= 0) - Number(a.phrase.target >= 0) ||
          // The menu at the left says where one is; the bar at the top leads to another module.
          a.phrase.box.x - b.phrase.box.x,
      );
    if (hits[0]) return hits[0];
  }
  return undefined;
}

/** Leaves a form as it was found. What cannot be left that way is left behind by loading the shell anew. */
export async function cancel(desk: Desk, isIt: (view: View) => boolean): Promise<void> {
  const button = findButton(await desk.screen.look(), CANCEL, isIt);
  if (button)
    await desk.screen.leaving(() => clickPhrase(desk.screen, button.view, button.phrase)).catch(() => undefined);
}

import { clickPhrase, findButton } from "../../browser/actions";
import { lineOf, sameLine } from "../../browser/reading";
import type { Phrase } from "../../browser/scan";
import { element, type View } from "../../browser/screen";
import { settled, type Desk } from "./session";
import { EDIT } from "./words";

/** A line of a list of records, by the words that name its record. */
export interface Row {
  view: View;
  phrase: Phrase;
}

/** Where the row stands now: a list may be drawn anew by whatever was tried before. */
export interface RowOfList {
  find: (views: View[]) => Row | undefined;
  isList: (view: View) => boolean;
}

/**
 * Opens the record of a row the ways a person would, one after the other, until `isOpen` is seen.
 *
 * @returns whether it was
 */
export async function openRow(
  desk: Desk,
  { find, isList }: RowOfList,
  isOpen: (views: View[]) => boolean,
): Promise<boolean> {
  const { screen } = desk;
  const ways: ((row: Row) => Promise<unknown>)[] = [
    ({ view, phrase }) => clickPhrase(screen, view, phrase),
    ({ view, phrase }) => screen.click(view, phrase.el, { double: true }),
    followRow,
    async ({ view, phrase }) => {
      const link = lineOf(view.scan, phrase).find((word) => word.target >= 0 && word !== phrase);
      if (link) await clickPhrase(screen, view, link);
    },
    // The little picture of a pencil, at one end of the row.
    async ({ view, phrase }) => {
      const sign = signsOf(view, phrase).find((one) => !MENU_SIGN.test(one.text));
      if (sign) await screen.click(view, sign.el);
    },
    // The row marked, then the button for editing that stands with the others.
    async (here) => {
      if (!findButton([here.view], EDIT, isList)) return;
      await selectRow(desk, here);
      const now = findButton(await screen.look(), EDIT, isList);
      if (now) await clickPhrase(screen, now.view, now.phrase);
    },
  ];
  for (const way of ways) {
    const here = find(await screen.look());
    if (!here) break;
    await way(here);
    await settled(desk);
    if (await screen.tryUntil(isOpen, { timeout: 4_000 })) return true;
  }
  return screen.tryUntil(isOpen, { timeout: 4_000 }).then((seen) => seen === true);
}

/** Rows of the vendor's lists carry the record's address. It is the page's own, so nothing is guessed. */
async function followRow({ view, phrase }: Row): Promise<void> {
  if (phrase.row < 0) return;
  const handle = await element(view, phrase.row);
  const address = await handle?.evaluate((e) => e.getAttribute("href") ?? e.getAttribute("data-href"));
  await handle?.dispose();
  if (!address) return;
  const url = new URL(address, view.frame.url());
  if (url.origin === new URL(view.frame.url()).origin)
    await view.frame.goto(url.href, { waitUntil: "domcontentloaded", timeout: 30_000 }).catch(() => undefined);
}

/** Marks a row, for actions on selected ones. */
export async function selectRow(desk: Desk, row: Row): Promise<void> {
  const { screen } = desk;
  const box = row.view.scan.controls.find(
    (control) =>
      control.kind === "checkbox" &&
      (control.row >= 0 ? control.row === row.phrase.row : sameLine(control.box, row.phrase.box)),
  );
  if (box && box.checked !== true) await screen.click(row.view, box.target);
  else if (!box) {
    // Beside the words, so that no link is followed.
    const line = lineOf(row.view.scan, row.phrase).find((word) => word.target < 0);
    if (line) await screen.click(row.view, line.el);
  }
  await settled(desk);
}

/** Three dots or bars: a menu. */
export const MENU_SIGN = /[\u22ee\u22ef\u2026\u2630\u2261]|\.\.\.|menu|actions|more/i;

/** Signs without words on the line of a row: pictures, and characters that are pictures. */
export function signsOf(view: View, phrase: Phrase): { el: number; text: string }[] {
  const icons = view.scan.icons
    .filter((icon) => !icon.covered && sameLine(icon.box, phrase.box))
    .map((icon) => ({ el: icon.el, text: icon.hint, x: icon.box.x }));
  const glyphs = view.scan.phrases
    .filter(
      (one) => !one.tooltip && sameLine(one.box, phrase.box) && one.text !== "" && !/[\p{L}\p{N}]/u.test(one.text),
    )
    .map((one) => ({ el: one.el, text: one.text, x: one.box.x }));
  return [...glyphs, ...icons].sort((a, b) => a.x - b.x);
}

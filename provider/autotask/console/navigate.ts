import { chooseIn, clickPhrase, findButton, newPhrases, phraseId } from "../../browser/actions";
import { lineOf, middleX, phrasesSaying, right, sameLine } from "../../browser/reading";
import type { Box, Phrase } from "../../browser/scan";
import { element, signature, type Screen, type View } from "../../browser/screen";
import { likeness, likenessToAny, normalise } from "../../browser/words";
import { NEW, type Place } from "./pageMap";

/**
 * Finds the way to a page as a person does: press the name if it is there, else open what it is known to be under, the
 * nearest first; open a folded menu when there is nothing to read.
 */
export async function reach(screen: Screen, place: Place, isThere: (v: View) => boolean): Promise<View> {
  const tried = new Map<string, number>();
  const menuTried = new Set<string>();
  const id = (v: View, p: Phrase) => `${v.depth}|${normalise(p.text)}|${Math.round(p.box.x / 30)}|${String(p.tooltip)}`;
  const steps = [place.goal, ...place.via];
  let views = await settled(screen);
  let again = 0;
  for (let step = 0; step < 40; step++) {
    const there = views.find(isThere);
    if (there) return there;
    let next: { view: View; phrase: Phrase; level: number } | undefined;
    for (const [level, names] of steps.entries()) {
      const hits = views.flatMap((view) =>
        phrasesSaying(view.scan, names)
          .filter(
            (h) =>
              h.likeness === 3 ||
              (level > 0 && h.likeness === 2 && names.every((n) => !/\(/.test(n)) && !/\(/.test(h.phrase.text)),
          )
          .filter(
            (h) =>
              !h.phrase.covered &&
              !h.phrase.disabled &&
              h.phrase.box.x + h.phrase.box.w > 0 &&
              h.phrase.box.y + h.phrase.box.h > 0,
          )
          .map((h) => ({ view, phrase: h.phrase, level })),
      );
      const times = (h: { view: View; phrase: Phrase }) => tried.get(id(h.view, h.phrase)) ?? 0;
      hits.sort(
        (a, b) =>
          Number(b.phrase.target >= 0) - Number(a.phrase.target >= 0) ||
          times(a) - times(b) ||
          a.view.depth - b.view.depth,
      );
      next = hits.find((h) => times(h) < (level === 0 ? 2 : 1));
      if (next) break;
    }
    if (next) {
      const k = id(next.view, next.phrase);
      tried.set(k, (tried.get(k) ?? 0) + 1);
      const before = signature(views);
      const { level, phrase } = next;
      await clickPhrase(screen, next.view, phrase);
      // Whatever comes: the page itself, another step of the way, or at least something else than before.
      const nearer = level === 0 ? [] : steps.slice(0, level).flat();
      const came = (v: View[]) =>
        v.some(isThere) ||
        (signature(v) !== before &&
          v.some((w) => w.scan.phrases.some((p) => !p.covered && likenessToAny(p.text, nearer) === 3)));
      const reached = (timeout: number, so: (v: View[]) => boolean) => screen.tryUntil((v) => so(v) && v, { timeout });
      if (level === 0) views = (await reached(10_000, came)) ?? (await screen.look());
      else {
        let now = await reached(1_800, came);
        if (!now && !(await reached(0, (v) => signature(v) !== before))) await pressBeside(screen, phrase.text);
        now ??= await reached(2_500, came);
        views = now ?? (await screen.look());
      }
      continue;
    }
    // Nothing left: open a folded menu; else begin again, since a press may have come too early.
    if (!(await openMenu(screen, views, menuTried)) && again++ === 2) break;
    // What was pressed before may lead somewhere else from an open menu.
    tried.clear();
    views = await settled(screen);
  }
  throw await screen.lost(
    `the page ${place.what}`,
    `by the menu (${[...place.via]
      .reverse()
      .map((n) => n[0])
      .join(" > ")} > ${place.goal[0]})`,
  );
}

/** All that is to be seen, once it stands still. */
async function settled(screen: Screen): Promise<View[]> {
  return (await screen.tryUntil((v) => v, { timeout: 6_000 })) ?? (await screen.look());
}

/** Some headings do not react themselves, only the little sign beside them does. */
async function pressBeside(screen: Screen, text: string): Promise<void> {
  for (const view of await screen.look()) {
    const phrase = view.scan.phrases.find((p) => p.text === text && !p.covered);
    if (!phrase) continue;
    const sign = view.scan.icons
      .filter(
        (i) =>
          !i.covered &&
          sameLine(i.box, phrase.box) &&
          (Math.abs(phrase.box.x - right(i.box)) < 60 || i.box.x >= right(phrase.box)),
      )
      .sort((a, b) => Math.abs(a.box.x - phrase.box.x) - Math.abs(b.box.x - phrase.box.x))[0];
    if (sign) {
      await screen.click(view, sign.el);
      return;
    }
  }
}

/** Something that may open a folded menu; the lower the score, the sooner it is tried. */
interface Opener {
  view: View;
  box: Box;
  el: number;
  hint: string;
  score: number;
}

/** What a person would hover or press at the left edge and at the top, the likeliest first. */
function openersIn(top: View[]): Opener[] {
  const worded = (view: View, { box, target, el, text }: Phrase): Opener => ({
    view,
    box,
    el: target >= 0 ? target : el,
    hint: text,
    score: 1,
  });
  return top
    .flatMap((view) => [
      ...view.scan.icons
        .filter(
          ({ covered, box, hint }) =>
            !covered && box.x < 340 && !/logout|log out|sign out|help|search|profile|notification/i.test(hint),
        )
        .map(({ box, el, hint }) => {
          const says = /menu|navigation|expand|open|sidebar|panel|toggle/i.test(hint);
          return { view, box, el, hint, score: says ? 0 : box.x < 80 && box.y < 80 ? 1 : box.x < 80 ? 3 : 2 };
        }),
      ...phrasesSaying(view.scan, ["Menu", "Navigation", "\u2630", "Autotask", "More"])
        .filter(({ likeness }) => likeness === 3)
        .map(({ phrase }) => worded(view, phrase)),
      // A sign on a button at the left: the arrow that unfolds a collapsed panel.
      ...view.scan.phrases
        .filter(
          ({ target, covered, disabled, box, text }) =>
            target >= 0 &&
            !covered &&
            !disabled &&
            box.x < 340 &&
            /^[\u203a\u00bb\u25b6\u25b8\u2192\u2261\u22ee\u22ef>]+$/.test(text.trim()),
        )
        .map((phrase) => ({ ...worded(view, phrase), score: 0 })),
    ])
    .sort((a, b) => a.score - b.score || a.box.y - b.box.y);
}

/** A folded menu: try what a person would hover or press at the left edge and at the top. */
async function openMenu(screen: Screen, views: View[], tried: Set<string>): Promise<boolean> {
  const outer = (all: View[]): View[] => all.filter(({ depth }) => depth === 0);
  const before = new Set(views.flatMap((v) => v.scan.phrases.map((p) => phraseId(v, p))));
  const opened = (): Promise<boolean | undefined> =>
    screen.tryUntil((v) => newPhrases(v, before).some((n) => !n.phrase.tooltip), { timeout: 1_200, evenBusy: true });
  const untried = (openers: Opener[]): { opener: Opener; how: "hover" | "click" } | undefined => {
    for (const opener of openers)
      for (const how of ["hover", "click"] as const) {
        const k = `${Math.round(opener.box.x)},${Math.round(opener.box.y)},${opener.hint},${how}`;
        if (tried.has(k)) continue;
        tried.add(k);
        return { opener, how };
      }
    return undefined;
  };
  // Each from a new look: a press may have drawn the page anew.
  let next = untried(openersIn(outer(views)));
  while (next) {
    const { opener, how } = next;
    if (how === "hover") await screen.hover(opener.view, opener.el);
    else await screen.click(opener.view, opener.el);
    if (await opened()) return true;
    next = untried(openersIn(outer(await screen.look())));
  }
  // A logo in the upper left corner may open the menu without looking like something to press.
  for (const view of outer(await screen.look()))
    for (const [x, y] of [
      [28, 24],
      [60, 28],
      [24, 60],
    ] as const) {
      const k = `corner ${x},${y}`;
      if (tried.has(k)) continue;
      tried.add(k);
      await view.page.mouse.move(x, y, { steps: 3 }).catch(() => undefined);
      if (await opened()) return true;
    }
  return false;
}

/**
 * Reveals an entry that hides behind the arrow beside a button, and presses it.
 *
 * @param instead a page that the button itself may open where it has no such entry: it is as good
 */
export async function pressInSplitMenu(
  screen: Screen,
  home: (v: View) => boolean,
  entry: readonly string[],
  button: readonly string[] = NEW,
  instead: (v: View) => boolean = () => false,
): Promise<void> {
  const visibleEntry = (views: View[]) =>
    findButton(
      views.filter((v) => v.page === views.find(home)?.page),
      entry,
      home,
    );
  const openers: ((views: View[]) => { view: View; el: number; at?: "right" } | undefined)[] = [
    // the arrow right of the word
    (views) => {
      const b = findButton(views, button, home);
      if (!b) return undefined;
      const arrow = b.view.scan.icons
        .filter(
          (i) =>
            sameLine(i.box, b.phrase.box) && i.box.x >= right(b.phrase.box) - 4 && i.box.x - right(b.phrase.box) < 70,
        )
        .sort((x, y) => x.box.x - y.box.x)[0];
      return arrow && { view: b.view, el: arrow.el };
    },
    (views) => {
      const b = findButton(views, button, home);
      if (!b) return undefined;
      const glyph = b.view.scan.phrases.find(
        (p) =>
          sameLine(p.box, b.phrase.box) &&
          p.box.x >= right(b.phrase.box) - 4 &&
          p.box.x - right(b.phrase.box) < 70 &&
          // An arrow, however it is drawn: no word.
          (!/[\p{L}\p{N}]/u.test(p.text) || /^v$/i.test(p.text.trim())),
      );
      return glyph && { view: b.view, el: glyph.target >= 0 ? glyph.target : glyph.el };
    },
    (views) => {
      const b = findButton(views, button, home);
      return b && b.phrase.target >= 0 ? { view: b.view, el: b.phrase.target, at: "right" as const } : undefined;
    },
    (views) => {
      const b = findButton(views, button, home);
      return b && { view: b.view, el: b.phrase.target >= 0 ? b.phrase.target : b.phrase.el };
    },
  ];
  for (const opener of openers) {
    const views = await screen.look();
    const already = visibleEntry(views);
    if (already) {
      await clickPhrase(screen, already.view, already.phrase);
      return;
    }
    const o = opener(views);
    if (!o) continue;
    const windows = screen.pages().length;
    if (o.at === "right") {
      const handle = await element(o.view, o.el);
      const box = await handle?.boundingBox();
      if (!box) continue;
      await o.view.page.mouse.click(box.x + box.width - 7, box.y + box.height / 2);
    } else await screen.click(o.view, o.el);
    const came = (v: View[]) => {
      const shown = visibleEntry(v);
      return shown ? { shown } : v.some(instead) && { shown };
    };
    let now = await screen.tryUntil(came, { timeout: 2_500, evenBusy: true });
    // A window or page is on its way: not to be asked for twice.
    const leaves = screen.pages().length > windows || !(await screen.look()).some(home);
    if (!now && leaves) now = await screen.tryUntil(came, { timeout: 25_000 });
    if (now?.shown) await clickPhrase(screen, now.shown.view, now.shown.phrase);
    if (now) return;
    // Something else opened: that is not what was asked for.
    if (leaves) break;
  }
  throw await screen.lost(`the entry "${entry[0]}" beside "${button[0]}"`);
}

/** A row of a list, found by a phrase in it; pages, page sizes and filter boxes are tried as a person would. */
export async function findRow(
  screen: Screen,
  home: (v: View) => boolean,
  isIt: (p: Phrase, line: Phrase[]) => boolean,
  search: { text: string; columns: readonly string[]; also?: readonly string[] },
  inactiveToo: boolean,
): Promise<{ view: View; phrase: Phrase } | undefined> {
  const seek = (views: View[]) => {
    const view = views.find(home);
    if (!view) return undefined;
    const phrase = view.scan.phrases.find((p) => !p.tooltip && isIt(p, lineOf(view.scan, p)));
    return phrase && { view, phrase };
  };
  const at = (timeout: number) => screen.tryUntil(seek, { timeout });
  let row = await at(3_000);
  if (row) return row;
  if (inactiveToo) {
    await showInactive(screen, home);
    row = await at(2_500);
    if (row) return row;
  }
  // The largest page.
  const sized = (await screen.look()).find(home);
  const size = sized?.scan.controls.find(
    (c) =>
      c.kind === "select" &&
      c.options.length > 1 &&
      c.options.every((o) => /^(\d+|all)( per page| rows| items)?$/i.test(o)),
  );
  if (sized && size) {
    const handle = await element(sized, size.el);
    const most = size.options.map((o) => (/all/i.test(o) ? 1e9 : parseInt(o, 10)));
    await handle?.selectOption({ index: most.indexOf(Math.max(...most)) }).catch(() => undefined);
    row = await at(4_000);
    if (row) return row;
  }
  // A box to search or filter by: the one under the column's heading, or one that says so.
  for (let n = 0; n < 4; n++) {
    const view = (await screen.look()).find(home);
    if (!view) break;
    const boxes = view.scan.controls.filter((c) => c.kind === "text" && !c.disabled && !c.readOnly);
    const headed = (c: (typeof boxes)[number]) =>
      view.scan.phrases.some(
        (p) =>
          likenessToAny(p.text, search.columns) >= 2 &&
          p.box.y <= c.box.y &&
          c.box.y - p.box.y < 70 &&
          Math.abs(middleX(p.box) - middleX(c.box)) < Math.max(60, c.box.w),
      );
    const says = (c: (typeof boxes)[number]) =>
      /search|find|filter/i.test(c.tied.join(" ")) ||
      view.scan.phrases.some(
        (p) => /^(search|find|filter)/i.test(p.text) && sameLine(p.box, c.box) && Math.abs(p.box.x - c.box.x) < 260,
      );
    const ranked = [
      ...boxes.filter(headed),
      ...boxes.filter((c) => !headed(c) && says(c)),
      ...boxes.filter((c) => !headed(c) && !says(c)),
    ];
    const box = ranked[n];
    if (!box) break;
    const handle = await element(view, box.el);
    await handle?.click({ timeout: 4_000 }).catch(() => undefined);
    await handle?.fill("").catch(() => undefined);
    await handle?.type(search.text).catch(() => undefined);
    await view.page.keyboard.press("Enter").catch(() => undefined);
    row = await at(4_000);
    if (row) return row;
    const later = (await screen.look()).find(home);
    const same = later?.scan.controls.find(
      (c) => c.kind === "text" && Math.abs(c.box.x - box.box.x) < 4 && c.value === search.text,
    );
    if (later && same) {
      const again = await element(later, same.el);
      await again?.fill("").catch(() => undefined);
      await later.page.keyboard.press("Enter").catch(() => undefined);
      await at(600);
    }
  }
  // A letter index, by whichever name the list is ordered.
  const pressLetter = async (text: string): Promise<boolean> => {
    const indexed = (await screen.look()).find(home);
    const alphabet = indexed?.scan.phrases.filter((p) => /^([A-Z]|All)$/.test(p.text) && p.target >= 0) ?? [];
    const own = alphabet.find((p) => p.text === text);
    if (!indexed || alphabet.length < 15 || !own) return false;
    await clickPhrase(screen, indexed, own);
    return true;
  };
  for (const letter of new Set([search.text, ...(search.also ?? [])].map((text) => text.slice(0, 1).toUpperCase()))) {
    if (!(await pressLetter(letter))) continue;
    row = await at(4_000);
    if (row) return row;
    await pressLetter("All");
  }
  let found: { view: View; phrase: Phrase } | undefined;
  await eachPage(screen, home, (view) => {
    found = seek([view]);
    return found !== undefined;
  });
  return found && (await at(1_500));
}

/** Shows `visit` every page of a list; `true` from it ends the walk there. At most 60 pages. */
export async function eachPage(
  screen: Screen,
  home: (v: View) => boolean,
  visit: (view: View) => boolean | void,
): Promise<void> {
  for (let page = 0; page < 60; page++) {
    const view = await screen.tryUntil((v) => v.find(home), { timeout: 6_000 });
    if (!view || visit(view) === true) return;
    const next = view.scan.phrases.find(
      (p) =>
        (/^(\u203a|>|\u00bb|\u25b6|\u2192)$/.test(p.text.trim()) ||
          /^(next( page)?( [\u203a>\u00bb])?|(show|load|see) more)$/.test(normalise(p.text))) &&
        !p.disabled &&
        !p.covered,
    );
    if (!next) return;
    const before = signature([view]);
    await clickPhrase(screen, view, next);
    if (!(await screen.tryUntil((v) => v.some((w) => home(w) && signature([w]) !== before), { timeout: 3_000 })))
      return;
  }
}

async function showInactive(screen: Screen, home: (v: View) => boolean): Promise<void> {
  const view = (await screen.look()).find(home);
  if (!view) return;
  const wish = /inactive|show all|include inactive/i;
  for (const c of view.scan.controls) {
    if (c.kind === "checkbox" && c.checked !== true) {
      const label =
        view.scan.phrases.find(
          (p) => wish.test(p.text) && sameLine(p.box, c.box) && p.box.x - right(c.box) < 60 && p.box.x > c.box.x,
        ) ?? (c.tied.some((t) => wish.test(t)) ? c : undefined);
      if (label) {
        await screen.click(view, c.target);
        await screen.tryUntil((v) => v.find(home), { timeout: 3_000 });
        return;
      }
    }
    if (c.kind === "picker" && /^active\b(?!.*inactive)/i.test(c.value)) {
      const fits = (text: string): number =>
        /^(all|active (and|&|\+) inactive|show all|both)\b/i.test(text) ? 2 : /^inactive\b/i.test(text) ? 1 : 0;
      await chooseIn(screen, view, c, fits, "of the view", "All");
      await screen.tryUntil((v) => v.find(home), { timeout: 3_000 });
      return;
    }
    if (c.kind === "select") {
      const all = c.options.findIndex(
        (o) => /^(all|active (and|&|\+) inactive|show all|both)\b/i.test(o) && !/\d+ per/.test(o),
      );
      const inactive = c.options.findIndex((o) => /inactive/i.test(o));
      const pick = inactive >= 0 && all >= 0 ? all : inactive >= 0 ? inactive : -1;
      if (pick >= 0) {
        const handle = await element(view, c.el);
        await handle?.selectOption({ index: pick }).catch(() => undefined);
        await screen.tryUntil((v) => v.find(home), { timeout: 3_000 });
        return;
      }
    }
  }
  const link = view.scan.phrases.find(
    (p) =>
      /^(show|include|view) (inactive|all)( resources| users)?$|^inactive( \(\d+\))?$|^all( \(\d+\))?$/i.test(p.text) &&
      p.target >= 0,
  );
  if (link) {
    await clickPhrase(screen, view, link);
    await screen.tryUntil((v) => v.find(home), { timeout: 3_000 });
  }
}

/** Opens the menu of a row (right click, its little icon, its pencil) and presses one of `entries`. */
export async function pressInRowMenu(
  screen: Screen,
  row: { view: View; phrase: Phrase },
  entries: readonly string[],
  where: string,
  home: (v: View) => boolean,
  relocate: () => Promise<{ view: View; phrase: Phrase } | undefined>,
): Promise<void> {
  let current: { view: View; phrase: Phrase } | undefined = row;
  const offered = new Set<string>();
  // A list that was drawn anew may have closed the menu: the first way once more at the end.
  const tries: ("right" | "icons" | "right-edge")[] = ["right", "icons", "right-edge", "right"];
  let missed = 0;
  for (let how = tries.shift(); how; how = tries.shift()) {
    if (!current) current = await relocate();
    if (!current) break;
    const { view, phrase } = current;
    const line = lineOf(view.scan, phrase);
    const rowIcons = view.scan.icons
      .filter((i) => (phrase.row >= 0 ? i.row === phrase.row : sameLine(i.box, phrase.box)) && !i.covered)
      .sort((a, b) => a.box.x - b.box.x);
    // A pencil that says what it does needs no menu; so does a word in the row.
    const direct = rowIcons.find((i) => entries.some((e) => likeness(i.hint, e) === 3));
    if (direct) {
      await screen.click(view, direct.el);
      return;
    }
    const word = line.find((p) => p.target >= 0 && p !== phrase && entries.some((e) => likeness(p.text, e) === 3));
    if (word) {
      await clickPhrase(screen, view, word);
      return;
    }
    const before = new Set((await screen.look(view.page)).flatMap((v) => v.scan.phrases.map((p) => phraseId(v, p))));
    const fresh = (await screen.look(view.page)).find(home);
    const again = fresh?.scan.phrases.find(
      (p) => p.text === phrase.text && Math.abs(p.box.y - phrase.box.y) < 6 && Math.abs(p.box.x - phrase.box.x) < 6,
    );
    if (!fresh || !again) {
      // The list has moved meanwhile: the same again, from where it is now.
      if (missed++ < 3) tries.unshift(how);
      current = await relocate();
      continue;
    }
    const spots: (() => Promise<unknown>)[] =
      how === "right"
        ? [() => screen.click(fresh, again.el, { button: "right" })]
        : fresh.scan.icons
            .filter(
              (i) =>
                (again.row >= 0 ? i.row === again.row : sameLine(i.box, again.box)) &&
                !i.covered &&
                !/delete|remove|inactivate|redact/i.test(i.hint),
            )
            .sort((a, b) => (how === "icons" ? a.box.x - b.box.x : b.box.x - a.box.x))
            .slice(0, 3)
            .map((i) => () => screen.click(fresh, i.el));
    for (const spot of spots) {
      // The list drew itself anew under the hand: once more, from a new look.
      if ((await spot()) === false && missed++ < 3) {
        tries.unshift(how);
        break;
      }
      const picked = await screen.tryUntil(
        (views) => {
          const fresh = newPhrases(views, before).filter((n) => !n.phrase.tooltip && n.view.page === view.page);
          for (const n of fresh) offered.add(n.phrase.text);
          for (const e of entries) {
            const hit = fresh.find((n) => likeness(n.phrase.text, e) === 3 && !n.phrase.disabled);
            if (hit) return hit;
          }
          return undefined;
        },
        { timeout: 2_200, evenBusy: true },
      );
      if (picked) {
        await clickPhrase(screen, picked.view, picked.phrase);
        return;
      }
      // The icon itself may have opened the page.
      if (!(await screen.look()).some(home)) return;
      await view.page.keyboard.press("Escape").catch(() => undefined);
      if (view.page.isClosed()) return;
    }
    current = await relocate();
  }
  throw await screen.lost(
    `the entry "${entries[0]}" in the menu of the row`,
    `${where}${offered.size > 0 ? ` (offered: ${[...offered].slice(0, 12).join(", ")})` : ""}`,
  );
}

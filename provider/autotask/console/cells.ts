import catalogue from "../../../data/autotask-permissions.json";
import { bottom, isBox, labelsOf, middleX, middleY, right, sameLine } from "../../browser/reading";
import type { Control, Phrase, Scan } from "../../browser/scan";
import { likeness, likenessToAny, normalise, remembered } from "../../browser/words";
import { grantsNothing, noneOf } from "../permissions/matrix";
import { TERMS } from "../permissions/wording";
import type { CellValue, ObservedCell } from "../tenant";
import { ACTIONS, FULL_PERMISSION, LEVEL_ACTIVE, NO_PERMISSION, SECTIONS } from "./pageMap";

/** Reads the matrix of the level editor from what is to be seen: section, row, column. Pure; no browser in here. */

interface Entry {
  section: string;
  subsection: string | null;
  name: string;
  action: string | null;
  kind: string;
  values: string[] | null;
  aliases: string[];
  aliases_unverified: string[];
  subsection_aliases: string[];
  value_aliases: Record<string, string[]>;
}
const ENTRIES = catalogue as unknown as Entry[];

/** One cell on the page, with the control that sets it; without a control it is a fixed text. */
export interface PlacedCell extends ObservedCell {
  control?: Control;
  entry?: Entry;
}

export interface Section {
  name: string;
  known: boolean;
  heading: Phrase;
  top: number;
  bottom: number;
}

const term = new RegExp(
  `\\b(${TERMS.map((t) => (t === "Company" ? "company|companies" : t.toLowerCase() + "s?")).join("|")})\\b`,
  "g",
);
/** The tenant's word for "organization" taken out, so that all naming eras compare equal. */
export const withoutTerm = remembered((text: string): string =>
  normalise(text)
    .replace(term, "~")
    .replace(/cancell?ations?/g, "cancelation")
    .replace(/^items$/, "inventory items"),
);

function alike(shown: string, names: readonly string[]): number {
  const direct = likenessToAny(shown, names);
  if (direct === 3) return 4;
  const t = withoutTerm(shown);
  if (names.some((n) => withoutTerm(n) === t)) return 3;
  if (direct > 0) return direct;
  return names.some((n) => likeness(withoutTerm(shown), withoutTerm(n)) > 0) ? 1 : 0;
}

const namesOf = (e: Entry): string[] => [e.name, ...e.aliases, ...e.aliases_unverified];
const actionNames = (a: string): readonly string[] => ACTIONS[a.replace(/\s*\(.*$/, "")] ?? [a];

/** Which action a column's heading means, or undefined. */
function actionOf(text: string): string | undefined {
  for (const [action, names] of Object.entries(ACTIONS)) if (names.some((n) => likeness(text, n) === 3)) return action;
  return undefined;
}

const sectionsKnown = new WeakMap<Scan, Section[]>();

/** The headings of the editor's sections, in page order. Empty when this is no level editor. */
export function sectionsOf(scan: Scan): Section[] {
  let sections = sectionsKnown.get(scan);
  if (!sections) sectionsKnown.set(scan, (sections = findSections(scan)));
  return sections;
}

function findSections(scan: Scan): Section[] {
  const candidates = scan.phrases
    .filter((p) => !p.tooltip)
    .map((p) => ({
      p,
      name: Object.entries(SECTIONS).find(([, names]) =>
        names.some((n) => likeness(p.text, n) >= 2 && !/\(.+\)/.test(n)),
      )?.[0],
    }));
  const named = candidates.filter((c): c is { p: Phrase; name: string } => c.name !== undefined);
  if (!named.some((c) => c.name === "Web Services API")) return [];
  const links = scan.phrases.filter(
    (p) => likenessToAny(p.text, [...FULL_PERMISSION, ...NO_PERMISSION]) === 3 && p.target >= 0,
  );
  const linked = (p: Phrase) => links.some((l) => sameLine(l.box, p.box) && l.box.x > right(p.box));
  // Headings look alike: the words that can only be a heading show how.
  const model =
    named.find((c) => linked(c.p) && c.name === "Web Services API")?.p ??
    named.filter((c) => /Web Services API|Inventory|Timesheets/.test(c.name)).sort((a, b) => b.p.size - a.p.size)[0]?.p;
  if (!model) return [];
  const looks = (p: Phrase) =>
    Math.abs(p.size - model.size) < 0.6 && Math.abs(p.box.x - model.box.x) < 14 && p.bold === model.bold;
  const anyLinks = linked(model);
  const isHeading = (p: Phrase) => (anyLinks ? linked(p) && Math.abs(p.box.x - model.box.x) < 40 : looks(p));
  const headings: { p: Phrase; name: string; known: boolean }[] = [];
  for (const c of named.sort((a, b) => a.p.box.y - b.p.box.y)) {
    if (!isHeading(c.p) || headings.some((h) => h.name === c.name)) continue;
    headings.push({ ...c, known: true });
  }
  if (headings.length < 4) return [];
  // Sections nobody told us about look the same.
  for (const p of scan.phrases) {
    if (
      p.tooltip ||
      headings.some((h) => h.p === p) ||
      likenessToAny(p.text, [...FULL_PERMISSION, ...NO_PERMISSION]) > 0
    )
      continue;
    if (
      looks(p) &&
      (!anyLinks || linked(p)) &&
      !headings.some((h) => sameLine(h.p.box, p.box)) &&
      !/general information|module access/i.test(p.text)
    ) {
      if (anyLinks) headings.push({ p, name: p.text, known: false });
    }
  }
  headings.sort((a, b) => a.p.box.y - b.p.box.y);
  return headings.map((h, i) => ({
    name: h.name,
    known: h.known,
    heading: h.p,
    top: bottom(h.p.box),
    bottom: headings[i + 1]?.p.box.y ?? Number.POSITIVE_INFINITY,
  }));
}

/** Is anything of this section to be seen? */
export function isOpen(scan: Scan, s: Section): boolean {
  const inside = (y: number) => y > s.top + 1 && y < s.bottom - 1;
  return (
    scan.controls.some((c) => inside(middleY(c.box))) ||
    scan.phrases.some(
      (p) =>
        !p.tooltip &&
        inside(middleY(p.box)) &&
        (s.bottom !== Number.POSITIVE_INFINITY || p.box.y - s.top < 300) &&
        /\p{L}{3}/u.test(p.text) &&
        p.box.h > 0 &&
        Math.abs(p.box.x - s.heading.box.x) < 600,
    )
  );
}

interface HeaderLine {
  y: number;
  columns: { action: string; x: number; cx: number; r: number }[];
}

function headerLines(phrases: Phrase[], controls: Control[]): HeaderLine[] {
  const lines: HeaderLine[] = [];
  for (const p of phrases) {
    const action = actionOf(p.text);
    if (!action) continue;
    // "Add" right of a box is that box's label.
    if (
      controls.some(
        (c) =>
          (c.kind === "checkbox" || c.kind === "radio") &&
          sameLine(c.box, p.box) &&
          p.box.x - right(c.box) >= -3 &&
          p.box.x - right(c.box) < 30,
      )
    )
      continue;
    const line = lines.find((l) => Math.abs(l.y - middleY(p.box)) < 14 && !l.columns.some((c) => c.action === action));
    const column = { action, x: p.box.x, cx: middleX(p.box), r: right(p.box) };
    if (line) line.columns.push(column);
    else lines.push({ y: middleY(p.box), columns: [column] });
  }
  return lines.filter((l) => l.columns.length >= 2).sort((a, b) => a.y - b.y);
}

function columnAt(line: HeaderLine, c: { x: number; w: number }): string | undefined {
  const sorted = [...line.columns].sort((a, b) => a.x - b.x);
  const gaps = sorted.slice(1).map((s, i) => s.x - sorted[i]!.x);
  const reach = Math.max(30, Math.min(...gaps, 400) / 2);
  let best: { action: string; d: number } | undefined;
  for (const col of sorted) {
    const d = Math.min(Math.abs(col.x - c.x), Math.abs(col.cx - (c.x + c.w / 2)));
    if (!best || d < best.d) best = { action: col.action, d };
  }
  return best && best.d <= reach ? best.action : undefined;
}

/** Words that stand in the place of a control: "see above", "not applicable", or a value that follows another. */
const fixedWords = /^(see above|not applicable|n\/a|-|\u2013|\u2014|none|all|no|yes|mine)$/i;

/** The value that occurs most often; undefined for none. */
function mostOf(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** The cells of the sections that are open, or of one of them. */
export function readCells(scan: Scan, only?: string): PlacedCell[] {
  const cells: PlacedCell[] = [];
  for (const section of sectionsOf(scan)) {
    if (only !== undefined && section.name !== only) continue;
    const inside = (b: { y: number; h: number }) => b.y + b.h / 2 > section.top && b.y + b.h / 2 < section.bottom;
    const layer = mostOf(scan.controls.filter((c) => inside(c.box)).map((c) => c.layer));
    const controls = scan.controls.filter((c) => c.layer === layer && inside(c.box));
    const phrases = scan.phrases.filter((p) => !p.tooltip && !p.button && p.layer === layer && inside(p.box));
    const headers = headerLines(phrases, controls);
    const entries = ENTRIES.filter((e) => e.section === section.name);
    const groupNames = [
      ...new Set(entries.flatMap((e) => (e.subsection ? [e.subsection, ...e.subsection_aliases] : []))),
    ];
    const alone = (p: Phrase) =>
      !controls.some((c) => sameLine(c.box, p.box)) &&
      !headers.some((h) => Math.abs(h.y - middleY(p.box)) < 14 && h.columns.some((col) => col.x === p.box.x));
    const titles = phrases.filter(
      (p) => alone(p) && (alike(p.text, groupNames) >= 2 || likenessToAny(p.text, Object.keys(SECTIONS)) === 3),
    );
    const groupAbove = (y: number): string | undefined => {
      const above = titles
        .filter((t) => bottom(t.box) <= y + 4 && alike(t.text, groupNames) >= 2)
        .sort((a, b) => b.box.y - a.box.y)[0];
      if (!above) return undefined;
      return (
        entries.find((e) => e.subsection && alike(above.text, [e.subsection, ...e.subsection_aliases]) >= 2)
          ?.subsection ?? undefined
      );
    };
    /** "CRM" above the row "Accounts" of the impersonation grid. */
    const areaAbove = (y: number): string | undefined =>
      titles
        .filter((t) => bottom(t.box) <= y + 4 && likenessToAny(t.text, Object.keys(SECTIONS)) === 3)
        .sort((a, b) => b.box.y - a.box.y)[0]?.text;
    const placed: {
      row: string;
      action?: string;
      group?: string;
      area?: string;
      control?: Control;
      text?: string;
      box: { x: number; y: number; w: number; h: number };
    }[] = [];
    const rowLabel = (box: { x: number; y: number; w: number; h: number }, leftOf: number): string | undefined =>
      phrases
        .filter(
          (p) =>
            sameLine(p.box, box) &&
            right(p.box) <= leftOf + 4 &&
            actionOf(p.text) === undefined &&
            !fixedWords.test(normalise(p.text)),
        )
        .sort((a, b) => a.box.x - b.box.x)[0]?.text;
    for (const c of controls) {
      const header = headers.filter((h) => h.y < middleY(c.box) - 4).at(-1);
      const own = labelsOf(scan, c);
      const y = c.box.y;
      const group = groupAbove(y);
      const near = own[0];
      // A box with the column's name beside it, in a row with a name of its own.
      const named = isBox(c) && near !== undefined ? actionOf(near) : undefined;
      const onLine = controls.filter((o) => sameLine(o.box, c.box)).sort((a, b) => a.box.x - b.box.x);
      const first = onLine[0] ?? c;
      if (named) {
        const row = rowLabel(c.box, first.box.x);
        if (row) {
          placed.push({ row, action: named, group, area: areaAbove(y), control: c, box: c.box });
          continue;
        }
      }
      const ownLabel =
        isBox(c) &&
        phrases.some(
          (p) =>
            sameLine(p.box, c.box) &&
            p.box.x >= right(c.box) - 3 &&
            p.box.x - right(c.box) < 30 &&
            /\p{L}{3}/u.test(p.text) &&
            !fixedWords.test(normalise(p.text)),
        );
      if (header && !ownLabel) {
        const action = columnAt(header, c.box);
        const leftmost = Math.min(...header.columns.map((col) => col.x));
        const row = rowLabel(c.box, Math.max(first.box.x, leftmost - 2));
        // A list of its own may stand below a grid, in the column of its first heading.
        const single =
          row !== undefined &&
          onLine.length === 1 &&
          entries.some((e) => e.action === null && alike(row, namesOf(e)) >= 2) &&
          !entries.some((e) => e.action !== null && alike(row, namesOf(e)) >= 2);
        if (action && row && !single) {
          placed.push({ row, action, group, area: areaAbove(y), control: c, box: c.box });
          continue;
        }
      }
      if (near === undefined) continue;
      const best = own.find((l) => entries.some((e) => e.action === null && alike(l, namesOf(e)) >= 2)) ?? near;
      // "Tickets View" tied to one list of a grid.
      const split = /^(.*\S)[\s>:,-]+(view \(query\)|edit \(update\)|view|add|edit|delete)$/i.exec(best);
      if (split && actionOf(split[2]!) && entries.some((e) => e.action !== null && alike(split[1]!, namesOf(e)) >= 2)) {
        placed.push({ row: split[1]!, action: actionOf(split[2]!), group, area: areaAbove(y), control: c, box: c.box });
        continue;
      }
      placed.push({ row: best, group, control: c, box: c.box });
    }
    // Fixed texts in the columns of a grid.
    for (const p of phrases) {
      if (!fixedWords.test(normalise(p.text))) continue;
      const header = headers.filter((h) => h.y < middleY(p.box) - 4).at(-1);
      if (
        !header ||
        controls.some((c) => isBox(c) && sameLine(c.box, p.box) && p.box.x - right(c.box) < 30 && p.box.x > c.box.x)
      )
        continue;
      const action = columnAt(header, p.box);
      const leftmost = Math.min(...header.columns.map((col) => col.x));
      const row = action && rowLabel(p.box, Math.min(p.box.x, Math.max(leftmost, p.box.x)));
      if (
        action &&
        row &&
        p.box.x >= leftmost - 20 &&
        !placed.some((q) => q.action === action && sameLine(q.box, p.box))
      )
        placed.push({ row, action, group: groupAbove(p.box.y), area: areaAbove(p.box.y), text: p.text, box: p.box });
    }
    const taken = new Map<Entry, PlacedCell>();
    placed.sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x);
    for (const q of placed) {
      const entry = bestEntry(entries, q);
      const known = entry !== undefined && !taken.has(entry);
      const key = known
        ? [section.name, entry.subsection, entry.name].filter(Boolean).join(" > ")
        : [section.name, q.group, q.area && q.action ? `${q.area} > ${q.row}` : q.row].filter(Boolean).join(" > ");
      const action = known ? (entry.action ?? undefined) : q.action;
      const cell: PlacedCell = {
        key,
        ...(action !== undefined ? { action } : {}),
        value: valueOf(q.control, q.text, known ? entry : undefined),
        ...(q.control?.kind === "select"
          ? {
              options: q.control.options
                .filter((o) => o !== "")
                .map((o) => canonicalValue(o, known ? entry : undefined)),
            }
          : {}),
        writable: q.control !== undefined && !q.control.disabled && !(q.control.readOnly && q.control.kind === "text"),
        known,
        ...(q.control ? { control: q.control } : {}),
        ...(known ? { entry } : {}),
      };
      if (known) taken.set(entry, cell);
      // The box "Active" and the like belong to the page, not to the matrix.
      if (!known && likenessToAny(q.row, LEVEL_ACTIVE) === 3 && q.action === undefined && !q.group) continue;
      cells.push(cell);
    }
  }
  return cells;
}

function bestEntry(
  entries: Entry[],
  q: { row: string; action?: string; group?: string; area?: string; control?: Control },
): Entry | undefined {
  let best: { entry: Entry; score: number } | undefined;
  for (const entry of entries) {
    if ((entry.action === null) !== (q.action === undefined)) continue;
    if (
      entry.action !== null &&
      q.action !== undefined &&
      !actionNames(entry.action).some((n) => likeness(q.action!, n) >= 2)
    )
      continue;
    let like = alike(q.row, namesOf(entry));
    if (like === 0 && q.area !== undefined && entry.name.includes(" > ")) {
      const [area, ...rest] = entry.name.split(" > ");
      if (likeness(q.area, area!) === 3)
        like = Math.max(
          alike(q.row, [rest.join(" > ")]),
          alike(q.row + "s", [rest.join(" > ")]),
          alike(q.row.replace(/s$/, ""), [rest.join(" > ")]),
        );
    }
    if (like === 0) continue;
    if (q.control && entry.kind === "checkbox" && !isBox(q.control)) continue;
    if (q.control && entry.kind !== "checkbox" && isBox(q.control)) continue;
    const score =
      like * 10 +
      (q.group !== undefined && q.group === entry.subsection ? 5 : 0) -
      (q.group !== undefined && entry.subsection !== null && q.group !== entry.subsection ? 2 : 0);
    if (!best || score > best.score) best = { entry, score };
  }
  return best?.entry;
}

/** The catalogue's word for a value shown on the page; the page's own when the catalogue has none. */
export function canonicalValue(shown: string, entry: Entry | undefined): string {
  for (const v of entry?.values ?? []) if (alike(shown, [v, ...(entry?.value_aliases[v] ?? [])]) >= 3) return v;
  return shown;
}

function valueOf(control: Control | undefined, text: string | undefined, entry: Entry | undefined): CellValue {
  if (!control) return canonicalValue(text ?? "", entry);
  if (isBox(control)) return control.checked === true;
  if (control.kind === "text") {
    const n = Number(control.value.replace(/,/g, ""));
    return entry?.kind === "number" && control.value.trim() !== "" && Number.isFinite(n) ? n : control.value;
  }
  return canonicalValue(control.value, entry);
}

/** Does a text of the page's list mean this value? */
export function meansValue(shown: string, wanted: string, entry: Entry | undefined): number {
  return alike(shown, [wanted, ...(entry?.value_aliases[wanted] ?? [])]);
}

/**
 * What "no permission" is for a cell: a box unticked, the lowest entry of a list. Undefined when it cannot be known (a
 * number, a list without an order): such a cell is left as it is and reported.
 */
export function lowest(cell: PlacedCell): CellValue | undefined {
  return cell.control?.kind === "text" ? undefined : noneOf(cell);
}

/** A drawn list shows its entries only while it is open; where the catalogue does not know their order, they are needed. */
export function needsOptions(cell: PlacedCell): boolean {
  return (
    cell.control?.kind === "picker" &&
    cell.writable &&
    cell.options === undefined &&
    (cell.entry?.values ?? []).length < 2 &&
    !grantsNothing(cell.value)
  );
}

export function sameCell(a: { key: string; action?: string }, b: { key: string; action?: string }): boolean {
  return a.key === b.key && (a.action ?? "") === (b.action ?? "");
}

export function cellName(c: { key: string; action?: string }): string {
  return c.action ? `${c.key} [${c.action}]` : c.key;
}

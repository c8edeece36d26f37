import { PsaError } from "../../errors";
import { chooseIn, findButton, Form, optionsOf } from "../../browser/actions";
import { bottom, controlsNamed, labelsOf, right, sameLine } from "../../browser/reading";
import type { Control } from "../../browser/scan";
import { element, isAttached, type Screen, type View } from "../../browser/screen";
import { likenessToAny, normalise, sameLevelName } from "../../browser/words";
import type { CellValue, LevelChange, LevelPage, LevelRow, ObservedCell, WantedCell } from "../tenant";
import {
  canonicalValue,
  cellName,
  isOpen,
  lowest,
  meansValue,
  needsOptions,
  readCells,
  sameCell,
  sectionsOf,
  type PlacedCell,
  type Section,
} from "./cells";
import { eachPage, findRow, pressInRowMenu, reach } from "./navigate";
import {
  LEVEL_ACTIVE,
  LEVEL_LABELS,
  LEVEL_NAME,
  ROW_COPY,
  ROW_EDIT,
  SAVE,
  SAVE_AND_CLOSE,
  SECURITY_LEVELS,
  USER,
} from "./pageMap";
import { save } from "./submit";

export const isLevelEditor = (v: View): boolean => sectionsOf(v.scan).length >= 4;

/** A list of names that end in "(system)", under the heading Security Levels, and no form. */
export const isLevelList = (v: View): boolean => {
  const system = new Set(v.scan.phrases.filter((p) => /\(system\)/i.test(p.text)).map((p) => normalise(p.text)));
  const rows = v.scan.phrases.filter((p) => /\((system|api[- ]only)\)/i.test(p.text));
  if (system.size < 1 || rows.length < 1) return false;
  if (isLevelEditor(v) || controlsNamed(v.scan, USER.firstName).length > 0) return false;
  const said =
    v.scan.phrases.some((p) => likenessToAny(p.text, SECURITY_LEVELS.goal) === 3) ||
    /security levels/i.test(v.scan.title);
  return (
    said &&
    !v.scan.phrases.some((p) => likenessToAny(p.text, ["Resource ID", "Resource Name", "Default Department"]) === 3)
  );
};

/**
 * The vendor ships two API-only levels; a tenant's own copy may carry "(system)" in its name too ("Rewst- API User
 * (system)"), so for API-only ones only these two names count.
 */
const API_ONLY_SYSTEM = ["API User (system)", "API User (system) Can't Read Costs"];
const isSystem = (name: string, apiOnly: boolean): boolean =>
  apiOnly ? API_ONLY_SYSTEM.some((n) => sameLevelName(n, name)) : /\(system\)\s*$/i.test(name);

const LIST = "in the list Security Levels";
/** A cell may enable or clear another one: so many rounds of setting and looking again are given. */
const ROUNDS = 5;

export class LevelPages {
  private readonly form: Form;
  /** What drawn lists were seen to offer, by cell. */
  private readonly offered = new Map<string, string[]>();

  constructor(
    private readonly screen: Screen,
    private readonly home: () => Promise<void>,
    private readonly secrets: () => string[],
    private readonly log: (text: string) => void,
  ) {
    this.form = new Form(screen, "Security Level", isLevelEditor, LEVEL_LABELS, secrets);
  }

  async list(): Promise<LevelRow[]> {
    await this.home();
    await reach(this.screen, SECURITY_LEVELS, isLevelList);
    const rows = new Map<string, LevelRow>();
    await eachPage(this.screen, isLevelList, (view) => {
      const marked = view.scan.phrases.filter((p) => !p.tooltip && /\((system|api[- ]only)\)/i.test(p.text));
      // Rows without a mark stand in the same column as those with one.
      const column = marked[0]?.box.x;
      const all = view.scan.phrases.filter(
        (p) =>
          !p.tooltip &&
          (marked.includes(p) ||
            (column !== undefined &&
              Math.abs(p.box.x - column) < 6 &&
              p.box.y > (marked[0]?.box.y ?? 0) - 2000 &&
              p.size === marked[0]?.size &&
              likenessToAny(p.text, ["Name", "Security Level", "Security Levels"]) === 0)),
      );
      for (const p of all) {
        const name = p.text.replace(/\s*\(\s*API[- ]only\s*\)\s*$/i, "");
        if (!rows.has(normalise(p.text)))
          rows.set(normalise(p.text), {
            name,
            apiOnly: /\(\s*api[- ]only\s*\)/i.test(p.text),
            system: isSystem(name, /\(\s*api[- ]only\s*\)/i.test(p.text)),
          });
      }
    });
    return [...rows.values()];
  }

  async read(name: string): Promise<LevelPage> {
    await this.open(name, ROW_EDIT);
    return this.readPage(name);
  }

  async copy(from: string, name: string, change: Omit<LevelChange, "rename">): Promise<LevelPage> {
    await this.open(from, ROW_COPY);
    const missing = this.missing(await this.cells(), change.cells ?? []);
    if (missing) throw missing;
    await this.apply({ ...change, active: change.active ?? true, rename: name });
    await save(this.screen, isLevelEditor, `the security level "${name}"`, this.secrets);
    return this.fresh(name, change.active === false);
  }

  async change(name: string, change: LevelChange, expect?: WantedCell[]): Promise<LevelPage> {
    await this.open(name, ROW_EDIT);
    const now = await this.readPage(name);
    if (!now.editable)
      throw new PsaError(
        "permission",
        `The page of the security level "${name}" cannot be saved (system levels are read-only).`,
        "Declare a copy of it instead.",
      );
    for (const e of expect ?? []) {
      const live = now.cells.find((c) => sameCell(c, e));
      if (live && live.value !== e.value)
        throw new PsaError(
          "conflict",
          `Somebody changed ${cellName(e)} of the security level "${name}" meanwhile: it was ${String(e.value)} and is ${String(live.value)}.`,
          "Nothing was saved. Run pulumi refresh, look at the change, and run pulumi up again.",
        );
    }
    const missing = this.missing(now.cells as PlacedCell[], change.cells ?? []);
    if (missing) throw missing;
    await this.apply(change);
    await save(this.screen, isLevelEditor, `the security level "${change.rename ?? name}"`, this.secrets);
    return this.fresh(change.rename ?? name, change.active === false, now);
  }

  /** A new load of the page. A level that was just inactivated may have left the list: then what was saved is all there is. */
  private async fresh(name: string, inactive: boolean, before?: LevelPage): Promise<LevelPage> {
    if (!inactive) return this.read(name);
    try {
      return await this.read(name);
    } catch (e) {
      if (e instanceof PsaError && e.code === "not-found" && before) return { ...before, name, active: false };
      throw e;
    }
  }

  private async open(name: string, entries: readonly string[]): Promise<void> {
    await this.home();
    await reach(this.screen, SECURITY_LEVELS, isLevelList);
    const find = () =>
      findRow(
        this.screen,
        isLevelList,
        (p) => sameLevelName(p.text, name),
        { text: name, columns: ["Name", "Security Level"] },
        true,
      );
    const row = await find();
    if (!row)
      throw new PsaError(
        "not-found",
        `The console lists no security level "${name}".`,
        "Check the name; an inactive level may be hidden from the list.",
      );
    await pressInRowMenu(this.screen, row, entries, LIST, isLevelList, find);
    await this.screen.until((views) => views.find(isLevelEditor), {
      what: "the security level editor",
      where: `after "${entries[0]}" on "${name}"`,
      timeout: 40_000,
    });
  }

  /**
   * Opens sections by their headings, away from the permission links, and hands each to `visit` while it is open. Some
   * editors show all sections at once, some only one at a time.
   */
  private async eachSection(
    visit: (view: View, section: string) => Promise<void> | void,
    wanted?: ReadonlySet<string>,
  ): Promise<void> {
    const done = new Set<string>();
    const tries = new Map<string, number>();
    const presses = async (view: View, closed: Section[]): Promise<void> => {
      for (const s of closed) {
        const n = tries.get(s.name) ?? 0;
        tries.set(s.name, n + 1);
        const sign = view.scan.icons
          .filter(
            (i) =>
              sameLine(i.box, s.heading.box) &&
              right(i.box) <= s.heading.box.x + 4 &&
              s.heading.box.x - right(i.box) < 60,
          )
          .sort((x, y) => y.box.x - x.box.x)[0];
        await this.screen.click(view, n % 2 === 1 && sign ? sign.el : s.heading.el);
      }
    };
    for (let step = 0; step < 60; step++) {
      const view = await this.form.view();
      const sections = sectionsOf(view.scan).filter((s) => !wanted || wanted.has(s.name));
      for (const s of sections.filter((o) => !done.has(o.name) && isOpen(view.scan, o))) {
        done.add(s.name);
        await visit(view, s.name);
      }
      const left = sections.filter((s) => !done.has(s.name) && (tries.get(s.name) ?? 0) < 4);
      if (left.length === 0) break;
      const now = step === 0 || wanted ? view : await this.form.view();
      const closed = sectionsOf(now.scan).filter((s) => left.some((l) => l.name === s.name) && !isOpen(now.scan, s));
      // All in one go; where opening one closes another, one at a time from the second round on.
      await presses(now, step === 0 ? closed : closed.slice(0, 1));
      await this.screen.tryUntil(
        (views) => {
          const v = views.find(isLevelEditor);
          return v && sectionsOf(v.scan).some((o) => closed.some((c) => c.name === o.name) && isOpen(v.scan, o));
        },
        { timeout: 2_500 },
      );
    }
    const view = await this.form.view();
    const never = sectionsOf(view.scan).filter((s) => !done.has(s.name) && (!wanted || wanted.has(s.name)));
    // A section with nothing in it cannot be told from a closed one; it holds no cell either way.
    if (never.length > 0) this.log(`sections without anything to be seen: ${never.map((s) => s.name).join(", ")}`);
  }

  private async cells(): Promise<PlacedCell[]> {
    const cells: PlacedCell[] = [];
    await this.eachSection(async (view, section) => {
      cells.push(...(await this.cellsOf(view, section)));
    });
    return cells;
  }

  /** The cells of one section, with the entries of those lists whose order nobody knows. */
  private async cellsOf(view: View, section: string): Promise<PlacedCell[]> {
    const cells = readCells(view.scan, section);
    for (const cell of cells.filter(needsOptions)) {
      const known = this.offered.get(cellName(cell));
      const texts = known ?? (await this.options(view, section, cell));
      this.offered.set(cellName(cell), texts);
      if (texts.length > 0) cell.options = texts.map((text) => canonicalValue(text, cell.entry));
    }
    return cells;
  }

  /** What a list offers; one that a page drawn anew has taken away is looked for once more. */
  private async options(view: View, section: string, cell: PlacedCell): Promise<string[]> {
    try {
      return await optionsOf(this.screen, view, cell.control!, cellName(cell));
    } catch (error) {
      const now = await this.form.view();
      const again = readCells(now.scan, section).find((c) => sameCell(c, cell));
      if (!(error instanceof PsaError) || again?.control === undefined) throw error;
      return optionsOf(this.screen, now, again.control, cellName(cell));
    }
  }

  private async readPage(name: string): Promise<LevelPage> {
    const cells = await this.cells();
    const view = await this.form.view();
    if (cells.length < 10)
      throw await this.screen.lost(`the permission cells of "${name}"`, "in the security level editor");
    const unsure = cells.find(
      (c) => c.control && (c.control.kind === "checkbox" || c.control.kind === "radio") && c.control.checked === null,
    );
    if (unsure) throw await this.screen.lost(`whether ${cellName(unsure)} is ticked`, "in the security level editor");
    const head = headOf(view);
    const shown = head.name?.value ?? name;
    if (head.name && !sameLevelName(head.name.value, name))
      throw new PsaError(
        "console-changed",
        `The page that was opened for the security level "${name}" shows "${head.name.value}".`,
        "Nothing was changed. Look at the list Security Levels by hand.",
      );
    const button = findButton([view], [...SAVE_AND_CLOSE, ...SAVE]);
    return {
      name: shown,
      active: head.active?.checked ?? true,
      editable: button !== undefined && cells.some((c) => c.writable) && !head.name?.disabled,
      cells,
    };
  }

  private missing(cells: PlacedCell[], wanted: WantedCell[]): PsaError | undefined {
    const lost = wanted.filter((w) => !cells.some((c) => sameCell(c, w)));
    // "Not granted" holds for a cell that this tenant does not have.
    const granting = lost.filter((w) => w.value !== false && !/^(none|no)$/i.test(String(w.value)));
    if (granting.length === 0) return undefined;
    return new PsaError(
      "not-found",
      `The security level page of this tenant has no ${granting.map(cellName).join(", ")}.`,
      `Nothing was saved. Cells of the same section: ${cells
        .filter((c) => granting.some((g) => g.key.split(" > ")[0] === c.key.split(" > ")[0]))
        .map(cellName)
        .slice(0, 30)
        .join("; ")}.`,
    );
  }

  private async apply(change: LevelChange): Promise<void> {
    const view = await this.form.view();
    const head = headOf(view);
    if (change.rename !== undefined && head.name?.value !== change.rename)
      await this.form.type(LEVEL_NAME, change.rename);
    if (change.active === false && !head.active)
      throw await this.screen.lost('the box "Active"', "in the security level editor");
    if (change.active !== undefined && head.active && head.active.checked !== change.active)
      await this.tickActive(change.active);
    if (change.cells === undefined && change.unlisted === undefined) return;
    const wanted = change.cells ?? [];
    const target = (c: PlacedCell): CellValue | undefined =>
      wanted.find((w) => sameCell(w, c))?.value ?? (change.unlisted === "none" ? lowest(c) : undefined);
    const differs = (c: PlacedCell): boolean =>
      c.control !== undefined && target(c) !== undefined && target(c) !== c.value;
    let open: PlacedCell[] = [];
    let seen: PlacedCell[] = [];
    let sections: Set<string> | undefined;
    for (let round = 1; round <= ROUNDS; round++) {
      open = [];
      seen = [];
      let touched = 0;
      await this.eachSection(async (view, section) => {
        const all = await this.cellsOf(view, section);
        seen.push(...all);
        const off = all.filter(differs);
        open.push(...off);
        let now = view;
        for (const one of off.filter((c) => c.writable)) {
          let cell = one;
          // One cell may make the page draw others anew: what was read of them before is gone.
          if (!(await isAttached(now, cell.control!.el))) {
            now = await this.form.view();
            const again = readCells(now.scan, section).find((c) => sameCell(c, one));
            if (!again?.writable || !differs(again)) continue;
            cell = again;
          }
          await this.setCell(now, cell, target(cell)!);
          touched++;
        }
      }, sections);
      if (touched === 0) break;
      // A cell may enable or clear another one, in another section too: the last look is at all of them.
      sections = undefined;
    }
    // What was there before and is not found now may have been changed as something else.
    const missing = this.missing(seen, wanted);
    if (missing) throw missing;
    const refused = open.filter((c) => wanted.some((w) => sameCell(w, c)));
    if (refused.length > 0)
      throw new PsaError(
        "validation",
        `The page does not let ${refused.map((c) => `${cellName(c)} be ${String(target(c))} (it stays ${String(c.value)})`).join(", ")}.`,
        "Nothing was saved. These cells may need another permission first; a greyed addition behind the label says which.",
      );
  }

  private async setCell(view: View, cell: PlacedCell, value: CellValue): Promise<void> {
    const c = cell.control!;
    if (c.kind === "checkbox" || c.kind === "radio") {
      await this.screen.tap(view, c.target);
    } else if (c.kind === "select") {
      const scores = c.options.map((o) => meansValue(o, String(value), cell.entry));
      const best = Math.max(...scores);
      if (best < 2)
        throw new PsaError(
          "not-found",
          `${cellName(cell)} has no value "${String(value)}".`,
          `Nothing was saved. It offers: ${c.options
            .filter((o) => o !== "")
            .map((o) => `"${o}"`)
            .join(", ")}.`,
        );
      const handle = await element(view, c.el);
      await handle?.selectOption({ index: scores.indexOf(best) }, { timeout: 4_000 }).catch(() => undefined);
      await handle?.dispose().catch(() => undefined);
    } else if (c.kind === "picker") {
      await chooseIn(
        this.screen,
        view,
        c,
        (t) => meansValue(t, String(value), cell.entry),
        cellName(cell),
        String(value),
      );
    } else {
      const handle = await element(view, c.el);
      await handle?.click({ timeout: 4_000 }).catch(() => undefined);
      await handle?.fill(String(value), { timeout: 4_000 }).catch(() => undefined);
      await view.page.keyboard.press("Tab").catch(() => undefined);
      await handle?.dispose().catch(() => undefined);
    }
  }

  private async tickActive(on: boolean): Promise<void> {
    for (let attempt = 1; attempt <= 3; attempt++) {
      const view = await this.form.view();
      const box = headOf(view).active;
      if (!box || box.checked === on) return;
      await this.screen.click(view, box.target);
      await this.screen.tryUntil((v) => v.some((w) => isLevelEditor(w) && headOf(w).active?.checked === on), {
        timeout: 3_000,
      });
    }
    throw await this.screen.lost(`the box "Active" ${on ? "ticked" : "cleared"}`, "in the security level editor");
  }
}

/** Name and Active stand above the first section. */
function headOf(view: View): { name?: Control; active?: Control } {
  const top = sectionsOf(view.scan)[0]?.heading.box.y ?? Number.POSITIVE_INFINITY;
  const above = view.scan.controls.filter((c) => bottom(c.box) <= top + 4);
  const named = (names: readonly string[], kinds: string) =>
    above
      .filter((c) => kinds.includes(c.kind))
      .find((c) => labelsOf(view.scan, c).some((l) => likenessToAny(l, names) >= 2));
  return { name: named(LEVEL_NAME, "text"), active: named(LEVEL_ACTIVE, "checkbox") };
}

export type { ObservedCell };

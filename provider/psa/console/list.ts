import { PsaError } from "../../errors";
import { clickPhrase, phraseId } from "../../browser/actions";
import { pick } from "../../browser/combo";
import { bottom, middleX, phrasesSaying, sameLine } from "../../browser/reading";
import type { Phrase } from "../../browser/scan";
import { signature, type View } from "../../browser/screen";
import { likenessToAny, normalise } from "../../browser/words";
import type { Licences, ListedEmployee } from "../tenant";
import { controlOf, Fields, labelPhrase } from "./fields";
import { listedRows, type ListedRow } from "./grid";
import { licencesIn } from "./counters";
import { reach } from "./menu";
import { MENU_SIGN, openRow, selectRow, signsOf, type Row } from "./rows";
import { settled, type Desk } from "./session";
import { ACTIVE, EMPLOYEES, FIELD, LICENSES, NEW, SEARCH, SEARCH_PANEL, USED_LICENSES, USER_TYPE } from "./words";

/** Labels of the form that the search form does not have. */
const FORM_ONLY = [FIELD.manager, FIELD.employmentType, FIELD.securityRoles, FIELD.employeeRoles];

/** The list of employees: a way to make a new one, and either its search form or its counters. */
export const isEmployeeList = (view: View): boolean => {
  const says = (names: readonly string[]) => phrasesSaying(view.scan, names).some((hit) => hit.likeness === 3);
  if (!says(NEW)) return false;
  if (FORM_ONLY.filter((names) => controlOfSafely(view, names)).length >= 2) return false;
  return says(SEARCH_PANEL) || says(USED_LICENSES) || says(LICENSES);
};

function controlOfSafely(view: View, names: readonly string[]): boolean {
  try {
    return controlOf(view, names, "") !== undefined;
  } catch {
    return true;
  }
}

/** One field of the search form and what it has to hold. */
export interface Search {
  by: "userName" | "employeeId";
  text: string;
}

/** Which of all, active and inactive employees are searched. */
type Wish = "all" | "active" | "inactive";
const WISHES: Record<Wish, RegExp> = {
  all: /^(all|any|both|either|active (and|&|\+|\/|or) inactive|yes (and|&|\+|\/|or) no|show all|\(all\)|- ?all ?-)$/i,
  active: /^(yes|active|true|active only|only active|enabled)$/i,
  inactive: /^(no|inactive|false|inactive only|only inactive|not active|disabled)$/i,
};

/** Pages of a list that are read at most. */
const MOST_PAGES = 200;

/** HR > Employees: searching, and the two counters above it. */
export class EmployeeList {
  private readonly fields: Fields;

  constructor(private readonly desk: Desk) {
    this.fields = new Fields(desk, { title: "Employees", isIt: isEmployeeList });
  }

  async show(): Promise<View> {
    await this.desk.home();
    return reach(this.desk, EMPLOYEES, isEmployeeList);
  }

  /**
   * The row of the one employee of this user name, whatever its type and state. The list has to be shown.
   * `type`: only among employees of this user type.
   */
  async find(userName: string, type?: string): Promise<Row | undefined> {
    return (await this.firstOf([{ by: "userName", text: userName }], type))?.row;
  }

  /** The first of these searches that shows somebody, whatever the type and state. The list has to be shown. */
  async firstOf(searches: readonly Search[], type?: string): Promise<{ search: Search; row: Row } | undefined> {
    await this.unfold();
    for (const wish of await this.wishes())
      for (const search of searches) {
        if (wish !== undefined) await this.wish(wish);
        if (type !== undefined) await this.wishType(type);
        // What an earlier search has left in its field would narrow this one.
        for (const other of searches) if (other.by !== search.by) await this.fields.type(FIELD[other.by], "");
        await this.fields.type(FIELD[search.by], search.text);
        await this.search();
        const row = await this.rowOf(search.by, search.text);
        if (row) return { search, row };
      }
    return undefined;
  }

  /** Everybody of a user type, whatever the state, by the list's own filter. The list has to be shown. */
  async ofType(type: string): Promise<ListedEmployee[]> {
    await this.unfold();
    const found = new Map<string, ListedEmployee>();
    for (const wish of await this.wishes()) {
      let seen = await this.searchType(type, wish);
      for (let page = 0; page < MOST_PAGES; page += 1) {
        for (const { userName, name, active } of seen.rows)
          found.set(normalise(userName), { userName, name, active: active ?? wish !== "inactive" });
        if (!(await this.turn(seen.view))) break;
        seen = (await this.rowsOf(type, wish)) ?? (await this.unlisted(type));
      }
    }
    return [...found.values()];
  }

  /** Searches until the lines in sight are those that were searched for: what loads anew by itself may forget the picks. */
  private async searchType(type: string, wish: Wish | undefined): Promise<{ view: View; rows: ListedRow[] }> {
    for (let round = 0; round < 3; round += 1) {
      for (const by of ["userName", "employeeId"] as const) await this.fields.type(FIELD[by], "");
      if (wish !== undefined) await this.wish(wish);
      await this.wishType(type);
      await this.search();
      const seen = await this.rowsOf(type, wish);
      if (seen) return seen;
    }
    return this.unlisted(type);
  }

  private async rowsOf(type: string, wish: Wish | undefined): Promise<{ view: View; rows: ListedRow[] } | undefined> {
    const fits = (row: ListedRow): boolean =>
      (row.type === undefined || sameType(row.type, type)) &&
      (row.active === undefined || wish === undefined || wish === "all" || row.active === (wish === "active"));
    const seek = (views: View[]) => {
      const view = views.find(isEmployeeList);
      const rows = view && listedRows(view);
      return view && rows?.every(fits) ? { view, rows } : undefined;
    };
    return (await this.desk.screen.tryUntil(seek, { timeout: 6_000 })) || undefined;
  }

  private async unlisted(type: string): Promise<never> {
    throw await this.desk.screen.lost(
      `a list of employees with the user type "${type}" alone`,
      "on the page Employees, after Search",
    );
  }

  private wishType(type: string): Promise<void> {
    return this.fields.pick(USER_TYPE, (text) => (sameType(text, type) ? 3 : 0), type);
  }

  /** Whether a search among the active ones shows it. The list has to be shown. */
  async isActive(userName: string): Promise<boolean> {
    await this.unfold();
    await this.fields.type(FIELD.userName, userName);
    await this.wish("active");
    await this.search();
    return (await this.rowOf("userName", userName)) !== undefined;
  }

  /** The counters. What has no number beside its caption is undefined. */
  async licences(): Promise<Licences> {
    const view = await this.fields.view();
    return licencesIn(view.scan);
  }

  /** Presses New, and waits for what comes. Menus may carry a badge with the same word: the button stands by the others. */
  async pressNew(): Promise<void> {
    const { screen } = this.desk;
    const find = (views: View[]) => {
      const view = views.find(isEmployeeList);
      if (!view) return undefined;
      const { phrases } = view.scan;
      const beside = phrases.filter((one) => likenessToAny(one.text, [...SEARCH, "Clear Search", "Export"]) === 3);
      const alone = (one: Phrase) =>
        phrases.every((other) => other === one || other.tooltip || other.target !== one.target);
      const phrase = phrases
        .filter((one) => !one.disabled && !one.covered && one.target >= 0 && likenessToAny(one.text, NEW) === 3)
        .sort(
          (a, b) =>
            Number(beside.some((one) => sameLine(one.box, b.box))) -
              Number(beside.some((one) => sameLine(one.box, a.box))) ||
            Number(alone(b)) - Number(alone(a)) ||
            b.box.x - a.box.x,
        )[0];
      return phrase && { view, phrase };
    };
    const found = await screen.until(find, { what: `the button "${NEW[0]}"`, where: "on the page Employees" });
    await clickPhrase(screen, found.view, found.phrase);
    await settled(this.desk);
  }

  /** The search form may be folded: its heading, or the sign beside it, opens it. */
  async unfold(): Promise<void> {
    const { screen } = this.desk;
    const open = (views: View[]) => {
      const view = views.find(isEmployeeList);
      return view !== undefined && controlOf(view, FIELD.userName, "Employees") !== undefined;
    };
    for (let attempt = 0; attempt < 3; attempt += 1) {
      if (await screen.tryUntil(open, { timeout: 2_000 })) return;
      const view = await this.fields.view();
      const heading = labelPhrase(view, SEARCH_PANEL);
      if (!heading) break;
      const sign = view.scan.icons
        .filter((icon) => !icon.covered && sameLine(icon.box, heading.box))
        .sort((a, b) => Math.abs(a.box.x - heading.box.x) - Math.abs(b.box.x - heading.box.x))[0];
      if (attempt === 0 && sign) await screen.click(view, sign.el);
      else await clickPhrase(screen, view, heading);
      await settled(this.desk);
    }
    if (!(await screen.tryUntil(open, { timeout: 4_000 })))
      throw await screen.lost(`the field "${FIELD.userName[0]}" of the search`, "on the page Employees");
  }

  /** Which searches show everybody between them. What a blank Active means is on no record, so it is never relied on. */
  private async wishes(): Promise<(Wish | undefined)[]> {
    const view = await this.fields.view();
    if (!controlOf(view, ACTIVE.slice(0, 2), "Employees")) return [undefined];
    if (this.hasAll === undefined) {
      try {
        await this.wish("all");
        this.hasAll = true;
      } catch (error) {
        if (!(error instanceof PsaError) || error.code !== "not-found") throw error;
        this.hasAll = false;
      }
    }
    return this.hasAll ? ["all"] : ["active", "inactive"];
  }
  private hasAll: boolean | undefined;

  private async wish(wish: Wish): Promise<void> {
    const { screen, traffic } = this.desk;
    const find = (views: View[]) => {
      const view = views.find(isEmployeeList);
      const control = view && controlOf(view, ACTIVE.slice(0, 2), "Employees");
      return view && control && { view, control };
    };
    const combo = { screen, traffic, find, what: `"Active" on the page Employees` };
    await pick(combo, (text) => (WISHES[wish].test(text.trim()) ? 3 : 0), wish);
  }

  /** Presses Search and waits for its answer. */
  private async search(): Promise<void> {
    const { screen, traffic } = this.desk;
    const view = await this.fields.view();
    // The folding heading and a search of the whole product in the bar at the top have the same word in them.
    const button = view.scan.phrases
      .filter((phrase) => !phrase.tooltip && !phrase.disabled && likenessToAny(phrase.text, SEARCH) === 3)
      .sort((a, b) => Number(b.target >= 0) - Number(a.target >= 0) || b.box.y - a.box.y)[0];
    if (!button) throw await screen.lost(`the button "${SEARCH[0]}"`, "on the page Employees");
    const before = signature([view]);
    const { begun } = traffic;
    await clickPhrase(screen, view, button);
    await screen.tryUntil((views) => traffic.begun > begun || signature(views.filter(isEmployeeList)) !== before, {
      timeout: 700,
      evenBusy: true,
      firstSight: true,
    });
    await settled(this.desk);
    await this.unfold();
  }

  /** The row with this text in it; on further pages too, should a search find that many. */
  private async rowOf(by: Search["by"], text: string): Promise<Row | undefined> {
    for (let page = 0; page < 20; page += 1) {
      const view = await this.fields.view();
      const hits = rowsWith(view, text);
      const headed = hits.filter((phrase) => standsUnder(view, phrase, FIELD[by]));
      const best = headed[0] ?? hits[0];
      if (best) return { view, phrase: best };
      if (!(await this.turn(view))) return undefined;
    }
    return undefined;
  }

  /** Goes to the next page of the list; false where there is none. */
  private async turn(view: View): Promise<boolean> {
    const { screen } = this.desk;
    const next = view.scan.phrases.find(
      (phrase) =>
        /^(next( page)?|\u203a|>|\u00bb|\u25b6|\u2192)$/i.test(phrase.text.trim()) &&
        !phrase.disabled &&
        phrase.target >= 0,
    );
    if (!next) return false;
    const before = signature([view]);
    await clickPhrase(screen, view, next);
    await settled(this.desk);
    const turned = await screen.tryUntil((views) => signature(views.filter(isEmployeeList)) !== before, {
      timeout: 1_500,
    });
    return turned === true;
  }

  /** Opens a row the ways a person would, until `isOpen` is seen. */
  open(row: Row, isOpen: (view: View) => boolean): Promise<boolean> {
    const find = (views: View[]): Row | undefined => {
      const view = views.find(isEmployeeList);
      const phrase = view && rowsWith(view, row.phrase.text)[0];
      return view && phrase && { view, phrase };
    };
    return openRow(this.desk, { find, isList: isEmployeeList }, (views) => views.some(isOpen));
  }

  /** Marks a row, for actions on selected ones. */
  select(row: Row): Promise<void> {
    return selectRow(this.desk, row);
  }

  /** What a right click on a row brings up. */
  async rowMenu(row: Row, entries: readonly string[]): Promise<Row | undefined> {
    const { screen } = this.desk;
    const before = new Set(
      (await screen.look()).flatMap((view) => view.scan.phrases.map((phrase) => phraseId(view, phrase))),
    );
    await screen.click(row.view, row.phrase.el, { button: "right" });
    const seek = (views: View[]): Row | undefined => {
      for (const view of views)
        for (const phrase of view.scan.phrases)
          if (!before.has(phraseId(view, phrase)) && likenessToAny(phrase.text, entries) === 3) return { view, phrase };
      return undefined;
    };
    const found = await screen.tryUntil(seek, { timeout: 2_000, evenBusy: true });
    if (found) return found;
    await row.view.page.keyboard.press("Escape").catch(() => undefined);
    // Or behind three dots or bars at one end of it.
    const sign = signsOf(row.view, row.phrase).find((one) => MENU_SIGN.test(one.text));
    if (!sign) return undefined;
    await screen.click(row.view, sign.el);
    const opened = await screen.tryUntil(seek, { timeout: 2_000, evenBusy: true });
    if (!opened) await row.view.page.keyboard.press("Escape").catch(() => undefined);
    return opened;
  }
}

/** Words that are exactly this and stand in the list, not in the search form above it. */
function rowsWith(view: View, text: string): Phrase[] {
  const floor = Math.max(
    0,
    ...view.scan.phrases
      .filter((phrase) => likenessToAny(phrase.text, SEARCH) === 3 && phrase.target >= 0)
      .map((phrase) => bottom(phrase.box)),
  );
  return view.scan.phrases
    .filter((phrase) => !phrase.tooltip && phrase.text.trim().toLowerCase() === text.trim().toLowerCase())
    .filter((phrase) => phrase.row >= 0 || phrase.box.y > floor - 4)
    .filter((phrase) => phrase.box.y > floor - 4 || view.scan.controls.every((control) => control.row !== phrase.row))
    .sort((a, b) => a.box.y - b.box.y);
}

function standsUnder(view: View, phrase: Phrase, heads: readonly string[]): boolean {
  return view.scan.phrases.some(
    (head) =>
      !head.tooltip &&
      head.row !== phrase.row &&
      head.box.y < phrase.box.y &&
      likenessToAny(head.text, heads) === 3 &&
      (Math.abs(head.box.x - phrase.box.x) < 24 || Math.abs(middleX(head.box) - middleX(phrase.box)) < 24),
  );
}

const sameType = (a: string, b: string): boolean => normalise(a.replace(/[-_]/g, " ")) === normalise(b);

import { PsaError } from "../../errors";
import { clickPhrase, findButton, type Fits } from "../../browser/actions";
import { labelsOf, phrasesSaying, sameLine } from "../../browser/reading";
import type { Control, Phrase } from "../../browser/scan";
import type { View } from "../../browser/screen";
import { likenessToAny, normalise } from "../../browser/words";
import {
  API_EMPLOYEE,
  type Created,
  type EmployeeChange,
  type EmployeeForm,
  type EmployeePage,
  type Licences,
  type ListedEmployee,
} from "../tenant";
import { fold, isApiEmployee, sameName, sameNames, samePerson } from "../wording";
import { controlOf, Fields, labelPhrase } from "./fields";
import { EmployeeList, isEmployeeList } from "./list";
import { cancel } from "./menu";
import type { Row } from "./rows";
import { SessionEnded, settled, type Desk } from "./session";
import { pressOnce, watch } from "./submit";
import {
  ACTIVATE,
  ACTIVE,
  CANCEL,
  EDIT,
  EMPLOYEES,
  FIELD,
  INACTIVATE,
  INACTIVE,
  MORE_ACTIONS,
  RESET,
  SAVE,
  TABS,
  USER_TYPE,
} from "./words";

type Name = keyof EmployeeForm;
const NAMES = Object.keys(FIELD) as Name[];
const SEVERAL: readonly Name[] = ["employeeRoles", "securityRoles"];
/** Picks first: choosing one may load or rewrite others. */
const ORDER: Name[] = [
  "department",
  "jobTitle",
  "location",
  "employmentType",
  "manager",
  "employeeRoles",
  "securityRoles",
  "userName",
  "firstName",
  "lastName",
  "employeeId",
  "email",
];
const TYPED: readonly Name[] = ["userName", "firstName", "lastName", "employeeId", "email"];

/** The page of one employee, new or there already, in editing or in reading, on whichever of its tabs. */
export const isEmployeePage = (view: View): boolean => {
  if (isEmployeeList(view)) return false;
  const says = (names: readonly string[]) => phrasesSaying(view.scan, names).some((hit) => hit.likeness === 3);
  if (!says([...SAVE, ...EDIT, ...CANCEL])) return false;
  const seen = [...Object.values(FIELD), USER_TYPE].filter(
    (names) => labelPhrase(view, names) !== undefined || tied(view, names),
  );
  return seen.length >= 4 || (tabsOf(view).length >= 2 && (says(EMPLOYEES.goal) || onTheWay(view, EMPLOYEES.goal)));
};

/** Whether the line that says where one is ("Home / Employees / Jo Cole") names it, in one run of words. */
function onTheWay(view: View, names: readonly string[]): boolean {
  const parts = (text: string) => text.split(/\s*[/>\u203a\u00bb]\s*/);
  return view.scan.phrases.some(
    (phrase) =>
      !phrase.tooltip &&
      phrase.text.length < 120 &&
      parts(phrase.text).length > 1 &&
      parts(phrase.text).some((part) => likenessToAny(part, names) === 3),
  );
}

/** The strip of tabs: several of their names on one line. */
function tabsOf(view: View): Phrase[] {
  const hits = view.scan.phrases.filter(
    (p) => !p.tooltip && !p.covered && p.target >= 0 && likenessToAny(p.text, TABS) >= 2,
  );
  const strips = hits.map((one) => hits.filter((other) => sameLine(one.box, other.box)));
  const strip = strips.sort((a, b) => b.length - a.length)[0] ?? [];
  return strip.length >= 2 ? strip.sort((a, b) => a.box.x - b.box.x) : [];
}

const tied = (view: View, names: readonly string[]): boolean =>
  view.scan.controls.some((control) => control.tied.some((label) => likenessToAny(label, names) === 3));

/** The pair of circles Active and Inactive. */
function circlesOf(view: View): { on: Control; off: Control } | undefined {
  const circles = view.scan.controls.filter((control) => control.kind === "radio");
  const named = (names: readonly string[]) =>
    circles.find((control) => likenessToAny(labelsOf(view.scan, control)[0] ?? "", names) === 3);
  const [on, off] = [named(["Active", "Enabled"]), named(["Inactive", "Not Active", "Disabled"])];
  return on && off && on !== off ? { on, off } : undefined;
}

/** How the active state shows, and with it how it is changed. */
type ActiveSign =
  | { by: "box"; active: boolean | undefined; names: readonly string[]; inverse: boolean }
  | { by: "circles"; active: boolean | undefined }
  | { by: "list"; active: boolean | undefined; names: readonly string[] }
  | { by: "text"; active: boolean | undefined }
  | { by: "button"; active: boolean };

const ACTIVE_WORD = /^(yes|active|true|enabled|on)$/i;
const INACTIVE_WORD = /^(no|inactive|false|disabled|off|not active)$/i;
const stateOf = (text: string): boolean | undefined =>
  ACTIVE_WORD.test(text.trim()) ? true : INACTIVE_WORD.test(text.trim()) ? false : undefined;

/** What is read of a page. Its user type always is. */
interface Wanted {
  /** Default: all fields. */
  names?: readonly Name[];
  /** Whether the state is read, too; without it the answer says active. Default: yes. */
  active?: boolean;
  /** What was saved: a closed list that names exactly this is not opened. */
  expected?: Partial<EmployeeForm>;
}

/** HR > Employees: making, reading and changing API employees. */
export class EmployeePages {
  private readonly list: EmployeeList;
  private readonly fields: Fields;
  private counters: Licences = { total: undefined, used: undefined };

  constructor(private readonly desk: Desk) {
    this.list = new EmployeeList(desk);
    this.fields = new Fields(desk, { title: "Employee", isIt: isEmployeePage });
  }

  async create(form: EmployeeForm): Promise<Created> {
    await this.showList();
    const before = this.counters;
    await this.assertFree(form);
    await this.list.pressNew();
    await this.fields.view(40_000);
    // The type first: it may change the form, and after the first save nobody can change it.
    await this.fields.pick(USER_TYPE, fitsType, API_EMPLOYEE);
    await this.fill(form);
    await this.assertNewType();
    await pressOnce(this.desk, {
      names: SAVE,
      what: `Save of the new employee "${form.userName}"`,
      isIt: isEmployeePage,
    });
    const page = await this.afterSave(form.userName, form);
    return { page, before, after: this.counters };
  }

  async read(userName: string, expected: Partial<EmployeeForm> = {}): Promise<EmployeePage | undefined> {
    return (await this.open(userName)) ? this.readPage(userName, { expected }) : undefined;
  }

  async ofApiType(): Promise<ListedEmployee[]> {
    await this.list.show();
    return this.list.ofType(API_EMPLOYEE);
  }

  async change(userName: string, change: EmployeeChange): Promise<EmployeePage> {
    const { active, ...wanted } = change;
    const names = NAMES.filter((name) => wanted[name] !== undefined);
    const now = await this.openApiEmployee(userName, { names, active: active !== undefined });
    const form = Object.fromEntries(
      Object.entries(wanted).filter(
        ([name, value]) => value !== undefined && !same(name as Name, now[name as Name], value),
      ),
    ) as Partial<EmployeeForm>;
    const switching = active !== undefined && active !== now.active ? active : undefined;
    if (Object.keys(form).length > 0 || switching !== undefined) {
      await this.edit();
      if (Object.keys(form).length > 0) await this.fill(form);
      const needsSave =
        (switching === undefined ? false : await this.switchTo(switching)) || Object.keys(form).length > 0;
      if (needsSave)
        await pressOnce(this.desk, {
          names: SAVE,
          what: `Save of the employee "${userName}"`,
          isIt: isEmployeePage,
          expected: INACTIVATION,
        });
      if (switching !== undefined && !needsSave) await settled(this.desk);
    }
    return this.afterSave(change.userName ?? userName, form);
  }

  async sendInstructions(userName: string): Promise<void> {
    await this.openApiEmployee(userName, { names: [], active: false });
    const { screen } = this.desk;
    const press = { what: `"${RESET[0]}" for "${userName}"`, isIt: () => true, expected: RESET_QUESTION };
    const there = (await this.findAction(RESET)) ?? (await this.findOnList(userName, RESET));
    if (!there)
      throw await screen.lost(
        `"${RESET[0]}"`,
        `on the page of "${userName}", on its tabs, or in the list of employees`,
      );
    await watch(this.desk, press, () => clickPhrase(screen, there.view, there.phrase));
  }

  /** The truth is a fresh page. Should the session end just here, the task is not begun anew: it has been done. */
  private async afterSave(userName: string, saved: Partial<EmployeeForm>): Promise<EmployeePage> {
    const page = await this.read(userName, saved).catch((error: unknown) => {
      if (!(error instanceof SessionEnded)) throw error;
      throw new PsaError(
        "unavailable",
        `The console's session ended right after Save of "${userName}".`,
        "Run again, which looks first.",
      );
    });
    if (page) return page;
    throw new PsaError(
      "unverified",
      `After Save, HR > Employees does not show "${userName}".`,
      "Look at the list by hand, then run again.",
    );
  }

  /** Opens an employee and reads what is asked for; anybody but an API employee is left alone. */
  private async openApiEmployee(userName: string, wanted: Wanted): Promise<EmployeePage> {
    const page = (await this.open(userName)) ? await this.readPage(userName, wanted) : undefined;
    if (!page)
      throw new PsaError(
        "not-found",
        `HR > Employees shows nobody named "${userName}".`,
        "Refresh the stack to see what is there.",
      );
    if (page.userType === undefined || !isApiEmployee(page.userType))
      throw new PsaError(
        "conflict",
        `"${userName}" has the user type ${page.userType ?? "that is not shown"}: only API employees are changed here.`,
        "Nothing was touched.",
      );
    // Reading the type may have led away from the page.
    if (!(await this.desk.screen.look()).some(isEmployeePage)) await this.open(userName);
    return page;
  }

  /** Opens the page of an employee from the list. Answers whether there is one. */
  private async open(userName: string): Promise<boolean> {
    await this.showList();
    const row = await this.list.find(userName);
    if (row) await this.openRow(row, userName);
    return row !== undefined;
  }

  private async showList(): Promise<void> {
    await this.list.show();
    this.counters = await this.list.licences();
  }

  private async assertFree({ userName, employeeId }: EmployeeForm): Promise<void> {
    const taken = await this.list.firstOf([
      { by: "userName", text: userName },
      { by: "employeeId", text: employeeId },
    ]);
    if (!taken) return;
    const { by, text } = taken.search;
    const { row } = taken;
    const line = row.view.scan.phrases.filter(
      (p) => !p.tooltip && (p.row >= 0 ? p.row === row.phrase.row : sameLine(p.box, row.phrase.box)),
    );
    throw new PsaError(
      "conflict",
      `HR > Employees already shows somebody with the ${by === "userName" ? "user name" : "Emp ID"} "${text}": ${line
        .map((p) => p.text)
        .join(" | ")
        .slice(0, 200)}.`,
      `Declare another ${by}. Nothing was saved.`,
    );
  }

  private async openRow(row: Row, userName: string): Promise<void> {
    if (!(await this.list.open(row, isEmployeePage)))
      throw await this.desk.screen.lost(`the page of "${userName}"`, "after opening its row in the list of employees");
    const shown = await this.fields.read(FIELD.userName, false);
    if (shown !== undefined && !sameName(String(shown.value), userName))
      throw new PsaError(
        "console-changed",
        `The row of "${userName}" led to the page of "${String(shown.value)}".`,
        "Nothing was touched. Look at the list by hand.",
      );
  }

  /** Reads what the page shows, on all of its tabs where fields are missing on the first. */
  private async readPage(userName: string, wanted: Wanted): Promise<EmployeePage> {
    const { names = NAMES, active: asksActive = true, expected = {} } = wanted;
    const page: Record<string, unknown> = {};
    let active: boolean | undefined;
    const gather = async (): Promise<boolean> => {
      for (const name of names) {
        if (page[name] !== undefined) continue;
        const several = SEVERAL.includes(name);
        const field = await this.fields.read(FIELD[name], several, several ? (expected[name] as string[]) : undefined);
        if (field !== undefined)
          page[name] = typeof field.value === "string" ? field.value : field.value.map((t) => t.trim());
      }
      const type = page.userType === undefined ? await this.fields.read(USER_TYPE, false) : undefined;
      if (type !== undefined && type.value !== "") page.userType = type.value;
      if (asksActive) active ??= (await this.activeSign())?.active;
      const whole = names.every((name) => page[name] !== undefined) && page.userType !== undefined;
      return whole && (!asksActive || active !== undefined);
    };
    if (!(await gather()))
      for (const tab of tabsOf(await this.fields.view())) {
        await this.openTab(tab);
        if (await gather()) break;
      }
    if (page.userType === undefined) page.userType = await this.typeByList(userName);
    if (asksActive) active ??= await this.activeByList(userName);
    return {
      ...(page as Partial<EmployeePage>),
      userName: String(page.userName ?? userName),
      active: active ?? true,
    };
  }

  /** A page that does not show the type: the list's own filter tells. */
  private async typeByList(userName: string): Promise<string | undefined> {
    await this.list.show();
    return (await this.list.find(userName, API_EMPLOYEE)) ? API_EMPLOYEE : undefined;
  }

  private async activeByList(userName: string): Promise<boolean> {
    await this.list.show();
    return this.list.isActive(userName);
  }

  private async openTab(tab: Phrase): Promise<void> {
    const view = await this.fields.view();
    const now = view.scan.phrases.find(
      (p) => p.text === tab.text && p.target >= 0 && Math.abs(p.box.x - tab.box.x) < 30 && !p.tooltip,
    );
    if (!now) return;
    await clickPhrase(this.desk.screen, view, now);
    await settled(this.desk);
  }

  /** A page that opens for reading has a button that opens it for editing. */
  private async edit(): Promise<void> {
    const { screen } = this.desk;
    const views = await screen.look();
    const view = views.find(isEmployeePage);
    if (!view || findButton([view], SAVE)) return;
    const button = findButton(views, EDIT, isEmployeePage);
    if (!button) return;
    await clickPhrase(screen, button.view, button.phrase);
    await screen.until((now) => findButton(now, SAVE, isEmployeePage), {
      what: `the button "${SAVE[0]}"`,
      where: `after ${EDIT[0]} on the page Employee`,
      timeout: 30_000,
    });
    await settled(this.desk);
  }

  /** Fills in, and looks at all of it again until nothing has to be set any more: one pick may rewrite what stood before. */
  private async fill(form: Partial<EmployeeForm>): Promise<void> {
    const wanted = ORDER.filter((name) => form[name] !== undefined);
    for (let round = 1; ; round += 1) {
      const wrong: Name[] = [];
      for (const name of wanted) if (!(await this.holds(name, form[name]!))) wrong.push(name);
      if (wrong.length === 0) return;
      if (round > 5)
        throw await this.desk.screen.lost(
          `what was filled in, just before Save, in ${wrong.map((name) => `"${FIELD[name][0]}"`).join(", ")}`,
          "on the page Employee",
        );
      for (const name of wrong) await this.set(name, form[name]!);
      await settled(this.desk);
    }
  }

  private async holds(name: Name, value: string | string[]): Promise<boolean> {
    await this.bringUp(name);
    const several = SEVERAL.includes(name);
    // Filling in opens the list anyway, and sees its boxes then.
    if (several && (await this.fields.showsNothing(FIELD[name]))) return false;
    const field = await this.fields.read(FIELD[name], several, several ? (value as string[]) : undefined);
    return field !== undefined && same(name, field.value, value);
  }

  /** Opens the tab that has the field, where the page has it on another one. */
  private async bringUp(name: Name): Promise<void> {
    const view = await this.fields.view();
    if (controlOf(view, FIELD[name], "Employee") || labelPhrase(view, FIELD[name])) return;
    for (const tab of tabsOf(view)) {
      await this.openTab(tab);
      const now = await this.fields.view();
      if (controlOf(now, FIELD[name], "Employee") || labelPhrase(now, FIELD[name])) return;
    }
  }

  private async set(name: Name, value: string | string[]): Promise<void> {
    await this.bringUp(name);
    if (Array.isArray(value)) return this.fields.tick(FIELD[name], value);
    if (!(await this.fields.bringOut(FIELD[name])) && labelPhrase(await this.fields.view(), FIELD[name]))
      throw this.fields.fixed(FIELD[name]);
    if (TYPED.includes(name)) return this.fields.type(FIELD[name], value);
    const fits: Fits = name === "manager" ? fitsPerson(value) : fitsName(value);
    const typed = name === "manager" ? [value, ...value.split(/\s+/)] : [value];
    return this.fields.pick(FIELD[name], fits, value, [...new Set(typed)]);
  }

  private async assertNewType(): Promise<void> {
    const type = await this.fields.read(USER_TYPE, false);
    if (type !== undefined && isApiEmployee(String(type.value))) return;
    await this.fields.pick(USER_TYPE, fitsType, API_EMPLOYEE);
    const again = await this.fields.read(USER_TYPE, false);
    if (again === undefined || !isApiEmployee(String(again.value)))
      throw await this.desk.screen.lost(
        `"${API_EMPLOYEE}" in "${USER_TYPE[0]}", just before Save`,
        "on the page New Employee",
      );
  }

  private async activeSign(): Promise<ActiveSign | undefined> {
    const view = await this.fields.view();
    const isBox = (c: { kind: string }) => c.kind === "checkbox";
    // Two circles, of which one is filled: each says its own state.
    const circles = circlesOf(view);
    if (circles) return { by: "circles", active: circles.on.checked ? true : circles.off.checked ? false : undefined };
    for (const [names, inverse] of [
      [ACTIVE, false],
      [INACTIVE, true],
    ] as const) {
      const box = controlOf(view, names, "Employee", isBox);
      if (box) return { by: "box", names, inverse, active: box.checked === null ? undefined : box.checked !== inverse };
    }
    const list = controlOf(view, ACTIVE, "Employee");
    if (list) return { by: "list", names: ACTIVE, active: stateOf(list.value) };
    const field = await this.fields.read(ACTIVE, false);
    if (field) {
      const active = stateOf(String(field.value));
      if (active !== undefined) return { by: "text", active };
    }
    if (findButton([view], INACTIVATE)) return { by: "button", active: true };
    if (findButton([view], ACTIVATE)) return { by: "button", active: false };
    return undefined;
  }

  /** Changes the state where the page has it. Answers whether Save has to follow. */
  private async switchTo(active: boolean): Promise<boolean> {
    let sign = await this.activeSign();
    if (!sign || sign.by === "text")
      for (const tab of tabsOf(await this.fields.view())) {
        await this.openTab(tab);
        sign = await this.activeSign();
        if (sign && sign.by !== "text") break;
      }
    const { screen } = this.desk;
    switch (sign?.by) {
      case "box": {
        const { names, inverse } = sign;
        for (let attempt = 0; attempt < 3; attempt += 1) {
          const view = await this.fields.view();
          const box = controlOf(view, names, "Employee", (c) => c.kind === "checkbox");
          if (box && box.checked === (active !== inverse)) return true;
          if (box?.disabled) throw this.fields.fixed(names);
          if (box) await screen.click(view, box.target);
          await settled(this.desk);
        }
        throw await screen.lost(`the box "${names[0]}" as wanted`, "on the page Employee");
      }
      case "circles": {
        for (let attempt = 0; attempt < 3; attempt += 1) {
          const view = await this.fields.view();
          const circle = circlesOf(view)?.[active ? "on" : "off"];
          if (circle?.checked) return true;
          if (circle?.disabled) throw this.fields.fixed(ACTIVE);
          if (circle) await screen.click(view, circle.target);
          await settled(this.desk);
        }
        throw await screen.lost(`the circle "${active ? ACTIVE[0] : INACTIVE[0]}" filled`, "on the page Employee");
      }
      case "list":
        await this.fields.pick(sign.names, (text) => (stateOf(text) === active ? 3 : 0), active ? "Yes" : "No");
        return true;
      default: {
        const names = active ? ACTIVATE : INACTIVATE;
        const button = await this.findAction(names);
        if (!button)
          throw await screen.lost(
            `a box, list or button that makes an employee ${active ? "active" : "inactive"}`,
            "on the page Employee",
          );
        await watch(this.desk, { what: `"${button.phrase.text}"`, isIt: isEmployeePage, expected: INACTIVATION }, () =>
          clickPhrase(screen, button.view, button.phrase),
        );
        return false;
      }
    }
  }

  /** A button by its words: on the page, behind words that hold more actions, or on one of its tabs. */
  private async findAction(names: readonly string[]): Promise<{ view: View; phrase: Phrase } | undefined> {
    const { screen } = this.desk;
    const seen = async () => findButton(await screen.look(), names, isEmployeePage);
    const here = await seen();
    if (here) return here;
    const behind = async (): Promise<{ view: View; phrase: Phrase } | undefined> => {
      const more = findButton((await screen.look()).filter(isEmployeePage), MORE_ACTIONS, isEmployeePage);
      if (!more) return undefined;
      await clickPhrase(screen, more.view, more.phrase);
      const found = await screen.tryUntil((views) => findButton(views, names, isEmployeePage), {
        timeout: 2_000,
        evenBusy: true,
      });
      if (!found) await more.view.page.keyboard.press("Escape").catch(() => undefined);
      return found;
    };
    const hidden = await behind();
    if (hidden) return hidden;
    const view = (await screen.look()).find(isEmployeePage);
    for (const tab of view ? tabsOf(view) : []) {
      await this.openTab(tab);
      const found = (await seen()) ?? (await behind());
      if (found) return found;
    }
    return undefined;
  }

  /** In the list: with the row selected, in a menu of actions, or in the row's own menu. */
  private async findOnList(
    userName: string,
    names: readonly string[],
  ): Promise<{ view: View; phrase: Phrase } | undefined> {
    const { screen } = this.desk;
    await cancel(this.desk, isEmployeePage);
    await this.list.show();
    const row = await this.list.find(userName);
    if (!row) return undefined;
    const menu = await this.list.rowMenu(row, names);
    if (menu) return menu;
    await this.list.select(row);
    const seen = () => screen.tryUntil((views) => findButton(views, names, isEmployeeList), { timeout: 2_000 });
    const here = await seen();
    if (here) return here;
    const more = findButton(await screen.look(), MORE_ACTIONS, isEmployeeList);
    if (!more) return undefined;
    await clickPhrase(screen, more.view, more.phrase);
    return seen();
  }
}

/** The questions that these presses are bound to bring up. */
const RESET_QUESTION = /reset|instruction|password|send|e-?mail|sure/i;
const INACTIVATION = /inactiv|deactiv|activat|disable|enable|sure/i;

const fitsType: Fits = (text) => (isApiEmployee(text) ? 3 : 0);
const fitsName =
  (wanted: string): Fits =>
  (text) =>
    sameName(text, wanted) ? 3 : likenessToAny(text, [wanted]);

const fitsPerson =
  (wanted: string): Fits =>
  (text) =>
    sameName(text, wanted) ? 3 : samePerson(text, wanted) ? 2 : 0;

function same(name: Name, shown: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(shown) && sameNames(shown as string[], wanted as string[]);
  const [a, b] = [String(shown ?? "").trim(), String(wanted ?? "").trim()];
  if (name === "manager") return samePerson(a, b);
  return TYPED.includes(name) && name !== "userName" && name !== "email"
    ? a === b
    : fold(a) === fold(b) || normalise(a) === normalise(b);
}

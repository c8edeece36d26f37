import { clickPhrase, findButton } from "../../browser/actions";
import { labelsOf, likenessToAny, normalise, phrasesSaying, sameLine } from "../../browser/reading";
import type { Phrase } from "../../browser/scan";
import { element, signature, type View } from "../../browser/screen";
import { PsaError } from "../../errors";
import type { RolePage } from "../tenant";
import { sameName } from "../wording";
import { controlOf, textOf } from "./fields";
import { isEmployeePage } from "./employees";
import { reach } from "./menu";
import { openRow, type Row } from "./rows";
import { settled, type Desk } from "./session";
import {
  ADMIN_SECTION,
  API_ACCESS,
  CANCEL,
  NEW,
  PERMISSIONS,
  ROLE_TYPE,
  ROLES,
  SAVE,
  SEARCH,
  SPECIAL_FEATURES,
} from "./words";

/** Predefined roles that only the list of *security* roles has: billing roles are called Roles, too. */
const TELLING = [
  "External User",
  "External Manager",
  "Project Manager",
  "CRM Manager",
  "Finance Manager",
  "Service Desk Manager",
];

const says = (view: View, names: readonly string[]): boolean =>
  phrasesSaying(view.scan, names).some((hit) => hit.likeness === 3);

export const isRoleList = (view: View): boolean =>
  !isEmployeePage(view) &&
  !says(view, [...SAVE, ...CANCEL, ...PERMISSIONS, ...SPECIAL_FEATURES]) &&
  says(view, NEW) &&
  says(view, ["Roles", "Search Roles", "Security Roles"]) &&
  (says(view, ["Role Type", "Is External", "External"]) || TELLING.filter((name) => says(view, [name])).length >= 2);

/** Content lies below the bar at the top of the window; a frame has no such bar. */
const isContent = (view: View, { box }: Phrase): boolean => view.depth > 0 || box.y > 100;

/** The row of a role in the list as it is in sight now. */
const rowOf =
  (name: string) =>
  (views: View[]): Row | undefined => {
    const view = views.find(isRoleList);
    const phrase = view?.scan.phrases
      .filter((one) => !one.tooltip && sameName(one.text, name) && isContent(view, one))
      .sort((a, b) => Number(b.row >= 0) - Number(a.row >= 0) || Number(b.target >= 0) - Number(a.target >= 0))[0];
    return view && phrase && { view, phrase };
  };
const NO_BUTTON = /^(save|new|search)/i;

/** Admin > Security > Roles, for reading only: nothing is ever saved there. */
export class RolePages {
  constructor(private readonly desk: Desk) {}

  async read(name: string): Promise<RolePage> {
    const { screen } = this.desk;
    await this.desk.home();
    await reach(this.desk, ROLES, isRoleList);
    const row = await this.find(name);
    if (!row)
      throw new PsaError(
        "not-found",
        `Admin > Security > Roles shows no role "${name}".`,
        "Check its name, or that the console account may see it.",
      );
    const isIt = (view: View): boolean => !isRoleList(view) && isRolePage(view, name);
    // In a window of its own, or a frame over it, the page leaves the list where it was.
    const gone = (views: View[]) => views.some(isIt) || !views.some(isRoleList);
    await openRow(this.desk, { find: rowOf(name), isList: isRoleList }, gone);
    const page = await screen.until((views) => views.find(isIt), {
      what: `the page of the role "${name}"`,
      where: "after opening its row",
      timeout: 30_000,
    });
    return { name, external: isExternal(page), hasApiAccess: await this.apiAccess(name) };
  }

  private async find(name: string): Promise<Row | undefined> {
    const { screen } = this.desk;
    const seek = rowOf(name);
    const there = await screen.tryUntil(seek, { timeout: 3_000 });
    if (there) return there;
    // By the search form, where there is one, and else page by page.
    const view = await screen.until((views) => views.find(isRoleList), { what: "the list of roles" });
    const box = controlOf(view, ["Name", "Role Name", "Role"], "Roles", (control) => control.kind === "text");
    const button = findButton([view], SEARCH);
    if (box && button) {
      const handle = await element(view, box.el);
      await handle?.fill(name, { timeout: 5_000 });
      await handle?.dispose();
      const again = findButton(await screen.look(), SEARCH, isRoleList) ?? button;
      await clickPhrase(screen, again.view, again.phrase);
      await settled(this.desk);
      const found = await screen.tryUntil(seek, { timeout: 3_000 });
      if (found) return found;
    }
    for (let page = 0; page < 20; page += 1) {
      const now = (await screen.look()).find(isRoleList);
      const next = now?.scan.phrases.find(
        (one) => /^(next( page)?|\u203a|>|\u00bb|\u25b6)$/i.test(one.text.trim()) && !one.disabled && one.target >= 0,
      );
      if (!now || !next) return undefined;
      const before = signature([now]);
      await clickPhrase(screen, now, next);
      await settled(this.desk);
      if (!(await screen.tryUntil((views) => signature(views.filter(isRoleList)) !== before, { timeout: 1_500 })))
        return undefined;
      const found = seek(await screen.look());
      if (found) return found;
    }
    return undefined;
  }

  /** The box, opening what it lies under: the tab of permissions, the section Admin, its special features. */
  private async apiAccess(name: string): Promise<boolean | undefined> {
    const { screen } = this.desk;
    const ways: (() => Promise<boolean>)[] = [
      () => Promise.resolve(true),
      () => this.press(PERMISSIONS),
      () => this.press(ADMIN_SECTION),
      () => this.press(SPECIAL_FEATURES),
      () => this.press(ADMIN_SECTION),
    ];
    for (const way of ways) {
      if (!(await way())) continue;
      const seen = await screen.tryUntil(
        (views) => {
          for (const view of views) {
            const box = controlOf(view, API_ACCESS, "Role", (control) => control.kind === "checkbox");
            if (box && box.checked !== null) return { ticked: box.checked };
            const text = textOf(view, API_ACCESS);
            if (text !== undefined && /^(yes|no|true|false|enabled|disabled)$/i.test(text))
              return { ticked: /^(yes|true|enabled)$/i.test(text) };
          }
          return undefined;
        },
        { timeout: 2_000 },
      );
      if (seen) return seen.ticked;
    }
    this.desk.log(`the role "${name}" does not show the box "${API_ACCESS[0]}"`);
    return undefined;
  }

  /** Presses a heading or tab of the content; the sign beside it where it does not react itself. */
  private async press(names: readonly string[]): Promise<boolean> {
    const { screen } = this.desk;
    const views = await screen.look();
    for (const view of views) {
      const hit = view.scan.phrases
        .filter(
          (phrase) =>
            !phrase.tooltip && !phrase.covered && isContent(view, phrase) && likenessToAny(phrase.text, names) === 3,
        )
        .filter((phrase) => !NO_BUTTON.test(phrase.text))
        .sort((a, b) => Number(b.target >= 0) - Number(a.target >= 0) || b.box.x - a.box.x)[0];
      if (!hit) continue;
      const before = signature(views);
      await clickPhrase(screen, view, hit);
      await settled(this.desk);
      if (signature(await screen.look()) !== before) return true;
      const sign = view.scan.icons
        .filter((icon) => !icon.covered && sameLine(icon.box, hit.box))
        .sort((a, b) => Math.abs(a.box.x - hit.box.x) - Math.abs(b.box.x - hit.box.x))[0];
      if (sign) await screen.click(view, sign.el);
      await settled(this.desk);
      return true;
    }
    return false;
  }
}

/** The filled one of two circles, a list, or words. */
function isExternal(page: View): boolean {
  const circle = page.scan.controls.find(
    (one) =>
      one.kind === "radio" &&
      labelsOf(page.scan, one)
        .slice(0, 1)
        .some((label) => normalise(label) === "external"),
  );
  if (circle) return circle.checked === true;
  return /external/i.test(controlOf(page, ROLE_TYPE, "Role")?.value ?? textOf(page, ROLE_TYPE) ?? "");
}

function isRolePage(view: View, name: string): boolean {
  const holds =
    view.scan.controls.some((control) => sameName(control.value, name)) ||
    view.scan.phrases.some((phrase) => !phrase.tooltip && phrase.text.toLowerCase().includes(name.toLowerCase()));
  return holds && (says(view, ROLE_TYPE) || says(view, PERMISSIONS) || says(view, SPECIAL_FEATURES));
}

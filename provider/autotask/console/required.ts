import { optionsOf, type Finder } from "../../browser/actions";
import { chosenIn, moverNamed } from "../../browser/mover";
import { bottom, controlsNamed, isBox, right, sameLine } from "../../browser/reading";
import type { Box, Phrase, Scan } from "../../browser/scan";
import type { View } from "../../browser/screen";
import { likenessToAny } from "../../browser/words";
import { move, type Filling } from "./details";
import { APPROVERS, ASSOCIATIONS, HR } from "./pageMap";
import { isBlank } from "./userForm";

/**
 * The older form wants more of an API user than a program has to declare: what kind of employee it is, who approves the
 * time sheets that it never submits, where it belongs. What is empty there and required gets the first entry that the page
 * offers, and that is said. None of it gives the user a right; its security level does.
 */

const PAIRS: readonly (readonly string[])[] = [
  APPROVERS.timesheet,
  APPROVERS.expense,
  ASSOCIATIONS.departments,
  ASSOCIATIONS.roles,
];

/** Lists, and the pair of lists of which a default has to be one. */
const LISTS: readonly { names: readonly string[]; of?: readonly string[] }[] = [
  { names: HR.resourceType },
  { names: HR.payrollType },
  { names: ASSOCIATIONS.defaultDepartment, of: ASSOCIATIONS.departments },
  { names: ASSOCIATIONS.defaultRole, of: ASSOCIATIONS.roles },
];

export async function fillRequired(filling: Filling, log: (text: string) => void): Promise<void> {
  const { form, screen } = filling;
  const scans = await form.whole();
  const marked = scans.some((scan) => scan.stars.length > 0 || scan.phrases.some((p) => /\*\s*$/.test(p.text)));
  const empty = (names: readonly string[], isEmpty: (scan: Scan) => boolean): boolean =>
    scans.some((scan) => isEmpty(scan) && (!marked || isRequired(scan, names)));
  const say = (names: readonly string[], taken: string): void =>
    log(`the form requires "${names[0]}" and none is declared: "${taken}" is taken`);

  for (const names of PAIRS) {
    const none = (scan: Scan): boolean => {
      const mover = moverNamed(scan, names);
      return mover !== undefined && chosenIn(mover).length === 0;
    };
    if (!empty(names, none)) continue;
    const there = await form.locate((view) => moverNamed(view.scan, names), 2_000);
    const first = there?.found.available.options.find((text) => !isBlank(text));
    if (first === undefined) continue;
    await move(filling, (scan) => moverNamed(scan, names), [first], `"${names[0]}"`);
    say(names, first);
  }
  for (const { names, of } of LISTS) {
    const list: Finder = (view) =>
      controlsNamed(view.scan, names).find(({ control }) => !isBox(control) && !control.disabled)?.control;
    const none = (scan: Scan): boolean => {
      const control = list({ scan } as View);
      return control !== undefined && isBlank(control.value);
    };
    if (!empty(names, none)) continue;
    const there = await form.seek(names, () => true, 2_000, list);
    if (!there) continue;
    const { view, control } = there;
    const offered = (
      control.kind === "select" ? control.options : await optionsOf(screen, view, control, `"${names[0]}"`)
    ).filter((text) => !isBlank(text));
    const pair = of && moverNamed(view.scan, of);
    const first = offered.find((text) => !pair || chosenIn(pair).includes(text)) ?? offered[0];
    if (first === undefined) continue;
    await form.choose(names, (text) => (text === first ? 3 : 0), first, list);
    say(names, first);
  }
}

/** A star at the label, however far it stands from the word. */
function isRequired(scan: Scan, names: readonly string[]): boolean {
  const beside = (p: Phrase, star: Box): boolean =>
    sameLine(p.box, star) &&
    bottom(star) > p.box.y &&
    ((star.x >= right(p.box) - 4 && star.x - right(p.box) < 24) ||
      (right(star) <= p.box.x + 4 && p.box.x - right(star) < 24));
  return scan.phrases.some(
    (p) =>
      likenessToAny(p.text, names) >= 2 &&
      (/\*|\(required\)/i.test(p.text) || scan.stars.some((star) => beside(p, star))),
  );
}

import { fitsAny, type Form } from "../../browser/actions";
import { controlsNamed, middleX, middleY, right, within, type Region } from "../../browser/reading";
import type { Control } from "../../browser/scan";
import { element, type Screen, type View } from "../../browser/screen";
import { normalise } from "../../browser/words";
import { PsaError } from "../../errors";
import type { ApiUserDetails } from "../tenant";

/**
 * The fields of an API user that most programs never declare, on whichever form has them. One that the page lacks is an
 * error before Save, unless REST sets it afterwards.
 */

type Kind = "text" | "list" | "box";

/** Labels of the vendor's forms, today's and the older one. */
const FIELDS: Partial<Record<keyof ApiUserDetails, { kind: Kind; names: readonly string[] }>> = {
  prefix: { kind: "list", names: ["Prefix"] },
  middleInitial: { kind: "text", names: ["Middle Initial", "Middle Name"] },
  title: { kind: "text", names: ["Title"] },
  suffix: { kind: "list", names: ["Suffix"] },
  gender: { kind: "list", names: ["Gender"] },
  officePhone: { kind: "text", names: ["Office Phone"] },
  extension: { kind: "text", names: ["Extension", "Office Extension"] },
  homePhone: { kind: "text", names: ["Home Phone"] },
  mobilePhone: { kind: "text", names: ["Mobile Phone"] },
  additionalEmail1: { kind: "text", names: ["Additional Email Address 1"] },
  additionalEmail2: { kind: "text", names: ["Additional Email Address 2"] },
  timesheetsNotRequired: { kind: "box", names: ["Resource is not required to Submit Timesheets"] },
  resourceType: { kind: "list", names: ["Resource Type"] },
  payrollType: { kind: "list", names: ["Payroll Type"] },
  internalCost: { kind: "text", names: ["Internal Cost"] },
  seesUnassignedLinesOfBusiness: {
    kind: "box",
    names: ["Resource can view items with no assigned Line of Business"],
  },
};

const AVAILABLE = ["Available", "Available Lines of Business"];
const ASSOCIATED = ["Associated", "Associated Lines of Business", "Selected"];

const kindOf = (control: Control): Kind =>
  control.kind === "checkbox" || control.kind === "radio"
    ? "box"
    : control.kind === "select" || control.kind === "picker"
      ? "list"
      : "text";

/** The keys of `ApiUserDetails` that carry a value. */
function wanted(details: ApiUserDetails): (keyof ApiUserDetails)[] {
  const keys = [...Object.keys(FIELDS), "linesOfBusiness"] as (keyof ApiUserDetails)[];
  return [...keys, ...OTHERS].filter((key) => details[key] !== undefined);
}

/** On the older form only, in tables of their own, which nothing here fills in. */
const OTHERS: readonly (keyof ApiUserDetails)[] = [
  "emailType",
  "additionalEmailType1",
  "additionalEmailType2",
  "timesheetApprovers",
  "expenseApprovers",
  "departments",
  "queues",
  "serviceDeskRoles",
];

/**
 * Fills in what is declared. Fields in `optional` are left to REST where the page lacks them.
 *
 * @throws PsaError `unsupported` naming the fields that this page does not have; nothing has been saved then
 */
export async function fillDetails(
  screen: Screen,
  form: Form,
  details: ApiUserDetails,
  optional: readonly (keyof ApiUserDetails)[] = [],
): Promise<void> {
  const absent: string[] = [];
  for (const key of wanted(details)) {
    const field = FIELDS[key];
    const there =
      field !== undefined
        ? (await form.seek(field.names, (c) => kindOf(c) === field.kind && !c.disabled, undefined, 1_000)) !== undefined
        : key === "linesOfBusiness" && (await form.seek(ASSOCIATED, isList, undefined, 1_000)) !== undefined;
    if (!there) {
      if (!optional.includes(key)) absent.push(key);
      continue;
    }
    if (field?.kind === "text") await form.type(field.names, String(details[key]));
    else if (field?.kind === "list")
      await form.choose(field.names, fitsAny([String(details[key])]), String(details[key]));
    else if (field?.kind === "box") await form.tick(field.names, details[key] === true);
    else await associate(screen, form, details.linesOfBusiness ?? []);
  }
  if (absent.length > 0)
    throw new PsaError(
      "unsupported",
      `The form ${form.title} of this tenant has no field for ${absent.join(", ")}.`,
      "Nothing was saved. Leave these out, or set them by hand on the page that has them.",
    );
}

/** What the page shows of them. */
export function readDetails(view: View): ApiUserDetails {
  const box = controlsNamed(view.scan, FIELDS.seesUnassignedLinesOfBusiness!.names).find(
    (found) => kindOf(found.control) === "box",
  )?.control.checked;
  const lists = moverIn(view);
  return {
    ...(lists ? { linesOfBusiness: lists.associated.options.filter((text) => text !== "") } : {}),
    ...(typeof box === "boolean" ? { seesUnassignedLinesOfBusiness: box } : {}),
  };
}

const isList = (control: Control): boolean => control.kind === "select";

/** Two lists side by side with arrows between them. */
function moverIn(view: View): { available: Control; associated: Control; between: Region } | undefined {
  const list = (names: readonly string[]) =>
    controlsNamed(view.scan, names).find((found) => isList(found.control) && found.likeness >= 2)?.control;
  const [available, associated] = [list(AVAILABLE), list(ASSOCIATED)];
  if (!available || !associated || right(available.box) > associated.box.x) return undefined;
  return {
    available,
    associated,
    between: {
      top: available.box.y - 48,
      bottom: available.box.y + available.box.h + 12,
      left: right(available.box),
      right: associated.box.x,
    },
  };
}

/** Moves lines until exactly `lines` are associated. */
async function associate(screen: Screen, form: Form, lines: readonly string[]): Promise<void> {
  const has = (list: Control, line: string) => list.options.some((text) => normalise(text) === normalise(line));
  for (let move = 0; move < 200; move++) {
    const view = await form.view();
    const mover = moverIn(view);
    if (!mover) throw await screen.lost("the lists of lines of business", `on the page ${form.title}`);
    const { available, associated } = mover;
    const missing = lines.find((line) => !has(associated, line));
    const extra = associated.options.find(
      (text) => text !== "" && !lines.some((line) => normalise(line) === normalise(text)),
    );
    if (missing === undefined && extra === undefined) return;
    if (missing !== undefined && !has(available, missing))
      throw new PsaError(
        "not-found",
        `This tenant has no line of business "${missing}".`,
        `It offers: ${[...available.options, ...associated.options].map((text) => `"${text}"`).join(", ")}.`,
      );
    const [from, text] = missing !== undefined ? [available, missing] : [associated, extra!];
    const handle = await element(view, from.el);
    const index = from.options.findIndex((option) => normalise(option) === normalise(text));
    await handle?.selectOption([{ index }], { timeout: 5_000 });
    await handle?.dispose();
    // The upper arrow moves to the right, the lower one back.
    const arrows = [
      ...view.scan.icons.map(({ box, el }) => ({ box, el })),
      ...view.scan.phrases.filter((p) => p.target >= 0 && !p.tooltip).map(({ box, target }) => ({ box, el: target })),
    ]
      .filter(({ box }) => within(box, mover.between))
      .sort((a, b) => middleY(a.box) - middleY(b.box) || middleX(a.box) - middleX(b.box));
    const arrow = missing !== undefined ? arrows[0] : arrows.at(-1);
    if (!arrow) throw await screen.lost("the arrows between the lists of lines of business", `on ${form.title}`);
    await screen.click(view, arrow.el);
    const moved = await screen.tryUntil(
      (views) => {
        const now = views.map(moverIn).find((found) => found !== undefined);
        return now !== undefined && has(now.associated, text) === (missing !== undefined);
      },
      { timeout: 4_000 },
    );
    if (!moved) throw await screen.lost(`"${text}" in the other list`, "after the arrow between them was pressed");
  }
}

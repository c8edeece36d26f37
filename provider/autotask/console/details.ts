import { fitsAny, type Finder, type Form } from "../../browser/actions";
import { tickExactly } from "../../browser/combo";
import { chosenIn, moveExactly, moverNamed, moversIn, type Mover } from "../../browser/mover";
import { controlsNamed, isBox, labelsOf } from "../../browser/reading";
import type { Control, Scan } from "../../browser/scan";
import type { Screen, View } from "../../browser/screen";
import type { Traffic } from "../../browser/traffic";
import { likenessToAny, normalise } from "../../browser/words";
import { PsaError } from "../../errors";
import { sameDetail } from "../apiUserDetails";
import type { ApiUserDetails, DepartmentRole } from "../tenant";
import { APPROVERS, ASSOCIATIONS, HR, USER } from "./pageMap";

/**
 * The fields of an API user that most programs never declare, on whichever form and whichever of its tabs has them. One
 * that the page lacks is an error before Save, unless REST sets it afterwards.
 */

type Key = keyof ApiUserDetails;
type Kind = "text" | "list" | "box";
interface Field {
  kind: Kind;
  names: readonly string[];
  under?: readonly string[];
}

/** Labels of the vendor's forms, today's and the older one. */
const FIELDS: Partial<Record<Key, Field>> = {
  prefix: { kind: "list", names: ["Prefix"] },
  middleInitial: { kind: "text", names: ["Middle Initial", "Middle Name"] },
  title: { kind: "text", names: ["Title"] },
  suffix: { kind: "list", names: ["Suffix"] },
  gender: { kind: "list", names: ["Gender"] },
  officePhone: { kind: "text", names: ["Office Phone"] },
  extension: { kind: "text", names: ["Extension", "Office Extension"] },
  homePhone: { kind: "text", names: ["Home Phone"] },
  mobilePhone: { kind: "text", names: ["Mobile Phone"] },
  emailType: { kind: "list", names: ["Email Type", "E-Mail Type"], under: USER.email },
  additionalEmail1: { kind: "text", names: ["Additional Email Address 1"] },
  additionalEmailType1: { kind: "list", names: ["Email Type", "E-Mail Type"], under: ["Additional Email Address 1"] },
  additionalEmail2: { kind: "text", names: ["Additional Email Address 2"] },
  additionalEmailType2: { kind: "list", names: ["Email Type", "E-Mail Type"], under: ["Additional Email Address 2"] },
  timesheetsNotRequired: { kind: "box", names: ["Resource is not required to Submit Timesheets"] },
  resourceType: { kind: "list", names: HR.resourceType },
  payrollType: { kind: "list", names: HR.payrollType },
  internalCost: { kind: "text", names: HR.internalCost },
  seesUnassignedLinesOfBusiness: {
    kind: "box",
    names: ["Resource can view items with no assigned Line of Business"],
  },
};

/** Lists of several: two lists with arrows between them, or one list in which several lines can be chosen. */
const SEVERAL: Partial<Record<Key, readonly string[]>> = {
  timesheetApprovers: APPROVERS.timesheet,
  expenseApprovers: APPROVERS.expense,
  queues: ASSOCIATIONS.queues,
};

const EMAILS = [USER.email, ["Additional Email Address 1"], ["Additional Email Address 2"]].flat();
const LINES = ["Line of Business", "Lines of Business"];
const AVAILABLE = ["Available", "Available Lines of Business"];
const ASSOCIATED = ["Associated", "Associated Lines of Business", "Selected"];

const kindOf = (control: Control): Kind =>
  isBox(control) ? "box" : control.kind === "select" || control.kind === "picker" ? "list" : "text";

const labelled =
  (names: readonly string[], kind: Kind): Finder =>
  (view) =>
    controlsNamed(view.scan, names).find((found) => kindOf(found.control) === kind && !found.control.disabled)?.control;

/** The list of this name that belongs to the field `under` which it stands: three of one form have the same words. */
const listUnder =
  (names: readonly string[], under: readonly string[]): Finder =>
  (view) => {
    const addresses = controlsNamed(view.scan, EMAILS)
      .filter((found) => kindOf(found.control) === "text" && found.likeness >= 2)
      .map((found) => found.control);
    const owner = addresses.find((control) => likenessToAny(labelsOf(view.scan, control)[0] ?? "", under) >= 2);
    if (!owner) return undefined;
    const lists = controlsNamed(view.scan, names)
      .filter((found) => kindOf(found.control) === "list" && !found.control.disabled)
      .map((found) => found.control)
      .sort((a, b) => a.order - b.order);
    const next = Math.min(...addresses.filter((other) => other.order > owner.order).map((other) => other.order));
    return lists.find((list) => list.order > owner.order && list.order < next);
  };

const finderOf = ({ kind, names, under }: Field): Finder =>
  under === undefined ? labelled(names, kind) : listUnder(names, under);

/** The two lists of lines of business: they stand under the title of their section, so they may be known by their sides. */
function linesIn(scan: Scan): Mover | undefined {
  const named = moverNamed(scan, LINES);
  if (named) return named;
  const [only, ...more] = moversIn(scan);
  if (!only || more.length > 0) return undefined;
  const says = (control: Control, names: readonly string[]) =>
    labelsOf(scan, control).some((words) => likenessToAny(words, names) >= 2);
  const others = [...Object.values(SEVERAL), ASSOCIATIONS.departments, ASSOCIATIONS.roles];
  if (others.some((names) => names && moverNamed(scan, names))) return undefined;
  return says(only.available, AVAILABLE) && says(only.chosen, ASSOCIATED) ? only : undefined;
}

const moverOf = (names: readonly string[]) => (scan: Scan) => moverNamed(scan, names);

/** A form, and what is needed to fill in its lists. */
export interface Filling {
  screen: Screen;
  form: Form;
  traffic: Traffic;
}

/**
 * Fills in what is declared. Fields in `optional` are left to REST where the page lacks them.
 *
 * @throws PsaError `unsupported` naming the fields that this page does not have; nothing has been saved then
 */
export async function fillDetails(
  filling: Filling,
  details: ApiUserDetails,
  optional: readonly Key[] = [],
): Promise<void> {
  const absent: string[] = [];
  for (const key of Object.keys(details) as Key[]) {
    // Locked is a box of its own.
    if (details[key] === undefined || !(key in FIELDS || key in SEVERAL || key in OTHERS)) continue;
    if (!(await fillOne(filling, key, details)) && !optional.includes(key)) absent.push(key);
  }
  if (absent.length > 0)
    throw new PsaError(
      "unsupported",
      `The form ${filling.form.title} of this tenant has no field for ${absent.join(", ")}.`,
      "Nothing was saved. Leave these out, or set them by hand on the page that has them.",
    );
}

/** Answers false when the page has no such field. */
async function fillOne(filling: Filling, key: Key, details: ApiUserDetails): Promise<boolean> {
  const { form } = filling;
  const field = FIELDS[key];
  const several = SEVERAL[key];
  if (several) return fillSeveral(filling, several, details[key] as string[]);
  if (!field) return OTHERS[key]!(filling, details);
  const at = finderOf(field);
  if (!(await form.seek(field.names, () => true, 1_000, at))) return false;
  const value = String(details[key]);
  if (field.kind === "text") await form.type(field.names, value);
  else if (field.kind === "list") await form.choose(field.names, fitsAny([value]), value, at);
  else await form.tick(field.names, details[key] === true);
  return true;
}

const OTHERS: Partial<Record<Key, (filling: Filling, details: ApiUserDetails) => Promise<boolean>>> = {
  linesOfBusiness: (filling, details) => move(filling, linesIn, details.linesOfBusiness ?? [], `"${LINES[0]}"`),
  departments: (filling, details) => fillDepartments(filling, details.departments ?? []),
  serviceDeskRoles: async (filling, details) => {
    const rows = details.serviceDeskRoles ?? [];
    const names = rows.map(({ role }) => role);
    if (!(await fillSeveral(filling, ASSOCIATIONS.serviceDeskRoles, names))) return false;
    return chooseDefault(filling, ASSOCIATIONS.defaultServiceDeskRole, rows.find((row) => row.default)?.role);
  },
};

/** The form has departments and roles apart, and one default of each; how it pairs the others is its own affair. */
async function fillDepartments(filling: Filling, rows: readonly DepartmentRole[]): Promise<boolean> {
  const each = (of: "department" | "role") => [...new Set(rows.map((row) => row[of]))];
  if (!(await fillSeveral(filling, ASSOCIATIONS.departments, each("department")))) return false;
  if (!(await fillSeveral(filling, ASSOCIATIONS.roles, each("role")))) return false;
  const first = rows.find((row) => row.default) ?? rows[0];
  return (
    (await chooseDefault(filling, ASSOCIATIONS.defaultDepartment, first?.department)) &&
    (await chooseDefault(filling, ASSOCIATIONS.defaultRole, first?.role))
  );
}

async function chooseDefault(
  { form }: Filling,
  names: readonly string[],
  wanted: string | undefined,
): Promise<boolean> {
  if (wanted === undefined) return true;
  if (!(await form.seek(names, (control) => kindOf(control) === "list", 1_000))) return false;
  await form.choose(names, (text) => (normalise(text) === normalise(wanted) ? 3 : 0), wanted);
  return true;
}

async function fillSeveral(filling: Filling, names: readonly string[], wanted: readonly string[]): Promise<boolean> {
  if (await move(filling, moverOf(names), wanted, `"${names[0]}"`)) return true;
  const { form, screen, traffic } = filling;
  const at = labelled(names, "list");
  if (!(await form.seek(names, () => true, 500, at))) return false;
  const find = (views: View[]) => {
    for (const view of views) {
      const control = at(view);
      if (control) return { view, control };
    }
    return undefined;
  };
  await tickExactly({ screen, traffic, find, what: `"${names[0]}"` }, wanted);
  return true;
}

/** Answers false when the page has no such pair of lists. */
export async function move(
  { screen, form }: Filling,
  find: (scan: Scan) => Mover | undefined,
  wanted: readonly string[],
  what: string,
): Promise<boolean> {
  if (!(await form.locate((view) => find(view.scan), 1_000))) return false;
  const inViews = (views: View[]) => {
    for (const view of views) {
      const mover = find(view.scan);
      if (mover) return { view, mover };
    }
    return undefined;
  };
  await moveExactly(screen, inViews, wanted, what);
  return true;
}

/** What the page shows of them, part by part. */
export function readDetails(view: View, scans: readonly Scan[]): ApiUserDetails {
  const details: Record<string, unknown> = {};
  const first = <T>(find: (scan: Scan) => T | undefined): T | undefined => {
    for (const scan of scans) {
      const found = find(scan);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const [key, field] of Object.entries(FIELDS)) {
    const at = finderOf(field);
    const control = first((scan) => at({ ...view, scan }));
    if (!control) continue;
    if (field.kind === "box") {
      if (control.checked !== null) details[key] = control.checked;
    } else details[key] = key === "internalCost" ? numberIn(control.value) : control.value.trim();
  }
  for (const [key, names] of Object.entries(SEVERAL)) {
    const mover = first(moverOf(names));
    if (mover) details[key] = chosenIn(mover);
  }
  const lines = first(linesIn);
  if (lines) details.linesOfBusiness = chosenIn(lines);
  const [departments, roles] = [first(moverOf(ASSOCIATIONS.departments)), first(moverOf(ASSOCIATIONS.roles))];
  // Two of a kind can be paired in more than one way: then REST alone tells.
  if (departments && roles && chosenIn(departments).length === 1 && chosenIn(roles).length === 1)
    details.departments = [{ department: chosenIn(departments)[0]!, role: chosenIn(roles)[0]!, default: true }];
  return details as ApiUserDetails;
}

/**
 * Labels of the lists of departments, roles and service desk roles that show something else than the declared pairs need, and
 * of their defaults. Which role goes with which department no form shows: that is left to REST.
 */
export function lostAssociations(wanted: ApiUserDetails, scans: readonly Scan[]): string[] {
  const shown = <T>(find: (scan: Scan) => T | undefined): T | undefined =>
    scans.reduce<T | undefined>((found, scan) => found ?? find(scan), undefined);
  const sorted = (names: readonly string[]) => [...new Set(names.map(normalise))].sort().join("\n");
  /** Empty unless the page has all of the lists: then it has set them. */
  const lost = (lists: [names: readonly string[], want: string[]][], defaults: [readonly string[], string?][]) => {
    const movers = lists.map(([names]) => shown(moverOf(names)));
    if (movers.some((mover) => mover === undefined)) return [];
    const others = lists.filter(([, want], at) => sorted(chosenIn(movers[at]!)) !== sorted(want));
    const wrong = defaults.filter(([names, want]) => {
      const list = shown((scan) => controlsNamed(scan, names).find(({ control }) => kindOf(control) === "list"));
      return want !== undefined && list !== undefined && normalise(list.control.value) !== normalise(want);
    });
    return [...others, ...wrong].map(([names]) => names[0]!);
  };
  const { departments: pairs, serviceDeskRoles: desk } = wanted;
  const usual = pairs?.find((row) => row.default) ?? pairs?.[0];
  return [
    ...(pairs
      ? lost(
          [
            [ASSOCIATIONS.departments, pairs.map(({ department }) => department)],
            [ASSOCIATIONS.roles, pairs.map(({ role }) => role)],
          ],
          [
            [ASSOCIATIONS.defaultDepartment, usual?.department],
            [ASSOCIATIONS.defaultRole, usual?.role],
          ],
        )
      : []),
    ...(desk
      ? lost(
          [[ASSOCIATIONS.serviceDeskRoles, desk.map(({ role }) => role)]],
          [[ASSOCIATIONS.defaultServiceDeskRole, desk.find((row) => row.default)?.role]],
        )
      : []),
  ];
}

/** Labels of declared fields that the page shows, and shows with something else. */
export function lostDetails(wanted: ApiUserDetails, seen: ApiUserDetails): string[] {
  const lines: [Key, readonly string[]][] = [["linesOfBusiness", LINES]];
  const lists = [...(Object.entries(SEVERAL) as [Key, readonly string[]][]), ...lines];
  const fields = Object.entries(FIELDS) as [Key, Field][];
  const differs = (key: Key): boolean =>
    wanted[key] !== undefined && seen[key] !== undefined && !sameDetail(seen[key], wanted[key]);
  const isOther = (key: Key): boolean => fitsAny([String(wanted[key])])(String(seen[key])) < 1;
  return [
    ...fields
      .filter(([key, { kind }]) => differs(key) && (kind !== "list" || isOther(key)))
      .map(([, f]) => f.names[0]!),
    ...lists.filter(([key]) => differs(key)).map(([, names]) => names[0]!),
  ];
}

function numberIn(text: string): number | undefined {
  const value = Number(text.replace(/[^\d.-]/g, ""));
  return text.trim() !== "" && Number.isFinite(value) ? value : undefined;
}

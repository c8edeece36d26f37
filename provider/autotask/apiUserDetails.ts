import { isDeepStrictEqual } from "node:util";
import { atMost, type InputReader } from "../inputs";
import { fold } from "./permissions/wording";
import type { ApiUserDetails, DepartmentRole, RoleMembership } from "./tenant";

export type { ApiUserDetails } from "./tenant";

/** What is known about one field beyond those of the present form Add API User. */
export interface Detail {
  /** The console's word for it. */
  label: string;
  /** Tab of the older resource form, or section of the present one. */
  place: string;
  kind: "text" | "choice" | "number" | "flag" | "names" | "departments" | "roles";
  /** Field of the REST entity Resources; absent where REST has none that can be written. */
  rest?: string;
  /** Longest text (vendor's field metadata). */
  max?: number;
}

/** In the order of the pages. Labels: pictures of the older resource form; lengths and REST names: field metadata. */
// prettier-ignore
export const DETAILS: Record<keyof ApiUserDetails, Detail> = {
  prefix: { label: "Prefix", place: "tab General", kind: "choice", rest: "greeting" },
  middleInitial: { label: "Middle Initial", place: "tab General", kind: "text", rest: "middleName", max: 50 },
  title: { label: "Title", place: "tab General", kind: "text", rest: "title", max: 50 },
  suffix: { label: "Suffix", place: "tab General", kind: "choice", rest: "suffix" },
  gender: { label: "Gender", place: "tab General", kind: "choice", rest: "gender" },
  officePhone: { label: "Office Phone", place: "tab General", kind: "text", rest: "officePhone", max: 25 },
  extension: { label: "Extension", place: "tab General", kind: "text", rest: "officeExtension", max: 10 },
  homePhone: { label: "Home Phone", place: "tab General", kind: "text", rest: "homePhone", max: 25 },
  mobilePhone: { label: "Mobile Phone", place: "tab General", kind: "text", rest: "mobilePhone", max: 25 },
  emailType: { label: "Email Type", place: "tab General", kind: "choice", rest: "emailTypeCode" },
  additionalEmail1: { label: "Additional Email Address 1", place: "tab General", kind: "text", rest: "email2", max: 254 },
  additionalEmailType1: { label: "Email Type of Additional Email Address 1", place: "tab General", kind: "choice", rest: "emailTypeCode2" },
  additionalEmail2: { label: "Additional Email Address 2", place: "tab General", kind: "text", rest: "email3", max: 254 },
  additionalEmailType2: { label: "Email Type of Additional Email Address 2", place: "tab General", kind: "choice", rest: "emailTypeCode3" },
  locked: { label: "Locked", place: "section General", kind: "flag" },
  timesheetsNotRequired: { label: "Resource is not required to Submit Timesheets", place: "tab Security", kind: "flag" },
  resourceType: { label: "Resource Type", place: "tab HR", kind: "choice", rest: "resourceType" },
  payrollType: { label: "Payroll Type", place: "tab HR", kind: "choice", rest: "payrollType" },
  internalCost: { label: "Internal Cost", place: "tab HR", kind: "number" },
  timesheetApprovers: { label: "Timesheet Approvers", place: "tab Approvers", kind: "names" },
  expenseApprovers: { label: "Expense Report Approvers", place: "tab Approvers", kind: "names" },
  departments: { label: "Departments and roles", place: "tab Associations", kind: "departments" },
  queues: { label: "Queues", place: "tab Associations", kind: "names" },
  serviceDeskRoles: { label: "Service Desk Roles", place: "tab Associations", kind: "roles" },
  linesOfBusiness: { label: "Line of Business, Associated", place: "section Line of Business", kind: "names" },
  seesUnassignedLinesOfBusiness: {
    label: "Resource can view items with no assigned Line of Business", place: "section Line of Business", kind: "flag",
  },
};

export const DETAIL_NAMES = Object.keys(DETAILS) as (keyof ApiUserDetails)[];

const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Reads the optional fields of a declaration; what is left out stays as it is in the tenant. */
export function checkDetails(read: InputReader, news: Record<string, unknown>): ApiUserDetails {
  const details: Record<string, unknown> = {};
  for (const name of DETAIL_NAMES) {
    if (!read.has(name)) continue;
    if (read.isUnknown(name)) {
      details[name] = news[name];
      continue;
    }
    const value = readOne(read, name, DETAILS[name], news[name]);
    if (value !== undefined) details[name] = value;
  }
  if (details.locked === true) {
    read.refuse("locked", "A user locks by refused sign-ins and is never locked here: declare false, or leave it out.");
  }
  for (const n of [1, 2] as const) {
    if (read.has(`additionalEmailType${n}`) && !read.has(`additionalEmail${n}`))
      read.refuse(`additionalEmailType${n}`, `It belongs to additionalEmail${n}, which is missing.`);
    const address = details[`additionalEmail${n}`];
    if (typeof address === "string" && !email.test(address))
      read.refuse(`additionalEmail${n}`, "It is not an e-mail address (name@example.com).");
  }
  return details as ApiUserDetails;
}

function readOne(read: InputReader, name: string, detail: Detail, value: unknown): unknown {
  switch (detail.kind) {
    case "text":
    case "choice":
      return read.text(name, detail.max === undefined ? undefined : atMost(detail.max));
    case "flag":
      return read.flag(name, false);
    case "number":
      if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
      return void read.refuse(name, "Write a number from 0.");
    case "names":
      return namesOf(read, name, value);
    case "departments":
      return rowsOf(read, name, value, ["department", "role"], ["default", "lead"]);
    case "roles":
      return rowsOf(read, name, value, ["role"], ["default"]);
  }
}

function namesOf(read: InputReader, name: string, value: unknown): string[] | undefined {
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== "string" || entry.trim() === ""))
    return void read.refuse(name, 'Write a list of names: ["...", "..."].');
  const names = (value as string[]).map((entry) => entry.trim());
  if (new Set(names.map(fold)).size < names.length) return void read.refuse(name, "A name stands in it twice.");
  // Sorted: the console shows them in an order of its own, which is no difference.
  return [...names].sort();
}

function rowsOf(read: InputReader, name: string, value: unknown, texts: string[], flags: string[]) {
  const shape = `{ ${[...texts.map((text) => `${text}: "..."`), ...flags.map((flag) => `${flag}?: true`)].join(", ")} }`;
  const known = [...texts, ...flags];
  const right = (entry: unknown): entry is Record<string, unknown> =>
    typeof entry === "object" &&
    entry !== null &&
    texts.every((text) => typeof (entry as Record<string, unknown>)[text] === "string") &&
    Object.entries(entry).every(
      ([key, part]) => known.includes(key) && (texts.includes(key) || typeof part === "boolean"),
    );
  if (!Array.isArray(value) || !value.every(right)) return void read.refuse(name, `Write a list of ${shape}.`);
  const rows = (value as Record<string, unknown>[]).map((entry) =>
    Object.fromEntries(
      known.flatMap((key) => (entry[key] === undefined || entry[key] === false ? [] : [[key, trimmed(entry[key])]])),
    ),
  );
  const keys = rows.map((row) => texts.map((text) => fold(String(row[text]))).join("\n"));
  if (new Set(keys).size < keys.length) return void read.refuse(name, "The same entry stands in it twice.");
  if (rows.filter((row) => row.default === true).length > 1)
    return void read.refuse(name, "Only one entry can be the default.");
  return rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

const trimmed = (value: unknown): unknown => (typeof value === "string" ? value.trim() : value);

/** Fields that are rows of entities of their own. */
export const PLACES = ["departments", "queues", "serviceDeskRoles", "linesOfBusiness"] as const;

/**
 * Whether a live value is what was declared: capitals and spaces of texts do not count, nor does the order of a list, nor
 * who is the default or the lead where no declared entry says so.
 */
export function sameDetail(live: unknown, wanted: unknown): boolean {
  if (!Array.isArray(live) || !Array.isArray(wanted)) return isDeepStrictEqual(comparable(live), comparable(wanted));
  const said = new Set((wanted as unknown[]).flatMap((entry) => (isRow(entry) ? trueFlags(entry) : [])));
  const plain = (entry: unknown): unknown =>
    isRow(entry)
      ? Object.fromEntries(Object.entries(entry).filter(([key, part]) => typeof part === "string" || said.has(key)))
      : entry;
  return isDeepStrictEqual(comparable(live.map(plain)), comparable(wanted.map(plain)));
}

const isRow = (entry: unknown): entry is Record<string, unknown> => typeof entry === "object" && entry !== null;
const trueFlags = (row: Record<string, unknown>): string[] => Object.keys(row).filter((key) => row[key] === true);

function comparable(value: unknown): unknown {
  if (typeof value === "string") return fold(value);
  if (Array.isArray(value)) return value.map((entry) => JSON.stringify(comparable(entry))).sort();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as DepartmentRole & RoleMembership)
      .filter(([, part]) => part !== undefined && (part as unknown) !== false)
      .map(([key, part]) => [key, comparable(part)])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}

/** The declared ones of these fields that a live object does not have as declared. Where nothing is known of it, it differs. */
export function detailChanges(live: ApiUserDetails, wanted: ApiUserDetails): ApiUserDetails {
  return Object.fromEntries(
    DETAIL_NAMES.filter((name) => wanted[name] !== undefined && !sameDetail(live[name], wanted[name])).map((name) => [
      name,
      wanted[name],
    ]),
  ) as ApiUserDetails;
}

/** The fields of an object that are among these. */
export function detailsOf(object: ApiUserDetails): ApiUserDetails {
  return Object.fromEntries(
    DETAIL_NAMES.filter((name) => object[name] !== undefined).map((name) => [name, object[name]]),
  ) as ApiUserDetails;
}

/** A copy of an object without these properties. */
export function without<T extends object>(object: T, ...names: (keyof T)[]): T {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name as keyof T))) as T;
}

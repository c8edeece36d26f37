import { PsaError } from "../../errors";
import { nearest } from "../../nearest";
import { DETAIL_NAMES, DETAILS, type ApiUserDetails } from "../apiUserDetails";
import { fold } from "../permissions/wording";
import type { ApiUserPatch, ApiUserRecord } from "../tenant";
import { levelName, localPart, ResourcesAnswer, type Field, type Resource } from "./codecs";
import { listAll } from "./list";
import type { Session } from "./session";

/** `licenseType` of an API user where the picklist does not say so by its label. */
const API_USER_LICENSE = "7";

/** `id` has to be among them, or the vendor does not page. Every tenant on record has these. */
const FIELDS = [
  "id",
  "firstName",
  "lastName",
  "email",
  "userName",
  "isActive",
  "userType",
  "licenseType",
  "locationID",
];

/** Asked for where the tenant's metadata has them: an unknown name is an error of the whole query. */
const OPTIONAL_FIELDS = [
  "dateFormat",
  "timeFormat",
  "numberFormat",
  ...DETAIL_NAMES.flatMap((name) => DETAILS[name].rest ?? []),
];

export const fieldNamed = (fields: Field[], name: string): Field | undefined =>
  fields.find((field) => field.name.toLowerCase() === name.toLowerCase());

/** By label: ids of picklists are a tenant's own. */
export function apiUserLicense(fields: Field[]): string {
  const values = fieldNamed(fields, "licenseType")?.picklistValues ?? [];
  return values.find(({ label }) => label.trim().toLowerCase() === "api user")?.value ?? API_USER_LICENSE;
}

/** All resources with one licence. */
export async function listUsers(session: Session, license: string, fields: Field[]): Promise<Resource[]> {
  const items = await listAll(session, "Resources", ResourcesAnswer, {
    IncludeFields: [...FIELDS, ...OPTIONAL_FIELDS.filter((name) => fieldNamed(fields, name) !== undefined)],
    Filter: [{ op: "eq", field: "licenseType", value: Number(license) }],
  });
  // A tenant that ignores the filter must not make people look like API users.
  return items.filter((item) => item.licenseType === license);
}

export function recordOf(item: Resource, fields: Field[]): ApiUserRecord {
  const shown = (field: string) => shownAs(item, field, fields);
  const level = shown("userType");
  const label = (field: string) => {
    const known = fieldNamed(fields, field)?.picklistValues?.some(({ value }) => value === rawOf(item, field));
    return known ? shown(field) : undefined;
  };
  return {
    id: item.id,
    firstName: item.firstName,
    lastName: item.lastName,
    email: item.email,
    userName: item.userName,
    active: item.isActive,
    securityLevelId: item.userType,
    securityLevel: label("userType") === undefined ? undefined : levelName(level ?? ""),
    locationId: item.locationID ?? undefined,
    location: label("locationID"),
    ...given({
      dateFormat: shown("dateFormat"),
      timeFormat: shown("timeFormat"),
      numberFormat: shown("numberFormat"),
    }),
    details: detailsOf(item, fields),
  };
}

/** Without what is not there. */
function given<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** What REST shows of the optional fields; a field that the tenant's REST API does not have is left out. */
function detailsOf(item: Resource, fields: Field[]): ApiUserDetails {
  return Object.fromEntries(
    DETAIL_NAMES.flatMap((name) => {
      const { rest } = DETAILS[name];
      if (rest === undefined || fieldNamed(fields, rest) === undefined) return [];
      return [[name, shownAs(item, rest, fields) ?? ""]];
    }),
  ) as ApiUserDetails;
}

/** A field's value as a text; `undefined` when it is empty or was not answered. */
function rawOf(item: Resource, field: string): string | undefined {
  const row = item as unknown as Record<string, unknown>;
  const value = row[Object.keys(row).find((name) => name.toLowerCase() === field.toLowerCase()) ?? field];
  if (value === null || value === undefined || value === "") return undefined;
  return String(value as string | number | boolean);
}

/** As a person sees it: an entry of a picklist by its label. */
function shownAs(item: Resource, field: string, fields: Field[]): string | undefined {
  const raw = rawOf(item, field);
  const entry = fieldNamed(fields, field)?.picklistValues?.find(({ value }) => value === raw);
  return entry?.label || raw;
}

/** REST field -> value, for what a patch changes. */
export type RestBody = Record<string, string | number | boolean>;

/**
 * A patch in REST's names and picklist values.
 *
 * @throws PsaError `not-found` for an entry that a picklist does not have, with near matches
 */
export function bodyOf(patch: ApiUserPatch, fields: Field[], tenant: string): RestBody {
  const body: RestBody = {};
  for (const [name, value] of Object.entries(patch) as [string, unknown][]) {
    if (value === undefined) continue;
    const rest = DETAILS[name as keyof ApiUserDetails]?.rest ?? name;
    body[rest] = typeof value === "string" ? valueOf(rest, value, fields, tenant) : (value as number | boolean);
  }
  return body;
}

function valueOf(rest: string, text: string, fields: Field[], tenant: string): string | number {
  const field = fieldNamed(fields, rest);
  const entries = field?.picklistValues ?? [];
  if (entries.length === 0) return text;
  const found = entries.find(({ label, value }) => fold(label) === fold(text) || fold(value) === fold(text));
  if (!found) {
    const labels = entries.map(({ label }) => label);
    const near = nearest(text, labels);
    throw new PsaError(
      "not-found",
      `${tenant}: "${text}" is no entry of the field ${rest}.`,
      `It has, e.g.: ${(near.length > 0 ? near : labels.slice(0, 10)).map((label) => `"${label}"`).join(", ")}.`,
    );
  }
  return /^(integer|long|int|short|double)$/i.test(field?.dataType ?? "") ? Number(found.value) : found.value;
}

/** The REST fields in which a user is not as a body wants it. */
export function differences(item: Resource, body: RestBody): string[] {
  return Object.keys(body).filter((field) =>
    field === "userName"
      ? localPart(item.userName) !== localPart(String(body.userName))
      : (rawOf(item, field) ?? "") !== String(body[field]),
  );
}

/** A user name in the form in which the tenant shows it: with its domain or without, whichever way it was declared. */
export function inFormOf(shown: string, wanted: string): string {
  const at = shown.indexOf("@");
  return (wanted.split("@")[0] ?? "") + (at < 0 ? "" : shown.slice(at));
}

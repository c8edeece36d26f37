import { PsaError } from "../../errors";
import type { ApiUserPatch, ApiUserRecord } from "../tenant";
import { levelName, localPart, ResourcesAnswer, type Field, type Resource } from "./codecs";
import type { Session } from "./session";

/** Rows of a page; the vendor rejects more. */
const PAGE = 500;
/** `licenseType` of an API user where the picklist does not say so by its label. */
const API_USER_LICENSE = "7";

/** `id` has to be among them, or the vendor does not page. */
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

export const fieldNamed = (fields: Field[], name: string): Field | undefined =>
  fields.find((field) => field.name.toLowerCase() === name.toLowerCase());

/** By label: ids of picklists are a tenant's own. */
export function apiUserLicense(fields: Field[]): string {
  const values = fieldNamed(fields, "licenseType")?.picklistValues ?? [];
  return values.find(({ label }) => label.trim().toLowerCase() === "api user")?.value ?? API_USER_LICENSE;
}

/**
 * All resources with one licence, page after page. An error on any page is an error of the whole: a list cut short
 * would look like users that are gone.
 */
export async function listUsers(session: Session, license: string): Promise<Resource[]> {
  const search = {
    MaxRecords: PAGE,
    IncludeFields: FIELDS,
    Filter: [{ op: "eq", field: "licenseType", value: Number(license) }],
  };
  // By GET: the address of a next page is then a GET too, and the whole is plainly a read.
  let path: string | null | undefined = `Resources/query?search=${encodeURIComponent(JSON.stringify(search))}`;
  const seen = new Set<string>();
  // Keyed by id: rows that move between pages while we read would otherwise appear twice.
  const byId = new Map<string, Resource>();
  while (path) {
    if (seen.has(path)) {
      throw new PsaError("unavailable", `${session.host}: the pages of Resources go in a circle.`, "Run again later.");
    }
    seen.add(path);
    const page: { items: Resource[]; pageDetails: { nextPageUrl?: string | null } } = await session.get(
      path,
      ResourcesAnswer,
    );
    for (const item of page.items) byId.set(item.id, item);
    path = page.pageDetails.nextPageUrl;
  }
  // A tenant that ignores the filter must not make people look like API users.
  return [...byId.values()].filter((item) => item.licenseType === license);
}

export function recordOf(item: Resource, fields: Field[]): ApiUserRecord {
  const label = (field: string, value: string | null | undefined) =>
    fieldNamed(fields, field)?.picklistValues?.find((entry) => entry.value === value)?.label;
  const level = label("userType", item.userType);
  return {
    id: item.id,
    firstName: item.firstName,
    lastName: item.lastName,
    email: item.email,
    userName: item.userName,
    active: item.isActive,
    securityLevelId: item.userType,
    securityLevel: level === undefined ? undefined : levelName(level),
    locationId: item.locationID ?? undefined,
    location: label("locationID", item.locationID),
  };
}

/** The names of the fields in which a user is not as the patch wants it. */
export function differences(item: Resource, patch: ApiUserPatch): (keyof ApiUserPatch)[] {
  return (Object.keys(patch) as (keyof ApiUserPatch)[]).filter((field) =>
    field === "userName"
      ? localPart(item.userName) !== localPart(patch.userName ?? "")
      : patch[field] !== undefined && item[field] !== patch[field],
  );
}

/** A user name in the form in which the tenant shows it: with its domain or without, whichever way it was declared. */
export function inFormOf(shown: string, wanted: string): string {
  const at = shown.indexOf("@");
  return (wanted.split("@")[0] ?? "") + (at < 0 ? "" : shown.slice(at));
}

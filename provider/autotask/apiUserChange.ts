import { PsaError } from "../errors";
import { DETAIL_NAMES, detailChanges, DETAILS, PLACES, sameDetail, type ApiUserDetails } from "./apiUserDetails";
import type { ApiUserInputs, ApiUserState } from "./apiUserInputs";
import { BY_NAME, type ApiUserLookup } from "./apiUserLookup";
import { fold, sameLevelName } from "./permissions/wording";
import type { AutotaskServices } from "./services";
import type { ApiUserFormChange, ApiUserPatch, ApiUserRecord } from "./tenant";
import { localPart } from "./username";

const NAMES = ["firstName", "lastName", "email"] as const;
const FORMATS = ["location", "dateFormat", "timeFormat", "numberFormat"] as const;

/** What is known of a user, from wherever: a REST record, a page, the last state. */
export interface Live extends ApiUserDetails {
  firstName: string;
  lastName: string;
  email: string;
  securityLevel?: string;
  location?: string;
  dateFormat?: string;
  timeFormat?: string;
  numberFormat?: string;
}

/** A record, filled up with what the last state has of what REST does not show. */
export function liveOf(record: ApiUserRecord, olds?: ApiUserState): Live {
  const { details, ...rest } = record;
  const known = Object.fromEntries(DETAIL_NAMES.map((name) => [name, details?.[name] ?? olds?.[name]]));
  const places = Object.fromEntries(FORMATS.map((name) => [name, record[name] ?? olds?.[name]]));
  return { ...rest, ...known, ...places };
}

/** Fields of the form that are not as declared. */
export function formChange(live: Live, inputs: ApiUserInputs): ApiUserFormChange {
  const change: ApiUserFormChange = {};
  for (const field of NAMES) if (live[field] !== inputs[field]) change[field] = inputs[field];
  if (!sameLevelName(live.securityLevel ?? "", inputs.securityLevel)) change.securityLevel = inputs.securityLevel;
  for (const field of FORMATS) {
    const value = inputs[field];
    if (value !== undefined && fold(live[field] ?? "") !== fold(value)) change[field] = value;
  }
  return { ...change, ...detailChanges(live, inputs) };
}

/** State with what REST shows of it; what it does not show stays. Declared wording is kept where it means the same. */
export function withRecord(state: ApiUserState, record: ApiUserRecord | undefined): ApiUserState {
  if (!record) return state;
  const same = record.userName !== "" && localPart(record.userName) === localPart(state.username);
  const username = same ? state.username : (record.userName.split("@")[0] ?? "");
  const level = record.securityLevel ?? state.securityLevel;
  const places = FORMATS.filter(
    (field) => state[field] !== undefined && record[field] !== undefined && fold(record[field]) !== fold(state[field]),
  );
  const details = DETAIL_NAMES.filter(
    (name) =>
      state[name] !== undefined &&
      record.details?.[name] !== undefined &&
      !sameDetail(record.details[name], state[name]),
  );
  return {
    ...state,
    firstName: record.firstName,
    lastName: record.lastName,
    email: record.email,
    active: record.active,
    username,
    securityLevel: sameLevelName(level, state.securityLevel) ? state.securityLevel : level,
    ...Object.fromEntries(places.map((field) => [field, record[field]])),
    ...Object.fromEntries(details.map((name) => [name, record.details![name]])),
    resourceId: record.id,
    key: same ? state.key : state.key.replace(/^[^@]*/, () => username),
  };
}

const MANAGED = ["firstName", "lastName", "email", "active", "securityLevel", "username", ...FORMATS] as const;

/** Names of fields in which a state, as observed, is not as declared. */
export function wrongFields(state: ApiUserState, inputs: ApiUserInputs): (keyof ApiUserInputs)[] {
  return [
    ...MANAGED.filter((field) => inputs[field] !== undefined && state[field] !== inputs[field]),
    ...DETAIL_NAMES.filter((name) => inputs[name] !== undefined && !sameDetail(state[name], inputs[name])),
  ];
}

/** Whether REST shows a field of the form, so that it can tell whether a person has changed it. */
export function shownByRest(field: string, record: ApiUserRecord): boolean {
  if (["firstName", "lastName", "email", "active", "username"].includes(field)) return true;
  if (field === "securityLevel") return record.securityLevel !== undefined;
  if ((FORMATS as readonly string[]).includes(field)) return record[field as (typeof FORMATS)[number]] !== undefined;
  return record.details?.[field as keyof ApiUserDetails] !== undefined;
}

/** What of a change is not there yet, as far as REST shows. */
export function notYet(record: ApiUserRecord, wanted: ApiUserFormChange): string[] {
  return Object.entries(wanted)
    .filter(([field, value]) => {
      if (value === undefined || !shownByRest(field, record)) return false;
      if (field === "active") return record.active !== value;
      if (field === "username") return localPart(record.userName) !== localPart(String(value));
      if (field === "securityLevel") return !sameLevelName(record.securityLevel ?? "", String(value));
      if (field === "firstName" || field === "lastName" || field === "email") return record[field] !== value;
      if ((FORMATS as readonly string[]).includes(field))
        return fold(record[field as (typeof FORMATS)[number]] ?? "") !== fold(String(value));
      return !sameDetail(record.details?.[field as keyof ApiUserDetails], value);
    })
    .map(([field]) => field);
}

/** REST's name of a field of the form, where REST has one that may be writable. */
function restField(field: string): string | undefined {
  if (field === "active") return "isActive";
  if (field === "username") return "userName";
  if (field === "firstName" || field === "lastName" || field === "email" || field === "numberFormat") return field;
  return DETAILS[field as keyof ApiUserDetails]?.rest;
}

/** The optional fields that REST may set: the form need not have them. */
export async function settableByRest(
  services: AutotaskServices,
  inputs: ApiUserDetails,
): Promise<(keyof ApiUserDetails)[]> {
  const writable = await writableFields(services);
  const places = WRITABLE_PLACES.filter((name) => inputs[name] !== undefined);
  // Asked for nobody in particular: it only matters whether REST shows such rows at all.
  const shown = places.length === 0 ? {} : await services.directory.placesOf("0", places);
  return DETAIL_NAMES.filter(
    (name) => inputs[name] !== undefined && (name in shown || writable.has(DETAILS[name].rest?.toLowerCase() ?? "")),
  );
}

/** Lines of business can be read through REST, and not written. */
const WRITABLE_PLACES = PLACES.filter((name) => name !== "linesOfBusiness");

async function writableFields(services: AutotaskServices): Promise<Set<string>> {
  return new Set([...(await services.directory.writableUserFields())].map((field) => field.toLowerCase()));
}

/** A refusal that leaves the form to be tried: REST cannot, or answers without effect. */
const FOR_THE_FORM = ["unsupported", "unverified", "permission", "validation"];

/** Sends what the tenant says REST may change; answers what is left for the form. */
export async function throughRest(
  services: AutotaskServices,
  lookup: ApiUserLookup,
  record: ApiUserRecord,
  wanted: ApiUserFormChange,
): Promise<ApiUserFormChange> {
  if (record.id.startsWith(BY_NAME)) return { ...wanted };
  const { directory } = services;
  const writable = await writableFields(services);
  // Nobody has shown that these two can be written for an API user: a refusal of them must not hold up the others.
  const groups: Record<string, unknown>[] = [{}, {}];
  const sent: string[] = [];
  for (const [field, value] of Object.entries(wanted)) {
    const rest = restField(field);
    if (value === undefined || rest === undefined || !writable.has(rest.toLowerCase())) continue;
    const doubtful = field === "active" || field === "username";
    groups[doubtful ? 1 : 0]![doubtful ? rest : field] = value;
    sent.push(field);
  }
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof PsaError) || !FOR_THE_FORM.includes(error.code)) throw error;
      if (!services.console)
        services.log.warn(`What REST was asked to change is left for the console: ${error.message}`);
    }
  };
  for (const patch of groups.filter((group) => Object.keys(group).length > 0))
    await attempt(() => directory.patchApiUser(record.id, patch as ApiUserPatch));
  for (const name of WRITABLE_PLACES) {
    if (wanted[name] === undefined || record.details?.[name] === undefined) continue;
    sent.push(name);
    await attempt(() => directory.setPlaces(record.id, { [name]: wanted[name] }));
  }
  if (sent.length === 0) return { ...wanted };
  const now = (await lookup.withPlaces(lookup.byId(await lookup.fresh(), record.id), wanted)) ?? record;
  const missing = new Set(notYet(now, wanted));
  return Object.fromEntries(
    Object.entries(wanted).filter(([field]) => !sent.includes(field) || missing.has(field)),
  ) as ApiUserFormChange;
}

/** What REST has changed already: the console's list shows it so. */
export function changedSoFar(wanted: ApiUserFormChange, left: ApiUserFormChange): Partial<ApiUserRecord> {
  const changed: Partial<ApiUserRecord> = {};
  if (wanted.firstName !== undefined && left.firstName === undefined) changed.firstName = wanted.firstName;
  if (wanted.lastName !== undefined && left.lastName === undefined) changed.lastName = wanted.lastName;
  if (wanted.active !== undefined && left.active === undefined) changed.active = wanted.active;
  if (wanted.username !== undefined && left.username === undefined) changed.userName = wanted.username;
  return changed;
}

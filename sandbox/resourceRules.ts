import { associate, type Associations } from "./associations";
import type { Tenant, User } from "./model";
import {
  apiLicenseType,
  assignTracking,
  changeTracking,
  checkKey,
  checkLocation,
  checkNames,
  checkSecret,
  formats,
  levelById,
  localPart,
  replaceSecret,
  resourceDefaults,
  RuleViolation,
  setActive,
  setLocked,
  type TrackingForm,
} from "./rules";
import type { Switches } from "./switches";

/** The full resource form: people, and in the older console API users too, which the chosen level makes of them. */

/** License of whoever is on a level that is not API-only and had none before. */
const personLicense = 3;

const longest: Record<string, number> = {
  middleName: 50,
  title: 50,
  officePhone: 25,
  officeExtension: 10,
  homePhone: 25,
  mobilePhone: 25,
  email2: 254,
  email3: 254,
};

export interface ResourceForm {
  firstName: string;
  middleName: string;
  lastName: string;
  title: string;
  email: string;
  officePhone: string;
  mobilePhone: string;
  locationId: number;
  userName: string;
  /** Empty in edit: stays. */
  secret: string;
  confirmation: string;
  active: boolean;
  locked: boolean;
  levelId: number;
  permits: User["permits"];
  timesheetsNotRequired: boolean;
  tracking: TrackingForm | null;
  internalCost: number;
  timesheetApprovers: number[];
  expenseApprovers: number[];
  associations: Associations;
  /** By REST name; an empty text is stored as null. */
  more: Record<string, string | number | null>;
}

/** Levels that the full form offers: active ones by name, plus the one the resource has already. */
export function levelsForResource(tenant: Tenant, apiOnly: boolean, currentId?: number) {
  return tenant.levels
    .filter((level) => (level.active && (apiOnly || !level.apiOnly)) || level.id === currentId)
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Save of a new resource. */
export function createResource(tenant: Tenant, form: ResourceForm, switches: Switches, now: Date): User {
  check(tenant, form);
  const userName = localPart(tenant, form.userName);
  checkKey(tenant, userName, switches);
  checkSecret(form.secret, [], switches);
  const user: User = {
    ...resourceDefaults(),
    id: tenant.nextId++,
    firstName: "",
    middleName: null,
    lastName: "",
    title: null,
    email: "",
    officePhone: null,
    mobilePhone: null,
    userName,
    secret: form.secret,
    formerSecrets: [],
    levelId: form.levelId,
    licenseType: personLicense,
    locationId: form.locationId,
    active: form.active,
    locked: false,
    dateFormat: formats.date[0],
    timeFormat: formats.time[0],
    numberFormat: formats.number[0],
    tracking: assignTracking(tenant, form.tracking, switches),
    lineOfBusiness: [],
    seesUnassignedLineOfBusiness: true,
    createdAt: now.toISOString(),
  };
  tenant.users.push(user);
  fill(tenant, user, form);
  return user;
}

/** Save of a stored resource. */
export function updateResource(tenant: Tenant, userId: number, form: ResourceForm, switches: Switches): User {
  const user = tenant.users.find((candidate) => candidate.id === userId);
  if (user === undefined) throw new RuleViolation(`There is no resource ${userId}.`);
  check(tenant, form, user);
  const userName = localPart(tenant, form.userName);
  checkKey(tenant, userName, switches, user.id);
  user.userName = userName;
  setActive(user, form.active, switches);
  if (form.secret !== "") replaceSecret(user, form.secret, switches);
  setLocked(user, form.locked);
  changeTracking(tenant, user, form.tracking, switches);
  fill(tenant, user, form);
  return user;
}

function check(tenant: Tenant, form: ResourceForm, user?: User): void {
  checkNames(form);
  checkLocation(tenant, form.locationId);
  for (const [field, length] of Object.entries(longest)) {
    const text = (form as unknown as Record<string, unknown>)[field] ?? form.more[field];
    if (typeof text === "string" && text.length > length)
      throw new RuleViolation(`This must not be longer than ${length} characters.`, field);
  }
  for (const field of ["email2", "email3"]) {
    const text = form.more[field];
    if (typeof text === "string" && !/^[^\s@]+@[^\s@]+$/.test(text))
      throw new RuleViolation("This is not a valid email address.", field);
  }
  const level = levelById(tenant, form.levelId);
  if (!level.active && level.id !== user?.levelId) throw new RuleViolation("Security Level is inactive.", "levelId");
  if (form.secret !== form.confirmation)
    throw new RuleViolation("Password and Confirm Password do not match.", "confirmation");
  if (form.tracking !== null && !level.apiOnly)
    throw new RuleViolation("An API tracking identifier is only for API-only security levels.", "tracking");
}

function fill(tenant: Tenant, user: User, form: ResourceForm): void {
  const optional = (text: string) => (text === "" ? null : text);
  const level = levelById(tenant, form.levelId);
  Object.assign(user, {
    firstName: form.firstName,
    middleName: optional(form.middleName),
    lastName: form.lastName,
    title: optional(form.title),
    email: form.email,
    officePhone: optional(form.officePhone),
    mobilePhone: optional(form.mobilePhone),
    locationId: form.locationId,
    levelId: form.levelId,
    licenseType: level.apiOnly
      ? apiLicenseType
      : user.licenseType === apiLicenseType
        ? personLicense
        : user.licenseType,
    permits: { ...form.permits },
    timesheetsNotRequired: form.timesheetsNotRequired,
    internalCost: form.internalCost,
    timesheetApprovers: [...form.timesheetApprovers],
    expenseApprovers: [...form.expenseApprovers],
    more: { ...user.more, ...form.more },
  });
  associate(tenant, user, form.associations);
}

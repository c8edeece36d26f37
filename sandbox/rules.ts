import { randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { cellSpecByKey, cellSpecs, lowest, notCopyable } from "./levels";
import type { CellKey, CellValue, Level, Tenant, Tracking, User } from "./model";
import type { Switches } from "./switches";

/**
 * The vendor's rules, shared by the REST API and the admin console: plain functions over a tenant draft (see
 * `Store.edit`). Where the vendor's words for a refusal are not on record, the text is ours: no program may decide by it.
 */
export class RuleViolation extends Error {
  override name = "RuleViolation";

  /** @param field the property at fault, such as `name`, `userName`, `secret`; undefined for a refusal as a whole. */
  constructor(
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

export const limits = {
  customApiLevels: 50,
  levelName: 100,
  personName: 50,
  email: 254,
  key: 32,
  generatedKey: 15,
  secret: 64,
  shortestSecret: 7,
  generatedSecret: 25,
  generatedIdentifier: 27,
  rememberedSecrets: 5,
  /** Milliseconds of the switches `levelPropagation` and `newUserPropagation`. */
  propagation: 3_000,
} as const;

export const apiLicenseType = 7;

/** Names of the license types, by number. */
export const licenseTypes: Readonly<Record<number, string>> = {
  1: "Administrator",
  2: "Executive",
  3: "Professional",
  4: "Team Member",
  5: "Time & Attendance Only",
  6: "Dashboard User",
  7: "API User",
  8: "Contractor",
  9: "Co-Managed Help Desk",
};

// --- Security levels ---

/** As the Security Levels list shows it; the user form and REST leave the addition out. */
export function levelTitle(level: Pick<Level, "name" | "apiOnly">): string {
  return level.apiOnly ? `${level.name} (API-only)` : level.name;
}

export function levelById(tenant: Tenant, id: number): Level {
  const level = tenant.levels.find((candidate) => candidate.id === id);
  if (level === undefined) throw new RuleViolation(`There is no security level ${id}.`);
  return level;
}

/** Who is on a level, inactive users included. */
export function usersOnLevel(tenant: Tenant, levelId: number): User[] {
  return tenant.users.filter((user) => user.levelId === levelId);
}

/** Levels that the API user form offers: active API-only ones by name, plus the one the user has already. */
export function offeredLevels(tenant: Tenant, currentId?: number): Level[] {
  return tenant.levels
    .filter((level) => level.apiOnly && (level.active || level.id === currentId))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Name that Copy Security Level puts into the new level's form. */
export function prefilledName(source: Level, switches: Switches): string {
  switch (switches.get("copyName")) {
    case "copy":
      return `${source.name} (Copy)`;
    case "copyOf":
      return `Copy of ${source.name}`;
    case "same":
      return source.name;
    case "empty":
      return "";
  }
}

/** A level that is not in the tenant yet. */
export type LevelDraft = Omit<Level, "id">;

/** What the editor shows for Copy Security Level before anything is saved. */
export function draftCopy(tenant: Tenant, sourceId: number, switches: Switches): LevelDraft {
  const source = levelById(tenant, sourceId);
  if (notCopyable.includes(source.name)) throw new RuleViolation(`${source.name} cannot be copied.`);
  const cells = { ...source.cells };
  if (switches.get("copyDefaults") === "different") {
    for (const spec of cellSpecs) if (!spec.stated) cells[spec.key] = lowest(spec);
  }
  return { name: prefilledName(source, switches), system: false, apiOnly: source.apiOnly, active: true, cells };
}

/** Stores a draft as a new level. */
export function addLevel(tenant: Tenant, draft: LevelDraft, switches: Switches): Level {
  checkLevelName(tenant, draft.name, switches);
  return store(tenant, draft);
}

/** Stores a copy at once, under its prefilled name, which may be taken (switch `copyMoment`). */
export function copyLevel(tenant: Tenant, sourceId: number, switches: Switches): Level {
  return store(tenant, draftCopy(tenant, sourceId, switches));
}

function store(tenant: Tenant, draft: LevelDraft): Level {
  checkCells(draft.cells);
  const custom = tenant.levels.filter((level) => level.apiOnly && !level.system);
  if (draft.apiOnly && custom.length >= limits.customApiLevels) {
    throw new RuleViolation(
      `You have reached the maximum of ${limits.customApiLevels} custom API-only security levels.`,
    );
  }
  const level: Level = { id: tenant.nextId++, ...draft, name: draft.name.trim() };
  tenant.levels.push(level);
  return level;
}

export interface LevelEdit {
  name?: string;
  active?: boolean;
  /** Cells to change; those not named stay. */
  cells?: Record<CellKey, CellValue>;
}

/** Save in the level editor. */
export function saveLevel(tenant: Tenant, levelId: number, edit: LevelEdit, switches: Switches, now: Date): Level {
  const level = levelById(tenant, levelId);
  if (level.system) throw new RuleViolation("System security levels cannot be edited.");
  if (edit.name !== undefined) {
    checkLevelName(tenant, edit.name, switches, level.id);
    level.name = edit.name.trim();
  }
  if (edit.active !== undefined) level.active = edit.active;
  if (edit.cells !== undefined) {
    checkCells(edit.cells);
    if (switches.get("levelPropagation") === "delayed") {
      level.pending = {
        cells: liveCells(level, now),
        until: new Date(now.getTime() + limits.propagation).toISOString(),
      };
    }
    level.cells = { ...level.cells, ...edit.cells };
  }
  return level;
}

/** Delete in a row's menu, where the tenant offers it. */
export function deleteLevel(tenant: Tenant, levelId: number, switches: Switches): void {
  const level = levelById(tenant, levelId);
  if (level.system || switches.get("levelDelete") !== "offered")
    throw new RuleViolation(`${level.name} cannot be deleted.`);
  const users = usersOnLevel(tenant, levelId);
  if (users.length > 0) {
    const names = users.map((user) => `${user.firstName} ${user.lastName}`).join(", ");
    throw new RuleViolation(`${level.name} cannot be deleted because it is assigned to: ${names}.`);
  }
  tenant.levels = tenant.levels.filter((other) => other !== level);
}

/** Inactivate / Activate in a row's menu. The API User system level cannot be inactivated. */
export function setLevelActive(tenant: Tenant, levelId: number, active: boolean): Level {
  const level = levelById(tenant, levelId);
  if (!active && level.system && level.apiOnly) throw new RuleViolation(`${level.name} cannot be inactivated.`);
  level.active = active;
  return level;
}

function checkLevelName(tenant: Tenant, name: string, switches: Switches, ownId?: number): void {
  const wanted = name.trim();
  if (wanted === "") throw new RuleViolation("Name is required.", "name");
  if (wanted.length > limits.levelName)
    throw new RuleViolation(`Name must not be longer than ${limits.levelName} characters.`, "name");
  if (switches.get("levelNames") === "duplicates") return;
  if (tenant.levels.some((level) => level.id !== ownId && same(level.name, wanted))) {
    throw new RuleViolation(`A security level named ${wanted} already exists. Names must be unique.`, "name");
  }
}

/** A line of the lists that is on no record (switch `levelCells`). */
export const unrecordedValue = "My Department";

/** Cells of other names are the console's own additions (switch `levelCells`) and are taken as they are. */
function checkCells(cells: Record<CellKey, CellValue>): void {
  for (const [key, value] of Object.entries(cells)) {
    const spec = cellSpecByKey.get(key);
    if (spec === undefined) continue;
    const fits =
      spec.kind === "checkbox"
        ? typeof value === "boolean"
        : spec.kind === "number"
          ? typeof value === "number" && Number.isInteger(value) && value >= 0
          : typeof value === "string" && (spec.values.includes(value) || value === unrecordedValue);
    if (!fits) throw new RuleViolation(`${key} cannot be ${JSON.stringify(value)}.`, key);
  }
}

/** The cells that count for API calls now. */
export function liveCells(level: Level, now: Date): Record<CellKey, CellValue> {
  return level.pending !== undefined && now.toISOString() < level.pending.until ? level.pending.cells : level.cells;
}

// --- API users ---

const letters = "abcdefghijkmnpqrstuvwxyz";
const digits = "23456789";

const pick = (alphabet: string) => alphabet[randomInt(alphabet.length)]!;

function generated(length: number, ...alphabets: string[]): string {
  // One of each kind first, so that every rule is met; where they stand does not matter.
  const all = alphabets.join("");
  return Array.from({ length }, (_, index) => pick(alphabets[index] ?? all)).join("");
}

/** Generate Key: the part before `@DOMAIN`, free in this tenant. */
export function generateKey(tenant: Tenant): string {
  for (;;) {
    const key = generated(limits.generatedKey, letters, digits);
    if (!tenant.users.some((user) => same(user.userName, key))) return key;
  }
}

/** Generate Secret. Meets the tenant's rules in every position of `secretRules`. */
export function generateSecret(): string {
  return generated(limits.generatedSecret, letters, letters.toUpperCase(), digits, "#$*~!");
}

/** The identifier that appears when Custom (Internal Integration) is chosen. */
export function generateTrackingIdentifier(): string {
  return generated(limits.generatedIdentifier, letters.toUpperCase(), digits);
}

/** The whole key as an administrator and an API client see it. */
export function fullKey(tenant: Tenant, user: Pick<User, "userName">): string {
  return `${user.userName}@${tenant.domain}`;
}

/** What the tracking section of the form sends. `identifier` may be left to the tenant. */
export type TrackingForm = { kind: "vendor"; vendorId: number } | { kind: "custom"; name: string; identifier?: string };

export interface ApiUserForm {
  firstName: string;
  lastName: string;
  email: string;
  active: boolean;
  locked: boolean;
  levelId: number;
  locationId: number;
  /** Empty: that of the tenant. */
  dateFormat: string;
  timeFormat: string;
  numberFormat: string;
  /** With or without `@DOMAIN`. */
  userName: string;
  secret: string;
  tracking: TrackingForm | null;
  lineOfBusiness: number[];
  seesUnassignedLineOfBusiness: boolean;
}

export const formats = {
  date: [
    "MM/dd/yyyy",
    "MM-dd-yyyy",
    "dd/MM/yyyy",
    "dd-MM-yyyy",
    "dd.MM.yyyy",
    "yyyy/MM/dd",
    "yyyy-MM-dd",
    "yyyy.MM.dd",
  ],
  time: ["hh:mm a", "h:mm a", "HH:mm"],
  number: ["X,XXX.XX", "X.XXX,XX"],
} as const;

/** Save & Close of Add API User. */
export function createApiUser(tenant: Tenant, form: ApiUserForm, switches: Switches, now: Date): User {
  checkNames(form);
  checkLevel(tenant, form.levelId);
  checkLocation(tenant, form.locationId);
  const userName = localPart(tenant, form.userName);
  checkKey(tenant, userName, switches);
  checkSecret(form.secret, [], switches);
  const user: User = {
    id: tenant.nextId++,
    firstName: form.firstName.trim(),
    middleName: null,
    lastName: form.lastName.trim(),
    title: null,
    email: form.email.trim(),
    officePhone: null,
    mobilePhone: null,
    userName,
    secret: form.secret,
    formerSecrets: [],
    levelId: form.levelId,
    licenseType: apiLicenseType,
    locationId: form.locationId,
    active: form.active,
    locked: form.locked,
    dateFormat: oneOf(formats.date, form.dateFormat, "dateFormat"),
    timeFormat: oneOf(formats.time, form.timeFormat, "timeFormat"),
    numberFormat: oneOf(formats.number, form.numberFormat, "numberFormat"),
    tracking: assignTracking(tenant, form.tracking, switches),
    lineOfBusiness: [...form.lineOfBusiness],
    seesUnassignedLineOfBusiness: form.seesUnassignedLineOfBusiness,
    createdAt: now.toISOString(),
    ...resourceDefaults(),
  };
  tenant.users.push(user);
  return user;
}

/** Absent properties stay as they are; `secret` only when Generate Secret was pressed or one was typed. */
export type ApiUserEdit = Partial<ApiUserForm>;

/** Save & Close of Edit API User. */
export function updateApiUser(tenant: Tenant, userId: number, edit: ApiUserEdit, switches: Switches): User {
  const user = tenant.users.find((candidate) => candidate.id === userId);
  if (user === undefined) throw new RuleViolation(`There is no resource ${userId}.`);
  checkNames({
    firstName: edit.firstName ?? user.firstName,
    lastName: edit.lastName ?? user.lastName,
    email: edit.email ?? user.email,
  });
  if (edit.firstName !== undefined) user.firstName = edit.firstName.trim();
  if (edit.lastName !== undefined) user.lastName = edit.lastName.trim();
  if (edit.email !== undefined) user.email = edit.email.trim();
  if (edit.levelId !== undefined && edit.levelId !== user.levelId) {
    checkLevel(tenant, edit.levelId);
    user.levelId = edit.levelId;
  }
  if (edit.locationId !== undefined) {
    checkLocation(tenant, edit.locationId);
    user.locationId = edit.locationId;
  }
  if (edit.dateFormat !== undefined) user.dateFormat = oneOf(formats.date, edit.dateFormat, "dateFormat");
  if (edit.timeFormat !== undefined) user.timeFormat = oneOf(formats.time, edit.timeFormat, "timeFormat");
  if (edit.numberFormat !== undefined) user.numberFormat = oneOf(formats.number, edit.numberFormat, "numberFormat");
  if (edit.userName !== undefined) {
    const userName = localPart(tenant, edit.userName);
    checkKey(tenant, userName, switches, user.id);
    user.userName = userName;
  }
  if (edit.active !== undefined) setActive(user, edit.active, switches);
  if (edit.secret !== undefined) replaceSecret(user, edit.secret, switches);
  if (edit.locked !== undefined) setLocked(user, edit.locked);
  if (edit.tracking !== undefined) changeTracking(tenant, user, edit.tracking, switches);
  if (edit.lineOfBusiness !== undefined) user.lineOfBusiness = [...edit.lineOfBusiness];
  if (edit.seesUnassignedLineOfBusiness !== undefined)
    user.seesUnassignedLineOfBusiness = edit.seesUnassignedLineOfBusiness;
  return user;
}

/** Locks or unlocks; an unlocked user starts with a clean slate. */
export function setLocked(user: User, locked: boolean): void {
  if (user.locked && !locked) user.failedSignIns = 0;
  user.locked = locked;
}

/** Counts a refused call against a user; too many lock it. */
export function countFailedSignIn(tenant: Tenant, userId: number): void {
  const user = tenant.users.find((candidate) => candidate.id === userId);
  if (user === undefined) return;
  user.failedSignIns++;
  const { lockOutAfter } = tenant.siteSetup;
  if (lockOutAfter > 0 && user.failedSignIns >= lockOutAfter) user.locked = true;
}

/** Takes a new secret in the place of the present one. */
export function replaceSecret(user: User, secret: string, switches: Switches): void {
  checkSecret(secret, [user.secret, ...user.formerSecrets], switches);
  user.formerSecrets = [user.secret, ...user.formerSecrets].slice(0, limits.rememberedSecrets);
  user.secret = secret;
}

/** Activates or inactivates; what becomes of the secret on revival is a switch. */
export function setActive(user: User, active: boolean, switches: Switches): void {
  if (active && !user.active && switches.get("secretAfterRevival") === "lost") user.secret = "";
  user.active = active;
}

/** What the API user form does not ask for, as a fresh resource has it. */
export function resourceDefaults(): Pick<
  User,
  | "failedSignIns"
  | "internalCost"
  | "timesheetsNotRequired"
  | "timesheetApprovers"
  | "expenseApprovers"
  | "permits"
  | "roleDepartments"
  | "queues"
  | "serviceDeskRoles"
  | "more"
> {
  return {
    failedSignIns: 0,
    internalCost: 0,
    timesheetsNotRequired: false,
    timesheetApprovers: [],
    expenseApprovers: [],
    permits: { dattoLinks: false, editSkills: false, knowledgebase: false, bulkEmail: false },
    roleDepartments: [],
    queues: [],
    serviceDeskRoles: [],
    more: {
      accountingReferenceID: null,
      defaultServiceDeskRoleID: null,
      email2: null,
      email3: null,
      emailTypeCode: "PRIMARY",
      emailTypeCode2: null,
      emailTypeCode3: null,
      gender: null,
      greeting: null,
      homePhone: null,
      initials: null,
      officeExtension: null,
      payrollIdentifier: null,
      payrollType: 1,
      resourceType: "Employee",
      suffix: null,
      travelAvailabilityPct: null,
    },
  };
}

/** Name of the department that a resource belongs to first of all; empty for a resource without any. */
export function defaultDepartment(tenant: Tenant, user: User): string {
  const own = user.roleDepartments.find((pair) => pair.isDefault);
  return tenant.departments.find((department) => department.id === own?.departmentId)?.name ?? "";
}

/** The part of a key before the tenant's domain. */
export function localPart(tenant: Tenant, key: string): string {
  const suffix = `@${tenant.domain}`;
  const trimmed = key.trim();
  return trimmed.toLowerCase().endsWith(suffix.toLowerCase()) ? trimmed.slice(0, -suffix.length) : trimmed;
}

const forbiddenInKey = '@();:[]|\\"';

/** @param userName the part before the domain. */
export function checkKey(tenant: Tenant, userName: string, switches: Switches, ownId?: number): void {
  if (userName === "") throw new RuleViolation("Username (Key) is required.", "userName");
  const forbidden = [...new Set([...userName].filter((character) => forbiddenInKey.includes(character)))];
  if (forbidden.length > 0) {
    throw new RuleViolation(`Username (Key) must not contain ${forbidden.join(" ")} before the domain.`, "userName");
  }
  const counted = switches.get("keyLimit") === "whole" ? `${userName}@${tenant.domain}` : userName;
  if (counted.length > limits.key)
    throw new RuleViolation(`Username (Key) must not be longer than ${limits.key} characters.`, "userName");
  if (tenant.users.some((user) => user.id !== ownId && same(user.userName, userName))) {
    throw new RuleViolation(
      "Username (Key) must be unique, including inactive resources. This one is already in use.",
      "userName",
    );
  }
}

/** @param former the last ones, newest first. */
export function checkSecret(secret: string, former: readonly string[], switches: Switches): void {
  const refuse = (reason: string): never => {
    throw new RuleViolation(`Password (Secret) ${reason}`, "secret");
  };
  if (secret === "") refuse("is required.");
  if (secret.length < limits.shortestSecret) refuse(`must have at least ${limits.shortestSecret} characters.`);
  if (secret.length > limits.secret) refuse(`must not be longer than ${limits.secret} characters.`);
  if (/[\s']/.test(secret)) refuse("must not contain spaces or single quotes.");
  if (switches.get("secretRules") === "strong") {
    const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];
    if (!kinds.every((kind) => kind.test(secret)))
      refuse("must hold upper case, lower case, a digit and another character.");
  }
  if (former.slice(0, limits.rememberedSecrets).includes(secret))
    refuse(`must differ from the last ${limits.rememberedSecrets}.`);
}

export function checkNames(form: Pick<ApiUserForm, "firstName" | "lastName" | "email">): void {
  const texts = [
    ["firstName", "First Name", limits.personName],
    ["lastName", "Last Name", limits.personName],
    ["email", "Email Address", limits.email],
  ] as const;
  for (const [field, label, longest] of texts) {
    const text = form[field].trim();
    if (text === "") throw new RuleViolation(`${label} is required.`, field);
    if (text.length > longest)
      throw new RuleViolation(`${label} must not be longer than ${longest} characters.`, field);
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(form.email.trim())) throw new RuleViolation("Email Address is not valid.", "email");
}

function checkLevel(tenant: Tenant, levelId: number): void {
  if (!offeredLevels(tenant).some((level) => level.id === levelId)) {
    throw new RuleViolation("Security Level must be an active API-only level.", "levelId");
  }
}

export function checkLocation(tenant: Tenant, locationId: number): void {
  if (!tenant.locations.some((location) => location.id === locationId)) {
    throw new RuleViolation("Primary Internal Location is required.", "locationId");
  }
}

function oneOf(known: readonly string[], text: string, field: string): string {
  if (text === "") return known[0]!;
  if (!known.includes(text)) throw new RuleViolation(`${field} cannot be ${text}.`, field);
  return text;
}

/** Assigns an identifier to a user that has none; once assigned, it cannot be changed. */
export function changeTracking(tenant: Tenant, user: User, wanted: TrackingForm | null, switches: Switches): void {
  if (sameTracking(user.tracking, wanted)) return;
  if (user.tracking !== null)
    throw new RuleViolation("API Tracking Identifier: Once assigned, this cannot be changed.", "tracking");
  user.tracking = assignTracking(tenant, wanted, switches);
}

export function assignTracking(tenant: Tenant, tracking: TrackingForm | null, switches: Switches): Tracking | null {
  if (tracking === null) return null;
  if (tracking.kind === "vendor") {
    if (!tenant.vendors.some((vendor) => vendor.id === tracking.vendorId)) {
      throw new RuleViolation("Integration Vendor is required.", "tracking");
    }
    return { kind: "vendor", vendorId: tracking.vendorId };
  }
  const name = tracking.name.trim();
  if (name === "") throw new RuleViolation("Internal Integration Name is required.", "tracking");
  const taken = tenant.users.some((user) => user.tracking?.kind === "custom" && same(user.tracking.name, name));
  if (taken && switches.get("integrationNames") === "unique") {
    throw new RuleViolation(`The Internal Integration Name ${name} is already in use.`, "tracking");
  }
  return { kind: "custom", name, identifier: tracking.identifier || generateTrackingIdentifier() };
}

function sameTracking(present: Tracking | null, wanted: TrackingForm | null): boolean {
  if (present === null || wanted === null) return present === wanted;
  if (present.kind === "vendor") return wanted.kind === "vendor" && wanted.vendorId === present.vendorId;
  return wanted.kind === "custom" && wanted.name.trim() === present.name;
}

/** The identifier that a call in this user's name has to carry. */
export function trackingIdentifier(tenant: Tenant, user: User): string | undefined {
  const { tracking } = user;
  if (tracking === null) return undefined;
  if (tracking.kind === "custom") return tracking.identifier;
  return tenant.vendors.find((vendor) => vendor.id === tracking.vendorId)?.identifier;
}

// --- Administrator ---

/** User name and password of the console's sign-in. */
export function checkAdministrator(tenant: Tenant, userName: string, password: string): boolean {
  return same(tenant.administrator.userName, userName.trim()) && tenant.administrator.password === password;
}

/** A code of the authenticator app; one step of 30 seconds early or late is fine. */
export function checkTotp(tenant: Tenant, code: string, now: Date): boolean {
  const totp = new TOTP({ secret: Secret.fromBase32(tenant.administrator.totpSecret) });
  return totp.validate({ token: code.trim(), timestamp: now.getTime(), window: 1 }) !== null;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

import { randomBytes, randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Switches } from "../switches";
import { userTypes, type Employee, type Mail, type PsaTenant, type SecurityRole, type UserType } from "./model";
import { lengths } from "./words";

/**
 * The vendor's rules, shared by the REST API and the console: plain functions over a draft of the tenant. Where the
 * vendor's words for a refusal are not on record the text is ours: no program may decide by it.
 */
export class PsaViolation extends Error {
  override name = "PsaViolation";

  /** @param field the property at fault, such as `userName`; undefined for a refusal as a whole. */
  constructor(
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

/** The one refusal whose words are on record; the console puts `Error!` before it. */
export const externalRoleText = "Cannot add external roles to internal users.";

const apiEmployee: UserType = "Api Employee";
export const isApiEmployee = (employee: Pick<Employee, "userType">): boolean => employee.userType === apiEmployee;

export const fullName = (employee: Pick<Employee, "firstName" | "lastName">): string =>
  `${employee.firstName} ${employee.lastName}`.trim();

export function employeeById(tenant: PsaTenant, id: number): Employee {
  const found = tenant.employees.find((employee) => employee.id === id);
  if (found === undefined) throw new PsaViolation(`There is no employee ${id}.`);
  return found;
}

export function byUserName(tenant: PsaTenant, userName: string): Employee | undefined {
  const wanted = userName.trim().toLowerCase();
  return tenant.employees.find((employee) => employee.userName.toLowerCase() === wanted);
}

export function rolesOf(tenant: PsaTenant, employee: Pick<Employee, "securityRoleIds">): SecurityRole[] {
  return tenant.securityRoles.filter((role) => employee.securityRoleIds.includes(role.id));
}

/** Licences in use: an API employee uses none. */
export function usedLicenses(tenant: PsaTenant): number {
  return tenant.employees.filter((employee) => employee.active && !isApiEmployee(employee)).length;
}

/** What the employee form holds. Ids are 0 where nothing is picked. */
export interface EmployeeForm {
  userName: string;
  firstName: string;
  lastName: string;
  employeeId: string;
  email: string;
  jobTitleId: number;
  departmentId: number;
  managerId: number;
  employmentTypeId: number;
  employeeRoleIds: number[];
  securityRoleIds: number[];
  locationId: number;
  userType: string;
}

/** Fields with a red star, with the form's labels. */
export const requiredFields: readonly [field: keyof EmployeeForm, label: string][] = [
  ["userName", "User Name"],
  ["firstName", "First Name"],
  ["employeeId", "Emp ID"],
  ["email", "Email Address"],
  ["jobTitleId", "Job Title"],
  ["departmentId", "Department"],
  ["managerId", "Manager"],
  ["employmentTypeId", "Employment Type"],
  ["employeeRoleIds", "Employee Roles"],
  ["securityRoleIds", "Security Roles"],
  ["locationId", "Location"],
  ["userType", "User Type"],
];

/** Required fields that are empty; the page itself refuses those. */
export function missing(form: EmployeeForm): { field: keyof EmployeeForm; label: string }[] {
  return requiredFields
    .filter(([field]) => {
      const value = form[field];
      return Array.isArray(value) ? value.length === 0 : value === 0 || value === "";
    })
    .map(([field, label]) => ({ field, label }));
}

/** Stores a new employee and sends the mail about it. */
export function createEmployee(
  tenant: PsaTenant,
  form: EmployeeForm,
  switches: Switches,
  now: Date,
  baseUrl: string,
): Employee {
  const userType = userTypes.find((type) => type === form.userType);
  if (userType === undefined) throw new PsaViolation("Select a user type.", "userType");
  const values = checked(tenant, form, userType, switches);
  if (userType !== apiEmployee && usedLicenses(tenant) >= tenant.licenses) {
    throw new PsaViolation("You have used all of your licenses.");
  }
  const employee: Employee = {
    id: tenant.nextId++,
    ...values,
    userType,
    active: true,
    mfaEnabled: false,
    totpSecret: null,
    password: null,
    formerPasswords: [],
    resetTokens: [],
    passwordSetAt: null,
    failures: 0,
    lockedUntil: null,
    lastSignInAt: null,
    createdAt: now.toISOString(),
  };
  tenant.employees.push(employee);
  if (switches.get("psaWelcomeMail") === "sent") sendInstructions(tenant, employee, "welcome", switches, now, baseUrl);
  return employee;
}

/** Saves changed fields. The type of a user is fixed from its first save on. */
export function updateEmployee(
  tenant: PsaTenant,
  id: number,
  form: EmployeeForm,
  active: boolean,
  switches: Switches,
): Employee {
  const employee = employeeById(tenant, id);
  if (form.userType !== "" && form.userType !== employee.userType) {
    throw new PsaViolation(
      employee.userType === apiEmployee
        ? "API Employee user types cannot be edited."
        : "Existing users cannot be changed to another user type.",
      "userType",
    );
  }
  const fixed = isApiEmployee(employee) && switches.get("psaApiEmployeeEdit") !== "editable";
  if (!fixed) Object.assign(employee, checked(tenant, form, employee.userType, switches, id));
  setActive(tenant, employee, active);
  return employee;
}

export function setActive(tenant: PsaTenant, employee: Employee, active: boolean): void {
  if (active === employee.active) return;
  if (active && !isApiEmployee(employee) && usedLicenses(tenant) >= tenant.licenses) {
    throw new PsaViolation("You have used all of your licenses.");
  }
  if (!active && employee.id === tenant.administratorId) {
    throw new PsaViolation("The root user cannot be made inactive.");
  }
  employee.active = active;
}

type Stored = Omit<EmployeeForm, "userType" | "managerId"> & { managerId: number | null };

function checked(
  tenant: PsaTenant,
  form: EmployeeForm,
  userType: UserType,
  switches: Switches,
  ownId?: number,
): Stored {
  const text = (field: "userName" | "firstName" | "lastName" | "employeeId" | "email", label: string): string => {
    const longest = field === "email" ? lengths.email : lengths.text;
    const value = form[field].trim();
    if (value.length <= longest) return value;
    if (switches.get("psaLengths") === "truncate") return value.slice(0, longest);
    throw new PsaViolation(`${label} must not be longer than ${longest} characters.`, field);
  };
  const own = ownId === undefined ? undefined : employeeById(tenant, ownId);
  const lacking = missing({ ...form, userType }).find(
    // The topmost employee has no manager.
    ({ field }) => !(field === "managerId" && own?.managerId === null),
  );
  if (lacking !== undefined) throw new PsaViolation(`${lacking.label} is required.`, lacking.field);
  const one = (list: readonly { id: number }[], id: number, field: keyof EmployeeForm, label: string): number => {
    if (!list.some((entry) => entry.id === id)) throw new PsaViolation(`${label} is not one of the list.`, field);
    return id;
  };
  const many = (list: readonly { id: number }[], ids: number[], field: keyof EmployeeForm, label: string): number[] =>
    [...new Set(ids)].map((id) => one(list, id, field, label)).sort((a, b) => a - b);
  const stored: Stored = {
    userName: text("userName", "User Name"),
    firstName: text("firstName", "First Name"),
    lastName: text("lastName", "Last Name"),
    employeeId: text("employeeId", "Emp ID"),
    email: text("email", "Email Address"),
    jobTitleId: one(tenant.jobTitles, form.jobTitleId, "jobTitleId", "Job Title"),
    departmentId: one(tenant.departments, form.departmentId, "departmentId", "Department"),
    managerId: form.managerId === 0 ? null : one(tenant.employees, form.managerId, "managerId", "Manager"),
    employmentTypeId: one(tenant.employmentTypes, form.employmentTypeId, "employmentTypeId", "Employment Type"),
    employeeRoleIds: many(tenant.employeeRoles, form.employeeRoleIds, "employeeRoleIds", "Employee Roles"),
    securityRoleIds: many(tenant.securityRoles, form.securityRoleIds, "securityRoleIds", "Security Roles"),
    locationId: one(tenant.locations, form.locationId, "locationId", "Location"),
  };
  if (!validEmail(stored.email)) throw new PsaViolation("Email Address is not valid.", "email");
  if (userType !== "External Employee" && rolesOf(tenant, stored).some((role) => role.external)) {
    throw new PsaViolation(externalRoleText);
  }
  checkUnique(tenant, stored, switches, ownId);
  return stored;
}

export const validEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

function checkUnique(tenant: PsaTenant, values: Stored, switches: Switches, ownId: number | undefined): void {
  const unique = switches.get("psaUnique");
  const taken = (field: "userName" | "email" | "employeeId") =>
    tenant.employees.some((other) => other.id !== ownId && other[field].toLowerCase() === values[field].toLowerCase());
  if (taken("userName")) throw new PsaViolation("User Name already exists.", "userName");
  if (unique !== "userName" && taken("email")) throw new PsaViolation("Email Address already exists.", "email");
  if (unique === "all" && taken("employeeId")) throw new PsaViolation("Emp ID already exists.", "employeeId");
}

// --- Roles ---

export interface RoleForm {
  name: string;
  description: string;
  external: boolean;
}

export function roleById(tenant: PsaTenant, id: number): SecurityRole {
  const found = tenant.securityRoles.find((role) => role.id === id);
  if (found === undefined) throw new PsaViolation(`There is no security role ${id}.`);
  return found;
}

export function createRole(tenant: PsaTenant, form: RoleForm): SecurityRole {
  const role: SecurityRole = {
    id: tenant.nextId++,
    ...checkedRole(tenant, form),
    active: true,
    system: false,
    rights: {},
    viewAll: [],
    modifyAll: [],
    hasApiAccess: false,
  };
  tenant.securityRoles.push(role);
  return role;
}

export function updateRole(
  tenant: PsaTenant,
  id: number,
  change: Partial<RoleForm & Pick<SecurityRole, "rights" | "viewAll" | "modifyAll" | "hasApiAccess" | "active">>,
  switches: Switches,
): SecurityRole {
  const role = roleById(tenant, id);
  if (role.system && switches.get("psaSystemRoles") === "readOnly") {
    throw new PsaViolation("Predefined security roles cannot be edited.");
  }
  const { name = role.name, description = role.description, external = role.external, ...rest } = change;
  Object.assign(role, checkedRole(tenant, { name, description, external }, id), rest);
  return role;
}

function checkedRole(tenant: PsaTenant, form: RoleForm, ownId?: number): RoleForm {
  const name = form.name.trim();
  if (name === "") throw new PsaViolation("Name is required.", "name");
  if (name.length > lengths.text)
    throw new PsaViolation(`Name must not be longer than ${lengths.text} characters.`, "name");
  if (tenant.securityRoles.some((role) => role.id !== ownId && role.name.toLowerCase() === name.toLowerCase())) {
    throw new PsaViolation("Name already exists.", "name");
  }
  return { name, description: form.description.trim(), external: form.external };
}

// --- Passwords and mails ---

/** Reset and Send instructions, and the reset that a user asks for. */
export function resetPassword(
  tenant: PsaTenant,
  employee: Employee,
  switches: Switches,
  now: Date,
  baseUrl: string,
): void {
  if (!validEmail(employee.email)) throw new PsaViolation("The user has no valid email address.");
  if (!employee.active) throw new PsaViolation("The user is not active.");
  sendInstructions(tenant, employee, "reset", switches, now, baseUrl);
}

function sendInstructions(
  tenant: PsaTenant,
  employee: Employee,
  kind: "welcome" | "reset",
  switches: Switches,
  now: Date,
  baseUrl: string,
): void {
  const subject = kind === "welcome" ? "Welcome to PSA" : "Your PSA password";
  if (switches.get("psaMail") === "plainText") {
    const password = generatedPassword();
    storePassword(tenant, employee, password, now);
    const text = `User Name: ${employee.userName}\nPassword: ${password}\nCompany: ${tenant.company}\n`;
    return send(tenant, employee, { kind, subject, text, link: null }, now);
  }
  const token = randomBytes(24).toString("hex");
  employee.resetTokens = [token];
  const link = `${baseUrl}psa/ResetPassword.aspx?token=${token}`;
  const text =
    `User Name: ${employee.userName}\nCompany: ${tenant.company}\n` +
    `Create or change your password here. The link is invalid after one use.\n${link}\n`;
  send(tenant, employee, { kind, subject, text, link }, now);
}

function send(
  tenant: PsaTenant,
  employee: Employee,
  mail: Pick<Mail, "kind" | "subject" | "text" | "link">,
  now: Date,
): void {
  tenant.outbox.push({
    id: tenant.nextId++,
    time: now.toISOString(),
    to: employee.email,
    userName: employee.userName,
    ...mail,
  });
}

/** Whom a link of a mail belongs to. */
export function byResetToken(tenant: PsaTenant, token: string): Employee | undefined {
  return token === "" ? undefined : tenant.employees.find((employee) => employee.resetTokens.includes(token));
}

/** The reset page: uses the link up. */
export function choosePassword(tenant: PsaTenant, token: string, password: string, repeated: string, now: Date): void {
  const employee = byResetToken(tenant, token);
  if (employee === undefined) throw new PsaViolation("This link is no longer valid.");
  if (password !== repeated) throw new PsaViolation("The passwords do not match.", "repeated");
  checkPassword(tenant, employee, password);
  storePassword(tenant, employee, password, now);
  employee.resetTokens = [];
}

/** @throws PsaViolation naming the first rule of the policy that a password breaks. */
export function checkPassword(tenant: PsaTenant, employee: Employee, password: string): void {
  const policy = tenant.passwordPolicy;
  const refuse = (text: string) => {
    throw new PsaViolation(text, "password");
  };
  if (password.length < policy.minimumLength)
    refuse(`The password must have at least ${policy.minimumLength} characters.`);
  if (password.length > lengths.longestPassword)
    refuse(`The password must have at most ${lengths.longestPassword} characters.`);
  const classes = [/\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\d]/u];
  if (policy.characterClasses && !classes.every((pattern) => pattern.test(password))) {
    refuse("The password must have an upper case letter, a lower case letter, a digit and a special character.");
  }
  const former = [employee.password, ...employee.formerPasswords].slice(0, policy.remembered);
  if (former.includes(password)) refuse(`The last ${policy.remembered} passwords cannot be used again.`);
}

function storePassword(tenant: PsaTenant, employee: Employee, password: string, now: Date): void {
  if (employee.password !== null) {
    employee.formerPasswords = [employee.password, ...employee.formerPasswords].slice(
      0,
      Math.max(0, tenant.passwordPolicy.remembered - 1),
    );
  }
  Object.assign(employee, { password, passwordSetAt: now.toISOString(), failures: 0, lockedUntil: null });
}

function generatedPassword(): string {
  const sets = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "!#%+-?"];
  const text = Array.from({ length: 12 }, (_, index) => {
    const set = sets[index % sets.length]!;
    return set[randomInt(set.length)]!;
  });
  return text.join("");
}

// --- Sign-in ---

export type Refusal = "wrong" | "locked" | "inactive" | "expired" | "noPassword";

/** Whether a user's password is older than the policy allows. */
export function passwordExpired(tenant: PsaTenant, employee: Employee, switches: Switches, now: Date): boolean {
  const { changeDays } = tenant.passwordPolicy;
  if (changeDays === null || employee.passwordSetAt === null) return false;
  if (isApiEmployee(employee) && switches.get("psaPasswordExpiry") === "exempt") return false;
  return now.getTime() - Date.parse(employee.passwordSetAt) > changeDays * 86_400_000;
}

export function isLocked(employee: Employee, now: Date): boolean {
  return employee.lockedUntil !== null && Date.parse(employee.lockedUntil) > now.getTime();
}

/** Checks a password. Changes the draft: counts failures, locks, sends the mail about it. */
export function tryPassword(
  tenant: PsaTenant,
  employee: Employee,
  password: string,
  switches: Switches,
  now: Date,
): Refusal | undefined {
  if (isLocked(employee, now)) return "locked";
  if (employee.lockedUntil !== null) Object.assign(employee, { lockedUntil: null, failures: 0 });
  if (employee.password === null) return "noPassword";
  if (password !== employee.password) {
    fail(tenant, employee, now);
    return isLocked(employee, now) ? "locked" : "wrong";
  }
  if (!employee.active) return "inactive";
  if (passwordExpired(tenant, employee, switches, now)) return "expired";
  return undefined;
}

/** Checks a one-time code. Wrong ones count like wrong passwords. */
export function tryCode(tenant: PsaTenant, employee: Employee, code: string, now: Date): boolean {
  if (isLocked(employee, now)) return false;
  const totp = new TOTP({ secret: Secret.fromBase32(employee.totpSecret ?? "") });
  if (totp.validate({ token: code.trim(), window: 1, timestamp: now.getTime() }) !== null) return true;
  fail(tenant, employee, now);
  return false;
}

/** Notes a sign-in that went through. */
export function noteSignIn(employee: Employee, now: Date): void {
  Object.assign(employee, { failures: 0, lockedUntil: null, lastSignInAt: now.toISOString() });
}

function fail(tenant: PsaTenant, employee: Employee, now: Date): void {
  const { attempts, lockMinutes } = tenant.passwordPolicy;
  employee.failures++;
  if (employee.failures < attempts) return;
  employee.lockedUntil = new Date(now.getTime() + lockMinutes * 60_000).toISOString();
  const text =
    `Your PSA account has been locked for ${lockMinutes} minutes due to an excessive number of ` +
    "unsuccessful log in attempts.";
  send(tenant, employee, { kind: "locked", subject: "Your PSA account has been locked", text, link: null }, now);
}

/** Whether an employee's roles let it get a token. */
export function hasApiAccess(tenant: PsaTenant, employee: Employee, switches: Switches): boolean {
  if (switches.get("psaApiAccess") === "ignored") return true;
  const implied = switches.get("psaAdministratorAccess") === "implied";
  return rolesOf(tenant, employee).some(
    (role) => role.active && (role.hasApiAccess || (implied && isAdministrator(role))),
  );
}

export function isAdministrator(role: SecurityRole): boolean {
  return role.system && role.name === "Administrator";
}

/** The company name as typed at a sign-in. */
export function isCompany(tenant: PsaTenant, typed: string, switches: Switches): boolean {
  if (switches.get("psaTenantName") === "strict") return typed === tenant.company;
  const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\d]/gu, "");
  return bare(typed) === bare(tenant.company);
}

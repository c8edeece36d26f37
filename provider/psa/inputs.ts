import { hasUnknown, UNKNOWN, type Checked, type Difference } from "../lifecycle";
import { atMost, InputReader } from "../inputs";
import { DEFAULT_EXPIRY_DAYS, passwordRule } from "./password";
import type { EmployeeForm, Rights } from "./tenant";
import { EXTERNAL_REFUSED, EXTERNAL_ROLES, fold, sameName, sameNames, samePerson } from "./wording";

/**
 * An API employee as a program declares it. Fields are those of HR > Employees > New, with the console's labels. No public
 * record has their lengths: the bounds are this package's own.
 */
export interface PsaApiEmployeeArgs {
  /** Console: User Name. 1 to 50 letters, digits, dots, dashes and underscores; compared without case. */
  userName: string;
  /** Console: First Name. 1 to 50 characters. */
  firstName: string;
  /** Console: Last Name, the one field without a required mark. At most 50 characters. @default empty */
  lastName?: string;
  /** Console: Emp ID. 1 to 50 characters. */
  employeeId: string;
  /** Console: Email Address. Has to be valid: the link for the password goes there. */
  email: string;
  /** Console: Job Title, by name. */
  jobTitle: string;
  /** Console: Department, by name. */
  department: string;
  /** Console: Manager: an employee, as "First Last". */
  manager: string;
  /** Console: Employment Type, e.g. "Full Time". */
  employmentType: string;
  /** Console: Employee Roles, by name: roles for billing (Admin > Finance > Roles). At least one. */
  employeeRoles: string[];
  /**
   * Console: Security Roles, by name: they decide what the account may do, and add up. At least one. Never an external
   * role. A role other than Administrator needs "Has API Access" (Admin > Security > Roles > the role > Admin).
   */
  securityRoles: string[];
  /** Console: Location, by name. */
  location: string;
  /** @default true */
  active?: boolean;
  /**
   * A trigger: "Reset and Send instructions" is pressed when the employee is made with it and whenever it changes, e.g.
   * "2026-11". The mail goes to `email`.
   */
  resetInstructions?: string;
  /**
   * The link of that mail. The password page is then completed with a new random password, which becomes the output
   * `password`. A link works once; give the next one to change the password again.
   */
  passwordLink?: string;
  /** The password, where a person has set it with the link: 8 to 64 characters of four classes. It is proven, never set. */
  password?: string;
  /** When that person set it, e.g. "2026-11-25". @default when this program first saw it */
  passwordSetOn?: string;
  /** Days until a password has to be changed; 0 = never. Admin > Security > Password Policy. @default 180 */
  passwordExpiryDays?: number;
  /** Take over an existing active API employee of this user name that is not as declared. @default false */
  adopt?: boolean;
  /** Let another employee have the same e-mail address. @default false */
  allowSharedEmail?: boolean;
  /**
   * What happens when the account's own sign-in is refused: `"strict"` fails the step, `"warn"` says so, `"off"` does not
   * try. @default "strict"
   */
  verify?: "strict" | "warn" | "off";
}

/** The declaration in canonical form: lists sorted, defaults filled in. */
export interface PsaApiEmployeeInputs extends EmployeeForm {
  active: boolean;
  resetInstructions?: string;
  passwordLink?: string;
  password?: string;
  passwordSetOn?: string;
  passwordExpiryDays: number;
  adopt: boolean;
  allowSharedEmail: boolean;
  verify: "strict" | "warn" | "off";
}

export interface PsaApiEmployeeState extends PsaApiEmployeeInputs {
  /** Id of the employee in the REST API; absent where the tenant's lists do not show API employees. */
  recordId?: string;
  /** The type as the console shows it; absent where no console sign-in is configured. */
  userType?: string;
  /** `false` for an API employee, as the vendor documents; absent where the type was not observed. */
  consumesLicense?: boolean;
  /** `false` for an API employee, as the vendor documents; absent where the type was not observed. */
  uiLogin?: boolean;
  /** True when the provider made the password, false when it was declared. */
  passwordGenerated: boolean;
  /** ISO 8601; absent while no password is known. */
  passwordSetAt?: string;
  /** ISO 8601; absent where it does not expire or is not known. */
  passwordExpiresAt?: string;
  /** `"awaiting"` until a password is known here. */
  passwordStatus: "awaiting" | "known";
  /** The trigger for which the mail was sent last. */
  instructionsSentFor?: string;
  /** What the account may do, as seen with its own sign-in; absent until that has worked. */
  rights?: Rights;
  /** Whether its own sign-in, without a one-time code, has been accepted. */
  verified: boolean;
}

// prettier-ignore
const PROPERTIES = [
  "userName", "firstName", "lastName", "employeeId", "email", "jobTitle", "department", "manager", "employmentType",
  "employeeRoles", "securityRoles", "location", "active", "resetInstructions", "passwordLink", "password", "passwordSetOn",
  "passwordExpiryDays", "adopt", "allowSharedEmail", "verify",
];

/** Fields of the form, in its own order. */
export const FORM_FIELDS = [
  "userName",
  "firstName",
  "lastName",
  "employeeId",
  "email",
  "jobTitle",
  "department",
  "manager",
  "employmentType",
  "employeeRoles",
  "securityRoles",
  "location",
] as const satisfies readonly (keyof EmployeeForm)[];

const userNameRule = (value: string): string | undefined =>
  /^[A-Za-z0-9._-]+$/.test(value)
    ? atMost(50)(value)
    : "It may hold letters, digits, dots, dashes and underscores only (e.g. acme-api).";

const emailRule = (value: string): string | undefined =>
  /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@.,;<>"]{2,}$/.test(value)
    ? atMost(254)(value)
    : "It is not an e-mail address (name@example.com), and API users need a valid one: the link for their password goes there.";

function dateRule(value: string): string | undefined {
  return /^\d{4}-\d\d-\d\d([T ][\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/.test(value) && !Number.isNaN(Date.parse(value))
    ? undefined
    : "Write a date such as 2026-11-25.";
}

/** Reads a declaration. What only the tenant can tell is checked by the lifecycle. */
export function checkApiEmployee(news: Record<string, unknown>): Checked<PsaApiEmployeeInputs> {
  const read = new InputReader(news);
  const { userType, ...rest } = news;
  if (userType !== undefined) {
    read.refuse(
      "userType",
      "The user type is always Api Employee and cannot be set: the vendor lets nobody edit it, and no Employee or External " +
        "Employee can become an API Employee. Leave userType out; a person's account stays what it is, declare a new userName.",
    );
  }
  const known = new InputReader(rest);
  known.only(PROPERTIES);
  read.failures.push(...known.failures);

  const need = (property: string, what: string, rule: (value: string) => string | undefined = atMost(100)) =>
    read.required(property, what, rule);
  const form = {
    userName: need("userName", "the user name of the account, e.g. acme-api.", userNameRule),
    firstName: need("firstName", "the form needs a first name.", atMost(50)),
    lastName: read.text("lastName", atMost(50)) ?? "",
    employeeId: need("employeeId", "the form needs an Emp ID.", atMost(50)),
    email: need("email", "API users need a valid e-mail address: the link for their password goes there.", emailRule),
    jobTitle: need("jobTitle", "the name of a job title (Admin > HR > Job Titles)."),
    department: need("department", "the name of a department (Admin > HR > Departments)."),
    manager: need("manager", "the name of an employee, as First Last."),
    employmentType: need("employmentType", 'an employment type, e.g. "Full Time".'),
    employeeRoles: namesOf(read, news, "employeeRoles", "a billing role (Admin > Finance > Roles)"),
    securityRoles: namesOf(read, news, "securityRoles", "a security role (Admin > Security > Roles)"),
    location: need("location", "the name of a location."),
  };
  refuseExternal(read, form.securityRoles, EXTERNAL_ROLES);
  const optional = {
    resetInstructions: read.text("resetInstructions", atMost(200)),
    passwordLink: linkOf(read, news),
    password: passwordOf(read, news),
    passwordSetOn: read.text("passwordSetOn", dateRule),
  };
  if (read.has("password") && read.has("passwordLink"))
    read.refuse(
      "passwordLink",
      "password is given too. With the link the provider makes the password; without it, a person has set the password.",
    );
  if (read.has("passwordSetOn") && !read.has("password"))
    read.refuse("passwordSetOn", "It belongs to password, which is not given.");
  const inputs: PsaApiEmployeeInputs = {
    ...form,
    active: read.flag("active", true),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    passwordExpiryDays: daysOf(read, news),
    adopt: read.flag("adopt", false),
    allowSharedEmail: read.flag("allowSharedEmail", false),
    verify: read.choice("verify", ["strict", "warn", "off"], "strict"),
  };
  return { inputs, failures: read.failures, warnings: read.warnings };
}

/** In the vendor's own words, with which roles they are. */
export function refuseExternal(
  read: { refuse(property: string, reason: string): void },
  roles: readonly string[] | typeof UNKNOWN,
  external: readonly string[],
): void {
  if (!Array.isArray(roles)) return;
  const found = roles.filter((role) => typeof role === "string" && external.some((name) => sameName(name, role)));
  if (found.length === 0) return;
  read.refuse(
    "securityRoles",
    `${EXTERNAL_REFUSED} ${found.map((name) => `"${name}"`).join(", ")} ${found.length === 1 ? "is a role" : "are roles"} of the client portal, and an API Employee takes internal roles only.`,
  );
}

/** A list of names, sorted and without repetitions, so that its order in a program means nothing. */
function namesOf(read: InputReader, news: Record<string, unknown>, property: string, what: string): string[] {
  const value = news[property];
  if (value === UNKNOWN) return value as unknown as string[];
  if (value === undefined || value === null) {
    read.refuse(property, `It is missing: a list with at least ${what}.`);
    return [];
  }
  if (!Array.isArray(value) || value.length === 0) {
    read.refuse(property, `Write a list with at least ${what}.`);
    return [];
  }
  if (hasUnknown(value)) return UNKNOWN as unknown as string[];
  const names: string[] = [];
  for (const [at, entry] of value.entries()) {
    if (typeof entry !== "string" || entry.trim() === "")
      read.refuse(`${property}[${at}]`, "Write the name of a role.");
    else if (!names.some((name) => sameName(name, entry))) names.push(entry.trim());
  }
  return names.sort((a, b) => (fold(a) < fold(b) ? -1 : 1));
}

/** Taken as it is: cutting a space off would prove another password than was declared. Its value never enters a reason. */
function passwordOf(read: InputReader, news: Record<string, unknown>): string | undefined {
  const value = secretText(read, news, "password");
  if (value === undefined || (value as unknown) === UNKNOWN) return value;
  const wrong = passwordRule(value);
  if (wrong !== undefined)
    read.warnings.push(`password: ${wrong} The tenant may have another policy; it is tried as it is.`);
  return value;
}

function linkOf(read: InputReader, news: Record<string, unknown>): string | undefined {
  const value = secretText(read, news, "passwordLink");
  if (value === undefined || (value as unknown) === UNKNOWN) return value;
  if (!/^https?:\/\/\S+$/i.test(value.trim()))
    read.refuse("passwordLink", "It is not the address from the mail (https://...).");
  return value.trim();
}

function secretText(read: InputReader, news: Record<string, unknown>, property: string): string | undefined {
  const value = news[property];
  if (value === undefined || value === null) return undefined;
  if (value === UNKNOWN) return value as unknown as string;
  if (typeof value === "string" && value !== "") return value;
  read.refuse(property, "Write a text that is not empty.");
  return undefined;
}

function daysOf(read: InputReader, news: Record<string, unknown>): number {
  const value = news.passwordExpiryDays;
  if (value === undefined || value === null) return DEFAULT_EXPIRY_DAYS;
  if (value === UNKNOWN) return value as unknown as number;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 3650) return value;
  read.refuse("passwordExpiryDays", "Write a whole number of days from 0 (never) to 3650.");
  return DEFAULT_EXPIRY_DAYS;
}

/** Whether two values of one field of the form mean the same. */
export function sameField(field: keyof EmployeeForm, a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return sameNames(a as string[], b as string[]);
  const [x, y] = [String(a ?? ""), String(b ?? "")];
  if (field === "manager") return samePerson(x, y) || samePerson(y, x);
  // What is picked from a list or compared by the vendor without case may be spelt in any case; names and ids may not.
  return field === "firstName" || field === "lastName" || field === "employeeId" ? x === y : sameName(x, y);
}

/** What has to be done to come from a state to a declaration. Nothing ever replaces an employee. */
export function diffApiEmployee(olds: PsaApiEmployeeState, news: PsaApiEmployeeInputs): Difference {
  const equal =
    !hasUnknown(news) &&
    olds.active === news.active &&
    FORM_FIELDS.every((field) => sameField(field, olds[field], news[field])) &&
    (["resetInstructions", "passwordLink", "passwordSetOn"] as const).every(
      (name) => news[name] === undefined || olds[name] === news[name],
    ) &&
    (news.password === undefined || news.password === olds.password) &&
    olds.passwordExpiryDays === news.passwordExpiryDays;
  if (!equal) return {};
  return unfinished(olds, news) ? { changes: true } : { changes: false };
}

/** Whether an earlier run left something undone. */
export function unfinished(state: PsaApiEmployeeState, inputs: PsaApiEmployeeInputs): boolean {
  if (inputs.resetInstructions !== undefined && state.instructionsSentFor !== inputs.resetInstructions) return true;
  if (inputs.passwordLink !== undefined && state.passwordStatus === "awaiting") return true;
  return inputs.active && inputs.verify === "strict" && state.passwordStatus === "known" && !state.verified;
}

const OUTPUTS = [
  "recordId",
  "userType",
  "consumesLicense",
  "uiLogin",
  "passwordGenerated",
  "passwordSetAt",
  "passwordExpiresAt",
  "passwordStatus",
  "instructionsSentFor",
  "rights",
  "verified",
] as const;

/** A state without its observations is what `check` returns. */
export function inputsOf(state: PsaApiEmployeeState): PsaApiEmployeeInputs {
  const inputs: Partial<PsaApiEmployeeState> = { ...state };
  for (const output of OUTPUTS) delete inputs[output];
  if (state.passwordGenerated) delete inputs.password;
  return inputs as PsaApiEmployeeInputs;
}

/**
 * The whole truth of a stand-in PSA tenant (Kaseya BMS, Vorex, Pulseway PSA share their contract). It lives beside the
 * Autotask one in the same store; the REST API (`rest/`) and the web console (`console/`) are two views of it.
 */

export const userTypes = ["Employee", "External Employee", "Api Employee"] as const;
export type UserType = (typeof userTypes)[number];

export interface Named {
  id: number;
  name: string;
}

/** What may be done with the records of one module. */
export interface Right {
  view: boolean;
  modify: boolean;
  delete: boolean;
}

/** A security role: access, as opposed to an employee role, which is a billing rate. */
export interface SecurityRole {
  id: number;
  name: string;
  description: string;
  /** Role Type: External means Client Portal. */
  external: boolean;
  active: boolean;
  /** Predefined by the vendor. */
  system: boolean;
  /** Rights by `Section > Module`; modules that are not named have none. */
  rights: Record<string, Right>;
  /** Sections whose `Allow View All` or `Allow Modify All` is ticked. */
  viewAll: string[];
  modifyAll: string[];
  /** Admin > Special Features > Has API Access. */
  hasApiAccess: boolean;
}

export interface Employee {
  id: number;
  userName: string;
  firstName: string;
  lastName: string;
  /** Emp ID, a text. */
  employeeId: string;
  email: string;
  jobTitleId: number;
  departmentId: number;
  /** Another employee, null for the topmost. */
  managerId: number | null;
  employmentTypeId: number;
  /** Billing roles. */
  employeeRoleIds: number[];
  /** Access. */
  securityRoleIds: number[];
  locationId: number;
  userType: UserType;
  active: boolean;
  mfaEnabled: boolean;
  /** Kept in the open, as all secrets of a stand-in; `GET control/tenant` leaves all four out. */
  totpSecret: string | null;
  password: string | null;
  formerPasswords: string[];
  /** Links to the reset page that were not used yet. */
  resetTokens: string[];
  /** ISO time of the last change of the password, null while there is none. */
  passwordSetAt: string | null;
  /** Failed sign-ins in a row, in the console and by the API together. */
  failures: number;
  /** ISO time. */
  lockedUntil: string | null;
  lastSignInAt: string | null;
  createdAt: string;
}

/** An e-mail that the tenant sent. */
export interface Mail {
  id: number;
  /** ISO time. */
  time: string;
  to: string;
  /** Whom it is about. */
  userName: string;
  kind: "welcome" | "reset" | "locked";
  subject: string;
  text: string;
  /** The link to the reset page, where there is one in the text. */
  link: string | null;
}

export interface PasswordPolicy {
  /** Failed sign-ins in a row before an account is disabled. */
  attempts: number;
  /** Minutes for which it is. */
  lockMinutes: number;
  /** Days after which a password has to be changed; null: never. */
  changeDays: number | null;
  minimumLength: number;
  /** Former passwords that may not be used again. */
  remembered: number;
  /** One of each: upper case, lower case, digit, other. */
  characterClasses: boolean;
}

export interface PsaTenant {
  /** Company name, which the sign-in wants. */
  company: string;
  /** Licences bought. */
  licenses: number;
  employees: Employee[];
  securityRoles: SecurityRole[];
  employeeRoles: (Named & { isDefault: boolean })[];
  departments: Named[];
  jobTitles: (Named & { active: boolean })[];
  locations: (Named & { isMain: boolean })[];
  employmentTypes: Named[];
  passwordPolicy: PasswordPolicy;
  outbox: Mail[];
  /** The employee whose API credentials the ready line hands out. */
  apiUserId: number;
  /** The employee whose console sign-in the ready line hands out. */
  administratorId: number;
  nextId: number;
}

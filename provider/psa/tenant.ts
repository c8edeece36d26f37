/**
 * The port: what a Kaseya or Pulseway PSA tenant can show and change, whichever channel serves it. The lifecycle asks only
 * this; `rest/`, `console/` and the tests' tenant in memory implement it.
 */

/** What the console calls the type of an API account: "Api Employee" in the picker, "API Employee" in the vendor's text. */
export const API_EMPLOYEE = "Api Employee";

/** One person as `GET /v2/hr/employees/searchselect` shows it. */
export interface EmployeeRecord {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  userName: string;
  /** Name of the job title; empty where the tenant shows none. */
  jobTitle: string;
  active: boolean;
}

/** All employees that REST shows. Absence from it proves something only where `whole` says so. */
export interface Roster {
  employees: EmployeeRecord[];
  /**
   * Whether who is not in it does not exist: every page was read, our own API account is in it (so API employees are
   * shown) and somebody inactive is (so inactive ones are). Which of both a tenant shows is on no record.
   */
  whole: boolean;
}

/** A security role as the lookup shows it. */
export interface SecurityRoleRef {
  id: string;
  name: string;
  active: boolean;
  /** One of the eight predefined ones. */
  system: boolean;
  /** A role of the client portal: never for an internal user. */
  external: boolean;
}

/** Lists of names that REST shows. Employment types and managers are not among them. */
export type LookupKind = "departments" | "jobTitles" | "locations" | "employeeRoles";

/** What `GET /v2/security/userinfo` shows of the caller's own rights. */
export interface Rights {
  isSystemAdmin: boolean;
  /** Ids of special features; which one is "Has API Access" is unpublished. Sorted. */
  specialFeatures: string[];
  /** `menu/category/listing` ids with what they allow. Sorted by ids, which is all the vendor publishes of them. */
  access: { menu: string; category: string; listing: string; view: boolean; modify: boolean; delete: boolean }[];
}

/** The answer of an account's own sign-in. Who is let in may still be unable to read its own rights: `unread` says why. */
export type ProbeResult =
  | { outcome: "accepted"; userId: string; rights: Rights }
  | { outcome: "accepted"; unread: string; userId?: undefined; rights?: undefined }
  | { outcome: "refused"; reason: string };

/** Read through the documented REST API, which writes nothing of what is managed here. Lists are shared by all callers. */
export interface Directory {
  /** Company and host, for messages. */
  readonly tenantName: string;
  /** The user name that this program signs in with: the account that is never touched. */
  readonly ownUserName: string;
  roster(): Promise<Roster>;
  /** Asks for one user name in every way that REST has, for a tenant whose roster hides some. */
  find(userName: string): Promise<EmployeeRecord | undefined>;
  /** @throws PsaError `permission` where the account in use may not read the lookup */
  securityRoles(): Promise<SecurityRoleRef[]>;
  /** Names, active ones only. @throws PsaError `permission` as above */
  names(kind: LookupKind): Promise<string[]>;
  /**
   * Signs in once as somebody else, without a one-time code, and reads the rights. Never more than once per account and run.
   *
   * @throws PsaError when it is not known whether the account would be let in
   */
  probe(credentials: { userName: string; password: string }): Promise<ProbeResult>;
  /** The same as the account in use, with its one-time code where it has one. */
  own(): Promise<ProbeResult>;
  /** Forgets what was read, after a write through any channel. */
  invalidate(): void;
}

/** The fields of the form New Employee. Texts of lists are the console's own. */
export interface EmployeeForm {
  userName: string;
  firstName: string;
  lastName: string;
  employeeId: string;
  email: string;
  jobTitle: string;
  department: string;
  manager: string;
  employmentType: string;
  employeeRoles: string[];
  securityRoles: string[];
  location: string;
}

/** An employee as its page shows it. A field is absent when the page has none of it. */
export interface EmployeePage extends Partial<EmployeeForm> {
  userName: string;
  /** As shown, e.g. "Api Employee"; absent when the page does not say. */
  userType?: string;
  active: boolean;
}

/** A row of the console's list of employees. */
export interface ListedEmployee {
  userName: string;
  /** First and last name, as far as the list shows them. */
  name: string;
  active: boolean;
}

/** Absent fields are left as they are. */
export type EmployeeChange = Partial<EmployeeForm> & { active?: boolean };

/** A security role as its page shows it. */
export interface RolePage {
  name: string;
  external: boolean;
  /** Admin > Special Features > Has API Access; undefined when the page does not show the box. */
  hasApiAccess: boolean | undefined;
}

/** The two counters above the list of employees. */
export interface Licences {
  total: number | undefined;
  used: number | undefined;
}

export interface Created {
  page: EmployeePage;
  before: Licences;
  after: Licences;
}

/** Done in the admin console. Every method leaves no half-filled page behind. */
export interface AdminConsole {
  /**
   * Fills in New Employee with the type Api Employee, saves once, and reads the saved employee from a fresh page.
   * Refuses (`conflict`) when one of this user name or employee id is there already.
   */
  createEmployee(form: EmployeeForm): Promise<Created>;
  /** `undefined`: HR > Employees, which lists all types and states, has nobody of this user name. */
  readEmployee(userName: string): Promise<EmployeePage | undefined>;
  /** Changes an API employee only; anybody else's page is left alone. Saves once and reads again from a fresh page. */
  changeEmployee(userName: string, change: EmployeeChange): Promise<EmployeePage>;
  /** Presses "Reset and Send instructions" once. @throws PsaError `unverified` when it was pressed and nothing said so */
  sendInstructions(userName: string): Promise<void>;
  readRole(name: string): Promise<RolePage>;
  /** Everybody whom HR > Employees lists with the user type Api Employee. */
  apiEmployees(): Promise<ListedEmployee[]>;
  close(): Promise<void>;
}

/** The page that an API employee may reach, and nothing else of the console: it needs no sign-in but the mailed link. */
export interface PasswordPage {
  /**
   * Opens the link and sets the password. The link works once.
   *
   * @throws PsaError `validation` when the page refuses the password or says that the link is used up; whatever else is
   *   thrown leaves open whether it was set
   */
  setPassword(link: string, userName: string, password: string): Promise<void>;
}

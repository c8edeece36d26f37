/**
 * The port to one Autotask tenant: all that a lifecycle may ask of it, whichever channel serves it.
 *
 * `Directory` is what the documented REST API shows and changes; `AdminConsole` is what only the admin console
 * can do (served by a browser, or by a person who follows the runbook). Neither knows of the other, nor of Pulumi.
 */

/** The state of one permission: a dropdown's text, a box ticked or not, or a number. */
export type CellValue = string | boolean | number;

/**
 * One permission cell as a page shows it.
 *
 * `key` is `Section > Group > Name`, `action` the column of a grid (`View`, `Add`, `Edit`, `Delete`, `View (Query)`...).
 * Cells that the catalogue knows carry its canonical words; others carry the page's own.
 */
export interface ObservedCell {
  key: string;
  action?: string;
  value: CellValue;
  /** The texts of a dropdown in page order; absent for boxes and numbers. */
  options?: string[];
  /** False for a cell that the page shows as fixed ("see above", "not applicable", disabled). */
  writable: boolean;
  /** False when the catalogue has no such cell. */
  known: boolean;
}

/** A value wanted in one cell. Keys and texts are the catalogue's canonical words (or the page's own for unknown cells). */
export interface WantedCell {
  key: string;
  action?: string;
  value: CellValue;
}

/** What to do with the cells that `cells` does not name. */
export type Unlisted = "none" | "inherit";

/** One security level as the REST picklist `Resources.userType` shows it. */
export interface SecurityLevelRef {
  /** Picklist value; stable over a rename. */
  id: string;
  /** Name without the suffix "(API-only)". */
  name: string;
  active: boolean;
  system: boolean;
}

/** A level as its editor shows it. */
export interface LevelPage {
  name: string;
  active: boolean;
  /** False when the page cannot be saved (system levels). */
  editable: boolean;
  cells: ObservedCell[];
}

/** What a level shall become. Absent fields are left as they are. */
export interface LevelChange {
  rename?: string;
  active?: boolean;
  cells?: WantedCell[];
  unlisted?: Unlisted;
}

/** A row of the Security Levels list. */
export interface LevelRow {
  name: string;
  system: boolean;
  apiOnly: boolean;
}

/** One row of the associations of a resource. */
export interface DepartmentRole {
  /** Names as the tenant has them. */
  department: string;
  role: string;
  /** The default department and role; one of all rows. */
  default?: boolean;
  /** Department lead. */
  lead?: boolean;
}

/** A service desk role of a resource. */
export interface RoleMembership {
  role: string;
  default?: boolean;
}

/**
 * Fields of an API user beyond those that every generation of the form has: of the older resource form (tabs General,
 * Security, HR, Approvers, Associations), and Locked and Line of Business of the present one. Each is left as it is when
 * absent. `provider/autotask/apiUserDetails.ts` has label, place and REST field of each.
 */
export interface ApiUserDetails {
  prefix?: string;
  middleInitial?: string;
  title?: string;
  suffix?: string;
  gender?: string;
  officePhone?: string;
  extension?: string;
  homePhone?: string;
  mobilePhone?: string;
  emailType?: string;
  additionalEmail1?: string;
  additionalEmailType1?: string;
  additionalEmail2?: string;
  additionalEmailType2?: string;
  /** Only false is ever asked for: the box is cleared. */
  locked?: boolean;
  timesheetsNotRequired?: boolean;
  resourceType?: string;
  payrollType?: string;
  internalCost?: number;
  /** Names of resources, as the page shows them. */
  timesheetApprovers?: string[];
  expenseApprovers?: string[];
  /** All rows: others are taken away. */
  departments?: DepartmentRole[];
  queues?: string[];
  serviceDeskRoles?: RoleMembership[];
  /** All associated lines of business, as the page lists them: others are moved back. */
  linesOfBusiness?: string[];
  seesUnassignedLinesOfBusiness?: boolean;
}

/** One API user as `GET /Resources` shows it. */
export interface ApiUserRecord {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  /** As REST shows it: with or without `@domain`. */
  userName: string;
  active: boolean;
  /** Picklist value of `userType`. */
  securityLevelId: string;
  /** Label of `userType`, without "(API-only)"; undefined when the picklist does not hold it. */
  securityLevel?: string;
  locationId?: string;
  location?: string;
  dateFormat?: string;
  timeFormat?: string;
  numberFormat?: string;
  /** What REST shows of the other fields, picklists by their labels. A field that REST shows empty is an empty text. */
  details?: ApiUserDetails;
}

/** The tracking identifier of an API user. */
export type Tracking = { kind: "vendor"; vendor: string } | { kind: "custom"; name: string; identifier?: string };

/**
 * The fields of the form Add API User that this program fills in. Of `ApiUserDetails` those that the page has are filled in.
 * One that the page lacks stops the step before Save, unless it is named in `optional`: those are set by REST afterwards.
 */
export interface ApiUserForm extends ApiUserDetails {
  optional?: readonly (keyof ApiUserDetails)[];
  firstName: string;
  lastName: string;
  email: string;
  securityLevel: string;
  location?: string;
  active: boolean;
  /** The part before `@`. The domain is the tenant's own and is taken from the page. */
  username: string;
  /** Given, or generated by the page when absent. */
  secret?: string;
  dateFormat?: string;
  timeFormat?: string;
  numberFormat?: string;
  tracking?: Tracking;
}

/** What the form showed and only the form shows: captured before it was saved. */
export interface Credentials {
  /** The whole key, `key@DOMAIN`. */
  key: string;
  /** Absent when the secret was neither generated nor set in this operation. */
  secret?: string;
  /** The generated identifier of a custom integration. */
  trackingIdentifier?: string;
}

/** Changes to an existing API user through its form. Absent fields are left as they are. */
export interface ApiUserFormChange extends ApiUserDetails {
  firstName?: string;
  lastName?: string;
  email?: string;
  securityLevel?: string;
  location?: string;
  active?: boolean;
  username?: string;
  /** `true`: press Generate Secret; a text: this secret. */
  secret?: true | string;
  dateFormat?: string;
  timeFormat?: string;
  numberFormat?: string;
  /** Only for a user that has none: it cannot be changed once assigned. */
  tracking?: Tracking;
}

/** An API user as its form shows it. Of `ApiUserDetails` what the page has, for all declared ones at least. */
export interface ApiUserPage extends ApiUserDetails {
  firstName: string;
  lastName: string;
  email: string;
  active: boolean;
  securityLevel: string;
  location?: string;
  dateFormat?: string;
  timeFormat?: string;
  numberFormat?: string;
  key: string;
  tracking?: Tracking;
}

/** How to tell one API user from the others in the console's list. */
export interface ApiUserHandle {
  id: string;
  firstName: string;
  lastName: string;
  username: string;
  /** Needed to see it in a list that hides inactive resources. */
  active: boolean;
}

/** The answer of an API user's own sign-in. */
export interface ProbeResult {
  /** `accepted`: an authenticated call succeeded. `refused`: the tenant refused these credentials. */
  outcome: "accepted" | "refused";
  /** What can be said about the refusal, in the vendor's classes; without secrets. */
  reason?: string;
  /** Which of the three the vendor's text blames, where it does: newer tenants answer an empty 401 to all. */
  suspect?: "key" | "trackingIdentifier";
  /** entity -> operation -> access, from EntityInformation. Empty when refused. */
  access: Record<string, EntityAccess>;
  /** The operations that an entity does not offer to anybody, by entity: access "none" says nothing of the level there. */
  unoffered?: Record<string, (keyof EntityAccess)[]>;
  /** How many objects it sees of an entity that it may query wholly; absent where that could not be counted. */
  sees?: { entity: string; count: number };
}
export type Access = "none" | "restricted" | "all" | "unknown";
export interface EntityAccess {
  query: Access;
  create: Access;
  update: Access;
  delete: Access;
}

/**
 * What PATCH may send. Only fields whose metadata says they can be written are accepted. Entries of picklists go by their
 * labels; an unknown one is refused with near matches.
 */
export interface ApiUserPatch extends ApiUserDetails {
  numberFormat?: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  isActive?: boolean;
  userName?: string;
}

/** What a name is chosen from: an optional field with a list, or one of these. */
export type Choice = keyof ApiUserDetails | "department" | "role" | "queue" | "lineOfBusiness";

/** Where a resource belongs: rows of entities of their own. */
export type Places = Pick<ApiUserDetails, "departments" | "queues" | "serviceDeskRoles" | "linesOfBusiness">;

/** Read and written through the documented REST API. Lists are batched: one request per kind, shared by concurrent callers. */
export interface Directory {
  /** Host of the tenant's zone, for messages. */
  readonly tenantName: string;
  /** The user name this program signs in with (the part before `@`): the account that is never touched. */
  readonly ownUserName: string;
  /** The domain of the tenant's keys, as the account in use has it; empty where it was configured without one. */
  readonly ownDomain: string;
  securityLevels(): Promise<SecurityLevelRef[]>;
  apiUsers(): Promise<ApiUserRecord[]>;
  /** Internal location names by id; empty when the caller may not see them. */
  locations(): Promise<Map<string, string>>;
  /** The fields of Resources that the tenant says can be written. */
  writableUserFields(): Promise<ReadonlySet<string>>;
  patchApiUser(id: string, patch: ApiUserPatch): Promise<void>;
  /** What the tenant lets one choose: labels of a picklist, names of objects. Empty when REST does not show it. */
  choices(of: Choice): Promise<string[]>;
  /** What REST shows of where a user belongs, of these kinds; a kind that it does not show is left out. */
  placesOf(id: string, kinds: readonly (keyof Places)[]): Promise<Places>;
  /** Makes and inactivates rows until a user belongs where it is wanted. */
  setPlaces(id: string, wanted: Places): Promise<void>;
  /** Forgets what was read, after a write through any channel. */
  invalidate(): void;
  /** Signs in as a user. `counts` (default true) costs a second call: whether it sees any object of what it may query. */
  probe(
    credentials: { key: string; secret: string; trackingIdentifier: string },
    counts?: boolean,
  ): Promise<ProbeResult>;
  /** How many objects of an entity the account in use sees; `undefined` when it may not, or there is no such entity. */
  count(entity: string): Promise<number | undefined>;
}

/** Done in the admin console. Every method leaves no half-filled page behind, and reads back what it wrote. */
export interface AdminConsole {
  /** All rows of the Security Levels list. */
  levels(): Promise<LevelRow[]>;
  readLevel(name: string): Promise<LevelPage>;
  /** Copies `from`, names it, sets the cells, saves once, and reads the saved level from a fresh page. */
  copyLevel(from: string, name: string, change: Omit<LevelChange, "rename">): Promise<LevelPage>;
  /**
   * Opens the level, refuses when `expect` no longer holds (another person's edit), sets what differs, saves once,
   * and reads it again from a fresh page.
   */
  changeLevel(name: string, change: LevelChange, expect?: WantedCell[]): Promise<LevelPage>;
  /**
   * Fills in Add API User and saves. `onCredentials` receives what the page showed *before* Save is pressed,
   * so that nothing is lost when a later step fails.
   */
  createApiUser(form: ApiUserForm, onCredentials?: (seen: Credentials) => void): Promise<Credentials>;
  readApiUser(user: ApiUserHandle): Promise<ApiUserPage>;
  changeApiUser(
    user: ApiUserHandle,
    change: ApiUserFormChange,
    onCredentials?: (seen: Credentials) => void,
  ): Promise<Credentials>;
  close(): Promise<void>;
}

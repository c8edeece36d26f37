/**
 * The whole truth of a stand-in tenant. `store.ts` keeps one in memory and in a file; the REST API (`rest/`) and the
 * admin console (`console/`) are two views of it. This is also the JSON that `GET control/tenant` answers.
 */

/** `Section > Group > Name` or, in a grid, `Section > Group > Name > Action`, in the words of data/autotask-permissions.json. */
export type CellKey = string;
export type CellValue = string | boolean | number;

export interface Level {
  id: number;
  name: string;
  system: boolean;
  apiOnly: boolean;
  active: boolean;
  /** Every cell of the level editor. */
  cells: Record<CellKey, CellValue>;
  /** While set and not yet over: the API still goes by these cells (switch `levelPropagation`). */
  pending?: { cells: Record<CellKey, CellValue>; until: string };
}

export type Tracking = { kind: "vendor"; vendorId: number } | { kind: "custom"; name: string; identifier: string };

/** One pair of a department and the role a resource has in it. */
export interface RoleDepartment {
  id: number;
  departmentId: number;
  roleId: number;
  active: boolean;
  isDefault: boolean;
  isLead: boolean;
}

/** One role in which a resource works at the service desk. */
export interface ServiceDeskRole {
  id: number;
  roleId: number;
  active: boolean;
  isDefault: boolean;
}

/** A resource of the tenant: an API user or a person. */
export interface User {
  id: number;
  firstName: string;
  middleName: string | null;
  lastName: string;
  title: string | null;
  email: string;
  officePhone: string | null;
  mobilePhone: string | null;
  /** The part before `@DOMAIN`. */
  userName: string;
  /** Kept in the open: this is a stand-in. Never in the journal; `GET control/tenant` leaves it out. */
  secret: string;
  /** The last five secrets, newest first: a new one must differ from them. Left out by `GET control/tenant` too. */
  formerSecrets: string[];
  levelId: number;
  /** 7 = API User. */
  licenseType: number;
  locationId: number;
  active: boolean;
  locked: boolean;
  dateFormat: string;
  timeFormat: string;
  numberFormat: string;
  tracking: Tracking | null;
  lineOfBusiness: number[];
  seesUnassignedLineOfBusiness: boolean;
  /** Refused calls with a wrong secret since the last good one. */
  failedSignIns: number;
  internalCost: number;
  timesheetsNotRequired: boolean;
  /** Ids of resources. */
  timesheetApprovers: number[];
  expenseApprovers: number[];
  /** The boxes of the full form's Security tab. */
  permits: { dattoLinks: boolean; editSkills: boolean; knowledgebase: boolean; bulkEmail: boolean };
  roleDepartments: RoleDepartment[];
  queues: { id: number; queueId: number }[];
  serviceDeskRoles: ServiceDeskRole[];
  /** ISO time; a switch can make a new user work only after a delay. */
  createdAt: string;
  /** What only REST shows and writes (payrollType, email2, ...), by its REST name. */
  more: Record<string, string | number | boolean | null>;
}

export interface Vendor {
  id: number;
  /** `Vendor - Integration`. */
  name: string;
  active: boolean;
  /** The identifier that only the vendor knows. */
  identifier: string;
}

export interface Department {
  id: number;
  name: string;
  number: string | null;
  description: string | null;
  locationId: number;
}

export interface Role {
  id: number;
  name: string;
  description: string | null;
  active: boolean;
  hourlyRate: number;
  hourlyFactor: number;
  isExcludedFromNewContracts: boolean;
  isSystemRole: boolean;
}

/** A record that a line of business keeps from those outside of it. */
export interface Ticket {
  id: number;
  ticketNumber: string;
  title: string;
  queueId: number;
  /** Null: none assigned. */
  lineOfBusinessId: number | null;
}

export interface Tenant {
  domain: string;
  levels: Level[];
  users: User[];
  vendors: Vendor[];
  locations: { id: number; name: string; isDefault: boolean }[];
  departments: Department[];
  roles: Role[];
  queues: { id: number; name: string }[];
  /** Pairs of a division and a line of business: `Division > Line of Business`. */
  linesOfBusiness: { id: number; name: string }[];
  tickets: Ticket[];
  /** Settings of System Settings > Site Setup. `lockOutAfter`: refused calls in a row that lock a user, 0 = never. */
  siteSetup: { lockOutAfter: number };
  /** Who may sign in to the console. */
  administrator: { userName: string; password: string; totpSecret: string };
  /** The API user whose credentials the ready line hands out. */
  providerUserId: number;
  nextId: number;
}

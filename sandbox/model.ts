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

export interface Tenant {
  domain: string;
  levels: Level[];
  users: User[];
  vendors: Vendor[];
  locations: { id: number; name: string; isDefault: boolean }[];
  departments: { id: number; name: string }[];
  linesOfBusiness: { id: number; name: string }[];
  /** Who may sign in to the console. */
  administrator: { userName: string; password: string; totpSecret: string };
  /** The API user whose credentials the ready line hands out. */
  providerUserId: number;
  nextId: number;
}

/**
 * What a change of permissions comes to, as one value that every renderer shows and nothing else: built from a preview,
 * from a refresh in preview, or from a comparison with the live tenant.
 *
 * `old` is what is there before (the stack's state), `new` what comes after: what the program wants in a review, what the
 * tenant shows in a drift run. Published as `data/report.schema.json`; a change of meaning raises `REPORT_VERSION`.
 */
import type { Effect } from "../autotask/permissions/matrix";
import type { CellValue } from "../autotask/tenant";

export const REPORT_VERSION = 1;

/**
 * What happened to an object. One object can have several: a level that was renamed and got a wider cell has two changes.
 *
 * - `create`, `update`, `replace`, `delete`: what the program wants of the tenant, or (`update`) a value that differs
 * - `unknown-account`, `unknown-level`: exists in the tenant and in no stack
 * - `missing`: in the stack, confirmed absent from the tenant
 * - `renamed`, `inactive`, `locked`: as the words say
 * - `credential-changed`: another secret or tracking identifier, or one that the tenant refuses
 * - `access-wider`: the account's own sign-in shows more rights than its level declares, or than it had when last proven
 * - `password-expiring`: the password has to be changed soon, or was to be changed by now (Kaseya, Pulseway)
 */
export const CHANGE_KINDS = [
  "create",
  "update",
  "replace",
  "delete",
  "unknown-account",
  "unknown-level",
  "missing",
  "renamed",
  "locked",
  "inactive",
  "credential-changed",
  "access-wider",
  "password-expiring",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export const OBJECT_TYPES = ["security-level", "api-user", "api-employee", "other"] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

/** What a changed cell does to rights. */
export type CellEffect = Exclude<Effect, "unchanged">;

/** What one change, or all of an object, does to rights. `mixed`: some wider, some narrower. `none`: no right is touched. */
export type Direction = CellEffect | "mixed" | "none";

export const SEVERITIES = ["high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface ObjectRef {
  type: ObjectType;
  /** As the console shows it: the level's name, or first name, last name and user name of an account. */
  name: string;
  /** Its name in the program; absent for what is in no stack. */
  resource?: string;
  urn?: string;
  /** Id in the tenant, where it is known. */
  id?: string;
}

/** `null`: not known before it is applied, or not on the page. */
export type ShownValue = CellValue | null;

export interface CellChange {
  /** `Section > Group > Name` in the catalogue's words. */
  key: string;
  /** Column of a grid. */
  action?: string;
  old: ShownValue;
  new: ShownValue;
  effect: CellEffect;
  /** Ids of the risk rules that the change falls under, the gravest first. Only what widens has any. */
  risks: string[];
  /** Where this was seen, when it was not read from the cell itself. */
  note?: string;
}

/** A property that is no permission, e.g. `email`. A secret reads `[secret]` on both sides. */
export interface FieldChange {
  field: string;
  old: ShownValue;
  new: ShownValue;
}

/** An account that the change touches. */
export interface Account {
  /** First and last name. */
  name: string;
  /** The part of its key before `@`. */
  userName: string;
  active: boolean;
  /** False for an account that is in no stack. */
  managed: boolean;
}

/** A risk rule that a change falls under. */
export interface Risk {
  rule: string;
  severity: Severity;
  /** What somebody could do with it, in one sentence. */
  why: string;
}

/** A place in the program. Lines and columns count from 1; `file` is relative to the program's folder, with slashes. */
export interface Place {
  file: string;
  line: number;
}

export interface Change {
  /** The same in every run as long as the same thing is meant: object, kind, and for an account or level its id. */
  id: string;
  kind: ChangeKind;
  /** Host of the tenant's zone, or what is known of it. */
  tenant: string;
  object: ObjectRef;
  /** One sentence without cell names. */
  summary: string;
  direction: Direction;
  /** Widening first. */
  cells: CellChange[];
  fields: FieldChange[];
  accounts: Account[];
  risks: Risk[];
  /** The vendor profile that the level claims, and how it does. */
  claims?: { profile: string; because: string };
  place?: Place;
}

/** A difference that somebody has accepted, and until when. */
export interface Accepted {
  change: string;
  kind: ChangeKind;
  object: string;
  /** Cell or field; absent when the whole change is accepted. */
  part?: string;
  reason: string;
  by: string;
  /** ISO date. */
  until: string;
}

/** An acceptance that no longer does anything. */
export interface StaleAcceptance {
  problem: "expired" | "unused";
  /** What it accepts. */
  text: string;
  reason: string;
  by: string;
  until: string;
  place?: Place;
}

/** What could not be seen, and what would show it. */
export interface Unseen {
  what: string;
  why: string;
  remedy: string;
}

export const SAFETY_RULES = ["removals", "self-lockout", "profile-excess"] as const;
export type SafetyRule = (typeof SAFETY_RULES)[number];

export interface SafetyFinding {
  rule: SafetyRule;
  verdict: "refused" | "overridden";
  /** What is refused and why. */
  text: string;
  /** How to go on if it is meant. */
  remedy: string;
  /** Ids of the changes that made it so. */
  changes: string[];
}

export interface Safety {
  verdict: "allowed" | "refused" | "overridden";
  findings: SafetyFinding[];
}

/** One row of a level's page before and after. */
export interface MatrixRow {
  key: string;
  cells: { action?: string; old: ShownValue; new: ShownValue; effect?: CellEffect; risks: string[] }[];
}

/** All permissions of a level that is changed, for the picture of before and after. Rows that grant nothing are left out. */
export interface Matrix {
  change: string;
  level: string;
  rows: MatrixRow[];
}

export interface Totals {
  /** Cells. */
  widens: number;
  narrows: number;
  unordered: number;
  /** Objects with at least one change. */
  objects: number;
  /** Accounts affected, each counted once. */
  accounts: number;
  high: number;
}

export interface Report {
  version: typeof REPORT_VERSION;
  kind: "review" | "drift";
  /** When it was made, ISO 8601 in UTC. */
  at: string;
  psa: string;
  stack?: { project: string; name: string };
  tenants: string[];
  /** Widening first, then by severity, kind and name. */
  changes: Change[];
  accepted: Accepted[];
  stale: StaleAcceptance[];
  unseen: Unseen[];
  /** Errors that the engine or a check has told. The report is then not complete. */
  problems: string[];
  safety: Safety;
  totals: Totals;
  matrices: Matrix[];
}

/** Whether there is anything to tell. */
export const isEmpty = (report: Report): boolean => report.changes.length === 0 && report.stale.length === 0;

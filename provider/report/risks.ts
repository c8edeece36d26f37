import { PASSWORD_NEVER_EXPIRES } from "../autotask/permissions/catalogue";
import type { CellValue } from "../autotask/tenant";
import type { Change, CellChange, FieldChange, Risk, Severity } from "./model";
import { addedNames } from "./subjects";

/** One kind of danger. `cell` rules look at a cell that widens, `change` rules at a change as a whole. */
interface Rule {
  id: string;
  severity: Severity;
  why: string;
  cell?: (cell: Pick<CellChange, "key" | "action" | "old" | "new">) => boolean;
  change?: (change: Change) => boolean;
}

const key =
  (pattern: RegExp) =>
  ({ key }: { key: string }): boolean =>
    pattern.test(key);
const isText = (value: CellValue | null, ...texts: string[]): boolean =>
  typeof value === "string" && texts.some((text) => value.toLowerCase() === text);

/** Security roles that an API employee gets. */
const newRoles = (fields: readonly FieldChange[]): string[] =>
  fields.flatMap(({ field, old, new: now }) => (field === "securityRoles" ? addedNames(old, now) : []));

/** As a report calls the right of a Kaseya or Pulseway account over everything. */
export const SYSTEM_ADMINISTRATOR = "Own rights > System administrator";

/** All that makes a change of permissions worth a second look, the gravest first. */
export const RISK_RULES: readonly Rule[] = [
  {
    id: "hr-admin",
    severity: "high",
    why: "Admin right over users: can read and change every account of the tenant, security levels' assignment included.",
    cell: key(/^Admin > Feature Access > Resources\/Users/),
  },
  {
    id: "impersonation",
    severity: "high",
    why: "Impersonation: what the integration does appears as done by a person.",
    cell: key(/Impersonation/i),
  },
  {
    id: "protected-data",
    severity: "high",
    why: "Protected data: shows fields that the tenant has marked as confidential.",
    cell: key(/protected data/i),
  },
  {
    id: "delete",
    severity: "high",
    why: "Deletes records: what is gone cannot be brought back through the API.",
    cell: ({ action }) => action !== undefined && /^delete\b/i.test(action),
  },
  {
    id: "inherit",
    severity: "high",
    why: "What is not declared is no longer set to No Permission: the level keeps all that it was copied with.",
    change: ({ fields }) => fields.some(({ field, new: now }) => field === "unlisted" && now === "inherit"),
  },
  {
    id: "unknown-account",
    severity: "high",
    why: "An API account that nobody has declared: its key works without anybody watching it.",
    change: ({ kind }) => kind === "unknown-account",
  },
  {
    id: "access-seen",
    severity: "high",
    why: "The account's own sign-in has more rights than are declared for it.",
    change: ({ kind }) => kind === "access-wider",
  },
  {
    id: "admin",
    severity: "high",
    why: "Admin right: changes settings for everybody in the tenant.",
    cell: key(/^Admin > /),
  },
  {
    id: "administrator",
    severity: "high",
    why: "Administrator role: may do everything in the PSA, its users and settings included.",
    cell: (cell) => cell.key === SYSTEM_ADMINISTRATOR,
    change: ({ fields }) => newRoles(fields).some((name) => /^administrator$/i.test(name.trim())),
  },
  {
    id: "internal-cost",
    severity: "medium",
    why: "Internal cost: shows what the company pays its people.",
    cell: key(/internal costs?\b/i),
  },
  {
    id: "export",
    severity: "medium",
    why: "Takes data out in bulk.",
    cell: key(/\bexport\b/i),
  },
  {
    id: "all-for-mine",
    severity: "medium",
    why: "All records where it was only a part of them.",
    cell: ({ old, new: now }) =>
      isText(now, "all", "full", "all tasks") && typeof old === "string" && !isText(old, "none", "no", "all"),
  },
  {
    id: "webhooks",
    severity: "medium",
    why: "Webhooks: sends records to an address of the integration's choice, for as long as they exist.",
    cell: key(/webhooks/i),
  },
  {
    id: "billing",
    severity: "medium",
    why: "Invoices, postings or contract costs.",
    cell: key(/invoices|Approve & Post|Billing Portal|Paid \/ Exported/i),
  },
  {
    id: "other-level",
    severity: "medium",
    why: "The account gets another security level.",
    change: ({ fields }) => fields.some(({ field, old }) => field === "securityLevel" && old !== null),
  },
  {
    id: "more-roles",
    severity: "medium",
    why: "The account gets another security role: the rights of all its roles add up.",
    change: ({ kind, fields }) => kind !== "create" && newRoles(fields).length > 0,
  },
  {
    id: "reactivated",
    severity: "medium",
    why: "What was inactive can be used again.",
    change: ({ fields }) =>
      fields.some(({ field, old, new: now }) => field === "active" && old === false && now === true),
  },
  {
    id: "claim-dropped",
    severity: "medium",
    why: "The level no longer claims the vendor profile that it was held against.",
    change: ({ fields }) =>
      fields.some(({ field, old, new: now }) => field === "profile" && old !== null && now !== old),
  },
  {
    id: "unknown-level",
    severity: "medium",
    why: "A security level that nobody has declared can be given to any API account.",
    change: ({ kind }) => kind === "unknown-level",
  },
  {
    id: "password-expires",
    severity: "medium",
    why: "The secret expires by the tenant's password rules, and an API user cannot change its own: the integration stops.",
    change: ({ kind, cells }) =>
      kind === "password-expiring" || cells.some((cell) => cell.key === PASSWORD_NEVER_EXPIRES && cell.new === false),
  },
  {
    id: "credentials-refused",
    severity: "medium",
    why: "The integration cannot sign in, and each try counts towards a lock-out.",
    change: ({ kind, summary }) => kind === "locked" || (kind === "credential-changed" && /refuse/.test(summary)),
  },
  {
    id: "many-records",
    severity: "low",
    why: "Adds or changes records.",
    cell: ({ action }) => action !== undefined && /^(add|edit)\b/i.test(action),
  },
];

/** Ids of the rules that a cell falls under, the gravest first. */
export function risksOfCell(cell: CellChange): string[] {
  return cell.effect !== "widens" ? [] : RISK_RULES.filter((rule) => rule.cell?.(cell)).map(({ id }) => id);
}

/** All risks of a change, each once, the gravest first. */
export function risksOf(change: Change): Risk[] {
  const cells = new Set(change.cells.flatMap(({ risks }) => risks));
  return RISK_RULES.filter((rule) => cells.has(rule.id) || rule.change?.(change)).map(({ id, severity, why }) => ({
    rule: id,
    severity,
    why,
  }));
}

export function riskRule(id: string): Rule | undefined {
  return RISK_RULES.find((rule) => rule.id === id);
}

const ORDER: readonly Severity[] = ["high", "medium", "low"];

/** The gravest severity, or none. */
export function gravest(risks: readonly { severity: Severity }[]): Severity | undefined {
  return ORDER.find((severity) => risks.some((risk) => risk.severity === severity));
}

export function severityOfCell(cell: Pick<CellChange, "risks">): Severity | undefined {
  return gravest(cell.risks.map(riskRule).filter((rule) => rule !== undefined));
}

import { normalisePermissions } from "../autotask/permissions/declaration";
import type { CanonicalPermissions } from "../autotask/permissions/declaration";
import { sameLevelName } from "../autotask/permissions/wording";
import type { CellValue } from "../autotask/tenant";
import { UNKNOWN_MARK } from "../pulumi/wire";
import type { Grants } from "./cells";
import { parseUrn, type Digest, type ResourceState, type Step } from "./digest";
import type { Account, ObjectType, ShownValue } from "./model";

/** One resource of ours before and after. `after` absent: it goes; `before` absent: it comes. */
export interface Subject {
  type: ObjectType;
  resource: string;
  urn: string;
  /** What the engine does with it; `same` for what stays. */
  op: "same" | "create" | "update" | "replace" | "delete";
  before?: ResourceState;
  after?: ResourceState;
  /** Names of the properties that the engine sees changed. */
  touched: ReadonlySet<string>;
}

const TYPES: Record<string, ObjectType> = {
  AutotaskSecurityLevel: "security-level",
  AutotaskApiUser: "api-user",
  PsaApiEmployee: "api-employee",
};

/** Whose tenant an object is in. */
export const VENDORS = ["autotask", "psa"] as const;
export type Vendor = (typeof VENDORS)[number];

export const vendorOf = (type: ObjectType): Vendor => (type === "api-employee" ? "psa" : "autotask");

/** The kind of object, for a resource of this package; whatever prefix its type has. */
export function objectType(type: string): ObjectType | undefined {
  return TYPES[/psa(?::index)?:(\w+)$/.exec(type)?.[1] ?? ""];
}

const OPS: Record<string, Subject["op"]> = {
  same: "same",
  refresh: "same",
  read: "same",
  create: "create",
  import: "create",
  update: "update",
  delete: "delete",
  discard: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "import-replacement": "replace",
};

/** Resources of ours in a preview or a refresh, each once: a replacement comes in up to three steps. */
export function subjectsOf(digest: Digest): Subject[] {
  const found = new Map<string, Subject>();
  for (const step of digest.steps) {
    const urn = parseUrn(step.urn);
    const type = objectType(urn.type);
    const op = OPS[step.op];
    if (type === undefined || op === undefined) continue;
    const known = found.get(step.urn);
    const gone = op === "delete";
    found.set(step.urn, {
      type,
      resource: urn.name,
      urn: step.urn,
      op: known?.op === "replace" ? "replace" : op,
      before: known?.before ?? step.oldState ?? undefined,
      after: known?.after ?? (gone || step.op === "delete-replaced" ? undefined : (step.newState ?? undefined)),
      touched: new Set([...(known?.touched ?? []), ...touchedBy(step)]),
    });
  }
  return [...found.values()].map((subject) =>
    // What stays has one state only in some versions.
    subject.op === "same"
      ? { ...subject, after: subject.after ?? subject.before, before: subject.before ?? subject.after }
      : subject,
  );
}

function touchedBy(step: Step): string[] {
  const paths = [...Object.keys(step.detailedDiff ?? {}), ...(step.diffReasons ?? []), ...(step.replaceReasons ?? [])];
  return paths.map((path) => /^\[?"?(\w+)/.exec(path)?.[1] ?? path);
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Names of a list, as one text: in an order of their own, since lists of names here have none. */
const LIST_SEPARATOR = ", ";

/** A value for a report; a list of texts is one text; what is not known yet, and any other composite, is `null`. */
export function shown(value: unknown): ShownValue {
  if (value === UNKNOWN_MARK || value === undefined || value === null) return null;
  if (Array.isArray(value) && value.every((one) => typeof one === "string" && one !== UNKNOWN_MARK))
    return [...(value as string[])].sort().join(LIST_SEPARATOR);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

/** What is in the second of two shown lists and not in the first. */
export function addedNames(old: ShownValue, now: ShownValue): string[] {
  const namesOf = (value: ShownValue) => (typeof value === "string" ? value.split(LIST_SEPARATOR) : []);
  const before = new Set(namesOf(old));
  return namesOf(now).filter((name) => name !== "" && !before.has(name));
}

const textOf = (value: unknown): string => (typeof value === "string" && value !== UNKNOWN_MARK ? value : "");

/** Inputs with what only outputs hold. */
export const inputsOf = (state: ResourceState | undefined): Record<string, unknown> => state?.inputs ?? {};

/**
 * The permissions of a level's state. `undefined` where they cannot be compared: not known yet, or hidden because the
 * program has made them a secret.
 */
export function grantsOf(state: ResourceState): Grants | undefined {
  const { permissions, extraPermissions, unlisted } = inputsOf(state);
  if (permissions !== undefined && permissions !== null && !isRecord(permissions)) return undefined;
  const baseline = state.outputs?.["baseline"];
  // A preview of another version of this package may hold other wordings.
  const known = normalisePermissions(permissions ?? {});
  return {
    permissions: known.failures.length === 0 ? known.permissions : ((permissions ?? {}) as CanonicalPermissions),
    ...(isRecord(extraPermissions) ? { extraPermissions: extraPermissions as CanonicalPermissions } : {}),
    unlisted: unlisted === "inherit" ? "inherit" : "none",
    ...(isRecord(baseline) ? { baseline: baseline as Record<string, CellValue> } : {}),
  };
}

export const levelName = (state: ResourceState | undefined): string => textOf(inputsOf(state)["name"]);

/** An account and what else matters of it. */
export interface KnownAccount extends Account {
  level: string;
  /** `integrationVendor`. */
  vendor?: string;
  /** Id in the tenant. */
  id?: string;
  resource?: string;
}

/** The account of a state of ours. */
export function accountOf(state: ResourceState, resource: string): KnownAccount {
  const inputs = inputsOf(state);
  const vendor = textOf(inputs["integrationVendor"]);
  return {
    name: `${textOf(inputs["firstName"])} ${textOf(inputs["lastName"])}`.trim(),
    // Of an API user it is a key, `name@DOMAIN`; an employee's user name is what it is.
    userName: textOf(inputs["userName"]) || (textOf(inputs["username"]).split("@")[0] ?? ""),
    active: inputs["active"] !== false,
    managed: true,
    level: textOf(inputs["securityLevel"]),
    ...(vendor === "" ? {} : { vendor }),
    ...(state.id ? { id: state.id } : {}),
    resource,
  };
}

export function accountTitle(account: Pick<Account, "name" | "userName">): string {
  return account.userName === "" ? account.name : `${account.name} (${account.userName})`;
}

/** Active accounts on a level, by any of its names. */
export function accountsOn(accounts: readonly KnownAccount[], ...names: string[]): Account[] {
  return accounts
    .filter(({ level, active }) => active && names.some((name) => name !== "" && sameLevelName(level, name)))
    .map(({ name, userName, active, managed }) => ({ name, userName, active, managed }));
}

import { sameLevelName } from "../autotask/permissions/wording";
import { API_EMPLOYEE_SECRETS, API_USER_SECRETS } from "../pulumi/host";
import { compare, granted, type Grants } from "./cells";
import { count } from "./count";
import { ofEmployee } from "./employees";
import type { Account, CellChange, Change, ChangeKind, Direction, FieldChange, ObjectRef, Unseen } from "./model";
import { risksOf } from "./risks";
import {
  accountOf,
  accountsOn,
  accountTitle,
  grantsOf,
  inputsOf,
  levelName,
  shown,
  vendorOf,
  type KnownAccount,
  type Subject,
  type Vendor,
} from "./subjects";

/** What all changes of a report are seen against. */
export interface Surroundings {
  kind: "review" | "drift";
  /** Names of the tenants, for objects of each vendor. */
  tenants: Readonly<Record<Vendor, string>>;
  accounts: readonly KnownAccount[];
  /** Permissions of the levels that are known, by name, before and after. */
  levels: { before: ReadonlyMap<string, Grants>; after: ReadonlyMap<string, Grants> };
  unseen: Unseen[];
}

/** What is no property of the object, or is told in another way. */
const UNTOLD = new Set([
  "__provider",
  "permissions",
  "extraPermissions",
  "usernameDerived",
  "usernameSeed",
  ...API_USER_SECRETS,
  ...API_EMPLOYEE_SECRETS,
]);

/** One change, before it is known which object it is of. */
export interface Draft {
  kind: ChangeKind;
  summary: string;
  cells?: CellChange[];
  fields?: FieldChange[];
  accounts?: Account[];
  /** Where it does not follow from the cells. */
  direction?: Direction;
}

/** The changes of one resource: none when nothing of it differs. */
export function changesOf(subject: Subject, around: Surroundings): Change[] {
  if (subject.op === "same") return [];
  const drafts =
    subject.type === "security-level"
      ? ofLevel(subject, around)
      : subject.type === "api-employee"
        ? ofEmployee(subject, around.kind)
        : ofAccount(subject, around);
  const object = refOf(subject);
  return drafts.map((draft) => finished(draft, object, around.tenants[vendorOf(subject.type)]));
}

/** Puts a change together: direction, risks, and an id that is the same in every run. */
export function finished(draft: Draft, object: ObjectRef, tenant: string): Change {
  const { kind, summary, cells = [], fields = [], accounts = [] } = draft;
  const what = object.resource ?? (object.id === undefined ? object.name : `#${object.id}`);
  const direction = draft.direction ?? directionOf(cells);
  // How much an inheriting level gets is not known, but it is more than what is declared.
  const inherits = fields.some(({ field, new: now }) => field === "unlisted" && now === "inherit");
  const change: Change = {
    id: `${object.type}:${what}:${kind}`,
    kind,
    tenant,
    object,
    summary,
    direction: inherits ? (direction === "narrows" || direction === "mixed" ? "mixed" : "widens") : direction,
    cells,
    fields,
    accounts,
    risks: [],
  };
  return { ...change, risks: risksOf(change) };
}

export function directionOf(cells: readonly CellChange[]): Direction {
  const effects = new Set(cells.map(({ effect }) => effect));
  if (effects.has("widens")) return effects.has("narrows") ? "mixed" : "widens";
  if (effects.has("unordered")) return "unordered";
  return effects.has("narrows") ? "narrows" : "none";
}

function refOf(subject: Subject): ObjectRef {
  const state = subject.before ?? subject.after ?? {};
  const name = subject.type === "security-level" ? levelName(state) : accountTitle(accountOf(state, subject.resource));
  return {
    type: subject.type,
    name: name || subject.resource,
    resource: subject.resource,
    urn: subject.urn,
    ...(state.id ? { id: state.id } : {}),
  };
}

/** Properties that differ, without secrets and what is told in another way. */
export function fieldsOf(subject: Subject, but: readonly string[] = []): FieldChange[] {
  const [old, now] = [inputsOf(subject.before), inputsOf(subject.after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => !UNTOLD.has(field) && !but.includes(field))
    .map((field) => ({ field, old: shown(old[field]), new: shown(now[field]) }))
    .filter(
      ({ field, old: a, new: b }) => a !== b && !(field === "securityLevel" && sameLevelName(String(a), String(b))),
    )
    .sort((a, b) => a.field.localeCompare(b.field, "en"));
}

function ofLevel(subject: Subject, around: Surroundings): Draft[] {
  const { before, after } = subject;
  const [oldName, newName] = [levelName(before), levelName(after)];
  const accounts = accountsOn(around.accounts, oldName, newName);
  const [old, now] = [before && grantsOf(before), after && grantsOf(after)];
  if ((before && !old) || (after && !now)) {
    around.unseen.push({
      what: `The permissions of ${oldName || newName || subject.resource}.`,
      why: "They are not known before other resources are applied, or the program has made them a secret.",
      remedy: "Give permissions plain values.",
    });
  }
  if (subject.op === "create") {
    return [
      {
        kind: "create",
        summary: "A new security level.",
        cells: now ? granted(now) : [],
        fields: now?.unlisted === "inherit" ? [{ field: "unlisted", old: null, new: "inherit" }] : [],
        accounts,
      },
    ];
  }
  if (subject.op === "delete") {
    return [
      {
        kind: around.kind === "drift" ? "missing" : "delete",
        summary:
          around.kind === "drift"
            ? "The security level is in the stack, and the tenant has it no more."
            : "The security level becomes inactive: Autotask deletes none that is in use.",
        accounts,
        direction: "narrows",
      },
    ];
  }
  const cells = old && now ? compare(old, now) : [];
  if (subject.op === "replace") {
    const fields = fieldsOf(subject);
    return [
      {
        kind: "replace",
        summary: "Another security level is made and this one becomes inactive.",
        cells,
        fields,
        accounts,
      },
    ];
  }
  const drafts: Draft[] = [];
  if (!sameLevelName(oldName, newName)) {
    drafts.push({
      kind: "renamed",
      summary: `The security level is now called "${newName}".`,
      fields: [{ field: "name", old: oldName, new: newName }],
      accounts,
    });
  }
  const [wasActive, isActive] = [inputsOf(before)["active"] !== false, inputsOf(after)["active"] !== false];
  if (wasActive && !isActive) drafts.push(inactive("security level", accounts));
  const fields = fieldsOf(subject, ["name", ...(wasActive && !isActive ? ["active"] : [])]);
  if (cells.length > 0 || fields.length > 0) {
    drafts.push({
      kind: "update",
      summary:
        cells.length === 0
          ? `${count(fields.length, "property", "properties")} of the security level.`
          : `${count(cells.length, "permission")} of the security level.`,
      cells,
      fields,
      accounts,
      direction: reactivates(fields) && cells.length === 0 ? "widens" : undefined,
    });
  }
  return drafts;
}

export const inactive = (what: string, accounts: Account[]): Draft => ({
  kind: "inactive",
  summary: `The ${what} is inactive.`,
  fields: [{ field: "active", old: true, new: false }],
  accounts,
  direction: "narrows",
});

export const reactivates = (fields: FieldChange[]): boolean =>
  fields.some(({ field, old, new: now }) => field === "active" && old === false && now === true);

function ofAccount(subject: Subject, around: Surroundings): Draft[] {
  const { before, after } = subject;
  const [old, now] = [before && accountOf(before, subject.resource), after && accountOf(after, subject.resource)];
  const one = (now ?? old)!;
  const accounts: Account[] = [{ name: one.name, userName: one.userName, active: one.active, managed: true }];
  if (subject.op === "create") {
    const fields = fieldsOf(subject).filter(({ field }) =>
      ["securityLevel", "email", "integrationVendor"].includes(field),
    );
    const made = `A new API account on "${one.level}".`;
    return [{ kind: "create", summary: made, fields, accounts, direction: "widens" }];
  }
  if (subject.op === "delete") {
    return [
      {
        kind: around.kind === "drift" ? "missing" : "delete",
        summary:
          around.kind === "drift"
            ? "The account is in the stack, and the tenant has it no more."
            : "The account becomes inactive: Autotask deletes none. Its integration stops.",
        accounts,
        direction: "narrows",
      },
    ];
  }
  const moved = levelMove(old!, now!, around);
  if (subject.op === "replace") {
    return [
      {
        kind: "replace",
        summary: "Another account is made and this one becomes inactive: the integration needs the new key and secret.",
        ...moved,
        fields: fieldsOf(subject),
        accounts,
      },
    ];
  }
  const drafts: Draft[] = [];
  if (old!.userName.toLowerCase() !== now!.userName.toLowerCase()) {
    drafts.push({
      kind: "renamed",
      summary: `Its user name is now "${now!.userName}": the integration signs in with the old one and is refused.`,
      fields: [{ field: "username", old: old!.userName, new: now!.userName }],
      accounts,
    });
  }
  const stops = old!.active && !now!.active;
  if (stops) drafts.push(inactive("account", accounts));
  const secrets = API_USER_SECRETS.filter((name) => subject.touched.has(name) && hasOne(subject, name));
  if (secrets.length > 0) {
    drafts.push({
      kind: "credential-changed",
      summary: "Its credentials change: give the integration the new ones.",
      fields: secrets.map((field) => ({ field, old: "[secret]", new: "[secret]" })),
      accounts,
    });
  }
  const fields = fieldsOf(subject, ["username", ...(stops ? ["active"] : [])]);
  if (fields.length > 0) {
    const wider = reactivates(fields) ? "widens" : undefined;
    drafts.push({
      kind: "update",
      summary: moved.cells
        ? "The account gets another security level."
        : `${count(fields.length, "property", "properties")} of the account.`,
      ...moved,
      ...(wider ? { direction: wider } : {}),
      fields,
      accounts,
    });
  }
  return drafts;
}

/** Whether a property of these has a value before or after. */
export const hasOne = (subject: Subject, name: string): boolean =>
  [inputsOf(subject.before), inputsOf(subject.after)].some((inputs) => inputs[name] !== undefined);

/** What another level means for an account, where both levels are known. */
function levelMove(old: KnownAccount, now: KnownAccount, around: Surroundings): Partial<Draft> {
  if (sameLevelName(old.level, now.level)) return {};
  const [from, to] = [around.levels.before.get(nameKey(old.level)), around.levels.after.get(nameKey(now.level))];
  if (!from || !to) return { direction: "unordered" };
  return { cells: compare(from, to) };
}

/** Key of a level's name in maps. */
export const nameKey = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\(\s*api[- ]only\s*\)/g, "")
    .replace(/\s+/g, "");

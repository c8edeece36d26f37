import { expiresSoon } from "../psa/password";
import type { EmployeeRecord, ListedEmployee, ProbeResult, Rights, Roster } from "../psa/tenant";
import { sameName } from "../psa/wording";
import { cellId } from "../autotask/permissions/matrix";
import { finished } from "./changes";
import { count } from "./count";
import type { Compared } from "./live";
import type { CellChange, Change, Unseen } from "./model";
import { risksOfCell, SYSTEM_ADMINISTRATOR } from "./risks";
import type { Recorded } from "./stackState";
import { accountOf, accountTitle, inputsOf, isRecord, type KnownAccount } from "./subjects";

/** The tenant of a Kaseya or Pulseway PSA as it was found. */
export interface PsaView {
  /** Company and host. */
  tenant: string;
  roster: Roster;
  /** People whom the list does not show and REST has when it is asked for them, by the user name that was asked for. */
  asked: ReadonlyMap<string, EmployeeRecord>;
  /** The console's list of API employees. Absent without a console. */
  listed?: readonly ListedEmployee[];
  /** Why the console's list is absent. */
  unlisted?: { why: string; remedy: string };
  /** What came of signing in as the account, by its id. */
  probes: ReadonlyMap<string, ProbeResult>;
  /** The account that psa itself signs in with, which is configured and not declared. */
  ownUserName: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * What the engine cannot know of an API employee: who is in no stack, passwords that are refused or near their end, and
 * rights beyond those of the last proof. What differs in fields, who is missing and who is inactive the engine tells.
 *
 * @param recorded what this stack records
 * @param elsewhere what other stacks record
 */
export function comparePsa(view: PsaView, recorded: readonly Recorded[], elsewhere: readonly Recorded[]): Compared {
  const known = [...recorded, ...elsewhere];
  return {
    found: [
      ...unknownEmployees(view, known),
      ...recorded.flatMap((one) => [...refused(view, one), ...wider(view, one), ...expiring(view, one)]),
    ],
    // No right of an employee hangs on an object that others share, so nobody else is affected by a change.
    unmanaged: [],
    unseen: blindSpots(view, recorded, known),
  };
}

/** The tenant's record of an employee of a stack: by id, or by user name where REST did not show it when it was made. */
export function liveEmployee(
  { roster, asked }: Pick<PsaView, "roster" | "asked">,
  { id, state }: Recorded,
): EmployeeRecord | undefined {
  const { userName } = accountOf(state, "");
  return (
    roster.employees.find((one) => one.id === id) ??
    roster.employees.find((one) => sameName(one.userName, userName)) ??
    asked.get(userName)
  );
}

/** Whether a user name is that of the account in use, or of an employee of a stack as it is recorded or as it is now. */
function isKnown(view: PsaView, known: readonly Recorded[], userName: string): boolean {
  if (sameName(userName, view.ownUserName)) return true;
  return known.some((one) =>
    [accountOf(one.state, "").userName, liveEmployee(view, one)?.userName].some(
      (name) => name !== undefined && sameName(name, userName),
    ),
  );
}

function unknownEmployees(view: PsaView, known: readonly Recorded[]): Change[] {
  return (view.listed ?? [])
    .filter(({ active, userName }) => active && !isKnown(view, known, userName))
    .map(({ userName, name }) => {
      const record = view.roster.employees.find((one) => sameName(one.userName, userName));
      const shownName = (record ? `${record.firstName} ${record.lastName}` : name).trim();
      const account = { name: shownName, userName };
      return finished(
        {
          kind: "unknown-account",
          summary: "An API employee that exists in the tenant and in no stack.",
          direction: "widens",
          accounts: [{ ...account, active: true, managed: false }],
        },
        { type: "api-employee", name: accountTitle(account), id: record?.id ?? `username:${userName}` },
        view.tenant,
      );
    });
}

const refOf = ({ type, id, resource, urn }: Recorded, account: KnownAccount) => ({
  type,
  name: accountTitle(account),
  resource,
  urn,
  id,
});

const accountsOf = ({ name, userName, active }: KnownAccount) => [{ name, userName, active, managed: true }];

function refused(view: PsaView, one: Recorded): Change[] {
  if (view.probes.get(one.id)?.outcome !== "refused") return [];
  const account = accountOf(one.state, one.resource);
  const summary =
    "The tenant refuses the password that the stack holds: it was changed or has expired, the account is locked by failed sign-ins, or none of its security roles has Has API Access.";
  return [
    finished(
      { kind: "credential-changed", summary, accounts: accountsOf(account), direction: "none" },
      refOf(one, account),
      view.tenant,
    ),
  ];
}

/** Rights that its own sign-in shows and that of the last proof did not. Where none was recorded, none can be called new. */
function wider(view: PsaView, one: Recorded): Change[] {
  const seen = view.probes.get(one.id);
  const before = recordedRights(one);
  if (seen?.outcome !== "accepted" || !seen.rights || !before) return [];
  const cells = widerRights(before, seen.rights);
  if (cells.length === 0) return [];
  const account = accountOf(one.state, one.resource);
  const summary = "Seen from inside, the employee may do more than when it was last proven.";
  return [
    finished({ kind: "access-wider", summary, cells, accounts: accountsOf(account) }, refOf(one, account), view.tenant),
  ];
}

/** Rights in the form that the state keeps them in; of another version of this package they may be of another form. */
function recordedRights({ state }: Recorded): Rights | undefined {
  const rights = state.outputs?.["rights"];
  return isRecord(rights) && Array.isArray(rights["access"]) && Array.isArray(rights["specialFeatures"])
    ? (rights as unknown as Rights)
    : undefined;
}

const ACTIONS = [
  ["view", "View"],
  ["modify", "Modify"],
  ["delete", "Delete"],
] as const;

/** The vendor publishes numbers only, so a right is called by them. */
function widerRights(before: Rights, now: Rights): CellChange[] {
  const cells: CellChange[] = [];
  const add = (key: string, action?: string): void => {
    const name = { key, ...(action === undefined ? {} : { action }) };
    if (cells.some((other) => cellId(other) === cellId(name))) return;
    const cell: CellChange = { ...name, old: "No", new: "Yes", effect: "widens", risks: [], note: "seen from inside" };
    cells.push({ ...cell, risks: risksOfCell(cell) });
  };
  if (now.isSystemAdmin && !before.isSystemAdmin) add(SYSTEM_ADMINISTRATOR);
  for (const feature of now.specialFeatures)
    if (!before.specialFeatures.includes(feature)) add(`Own rights > Special feature ${feature}`);
  for (const { menu, category, listing, ...may } of now.access) {
    const had = before.access.find((one) => one.menu === menu && one.category === category && one.listing === listing);
    for (const [name, action] of ACTIONS)
      if (may[name] && !had?.[name]) add(`Own rights > Menu ${menu}, category ${category}, listing ${listing}`, action);
  }
  return cells;
}

function expiring(view: PsaView, one: Recorded): Change[] {
  const at = one.state.outputs?.["passwordExpiresAt"];
  const live = liveEmployee(view, one);
  // Whose integration is off, or who is gone, needs no new password.
  if (typeof at !== "string" || Number.isNaN(Date.parse(at)) || inputsOf(one.state)["active"] === false) return [];
  if (live ? !live.active : view.roster.whole) return [];
  const left = expiresSoon(at, view.now);
  if (left === undefined) return [];
  const account = accountOf(one.state, one.resource);
  const day = at.slice(0, 10);
  const when =
    left < 0
      ? `was to be changed by ${day}`
      : `has to be changed by ${day}, in ${left === 0 ? "less than a day" : count(left, "day")}`;
  return [
    finished(
      {
        kind: "password-expiring",
        summary: `The password ${when}; its integration stops then, unless the tenant exempts API users.`,
        fields: [{ field: "passwordExpiresAt", old: null, new: day }],
        accounts: accountsOf(account),
        direction: "none",
      },
      refOf(one, account),
      view.tenant,
    ),
  ];
}

/** What this view cannot tell, for want of the console or of rights. */
function blindSpots(view: PsaView, recorded: readonly Recorded[], known: readonly Recorded[]): Unseen[] {
  const spots: Unseen[] = [];
  const { roster, listed, unlisted } = view;
  if (!listed) {
    const others = roster.employees.filter((one) => one.active && !isKnown(view, known, one.userName)).length;
    const strangers =
      others === 0
        ? "the tenant lists no other active employee"
        : `which of the ${count(others, "active employee")} that ${others === 1 ? "is" : "are"} in no stack ${others === 1 ? "is an API employee" : "are API employees"}`;
    spots.push({
      what: `User types, security roles, departments, managers and locations of the stack's employees; API employees in no stack: ${strangers}${roster.whole ? "" : ", and it may not list all"}.`,
      why: unlisted?.why ?? "REST shows no user type; only the admin console does, and it was not asked.",
      remedy: unlisted?.remedy ?? "Configure a console sign-in (psa:consoleUserName, consolePassword).",
    });
  }
  // Whoever is managed is an API employee. A list that lacks one may lack others.
  const lacking = recorded.flatMap((one) => {
    const live = liveEmployee(view, one);
    return live?.active && listed?.every(({ userName }) => !sameName(userName, live.userName)) ? [live.userName] : [];
  });
  if (lacking.length > 0) {
    spots.push({
      what: "Whether these are all API employees that are in no stack.",
      why: `The console's list of API employees lacks ${count(lacking.length, "employee")} of the stack (${lacking.slice(0, 5).join(", ")}${lacking.length > 5 ? ", ..." : ""}), so it may lack others.`,
      remedy: "Look at their User Type in HR > Employees; psa doctor --console shows what the page looks like.",
    });
  }
  // The console's list of API employees has everybody of whom the stack knows, or the engine tells that one is missing.
  const hidden = roster.whole || listed ? [] : recorded.filter((one) => !liveEmployee(view, one));
  if (hidden.length > 0) {
    const names = hidden.slice(0, 5).map((one) => accountTitle(accountOf(one.state, one.resource)));
    spots.push({
      what: `Whether ${hidden.length === 1 ? "this employee" : `these ${hidden.length} employees`} still exist${hidden.length === 1 ? "s" : ""}: ${names.join(", ")}${hidden.length > names.length ? ", ..." : ""}.`,
      why: "The REST API does not list them, and in this tenant that does not mean that they are gone: it may hide API employees or inactive ones.",
      remedy: "A console sign-in would tell, or look in HR > Employees.",
    });
  }
  const unread = recorded.filter((one) => {
    const probe = view.probes.get(one.id);
    return probe?.outcome === "accepted" && !probe.rights;
  });
  if (unread.length > 0) {
    spots.push({
      what: `What ${count(unread.length, "account")} may do: ${unread
        .slice(0, 5)
        .map((one) => accountTitle(accountOf(one.state, one.resource)))
        .join(", ")}${unread.length > 5 ? ", ..." : ""}.`,
      why: "It was let in, and the call that shows its own rights (security/userinfo) failed.",
      remedy: "Run again later.",
    });
  }
  return spots;
}

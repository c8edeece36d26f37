import type { EffectiveAccess } from "../autotask/apiUserInputs";
import { sameLevelName } from "../autotask/permissions/wording";
import type { ApiUserRecord, LevelRow, ProbeResult, SecurityLevelRef } from "../autotask/tenant";
import { localPart } from "../autotask/username";
import { widerAccess } from "./access";
import { finished } from "./changes";
import type { Account, CellChange, Change, ObjectRef, Unseen } from "./model";
import type { Recorded } from "./stackState";
import { accountOf, accountTitle, grantsOf, isRecord, levelName, type KnownAccount } from "./subjects";
import { cellId } from "../autotask/permissions/matrix";

/** The tenant as it was found. */
export interface LiveView {
  /** Host of its zone. */
  tenant: string;
  levels: readonly SecurityLevelRef[];
  users: readonly ApiUserRecord[];
  /** The console's list of levels, which says what is API-only. Absent without a console. */
  rows?: readonly LevelRow[];
  /** By id of the account; absent for those whose page was not read. */
  locked: ReadonlyMap<string, boolean>;
  /** What came of signing in as the account, by its id. */
  probes: ReadonlyMap<string, ProbeResult>;
  /** The account that psa itself signs in with, which is configured and not declared. */
  ownUserName: string;
}

export interface Compared {
  found: Change[];
  /** Accounts of the tenant that are in no stack. */
  unmanaged: KnownAccount[];
  unseen: Unseen[];
}

/**
 * What the engine cannot know, because it only looks at what a stack records: accounts and levels in no stack, locked
 * accounts, credentials that are refused, and access that is wider than declared.
 *
 * @param recorded what this stack records
 * @param elsewhere what other stacks record
 */
export function compareLive(view: LiveView, recorded: readonly Recorded[], elsewhere: readonly Recorded[]): Compared {
  const unmanaged = strangers(view, [...recorded, ...elsewhere]);
  const found = [
    ...unmanaged.filter(({ active }) => active).map((account) => unknownAccount(account, view.tenant)),
    ...unknownLevels(view, [...recorded, ...elsewhere]),
    ...accounts(view, recorded),
    ...wider(view, recorded),
  ];
  return { found, unmanaged, unseen: blindSpots(view, [...recorded, ...elsewhere]) };
}

const isUser = ({ type }: Recorded): boolean => type === "api-user";
const isLevel = ({ type }: Recorded): boolean => type === "security-level";

/** The tenant's record of an account of a stack: by id, or by user name where REST did not show it when it was made. */
function liveOf(view: LiveView, { id, state }: Recorded): ApiUserRecord | undefined {
  const userName = accountOf(state, "").userName;
  return (
    view.users.find((user) => user.id === id) ??
    (userName === "" ? undefined : view.users.find((user) => localPart(user.userName) === localPart(userName)))
  );
}

/** An API user of the tenant that no stack records. */
export const strangerOf = (user: ApiUserRecord): KnownAccount => ({
  name: `${user.firstName} ${user.lastName}`.trim(),
  userName: user.userName.split("@")[0] ?? "",
  active: user.active,
  managed: false,
  level: user.securityLevel ?? "",
  id: user.id,
});

function strangers(view: LiveView, known: readonly Recorded[]): KnownAccount[] {
  const managed = new Set(known.filter(isUser).map((one) => liveOf(view, one)?.id));
  return view.users
    .filter((user) => !managed.has(user.id) && localPart(user.userName) !== localPart(view.ownUserName))
    .map(strangerOf);
}

function unknownAccount(account: KnownAccount, tenant: string): Change {
  const { name, userName, active, level, id } = account;
  return finished(
    {
      kind: "unknown-account",
      summary: `Exists in the tenant and in no stack${level === "" ? "" : `, on the security level "${level}"`}.`,
      direction: "widens",
      accounts: [{ name, userName, active, managed: false }],
    },
    { type: "api-user", name: accountTitle(account), ...(id === undefined ? {} : { id }) },
    tenant,
  );
}

/** The level of our own account is as well known as the account is. */
const ownLevel = (view: LiveView): string | undefined =>
  view.users.find((user) => localPart(user.userName) === localPart(view.ownUserName))?.securityLevelId;

/** Custom levels that are active and in no stack. `apiOnly` is undefined where only the console could say. */
function strangeLevels(view: LiveView, known: readonly Recorded[]): { level: SecurityLevelRef; apiOnly?: boolean }[] {
  const levels = known.filter(isLevel);
  const used = new Set(view.users.map(({ securityLevelId }) => securityLevelId));
  return view.levels
    .filter((level) => level.active && !level.system && level.id !== ownLevel(view))
    .filter(({ id, name }) => !levels.some((one) => one.id === id || sameLevelName(levelName(one.state), name)))
    .map((level) => {
      const row = view.rows?.find(({ name }) => sameLevelName(name, level.name));
      // API users can be on no other kind of level.
      return { level, apiOnly: used.has(level.id) ? true : row?.apiOnly };
    });
}

function unknownLevels(view: LiveView, known: readonly Recorded[]): Change[] {
  return strangeLevels(view, known)
    .filter(({ apiOnly }) => apiOnly === true)
    .map(({ level }) => {
      const on = view.users.filter(({ securityLevelId, active }) => active && securityLevelId === level.id);
      return finished(
        {
          kind: "unknown-level",
          summary: "Exists in the tenant and in no stack.",
          direction: "widens",
          accounts: on.map((user): Account => ({
            name: `${user.firstName} ${user.lastName}`.trim(),
            userName: user.userName.split("@")[0] ?? "",
            active: true,
            managed: known.some((one) => isUser(one) && one.id === user.id),
          })),
        },
        { type: "security-level", name: level.name, id: level.id },
        view.tenant,
      );
    });
}

function refOf(one: Recorded, name: string): ObjectRef {
  return { type: one.type, name, resource: one.resource, urn: one.urn, id: one.id };
}

/** Locked accounts, and credentials that the tenant refuses. A locked account is refused because it is locked. */
function accounts(view: LiveView, recorded: readonly Recorded[]): Change[] {
  return recorded.filter(isUser).flatMap((one): Change[] => {
    const account = accountOf(one.state, one.resource);
    const { name, userName, active } = account;
    const ref = refOf(one, accountTitle(account));
    const draft = { accounts: [{ name, userName, active, managed: true }], direction: "none" as const };
    if (view.locked.get(one.id)) {
      const summary = "The account is locked: its integration is refused until somebody clears Locked.";
      return [finished({ ...draft, kind: "locked", summary }, ref, view.tenant)];
    }
    const live = liveOf(view, one);
    if (view.probes.get(one.id)?.outcome !== "refused" || live?.active === false) return [];
    const summary = `The tenant refuses the credentials that the stack holds${view.locked.has(one.id) ? "" : "; the account may be locked, which only the console shows"}.`;
    return [finished({ ...draft, kind: "credential-changed", summary }, ref, view.tenant)];
  });
}

/** Levels whose accounts may do more than is declared, seen with their own credentials. */
function wider(view: LiveView, recorded: readonly Recorded[]): Change[] {
  return recorded.filter(isLevel).flatMap((level): Change[] => {
    const grants = grantsOf(level.state);
    if (!grants) return [];
    const name = levelName(level.state);
    const cells = new Map<string, CellChange>();
    const seenBy: Account[] = [];
    for (const user of recorded.filter(isUser)) {
      const account = accountOf(user.state, user.resource);
      const seen = view.probes.get(user.id);
      const live = liveOf(view, user);
      // Whoever is on another level by now shows that level's access.
      if (seen?.outcome !== "accepted" || !live || live.securityLevelId !== level.id) continue;
      const access = user.state.outputs?.["access"];
      const wide = widerAccess(seen.access, grants, recordedAccess(access));
      for (const cell of wide) cells.set(cellId(cell), cell);
      if (wide.length > 0)
        seenBy.push({ name: account.name, userName: account.userName, active: account.active, managed: true });
    }
    if (cells.size === 0) return [];
    const summary = "Seen from inside, its accounts may do more than the level declares.";
    return [
      finished(
        { kind: "access-wider", summary, cells: [...cells.values()], accounts: seenBy },
        refOf(level, name),
        view.tenant,
      ),
    ];
  });
}

const recordedAccess = (value: unknown): EffectiveAccess | undefined =>
  isRecord(value) && Object.keys(value).length > 0 ? (value as EffectiveAccess) : undefined;

/** What this view cannot tell, for want of the console or of rights. */
function blindSpots(view: LiveView, known: readonly Recorded[]): Unseen[] {
  const spots: Unseen[] = [];
  const signIn = "Set autotask:consoleUrl, consoleUserName and consolePassword.";
  if (!view.users.some((user) => localPart(user.userName) === localPart(view.ownUserName))) {
    spots.push({
      what: "Accounts that are in no stack.",
      why: "The REST API of this tenant does not list API users, not even the one that asks.",
      remedy: "Look at Resources/Users in the console.",
    });
  }
  if (!view.rows) {
    const unclear = strangeLevels(view, known).filter(({ apiOnly }) => apiOnly === undefined);
    if (unclear.length > 0) {
      spots.push({
        what: `Whether ${unclear.length === 1 ? "this level is" : `these ${unclear.length} levels are`} API-only: ${unclear
          .slice(0, 10)
          .map(({ level }) => `"${level.name}"`)
          .join(", ")}${unclear.length > 10 ? ", ..." : ""}.`,
        why: "They are in no stack, no API account is on them, and only the admin console shows which kind they are.",
        remedy: signIn,
      });
    }
  }
  return spots;
}

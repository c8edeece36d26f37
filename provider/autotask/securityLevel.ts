import { isDeepStrictEqual } from "node:util";
import { PsaError } from "../errors";
import { hasUnknown, PartialFailure, UNKNOWN, type Checked, type Difference, type Lifecycle } from "../lifecycle";
import { nearest } from "../nearest";
import {
  changeLevelRunbook,
  createLevelRunbook,
  editedCells,
  remakeLevelRunbook,
  type LevelWish,
} from "./guide/levelRunbook";
import { byPerson, NOBODY } from "./guide/person";
import { atMost, InputReader } from "../inputs";
import { PASSWORD_NEVER_EXPIRES } from "./permissions/catalogue";
import {
  baselineOf,
  changesBetween,
  flatten,
  normaliseExtra,
  normalisePermissions,
  project,
  relations,
  type Baseline,
  type CanonicalPermissions,
} from "./permissions/declaration";
import type { Permissions } from "./permissions/keys";
import { cellId, cellName, describe, differences, effectOfAll, leftAlone } from "./permissions/matrix";
import { sameLevelName } from "./permissions/wording";
import type { AutotaskServices } from "./services";
import type { AdminConsole, CellValue, LevelPage, LevelRow, SecurityLevelRef, Unlisted, WantedCell } from "./tenant";
import { UNTIL_LISTED, waitFor } from "../waiting";

/**
 * The system level from which a level is copied unless another one is named: an API-only level is made as a copy.
 *
 * @rule Levels are copies
 * @source Autotask help, Create or edit a custom security level
 */
export const DEFAULT_COPY_FROM = "API User (system)";

/**
 * Custom API-only levels that a tenant may have: 50. Counted before one is made, and at preview as far as REST tells.
 *
 * @rule At most 50 custom API-only levels
 * @source Autotask developer help, Define an API user
 */
export const MAX_CUSTOM_API_LEVELS = 50;

/**
 * System levels that the vendor does not let anybody copy or edit: Dashboard User, Time and Attendance, Contractor.
 *
 * @rule Levels that cannot be copied
 * @source Autotask help, System security levels
 */
const NOT_COPYABLE = ["Dashboard User", "Time and Attendance", "Contractor"];

/**
 * A security level as a program declares it.
 *
 * @source Autotask help, Create or edit a custom security level
 */
export interface SecurityLevelArgs {
  /**
   * Name of the level: what the console shows, without "(API-only)". 1 to 50 characters; the maximum is an assumption,
   * no public record has it. Changing it renames the level in place. Console: Name.
   */
  name: string;
  /**
   * Level that is copied, by name. Console: Copy Security Level. Changing it replaces the level.
   * @default "API User (system)"
   */
  copyFrom?: string;
  /** Whether users may be given it; an inactive level stays with those who have it. Console: Active. @default true */
  active?: boolean;
  /**
   * What becomes of permissions that are not declared: `"none"` sets them to No Permission, `"inherit"` leaves what the
   * copied level had. Numbers are never touched unless declared.
   * @default "none"
   */
  unlisted?: Unlisted;
  /**
   * Permissions in the words of the console: `Section > Group > Name`. "Not required to change password" is on unless it
   * is switched off here, since an API user cannot change its password. Console: the sections from Contracts to Web
   * Services API.
   * @source data/autotask-permissions.json, cell by cell; see Permissions below
   */
  permissions?: Permissions;
  /**
   * Permissions that the catalogue does not know, in the page's own words; not checked before they are applied. Console: any
   * cell of the page.
   */
  extraPermissions?: CanonicalPermissions;
  /** Take over an existing level of the same name that is not as declared. @default false */
  adopt?: boolean;
  /**
   * The vendor profile that the level claims to stay within, by name, e.g. `"propel"`; 1 to 100 characters. A note for
   * reviews and policies: Autotask has no field for it, nothing is written.
   */
  profile?: string;
  /** Why the level needs the sensitive rights that it has; 1 to 500 characters. A note like `profile`. */
  justification?: string;
}

/** The declaration in canonical form. */
export interface SecurityLevelInputs {
  name: string;
  copyFrom: string;
  active: boolean;
  unlisted: Unlisted;
  permissions: CanonicalPermissions;
  extraPermissions?: CanonicalPermissions;
  adopt: boolean;
  profile?: string;
  justification?: string;
}

export interface SecurityLevelState extends SecurityLevelInputs {
  /** Value of the REST picklist `Resources.userType`; stable over a rename. */
  levelId: string;
  /**
   * True: the permissions were read on the level's page. False: no console sign-in is configured, so they are what a
   * person was asked to set.
   */
  permissionsSeen: boolean;
  /** For `unlisted: "inherit"`: what the copy had, by cell. */
  baseline?: Baseline;
}

/** What is said about a level and kept in the state alone. */
const NOTES = ["profile", "justification"] as const;

// prettier-ignore
const PROPERTIES = [
  "name", "copyFrom", "active", "unlisted", "permissions", "extraPermissions", "adopt", ...NOTES,
];

const cellsOf = (inputs: SecurityLevelInputs): WantedCell[] => [
  ...flatten(inputs.permissions),
  ...flatten(inputs.extraPermissions),
];

/** A state without its observations is what `check` returns. */
function inputsOf(state: SecurityLevelState): SecurityLevelInputs {
  const inputs: Partial<SecurityLevelState> = { ...state };
  delete inputs.levelId;
  delete inputs.permissionsSeen;
  delete inputs.baseline;
  return inputs as SecurityLevelInputs;
}

/** Copies are often named after their source, "(system)" and all: an existing one can be adopted under such a name. */
const looksLikeSystem = (name: string): boolean => /\(\s*system\s*\)\s*(\(\s*api[- ]only\s*\))?\s*$/i.test(name);
const SYSTEM_NAME = `Names that end in "(system)" belong to Autotask's own levels, which nobody can change. Choose another name and name the system level in copyFrom; adopt: true takes over a level of your own that has such a name.`;
/** Whether nothing would be written to the tenant. */
function sameLevel(olds: SecurityLevelState, news: SecurityLevelInputs): boolean {
  return (
    olds.name === news.name &&
    olds.active === news.active &&
    olds.unlisted === news.unlisted &&
    isDeepStrictEqual(olds.permissions, news.permissions) &&
    isDeepStrictEqual(olds.extraPermissions ?? {}, news.extraPermissions ?? {})
  );
}

const sameNotes = (olds: SecurityLevelState, news: SecurityLevelInputs): boolean =>
  NOTES.every((note) => olds[note] === news[note]);

/**
 * Names that end in "(system)" are Autotask's own levels, which nobody can change; "(API-only)" is added by the console.
 *
 * @rule System levels are never written
 * @source Autotask help, System security levels
 */
function nameRule(value: string): string | undefined {
  if (/\(\s*api[- ]only\s*\)\s*$/i.test(value) && !looksLikeSystem(value))
    return `Leave out "(API-only)": the console adds it by itself.`;
  return atMost(50)(value);
}

function copyRule(value: string): string | undefined {
  const bare = value.replace(/\s*\((system|api[- ]only)\)/gi, "");
  return NOT_COPYABLE.some((name) => sameLevelName(name, bare))
    ? `Autotask does not let "${value}" be copied. For an API user copy "${DEFAULT_COPY_FROM}".`
    : undefined;
}

/** How a security level is checked, compared, made, read, changed and inactivated. */
export function securityLevel(services: AutotaskServices): Lifecycle<SecurityLevelInputs, SecurityLevelState> {
  const { directory, log } = services;
  const person = services.person ?? NOBODY;
  /** Names of levels that this process has seen declared and not yet existing: several new ones count together. */
  const declaredNew = new Set<string>();
  let saidUnread = false;

  async function check(
    news: Record<string, unknown>,
    olds: Record<string, unknown> = {},
  ): Promise<Checked<SecurityLevelInputs>> {
    const read = new InputReader(news);
    read.only(PROPERTIES);
    const rule = (value: string) => (value === olds.name ? undefined : nameRule(value));
    const name = read.required("name", 'the name that the console shows, e.g. "API User (Propel Your MSP)".', rule);
    const copyFrom = read.text("copyFrom", copyRule) ?? DEFAULT_COPY_FROM;
    const active = read.flag("active", true);
    const unlisted = read.choice<Unlisted>("unlisted", ["none", "inherit"], "none");
    const adopt = read.flag("adopt", false);
    if (!adopt && !read.isUnknown("name") && name !== olds.name && looksLikeSystem(name))
      read.refuse("name", SYSTEM_NAME);
    const profile = read.text("profile", atMost(100));
    const justification = read.text("justification", atMost(500));
    const permissions = read.isUnknown("permissions")
      ? { permissions: UNKNOWN as unknown as CanonicalPermissions, failures: [], warnings: [] }
      : normalisePermissions(news.permissions);
    if (!read.isUnknown("permissions")) {
      if (permissions.permissions[PASSWORD_NEVER_EXPIRES] === false) {
        read.warnings.push(
          `permissions["${PASSWORD_NEVER_EXPIRES}"] is false: the secrets of users on "${name}" expire by the tenant's password rules, and an API user cannot sign in to change its own. The integration stops then.`,
        );
      }
      permissions.permissions = withPasswordBox(permissions.permissions);
    }
    const known = read.isUnknown("permissions") ? {} : permissions.permissions;
    const extra = read.isUnknown("extraPermissions")
      ? { permissions: UNKNOWN as unknown as CanonicalPermissions, failures: [], warnings: [] }
      : normaliseExtra(news.extraPermissions, known);
    const related = read.isUnknown("unlisted") ? { failures: [], warnings: [] } : relations(known, unlisted);
    const failures = [...read.failures, ...permissions.failures, ...related.failures, ...extra.failures];
    const warnings = [...read.warnings, ...permissions.warnings, ...related.warnings, ...extra.warnings];
    if (failures.length === 0 && typeof name === "string" && Object.keys(olds).every((key) => key === "__provider")) {
      const full = await noRoom(name);
      if (full !== undefined) failures.push({ property: "name", reason: full });
    }
    if (failures.length === 0 && !hasUnknown([name, permissions.permissions]))
      services.levels?.write({ name, cells: flatten(permissions.permissions), unlisted });
    const some = read.isUnknown("extraPermissions") || Object.keys(extra.permissions).length > 0;
    return {
      inputs: {
        name,
        copyFrom,
        active,
        unlisted,
        permissions: permissions.permissions,
        ...(some ? { extraPermissions: extra.permissions } : {}),
        adopt,
        ...(profile === undefined ? {} : { profile }),
        ...(justification === undefined ? {} : { justification }),
      },
      failures,
      warnings,
    };
  }

  /**
   * Why one more custom level cannot be made, as far as a preview can tell. REST shows custom levels without saying which
   * are API-only; only when there are so many that it matters is the console's list read.
   */
  async function noRoom(name: string): Promise<string | undefined> {
    try {
      const custom = (await directory.securityLevels()).filter((level) => !level.system);
      if (custom.some((level) => sameLevelName(level.name, name))) return undefined;
      declaredNew.add(name);
      const fresh = [...declaredNew].filter(
        (other) => !custom.some((level) => sameLevelName(level.name, other)),
      ).length;
      if (custom.length + fresh <= MAX_CUSTOM_API_LEVELS) return undefined;
      if (!services.console) {
        log.warn(
          `${directory.tenantName} has ${custom.length} custom security levels. Autotask takes ${MAX_CUSTOM_API_LEVELS} API-only ones; which of them are API-only shows in the console only.`,
        );
        return undefined;
      }
      const taken = await countCustom(await services.console.levels());
      return taken + fresh > MAX_CUSTOM_API_LEVELS ? fullTenant(taken, fresh) : undefined;
    } catch (error) {
      // What cannot be asked now is asked again when the level is made; a preview without the tenant stays possible.
      if (error instanceof PsaError && error.code !== "authentication" && error.code !== "config") return undefined;
      throw error;
    }
  }

  /**
   * Custom API-only levels in the console's list. REST knows which levels are Autotask's own; the list only shows names, and
   * copies are often named after their source, "(system)" and all. Levels that REST does not show count by their name.
   */
  async function countCustom(rows: LevelRow[]): Promise<number> {
    const known = await directory.securityLevels();
    const isSystem = (row: LevelRow) =>
      known.find((level) => sameLevelName(level.name, row.name))?.system ?? row.system;
    return rows.filter((row) => row.apiOnly && !isSystem(row)).length;
  }

  function fullTenant(taken: number, fresh: number): string {
    return `${directory.tenantName} has ${taken} custom API-only security levels, and this program adds ${fresh}: Autotask takes at most ${MAX_CUSTOM_API_LEVELS}. Reuse a level (its name with adopt: true), or remove one that nobody uses.`;
  }

  function diff(_id: string, olds: SecurityLevelState, news: SecurityLevelInputs): Difference {
    if (olds.copyFrom !== news.copyFrom && !sameLevelName(olds.copyFrom, String(news.copyFrom))) {
      // Two levels cannot share a name, and the new one cannot be made while the old one has it.
      return { replaces: ["copyFrom"], deleteBeforeReplace: sameLevelName(olds.name, String(news.name)) };
    }
    const equal = !hasUnknown(news) && sameLevel(olds, news) && sameNotes(olds, news);
    return equal ? { changes: false } : {};
  }

  const wishOf = (inputs: SecurityLevelInputs): LevelWish => ({ ...inputs, cells: cellsOf(inputs) });

  /** Levels of this name, read anew. */
  async function named(name: string): Promise<SecurityLevelRef[]> {
    directory.invalidate();
    return (await directory.securityLevels()).filter((level) => sameLevelName(level.name, name));
  }

  /** @throws PsaError `conflict` when two levels have the name: which one is meant cannot be known */
  function theOne(found: SecurityLevelRef[], name: string): SecurityLevelRef | undefined {
    if (found.length <= 1) return found[0];
    throw new PsaError(
      "conflict",
      `${directory.tenantName} has ${found.length} security levels named "${name}" (ids ${found.map((level) => level.id).join(", ")}).`,
      "Rename or inactivate all but one of them in the console, then run again.",
    );
  }

  async function create(inputs: SecurityLevelInputs): Promise<{ id: string; state: SecurityLevelState }> {
    const existing = theOne(await named(inputs.name), inputs.name);
    const { console } = services;
    if (!console) return createByPerson(inputs, existing);
    if (existing) return takeOver(console, existing, inputs);

    const rows = await console.levels();
    // A level can be missing in the picklist, e.g. because it is inactive: the console's list has them all.
    const hidden = rows.find((row) => sameLevelName(row.name, inputs.name));
    if (hidden) return takeOver(console, { id: "", name: hidden.name, active: false, system: hidden.system }, inputs);

    const taken = await countCustom(rows);
    if (taken >= MAX_CUSTOM_API_LEVELS) throw new PsaError("validation", fullTenant(taken, 1), "Nothing was made.");
    const source = rows.find((row) => sameLevelName(row.name, inputs.copyFrom));
    if (!source) {
      const near = nearest(
        inputs.copyFrom,
        rows.map((row) => row.name),
      );
      throw new PsaError(
        "not-found",
        `${directory.tenantName} has no security level "${inputs.copyFrom}" to copy.`,
        `Set copyFrom to a level of the tenant${near.length > 0 ? `, e.g. ${near.map((name) => `"${name}"`).join(", ")}` : ""}.`,
      );
    }
    const baseline =
      inputs.unlisted === "inherit" ? baselineOf((await console.readLevel(source.name)).cells) : undefined;
    const page = await console.copyLevel(source.name, inputs.name, {
      active: inputs.active,
      cells: cellsOf(inputs),
      unlisted: inputs.unlisted,
    });
    return recorded(inputs, page, baseline);
  }

  /**
   * Without a console a person makes the level, and the REST API shows that it is there. An existing one is taken to be
   * what a person was asked to make: nothing is written, so that nothing is lost by it.
   */
  async function createByPerson(
    inputs: SecurityLevelInputs,
    existing: SecurityLevelRef | undefined,
  ): Promise<{ id: string; state: SecurityLevelState }> {
    if (existing?.system) throw systemLevel(existing.name);
    const runbook =
      existing === undefined || existing.active === inputs.active
        ? createLevelRunbook(wishOf(inputs), person.term)
        : { ...remakeLevelRunbook(existing.name, wishOf(inputs), person.term), code: undefined };
    const look = async (): Promise<SecurityLevelRef | undefined> => {
      const level = theOne(await named(inputs.name), inputs.name);
      return level?.active === inputs.active ? level : undefined;
    };
    const level =
      existing?.active === inputs.active
        ? existing
        : await byPerson(services, existing ? "change a security level" : "create a security level", runbook, look);
    await person.drop(runbook.name);
    log.warn(
      `${directory.tenantName}: the security level "${level.name}" (id ${level.id}) was found and taken over. Without a console sign-in its permissions cannot be read: they are taken to be as declared, and shown in part by what its API users may do.`,
    );
    return { id: level.id, state: { ...inputs, levelId: level.id, permissionsSeen: false } };
  }

  /** A level of this name is there already: ours from a broken run, revived, adopted, or somebody else's. */
  async function takeOver(
    console: AdminConsole,
    existing: SecurityLevelRef,
    inputs: SecurityLevelInputs,
  ): Promise<{ id: string; state: SecurityLevelState }> {
    if (existing.system) throw systemLevel(existing.name);
    const page = await console.readLevel(existing.name);
    const missing = differences(cellsOf(inputs), page.cells, inputs.unlisted);
    const baseline =
      inputs.unlisted === "inherit" ? baselineOf((await console.readLevel(inputs.copyFrom)).cells) : undefined;
    if (missing.length === 0 && page.active === inputs.active) return recorded(inputs, page, baseline, existing.id);
    if (page.active && !inputs.adopt) {
      throw new PsaError(
        "conflict",
        `${directory.tenantName} already has a security level "${existing.name}" (id ${existing.id || "not shown by REST"}), and it is not as declared: ${listed(missing.map(describe)) || "it is active"}.`,
        "Set adopt: true to take it over and make it as declared, or choose another name.",
      );
    }
    log.info(
      `${directory.tenantName}: the security level "${existing.name}" (id ${existing.id || "not shown by REST"}) is taken over; what changes: ${listed(missing.map(describe)) || "the box Active"}.`,
    );
    const changed = await console.changeLevel(
      existing.name,
      {
        active: inputs.active,
        cells: cellsOf(inputs),
        unlisted: inputs.unlisted,
        ...(existing.name === inputs.name ? {} : { rename: inputs.name }),
      },
      page.cells.filter((cell) => cell.writable).map(({ key, action, value }) => ({ key, action, value })),
    );
    return recorded(inputs, changed, baseline, existing.id);
  }

  function systemLevel(name: string): PsaError {
    return new PsaError(
      "permission",
      `${directory.tenantName}: "${name}" is one of Autotask's own levels, which cannot be changed.`,
      "Declare a copy of it under another name.",
    );
  }

  const listed = (texts: string[], most = 12): string =>
    texts.slice(0, most).join("; ") + (texts.length > most ? `; and ${texts.length - most} more` : "");

  function stateOf(
    inputs: SecurityLevelInputs,
    page: LevelPage,
    levelId: string,
    baseline?: Baseline,
  ): SecurityLevelState {
    const { permissions, extraPermissions, ...rest } = inputs;
    return {
      ...rest,
      name: sameLevelName(page.name, inputs.name) ? inputs.name : page.name,
      active: page.active,
      ...project(page.cells, { permissions, extraPermissions, unlisted: inputs.unlisted, baseline }),
      levelId,
      permissionsSeen: true,
      ...(baseline ? { baseline } : {}),
    };
  }

  /** After the save: the id, the state as observed, and whether it is what was declared. */
  async function recorded(
    inputs: SecurityLevelInputs,
    page: LevelPage,
    baseline: Baseline | undefined,
    knownId?: string,
  ): Promise<{ id: string; state: SecurityLevelState }> {
    directory.invalidate();
    const id =
      knownId || (await waitFor(services, UNTIL_LISTED, async () => theOne(await named(inputs.name), inputs.name)?.id));
    if (!id) {
      throw new PsaError(
        "unverified",
        `${directory.tenantName}: the security level "${inputs.name}" was saved, but the REST API does not list it after a minute.`,
        "Run pulumi up again: the level is found by its name and taken over.",
      );
    }
    const state = stateOf(inputs, page, id, baseline);
    assertAsDeclared(id, state, inputs, page);
    return { id, state };
  }

  function assertAsDeclared(id: string, state: SecurityLevelState, inputs: SecurityLevelInputs, page: LevelPage): void {
    const left = inputs.unlisted === "none" ? leftAlone(cellsOf(inputs), page.cells) : [];
    if (left.length > 0) {
      log.warn(
        `${directory.tenantName}: "${inputs.name}" keeps what its copy had in ${listed(left.map((cell) => `${cellName(cell)} (${String(cell.value)})`))}: nobody can say what "No Permission" is there. Declare ${left.length === 1 ? "it" : "them"} to decide.`,
      );
    }
    const wrong = differences(cellsOf(inputs), page.cells, inputs.unlisted).map(describe);
    if (page.active !== inputs.active) wrong.push(`Active: ${page.active} -> ${inputs.active}`);
    if (!sameLevelName(page.name, inputs.name)) wrong.push(`Name: "${page.name}" -> "${inputs.name}"`);
    if (wrong.length === 0) return;
    throw new PartialFailure(id, state, [
      `[unverified] ${directory.tenantName}: the security level "${inputs.name}" (id ${id}) was saved, but its page does not show what was declared (page -> declared): ${listed(wrong)}. ` +
        "A cell may need another permission first, or the tenant may not offer the value: correct the declaration, or run pulumi up again.",
    ]);
  }

  async function read(
    id: string,
    state: SecurityLevelState,
  ): Promise<{ id: string; state: SecurityLevelState; inputs: SecurityLevelInputs } | undefined> {
    const level = (await directory.securityLevels()).find((entry) => entry.id === id);
    if (!level && !(await stillListed(state))) return undefined;
    const name = level?.name ?? state.name;
    let live: SecurityLevelState;
    if (services.console) {
      const page = await services.console.readLevel(name);
      live = stateOf(
        state,
        { ...page, name, active: level?.active === false ? false : page.active },
        id,
        state.baseline,
      );
    } else {
      if (!saidUnread) {
        saidUnread = true;
        log.warn(
          `${directory.tenantName}: no console sign-in is configured, so only names of security levels and whether they are active are compared; their permissions are taken from the last run.`,
        );
      }
      live = {
        ...state,
        name: sameLevelName(name, state.name) ? state.name : name,
        active: level?.active ?? state.active,
        levelId: id,
      };
    }
    services.levels?.write({ name: live.name, cells: flatten(live.permissions), unlisted: live.unlisted });
    return { id, state: live, inputs: inputsOf(live) };
  }

  /** An inactive level may be left out of the picklist: that is no proof that it is gone. */
  async function stillListed(state: SecurityLevelState): Promise<boolean> {
    if (services.console) return (await services.console.levels()).some((row) => sameLevelName(row.name, state.name));
    return !state.active;
  }

  async function update(id: string, olds: SecurityLevelState, news: SecurityLevelInputs): Promise<SecurityLevelState> {
    // A new note is no reason to open the console.
    if (sameLevel(olds, news) && !sameNotes(olds, news)) {
      return {
        ...news,
        levelId: olds.levelId,
        permissionsSeen: olds.permissionsSeen,
        ...(olds.baseline ? { baseline: olds.baseline } : {}),
      };
    }
    directory.invalidate();
    const levels = await directory.securityLevels();
    const live = levels.find((level) => level.id === id);
    if (live?.system) throw systemLevel(live.name);
    const taken = levels.find((level) => level.id !== id && sameLevelName(level.name, news.name));
    if (taken) {
      throw new PsaError(
        "conflict",
        `${directory.tenantName} already has another security level "${taken.name}" (id ${taken.id}).`,
        "Choose another name.",
      );
    }
    const currentName = live?.name ?? olds.name;
    if (!news.active && (live?.active ?? olds.active)) await warnOfUsers(id, currentName);
    const { console } = services;
    if (!console) return updateByPerson(id, currentName, live?.active ?? olds.active, olds, news);
    const baseline =
      news.unlisted === "none"
        ? undefined
        : (olds.baseline ?? baselineOf((await console.readLevel(currentName)).cells));
    const cells = [...cellsOf(news), ...givenBack(olds, news, baseline)];
    const change = {
      ...(currentName === news.name ? {} : { rename: news.name }),
      active: news.active,
      cells,
      unlisted: news.unlisted,
    };
    const effects = changesBetween(olds, { ...news, baseline });
    if (effects.length > 0) {
      log.info(
        `${directory.tenantName}: ${effects.length} permissions of "${currentName}" change; in all: ${effectOfAll(effects)}. ${listed(effects.map(describe))}`,
      );
    }
    const page = await changed(console, currentName, change, olds, news);
    directory.invalidate();
    const state = stateOf(news, page, id, baseline);
    assertAsDeclared(id, state, news, page);
    return state;
  }

  /**
   * Whether calls of users go on when their level is switched off is not on record. Not refused: users that go inactive in
   * the same run come after their level.
   */
  async function warnOfUsers(id: string, name: string): Promise<void> {
    const users = await activeUsersOn(id);
    if (users.length > 0) {
      log.warn(
        `${directory.tenantName}: the security level "${name}" is switched off while ${listed(users)} ${users.length === 1 ? "is" : "are"} on it; some tenants then refuse their calls.`,
      );
    }
  }

  const activeUsersOn = async (id: string): Promise<string[]> =>
    (await directory.apiUsers())
      .filter((user) => user.active && user.securityLevelId === id)
      .map((user) => `${user.firstName} ${user.lastName} (${user.userName})`);

  /** A new name and Active show in REST; that cells were set is for the person to say. */
  async function updateByPerson(
    id: string,
    currentName: string,
    active: boolean,
    olds: SecurityLevelState,
    news: SecurityLevelInputs,
  ): Promise<SecurityLevelState> {
    const cells = [
      ...editedCells(cellsOf(olds), wishOf(news)),
      // Everything that was not declared is in question then.
      ...(olds.unlisted !== news.unlisted && news.unlisted === "none" ? cellsOf(news) : []),
    ].filter((cell, at, all) => all.findIndex((other) => cellId(other) === cellId(cell)) === at);
    const edit = {
      ...(currentName === news.name ? {} : { rename: news.name }),
      ...(active === news.active ? {} : { active: news.active }),
      cells,
    };
    const widerChange = olds.unlisted !== news.unlisted && news.unlisted === "none";
    const runbook = widerChange
      ? remakeLevelRunbook(currentName, wishOf(news), person.term)
      : changeLevelRunbook(currentName, edit, person.term);
    const look = async (): Promise<true | undefined> => {
      directory.invalidate();
      const level = (await directory.securityLevels()).find((entry) => entry.id === id);
      // An inactive level may be missing in the picklist.
      const shown = level ? level.active === news.active && level.name === news.name : !news.active;
      return shown ? true : undefined;
    };
    const unseen = runbook.code !== undefined && !person.followed.has(runbook.code);
    if (unseen || !(await look()))
      await byPerson(services, "change a security level", runbook, unseen ? undefined : look);
    await person.drop(runbook.name);
    return {
      ...news,
      levelId: id,
      permissionsSeen: olds.permissionsSeen && cells.length === 0,
      ...(news.unlisted === "inherit" && olds.baseline ? { baseline: olds.baseline } : {}),
    };
  }

  /** With "inherit", a cell that is declared no longer goes back to what the copy had. */
  function givenBack(
    olds: SecurityLevelState,
    news: SecurityLevelInputs,
    baseline: Baseline | undefined,
  ): WantedCell[] {
    if (!baseline) return [];
    const kept = new Set(cellsOf(news).map(cellId));
    return cellsOf(olds).flatMap((cell): WantedCell[] => {
      const value: CellValue | undefined = baseline[cellId(cell)];
      return kept.has(cellId(cell)) || value === undefined ? [] : [{ ...cell, value }];
    });
  }

  /**
   * Saves once. When that ends in an error, the page is looked at before the error is believed: a run that broke after
   * its save has done the work, and its cells then differ from the state only because they are as wanted.
   */
  async function changed(
    console: AdminConsole,
    name: string,
    change: Parameters<AdminConsole["changeLevel"]>[1],
    olds: SecurityLevelState,
    news: SecurityLevelInputs,
  ): Promise<LevelPage> {
    try {
      return await console.changeLevel(name, change, cellsOf(olds));
    } catch (error) {
      if (
        !(error instanceof PsaError) ||
        !["conflict", "unavailable", "console-changed", "unverified"].includes(error.code)
      )
        throw error;
      const page = await console.readLevel(news.name).catch(() => undefined);
      const done =
        page !== undefined &&
        page.active === news.active &&
        sameLevelName(page.name, news.name) &&
        differences(change.cells ?? [], page.cells, news.unlisted).length === 0;
      if (!done) throw error;
      return page;
    }
  }

  async function remove(id: string, state: SecurityLevelState): Promise<void> {
    directory.invalidate();
    const level = (await directory.securityLevels()).find((entry) => entry.id === id);
    if (level ? !level.active : !(await stillListed(state)) || !state.active) return;
    const name = level?.name ?? state.name;
    if (level?.system) throw systemLevel(name);
    const users = await activeUsersOn(id);
    if (users.length > 0) {
      throw new PsaError(
        "conflict",
        `${directory.tenantName}: the security level "${name}" is in use by ${listed(users)}.`,
        "Inactivate these API users or give them another level first.",
      );
    }
    if (services.console) {
      await services.console.changeLevel(name, { active: false });
    } else {
      const runbook = changeLevelRunbook(name, { active: false, cells: [] }, person.term);
      await byPerson(services, "inactivate a security level", runbook, async () => {
        directory.invalidate();
        const now = (await directory.securityLevels()).find((entry) => entry.id === id);
        return now?.active ? undefined : true;
      });
    }
    await person.drop(changeLevelRunbook(name, { cells: [] }, person.term).name);
    directory.invalidate();
  }

  return { check, diff, create, read, update, delete: remove };
}

function withPasswordBox(permissions: CanonicalPermissions): CanonicalPermissions {
  return normalisePermissions({ [PASSWORD_NEVER_EXPIRES]: true, ...permissions }).permissions;
}

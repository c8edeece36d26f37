import { isDeepStrictEqual } from "node:util";
import { apiUser, type ApiUserInputs, type ApiUserState } from "../../autotask/apiUser";
import { findValue, PASSWORD_NEVER_EXPIRES, permissionAt } from "../../autotask/permissions/catalogue";
import { baselineOf, flatten, project, type CanonicalPermissions } from "../../autotask/permissions/declaration";
import { cellId, leftAlone } from "../../autotask/permissions/matrix";
import { sameLevelName } from "../../autotask/permissions/wording";
import {
  DEFAULT_COPY_FROM,
  securityLevel,
  type SecurityLevelInputs,
  type SecurityLevelState,
} from "../../autotask/securityLevel";
import type { AutotaskServices } from "../../autotask/services";
import type { ApiUserRecord, LevelPage, ObservedCell, SecurityLevelRef, Tracking } from "../../autotask/tenant";
import { localPart } from "../../autotask/username";
import type { Checked, Lifecycle } from "../../lifecycle";
import { Names } from "./names";

/** An object of the tenant, as a program declares it and as the stack records it. */
export interface Adopted<Inputs, State> {
  /** Name of the resource. */
  resource: string;
  id: string;
  /** What the program says. */
  declared: Record<string, unknown>;
  inputs: Inputs;
  state: State;
}
export type AdoptedLevel = Adopted<SecurityLevelInputs, SecurityLevelState> & { permissionsRead: boolean };
export type AdoptedUser = Adopted<ApiUserInputs, ApiUserState>;

export interface Surveyed {
  tenant: string;
  levels: AdoptedLevel[];
  users: AdoptedUser[];
  /** What is not in the program, and why. `intended`: that is as it should be. */
  left: { what: string; why: string; intended: boolean }[];
}

export interface SurveyOptions {
  /** Name of the whole key of the account that reads: its domain is that of all keys. */
  ownKey: string;
  userPages: boolean;
  progress: { step(text: string): void; bar(what: string, done: number, total: number): void };
}

/** Stands in the state for a secret that nobody knows. Not absent: the provider takes an absent one for lost and replaces it. */
const NOT_KNOWN = "";

/**
 * Takes down what a tenant has. Everything goes through the lifecycles' own `check` and `read`, so that what is written
 * is what the provider will see; an object that does not come out the same is left out with the reason.
 */
export class Survey {
  private readonly names = new Names();
  private readonly left: Surveyed["left"] = [];
  private readonly pages = new Map<string, Promise<LevelPage>>();
  private readonly levelLifecycle: Lifecycle<SecurityLevelInputs, SecurityLevelState>;
  private readonly userLifecycle: Lifecycle<ApiUserInputs, ApiUserState>;

  constructor(
    private readonly services: AutotaskServices,
    private readonly options: SurveyOptions,
  ) {
    const { console } = services;
    // The lifecycle reads a page again that was read here: it is the same one.
    const remembering = console && { ...console, readLevel: (name: string) => this.page(name) };
    this.levelLifecycle = securityLevel({ ...services, console: remembering });
    this.userLifecycle = apiUser({ ...services, console: undefined });
  }

  async run(): Promise<Surveyed> {
    const { directory } = this.services;
    this.options.progress.step("users and levels by REST");
    const users = await directory.apiUsers();
    const custom = (await directory.securityLevels()).filter((level) => !level.system);
    const levels = await this.levels(custom, users);
    return { tenant: directory.tenantName, levels, users: await this.users(users), left: this.left };
  }

  private page(name: string): Promise<LevelPage> {
    const known = this.pages.get(name) ?? this.services.console!.readLevel(name);
    this.pages.set(name, known);
    return known;
  }

  private async levels(custom: SecurityLevelRef[], users: ApiUserRecord[]): Promise<AdoptedLevel[]> {
    const { console } = this.services;
    const used = (level: SecurityLevelRef): boolean => users.some((user) => user.securityLevelId === level.id);
    let mine: SecurityLevelRef[];
    if (console) {
      this.options.progress.step("the list of levels in the console");
      const rows = (await console.levels()).filter((row) => row.apiOnly);
      mine = custom.filter((level) => rows.some((row) => sameLevelName(row.name, level.name)));
      for (const row of rows) {
        if (!row.system && !custom.some((level) => sameLevelName(level.name, row.name)))
          this.leave(`level "${row.name}"`, "the REST API does not show it, so its id is not known");
      }
    } else {
      mine = custom.filter(used);
      const others = custom.length - mine.length;
      if (others > 0)
        this.leave(
          `${others} levels without API users`,
          "only the console shows which levels are API-only, and no sign-in is configured",
        );
    }
    const base = console && mine.length > 0 ? await this.page(DEFAULT_COPY_FROM).catch(() => undefined) : undefined;
    if (console) this.options.progress.step("permissions of the levels in the console");
    const adopted: AdoptedLevel[] = [];
    for (const [index, level] of mine.entries()) {
      const found = await this.level(level, base);
      if (found) adopted.push(found);
      this.options.progress.bar("levels", index + 1, mine.length);
    }
    return adopted;
  }

  private async level(level: SecurityLevelRef, base: LevelPage | undefined): Promise<AdoptedLevel | undefined> {
    const what = `level "${level.name}"`;
    const page = this.services.console && (await this.page(level.name));
    const { baseline, ...permissions } = page
      ? written(page.cells, base)
      : { unlisted: "inherit" as const, permissions: {}, baseline: undefined };
    const declared = { name: level.name, active: level.active && (page?.active ?? true), ...permissions };
    const checked = await this.levelLifecycle.check(declared, { name: level.name });
    const seed = (inputs: SecurityLevelInputs) =>
      ({ ...inputs, levelId: level.id, ...(baseline ? { baseline } : {}) }) as SecurityLevelState;
    const read = await this.readBack(what, this.levelLifecycle, level.id, checked, seed);
    if (!read) return undefined;
    const resource = this.names.resource(level.name, level.id);
    return { resource, id: level.id, declared, ...read, permissionsRead: page !== undefined };
  }

  private async users(records: ApiUserRecord[]): Promise<AdoptedUser[]> {
    const own = localPart(this.options.ownKey);
    const mine = records.filter((record) => localPart(record.userName) !== own);
    if (mine.length < records.length)
      this.leave(`API user "${own}"`, "it is the account that reads here, which this provider never touches", true);
    if (this.options.userPages) this.options.progress.step("pages of the users in the console");
    const adopted: AdoptedUser[] = [];
    for (const [index, record] of mine.entries()) {
      const found = await this.user(record);
      if (found) adopted.push(found);
      this.options.progress.bar("users", index + 1, mine.length);
    }
    return adopted;
  }

  private async user(record: ApiUserRecord): Promise<AdoptedUser | undefined> {
    const what = `API user "${record.userName}" (${record.firstName} ${record.lastName})`;
    if (record.securityLevel === undefined) {
      this.leave(what, "the REST API shows no name for its security level");
      return undefined;
    }
    const username = record.userName.split("@")[0] ?? "";
    const declared = {
      firstName: record.firstName,
      lastName: record.lastName,
      email: record.email,
      securityLevel: record.securityLevel,
      ...(record.location === undefined ? {} : { location: record.location }),
      ...(record.active ? {} : { active: false }),
      username,
      ...(this.options.userPages ? await this.integration(record, username) : {}),
    };
    const checked = await this.userLifecycle.check(declared, { username });
    const key = record.userName.includes("@")
      ? record.userName
      : `${username}@${this.options.ownKey.split("@")[1] ?? ""}`;
    const seed = (inputs: ApiUserInputs): ApiUserState => ({
      ...inputs,
      resourceId: record.id,
      key,
      secret: NOT_KNOWN,
      secretGenerated: true,
      access: {},
      verified: false,
    });
    const read = await this.readBack(what, this.userLifecycle, record.id, checked, seed);
    if (!read) return undefined;
    const resource = this.names.resource(`${record.firstName} ${record.lastName}`, username);
    return { resource, id: record.id, declared, ...read };
  }

  /** Its tracking identifier cannot be changed, so it is worth a page only to somebody who wants to see it in the program. */
  private async integration(record: ApiUserRecord, username: string): Promise<Record<string, string>> {
    const { id, firstName, lastName, active } = record;
    const page = await this.services.console?.readApiUser({ id, firstName, lastName, active, username });
    return page?.tracking ? named(page.tracking) : {};
  }

  private async readBack<Inputs extends object, State extends Inputs>(
    what: string,
    lifecycle: Lifecycle<Inputs, State>,
    id: string,
    { inputs, failures }: Checked<Inputs>,
    seed: (inputs: Inputs) => State,
  ): Promise<{ inputs: Inputs; state: State } | undefined> {
    if (failures.length > 0) {
      this.leave(what, failures.map(({ property, reason }) => `${property}: ${reason}`).join(" "));
      return undefined;
    }
    const found = await lifecycle.read(id, seed(inputs));
    if (found && isDeepStrictEqual(found.inputs, inputs)) return { inputs, state: found.state };
    const differing = Object.keys(inputs).filter(
      (name) => !isDeepStrictEqual((found?.inputs as never)?.[name], inputs[name as keyof Inputs]),
    );
    this.leave(
      what,
      found ? `it does not read back as written: ${differing.join(", ")}` : "it was gone when read again",
    );
    return undefined;
  }

  private leave(what: string, why: string, intended = false): void {
    this.left.push({ what: oneLine(what), why: oneLine(why), intended });
  }
}

/** Names in a tenant may hold anything; these go into a comment of the program. */
const oneLine = (text: string): string => text.replace(/\s+/g, " ");

const named = (tracking: Tracking): Record<string, string> =>
  tracking.kind === "vendor" ? { integrationVendor: tracking.vendor } : { internalIntegrationName: tracking.name };

type Written = Pick<SecurityLevelInputs, "unlisted" | "permissions" | "extraPermissions"> & {
  baseline?: ReturnType<typeof baselineOf>;
};

/** The shorter of the two ways to say what a page shows: all that is granted, or what differs from the system level. */
function written(cells: ObservedCell[], base: LevelPage | undefined): Written {
  const password = { [PASSWORD_NEVER_EXPIRES]: true };
  // Where "no permission" means nothing, what is there is declared, or else it would not be managed at all.
  const numbers = Object.fromEntries(
    leftAlone([], cells).flatMap((cell) => (cell.action ? [] : [[cell.key, cell.value]])),
  );
  const all = project(cells, { permissions: { ...numbers, ...password }, unlisted: "none" });
  const size = (said: typeof all): number => flatten(said.permissions).length + flatten(said.extraPermissions).length;
  if (base) {
    const baseline = baselineOf(base.cells);
    const differing = project(cells, { permissions: password, unlisted: "inherit", baseline });
    // What the system level does not have is not in the baseline: only a page with the same cells can be said so.
    const comparable = cells.every((cell) => !cell.writable || baseline[cellId(cell)] !== undefined);
    if (comparable && size(differing) * 2 < size(all))
      return { unlisted: "inherit", ...declarable(differing), baseline };
  }
  return { unlisted: "none", ...declarable(all) };
}

/** A text that the catalogue does not know for a cell can only be declared beside it. */
function declarable(said: { permissions: CanonicalPermissions; extraPermissions?: CanonicalPermissions }) {
  const permissions: CanonicalPermissions = {};
  const extra: CanonicalPermissions = { ...said.extraPermissions };
  for (const { key, action, value } of flatten(said.permissions)) {
    const permission = permissionAt(key, action);
    const into = permission && findValue(permission, value) !== undefined ? permissions : extra;
    if (action === undefined) into[key] = value;
    else into[key] = { ...(into[key] as Record<string, typeof value> | undefined), [action]: value };
  }
  return { permissions, ...(Object.keys(extra).length > 0 ? { extraPermissions: extra } : {}) };
}

import type * as t from "io-ts";
import { PsaError, Secret } from "../../errors";
import { systemClock, type Clock } from "../../http/clock";
import { Snapshot } from "../../http/snapshot";
import type { Directory, EmployeeRecord, LookupKind, ProbeResult, Rights, Roster, SecurityRoleRef } from "../tenant";
import type { Account } from "./account";
import { NamedList, SecurityRoles, UserInfo } from "./codecs";
import { listEmployees, type Listing } from "./employees";
import { apiBase, Session } from "./session";

export interface DirectoryOptions extends Omit<Account, "base">, Partial<Clock> {
  /** With or without the version. */
  restUrl: string;
}

/** How long a list is believed, in milliseconds. A drift run of many employees reads pages for minutes and lists once. */
const LIFE_MS = 600_000;

const PATHS: Record<LookupKind, string> = {
  departments: "admin/hr/departments/lookup",
  jobTitles: "admin/hr/jobtitles/lookup",
  locations: "system/locations/lookup",
  employeeRoles: "system/roles/lookup",
};

export const sameUserName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/**
 * The documented REST API of one tenant, v2. It writes nothing: the vendor has no operation for it.
 *
 * @throws PsaError `config` for an unsafe address; nothing is sent here yet
 */
export function openDirectory(options: DirectoryOptions): Directory {
  const clock: Clock = { now: options.now ?? systemClock.now, sleep: options.sleep ?? systemClock.sleep };
  return new PeopleDirectory({ ...options, base: apiBase(options.restUrl) }, clock);
}

class PeopleDirectory implements Directory {
  readonly ownUserName: string;
  private readonly session: Session;
  private readonly people: Snapshot<Roster>;
  private readonly byState: Record<"true" | "false", Snapshot<Listing>>;
  private readonly roles: Snapshot<SecurityRoleRef[]>;
  private readonly lookups: Record<LookupKind, Snapshot<string[]>>;

  constructor(
    private readonly account: Account,
    private readonly clock: Clock,
  ) {
    this.session = new Session(account, clock);
    this.ownUserName = account.userName;
    this.people = new Snapshot(() => this.readRoster(), clock, LIFE_MS);
    const ofState = (active: boolean) => new Snapshot(() => listEmployees(this.session, { active }), clock, LIFE_MS);
    this.byState = { true: ofState(true), false: ofState(false) };
    this.roles = new Snapshot(() => this.readRoles(), clock, LIFE_MS);
    const lookup = (kind: LookupKind) => new Snapshot(() => this.readNames(kind), clock, LIFE_MS);
    this.lookups = {
      departments: lookup("departments"),
      jobTitles: lookup("jobTitles"),
      locations: lookup("locations"),
      employeeRoles: lookup("employeeRoles"),
    };
  }

  get tenantName(): string {
    return this.session.tenantName;
  }

  roster(): Promise<Roster> {
    return this.people.get();
  }

  async find(userName: string): Promise<EmployeeRecord | undefined> {
    const named = (people: EmployeeRecord[]) => people.find((one) => sameUserName(one.userName, userName));
    const listed = named((await this.roster()).employees);
    if (listed) return listed;
    // Which fields the filter text searches, and whether inactive ones are listed without being asked for, is on no record.
    // Both lists are read once for all who are looked for.
    for (const active of [false, true]) {
      const found = named((await this.byState[String(active) as "true" | "false"].get()).employees);
      if (found) return found;
    }
    return named((await listEmployees(this.session, { text: userName })).employees);
  }

  securityRoles(): Promise<SecurityRoleRef[]> {
    return this.roles.get();
  }

  names(kind: LookupKind): Promise<string[]> {
    return this.lookups[kind].get();
  }

  invalidate(): void {
    this.people.drop();
    for (const list of Object.values(this.byState)) list.drop();
  }

  probe({ userName, password }: { userName: string; password: string }): Promise<ProbeResult> {
    const { base, company } = this.account;
    return asSeenFromInside(new Session({ base, company, userName, password: new Secret(password) }, this.clock));
  }

  own(): Promise<ProbeResult> {
    return asSeenFromInside(this.session);
  }

  private async readRoster(): Promise<Roster> {
    const { employees, complete } = await listEmployees(this.session);
    // An account with an authenticator app is an ordinary employee: seeing it says nothing about API employees.
    const showsApiEmployees =
      this.account.mfaSecret === undefined && employees.some((one) => sameUserName(one.userName, this.ownUserName));
    return { employees, whole: complete && showsApiEmployees && employees.some((one) => !one.active) };
  }

  private async readRoles(): Promise<SecurityRoleRef[]> {
    const rows = await this.lookup("security roles", "admin/security/roles/lookup", SecurityRoles);
    return rows.map((row) => ({
      id: row.id,
      name: row.name.trim(),
      active: row.isActive ?? true,
      system: row.isSystem ?? false,
      external: row.isExternal ?? false,
    }));
  }

  private async readNames(kind: LookupKind): Promise<string[]> {
    const rows = await this.lookup(kind, PATHS[kind], NamedList);
    return rows.filter((row) => row.isActive !== false).map((row) => row.name.trim());
  }

  /**
   * A refused lookup is a matter of rights, in whichever form the tenant says so, as long as the sign-in itself works:
   * a refused sign-in has been thrown by then.
   */
  private async lookup<A>(what: string, path: string, codec: t.Type<A, unknown>): Promise<A> {
    try {
      return await this.session.get(path, codec);
    } catch (error) {
      if (!(error instanceof PsaError) || !this.session.signedIn) throw error;
      if (!["authentication", "permission", "validation", "not-found"].includes(error.code)) throw error;
      throw new PsaError(
        "permission",
        `${this.tenantName}: the account in use may not read the list of ${what} (${path}).`,
        "Names are then checked by the console only. Give the account's security role the right to see this list.",
      );
    }
  }
}

/**
 * Signs in and reads the account's own rights. A refused sign-in is an answer, not an error. Whoever is let in has been let
 * in, whatever comes of the second call; which is why a 401 to that one is no reason to sign in again.
 */
async function asSeenFromInside(session: Session): Promise<ProbeResult> {
  try {
    await session.enter();
  } catch (error) {
    if (error instanceof PsaError && error.code === "authentication")
      return { outcome: "refused", reason: error.message };
    throw error;
  }
  try {
    const info = await session.get("security/userinfo", UserInfo, { renew: false });
    return { outcome: "accepted", userId: info.userId, rights: rightsOf(info) };
  } catch (error) {
    if (!(error instanceof PsaError)) throw error;
    return { outcome: "accepted", unread: error.message };
  }
}

function rightsOf(info: UserInfo): Rights {
  const access = (info.userAccessRights ?? []).map((right) => ({
    menu: right.mainMenuId ?? "",
    category: right.menuCategoryId ?? "",
    listing: right.listingIDEnum ?? "",
    view: right.canView ?? false,
    modify: right.canModify ?? false,
    delete: right.canDelete ?? false,
  }));
  const idsOf = ({ menu, category, listing }: Rights["access"][number]) =>
    [menu, category, listing].map((id) => id.padStart(10, "0")).join("/");
  return {
    isSystemAdmin: info.isUserSystemAdmin ?? false,
    specialFeatures: (info.specialFeatures ?? []).map(({ id }) => id).sort(),
    access: access
      .filter(({ view, modify, delete: remove }) => view || modify || remove)
      .sort((a, b) => (idsOf(a) < idsOf(b) ? -1 : 1)),
  };
}

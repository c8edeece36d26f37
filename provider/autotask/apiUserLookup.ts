import { PsaError } from "../errors";
import type { AutotaskServices } from "./services";
import { PLACES, type ApiUserDetails } from "./apiUserDetails";
import type { AdminConsole, ApiUserHandle, ApiUserPage, ApiUserRecord } from "./tenant";
import { localPart } from "./username";

/** Stands in an id for "known by its user name only": some tenants do not show API users in the REST API. */
export const BY_NAME = "username:";

/** Whoever is looked for, by name and person: what the console's list shows. */
export interface Somebody {
  firstName: string;
  lastName: string;
  userName: string;
  active: boolean;
}

/** Finds API users, through REST or else on their page. */
export class ApiUserLookup {
  constructor(private readonly services: AutotaskServices) {}

  /** Read anew. */
  async fresh(): Promise<ApiUserRecord[]> {
    this.services.directory.invalidate();
    return this.services.directory.apiUsers();
  }

  /** Whoever asks is an API user: a list without it does not show API users, and proves nothing. */
  isComplete(users: ApiUserRecord[]): boolean {
    return users.some((user) => localPart(user.userName) === localPart(this.services.directory.ownUserName));
  }

  /** @throws PsaError `conflict` when two have the name: which one is meant cannot be known */
  named(users: ApiUserRecord[], username: string): ApiUserRecord | undefined {
    const found = users.filter((user) => localPart(user.userName) === localPart(username));
    if (found.length <= 1) return found[0];
    throw new PsaError(
      "conflict",
      `${this.services.directory.tenantName} shows ${found.length} API users named "${username}" (ids ${found.map((user) => user.id).join(", ")}).`,
      "Keep one and give the others another user name in the console, then run again.",
    );
  }

  /** A record with what REST shows of where the user belongs, as far as that is declared. */
  async withPlaces<R extends ApiUserRecord | undefined>(record: R, declared: ApiUserDetails): Promise<R> {
    const kinds = PLACES.filter((name) => declared[name] !== undefined);
    if (!record || kinds.length === 0 || record.id.startsWith(BY_NAME)) return record;
    const places = await this.services.directory.placesOf(record.id, kinds);
    return { ...record, details: { ...record.details, ...places } };
  }

  async freshNamed(username: string): Promise<ApiUserRecord | undefined> {
    return this.named(await this.fresh(), username);
  }

  byId(users: ApiUserRecord[], id: string): ApiUserRecord | undefined {
    return id.startsWith(BY_NAME)
      ? users.find((user) => localPart(user.userName) === localPart(id.slice(BY_NAME.length)))
      : users.find((user) => user.id === id);
  }

  handleOf(user: Somebody & { id?: string }): ApiUserHandle {
    return {
      id: user.id ?? "",
      firstName: user.firstName,
      lastName: user.lastName,
      username: user.userName.split("@")[0] ?? "",
      active: user.active,
    };
  }

  /** A user that REST does not show, as its console page shows it; `undefined` when it is not there either. */
  async onPage(console: AdminConsole, somebody: Somebody): Promise<ApiUserRecord | undefined> {
    try {
      const handle = this.handleOf(somebody);
      return recordOf(await console.readApiUser(handle), handle.username);
    } catch (error) {
      if (error instanceof PsaError && error.code === "not-found") return undefined;
      throw error;
    }
  }

  /** The account in use is never touched: a wrong step would lock this program out of the tenant. */
  assertNotOwn(username: string): void {
    const { directory } = this.services;
    if (localPart(username) !== localPart(directory.ownUserName)) return;
    throw new PsaError(
      "conflict",
      `${directory.tenantName}: "${username}" is the API user that this program itself signs in with; it is never created, changed or inactivated here.`,
      "Declare another user, or give the program an API user of its own.",
    );
  }

  /** @throws PsaError `not-found` */
  async present(users: ApiUserRecord[], id: string, somebody: Somebody): Promise<ApiUserRecord> {
    const { console, directory } = this.services;
    const record = this.byId(users, id);
    if (record) return record;
    if (!this.isComplete(users) && console) {
      const found = await this.onPage(console, somebody);
      if (found) return found;
    }
    throw new PsaError(
      "not-found",
      `${directory.tenantName} shows no API user ${id} ("${somebody.userName}").`,
      "Run pulumi refresh to see what is there.",
    );
  }
}

function recordOf(page: ApiUserPage, username: string): ApiUserRecord {
  return {
    id: `${BY_NAME}${localPart(username)}`,
    firstName: page.firstName,
    lastName: page.lastName,
    email: page.email,
    userName: page.key,
    active: page.active,
    securityLevelId: "",
    securityLevel: page.securityLevel,
    location: page.location,
  };
}

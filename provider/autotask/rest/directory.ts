import { PsaError, Secret } from "../../errors";
import { systemClock, type Clock } from "../../http/clock";
import { DETAILS } from "../apiUserDetails";
import type {
  Access,
  ApiUserPatch,
  ApiUserRecord,
  Choice,
  Directory,
  Places,
  ProbeResult,
  SecurityLevelRef,
} from "../tenant";
import {
  FieldsAnswer,
  InfoAnswer,
  levelName,
  localPart,
  ResourceAnswer,
  WriteAnswer,
  type Field,
  type Resource,
} from "./codecs";
import { ResourcePlaces } from "./places";
import { countOf, probe } from "./probe";
import { Session, type SessionOptions } from "./session";
import { Snapshot } from "../../http/snapshot";
import { apiUserLicense, bodyOf, differences, fieldNamed, inFormOf, listUsers, recordOf, type RestBody } from "./users";

export interface DirectoryOptions extends Omit<SessionOptions, "clock">, Partial<Clock> {}

/** The directory plus what only REST can tell. */
export interface RestDirectory extends Directory {
  /**
   * Whether the tenant's own metadata says that the API can create users. Every tenant on record says no, and there is no
   * code here that would: the answer is for a message that says when this has changed.
   */
  canCreateUsers(): Promise<boolean>;
}

/**
 * The documented REST API of one tenant, V1.0.
 *
 * @throws PsaError `config` for unsafe addresses and credentials that cannot be sent; nothing is sent here yet
 */
export function openDirectory(options: DirectoryOptions): RestDirectory {
  const clock: Clock = { now: options.now ?? systemClock.now, sleep: options.sleep ?? systemClock.sleep };
  return new ResourceDirectory({ ...options, clock });
}

class ResourceDirectory implements RestDirectory {
  readonly ownUserName: string;
  readonly ownDomain: string;
  private readonly session: Session;
  private readonly fields: Snapshot<Field[]>;
  private readonly users: Snapshot<ApiUserRecord[]>;
  private readonly info: Snapshot<InfoOfResources>;
  private readonly places: ResourcePlaces;

  constructor(private readonly options: SessionOptions) {
    this.session = new Session(options);
    this.ownUserName = options.userName.split("@")[0] ?? "";
    this.ownDomain = options.userName.split("@")[1] ?? "";
    this.fields = new Snapshot(() => this.readFields(), options.clock);
    this.users = new Snapshot(() => this.readUsers(), options.clock);
    this.info = new Snapshot(() => this.readInfo(), options.clock);
    this.places = new ResourcePlaces(this.session, options.clock);
  }

  get tenantName(): string {
    return this.session.host;
  }

  /** The values of the picklist `Resources.userType` are the tenant's security levels. */
  async securityLevels(): Promise<SecurityLevelRef[]> {
    const levels = await this.picklist("userType");
    // Whoever asks has a level: a list without any is no list. It would make levels look gone.
    if (levels.length === 0)
      throw new PsaError(
        "unavailable",
        `${this.tenantName}: the field userType of Resources/entityInformation/fields lists no security level.`,
        "Nothing is taken for absent. Run again later; if it stays, report this.",
      );
    return levels.map((value) => ({
      id: value.value,
      name: levelName(value.label),
      active: value.isActive ?? true,
      system: value.isSystem ?? false,
    }));
  }

  apiUsers(): Promise<ApiUserRecord[]> {
    return this.users.get();
  }

  async locations(): Promise<Map<string, string>> {
    return new Map((await this.picklist("locationID")).map(({ value, label }) => [value, label]));
  }

  async writableUserFields(): Promise<ReadonlySet<string>> {
    return new Set((await this.fields.get()).filter((field) => !field.isReadOnly).map((field) => field.name));
  }

  async canCreateUsers(): Promise<boolean> {
    return (await this.info.get()).canCreate;
  }

  /**
   * Changes an API user in place and proves it by reading it again. The user is read right before: nothing is sent when
   * it is already so, and never to a person's account or to the one in use.
   *
   * @throws PsaError `unsupported` (a field the tenant says is read-only), `not-found`, `conflict` (not an API user, or
   *   our own account), `unverified` (accepted, but the user is still as it was), and the classes of refusal
   */
  async patchApiUser(id: string, patch: ApiUserPatch): Promise<void> {
    const wanted = bodyOf(patch, await this.fields.get(), this.tenantName);
    await this.assertWritable(Object.keys(wanted));
    const before = await this.readUser(id);
    if (differences(before, wanted).length === 0) return;
    await this.assertOurs(before);

    const lost = await this.sendPatch(before, wanted);
    this.invalidate();
    const missing = differences(await this.readUser(id), wanted);
    if (missing.length === 0) return;
    if (lost) throw lost;
    throw new PsaError(
      "unverified",
      `${this.tenantName}: the change of ${missing.join(", ")} of API user ${id} was accepted, but reading it again shows the old value.`,
      missing.includes("email")
        ? "A verified address changes only when its owner has confirmed the mail that Autotask sends first."
        : "Make the change on the API user's page in the admin console.",
    );
  }

  async choices(of: Choice): Promise<string[]> {
    if (of === "department" || of === "role" || of === "queue" || of === "lineOfBusiness")
      return this.places.choices(of);
    const { rest } = DETAILS[of];
    return rest === undefined ? [] : (await this.picklist(rest)).map(({ label }) => label);
  }

  placesOf(id: string, kinds: readonly (keyof Places)[]): Promise<Places> {
    return this.places.of(id, kinds);
  }

  /** @throws PsaError `unsupported`, `not-found`, `conflict` (not an API user, or our own account), and refusals */
  async setPlaces(id: string, wanted: Places): Promise<void> {
    await this.assertOurs(await this.readUser(id));
    try {
      await this.places.set(id, wanted);
    } finally {
      this.invalidate();
    }
  }

  invalidate(): void {
    this.fields.drop();
    this.users.drop();
    this.places.drop();
  }

  probe(credentials: { key: string; secret: string; trackingIdentifier: string }, counts = true): Promise<ProbeResult> {
    const { zoneInformationUrl, hourlyShare, clock } = this.options;
    return probe(
      new Session({
        zoneInformationUrl,
        // Where this tenant is has been found already, and the user is one of this tenant's.
        restUrl: this.session.address,
        hourlyShare,
        clock,
        userName: credentials.key,
        secret: new Secret(credentials.secret),
        integrationCode: new Secret(credentials.trackingIdentifier),
      }),
      counts,
    );
  }

  count(entity: string): Promise<number | undefined> {
    return countOf(this.session, entity);
  }

  private async picklist(name: string) {
    return fieldNamed(await this.fields.get(), name)?.picklistValues ?? [];
  }

  private async readFields(): Promise<Field[]> {
    return (await this.session.get("Resources/entityInformation/fields", FieldsAnswer)).fields;
  }

  private async readInfo(): Promise<InfoOfResources> {
    const { info } = await this.session.get("Resources/entityInformation", InfoAnswer);
    return { canCreate: info.canCreate ?? false, canUpdate: info.canUpdate ?? false, query: info.userAccessForQuery };
  }

  private async readUsers(): Promise<ApiUserRecord[]> {
    const fields = await this.fields.get();
    const items = await listUsers(this.session, apiUserLicense(fields), fields);
    const own = localPart(this.ownUserName);
    if (items.every((item) => localPart(item.userName) === own)) await this.assertSeesUsers();
    return items.map((item) => recordOf(item, fields));
  }

  /**
   * A caller without the right to query gets an empty list, not an error (the vendor's best practices), or only itself:
   * such a list proves nothing about others.
   */
  private async assertSeesUsers(): Promise<void> {
    const { query } = await this.info.get();
    if (query === "all") return;
    throw new PsaError(
      "permission",
      `${this.tenantName}: the list of API users shows nobody but the API user in use, which may not query all Resources (access: ${query}).`,
      "Such a list does not mean that there are no others, so nothing is taken for absent. Give its " +
        "security level Admin > Feature Access > Resources/Users (HR).",
    );
  }

  private async readUser(id: string): Promise<Resource> {
    const found = await this.session.find(`Resources/${encodeURIComponent(id)}`, ResourceAnswer);
    if (found?.item) return found.item;
    throw new PsaError(
      "not-found",
      `${this.tenantName}: there is no API user ${id}, or the API user in use may not see it.`,
      "Refresh the stack to see what is there.",
    );
  }

  private async assertWritable(names: string[]): Promise<void> {
    const { canUpdate } = await this.info.get();
    const writable = new Set([...(await this.writableUserFields())].map((name) => name.toLowerCase()));
    const refused = names.filter((name) => !canUpdate || !writable.has(name.toLowerCase()));
    if (refused.length === 0) return;
    throw new PsaError(
      "unsupported",
      `${this.tenantName}: the tenant's metadata says that the API cannot change ${refused.join(", ")} of a user.`,
      "Make the change on the API user's page in the admin console.",
    );
  }

  private async assertOurs(user: Resource): Promise<void> {
    const own = localPart(user.userName) === localPart(this.ownUserName);
    if (!own && user.licenseType === apiUserLicense(await this.fields.get())) return;
    throw new PsaError(
      "conflict",
      own
        ? `${this.tenantName}: user ${user.id} is the account this program signs in with, and is never changed by it.`
        : `${this.tenantName}: user ${user.id} is not an API user, and is not changed.`,
      own ? "Give the program an API user of its own, outside of what it manages." : "Check the id.",
    );
  }

  /** Sends the change once. When its answer is lost, reading again has to tell whether it was made: returns the loss. */
  private async sendPatch(user: Resource, wanted: RestBody): Promise<PsaError | undefined> {
    const body: RestBody & { id: number } = { ...wanted, id: Number(user.id) };
    if (wanted.userName !== undefined) body.userName = inFormOf(user.userName, String(wanted.userName));
    try {
      await this.session.patch("Resources", body, WriteAnswer);
      return undefined;
    } catch (error) {
      if (error instanceof PsaError && error.code === "unavailable") return error;
      throw error;
    }
  }
}

interface InfoOfResources {
  canCreate: boolean;
  canUpdate: boolean;
  query: Access;
}

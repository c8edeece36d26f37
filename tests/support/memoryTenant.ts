import catalogue from "../../data/autotask-permissions.json";
import { PsaError } from "../../provider/errors";
import { DETAIL_NAMES, DETAILS, type ApiUserDetails } from "../../provider/autotask/apiUserDetails";
import { NOBODY, type Person } from "../../provider/autotask/guide/person";
import { LevelBook } from "../../provider/autotask/permissions/levelBook";
import type { AutotaskServices } from "../../provider/autotask/services";
import type {
  AdminConsole,
  ApiUserForm,
  ApiUserHandle,
  ApiUserRecord,
  CellValue,
  Directory,
  LevelChange,
  LevelPage,
  ObservedCell,
  ProbeResult,
  Tracking,
  WantedCell,
} from "../../provider/autotask/tenant";

/** A tenant in memory behind the port, which keeps the vendor's rules. For tests of the lifecycles alone. */

interface Level {
  id: string;
  name: string;
  system: boolean;
  apiOnly: boolean;
  active: boolean;
  cells: Map<string, CellValue>;
}

interface User {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  username: string;
  active: boolean;
  locked: boolean;
  levelId: string;
  location: string;
  dateFormat: string;
  timeFormat: string;
  numberFormat: string;
  secret: string;
  tracking?: Tracking;
  details: ApiUserDetails;
}

const PAGE: ObservedCell[] = catalogue.map((entry) => ({
  key: [entry.section, entry.subsection, entry.name].filter((part) => part !== null).join(" > "),
  ...(entry.action === null ? {} : { action: entry.action }),
  value: entry.kind === "checkbox" ? true : entry.kind === "number" ? 10 : (optionsOf(entry).at(-1) as string),
  ...(entry.kind === "level" ? { options: optionsOf(entry) } : {}),
  writable: true,
  known: true,
}));

function optionsOf(entry: { values: string[] | null; values_complete: boolean }): string[] {
  const known = entry.values ?? ["None", "All"];
  return entry.values_complete || known.length > 1 ? known : ["None", ...known];
}

export const idOf = (cell: { key: string; action?: string }): string =>
  cell.action ? `${cell.key}|${cell.action}` : cell.key;
const NARROWS = /Limit resource availability/;

export interface Switches {
  /** PATCH of an API user: done, refused, or answered without effect. */
  patch: "allowed" | "refused" | "ignored";
  userName: "bare" | "domain";
  apiUsersInQueries: boolean;
  customIdentifier: "visible" | "hidden";
  secretAfterRevival: "kept" | "lost";
  /** Lists that a new object is missing from before it shows. */
  listedAfter: number;
  /** Refused sign-ins of a new user before it works. */
  acceptedAfter: number;
  inactiveLevelsInPicklist: boolean;
  /** Whether the form has the fields of the older generation. */
  form: "present" | "older";
  /** Whether REST shows departments, queues, roles and lines of business of users. */
  placesInRest: boolean;
}

const REST_DETAILS = DETAIL_NAMES.flatMap((name) => {
  const { rest } = DETAILS[name];
  return rest === undefined ? [] : [[name, rest] as const];
});

/** Of the optional fields, those that the present form has. */
const PRESENT_FORM = ["locked", "linesOfBusiness", "seesUnassignedLinesOfBusiness"];

/** What ends a call in the middle: the process is gone, or the call fails. */
export class Crash extends Error {}

export class MemoryTenant {
  readonly levels: Level[] = [];
  readonly users: User[] = [];
  readonly calls: string[] = [];
  readonly warnings: string[] = [];
  readonly switches: Switches = {
    patch: "allowed",
    userName: "bare",
    apiUsersInQueries: true,
    customIdentifier: "hidden",
    secretAfterRevival: "kept",
    listedAfter: 0,
    acceptedAfter: 0,
    inactiveLevelsInPicklist: true,
    form: "present",
    placesInRest: true,
  };
  /** Runbooks that lie in files now, by name. */
  readonly runbooks = new Map<string, string>();
  /** What a person has handed over, by user name. */
  readonly handed = new Map<string, { secret?: string; trackingIdentifier?: string }>();
  /** Codes of runbooks that a person says to have followed. */
  readonly followed = new Set<string>();
  /** Done at each pause: what a person does meanwhile. */
  meanwhile: () => void = () => undefined;
  /** What the level lets users do, where a test wants it other than the fixed answer. */
  access: ProbeResult["access"] | undefined;
  sees: ProbeResult["sees"];
  ownCount = 0;
  verifyOnRead = false;
  readonly infos: string[] = [];
  readonly vendors = ["Propel Your MSP", "Rewst - Automation"];
  readonly identifiers = new Map<string, string>([["Propel Your MSP", "VENDOR-PROPEL"]]);
  /** What names are chosen from; what is not here, REST does not show. */
  readonly choosable: Record<string, string[]> = {};
  /** Cells that a page does not let anybody change, whatever was saved. */
  readonly stuck = new Map<string, CellValue>();
  slept = 0;
  private next = 100;
  private lists = new Map<string, number>();
  private probes = new Map<string, number>();
  private crash: { call: number; when: "before" | "after"; forGood: boolean } | undefined;
  private counted = 0;
  private dead = false;

  constructor() {
    const full = new Map(PAGE.map((cell) => [idOf(cell), NARROWS.test(cell.key) ? false : cell.value]));
    this.levels.push({ id: "24", name: "API User (system)", system: true, apiOnly: true, active: true, cells: full });
    this.levels.push({
      id: "17",
      name: "Full Access (system)",
      system: true,
      apiOnly: false,
      active: true,
      cells: new Map(full),
    });
    this.users.push({
      ...blankUser(),
      id: "1",
      firstName: "Pulumi",
      lastName: "Provider",
      username: "provider1",
      levelId: "24",
      secret: "own-secret",
    });
  }

  /** Ends the `call`-th call from now, before or after its effect. `forGood`: the process is gone, and calls nothing any more. */
  crashAt(call: number, when: "before" | "after", forGood: boolean): void {
    this.crash = { call, when, forGood };
    this.counted = 0;
    this.dead = false;
  }

  /** A new process, with nothing in its way. Answers whether the crash happened. */
  restart(): boolean {
    const happened = this.crash === undefined;
    this.crash = undefined;
    this.dead = false;
    return happened;
  }

  addLevel(name: string, more: Partial<Level> = {}): Level {
    const level: Level = {
      id: String(this.next++),
      name,
      system: false,
      apiOnly: true,
      active: true,
      cells: new Map(this.levels[0]!.cells),
      ...more,
    };
    this.levels.push(level);
    return level;
  }

  addUser(username: string, more: Partial<User> = {}): User {
    const user: User = { ...blankUser(), id: String(this.next++), username, levelId: "24", ...more };
    this.users.push(user);
    return user;
  }

  /** @param wait milliseconds that a run waits for a person */
  services(withConsole = true, wait = 0): AutotaskServices {
    const person: Person = {
      ...NOBODY,
      wait,
      followed: this.followed,
      keep: (name, markdown) => {
        this.runbooks.set(name, markdown);
        return Promise.resolve(`/runbooks/${name}.md`);
      },
      drop: (name) => Promise.resolve(void this.runbooks.delete(name)),
      handed: (username) => this.handed.get(username.toLowerCase()) ?? {},
    };
    return {
      directory: this.directory,
      ...(withConsole ? { console: this.console } : {}),
      person,
      levels: new LevelBook(),
      verifyOnRead: this.verifyOnRead,
      log: { info: (text) => void this.infos.push(text), warn: (text) => void this.warnings.push(text) },
      now: () => this.slept,
      sleep: (ms) => {
        this.slept += ms;
        this.meanwhile();
        return Promise.resolve();
      },
    };
  }

  private async call<T>(name: string, work: () => T): Promise<T> {
    await Promise.resolve();
    if (this.dead) throw new Crash("the process is gone");
    this.calls.push(name);
    this.counted++;
    const { crash } = this;
    const hit = crash !== undefined && this.counted === crash.call;
    if (hit) this.crash = undefined;
    if (hit && crash.forGood) this.dead = true;
    if (hit && crash.when === "before") throw new Crash(`before ${name}`);
    const answer = work();
    if (hit) throw new Crash(`after ${name}`);
    return answer;
  }

  /** Between what the page showed and its save. */
  private shown<T>(seen: T, onSeen: ((seen: T) => void) | undefined): void {
    if (!this.dead) onSeen?.(seen);
  }

  private unseen(id: string): boolean {
    const times = (this.lists.get(id) ?? 0) + 1;
    this.lists.set(id, times);
    return Number(id) >= 1_000 && times <= this.switches.listedAfter;
  }

  private record(user: User): ApiUserRecord {
    const level = this.levels.find((entry) => entry.id === user.levelId);
    return {
      id: user.id,
      firstName: user.firstName,
      lastName: user.lastName,
      email: user.email,
      userName: this.switches.userName === "bare" ? user.username : `${user.username}@ACME.COM`,
      active: user.active,
      securityLevelId: user.levelId,
      securityLevel: level?.name,
      location: user.location,
      details: Object.fromEntries(
        DETAIL_NAMES.filter((name) => DETAILS[name].rest !== undefined).map((name) => [
          name,
          (user.details[name] as string | undefined) ?? "",
        ]),
      ),
    };
  }

  readonly directory: Directory = {
    tenantName: "acme.test",
    ownUserName: "provider1",
    ownDomain: "ACME.COM",
    securityLevels: () =>
      this.call("securityLevels", () =>
        this.levels
          .filter((level) => (level.active || this.switches.inactiveLevelsInPicklist) && !this.unseen(level.id))
          .map(({ id, name, active, system }) => ({ id, name, active, system })),
      ),
    apiUsers: () =>
      this.call("apiUsers", () =>
        this.switches.apiUsersInQueries
          ? this.users.filter((user) => !this.unseen(user.id)).map((user) => this.record(user))
          : [],
      ),
    locations: () =>
      this.call(
        "locations",
        () =>
          new Map([
            ["1", "Headquarters"],
            ["2", "Branch"],
          ]),
      ),
    writableUserFields: () =>
      this.call(
        "writableUserFields",
        () =>
          new Set(["firstName", "lastName", "email", "isActive", "userName", ...REST_DETAILS.map(([, rest]) => rest)]),
      ),
    patchApiUser: (id, patch) =>
      this.call("patchApiUser", () => {
        const user = this.users.find((entry) => entry.id === id);
        if (!user) throw new PsaError("not-found", `no user ${id}`, "");
        if (this.switches.patch === "refused") throw new PsaError("validation", "refused", "");
        if (this.switches.patch === "ignored") throw new PsaError("unverified", "no effect", "");
        if (patch.isActive && !user.active && this.switches.secretAfterRevival === "lost") user.secret = "lost";
        Object.assign(user, {
          ...(patch.firstName === undefined ? {} : { firstName: patch.firstName }),
          ...(patch.lastName === undefined ? {} : { lastName: patch.lastName }),
          ...(patch.email === undefined ? {} : { email: patch.email }),
          ...(patch.isActive === undefined ? {} : { active: patch.isActive }),
          ...(patch.userName === undefined ? {} : { username: patch.userName }),
        });
        for (const [name] of REST_DETAILS)
          if (patch[name] !== undefined) Object.assign(user.details, { [name]: patch[name] });
      }),
    choices: (of) => this.call("choices", () => this.choosable[of] ?? []),
    placesOf: (id, kinds) =>
      this.call("placesOf", () => {
        if (!this.switches.placesInRest) return {};
        const user = this.users.find((entry) => entry.id === id);
        return Object.fromEntries(kinds.map((kind) => [kind, user?.details[kind] ?? []]));
      }),
    setPlaces: (id, wanted) =>
      this.call("setPlaces", () => {
        if (this.switches.patch === "refused") throw new PsaError("validation", "refused", "");
        if (this.switches.patch === "ignored") throw new PsaError("unverified", "no effect", "");
        Object.assign(this.users.find((entry) => entry.id === id)!.details, wanted);
      }),
    invalidate: () => undefined,
    probe: (credentials) => this.call("probe", () => this.probe(credentials)),
    count: () => this.call("count", () => this.ownCount),
  };

  /** Whether somebody with these credentials is let in now. */
  accepts(credentials: { key?: string; secret?: string; trackingIdentifier?: string }): boolean {
    const user = this.users.find((entry) => `${entry.username}@ACME.COM` === credentials.key);
    return (
      user !== undefined &&
      user.active &&
      !user.locked &&
      user.secret === credentials.secret &&
      this.identifierOf(user) === credentials.trackingIdentifier
    );
  }

  private identifierOf(user: User): string | undefined {
    return user.tracking?.kind === "vendor" ? this.identifiers.get(user.tracking.vendor) : user.tracking?.identifier;
  }

  private probe(credentials: { key: string; secret: string; trackingIdentifier: string }): ProbeResult {
    const tries = (this.probes.get(credentials.key) ?? 0) + 1;
    this.probes.set(credentials.key, tries);
    if (tries <= this.switches.acceptedAfter || !this.accepts(credentials))
      return { outcome: "refused", reason: "401", access: {} };
    const access = { query: "all", create: "none", update: "none", delete: "none" } as const;
    const nothing = { query: "none", create: "none", update: "none", delete: "none" } as const;
    return {
      outcome: "accepted",
      access: this.access ?? { Tickets: access, Companies: access, Invoices: nothing },
      ...(this.sees ? { sees: this.sees } : {}),
    };
  }

  private level(name: string): Level {
    const level = this.levels.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
    if (!level) throw new PsaError("not-found", `no level ${name}`, "");
    return level;
  }

  private page(level: Level): LevelPage {
    const cells = PAGE.map((cell) => ({ ...cell, value: this.stuck.get(idOf(cell)) ?? level.cells.get(idOf(cell))! }));
    return { name: level.name, active: level.active, editable: !level.system, cells };
  }

  private apply(level: Level, change: LevelChange): void {
    if (level.system) throw new PsaError("permission", "system level", "");
    const wanted = new Map((change.cells ?? []).map((cell) => [idOf(cell), cell.value]));
    for (const [id, value] of wanted) {
      const cell = PAGE.find((entry) => idOf(entry) === id);
      if (!cell) {
        if (value === false || value === "None") continue;
        throw new PsaError("not-found", `no cell ${id}`, "");
      }
      if (cell.options && !cell.options.includes(String(value)))
        throw new PsaError("not-found", `no value ${String(value)} in ${id}`, "");
    }
    for (const cell of PAGE) {
      const id = idOf(cell);
      const declared = wanted.get(id);
      if (declared !== undefined) level.cells.set(id, declared);
      else if (change.unlisted === "none" && typeof cell.value !== "number")
        level.cells.set(id, typeof cell.value === "boolean" ? false : cell.options![0]!);
    }
    if (change.active !== undefined) level.active = change.active;
    if (change.rename !== undefined) level.name = change.rename;
  }

  private form(user: User | undefined, form: Partial<ApiUserForm> & { secret?: string | true }): void {
    const username = form.username ?? user?.username ?? "";
    if (this.users.some((other) => other !== user && other.username.toLowerCase() === username.toLowerCase()))
      throw new PsaError("validation", "duplicate key", "");
    if (form.securityLevel !== undefined) {
      const level = this.level(form.securityLevel);
      if (!level.apiOnly || (!level.active && level.id !== user?.levelId))
        throw new PsaError("not-found", "level not offered", "");
    }
    if (form.tracking?.kind === "vendor" && !this.vendors.includes(form.tracking.vendor))
      throw new PsaError("not-found", "no such vendor", "");
    if (form.tracking && user?.tracking) throw new PsaError("conflict", "tracking cannot be changed", "");
  }

  /** The optional fields of a form that the page has. @throws PsaError for one that it lacks and that has to be there */
  private fieldsOf(form: ApiUserDetails & { optional?: readonly string[] }): ApiUserDetails {
    const given = DETAIL_NAMES.filter((name) => form[name] !== undefined && name !== "locked");
    const has = (name: string) => this.switches.form === "older" || PRESENT_FORM.includes(name);
    const lacking = given.find((name) => !has(name) && !form.optional?.includes(name));
    if (lacking) throw new PsaError("not-found", `the form has no ${lacking}`, "");
    return Object.fromEntries(given.filter(has).map((name) => [name, form[name]])) as ApiUserDetails;
  }

  private generated(kind: string): string {
    return `${kind}-${this.next++}`;
  }

  private found(handle: ApiUserHandle): User {
    const user = this.users.find((entry) => entry.username.toLowerCase() === handle.username.toLowerCase());
    if (!user || user.lastName !== handle.lastName) throw new PsaError("not-found", `no user ${handle.username}`, "");
    return user;
  }

  private tracked(tracking: Tracking | undefined): Tracking | undefined {
    return tracking?.kind === "custom" ? { ...tracking, identifier: this.generated("identifier") } : tracking;
  }

  readonly console: AdminConsole = {
    levels: () =>
      this.call("levels", () => this.levels.map(({ name, system, apiOnly }) => ({ name, system, apiOnly }))),
    readLevel: (name) => this.call("readLevel", () => this.page(this.level(name))),
    copyLevel: (from, name, change) =>
      this.call("copyLevel", () => {
        if (this.levels.filter((level) => level.apiOnly && !level.system).length >= 50)
          throw new PsaError("validation", "50 levels", "");
        const level: Level = {
          id: String(1_000 + this.next++),
          name,
          system: false,
          apiOnly: true,
          active: true,
          cells: new Map(this.level(from).cells),
        };
        this.apply(level, change);
        this.levels.push(level);
        return this.page(level);
      }),
    changeLevel: (name, change, expect: WantedCell[] = []) =>
      this.call("changeLevel", () => {
        const level = this.level(name);
        for (const cell of expect) {
          const value = level.cells.get(idOf(cell));
          if (value !== undefined && value !== cell.value)
            throw new PsaError("conflict", `somebody changed ${idOf(cell)}`, "");
        }
        this.apply(level, change);
        return this.page(level);
      }),
    createApiUser: (form, onCredentials) =>
      this.call("createApiUser", () => {
        this.form(undefined, form);
        const details = this.fieldsOf(form);
        const tracking = this.tracked(form.tracking);
        const secret = form.secret ?? this.generated("secret");
        const seen = {
          key: `${form.username}@ACME.COM`,
          secret,
          ...(tracking?.kind === "custom" ? { trackingIdentifier: tracking.identifier } : {}),
        };
        this.shown(seen, onCredentials);
        this.users.push({
          ...blankUser(),
          id: String(1_000 + this.next++),
          firstName: form.firstName,
          lastName: form.lastName,
          email: form.email,
          username: form.username,
          active: form.active,
          levelId: this.level(form.securityLevel).id,
          location: form.location ?? "Headquarters",
          dateFormat: form.dateFormat ?? "MM/dd/yyyy",
          secret,
          tracking,
          details,
        });
        return seen;
      }),
    readApiUser: (handle) =>
      this.call("readApiUser", () => {
        const user = this.found(handle);
        const { identifier, ...rest } = (user.tracking ?? {}) as { identifier?: string };
        const tracking =
          user.tracking &&
          ({ ...rest, ...(this.switches.customIdentifier === "visible" ? { identifier } : {}) } as Tracking);
        return {
          firstName: user.firstName,
          lastName: user.lastName,
          email: user.email,
          active: user.active,
          securityLevel: this.levels.find((level) => level.id === user.levelId)!.name,
          location: user.location,
          dateFormat: user.dateFormat,
          timeFormat: user.timeFormat,
          numberFormat: user.numberFormat,
          key: `${user.username}@ACME.COM`,
          tracking,
          ...user.details,
          locked: user.locked,
        };
      }),
    changeApiUser: (handle, change, onCredentials) =>
      this.call("changeApiUser", () => {
        const user = this.found(handle);
        const { secret: newSecret, securityLevel, tracking: newTracking, ...all } = change;
        const details = this.fieldsOf(change);
        const rest = Object.fromEntries(
          Object.entries(all).filter(([name]) => name === "locked" || !(DETAIL_NAMES as string[]).includes(name)),
        );
        this.form(user, { ...rest, securityLevel, tracking: newTracking });
        const tracking = this.tracked(newTracking);
        const secret = newSecret === true ? this.generated("secret") : newSecret;
        const seen = {
          key: `${change.username ?? user.username}@ACME.COM`,
          ...(secret === undefined ? {} : { secret }),
          ...(tracking?.kind === "custom" ? { trackingIdentifier: tracking.identifier } : {}),
        };
        this.shown(seen, onCredentials);
        if (change.active && !user.active && this.switches.secretAfterRevival === "lost") user.secret = "lost";
        Object.assign(user, rest);
        Object.assign(user.details, details);
        if (secret !== undefined) user.secret = secret;
        if (tracking) user.tracking = tracking;
        if (securityLevel !== undefined) user.levelId = this.level(securityLevel).id;
        return seen;
      }),
    close: () => Promise.resolve(),
  };
}

function blankUser(): Omit<User, "id" | "username" | "levelId"> {
  return {
    firstName: "Some",
    lastName: "Body",
    email: "some@body.test",
    active: true,
    locked: false,
    location: "Headquarters",
    dateFormat: "MM/dd/yyyy",
    timeFormat: "hh:mm a",
    numberFormat: "X,XXX.XX",
    secret: "unknown-secret",
    details: {},
  };
}

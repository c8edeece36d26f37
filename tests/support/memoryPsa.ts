import { PsaError } from "../../provider/errors";
import type { PsaServices } from "../../provider/psa/services";
import type {
  AdminConsole,
  Created,
  Directory,
  EmployeeForm,
  EmployeePage,
  PasswordPage,
  ProbeResult,
} from "../../provider/psa/tenant";

/** A Kaseya tenant in memory behind the port, which keeps the vendor's rules. For tests of the lifecycle alone. */

export interface Person extends EmployeeForm {
  id: string;
  userType: string;
  active: boolean;
  password?: string;
}

export interface Switches {
  /** Whether REST lists API employees, and inactive people. */
  listsApiEmployees: boolean;
  listsInactive: boolean;
  /** Lookups that the account in use may not read. */
  refused: string[];
  bannerLost: boolean;
}

const ROLES = [
  { name: "Administrator", external: false, system: true, api: true },
  { name: "Project Manager", external: false, system: true, api: false },
  { name: "Integrations", external: false, system: false, api: true },
  { name: "Portal Admins", external: true, system: false, api: false },
  { name: "External Manager", external: true, system: true, api: false },
];

export class MemoryPsa {
  readonly people: Person[] = [];
  readonly calls: string[] = [];
  readonly warnings: string[] = [];
  readonly mails: { to: string; link: string }[] = [];
  readonly usedLinks = new Set<string>();
  readonly licences = { total: 20, used: 2 };
  readonly switches: Switches = { listsApiEmployees: true, listsInactive: true, refused: [], bannerLost: false };
  time = Date.parse("2026-11-25T00:00:00Z");
  /** Ends the n-th write from now before or after its effect, as a killed process or a broken browser would. */
  failWrite: { when: "before" | "after"; error: Error } | undefined;
  private next = 10;

  constructor() {
    this.add({ userName: "reader-api", firstName: "Reader", lastName: "API", userType: "Api Employee" });
    this.add({ userName: "jdoe", firstName: "Jane", lastName: "Doe", userType: "Employee", email: "jane@example.com" });
    this.add({ userName: "left", firstName: "Was", lastName: "Here", userType: "Employee", active: false });
  }

  add(more: Partial<Person>): Person {
    const id = String(this.next++);
    const person: Person = {
      id,
      userName: `user${id}`,
      firstName: "First",
      lastName: "Last",
      employeeId: id,
      email: `${id}@example.com`,
      jobTitle: "Administrator",
      department: "Administration",
      manager: "Jane Doe",
      employmentType: "Full Time",
      employeeRoles: ["Administration"],
      securityRoles: ["Administrator"],
      location: "Main Branch",
      userType: "Employee",
      active: true,
      ...more,
    };
    this.people.push(person);
    return person;
  }

  named = (userName: string): Person | undefined =>
    this.people.find((one) => one.userName.toLowerCase() === userName.toLowerCase());

  readonly directory: Directory = {
    tenantName: "Acme MSP at api.example.com",
    ownUserName: "reader-api",
    roster: async () => {
      this.calls.push("roster");
      const { listsApiEmployees, listsInactive } = this.switches;
      const seen = this.people.filter(
        (one) => (listsApiEmployees || one.userType !== "Api Employee") && (listsInactive || one.active),
      );
      return {
        employees: seen.map(({ id, firstName, lastName, email, userName, jobTitle, active }) => ({
          id,
          firstName,
          lastName,
          email,
          userName,
          jobTitle,
          active,
        })),
        whole: listsApiEmployees && listsInactive,
      };
    },
    find: async (userName) =>
      (await this.directory.roster()).employees.find((one) => one.userName.toLowerCase() === userName.toLowerCase()),
    securityRoles: () =>
      this.lookup("securityRoles", () =>
        ROLES.map(({ name, external, system }, at) => ({ id: String(at), name, active: true, system, external })),
      ),
    names: (kind) =>
      this.lookup(
        kind,
        () =>
          ({
            departments: ["Administration", "Service Desk"],
            jobTitles: ["Administrator", "Technician"],
            locations: ["Main Branch"],
            employeeRoles: ["Administration", "Engineer"],
          })[kind],
      ),
    probe: async ({ userName, password }): Promise<ProbeResult> => {
      this.calls.push(`probe ${userName}`);
      const person = this.named(userName);
      const access = person?.securityRoles.some((name) => ROLES.find((role) => role.name === name)?.api);
      if (!person?.active || !access || person.password !== password)
        return { outcome: "refused", reason: "[authentication] refused." };
      return {
        outcome: "accepted",
        userId: person.id,
        rights: { isSystemAdmin: true, specialFeatures: ["42"], access: [] },
      };
    },
    own: async () => ({
      outcome: "accepted",
      userId: "1",
      rights: { isSystemAdmin: true, specialFeatures: ["42"], access: [] },
    }),
    invalidate: () => undefined,
  };

  private async lookup<T>(kind: string, answer: () => T): Promise<T> {
    this.calls.push(kind);
    if (!this.switches.refused.includes(kind)) return answer();
    throw new PsaError("permission", `the account in use may not read the list of ${kind}.`, "Give it the right.");
  }

  readonly console: AdminConsole = {
    createEmployee: (form) =>
      this.write(`create ${form.userName}`, (): Created => {
        this.assertRoles(form.securityRoles);
        if (this.named(form.userName)) throw new PsaError("conflict", "is there already", "");
        const before = { ...this.licences };
        this.add({ ...form, userType: "Api Employee" });
        return { page: this.page(form.userName)!, before, after: { ...this.licences } };
      }),
    readEmployee: async (userName) => {
      this.calls.push(`page ${userName}`);
      return this.page(userName);
    },
    changeEmployee: (userName, change) =>
      this.write(`change ${userName} ${Object.keys(change).sort().join(",")}`, () => {
        const person = this.named(userName);
        if (person?.userType !== "Api Employee") throw new PsaError("conflict", "no API employee", "");
        if (change.securityRoles) this.assertRoles(change.securityRoles);
        Object.assign(person, change);
        return this.page(person.userName)!;
      }),
    sendInstructions: (userName) =>
      this.write(`instructions ${userName}`, () => {
        const person = this.named(userName)!;
        this.mails.push({
          to: person.email,
          link: `https://psa.example.com/reset?key=${userName}-${this.mails.length}`,
        });
      }),
    readRole: async (name) => {
      this.calls.push(`role ${name}`);
      const role = ROLES.find((one) => one.name === name);
      if (!role) throw new PsaError("not-found", `no role ${name}`, "");
      return { name, external: role.external, hasApiAccess: role.api };
    },
    apiEmployees: async () =>
      this.people
        .filter(({ userType }) => userType === "Api Employee")
        .map(({ userName, firstName, lastName, active }) => ({ userName, name: `${firstName} ${lastName}`, active })),
    close: async () => undefined,
  };

  readonly passwordPage: PasswordPage = {
    setPassword: (link, userName, password) =>
      this.write(`password ${userName}`, () => {
        if (this.usedLinks.has(link) || !this.mails.some((mail) => mail.link === link))
          throw new PsaError("validation", "The link does not work.", "Ask for another.");
        this.usedLinks.add(link);
        this.named(userName)!.password = password;
      }),
  };

  /** The vendor's server checks this, whatever the form offers. */
  private assertRoles(names: readonly string[]): void {
    if (names.some((name) => ROLES.find((role) => role.name === name)?.external))
      throw new PsaError("validation", 'refused: "Error! Cannot add external roles to internal users."', "");
  }

  private page(userName: string): EmployeePage | undefined {
    const person = this.named(userName);
    if (!person) return undefined;
    const page: Partial<Person> = { ...person };
    delete page.id;
    delete page.password;
    return page as EmployeePage;
  }

  private async write<T>(call: string, work: () => T): Promise<T> {
    this.calls.push(call);
    const fail = this.failWrite;
    this.failWrite = undefined;
    if (fail?.when === "before") throw fail.error;
    const result = work();
    if (fail) throw fail.error;
    return result;
  }

  /** @param withConsole without: only what REST and a person can do */
  services(withConsole = true): PsaServices {
    return {
      directory: this.directory,
      ...(withConsole ? { console: this.console } : {}),
      passwordPage: this.passwordPage,
      log: { info: () => undefined, warn: (text) => void this.warnings.push(text) },
      now: () => this.time,
      sleep: async (ms) => void (this.time += ms),
    };
  }

  writes = (): string[] => this.calls.filter((call) => /^(create|change|instructions|password) /.test(call));
}

import { PsaError } from "../errors";
import { UNKNOWN, type CheckFailure } from "../lifecycle";
import { nearest } from "../nearest";
import { API_ACCESS_STEPS } from "./guide/steps";
import { refuseExternal, type PsaApiEmployeeInputs } from "./inputs";
import type { PsaServices } from "./services";
import type { EmployeeRecord, LookupKind } from "./tenant";
import { ADMINISTRATOR, isApiEmployee, quoted, sameName } from "./wording";

/** What only the tenant can say about a declaration: whether what it names is there, and may be used. */
export interface Verdict {
  failures: CheckFailure[];
  warnings: string[];
}

/** Fields whose names stand in a list of the REST API. */
const LOOKUPS: [property: "jobTitle" | "department" | "location" | "employeeRoles", kind: LookupKind, what: string][] =
  [
    ["jobTitle", "jobTitles", "job title"],
    ["department", "departments", "department"],
    ["location", "locations", "location"],
    ["employeeRoles", "employeeRoles", "employee role"],
  ];

/** Whether an answer of this kind may be missing at preview: the console asks again when it is applied. */
const MAY_BE_MISSING = ["permission", "unavailable", "throttled", "console-changed", "not-found", "validation"];

export const nameOf = (person: Pick<EmployeeRecord, "firstName" | "lastName">): string =>
  `${person.firstName} ${person.lastName}`.trim();

/**
 * Checks the references of a declaration against the tenant: one shared read per list, and the console only for what no
 * list shows. What cannot be asked is a warning, never a failure; a refused sign-in is thrown.
 *
 * @param isNew nobody has applied this declaration yet, so nobody else may have its names
 */
export async function checkReferences(
  { directory, console }: PsaServices,
  inputs: PsaApiEmployeeInputs,
  isNew: boolean,
): Promise<Verdict> {
  const failures: CheckFailure[] = [];
  const warnings: string[] = [];
  const refuse = (property: string, reason: string) => void failures.push({ property, reason });
  const known = (value: unknown): boolean => value !== UNKNOWN;

  /** Runs one question; `undefined` where it could not be asked. */
  async function ask<T>(question: () => Promise<T>): Promise<T | undefined> {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof PsaError) || !MAY_BE_MISSING.includes(error.code)) throw error;
      warnings.push(error.message);
      return undefined;
    }
  }

  function mustBeIn(property: string, what: string, name: string, there: readonly string[]): void {
    if (there.some((entry) => sameName(entry, name))) return;
    const near = nearest(name, there);
    refuse(
      property,
      there.length === 0
        ? `${directory.tenantName} shows no ${what} at all.`
        : `${directory.tenantName} has no ${what} "${name}". ${near.length > 0 ? "Did you mean" : "It has, e.g.,"} ${quoted(near.length > 0 ? near : there.slice(0, 10))}?`,
    );
  }

  for (const [property, kind, what] of LOOKUPS) {
    const value = inputs[property];
    if (!known(value)) continue;
    const there = await ask(() => directory.names(kind));
    if (there) for (const name of [value].flat()) mustBeIn(property, what, name, there);
  }
  if (known(inputs.securityRoles)) await checkRoles(inputs.securityRoles);
  await checkPeople();
  return { failures, warnings };

  async function checkRoles(roles: readonly string[]): Promise<void> {
    const there = await ask(() => directory.securityRoles());
    if (there) {
      const external = there.filter((role) => role.external).map(({ name }) => name);
      refuseExternal({ refuse }, roles, external);
      const active = there.filter((role) => role.active && !role.external).map(({ name }) => name);
      for (const name of roles) {
        if (external.some((entry) => sameName(entry, name))) continue;
        const inactive = there.find((role) => !role.active && sameName(role.name, name));
        if (inactive)
          refuse("securityRoles", `${directory.tenantName}: the security role "${inactive.name}" is inactive.`);
        else mustBeIn("securityRoles", "security role", name, active);
      }
    }
    if (failures.some(({ property }) => property === "securityRoles")) return;
    if (!roles.some((name) => sameName(name, ADMINISTRATOR))) await checkApiAccess(roles);
  }

  /** Roles add up: one with the box is enough. */
  async function checkApiAccess(roles: readonly string[]): Promise<void> {
    const how = `Tick ${API_ACCESS_STEPS(roles.length === 1 ? roles[0]! : "one of them")}`;
    if (!console) {
      warnings.push(
        `whether ${quoted(roles)} has "Has API Access" shows in the console only; without it the account gets no token. ${how}.`,
      );
      return;
    }
    let unseen = false;
    for (const name of roles) {
      const page = await ask(() => console.readRole(name));
      if (page?.external) refuseExternal({ refuse }, [name], [name]);
      if (page?.external || page?.hasApiAccess === true) return;
      unseen ||= page?.hasApiAccess === undefined;
    }
    if (unseen) warnings.push(`whether ${quoted(roles)} has "Has API Access" could not be read. ${how} if it is not.`);
    else
      refuse(
        "securityRoles",
        `${quoted(roles)} ${roles.length === 1 ? "does" : "do"} not have "Has API Access", so the account would get no token. ${how}, or add a role that has it.`,
      );
  }

  async function checkPeople(): Promise<void> {
    const roster = await ask(() => directory.roster());
    if (!roster) return;
    const { employees } = roster;
    if (known(inputs.manager)) {
      const names = employees.filter((one) => one.active).map(nameOf);
      // API employees, which some tenants may not list, can be managers too (a picture shows one).
      if (roster.whole || employees.length === 0) mustBeIn("manager", "active employee", inputs.manager, names);
      else if (!names.some((name) => sameName(name, inputs.manager)))
        warnings.push(
          `${directory.tenantName} lists no active employee "${inputs.manager}" for manager${nearest(inputs.manager, names).length > 0 ? ` (near: ${quoted(nearest(inputs.manager, names))})` : ""}; the console decides.`,
        );
    }
    const own = known(inputs.userName) ? employees.find((one) => sameName(one.userName, inputs.userName)) : undefined;
    if (known(inputs.email) && !inputs.allowSharedEmail) {
      const other = employees.find((one) => one !== own && one.active && sameName(one.email, inputs.email));
      if (other && known(inputs.userName))
        refuse(
          "email",
          `${directory.tenantName}: "${other.userName}" (${nameOf(other)}, id ${other.id}) has this e-mail address. Use another one, or set allowSharedEmail: true where the tenant lets two employees share one.`,
        );
    }
    if (isNew && own) await checkNamesake(own);
  }

  /** Somebody has the name: at preview a person's account is refused, as far as its type can be seen. */
  async function checkNamesake(own: EmployeeRecord): Promise<void> {
    const who = `"${own.userName}" (${nameOf(own)}, id ${own.id})`;
    if (sameName(own.userName, directory.ownUserName)) {
      refuse(
        "userName",
        `${directory.tenantName}: ${who} is the account that this program signs in with; it is never managed here.`,
      );
      return;
    }
    if (!console) return;
    const page = await ask(() => console.readEmployee(own.userName));
    if (page?.userType !== undefined && !isApiEmployee(page.userType))
      refuse("userName", notConverted(directory.tenantName, own, page.userType));
  }
}

/** An ordinary employee of the same name stays what he is. */
export function notConverted(tenant: string, person: { userName: string }, type: string): string {
  return (
    `${tenant}: "${person.userName}" is there already, with the user type ${type}. Users of the types Employee and External ` +
    "Employee cannot be changed to API Employee, and nothing of it is touched. Declare another userName."
  );
}

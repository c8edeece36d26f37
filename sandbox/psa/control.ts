import { ControlError, isObject } from "../controlError";
import type { PsaTenant } from "./model";
import { fullName, usedLicenses } from "./rules";

/** A list of an employee's picks: the property with ids, its readable twin, and where the names come from. */
const picks = [
  ["jobTitleId", "jobTitle", "jobTitles"],
  ["departmentId", "department", "departments"],
  ["employmentTypeId", "employmentType", "employmentTypes"],
  ["employeeRoleIds", "employeeRoles", "employeeRoles"],
  ["securityRoleIds", "securityRoles", "securityRoles"],
  ["locationId", "location", "locations"],
] as const;

/** The PSA tenant without the secrets of its employees; picks also by name. */
export function publicPsa(tenant: PsaTenant): Record<string, unknown> {
  return {
    ...tenant,
    licenses: { total: tenant.licenses, used: usedLicenses(tenant) },
    employees: tenant.employees.map((employee) => ({
      ...employee,
      ...Object.fromEntries(
        picks.map(([ids, name, list]) => {
          const named = (id: number) => tenant[list].find((entry) => entry.id === id)?.name ?? null;
          const value: number | number[] = employee[ids];
          return [name, Array.isArray(value) ? value.map(named) : named(value)];
        }),
      ),
      manager: nameOf(tenant, employee.managerId),
      hasPassword: employee.password !== null,
      totpSecret: undefined,
      password: undefined,
      formerPasswords: undefined,
      resetTokens: undefined,
    })),
  };
}

function nameOf(tenant: PsaTenant, id: number | null): string | null {
  const found = tenant.employees.find((employee) => employee.id === id);
  return found === undefined ? null : fullName(found);
}

const lists = [
  "employees",
  "securityRoles",
  "employeeRoles",
  "departments",
  "jobTitles",
  "locations",
  "employmentTypes",
] as const;

/**
 * Another person's edit of the PSA tenant: lists of entries as in the Autotask tenant, an employee found by its id or
 * user name; also `licenses` (a number), `company` and `passwordPolicy`.
 */
export function patchPsa(tenant: PsaTenant, patch: unknown): void {
  if (!isObject(patch)) throw new ControlError('"psa" must be an object.');
  for (const [name, value] of Object.entries(patch)) {
    if (name === "licenses" || name === "company") put(tenant as unknown as Row, name, value, "psa");
    else if (name === "passwordPolicy") merge(tenant.passwordPolicy as unknown as Row, value, "psa.passwordPolicy");
    else {
      const list = lists.find((candidate) => candidate === name);
      if (list === undefined) {
        throw new ControlError(
          `"psa.${name}" cannot be changed. There are ${lists.join(", ")}, licenses, company, passwordPolicy.`,
        );
      }
      if (!Array.isArray(value)) throw new ControlError(`"psa.${name}" must be a list.`);
      for (const entry of value as unknown[]) patchEntry(tenant, list, entry);
    }
  }
}

type Row = Record<string, unknown>;

function patchEntry(tenant: PsaTenant, list: (typeof lists)[number], entry: unknown): void {
  if (!isObject(entry)) throw new ControlError(`Entries of "psa.${list}" must be objects with an id.`);
  const rows = tenant[list] as unknown as Row[];
  const key = entry["id"] !== undefined ? "id" : list === "employees" ? "userName" : "name";
  const found = rows.find((row) => row[key] === entry[key]);
  if (found === undefined)
    throw new ControlError(`"psa.${list}" has no entry with ${key} ${JSON.stringify(entry[key])}.`);
  if (entry["remove"] === true) {
    rows.splice(rows.indexOf(found), 1);
    return;
  }
  const values = list === "employees" ? byIds(tenant, entry) : entry;
  merge(found, values, `psa.${list}`);
}

/** An employee's picks may be given by name. */
function byIds(tenant: PsaTenant, entry: Row): Row {
  const values = { ...entry };
  for (const [ids, name, list] of picks) {
    if (!(name in values)) continue;
    const idOf = (wanted: unknown) => {
      const found = tenant[list].find((candidate) => candidate.name === wanted);
      if (found === undefined) throw new ControlError(`There is no ${name} ${JSON.stringify(wanted)}.`);
      return found.id;
    };
    values[ids] = Array.isArray(values[name]) ? values[name].map(idOf) : idOf(values[name]);
    delete values[name];
  }
  return values;
}

function merge(target: Row, patch: unknown, where: string): void {
  if (!isObject(patch)) throw new ControlError(`${where} must be an object.`);
  for (const [name, value] of Object.entries(patch)) {
    const present = target[name];
    if (isObject(value) && isObject(present)) Object.assign(present, value);
    else put(target, name, value, where);
  }
}

function put(target: Row, name: string, value: unknown, where: string): void {
  if (!Object.hasOwn(target, name)) throw new ControlError(`${where} has no "${name}".`);
  const present = target[name];
  if (present !== null && value !== null && typeof value !== typeof present)
    throw new ControlError(`${where}.${name} must be a ${typeof present}.`);
  target[name] = value;
}

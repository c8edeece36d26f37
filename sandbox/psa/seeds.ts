import { createHash } from "node:crypto";
import type { Employee, PsaTenant, Right, SecurityRole, UserType } from "./model";
import { permissionSections } from "./words";

const seededAt = "2026-01-05T09:00:00.000Z";
const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A text that looks random and is the same at every start. */
function fixed(label: string, length: number, alphabet: string): string {
  let text = "";
  for (let block = 0; text.length < length; block++) {
    for (const byte of createHash("sha256").update(`psa ${label} ${block}`).digest())
      text += alphabet[byte % alphabet.length];
  }
  return text.slice(0, length);
}

/** One that satisfies the policy too. */
const password = (label: string) => `${fixed(`password ${label}`, 16, letters)}!aA7`;

export const roleIds = {
  administrator: 101,
  projectManager: 102,
  crmManager: 103,
  financeManager: 104,
  serviceDeskManager: 105,
  user: 106,
  externalUser: 107,
  externalManager: 108,
  monitoring: 120,
  reporting: 121,
} as const;

const all: Right = { view: true, modify: true, delete: true };
const view: Right = { view: true, modify: false, delete: false };
const change: Right = { view: true, modify: true, delete: false };

function rightsOf(sections: readonly string[], right: Right): Record<string, Right> {
  return Object.fromEntries(
    sections.flatMap((section) => permissionSections[section]!.map((module) => [`${section} > ${module}`, right])),
  );
}

function role(id: number, name: string, rest: Partial<SecurityRole> = {}): SecurityRole {
  return {
    id,
    name,
    description: "",
    external: false,
    active: true,
    system: true,
    rights: {},
    viewAll: [],
    modifyAll: [],
    hasApiAccess: false,
    ...rest,
  };
}

function systemRoles(): SecurityRole[] {
  const sections = Object.keys(permissionSections);
  return [
    role(roleIds.administrator, "Administrator", {
      rights: rightsOf(sections, all),
      viewAll: sections,
      modifyAll: sections,
      hasApiAccess: true,
    }),
    role(roleIds.projectManager, "Project Manager", { rights: rightsOf(["Home", "Projects"], change) }),
    role(roleIds.crmManager, "CRM Manager", { rights: rightsOf(["Home", "CRM"], change) }),
    role(roleIds.financeManager, "Finance Manager", { rights: rightsOf(["Home", "Finance"], change) }),
    role(roleIds.serviceDeskManager, "Service Desk Manager", { rights: rightsOf(["Home", "Service Desk"], change) }),
    role(roleIds.user, "User", { rights: rightsOf(["Home"], view) }),
    role(roleIds.externalUser, "External User", { external: true }),
    role(roleIds.externalManager, "External Manager", { external: true }),
  ];
}

/**
 * Tenants to start from; the same each time, secrets included, which are worth nothing outside of the stand-in.
 *
 * @param now passwords count as chosen on this day: a tenant would be born with expired ones else.
 */
export function seedPsa(size: "empty" | "small" | "large", now: Date): PsaTenant {
  const tenant: PsaTenant = {
    company: "Northwind MSP",
    licenses: size === "large" ? 400 : 25,
    employees: [],
    securityRoles: systemRoles(),
    employeeRoles: [
      { id: 301, name: "Administration", isDefault: true },
      { id: 302, name: "Engineer", isDefault: false },
      { id: 303, name: "Consultant", isDefault: false },
    ],
    departments: [
      { id: 401, name: "Administration" },
      { id: 402, name: "Service Desk" },
      { id: 403, name: "Projects" },
    ],
    jobTitles: [
      { id: 501, name: "Administrator", active: true },
      { id: 502, name: "Engineer", active: true },
      { id: 503, name: "Service Manager", active: true },
      { id: 504, name: "Field Technician", active: false },
    ],
    locations: [
      { id: 601, name: "Main Branch", isMain: true },
      { id: 602, name: "Riverside Office", isMain: false },
    ],
    employmentTypes: [
      { id: 701, name: "Full Time" },
      { id: 702, name: "Part Time" },
      { id: 703, name: "Hourly Employee" },
      { id: 704, name: "Contractor" },
    ],
    passwordPolicy: {
      attempts: 5,
      lockMinutes: 30,
      changeDays: 180,
      minimumLength: 8,
      remembered: 5,
      characterClasses: true,
    },
    outbox: [],
    administratorId: 1001,
    apiUserId: 1002,
    nextId: 5000,
  };
  const add = (id: number, firstName: string, lastName: string, rest: Partial<Employee> = {}) =>
    tenant.employees.push(employee(tenant, now, id, firstName, lastName, rest));
  const administrator = { securityRoleIds: [roleIds.administrator], jobTitleId: 501, departmentId: 401 };
  add(1001, "Avery", "Stone", {
    ...administrator,
    employeeRoleIds: [301],
    managerId: null,
    totpSecret: fixed("totp 1001", 32, base32),
    mfaEnabled: true,
  });
  add(1002, "Pulumi", "Provider", {
    ...administrator,
    employeeRoleIds: [301],
    userName: "pulumi-provider",
    totpSecret: fixed("totp 1002", 32, base32),
    mfaEnabled: true,
  });
  if (size !== "empty") addSmall(tenant, add);
  if (size === "large") addLarge(tenant, add);
  return tenant;
}

type Add = (id: number, firstName: string, lastName: string, rest?: Partial<Employee>) => void;

function employee(
  tenant: PsaTenant,
  now: Date,
  id: number,
  firstName: string,
  lastName: string,
  rest: Partial<Employee>,
): Employee {
  // The vendor's convention: first initial and last name.
  const userName = `${firstName[0]}${lastName}`.toLowerCase().replace(/[^a-z]/g, "");
  return {
    id,
    userName,
    firstName,
    lastName,
    employeeId: String(id),
    email: `${rest.userName ?? userName}@northwind.example`,
    jobTitleId: 502,
    departmentId: 402,
    managerId: tenant.administratorId,
    employmentTypeId: 701,
    employeeRoleIds: [302],
    securityRoleIds: [roleIds.user],
    locationId: 601,
    userType: "Employee",
    active: true,
    mfaEnabled: false,
    totpSecret: null,
    password: password(String(id)),
    formerPasswords: [],
    resetTokens: [],
    passwordSetAt: `${now.toISOString().slice(0, 10)}T00:00:00.000Z`,
    failures: 0,
    lockedUntil: null,
    lastSignInAt: null,
    createdAt: seededAt,
    ...rest,
  };
}

function addSmall(tenant: PsaTenant, add: Add): void {
  tenant.securityRoles.push(
    role(roleIds.monitoring, "API Monitoring", {
      system: false,
      description: "Tickets from monitoring",
      // As an integration vendor publishes it.
      rights: {
        "Home > My Tickets": change,
        "Service Desk > Tickets": change,
        "CRM > Accounts": view,
        "Admin > Service Desk": change,
      },
      hasApiAccess: true,
    }),
    role(roleIds.reporting, "Reporting", { system: false, rights: rightsOf(["Reports"], view) }),
    role(122, "Partner Portal", { system: false, external: true }),
  );
  const type = (userType: UserType) => ({ userType });
  add(1003, "Blake", "Turner", { jobTitleId: 503, securityRoleIds: [roleIds.serviceDeskManager] });
  add(1004, "Casey", "Nguyen", { managerId: 1003 });
  add(1005, "Devon", "Brooks", { managerId: 1003, locationId: 602, employmentTypeId: 703 });
  add(1006, "Ellis", "Moreau", { departmentId: 403, securityRoleIds: [roleIds.projectManager, roleIds.crmManager] });
  add(1007, "Finley", "O'Hara", { securityRoleIds: [roleIds.financeManager] });
  add(1008, "Gray", "Lindström", { active: false });
  add(1009, "Harper", "Vale", { ...type("External Employee"), employmentTypeId: 704 });
  add(1010, "Monitoring", "API", {
    ...type("Api Employee"),
    userName: "monitoring-api",
    securityRoleIds: [roleIds.monitoring],
  });
  add(1011, "Reporting", "API", {
    ...type("Api Employee"),
    userName: "reporting-api",
    securityRoleIds: [roleIds.reporting],
    password: null,
    passwordSetAt: null,
  });
  add(1012, "Old Backup", "API", {
    ...type("Api Employee"),
    userName: "old-backup-api",
    securityRoleIds: [roleIds.administrator],
    active: false,
  });
}

/** 300 employees in all, 60 of them API employees. */
function addLarge(tenant: PsaTenant, add: Add): void {
  for (let index = 1; tenant.employees.length < 300; index++) {
    const number = String(index).padStart(3, "0");
    const api = index % 5 === 0;
    add(2000 + index, `Client ${number}`, api ? "API" : "Person", {
      userName: api ? `client-${number}-api` : `person.${number}`,
      userType: api ? "Api Employee" : "Employee",
      securityRoleIds: [api ? roleIds.monitoring : roleIds.user],
      locationId: index % 2 === 0 ? 601 : 602,
      active: index % 10 !== 9,
    });
  }
}

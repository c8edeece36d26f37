import { createHash } from "node:crypto";
import { apiUserCells, apiUserLevelId, cellsBy, lowest, seedSystemLevels } from "./levels";
import type { CellKey, CellValue, Department, Level, Role, Tenant, Tracking, User } from "./model";
import { apiLicenseType, resourceDefaults } from "./rules";

/** Tenants to start from. The same each time, secrets included: they are worth nothing outside of the stand-in. */
export const tenantSizes = ["empty", "small", "large"] as const;
export type TenantSize = (typeof tenantSizes)[number];

const seededAt = "2026-01-05T09:00:00.000Z";
const lowerAndDigits = "abcdefghijkmnpqrstuvwxyz23456789";
const mixed = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A text that looks random and is the same at every start. */
function fixed(label: string, length: number, alphabet: string): string {
  let text = "";
  for (let block = 0; text.length < length; block++) {
    for (const byte of createHash("sha256").update(`${label} ${block}`).digest())
      text += alphabet[byte % alphabet.length];
  }
  return text.slice(0, length);
}

const vendorNames: [name: string, active: boolean][] = [
  ["Propel Your MSP", true],
  ["AutoElevate - privilege management", true],
  ["Rewst - Automation", true],
  ["Helpdesk Buttons - Tier2Tickets", true],
  ["Guardz - Cybersecurity", false],
  ["MSP360 - Managed Backup", true],
  ["TimeZest - Scheduling", true],
  ["TopLeft - Kanban", false],
  ["IT Glue - Documentation", true],
  ["Liongard - Automation", false],
];

export function seedTenant(size: TenantSize): Tenant {
  const tenant: Tenant = {
    domain: "NORTHWIND.EXAMPLE",
    levels: seedSystemLevels(),
    users: [],
    vendors: vendorNames.map(([name, active], index) => ({
      id: 201 + index,
      name,
      active,
      identifier: fixed(`vendor ${name}`, 27, mixed),
    })),
    locations: [{ id: 90682, name: "Headquarters", isDefault: true }],
    departments: [department(29682833, "Administration"), department(29683436, "Service Desk")],
    roles: [
      role(29683396, "Administration", 0),
      role(29683397, "Engineer", 120),
      role(29683398, "Technician", 90),
      role(8, "Standard", 100, { isSystemRole: true }),
    ],
    queues: [
      { id: 5, name: "Client Portal" },
      { id: 8, name: "Monitoring Alert" },
    ],
    linesOfBusiness: [
      { id: 12, name: "Managed Services > Infrastructure" },
      { id: 13, name: "Managed Services > Security" },
      { id: 14, name: "Projects > Cloud" },
    ],
    tickets: [],
    siteSetup: { lockOutAfter: 10 },
    administrator: {
      userName: "administrator@northwind.example",
      password: fixed("administrator password", 16, mixed),
      totpSecret: fixed("administrator totp", 32, base32),
    },
    providerUserId: 29682890,
    nextId: 29700000,
  };
  tenant.users.push(
    person(tenant, 29682885, "Avery", "Stone", 10, {
      levelId: 33,
      licenseType: 1,
      userName: "administrator",
      ...place(29682885, 29682833, 29683396),
    }),
    apiUser(tenant, 29682890, "Pulumi", "Provider", { userName: "pulumiprovider" }, customTracking("Pulumi")),
  );
  if (size !== "empty") addSmall(tenant);
  if (size === "large") addLarge(tenant);
  return tenant;
}

function department(id: number, name: string): Department {
  return { id, name, number: null, description: null, locationId: 90682 };
}

function role(id: number, name: string, hourlyRate: number, rest: Partial<Role> = {}): Role {
  return {
    id,
    name,
    description: null,
    active: true,
    hourlyRate,
    hourlyFactor: 1,
    isExcludedFromNewContracts: false,
    isSystemRole: false,
    ...rest,
  };
}

/** A person's place in the organization; every resource that is not API-only has one default pair. */
function place(userId: number, departmentId: number, roleId: number): Pick<User, "roleDepartments"> {
  // Ids of a range of their own, so that those of levels and users stay what they are.
  const pair = { id: userId * 10, departmentId, roleId, active: true, isDefault: true, isLead: false };
  return { roleDepartments: [pair] };
}

function person(
  tenant: Tenant,
  id: number,
  firstName: string,
  lastName: string,
  phone: number,
  rest: Partial<User> = {},
): User {
  const userName = `${firstName}.${lastName}`.toLowerCase().replaceAll(" ", "");
  return {
    id,
    firstName,
    middleName: null,
    lastName,
    title: null,
    email: `${userName}@${tenant.domain.toLowerCase()}`,
    officePhone: `555-01${phone}`,
    mobilePhone: null,
    userName,
    secret: fixed(`secret ${id}`, 25, mixed),
    formerSecrets: [],
    levelId: 37,
    licenseType: 3,
    locationId: tenant.locations[0]!.id,
    active: true,
    locked: false,
    dateFormat: "MM/dd/yyyy",
    timeFormat: "hh:mm a",
    numberFormat: "X,XXX.XX",
    tracking: null,
    lineOfBusiness: [],
    seesUnassignedLineOfBusiness: true,
    createdAt: seededAt,
    ...resourceDefaults(),
    ...rest,
  };
}

function apiUser(
  tenant: Tenant,
  id: number,
  firstName: string,
  lastName: string,
  rest: Partial<User>,
  tracking: Tracking | null,
): User {
  return person(tenant, id, firstName, lastName, 0, {
    userName: fixed(`key ${id}`, 15, lowerAndDigits),
    levelId: apiUserLevelId,
    licenseType: apiLicenseType,
    officePhone: null,
    tracking,
    ...rest,
  });
}

function customTracking(name: string): Tracking {
  return { kind: "custom", name, identifier: fixed(`identifier ${name}`, 27, mixed) };
}

function vendorTracking(tenant: Tenant, name: string): Tracking {
  return { kind: "vendor", vendorId: tenant.vendors.find((vendor) => vendor.name === name)!.id };
}

function customLevel(tenant: Tenant, name: string, cells: Record<CellKey, CellValue>, active = true): Level {
  const level: Level = { id: tenant.nextId++, name, system: false, apiOnly: true, active, cells };
  tenant.levels.push(level);
  return level;
}

/** Everything at its lowest but for what is named. */
function only(granted: Record<CellKey, CellValue>): Record<CellKey, CellValue> {
  return cellsBy((spec) => granted[spec.key] ?? lowest(spec));
}

function addSmall(tenant: Tenant): void {
  tenant.locations.push(
    { id: 90683, name: "Riverside Office", isDefault: false },
    { id: 90684, name: "Remote", isDefault: false },
  );
  tenant.departments.push(department(29683437, "Projects"), department(29683438, "Sales"));
  tenant.roles.push(
    role(29683399, "Account Manager", 80),
    role(29683400, "Subcontractor", 60, { active: false, isExcludedFromNewContracts: true }),
  );
  tenant.queues.push({ id: 6, name: "Post Sale" });
  const lines = tenant.linesOfBusiness.map((line) => line.id);
  tenant.tickets.push(
    ...[null, null, lines[0]!, lines[1]!, lines[1]!, lines[2]!].map((lineOfBusinessId, index) => ({
      id: 8001 + index,
      ticketNumber: `T20260105.000${index + 1}`,
      title: ["Printer", "Mail", "Switch", "Firewall", "Phishing report", "Migration"][index]!,
      queueId: 8,
      lineOfBusinessId,
    })),
  );
  const neverExpires = { "Other > Miscellaneous > Not required to change password (password does not expire)": true };
  const helpdesk = customLevel(
    tenant,
    "API User (Helpdesk Buttons)",
    only({
      ...neverExpires,
      "CRM > Organization & Contact Access > Customer & Cancelation": "All",
      "Service Desk > Object Permissions > Tickets > View": "All",
      "Service Desk > Object Permissions > Tickets > Add": "Yes",
      "Service Desk > Object Permissions > Tickets > Edit": "Yes",
    }),
  );
  const rewst = customLevel(tenant, "Rewst- API User (system)", {
    ...apiUserCells(),
    "Other > Webhooks > Can create Webhooks": true,
    "Other > Webhooks > Maximum number of Webhooks": 50,
  });
  const former = customLevel(tenant, "API User (former monitoring)", only({}), false);
  tenant.users.push(
    person(tenant, 29682901, "Blake", "Turner", 11, {
      levelId: 34,
      title: "Service Manager",
      ...place(29682901, 29683436, 29683397),
    }),
    person(tenant, 29682902, "Casey", "Nguyen", 12, { levelId: 39, ...place(29682902, 29683436, 29683398) }),
    person(tenant, 29682903, "Devon", "Brooks", 13, {
      levelId: 39,
      locationId: 90683,
      ...place(29682903, 29683436, 29683398),
    }),
    person(tenant, 29682904, "Ellis", "Moreau", 14, {
      levelId: 36,
      title: "Account Manager",
      ...place(29682904, 29683438, 29683399),
    }),
    person(tenant, 29682905, "Finley", "O'Hara", 15, {
      levelId: 35,
      locationId: 90683,
      ...place(29682905, 29683437, 29683397),
    }),
    person(tenant, 29682906, "Gray", "Lindström", 16, {
      levelId: 37,
      active: false,
      ...place(29682906, 29683437, 29683397),
    }),
    apiUser(
      tenant,
      29682911,
      "Helpdesk Buttons",
      "API",
      { levelId: helpdesk.id },
      vendorTracking(tenant, "Helpdesk Buttons - Tier2Tickets"),
    ),
    apiUser(
      tenant,
      29682912,
      "Rewst",
      "Automation",
      { levelId: rewst.id, locationId: 90684 },
      vendorTracking(tenant, "Rewst - Automation"),
    ),
    apiUser(tenant, 29682913, "Reporting", "Export", { locked: true }, customTracking("Reporting Export")),
    apiUser(tenant, 29682914, "Old Monitoring", "API", { levelId: former.id, active: false }, null),
  );
}

/** 500 API users and 49 custom API-only levels: one more level fits, the next does not. */
function addLarge(tenant: Tenant): void {
  const isCustom = (level: Level) => level.apiOnly && !level.system;
  for (let index = 1; tenant.levels.filter(isCustom).length < 49; index++) {
    customLevel(tenant, `API User (Client ${String(index).padStart(2, "0")})`, apiUserCells());
  }
  const levels = tenant.levels.filter((level) => isCustom(level) && level.active);
  for (let index = 0; tenant.users.filter((user) => user.licenseType === apiLicenseType).length < 500; index++) {
    const number = String(index + 1).padStart(3, "0");
    tenant.users.push(
      apiUser(
        tenant,
        29690000 + index,
        `Client ${number}`,
        "API",
        { levelId: levels[index % levels.length]!.id, active: index % 10 !== 9 },
        customTracking(`Client ${number}`),
      ),
    );
  }
}

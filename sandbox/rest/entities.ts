import { accessEntities, type EntityAccess } from "../access";
import type { Tenant, User } from "../model";
import { fullKey } from "../rules";
import type { Switches } from "../switches";
import { fieldsOf, type KeptEntity } from "./fields";

export type Row = Record<string, string | number | boolean | null>;

/** What an entity as such allows, whoever asks. */
interface Abilities {
  canCreate: boolean;
  canDelete: boolean;
  canQuery: boolean;
  canUpdate: boolean;
}

const abilities: Record<string, Abilities> = {
  Resources: { canCreate: false, canDelete: false, canQuery: true, canUpdate: true },
  InternalLocations: { canCreate: false, canDelete: false, canQuery: true, canUpdate: false },
  // The vendor's entity can be created and updated too; the stand-in keeps its rows for reading only.
  Departments: { canCreate: false, canDelete: false, canQuery: true, canUpdate: false },
};
const ordinary: Abilities = { canCreate: true, canDelete: false, canQuery: true, canUpdate: true };

const singular = (entity: string) =>
  entity === "Companies" ? "Company" : entity.endsWith("ies") ? `${entity.slice(0, -3)}y` : entity.replace(/s$/, "");

/** Name of an entity in texts and in entity information: `Resources` -> `Resource`. */
export const entityName = singular;

/** Every entity that entity information knows, by its name in lower case. */
export const entityByPath: ReadonlyMap<string, string> = new Map(
  accessEntities.map((entity) => [entity.toLowerCase(), entity]),
);

export function isKept(entity: string): entity is KeptEntity {
  return entity in fieldsOf;
}

const numbers = { none: 0, all: 1, restricted: 2 } as const;
const words = { none: "None", all: "All", restricted: "Restricted" } as const;

/** `info` of one entity for a caller with this access. */
export function information(entity: string, access: EntityAccess, switches: Switches): Record<string, unknown> {
  const kinds = switches.get("userAccessType") === "numbers" ? numbers : words;
  const can = abilities[entity] ?? ordinary;
  return {
    name: singular(entity),
    ...can,
    userAccessForCreate: kinds[can.canCreate ? access.create : "none"],
    userAccessForDelete: kinds[can.canDelete ? access.delete : "none"],
    userAccessForQuery: kinds[access.query],
    userAccessForUpdate: kinds[can.canUpdate ? access.update : "none"],
    hasUserDefinedFields: false,
    supportsWebhookCallouts: entity === "Resources",
  };
}

/** A resource as REST shows it. Level, key and location have no other names here than in the vendor's model. */
export function resourceRow(tenant: Tenant, user: User, switches: Switches): Row {
  const known: Row = {
    id: user.id,
    dateFormat: user.dateFormat,
    email: user.email,
    firstName: user.firstName,
    hireDate: `${user.createdAt.slice(0, 10)}T00:00:00`,
    internalCost: 0,
    isActive: user.active,
    lastName: user.lastName,
    licenseType: user.licenseType,
    locationID: user.locationId,
    middleName: user.middleName,
    mobilePhone: user.mobilePhone,
    numberFormat: user.numberFormat,
    officePhone: user.officePhone,
    timeFormat: user.timeFormat,
    title: user.title,
    userName: switches.get("restUserName") === "domain" ? fullKey(tenant, user) : user.userName,
    userType: user.levelId,
  };
  return Object.fromEntries(fieldsOf.Resources.map(({ name }) => [name, known[name] ?? user.more[name] ?? null]));
}

/** All rows of an entity in ascending order of id. */
export function rowsOf(entity: KeptEntity, tenant: Tenant, switches: Switches): Row[] {
  const byId = (a: Row, b: Row) => Number(a["id"]) - Number(b["id"]);
  switch (entity) {
    case "Resources": {
      const hidden = switches.get("apiUsersInQueries") === "hidden";
      return tenant.users
        .filter((user) => !(hidden && user.licenseType === 7))
        .map((user) => resourceRow(tenant, user, switches))
        .sort(byId);
    }
    case "InternalLocations":
      return tenant.locations.map((location) => filled("InternalLocations", { ...location })).sort(byId);
    case "Departments":
      return tenant.departments
        .map((department) =>
          filled("Departments", { ...department, primaryLocationID: tenant.locations[0]?.id ?? null }),
        )
        .sort(byId);
  }
}

function filled(entity: KeptEntity, values: Row): Row {
  return Object.fromEntries(fieldsOf[entity].map(({ name }) => [name, values[name] ?? null]));
}

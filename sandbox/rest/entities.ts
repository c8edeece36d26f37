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
  ResourceRoles: { canCreate: false, canDelete: false, canQuery: true, canUpdate: false },
  OrganizationalResources: { canCreate: false, canDelete: false, canQuery: true, canUpdate: false },
  // The vendor's entities can be created and updated too; the stand-in keeps their rows for reading only.
  ...Object.fromEntries(
    ["Departments", "Roles", "OrganizationalLevelAssociations", "OrganizationalLevel1s", "OrganizationalLevel2s"].map(
      (entity) => [entity, { canCreate: false, canDelete: false, canQuery: true, canUpdate: false }],
    ),
  ),
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
    internalCost: user.internalCost,
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
        .map(({ locationId, ...department }) => filled(entity, { ...department, primaryLocationID: locationId }))
        .sort(byId);
    case "Roles":
      return tenant.roles
        .map(({ active, ...role }) =>
          filled(entity, { ...role, isActive: active, roleType: role.isSystemRole ? 1 : 0 }),
        )
        .sort(byId);
    case "ResourceRoleDepartments":
      return tenant.users
        .flatMap((user) =>
          user.roleDepartments.map((pair) => ({
            id: pair.id,
            departmentID: pair.departmentId,
            isActive: pair.active,
            isDefault: pair.isDefault,
            isDepartmentLead: pair.isLead,
            resourceID: user.id,
            roleID: pair.roleId,
          })),
        )
        .sort(byId);
    case "ResourceRoleQueues":
      return tenant.users
        .flatMap((user) => user.queues.map(({ id, queueId }) => ({ id, queueID: queueId, resourceID: user.id })))
        .sort(byId);
    case "ResourceServiceDeskRoles":
      return tenant.users
        .flatMap((user) =>
          user.serviceDeskRoles.map(({ id, roleId, active, isDefault }) => ({
            id,
            isActive: active,
            isDefault,
            resourceID: user.id,
            roleID: roleId,
          })),
        )
        .sort(byId);
    case "ResourceRoles":
      // Only active ones are returned.
      return tenant.users
        .flatMap((user) => [
          ...user.roleDepartments
            .filter((pair) => pair.active)
            .map((pair) => ({
              id: pair.id,
              departmentID: pair.departmentId,
              roleID: pair.roleId,
              resourceID: user.id,
            })),
          ...user.queues.map((own) => ({ id: own.id, queueID: own.queueId, resourceID: user.id })),
        ])
        .map((row) => filled(entity, { ...row, isActive: true }))
        .sort(byId);
    case "OrganizationalLevel1s":
      return organizationalLevels(tenant).first.map((name, index) => filled(entity, levelRow(name, index)));
    case "OrganizationalLevel2s":
      return organizationalLevels(tenant).second.map((name, index) => filled(entity, levelRow(name, index)));
    case "OrganizationalLevelAssociations":
      return organizationalLevels(tenant).pairs.sort(byId);
    case "OrganizationalResources":
      return tenant.users
        .flatMap((user) =>
          user.lineOfBusiness.map((line) => ({
            id: user.id * 1000 + line,
            organizationalLevelAssociationID: line,
            resourceID: user.id,
          })),
        )
        .sort(byId);
    case "Tickets":
      return tenant.tickets
        .map((ticket) => ({
          id: ticket.id,
          organizationalLevelAssociationID: ticket.lineOfBusinessId,
          queueID: ticket.queueId,
          ticketNumber: ticket.ticketNumber,
          title: ticket.title,
        }))
        .sort(byId);
  }
}

/** Divisions and lines of business by name, numbered in the order in which the tenant's pairs name them. */
function organizationalLevels(tenant: Tenant): { first: string[]; second: string[]; pairs: Row[] } {
  const split = tenant.linesOfBusiness.map((line) => ({ line, parts: line.name.split(" > ") }));
  const first = [...new Set(split.map(({ parts }) => parts[0]!))];
  const second = [...new Set(split.map(({ parts }) => parts.at(-1)!))];
  return {
    first,
    second,
    pairs: split.map(({ line, parts }) => ({
      id: line.id,
      isActive: true,
      organizationalLevel1ID: first.indexOf(parts[0]!) + 1,
      organizationalLevel2ID: second.indexOf(parts.at(-1)!) + 1,
    })),
  };
}

/** A name in the vendor's list of levels, as a row. */
const levelRow = (name: string, index: number): Row => ({ id: index + 1, isActive: true, name });

function filled(entity: KeptEntity, values: Row): Row {
  return Object.fromEntries(fieldsOf[entity].map(({ name }) => [name, values[name] ?? null]));
}

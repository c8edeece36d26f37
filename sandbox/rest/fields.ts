import { resourcePicklists } from "../picklists";
import { formats, licenseTypes } from "../rules";
import type { Tenant } from "../model";

/** One row of `entityInformation/fields`. */
export interface PicklistValue {
  value: string;
  label: string;
  isDefaultValue: boolean;
  sortOrder: number;
  parentValue: string;
  isActive: boolean;
  isSystem: boolean;
}

export type DataType = "long" | "integer" | "string" | "boolean" | "double" | "datetime";

export interface Field {
  name: string;
  dataType: DataType;
  /** 0 where a length means nothing. */
  length: number;
  required?: boolean;
  readOnly?: boolean;
  notQueryable?: boolean;
  /** Entity that a reference field points to. */
  references?: string;
  picklist?: (tenant: Tenant) => PicklistValue[];
}

function values(
  ...entries: [value: string | number, label: string, isActive?: boolean, isSystem?: boolean][]
): PicklistValue[] {
  return entries.map(([value, label, isActive = true, isSystem = true], index) => ({
    value: String(value),
    label,
    isDefaultValue: false,
    sortOrder: index + 1,
    parentValue: "",
    isActive,
    isSystem,
  }));
}

const same =
  (...texts: string[]) =>
  () =>
    values(...texts.map((text): [string, string] => [text, text]));
const listed = (name: keyof typeof resourcePicklists) => () =>
  values(...resourcePicklists[name].map(([value, label]): [string | number, string] => [value, label]));
const emailTypes = listed("emailTypeCode");

const licenses = () => values(...Object.entries(licenseTypes));

/** The tenant's levels, without the addition "(API-only)" that only the console shows. */
const userTypes = (tenant: Tenant) =>
  values(
    ...tenant.levels.map((level): [number, string, boolean, boolean] => [
      level.id,
      level.name,
      level.active,
      level.system,
    ]),
  );

const text = (name: string, length: number, rest: Partial<Field> = {}): Field => ({
  name,
  dataType: "string",
  length,
  ...rest,
});
const number = (name: string, dataType: "long" | "integer" | "double", rest: Partial<Field> = {}): Field => ({
  name,
  dataType,
  length: 0,
  ...rest,
});

const resources: Field[] = [
  number("id", "long", { required: true, readOnly: true }),
  text("accountingReferenceID", 100),
  text("dateFormat", 20, { readOnly: true, picklist: same(...formats.date) }),
  number("defaultServiceDeskRoleID", "long", { notQueryable: true, references: "Role" }),
  text("email", 254, { required: true }),
  text("email2", 254),
  text("email3", 254),
  text("emailTypeCode", 20, { picklist: emailTypes }),
  text("emailTypeCode2", 20, { picklist: emailTypes }),
  text("emailTypeCode3", 20, { picklist: emailTypes }),
  text("firstName", 50, { required: true }),
  text("gender", 1, { picklist: listed("gender") }),
  number("greeting", "integer", { picklist: listed("greeting") }),
  { name: "hireDate", dataType: "datetime", length: 0, required: true, readOnly: true },
  text("homePhone", 25),
  text("initials", 32),
  number("internalCost", "double", { readOnly: true }),
  { name: "isActive", dataType: "boolean", length: 0, required: true },
  text("lastName", 50, { required: true }),
  number("licenseType", "integer", { required: true, readOnly: true, picklist: licenses }),
  number("locationID", "integer", {
    required: true,
    readOnly: true,
    picklist: (tenant) =>
      values(
        ...tenant.locations.map((location): [number, string, boolean, boolean] => [
          location.id,
          location.name,
          true,
          false,
        ]),
      ),
  }),
  text("middleName", 50),
  text("mobilePhone", 25),
  text("numberFormat", 20, { required: true, picklist: same(...formats.number) }),
  text("officeExtension", 10),
  text("officePhone", 25),
  text("payrollIdentifier", 32),
  number("payrollType", "integer", {
    required: true,
    picklist: listed("payrollType"),
  }),
  text("resourceType", 15, { required: true, picklist: listed("resourceType") }),
  number("suffix", "integer", { picklist: listed("suffix") }),
  number("surveyResourceRating", "double", { readOnly: true }),
  text("timeFormat", 20, { readOnly: true, picklist: same(...formats.time) }),
  text("title", 50),
  text("travelAvailabilityPct", 15, { picklist: same("0%", "up to 25%", "up to 50%", "up to 75%", "up to 100%") }),
  text("userName", 32, { required: true }),
  number("userType", "integer", { required: true, readOnly: true, picklist: userTypes }),
];

const internalLocations: Field[] = [
  number("id", "long", { required: true, readOnly: true }),
  ...["additionalAddressInfo", "address1", "address2", "city", "country"].map((name) =>
    text(name, 100, { readOnly: true }),
  ),
  number("holidaySetId", "long", { readOnly: true, references: "HolidaySet" }),
  { name: "isDefault", dataType: "boolean", length: 0, readOnly: true },
  text("name", 100, { readOnly: true }),
  text("postalCode", 20, { readOnly: true }),
  text("state", 40, { readOnly: true }),
  text("timeZone", 100, { readOnly: true }),
];

const departments: Field[] = [
  number("id", "long", { required: true, readOnly: true }),
  text("description", 1000),
  text("name", 100, { required: true }),
  text("number", 50),
  number("primaryLocationID", "integer", {
    required: true,
    picklist: (tenant) => values(...tenant.locations.map((location): [number, string] => [location.id, location.name])),
  }),
];

const boolean = (name: string, rest: Partial<Field> = {}): Field => ({ name, dataType: "boolean", length: 0, ...rest });
const id = number("id", "long", { required: true, readOnly: true });
const resourceID = number("resourceID", "integer", { required: true, readOnly: true, references: "Resource" });
const roleID = number("roleID", "integer", { required: true, references: "Role" });
const queues = (tenant: Tenant) => values(...tenant.queues.map((queue): [number, string] => [queue.id, queue.name]));

const roles: Field[] = [
  id,
  text("description", 200),
  number("hourlyFactor", "double", { required: true }),
  number("hourlyRate", "double", { required: true }),
  boolean("isActive", { required: true }),
  boolean("isExcludedFromNewContracts"),
  boolean("isSystemRole", { readOnly: true }),
  text("name", 200, { required: true }),
  number("quoteItemDefaultTaxCategoryId", "integer"),
  number("roleType", "integer", { readOnly: true }),
];

const roleDepartments: Field[] = [
  id,
  number("departmentID", "integer", { required: true, references: "Department" }),
  boolean("isActive", { required: true }),
  boolean("isDefault", { required: true }),
  boolean("isDepartmentLead", { required: true }),
  resourceID,
  roleID,
];

const roleQueues: Field[] = [id, number("queueID", "integer", { required: true, picklist: queues }), resourceID];

const serviceDeskRoles: Field[] = [id, boolean("isActive"), boolean("isDefault"), resourceID, roleID];

const readOnly = (fields: Field[]): Field[] => fields.map((field) => ({ ...field, readOnly: true }));

const resourceRoles: Field[] = readOnly([
  id,
  number("departmentID", "long", { references: "Department" }),
  boolean("isActive"),
  number("queueID", "long", { picklist: queues }),
  number("resourceID", "long", { references: "Resource" }),
  number("roleID", "long", { references: "Role" }),
]);

const organizationalLevel: Field[] = [
  id,
  text("description", 400),
  boolean("isActive"),
  text("name", 50, { required: true }),
];

const organizationalAssociations: Field[] = [
  id,
  boolean("isActive"),
  number("organizationalLevel1ID", "integer", { required: true, references: "OrganizationalLevel1" }),
  number("organizationalLevel2ID", "integer", { readOnly: true, references: "OrganizationalLevel2" }),
];

const organizationalResources: Field[] = readOnly([
  id,
  number("organizationalLevelAssociationID", "integer", { references: "OrganizationalLevelAssociation" }),
  number("resourceID", "integer", { references: "Resource" }),
]);

/** A few of the vendor's fields: enough to see which tickets somebody is shown. */
const tickets: Field[] = [
  id,
  number("organizationalLevelAssociationID", "integer", { references: "OrganizationalLevelAssociation" }),
  number("queueID", "integer", { picklist: queues }),
  text("ticketNumber", 50, { readOnly: true }),
  text("title", 255, { required: true }),
];

/** Fields of the entities whose rows the stand-in keeps. */
export const fieldsOf = {
  Resources: resources,
  InternalLocations: internalLocations,
  Departments: departments,
  Roles: roles,
  ResourceRoleDepartments: roleDepartments,
  ResourceRoleQueues: roleQueues,
  ResourceServiceDeskRoles: serviceDeskRoles,
  ResourceRoles: resourceRoles,
  OrganizationalLevel1s: organizationalLevel,
  OrganizationalLevel2s: organizationalLevel,
  OrganizationalLevelAssociations: organizationalAssociations,
  OrganizationalResources: organizationalResources,
  Tickets: tickets,
} satisfies Record<string, Field[]>;
export type KeptEntity = keyof typeof fieldsOf;

/** A field as `entityInformation/fields` describes it. */
export function describe(field: Field, tenant: Tenant): Record<string, unknown> {
  return {
    name: field.name,
    dataType: field.dataType,
    length: field.length,
    isRequired: field.required ?? false,
    isReadOnly: field.readOnly ?? false,
    isQueryable: !field.notQueryable,
    isReference: field.references !== undefined,
    referenceEntityType: field.references ?? "",
    isPickList: field.picklist !== undefined,
    picklistValues: field.picklist?.(tenant) ?? null,
    picklistParentValueField: "",
    isSupportedWebhookField: false,
  };
}

import type { Context } from "../../context";
import type { Employee, PsaTenant } from "../model";
import { fullName, isAdministrator, isApiEmployee, rolesOf } from "../rules";
import { permissionSections } from "../words";
import type { QueryString } from "./bodies";
import { PsaFailure, success, type Wire } from "./envelope";
import { ids, paged, truth, wholeNumber, type Row } from "./lists";

/** Added to numeric ids where the switch `psaIds` plays another tenant. */
const otherTenant = 7_000;
/** Ids of the stand-in: the vendor publishes neither. */
const apiAccessFeature = 93;

interface Call {
  context: Context;
  caller: Employee;
  query: QueryString;
  params: Record<string, string>;
}

type Read = (call: Call) => Wire;

/** GET calls below the version, with the kind of call by which `psaFaultOn` picks. */
export const reads: Readonly<Record<string, { kind: "userinfo" | "employees" | "lookups" | "roles"; read: Read }>> = {
  "security/userinfo": { kind: "userinfo", read: userInfo },
  "hr/employees/searchselect": { kind: "employees", read: searchSelect },
  "hr/employees/lookup": { kind: "employees", read: employeeLookup },
  "hr/assignees": { kind: "employees", read: assignees },
  "hr/assignees/lookup": { kind: "employees", read: assigneeLookup },
  "hr/assignees/count": { kind: "employees", read: (call) => success(assignable(call).length) },
  "hr/assignees/:assigneeid/roles": { kind: "roles", read: assigneeRoles },
  "system/roles/lookup": {
    kind: "lookups",
    read: ({ context }) =>
      success(
        psa(context).employeeRoles.map(({ id, name, isDefault }) => ({ id: wireId(context, id), name, isDefault })),
      ),
  },
  "admin/security/roles/lookup": { kind: "roles", read: securityRoles },
  "admin/hr/departments/lookup": {
    kind: "lookups",
    read: ({ context }) => success(named(context, psa(context).departments)),
  },
  "admin/hr/jobtitles/lookup": {
    kind: "lookups",
    read: ({ context }) =>
      success(
        psa(context).jobTitles.map(({ id, name, active }) => ({ id: wireId(context, id), name, isActive: active })),
      ),
  },
  "admin/companysettings": {
    kind: "lookups",
    read: ({ context, query }) => {
      const settings: Record<string, string> = { BusinessName: psa(context).company, RequireMfaForNonSsoUsers: "True" };
      const key = query.text("SettingKey");
      const found = Object.entries(settings).filter(([name]) => key === undefined || name === key);
      return success(Object.fromEntries(found));
    },
  },
  "system/locations/lookup": {
    kind: "lookups",
    read: ({ context }) =>
      success(psa(context).locations.map(({ id, name, isMain }) => ({ id: wireId(context, id), name, isMain }))),
  },
  "system/lookup/:tablename": { kind: "lookups", read: lookupTable },
  "system/tenantlookup/:tablename": { kind: "lookups", read: lookupTable },
};

const psa = (context: Context): PsaTenant => context.store.tenant.psa;

function wireId(context: Context, id: number): number {
  return context.switches.get("psaIds") === "other" ? id + otherTenant : id;
}

const named = (context: Context, list: { id: number; name: string }[]): Row[] =>
  list.map(({ id, name }) => ({ id: wireId(context, id), name }));

/** Employees in the order of their ids, those that the switch hides left out. */
function listed(context: Context, active: boolean | undefined): Employee[] {
  const position = context.switches.get("psaEmployeesListed");
  return psa(context).employees.filter(
    (employee) =>
      (active === undefined || employee.active === active) &&
      !(position === "noApiEmployees" && isApiEmployee(employee)) &&
      !(position === "activeOnly" && active === undefined && !employee.active),
  );
}

function searchSelect({ context, query }: Call): Wire {
  const wanted = ids(query, "Filter.Ids");
  const text = query.text("Filter.Filter_Text")?.trim().toLowerCase() ?? "";
  const wide = context.switches.get("psaFilterText") === "userNameNameEmail";
  const found = listed(context, truth(query, "Filter.IsActive")).filter((employee) => {
    const texts = [fullName(employee), ...(wide ? [employee.userName, employee.email] : [])];
    return (
      (wanted === undefined || wanted.includes(employee.id)) &&
      (text === "" || texts.some((candidate) => candidate.toLowerCase().includes(text)))
    );
  });
  const titles = new Map(psa(context).jobTitles.map(({ id, name }) => [id, name]));
  const rows = found.map((employee) => ({
    id: employee.id,
    firstName: employee.firstName,
    lastName: employee.lastName,
    emailAddress: employee.email,
    username: employee.userName,
    jobTitle: titles.get(employee.jobTitleId) ?? null,
    isActive: employee.active,
  }));
  const { rows: page, total } = paged(rows, query, context.switches);
  return success(page, total);
}

function employeeLookup({ context, query }: Call): Wire {
  const wanted = ids(query, "Filter.Ids");
  const text = query.text("Filter.Name")?.trim().toLowerCase() ?? "";
  const rows = listed(context, undefined)
    .filter((employee) => wanted === undefined || wanted.includes(employee.id))
    .map((employee) => ({ id: employee.id, name: fullName(employee) }))
    .filter(({ name }) => name.toLowerCase().includes(text));
  return success(paged(rows, query, context.switches).rows);
}

function assignable({ context }: Pick<Call, "context">): Employee[] {
  const all = context.switches.get("psaAssignees") === "all";
  return psa(context).employees.filter((employee) => employee.active && (all || !isApiEmployee(employee)));
}

function assignees(call: Call): Wire {
  const { context, query } = call;
  const wanted = ids(query, "Ids");
  const text = query.text("Name")?.trim().toLowerCase() ?? "";
  const employeesOnly = truth(query, "EmployeesOnly") === true;
  const rows = assignable(call)
    .filter((employee) => wanted === undefined || wanted.includes(employee.id))
    .filter((employee) => !employeesOnly || employee.userType === "Employee")
    .map((employee) => ({
      id: employee.id,
      firstName: employee.firstName,
      lastName: employee.lastName,
      name: fullName(employee),
      emailAddress: employee.email,
      pictureName: null,
      pictureUrl: null,
    }))
    .filter(({ name }) => name.toLowerCase().includes(text));
  return success(paged(rows, query, context.switches).rows);
}

function assigneeLookup(call: Call): Wire {
  const { context, query } = call;
  const wanted = ids(query, "Filter.Ids");
  const unwanted = ids(query, "Filter.ExcludedIds");
  const text = query.text("Filter.Name")?.trim().toLowerCase() ?? "";
  wholeNumber(query, "Filter.AccountId");
  const titles = new Map(psa(context).jobTitles.map(({ id, name }) => [id, name]));
  const rows = assignable(call)
    .filter((employee) => wanted === undefined || wanted.includes(employee.id))
    .filter((employee) => !unwanted?.includes(employee.id))
    .map((employee) => ({
      id: employee.id,
      name: fullName(employee),
      url: null,
      emailAddress: employee.email,
      jobTitle: titles.get(employee.jobTitleId) ?? null,
      pictureName: null,
      // So spelt in this one.
      pictureURL: null,
    }))
    .filter(({ name }) => name.toLowerCase().includes(text));
  return success(paged(rows, query, context.switches).rows);
}

function assigneeRoles(call: Call): Wire {
  const { context, params } = call;
  const employee = assignable(call).find((candidate) => String(candidate.id) === params["assigneeid"]);
  if (employee === undefined) throw new PsaFailure(200, 978404, "Not Found", "The assignee does not exist.");
  return success(
    psa(context)
      .employeeRoles.filter((role) => employee.employeeRoleIds.includes(role.id))
      .map(({ id, name }) => ({ id: wireId(context, id), name, isDefault: id === employee.employeeRoleIds[0] })),
  );
}

function securityRoles({ context, query }: Call): Wire {
  const text = query.text("Name")?.trim().toLowerCase() ?? "";
  const rows = psa(context)
    .securityRoles.map((role) => ({
      id: wireId(context, role.id),
      name: role.name,
      isActive: role.active,
      isSystem: role.system,
      isExternal: role.external,
    }))
    .filter(({ name }) => name.toLowerCase().includes(text));
  return success(paged(rows, query, context.switches).rows);
}

function lookupTable({ context, params }: Call): Wire {
  const many = context.switches.get("psaLookupTables") === "many";
  const tables: Record<string, { id: number; name: string }[]> = {
    contacttype: [
      { id: 1, name: "Primary" },
      { id: 2, name: "Billing" },
    ],
    ...(many
      ? {
          employmenttype: psa(context).employmentTypes,
          usertype: [
            { id: 1, name: "Employee" },
            { id: 2, name: "External Employee" },
            { id: 3, name: "Api Employee" },
          ],
        }
      : {}),
  };
  const table = tables[params["tablename"]!.toLowerCase()];
  if (table === undefined)
    throw new PsaFailure(200, 978404, "Not Found", `There is no lookup table '${params["tablename"]}'.`);
  return success(
    table.map(({ id, name }, index) => ({
      id: wireId(context, id),
      name,
      isDefault: index === 0,
      isActive: true,
    })),
  );
}

function userInfo({ context, caller }: Call): Wire {
  const tenant = psa(context);
  const roles = rolesOf(tenant, caller).filter((role) => role.active);
  const rights: Row[] = [];
  Object.entries(permissionSections).forEach(([section, modules], menu) => {
    modules.forEach((module, index) => {
      const key = `${section} > ${module}`;
      const any = (right: "view" | "modify" | "delete", all: string[][]) =>
        roles.some((role) => role.rights[key]?.[right]) || all.some((list) => list.includes(section));
      const viewAll = roles.map((role) => role.viewAll);
      const modifyAll = roles.map((role) => role.modifyAll);
      rights.push({
        canView: any("view", viewAll),
        canModify: any("modify", modifyAll),
        canDelete: any("delete", []),
        mainMenuId: menu + 1,
        menuCategoryId: menu + 1,
        listingIDEnum: wireId(context, (menu + 1) * 100 + index),
      });
    });
  });
  const features = roles.some((role) => role.hasApiAccess) ? [{ id: wireId(context, apiAccessFeature) }] : [];
  return success({
    userId: caller.id,
    fullName: fullName(caller),
    emailAddress: caller.email,
    timeStamp: context.now().toISOString(),
    timeZoneValue: 0,
    timeZoneName: "GMT Standard Time",
    olsonTimeZoneName: "Europe/London",
    dateFormat: "dd/MM/yyyy",
    timeFormat: "HH:mm",
    timeFormatWithSeconds: "HH:mm:ss",
    tenantId: 1,
    accountId: 1,
    locationId: wireId(context, caller.locationId),
    contactId: 0,
    businessName: tenant.company,
    userAccessRights: rights,
    specialFeatures: features,
    viewsMenus: [],
    queuesMenus: [],
    currencyCode: "GBP",
    cultureCode: "en-GB",
    filesVersionNumber: "1",
    newTicketingUI: true,
    isUserSystemAdmin: roles.some(isAdministrator),
    productName: "BMS",
    pictureUrl: null,
    openIdRealmId: null,
  });
}

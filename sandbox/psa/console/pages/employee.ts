/** New Employee, and an employee's page: the same form, with tabs from the first save on. */
import type { Switches } from "../../../switches";
import { userTypes, type Employee, type PsaTenant } from "../../model";
import { fullName, isApiEmployee, missing, type EmployeeForm } from "../../rules";
import type { Block, Button, Field, Option, Page, Tab } from "../page";
import type { Posted } from "../posted";
import { routes } from "../routes";
import { resetQuestion, resetText } from "./employees";

export const employeeTabs = [
  ["PersonalDetails", "Personal Details"],
  ["ContactInformation", "Contact Information"],
  ["Skills", "Skills"],
  ["Security", "Security"],
] as const;
export type EmployeeTab = (typeof employeeTabs)[number][0];

export interface EmployeePageArgs {
  tenant: PsaTenant;
  /** Stored record; undefined for a new one. */
  employee?: Employee;
  form: EmployeeForm;
  active: boolean;
  tab: EmployeeTab;
  mode: "edit" | "view";
  /** By property of the form. */
  errors: { field: string; text: string }[];
  switches: Switches;
}

export function emptyForm(switches: Switches): EmployeeForm {
  return {
    userName: "",
    firstName: "",
    lastName: "",
    employeeId: "",
    email: "",
    jobTitleId: 0,
    departmentId: 0,
    managerId: 0,
    employmentTypeId: 0,
    employeeRoleIds: [],
    securityRoleIds: [],
    locationId: 0,
    userType: switches.get("psaUserTypeDefault") === "employee" ? "Employee" : "",
  };
}

export function formOf(employee: Employee): EmployeeForm {
  return { ...employee, managerId: employee.managerId ?? 0 };
}

/** Reads the posted form. Fields that the page showed disabled or as text keep what is stored. */
export function readForm(posted: Posted, stored: EmployeeForm): EmployeeForm {
  const text = (name: string, before: string) => (posted.shows(name) ? posted.text(name) : before);
  const id = (name: string, before: number) => (posted.shows(name) ? Number(posted.list(name)) || 0 : before);
  return {
    userName: text("UserName", stored.userName),
    firstName: text("FirstName", stored.firstName),
    lastName: text("LastName", stored.lastName),
    employeeId: text("EmpID", stored.employeeId),
    email: text("EmailAddress", stored.email),
    jobTitleId: id("JobTitle", stored.jobTitleId),
    departmentId: id("Department", stored.departmentId),
    managerId: id("Manager", stored.managerId),
    employmentTypeId: id("EmploymentType", stored.employmentTypeId),
    employeeRoleIds: posted.shows("EmployeeRoles")
      ? posted.checks("EmployeeRoles").map(Number)
      : stored.employeeRoleIds,
    securityRoleIds: posted.shows("SecurityRoles")
      ? posted.checks("SecurityRoles").map(Number)
      : stored.securityRoleIds,
    locationId: id("Location", stored.locationId),
    userType: posted.shows("UserType") ? posted.list("UserType") : stored.userType,
  };
}

const fromList = (list: readonly { id: number; name: string }[]): Option[] =>
  list.map(({ id, name }) => ({ value: String(id), text: name }));

export function managerOptions(tenant: PsaTenant, text = ""): Option[] {
  return tenant.employees
    .filter((employee) => employee.active)
    .map((employee) => ({ value: String(employee.id), text: fullName(employee) }))
    .filter((option) => option.text.toLowerCase().includes(text.trim().toLowerCase()));
}

export function employeePage(args: EmployeePageArgs): Page {
  const { tenant, employee, switches, mode } = args;
  const title = "New Employee";
  const id = employee === undefined ? "" : `?ID=${employee.id}`;
  const place = switches.get("psaResetPlace");
  const reset: Button = {
    id: "ctl00_phMenu_btnResetInstructions",
    text: resetText,
    icon: "key",
    ...(switches.get("psaResetConfirm") === "none" ? {} : { question: resetQuestion }),
  };
  const save: Button[] =
    mode === "view"
      ? [{ id: "ctl00_phMenu_btnEdit", text: "Edit", icon: "pencil" }]
      : [
          { id: "ctl00_phMenu_btnSave", text: "Save (S)", icon: "check", validates: true },
          { id: "ctl00_phMenu_btnSaveAndNew", text: "Save and Add New", icon: "check", validates: true },
        ];
  const shown = employee !== undefined && (place === "page" || place === "pageAndRowMenu");
  const tabs: Tab[] | undefined =
    employee === undefined
      ? undefined
      : employeeTabs.map(([name, text]) => ({ name, text, selected: name === args.tab }));
  return {
    title,
    trail: [
      { text: "Home", url: routes.home },
      { text: "Employees", url: routes.employees },
    ],
    module: "Admin",
    action: routes.employee + id,
    toolbar: [
      ...save,
      { id: "ctl00_phMenu_btnCancel", text: "Cancel (C)", icon: "minus", href: routes.employees },
      ...(shown ? [reset] : []),
    ],
    ...(tabs === undefined ? {} : { tabs }),
    blocks: blocksOf(args, reset),
    summary: args.errors.map((error) => error.text),
    state: { kind: "employee", id: employee?.id ?? null, tab: args.tab, mode, product: tenant.company },
  };
}

function blocksOf(args: EmployeePageArgs, reset: Button): Block[] {
  const { employee, switches } = args;
  switch (args.tab) {
    case "PersonalDetails":
      return [{ kind: "fields", fields: formFields(args) }];
    case "ContactInformation":
    case "Skills":
      return [{ kind: "words", text: "This tab is not part of the stand-in." }];
    case "Security": {
      const panel: Block[] =
        switches.get("psaResetPlace") === "tab"
          ? [
              {
                kind: "panel",
                title: "Password",
                fields: [],
                buttons: [{ ...reset, id: "ctl00_phContent_btnResetInstructions" }],
              },
            ]
          : [];
      const mfa = employee?.mfaEnabled === true ? "Enabled" : "Disabled";
      const last = employee?.lastSignInAt ?? "Never";
      return [
        {
          kind: "section",
          title: "MFA Settings",
          blocks: [
            {
              kind: "fields",
              fields: [
                { kind: "fixed", name: "Mfa", label: "MFA", text: mfa },
                { kind: "fixed", name: "LastLogin", label: "Last Login", text: last },
              ],
            },
          ],
        },
        ...panel,
      ];
    }
  }
}

function formFields(args: EmployeePageArgs): Field[] {
  const { tenant, employee, form, mode, switches } = args;
  const posts = switches.get("psaPostBack");
  const frozen = employee !== undefined && isApiEmployee(employee) && switches.get("psaApiEmployeeEdit") === "readOnly";
  const errorOf = (field: string) => args.errors.find((error) => error.field === field)?.text;
  const base = (property: keyof EmployeeForm, name: string, label: string, more: { info?: string } = {}) => ({
    name,
    label,
    required: property !== "lastName",
    disabled: frozen,
    error: errorOf(property),
    postBack: posts === "rewrites",
    ...more,
  });
  const text = (
    property: "userName" | "firstName" | "lastName" | "employeeId" | "email",
    name: string,
    label: string,
  ): Field => ({
    kind: "text",
    value: form[property],
    ...base(property, name, label),
  });
  const list = (
    property: "jobTitleId" | "departmentId" | "employmentTypeId" | "locationId",
    name: string,
    label: string,
    options: Option[],
    info?: string,
  ): Field => ({
    kind: "list",
    value: form[property] === 0 ? "" : String(form[property]),
    options,
    ...base(property, name, label, info === undefined ? {} : { info }),
  });
  const checks = (
    property: "employeeRoleIds" | "securityRoleIds",
    name: string,
    label: string,
    options: Option[],
    info?: string,
  ): Field => ({
    kind: "checks",
    values: form[property].map(String),
    options,
    ...base(property, name, label, info === undefined ? {} : { info }),
  });
  const titles = tenant.jobTitles.filter((title) => title.active || title.id === form.jobTitleId);
  const managers = managerOptions(tenant);
  const fields: Field[] = [
    text("userName", "UserName", "User Name"),
    text("firstName", "FirstName", "First Name"),
    text("lastName", "LastName", "Last Name"),
    text("employeeId", "EmpID", "Emp ID"),
    text("email", "EmailAddress", "Email Address"),
    list("jobTitleId", "JobTitle", "Job Title", fromList(titles), "Job titles are kept under Admin > HR."),
    list(
      "departmentId",
      "Department",
      "Department",
      fromList(tenant.departments),
      "Departments are kept under Admin > HR.",
    ),
    {
      kind: "search",
      ...base("managerId", "Manager", "Manager"),
      // The topmost employee has none.
      required: !(employee !== undefined && employee.managerId === null),
      value: form.managerId === 0 ? "" : String(form.managerId),
      text: managers.find((option) => option.value === String(form.managerId))?.text ?? "",
      source: routes.managers,
      options: managers,
    },
    list("employmentTypeId", "EmploymentType", "Employment Type", fromList(tenant.employmentTypes)),
    checks("employeeRoleIds", "EmployeeRoles", "Employee Roles", fromList(tenant.employeeRoles), "Billing roles."),
    checks(
      "securityRoleIds",
      "SecurityRoles",
      "Security Roles",
      fromList(tenant.securityRoles.filter((role) => role.active || form.securityRoleIds.includes(role.id))),
    ),
    list("locationId", "Location", "Location", fromList(tenant.locations)),
    userType(args, errorOf("userType")),
  ];
  if (employee !== undefined) fields.push(active(args));
  return mode === "view" ? fields.map(asText) : fields;
}

function userType(args: EmployeePageArgs, error: string | undefined): Field {
  const { employee, form, switches } = args;
  const how = switches.get("psaUserTypeControl");
  if (employee !== undefined && how === "text")
    return { kind: "fixed", name: "UserType", label: "User Type", text: employee.userType };
  return {
    kind: "list",
    name: "UserType",
    label: "User Type",
    required: true,
    value: form.userType,
    options: userTypes.map((type) => ({ value: type, text: type })),
    disabled: employee !== undefined && how === "disabled",
    postBack: employee === undefined && switches.get("psaPostBack") !== "none",
    ...(error === undefined ? {} : { error }),
  };
}

function active({ active: value, switches }: EmployeePageArgs): Field {
  const control = switches.get("psaActiveControl");
  if (control === "combo") {
    const options = ["Yes", "No"].map((text) => ({ value: text, text }));
    return { kind: "list", name: "Active", label: "Active", value: value ? "Yes" : "No", options };
  }
  return { kind: "check", name: "Active", label: "Active", value, toggle: control === "toggle" };
}

/** View mode: words in place of controls. */
function asText(field: Field): Field {
  const { name, label } = field;
  const chosen = (values: string[], options: Option[]) =>
    options
      .filter((option) => values.includes(option.value))
      .map((option) => option.text)
      .join(", ");
  switch (field.kind) {
    case "text":
      return { kind: "fixed", name, label, text: field.value };
    case "list":
    case "search":
      return { kind: "fixed", name, label, text: chosen([field.value], field.options) };
    case "checks":
      return { kind: "fixed", name, label, text: chosen(field.values, field.options) };
    case "check":
      return { kind: "fixed", name, label, text: field.value ? "Yes" : "No" };
    case "fixed":
      return field;
  }
}

/** Whether the box or list Active is on. */
export function readActive(posted: Posted, before: boolean, combo: boolean): boolean {
  if (!posted.shows("Active")) return before;
  return combo ? posted.list("Active") === "Yes" : posted.check("Active");
}

/** What the server finds empty, for browsers without a script. */
export function emptyFields(form: EmployeeForm, employee: Employee | undefined): { field: string; text: string }[] {
  return missing(form)
    .filter(({ field }) => !(field === "managerId" && employee !== undefined && employee.managerId === null))
    .map(({ field, label }) => ({ field, text: `${label} is required.` }));
}

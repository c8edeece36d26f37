/**
 * The console's pages as data: what things are called, never how they are built. Sources: the vendor's help on HR, Roles,
 * Password Policy and KaseyaOne; articles on API employees of Kaseya and Pulseway; pictures in guides of integration vendors.
 */
import type { EmployeeForm } from "../tenant";

/** Entries of the top bar: they show that the shell is there. */
export const SHELL_WORDS = [
  "Home",
  "Service Desk",
  "CRM",
  "Finance",
  "Projects",
  "Reports",
  "HR",
  "Inventory",
  "Admin",
  "New Ticket",
];

/** A place in the menu: its own names, and what may have to be opened on the way, the nearest first. */
export interface Place {
  what: string;
  goal: readonly string[];
  via: readonly (readonly string[])[];
}

export const EMPLOYEES: Place = {
  what: "HR > Employees",
  goal: ["Employees"],
  via: [["HR", "Human Resources"], ["Admin"]],
};
export const ROLES: Place = {
  what: "Admin > Security > Roles",
  goal: ["Roles", "Security Roles"],
  via: [["Security"], ["Admin"]],
};

/** Bracketed letters are shortcuts, and comparing leaves them aside. */
export const NEW = ["New", "New (N)", "+ New", "New Employee", "Add New", "Add"];
export const SAVE = ["Save", "Save (S)"];
export const CANCEL = ["Cancel", "Cancel (C)"];
export const EDIT = ["Edit", "Edit (E)", "Edit Employee"];
export const SEARCH = ["Search"];
export const SEARCH_PANEL = ["Search Employees", "Search Employee"];
export const LICENSES = ["Number of Licenses", "Number of Licences"];
export const USED_LICENSES = ["Number of Used Licenses", "Number of Used Licences"];

/** Fields of the form, with what help and guides call them. */
export const FIELD: Record<keyof EmployeeForm, readonly string[]> = {
  userName: ["User Name", "Username"],
  firstName: ["First Name"],
  lastName: ["Last Name"],
  employeeId: ["Emp ID", "Employee ID", "Emp. ID"],
  email: ["Email Address", "E-mail Address", "Email", "E-mail"],
  jobTitle: ["Job Title"],
  department: ["Department"],
  manager: ["Manager"],
  employmentType: ["Employment Type"],
  employeeRoles: ["Employee Roles", "Employee Role"],
  securityRoles: ["Security Roles", "Security Role"],
  location: ["Location"],
};
export const USER_TYPE = ["User Type"];
export const ACTIVE = ["Active", "Is Active", "Status", "Employee Status", "Active Status", "Enabled"];
export const INACTIVE = ["Inactive", "Is Inactive", "Disabled"];

/** Fields that only the list's search form has. */
const SEARCH_ONLY = [
  "Domain",
  "Security Group",
  "OU",
  "External Authentication Type",
  "Calendar Integration Type",
  "Middle Name",
  "Birth Date",
];

/** All labels: a field never takes another field's label. */
export const LABELS: readonly string[] = [
  ...Object.values(FIELD).flat(),
  ...USER_TYPE,
  ...ACTIVE,
  ...INACTIVE,
  ...SEARCH_ONLY,
];

export const INACTIVATE = [
  "Inactivate",
  "Deactivate",
  "Disable",
  "Inactivate Employee",
  "Deactivate Employee",
  "Disable Employee",
  "Make Inactive",
];
export const ACTIVATE = [
  "Activate",
  "Reactivate",
  "Enable",
  "Activate Employee",
  "Reactivate Employee",
  "Enable Employee",
  "Make Active",
];

export const RESET = [
  "Reset and Send instructions",
  "Reset & Send instructions",
  "Reset and Send instruction",
  "Reset Password and Send instructions",
  "Reset and Resend instructions",
  "Send Reset Instructions",
];

/** Words behind which more actions may be. */
export const MORE_ACTIONS = ["More", "Actions", "More Actions", "Batch Actions", "Action", "Options", "Group Actions"];

/** Tabs of an employee's page, as far as they are known or likely. */
export const TABS = [
  "Personal Details",
  "Personal Information",
  "Contact Information",
  "Skills",
  "Details",
  "General",
  "Employee Details",
  "Employee Information",
  "Employment",
  "Employment Details",
  "Roles",
  "Roles & Permissions",
  "Security",
  "Security Roles",
  "Access",
  "Account",
  "Login",
  "Login Details",
  "Authentication",
  "MFA Settings",
  "Settings",
  "Main",
  "Summary",
  "Overview",
];

export const ROLE_TYPE = ["Role Type", "Type"];
export const PERMISSIONS = ["Permissions", "Permission"];
export const API_ACCESS = ["Has API Access", "API Access"];
export const ADMIN_SECTION = ["Admin", "Administration"];
export const SPECIAL_FEATURES = ["Special Features", "Special Feature"];

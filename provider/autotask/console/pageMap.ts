import { TERMS } from "../permissions/wording";

/**
 * The admin console's pages as data: what things are called in every naming era on record, never how they are built.
 * Sources: the vendor's help on security levels, API users and the main menu; guides of integration vendors; pictures of
 * both generations of the console.
 */

const category = TERMS.map((t) => `${t} Settings & Users`);

/** A place in the menu: its own names, and what may have to be opened on the way, the nearest first. */
export interface Place {
  what: string;
  goal: readonly string[];
  via: readonly (readonly string[])[];
}

export const ADMIN = ["Admin", "Administration"] as const;

export const SECURITY_LEVELS: Place = {
  what: "Security Levels",
  goal: ["Security Levels"],
  via: [["Security"], ["Resources/Users (HR)"], ["Resources/Users"], category, ["Features & Settings"], ADMIN],
};

export const RESOURCES: Place = {
  what: "Resources/Users",
  goal: ["Resources (Users)", "Resources/Users", "Resources (Users)..."],
  via: [["Resources/Users (HR)"], category, ["Features & Settings"], ADMIN],
};

/** Entries of the main menu: they show that the shell is there. */
export const SHELL_WORDS = [
  "Home",
  "Dashboards",
  "CRM",
  "Contracts",
  "Projects",
  "Service Desk",
  "Timesheets",
  "Inventory",
  "Reports",
  "Admin",
];

/** Places on the way to the pages: where no main menu surrounds a page, they show that it is one of the console's. */
export const PLACE_WORDS = [
  ...new Set([SECURITY_LEVELS, RESOURCES].flatMap(({ goal, via }) => [...goal, ...via.flat()])),
];

export const ROW_EDIT = [
  "Edit",
  "Edit Security Level",
  "Edit Resource",
  "Edit API User",
  "Edit User",
  "Edit Resource/User",
  "View/Edit",
  "Open",
];
export const ROW_COPY = ["Copy Security Level", "Copy", "Copy Level"];
export const NEW = ["New", "+ New", "Add"];
export const NEW_API_USER = ["New API User", "Add API User", "+ Add API User"];
export const SAVE_AND_CLOSE = ["Save & Close", "Save and Close"];
export const SAVE = ["Save"];
export const CANCEL = ["Cancel"];
export const FULL_PERMISSION = ["Full Permission", "Full"];
export const NO_PERMISSION = ["No Permission", "None"];

/** Fields of the level editor outside its sections. */
export const LEVEL_NAME = ["Name", "Security Level Name"];
export const LEVEL_ACTIVE = ["Active"];
export const LEVEL_LABELS = ["Name", "Active", "Module Access", "General Information"];

/** Fields of the form Add / Edit API User. */
export const USER = {
  firstName: ["First Name"],
  lastName: ["Last Name"],
  email: ["Email Address", "E-Mail Address", "Email", "E-mail"],
  active: ["Active"],
  locked: ["Locked", "User Locked"],
  securityLevel: ["Security Level"],
  dateFormat: ["Date Format"],
  timeFormat: ["Time Format"],
  numberFormat: ["Number Format"],
  location: ["Primary Internal Location", "Internal Location", "Primary Location"],
  key: ["Username (Key)", "User Name (Key)", "Username", "Key"],
  secret: ["Password (Secret)", "Secret", "Password"],
  confirmSecret: [
    "Confirm Password",
    "Confirm Password (Secret)",
    "Confirm Secret",
    "Verify Password",
    "Retype Password",
  ],
  generateKey: ["Generate Key"],
  generateSecret: ["Generate Secret"],
  byVendor: ["Integration Vendor"],
  custom: ["Custom (Internal Integration)", "Custom"],
  vendor: ["Integration Vendor"],
  internalName: ["Internal Integration Name"],
  trackingIdentifier: ["Tracking Identifier", "API Tracking Identifier"],
} as const;

/** Older form, of a user that exists: opens the fields for a new password. */
export const CHANGE_PASSWORD = ["Change Password", "Reset Password", "Set Password"];
/** Older form: makes the identifier of a custom integration. */
export const GENERATE_IDENTIFIER = ["Generate", "Generate Identifier", "Generate Tracking Identifier"];

/** Fields of the older form that most programs never declare, and where two lists with arrows stand. */
export const HR = {
  resourceType: ["Resource Type"],
  payrollType: ["Payroll Type"],
  internalCost: ["Internal Cost"],
} as const;
export const APPROVERS = {
  timesheet: ["Timesheet Approvers", "Timesheet Approver"],
  expense: ["Expense Report Approvers", "Expense Report Approver", "Expense Approvers"],
} as const;
export const ASSOCIATIONS = {
  departments: ["Departments", "Department"],
  queues: ["Queues", "Queue"],
  roles: ["Roles", "Role"],
  serviceDeskRoles: ["Service Desk Roles", "Service Desk Role"],
  defaultDepartment: ["Default Department"],
  defaultRole: ["Default Role"],
  defaultServiceDeskRole: ["Default Service Desk Role"],
} as const;

export const USER_LABELS: readonly string[] = [USER, HR, APPROVERS, ASSOCIATIONS].flatMap((labels) =>
  Object.values(labels).flat(),
);

/** Titles of the pages on which an API user is made and changed, in both generations. */
export const USER_TITLES = [
  "Add API User",
  "New API User",
  "Edit API User",
  "Resource Management",
  "Add Resource",
  "New Resource",
  "Edit Resource",
];

/** Tabs of the older form and sections of today's; tabs without fields of a user (Skills, Attachments) are no part of it. */
export const USER_PARTS = [
  "General",
  "Security",
  "HR",
  "Approvers",
  "Associations",
  "Credentials",
  "API Tracking Identifier",
  "Line of Business",
];

/** Columns by which a list of resources is known. */
export const RESOURCE_COLUMNS = [
  "Resource Name",
  "Resource ID",
  "Security Level",
  "License Type",
  "Default Department",
  "E-Mail Address",
  "Email Address",
  "Name",
];

/** Columns of grids in the level editor, and what each is called. */
export const ACTIONS: Record<string, readonly string[]> = {
  View: ["View", "View (Query)", "Query"],
  Add: ["Add", "Create"],
  Edit: ["Edit", "Edit (Update)", "Update"],
  Delete: ["Delete"],
};

/** Sections of the level editor and what guides and editions call them. */
export const SECTIONS: Record<string, readonly string[]> = {
  Contracts: ["Contracts", "Contract"],
  CRM: ["CRM"],
  Inventory: ["Inventory"],
  Projects: ["Projects", "Project"],
  "Service Desk": ["Service Desk"],
  "Knowledge Base and Documents": [
    "Knowledge Base and Documents",
    "Knowledge Base & Documents",
    "Knowledgebase and Documents",
    "Knowledgebase & Documents",
    "Documents & Knowledgebase",
    "Documents and Knowledgebase",
    "Documents & Knowledge Base",
    "Knowledge Base",
    "Knowledgebase",
  ],
  Timesheets: ["Timesheets", "Timesheet"],
  Reports: ["Reports", "Report"],
  Admin: ["Admin"],
  Other: ["Other"],
  "Web Services API": ["Web Services API"],
};

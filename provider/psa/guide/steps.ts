import { API_EMPLOYEE, type EmployeeChange, type EmployeeForm } from "../tenant";

/** One thing that a person does in the console. */
export interface Step {
  /** Menu path or place on the page. */
  where: string;
  what: string;
}

const EMPLOYEES = "HR > Employees";
const SAVE: Step = { where: "top of the page", what: "Save (S)" };

/** The labels of the form, in its own order. */
export const LABELS: Record<keyof EmployeeForm, string> = {
  userName: "User Name",
  firstName: "First Name",
  lastName: "Last Name",
  employeeId: "Emp ID",
  email: "Email Address",
  jobTitle: "Job Title",
  department: "Department",
  manager: "Manager",
  employmentType: "Employment Type",
  employeeRoles: "Employee Roles",
  securityRoles: "Security Roles",
  location: "Location",
};

function fieldsOf(change: EmployeeChange): string[] {
  const fields = (Object.keys(LABELS) as (keyof EmployeeForm)[]).flatMap((name) => {
    const value = change[name];
    if (value === undefined || value === "") return [];
    return [`${LABELS[name]}: ${Array.isArray(value) ? `tick ${value.join(", ")} and nothing else` : value}`];
  });
  if (change.active !== undefined) fields.push(`Active: ${change.active ? "yes" : "no"}`);
  return fields;
}

/** Makes an API employee: the two steps of the vendor's own article, with every value. */
export function createSteps(form: EmployeeForm): Step[] {
  return [
    { where: EMPLOYEES, what: "press New: a new employee" },
    { where: "New Employee", what: `choose the User Type as ${API_EMPLOYEE}, first: it cannot be changed after Save` },
    { where: "New Employee", what: fieldsOf(form).join("; ") },
    SAVE,
  ];
}

/** Changes one that is there. */
export function changeSteps(userName: string, change: EmployeeChange): Step[] {
  return [
    { where: EMPLOYEES, what: `Search Employees: User Name ${userName}, Active: all; open it` },
    { where: "the employee's page", what: fieldsOf(change).join("; ") },
    SAVE,
  ];
}

/** Has the link for the password sent. */
export function instructionSteps(userName: string): Step[] {
  return [
    { where: EMPLOYEES, what: `Search Employees: User Name ${userName}; select it` },
    { where: "the employee", what: "choose Reset and Send instructions, once" },
    {
      where: "the mail with the link",
      what: "create the new password with it, then declare it as password (secret); or declare the link as passwordLink (secret)",
    },
  ];
}

/** Where the box is that lets a role other than Administrator get a token. */
export const API_ACCESS_STEPS = (role: string): string =>
  `Admin > Security > Roles > ${role} > Permissions > Admin > Special Features > Has API Access`;

/** The steps as numbered lines, with what comes after them. */
export function renderSteps(steps: readonly Step[], after = "Then run pulumi up again."): string {
  const lines = steps.map((step, at) => `  ${at + 1}. ${step.where}: ${step.what}`);
  return [
    "Configure a console sign-in (psa:consoleUserName, psa:consolePassword, psa:consoleTotpSecret) to have it done, or do it by hand:",
    ...lines,
    `  ${lines.length + 1}. ${after}`,
  ].join("\n");
}

import { randomBytes } from "node:crypto";
import { randomFrom } from "../traits";

export interface Employee {
  id: number;
  userName: string;
  firstName: string;
  lastName: string;
  empId: string;
  email: string;
  jobTitle: string;
  department: string;
  manager: string;
  employmentType: string;
  employeeRoles: string[];
  securityRoles: string[];
  location: string;
  userType: string;
  active: boolean;
  password: string | null;
  wrong: number;
}

export interface Role {
  id: number;
  name: string;
  description: string;
  type: "Internal" | "External";
  system: boolean;
  /** Ticked boxes: `Section > Row > View`, `Admin > Special Features > Has API Access`. */
  ticks: Set<string>;
}

export interface Store {
  company: string;
  employees: Employee[];
  roles: Role[];
  lists: Record<"jobTitle" | "department" | "employmentType" | "employeeRoles" | "location" | "userType", string[]>;
  licences: number;
  /** Mails with a link to the page where the password is chosen. */
  mails: { to: string; token: string; userId: number }[];
}

/** What stands in a role's permissions; special features have one box. */
export const MODULES: Record<string, { rows: string[]; special: string[] }> = {
  Home: { rows: ["My Tickets", "My Tasks"], special: [] },
  "Service Desk": { rows: ["Tickets", "Unknown Tickets"], special: ["Can Merge Tickets"] },
  CRM: { rows: ["Accounts", "Contacts"], special: ["Can Export"] },
  Finance: { rows: ["Contracts", "Invoices"], special: [] },
  Projects: { rows: ["Projects"], special: [] },
  Admin: { rows: ["Employees", "Service Desk"], special: ["Has API Access", "Can Import"] },
};

const FIRST = ["Ada", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana", "Ivo", "Jo"];
const LAST = ["Ames", "Brook", "Cole", "Dunn", "Ellis", "Frost", "Gray", "Holt"];

/** A tenant with people, roles and lists; the seed decides who. */
export function makeStore(seed: number): Store {
  const random = randomFrom(seed ^ 0x95a);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  let id = 100 + Math.floor(random() * 5000);
  const next = () => (id += 1 + Math.floor(random() * 9));
  const role = (name: string, type: Role["type"], ticks: string[] = []): Role => ({
    id: next(),
    name,
    description: "",
    type,
    system: true,
    ticks: new Set(ticks),
  });
  const api = "Admin > Special Features > Has API Access";
  const roles = [
    role("Administrator", "Internal", [api]),
    role("Project Manager", "Internal"),
    role("CRM Manager", "Internal"),
    role("Finance Manager", "Internal"),
    role("Service Desk Manager", "Internal"),
    role("User", "Internal"),
    role("External User", "External"),
    role("External Manager", "External"),
    {
      ...role("Integration", "Internal", [
        api,
        "Home > My Tickets > View",
        "Service Desk > Tickets > View",
        "Service Desk > Tickets > Modify",
      ]),
      system: false,
    },
    { ...role("Integration (no API)", "Internal", ["CRM > Accounts > View"]), system: false },
  ];
  const lists = {
    jobTitle: ["Administrator", "Engineer", "Technician"],
    department: ["Administration", "Service", "Sales"],
    employmentType: ["Full Time", "Hourly Employee", "Contractor"],
    employeeRoles: ["Administration", "Consulting", "Field Engineer"],
    location: ["Main Branch", "North Office"],
    userType: ["Employee", "External Employee", "Api Employee"],
  };
  const employees: Employee[] = [];
  for (let count = 0; count < 13; count += 1) {
    const firstName = FIRST[count % FIRST.length] as string;
    const lastName = pick(LAST) + (count >= FIRST.length ? "son" : "");
    employees.push({
      id: next(),
      userName: `${firstName[0]!.toLowerCase()}${lastName.toLowerCase()}${count}`,
      firstName,
      lastName,
      empId: String(1000 + count),
      email: `${firstName.toLowerCase()}.${lastName.toLowerCase()}@msp.example`,
      jobTitle: pick(lists.jobTitle),
      department: pick(lists.department),
      manager: employees[0] ? fullName(employees[0]) : "",
      employmentType: "Full Time",
      employeeRoles: [pick(lists.employeeRoles)],
      securityRoles: count === 0 ? ["Administrator"] : ["User"],
      location: "Main Branch",
      userType: count === 12 ? "Api Employee" : count === 11 ? "External Employee" : "Employee",
      active: count !== 7,
      password: null,
      wrong: 0,
    });
  }
  employees[0]!.password = newPassword();
  employees[12]!.password = newPassword();
  employees[12]!.securityRoles = ["Integration"];
  return { company: `Acme ${pick(["North", "West"])} IT`, employees, roles, lists, licences: 50, mails: [] };
}

export const newPassword = () => `${randomBytes(9).toString("base64url")}aA1!`;

export const fullName = (one: Employee) => [one.firstName, one.lastName].filter(Boolean).join(" ");

export const usedLicences = (store: Store) =>
  store.employees.filter((one) => one.active && one.userType !== "Api Employee").length;

export type EmployeeForm = Omit<Employee, "id" | "password" | "wrong">;

const NAMES: Partial<Record<keyof EmployeeForm, string>> = {
  userName: "User Name",
  firstName: "First Name",
  empId: "Emp ID",
  email: "Email Address",
  jobTitle: "Job Title",
  department: "Department",
  manager: "Manager",
  employmentType: "Employment Type",
  employeeRoles: "Employee Roles",
  securityRoles: "Security Roles",
  location: "Location",
  userType: "User Type",
};

/** Stores what the form sent, or says why not. */
export function saveEmployee(store: Store, id: number | null, form: EmployeeForm): { id?: number; error?: string } {
  const old = store.employees.find((one) => one.id === id);
  if (old && form.userType !== old.userType) return { error: "User Type cannot be changed." };
  for (const [key, label] of Object.entries(NAMES))
    if (form[key as keyof EmployeeForm].toString() === "") return { error: `${label} is required.` };
  const external = store.roles.filter((one) => one.type === "External").map((one) => one.name);
  if (form.userType !== "External Employee" && form.securityRoles.some((one) => external.includes(one)))
    return { error: "Cannot add external roles to internal users." };
  const twin = store.employees.find(
    (one) => one.id !== id && one.userName.toLowerCase() === form.userName.toLowerCase(),
  );
  if (twin) return { error: "User Name already exists." };
  if (old) {
    Object.assign(old, form);
    return { id: old.id };
  }
  const made: Employee = {
    ...form,
    id: Math.max(...store.employees.map((one) => one.id)) + 3,
    password: null,
    wrong: 0,
  };
  store.employees.push(made);
  sendInstructions(store, made);
  return { id: made.id };
}

/** The mail with the link; what the password was no longer counts. */
export function sendInstructions(store: Store, one: Employee): void {
  one.password = null;
  store.mails.push({ to: one.email, token: randomBytes(12).toString("hex"), userId: one.id });
}

/** Null when the account may have a token, else why not. */
export function refuseToken(store: Store, one: Employee | undefined, password: string): string | null {
  if (!one || one.wrong >= 5) return "Invalid user name or password.";
  if (one.password === null || one.password !== password) {
    one.wrong += 1;
    return "Invalid user name or password.";
  }
  if (!one.active) return "The account is not active.";
  one.wrong = 0;
  const may = store.roles.some(
    (role) => one.securityRoles.includes(role.name) && role.ticks.has("Admin > Special Features > Has API Access"),
  );
  return may ? null : "The user does not have API access.";
}

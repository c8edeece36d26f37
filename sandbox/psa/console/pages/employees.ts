/** HR > Employees: licence counters, search, list. */
import type { Switches } from "../../../switches";
import type { Employee, PsaTenant } from "../../model";
import { userTypes } from "../../model";
import { usedLicenses } from "../../rules";
import type { Button, Field, Grid, Option, Page, PageState } from "../page";
import type { Posted } from "../posted";
import { routes } from "../routes";

/** What the list page remembers. */
export interface EmployeesState {
  search: Record<string, string>;
  page: number;
}

export const resetText = "Reset and Send instructions";
export const resetQuestion = "Are you sure you want to reset the password and send instructions?";

const texts = ["UserName", "EmployeeID", "FirstName", "LastName", "Domain", "SecurityGroup", "OU"] as const;
const lists = ["Active", "Department", "Location", "UserType", "AuthenticationType", "CalendarType"] as const;

export function firstState(switches: Switches): EmployeesState {
  return { search: switches.get("psaActiveFilter") === "yes" ? { Active: "Yes" } : {}, page: 1 };
}

export function stateOf(state: PageState, switches: Switches): EmployeesState {
  const search = state["search"];
  const page = state["page"];
  if (typeof search !== "object" || search === null || typeof page !== "number") return firstState(switches);
  return { search: search as Record<string, string>, page };
}

/** What the search form holds when it is posted. */
export function searchOf(posted: Posted): Record<string, string> {
  const entries = [
    ...texts.map((name): [string, string] => [name, posted.text(name)]),
    ...lists.map((name): [string, string] => [name, posted.list(name)]),
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

export function employeesPage(tenant: PsaTenant, state: EmployeesState, switches: Switches): Page {
  const found = tenant.employees.filter((employee) => matches(tenant, employee, state.search));
  const size = Number(switches.get("psaGridPage"));
  const pages = Math.max(1, Math.ceil(found.length / size));
  const page = Math.min(Math.max(1, state.page), pages);
  const place = switches.get("psaResetPlace");
  const question = switches.get("psaResetConfirm") === "none" ? undefined : resetQuestion;
  const grid: Grid = {
    columns: [
      "User Name",
      "Employee ID",
      "First Name",
      "Last Name",
      "Email Address",
      "Job Title",
      "Department",
      "User Type",
      "Active",
      "MFA",
    ],
    linked: 0,
    boxes: place === "batch",
    page,
    pages,
    total: found.length,
    opens: switches.get("psaRowOpen"),
    rows: found.slice((page - 1) * size, page * size).map((employee) => ({
      id: String(employee.id),
      url: `${routes.employee}?ID=${employee.id}`,
      cells: [
        employee.userName,
        employee.employeeId,
        employee.firstName,
        employee.lastName,
        employee.email,
        nameIn(tenant.jobTitles, employee.jobTitleId),
        nameIn(tenant.departments, employee.departmentId),
        employee.userType,
        employee.active ? "Yes" : "No",
        employee.mfaEnabled ? "Enabled" : "Disabled",
      ],
      menu: [
        { text: "Edit", target: "", argument: "", href: `${routes.employee}?ID=${employee.id}` },
        ...(place === "pageAndRowMenu" || place === "rowMenu"
          ? [
              {
                text: resetText,
                target: "ctl00$phListing$ctrlListing$RadMenuWindow",
                argument: `Reset$${employee.id}`,
                ...(question === undefined ? {} : { question }),
              },
            ]
          : []),
      ],
    })),
  };
  const batch: Button[] =
    place === "batch"
      ? [
          {
            id: "ctl00_phListing_ctrlListing_btnResetInstructions",
            text: resetText,
            icon: "key",
            look: "flat",
            question,
          },
        ]
      : [];
  return {
    title: "Employees",
    trail: [{ text: "Home", url: routes.home }],
    module: "Admin",
    action: routes.employees,
    toolbar: [],
    blocks: [
      {
        kind: "cards",
        cards: [
          { caption: "NUMBER OF LICENSES", number: tenant.licenses },
          { caption: "NUMBER OF USED LICENSES", number: usedLicenses(tenant) },
        ],
      },
      {
        kind: "panel",
        title: "Search Employees",
        fields: searchFields(tenant, state.search),
        buttons: [
          { id: "ctl00_phMenu_ctrlToolBar_btn_new", text: "New", icon: "plus", look: "accent", href: routes.employee },
          { id: "ctl00_phMenu_ctrlToolBar_btn_search", text: "Search", icon: "search", look: "primary" },
          { id: "ctl00_phMenu_ctrlToolBar_btn_clear", text: "Clear Search", icon: "", look: "flat" },
          { id: "ctl00_phMenu_ctrlToolBar_btn_export", text: "Export", icon: "caret", look: "flat", inert: true },
          ...batch,
        ],
      },
      { kind: "grid", grid },
    ],
    state: { kind: "employees", search: state.search, page },
  };
}

const nameIn = (list: readonly { id: number; name: string }[], id: number): string =>
  list.find((entry) => entry.id === id)?.name ?? "";

const options = (names: readonly string[]): Option[] => ["", ...names].map((text) => ({ value: text, text }));

function searchFields(tenant: PsaTenant, search: Record<string, string>): Field[] {
  const text = (name: (typeof texts)[number], label: string): Field => ({
    kind: "text",
    name,
    label,
    value: search[name] ?? "",
  });
  const list = (name: (typeof lists)[number], label: string, names: readonly string[]): Field => ({
    kind: "list",
    name,
    label,
    value: search[name] ?? "",
    options: options(names),
  });
  return [
    text("UserName", "User Name"),
    text("EmployeeID", "Employee ID"),
    text("FirstName", "First Name"),
    text("LastName", "Last Name"),
    list("Active", "Active", ["Yes", "No"]),
    list(
      "Department",
      "Department",
      tenant.departments.map(({ name }) => name),
    ),
    list(
      "Location",
      "Location",
      tenant.locations.map(({ name }) => name),
    ),
    text("Domain", "Domain"),
    text("SecurityGroup", "Security Group"),
    text("OU", "OU"),
    list("UserType", "User Type", userTypes),
    list("AuthenticationType", "External Authentication Type", ["Azure AD", "KaseyaOne"]),
    list("CalendarType", "Calendar Integration Type", ["Google", "Office 365"]),
  ];
}

function matches(tenant: PsaTenant, employee: Employee, search: Record<string, string>): boolean {
  const has = (name: string, value: string) => value.toLowerCase().includes((search[name] ?? "").trim().toLowerCase());
  const is = (name: string, value: string) => (search[name] ?? "") === "" || search[name] === value;
  // Nobody of the stand-in comes from a directory.
  const nobody = ["Domain", "SecurityGroup", "OU", "AuthenticationType", "CalendarType"].some((name) => search[name]);
  return (
    !nobody &&
    has("UserName", employee.userName) &&
    has("EmployeeID", employee.employeeId) &&
    has("FirstName", employee.firstName) &&
    has("LastName", employee.lastName) &&
    is("Active", employee.active ? "Yes" : "No") &&
    is("Department", nameIn(tenant.departments, employee.departmentId)) &&
    is("Location", nameIn(tenant.locations, employee.locationId)) &&
    is("UserType", employee.userType)
  );
}

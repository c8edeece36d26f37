import { routes } from "./routes";
import type { Module } from "./page";

export interface MenuEntry {
  text: string;
  icon: string;
  url?: string;
  /** A badge behind the text. */
  badge?: string;
  entries?: { text: string; url: string }[];
}

/** Note that Finance has an entry Roles too: those are billing roles. */
const elsewhere = routes.elsewhere;
const hr = [
  { text: "Departments", url: elsewhere },
  { text: "Job Titles", url: elsewhere },
  { text: "Skill Categories", url: elsewhere },
  { text: "Employees", url: routes.employees },
];

/** The left menu of a module: two ways lead to Employees, Admin > HR and HR. */
export function menuOf(module: Module): MenuEntry[] {
  if (module === "HR") {
    return [
      { text: "Employees", icon: "fa-users", url: routes.employees },
      { text: "Time Off", icon: "fa-calendar", url: elsewhere },
    ];
  }
  if (module !== "Admin") return [{ text: `${module} Dashboard`, icon: "fa-th-large", url: routes.home }];
  return [
    { text: "Admin Dashboard", icon: "fa-th-large", url: routes.admin },
    {
      text: "My Company",
      icon: "fa-building",
      entries: [
        { text: "Company Settings", url: routes.company },
        { text: "Auth and Provision", url: elsewhere },
        { text: "KaseyaOne Settings", url: elsewhere },
        { text: "Locations", url: elsewhere },
      ],
    },
    { text: "Business Process", icon: "fa-cogs", entries: [{ text: "Workflows", url: elsewhere }] },
    { text: "HR", icon: "fa-users", entries: hr },
    { text: "CRM", icon: "fa-address-card", entries: [{ text: "Account Types", url: elsewhere }] },
    {
      text: "Security",
      icon: "fa-shield",
      entries: [
        { text: "Roles", url: routes.roles },
        { text: "Password Policy", url: routes.policy },
      ],
    },
    { text: "Finance", icon: "fa-money", entries: [{ text: "Roles", url: elsewhere }] },
    { text: "Service Desk", icon: "fa-ticket", entries: [{ text: "Queues", url: elsewhere }] },
    { text: "Inventory", icon: "fa-desktop", entries: [{ text: "Products", url: elsewhere }] },
    { text: "Integrations", icon: "fa-plug", entries: [{ text: "All Integrations", url: elsewhere }] },
    { text: "Cooper Copilot", icon: "fa-magic", url: elsewhere, badge: "New" },
    { text: "Logs", icon: "fa-archive", entries: [{ text: "Audit Log", url: elsewhere }] },
    { text: "Imports", icon: "fa-upload", entries: [{ text: "Imports", url: elsewhere }] },
  ];
}

/** Where a module's entry of the top bar leads. */
export function moduleUrl(module: Module): string {
  if (module === "Admin") return routes.admin;
  if (module === "HR") return `${routes.elsewhere}?module=HR`;
  return module === "Home" ? routes.home : `${routes.elsewhere}?module=${encodeURIComponent(module)}`;
}

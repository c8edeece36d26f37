/** The console's sections of permissions and their modules. Sections are on record, most modules are not. */
export const permissionSections: Readonly<Record<string, readonly string[]>> = {
  Home: ["My Dashboard", "My Tickets", "My Calendar"],
  "Service Desk": ["My Tickets", "Tickets", "Unknown Tickets", "Recurring Tickets"],
  CRM: ["Accounts", "Contacts", "Opportunities"],
  Finance: ["Contracts", "Invoices", "Timesheets"],
  Projects: ["Projects", "Tasks"],
  Reports: ["Reports"],
  HR: ["Employees"],
  Inventory: ["Products", "Assets"],
  Admin: ["My Company", "Business Process", "HR", "CRM", "Security", "Finance", "Service Desk", "Integrations"],
};

export const lengths = { text: 50, email: 100, longestPassword: 64 } as const;

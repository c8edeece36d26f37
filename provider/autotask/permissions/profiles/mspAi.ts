import { profile, PASSWORD_BOX, READ } from "./profile";

export const mspAi = profile({
  name: "mspAi",
  vendor: "MSP AI",
  source: "Autotask API user creation",
  address: "https://mspai-docs.interquest.dev/guides/autotask-api-user-creation",
  date: READ,
  unlisted: "none",
  permissions: {
    "Contracts > Object Permissions > Contracts": { View: "All" },
    "Contracts > Dropdowns > Contract Visibility (for contracts you have access to)": "Limited",
    "CRM > Organization & Contact Access > Customer & Cancelation": "All",
    "CRM > Organization & Contact Access > Vendor & Partners": "All",
    "CRM > Organization & Contact Access > Prospects, Leads, & Dead": "All",
    "CRM > Object Permissions > Contacts": { View: "All" },
    "Service Desk > Object Permissions > Tickets": { View: "All", Add: "Yes", Edit: "Yes" },
    "Service Desk > Object Permissions > Ticket Notes": { Edit: "Mine" },
    "Service Desk > Object Permissions > Service Calls": { View: "All" },
    "Service Desk > Object Permissions > Charges": { View: "All" },
    "Service Desk > Object Permissions > Expenses": { View: "All" },
    "Service Desk > Other Permissions > Can view non-billable time entries (Resources can see their own time entries)": true,
    "Other > Resources/Users (HR) > Resources": "All",
    "Other > Webhooks > Can create Webhooks": true,
    "Other > Webhooks > Maximum number of Webhooks": 1,
    "Web Services API > Feature Access > Can login to Web Services API": true,
    ...PASSWORD_BOX,
  },
  remarks: [
    "Companies: View All is read as the three rows of Organization & Contact Access, which the page's own View follows.",
    "The document asks for at least one webhook; one is set.",
    'The row "Resources" stands in the document only; where the page has it is not confirmed.',
  ],
});

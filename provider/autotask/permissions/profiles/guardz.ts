import { profile, PASSWORD_BOX, PASSWORD_REMARK, READ } from "./profile";

export const guardz = profile({
  name: "guardz",
  vendor: "Guardz",
  source: "Autotask Integration Setup",
  date: READ,
  unlisted: "none",
  permissions: {
    "CRM > Account & Contact Access > Customer & Cancelation": "All",
    "CRM > Account & Contact Access > Vendor & Partners": "All",
    "CRM > Account & Contact Access > Prospects, Leads, & Dead": "All",
    "Service Desk > Object Permissions > Tickets": { View: "All", Add: "Yes", Edit: "Yes" },
    "Admin > Feature Access > Kaseya Integrations": true,
    "Web Services API > Resource Impersonation > CRM > Account": { "View (Query)": true },
    "Web Services API > Resource Impersonation > Service Desk > Tickets": {
      "View (Query)": true,
      Add: true,
      "Edit (Update)": true,
    },
    ...PASSWORD_BOX,
  },
  remarks: [
    PASSWORD_REMARK,
    "The user belongs to a custom (internal) integration, which the document lets be named freely, e.g. Guardz Integration.",
  ],
});

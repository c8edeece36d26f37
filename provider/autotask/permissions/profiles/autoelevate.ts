import { profile, PASSWORD_BOX, PASSWORD_REMARK, READ } from "./profile";

/** The list that AutoElevate's vendor has published since; its guide of 2019 uses the level "API User (system)" itself. */
export const autoelevate = profile({
  name: "autoelevate",
  vendor: "AutoElevate",
  source: "CyberFOX, Datto Autotask PSA: permissions for the API user security level",
  address:
    "https://cyberfox.helpjuice.com/en_US/115000883932-PSA-Ticketing-System-Integrations/360029344871-Datto-Autotask-PSA-Permissions-for-API-User-Security-Level",
  date: READ,
  integrationVendor: "AutoElevate - privilege management",
  unlisted: "none",
  permissions: {
    "CRM > Organization & Contact Access > Customer & Cancelation": "All",
    "CRM > Object Permissions > Configuration Items & Subscriptions": { View: "All" },
    "Service Desk > Object Permissions > Tickets": { View: "All", Add: "Yes", Edit: "Yes" },
    "Service Desk > Time Entry Permissions > Can modify Work Type on ticket time entries": true,
    "Admin > Feature Access > Resources/Users (HR)": true,
    "Admin > Feature Access > Service Desk (Tickets)": true,
    "Web Services API > Feature Access > Can login to Web Services API": true,
    ...PASSWORD_BOX,
  },
  remarks: [
    PASSWORD_REMARK,
    'The guide of 2019, "Autotask PSA API User Setup for AutoElevate Integration", makes no level of its own: it uses "API User (system)".',
    "For tickets of the MSP itself the document adds the boxes Non-Billable and Show on Invoice of the ticket time entries.",
  ],
});

import type { Permissions } from "../../provider/autotask/permissions/keys";

/** The ten rows and twelve cells of the published guide for Propel Your MSP, in its words. */
export const propelPermissions: Permissions = {
  "Contracts > Object Permissions > Contracts": { View: "All" },
  "Contracts > Dropdowns > Contract Visibility": "Full",
  "CRM > Account & Contact Access > Customer & Cancelation": "All",
  "CRM > Object Permissions > Opportunities & Quotes": { Add: "Yes" },
  "CRM > Object Permissions > Configuration Items & Subscriptions": { View: "All", Edit: "All" },
  "CRM > Object Permissions > To-Dos": { Add: "Yes" },
  "Service Desk > Object Permissions > Tickets": { View: "All", Add: "Yes" },
  "Admin > Feature Access > Resources/Users (HR)": true,
  "Admin > Feature Access > Configuration Items": true,
  "Other > Miscellaneous > Not required to change password (password does not expire)": true,
};

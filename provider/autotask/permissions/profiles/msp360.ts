import { profile, PASSWORD_BOX, PASSWORD_REMARK, READ } from "./profile";

export const msp360 = profile({
  name: "msp360",
  vendor: "MSP360",
  source: "Create an API user",
  address: "https://help.mspbackups.com/integrations/autotask-integration/api-user",
  date: READ,
  unlisted: "none",
  permissions: {
    "Contracts > Object Permissions > Contracts": { View: "All", Add: "Yes" },
    "Contracts > Dropdowns > Contract Visibility (for contracts you have access to)": "Full",
    "CRM > Organization & Contact Access > Customer & Cancelation": "All",
    "CRM > Organization & Contact Access > Vendor & Partners": "All",
    "CRM > Organization & Contact Access > Prospects, Leads, & Dead": "All",
    "Service Desk > Object Permissions > Tickets": { View: "Mine", Add: "Yes" },
    "Service Desk > Object Permissions > Service Calls": { View: "Mine" },
    "Web Services API > Feature Access > Can login to Web Services API": true,
    ...PASSWORD_BOX,
  },
  remarks: [PASSWORD_REMARK, "What the document sets to None or No is left out: everything that is not listed is."],
});

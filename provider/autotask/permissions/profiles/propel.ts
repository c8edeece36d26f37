import { profile, PASSWORD_BOX, READ } from "./profile";

export const propel = profile({
  name: "propel",
  vendor: "Propel Your MSP",
  source: "How to create an Autotask API User?",
  date: READ,
  levelName: "API User (Propel Your MSP)",
  integrationVendor: "Propel Your MSP",
  unlisted: "none",
  permissions: {
    "Contracts > Object Permissions > Contracts": { View: "All" },
    "Contracts > Dropdowns > Contract Visibility (for contracts you have access to)": "Full",
    "CRM > Account & Contact Access > Customer & Cancelation": "All",
    "CRM > Object Permissions > Opportunities & Quotes": { Add: "Yes" },
    "CRM > Object Permissions > Configuration Items & Subscriptions": { View: "All", Edit: "All" },
    "CRM > Object Permissions > To-Dos": { Add: "Yes" },
    "Service Desk > Object Permissions > Tickets": { View: "All", Add: "Yes" },
    "Admin > Feature Access > Resources/Users (HR)": true,
    "Admin > Feature Access > Configuration Items": true,
    ...PASSWORD_BOX,
  },
  remarks: [
    'The document also writes the level\'s name "API (Propel Your MSP)".',
    "It says that only these are required, and does not say to clear the others; the profile does.",
  ],
});

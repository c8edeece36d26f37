import { profile, PASSWORD_BOX, PASSWORD_REMARK, READ } from "./profile";

export const cyberdrainCow = profile({
  name: "cyberdrainCow",
  vendor: "CyberDrain CoW",
  source: "Autotask permissions",
  address: "https://docs.cow.tech/inputs/psa-integrations/autotask-psa/autotask-permissions",
  date: READ,
  unlisted: "none",
  permissions: {
    "CRM > Organization & Contact Access > Customer & Cancelation": "All",
    "CRM > Object Permissions > Configuration Items & Subscriptions": { View: "All", Edit: "All" },
    "Inventory > Object Permissions > Products": { View: "All" },
    "Admin > Feature Access > Configuration Items": true,
    ...PASSWORD_BOX,
  },
  remarks: [PASSWORD_REMARK],
});

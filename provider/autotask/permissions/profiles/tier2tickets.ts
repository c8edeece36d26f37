import { profile, PASSWORD_BOX, PASSWORD_REMARK, READ } from "./profile";

export const tier2tickets = profile({
  name: "tier2tickets",
  vendor: "Helpdesk Buttons",
  source: "Autotask integration",
  address: "https://docs.tier2tickets.com",
  date: READ,
  integrationVendor: "Helpdesk Buttons - Tier2Tickets",
  unlisted: "none",
  permissions: {
    "CRM > Organization & Contact Access > Customer & Cancelation": "All",
    "Service Desk > Object Permissions > Tickets": { View: "All", Add: "Yes", Edit: "Yes" },
    ...PASSWORD_BOX,
  },
  remarks: [PASSWORD_REMARK],
});

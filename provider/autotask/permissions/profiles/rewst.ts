import { profile, PASSWORD_BOX, READ } from "./profile";

export const rewst = profile({
  name: "rewst",
  vendor: "Rewst",
  source: "Datto PSA integration setup",
  address: "https://docs.rewst.help",
  date: READ,
  written: "2025-03",
  integrationVendor: "Rewst - Automation",
  unlisted: "inherit",
  permissions: {
    "Other > Webhooks > Can create Webhooks": true,
    "Other > Webhooks > Maximum number of Webhooks": 50,
    ...PASSWORD_BOX,
  },
  remarks: ["A plain copy of the system level: the document keeps all that it grants."],
});

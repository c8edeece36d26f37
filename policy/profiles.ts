import type { Permissions } from "../provider/autotask/permissions/keys";

/** What a vendor asks for. */
export interface Profile {
  /** E.g. "Propel Your MSP". */
  title: string;
  permissions: Permissions;
}

const SHIPPED: Record<string, Profile> = {
  propel: {
    title: "Propel Your MSP",
    permissions: {
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
    },
  },
};

export const shippedProfile = (name: string): Profile | undefined => SHIPPED[name];
export const shippedProfiles = (): string[] => Object.keys(SHIPPED);

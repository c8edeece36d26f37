/**
 * What the documents of the examples ask for, written out once more in the words of the console's pages, to be compared with
 * what an administrator sees there.
 */

export interface Example {
  folder: string;
  /** Custom level, where the document makes one. */
  level?: string;
  /** First name of the user. */
  user: string;
  /** The integration whose tracking identifier the vendor is taken to have told. */
  vendor?: string;
  granted?: string[];
  fields: Record<string, string | boolean>;
}

const PASSWORD = "Other > Miscellaneous > Not required to change password (password does not expire) = ticked";

export const guardz: Example = {
  folder: "guardz",
  level: "API User (Guardz)",
  user: "Guardz",
  granted: [
    "CRM > Organization & Contact Access > Customer & Cancelation = All",
    "CRM > Organization & Contact Access > Vendor & Partners = All",
    "CRM > Organization & Contact Access > Prospects, Leads, & Dead = All",
    "Service Desk > Object Permissions > Tickets > View = All",
    "Service Desk > Object Permissions > Tickets > Add = Yes",
    "Service Desk > Object Permissions > Tickets > Edit = Yes",
    "Admin > Feature Access > Kaseya Integrations = ticked",
    // Not in the document, which clears it without knowing: see the README of the example.
    PASSWORD,
    "Web Services API > Resource Impersonation > CRM > Account > View (Query) = ticked",
    "Web Services API > Resource Impersonation > Service Desk > Tickets > View (Query) = ticked",
    "Web Services API > Resource Impersonation > Service Desk > Tickets > Add = ticked",
    "Web Services API > Resource Impersonation > Service Desk > Tickets > Edit (Update) = ticked",
  ],
  fields: {
    "First Name": "Guardz",
    "Last Name": "Integration",
    "Email Address": "guardz@yourdomain.com",
    Active: true,
    Locked: false,
    "Security Level": "API User (Guardz)",
    "Custom (Internal Integration)": true,
    "Internal Integration Name": "Guardz Integration",
  },
};

export const autoelevate: Example = {
  folder: "autoelevate",
  user: "AE-Privilege",
  vendor: "AutoElevate - privilege management",
  fields: {
    "First Name": "AE-Privilege",
    "Last Name": "System",
    "Email Address": "emailaddress@yourcompany.com",
    Active: true,
    Locked: false,
    "Security Level": "API User (system)",
  },
};

export const propel: Example = {
  folder: "propel-your-msp",
  level: "API User (Propel Your MSP)",
  user: "Propel Your MSP",
  vendor: "Propel Your MSP",
  granted: [
    "Contracts > Object Permissions > Contracts > View = All",
    "Contracts > Dropdowns > Contract Visibility (for contracts you have access to) = Full",
    "CRM > Organization & Contact Access > Customer & Cancelation = All",
    "CRM > Object Permissions > Opportunities & Quotes > Add = Yes",
    "CRM > Object Permissions > Configuration Items & Subscriptions > View = All",
    "CRM > Object Permissions > Configuration Items & Subscriptions > Edit = All",
    "CRM > Object Permissions > To-Dos > Add = Yes",
    "Service Desk > Object Permissions > Tickets > View = All",
    "Service Desk > Object Permissions > Tickets > Add = Yes",
    "Admin > Feature Access > Resources/Users (HR) = ticked",
    "Admin > Feature Access > Configuration Items = ticked",
    PASSWORD,
  ],
  fields: {
    "First Name": "Propel Your MSP",
    "Last Name": "API",
    "Email Address": "propel@yourdomain.com",
    Active: true,
    Locked: false,
    "Security Level": "API User (Propel Your MSP)",
  },
};

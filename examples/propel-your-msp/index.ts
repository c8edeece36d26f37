import * as pulumi from "@pulumi/pulumi";
import { AutotaskApiUser, AutotaskSecurityLevel } from "pulumi-psa";

const config = new pulumi.Config();

// "Security Role": a copy of "API User (system) (API-only)" with the ten rows of the guide. All else is No Permission.
const level = new AutotaskSecurityLevel("propel", {
  name: "API User (Propel Your MSP)",
  copyFrom: "API User (system)",
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
    "Other > Miscellaneous > Not required to change password (password does not expire)": true,
  },
});

// "Creating Your API User (Key & Secret)".
const user = new AutotaskApiUser("propel", {
  firstName: "Propel Your MSP",
  lastName: "API",
  email: config.get("email") ?? "propel@yourdomain.com",
  securityLevel: level.name,
  integrationVendor: "Propel Your MSP",
  // Known to the vendor only. Whoever has been told it gets the credentials proven against the REST API.
  vendorTrackingIdentifier: config.getSecret("trackingIdentifier"),
});

/** Username (Key) for Propel's form. */
export const key = user.key;
/** Password (Secret) for Propel's form: `pulumi stack output secret --show-secrets`. */
export const secret = user.secret;
/** Whether the credentials have been tried and accepted. */
export const verified = user.verified;

import * as pulumi from "@pulumi/pulumi";
import { AutotaskApiUser } from "pulumi-psa";

const config = new pulumi.Config();

// The guide makes no level of its own: the user stands on Autotask's own level for API users, which can do almost
// everything. For less, see the README.
const user = new AutotaskApiUser("autoelevate", {
  firstName: "AE-Privilege",
  lastName: "System",
  email: config.get("email") ?? "emailaddress@yourcompany.com",
  location: config.get("location"),
  securityLevel: "API User (system)",
  integrationVendor: "AutoElevate - privilege management",
  // Known to the vendor only. Whoever has been told it gets the credentials proven against the REST API.
  vendorTrackingIdentifier: config.getSecret("trackingIdentifier"),
});

/** The username including the domain, for AutoElevate's support. */
export const key = user.key;
/** The password, for AutoElevate's support: `pulumi stack output secret --show-secrets`. */
export const secret = user.secret;
/** Whether the credentials have been tried and accepted. */
export const verified = user.verified;

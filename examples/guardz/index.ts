import * as pulumi from "@pulumi/pulumi";
import { AutotaskApiUser, AutotaskSecurityLevel, profiles } from "pulumi-psa";

const config = new pulumi.Config();

// "Create Security Level": a copy of "API User (system) (API-only)" with nothing but what the document lists. Everything
// else is No Permission; see the README for the one box that stays.
const level = new AutotaskSecurityLevel("guardz", {
  name: "API User (Guardz)",
  copyFrom: "API User (system)",
  permissions: profiles.guardz,
});

// "Create API User".
const user = new AutotaskApiUser("guardz", {
  firstName: "Guardz",
  lastName: "Integration",
  email: config.get("email") ?? "guardz@yourdomain.com",
  securityLevel: level.name,
  active: true,
  internalIntegrationName: "Guardz Integration",
});

/** Username for the integration in Guardz. */
export const key = user.key;
/** Password for the integration in Guardz: `pulumi stack output secret --show-secrets`. */
export const secret = user.secret;
/** Tracking identifier for the integration in Guardz: `pulumi stack output trackingIdentifier --show-secrets`. */
export const trackingIdentifier = user.trackingIdentifier;
/** Whether the credentials have been tried and accepted. */
export const verified = user.verified;

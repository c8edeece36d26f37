const pulumi = require("@pulumi/pulumi");
const { AutotaskApiUser, AutotaskSecurityLevel } = require("pulumi-psa");

const config = new pulumi.Config();
const person = { lastName: "API", email: "canaries@example.com", securityLevel: "API User (Helpdesk Buttons)" };

// Copies as they are: what is on them is not what this is about.
for (const name of ["one", "two"]) new AutotaskSecurityLevel(name, { name: `Canary ${name}`, unlisted: "inherit" });

const generated = new AutotaskApiUser("generated", {
  ...person,
  firstName: "Generated",
  internalIntegrationName: "Canary",
});
const declared = new AutotaskApiUser("declared", {
  ...person,
  firstName: "Declared",
  integrationVendor: "Propel Your MSP",
  secret: config.requireSecret("secret"),
  vendorTrackingIdentifier: config.requireSecret("trackingIdentifier"),
});

module.exports = {
  generated: generated.secret,
  generatedIdentifier: generated.trackingIdentifier,
  declared: declared.secret,
  verified: pulumi.all([generated.verified, declared.verified]),
};

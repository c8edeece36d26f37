const { AutotaskApiUser } = require("pulumi-psa");

const user = new AutotaskApiUser("rotated", {
  firstName: "Rotated",
  lastName: "API",
  email: "rotated@example.com",
  securityLevel: "API User (Helpdesk Buttons)",
  internalIntegrationName: "Rotated",
  rotation: JSON.parse(process.env.ROTATION),
});

module.exports = {
  key: user.key,
  secret: user.secret,
  trackingIdentifier: user.trackingIdentifier,
  retiring: user.retiring,
  verified: user.verified,
};

import { AutotaskApiUser } from "pulumi-psa";

const user = new AutotaskApiUser("reader", {
  firstName: "Reader",
  lastName: "API",
  email: "reader@example.com",
  securityLevel: "API User (system)",
  internalIntegrationName: "Reader",
});

export const key = user.key;

import { validateResourceOfType, type ResourceValidationPolicy } from "@pulumi/policy";
import { PASSWORD_NEVER_EXPIRES } from "../../provider/autotask/permissions/catalogue";
import { AutotaskSecurityLevel } from "../../provider/pulumi/securityLevel";
import { holds, type Granted } from "../cells";

export const passwordNeverExpires: ResourceValidationPolicy = {
  name: "password-never-expires",
  displayName: "Secrets of API users do not expire",
  description: `A level has "${PASSWORD_NEVER_EXPIRES}".`,
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: `Leave "${PASSWORD_NEVER_EXPIRES}" out of the program (it is on then), or set it to true.`,
  validateResource: validateResourceOfType(AutotaskSecurityLevel, (level, _args, report) => {
    if (holds(level as Granted, PASSWORD_NEVER_EXPIRES) !== "yes") {
      report(
        `The secrets of users on "${level.name}" expire by the tenant's password rules; an API user cannot sign in to change its own, so the integration stops then.`,
      );
    }
  }),
};

import type { StackValidationPolicy } from "@pulumi/policy";
import { sameLevelName } from "../../provider/autotask/permissions/wording";
import { activeUsers, levels } from "../users";

export const activeLevel: StackValidationPolicy = {
  name: "active-level",
  displayName: "No inactive level assigned",
  description: "An active API user is not on a level that the program makes inactive.",
  enforcementLevel: "mandatory",
  severity: "medium",
  remediationSteps: "Activate the level, give the user another one, or inactivate the user too.",
  validateStack: ({ resources }, report) => {
    const inactive = levels(resources).filter(({ active }) => !active);
    for (const user of activeUsers(resources)) {
      if (inactive.some(({ name }) => sameLevelName(name, user.level)))
        report(`The active API user "${user.name}" is on the inactive level "${user.level}".`, user.urn);
    }
  },
};

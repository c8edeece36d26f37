import type { StackValidationPolicy } from "@pulumi/policy";
import { sameTracking } from "../../provider/autotask/apiUserInputs";
import { sameLevelName } from "../../provider/autotask/permissions/wording";
import { activeUsers, integrationName, levels } from "../users";

interface Config {
  systemLevels: boolean;
}

/** Levels of the vendor's own, which every tenant has. */
const SYSTEM = /\(\s*system\s*\)/i;

export const oneLevelPerIntegration: StackValidationPolicy = {
  name: "one-level-per-integration",
  displayName: "One level per integration",
  description: "A level that serves two integrations gives each the rights of the other.",
  enforcementLevel: "mandatory",
  severity: "medium",
  remediationSteps: "Declare a level for each integration and put its users on it.",
  configSchema: {
    properties: {
      systemLevels: {
        type: "boolean",
        default: false,
        description: "Whether users may be on a system level, which grants nearly everything and is nobody's own.",
      },
    },
  },
  validateStack: (args, report) => {
    const { systemLevels } = args.getConfig<Config>();
    const declared = levels(args.resources);
    const users = activeUsers(args.resources);
    const onSystem = users.filter(
      ({ level }) => SYSTEM.test(level) && !declared.some(({ name }) => sameLevelName(name, level)),
    );
    if (!systemLevels) {
      for (const { name, level, urn } of onSystem)
        report(`The API user "${name}" is on the system level "${level}". Declare a level for it.`, urn);
    }
    const others = users.filter((user) => !onSystem.includes(user));
    others.forEach((user, index) => {
      const earlier = others.slice(0, index);
      const onThis = earlier.find(
        (other) => sameLevelName(other.level, user.level) && !sameTracking(other.tracking, user.tracking),
      );
      if (onThis) {
        report(
          `The level "${user.level}" serves two integrations: ${integrationName(onThis.tracking)} ("${onThis.name}") and ${integrationName(user.tracking)} ("${user.name}").`,
          user.urn,
        );
      }
      const elsewhere = earlier.find(
        (other) => !sameLevelName(other.level, user.level) && sameTracking(other.tracking, user.tracking),
      );
      if (elsewhere) {
        report(
          `The integration ${integrationName(user.tracking)} is on two levels: "${elsewhere.level}" ("${elsewhere.name}") and "${user.level}" ("${user.name}").`,
          user.urn,
        );
      }
    });
  },
};

import { validateResourceOfType, type ResourceValidationPolicy } from "@pulumi/policy";
import { AutotaskApiUser } from "../../provider/pulumi/apiUser";
import { AutotaskSecurityLevel } from "../../provider/pulumi/securityLevel";
import { PolicyConfigError } from "../configError";

interface Config {
  level: string;
  user: string;
}

/** Both are matched as a whole. */
function matches(pattern: string, setting: keyof Config, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(text);
  } catch {
    throw new PolicyConfigError("names", `${setting} is no regular expression: ${pattern}`);
  }
}

export const names: ResourceValidationPolicy = {
  name: "names",
  displayName: "Names follow a pattern",
  description: "Levels and API users can be told by their names in the console.",
  // Whose tenant has other names says so first.
  enforcementLevel: "advisory",
  severity: "low",
  configSchema: {
    properties: {
      level: {
        type: "string",
        default: "API User \\(.+\\)",
        description: "Regular expression that the whole name of a level matches.",
      },
      user: {
        type: "string",
        default: ".+ API",
        description: "Regular expression that first and last name of a user match, a space between them.",
      },
    },
  },
  validateResource: [
    validateResourceOfType(AutotaskSecurityLevel, (level, args, report) => {
      const { level: pattern } = args.getConfig<Config>();
      if (!matches(pattern, "level", level.name)) report(`The level "${level.name}" is not named like ${pattern}.`);
    }),
    validateResourceOfType(AutotaskApiUser, (user, args, report) => {
      const { user: pattern } = args.getConfig<Config>();
      const name = `${user.firstName} ${user.lastName}`;
      if (!matches(pattern, "user", name)) report(`The API user "${name}" is not named like ${pattern}.`);
    }),
  ],
};

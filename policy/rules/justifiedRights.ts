import { validateResourceOfType, type ResourceValidationPolicy } from "@pulumi/policy";
import { findRow } from "../../provider/autotask/permissions/catalogue";
import { AutotaskSecurityLevel } from "../../provider/pulumi/securityLevel";
import { holds, type Granted } from "../cells";
import { PolicyConfigError } from "../configError";

interface Config {
  rights: string[];
  minimumLength: number;
}

/** With it an integration changes resources, their levels and their credentials. */
const HR_ADMIN = "Admin > Feature Access > Resources/Users (HR)";

export const justifiedRights: ResourceValidationPolicy = {
  name: "justified-rights",
  displayName: "No HR admin right without a justification",
  description: "A security level with a sensitive right says why it needs it.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Set justification to what the integration does with the right, or take the right away.",
  configSchema: {
    properties: {
      rights: {
        type: "array",
        items: { type: "string" },
        default: [HR_ADMIN],
        description: "The sensitive rights, in the words of the console: Section > Group > Name.",
      },
      minimumLength: {
        type: "integer",
        minimum: 1,
        default: 10,
        description: "Characters that a justification has at least.",
      },
    },
  },
  validateResource: validateResourceOfType(AutotaskSecurityLevel, (level, args, report) => {
    const { rights, minimumLength } = args.getConfig<Config>();
    const said = level.justification?.trim() ?? "";
    if (said.length >= minimumLength) return;
    for (const right of rights) {
      const key = findRow(right)?.key;
      if (key === undefined) {
        throw new PolicyConfigError("justified-rights", `The catalogue knows no right "${right}".`);
      }
      const held = holds(level as Granted, key);
      if (held === "no") continue;
      const how = held === "yes" ? "has" : `may have, by unlisted: "inherit",`;
      const missing =
        said === "" ? "says nothing of why" : `its justification has fewer than ${minimumLength} characters`;
      report(`The level "${level.name}" ${how} "${key}" and ${missing}. Set justification, or take the right away.`);
    }
  }),
};

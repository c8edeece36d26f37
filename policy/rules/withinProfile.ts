import { validateResourceOfType, type ResourceValidationPolicy } from "@pulumi/policy";
import { nearest } from "../../provider/nearest";
import { normalisePermissions } from "../../provider/autotask/permissions/declaration";
import { AutotaskSecurityLevel } from "../../provider/pulumi/securityLevel";
import { beyond, type Granted } from "../cells";
import { shippedProfile, shippedProfiles } from "../profiles";
import { PolicyConfigError } from "../configError";

interface Config {
  required: boolean;
  profiles: Record<string, Record<string, unknown>>;
}

/** Lines of one message; the rest is counted. */
const MOST = 20;

export const withinProfile: ResourceValidationPolicy = {
  name: "within-profile",
  displayName: "No grant wider than the claimed profile",
  description: "A security level that claims a profile grants nothing beyond it.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Take the named permissions away, or claim another profile.",
  configSchema: {
    properties: {
      required: { type: "boolean", default: false, description: "Whether every level has to claim a profile." },
      profiles: {
        type: "object",
        default: {},
        additionalProperties: { type: "object" },
        description: "Profiles of one's own, name to permissions as in a level; they go before shipped ones.",
      },
    },
  },
  validateResource: validateResourceOfType(AutotaskSecurityLevel, (level, args, report) => {
    const config = args.getConfig<Config>();
    const name = level.profile;
    if (name === undefined) {
      if (config.required) report("The level claims no profile: set profile, e.g. to a vendor's.");
      return;
    }
    const profile = profileNamed(name, config);
    if (profile === undefined) {
      const known = [...new Set([...Object.keys(config.profiles), ...shippedProfiles()])].sort();
      const near = nearest(name, known, 1)[0];
      report(
        `There is no profile "${name}".${near === undefined ? "" : ` Did you mean "${near}"?`} Known: ${known.join(", ")}. ` +
          `A profile of your own goes into this policy's configuration, "profiles".`,
      );
      return;
    }
    const wider = beyond(level as Granted, profile);
    if (wider.length === 0) return;
    const more = wider.length > MOST ? [`and ${wider.length - MOST} more`] : [];
    report(
      `The level "${level.name}" grants more than the profile "${name}" that it claims:\n` +
        [...wider.slice(0, MOST), ...more].map((line) => `  - ${line}`).join("\n"),
    );
  }),
};

function profileNamed(name: string, config: Config): Granted | undefined {
  const own = Object.hasOwn(config.profiles, name) ? config.profiles[name] : undefined;
  if (own === undefined) return shippedProfile(name);
  const { failures } = normalisePermissions(own, `profiles["${name}"]`);
  if (failures.length > 0) {
    const wrong = failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n");
    throw new PolicyConfigError("within-profile", wrong);
  }
  return { permissions: own };
}

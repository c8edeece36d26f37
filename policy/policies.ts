/** The policies one by one, for a pack of one's own: `import { policies } from "pulumi-psa/policy"`. */
import type { Policies } from "@pulumi/policy";
import { activeLevel } from "./rules/activeLevel";
import { justifiedRights } from "./rules/justifiedRights";
import { names } from "./rules/names";
import { oneLevelPerIntegration } from "./rules/oneLevelPerIntegration";
import { ownTrackingIdentifier } from "./rules/ownTrackingIdentifier";
import { passwordNeverExpires } from "./rules/passwordNeverExpires";
import { withinProfile } from "./rules/withinProfile";

export {
  activeLevel,
  justifiedRights,
  names,
  oneLevelPerIntegration,
  ownTrackingIdentifier,
  passwordNeverExpires,
  withinProfile,
};

/** All of them. */
export const policies: Policies = [
  withinProfile,
  justifiedRights,
  names,
  ownTrackingIdentifier,
  oneLevelPerIntegration,
  activeLevel,
  passwordNeverExpires,
];

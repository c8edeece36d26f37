import type { StackValidationPolicy } from "@pulumi/policy";
import { fold } from "../../provider/autotask/permissions/wording";
import { activeUsers, integrationName, sameIdentifier } from "../users";

interface Config {
  shared: string[];
}

export const ownTrackingIdentifier: StackValidationPolicy = {
  name: "own-tracking-identifier",
  displayName: "Every API user has a tracking identifier of its own",
  description:
    "Autotask counts concurrent calls and shows usage by tracking identifier: users that share one slow each other down and cannot be told apart.",
  enforcementLevel: "mandatory",
  severity: "medium",
  remediationSteps: "Give the user an internalIntegrationName of its own, or inactivate one of the two.",
  configSchema: {
    properties: {
      shared: {
        type: "array",
        items: { type: "string" },
        default: [],
        description: "Integrations that may have several users, e.g. while one replaces the other.",
      },
    },
  },
  validateStack: (args, report) => {
    const shared = new Set(args.getConfig<Config>().shared.map(fold));
    const users = activeUsers(args.resources).filter(({ tracking }) => !shared.has(fold(plainName(tracking))));
    users.forEach((user, index) => {
      const other = users.slice(0, index).find((earlier) => sameIdentifier(earlier, user));
      if (other === undefined) return;
      report(
        `The API users "${other.name}" and "${user.name}" have one tracking identifier, that of ${integrationName(user.tracking)}.`,
        user.urn,
      );
    });
  },
};

const plainName = (tracking: { kind: string; vendor?: string; name?: string }): string =>
  tracking.vendor ?? tracking.name ?? "";

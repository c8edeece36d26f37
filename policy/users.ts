import type { PolicyResource } from "@pulumi/policy";
import { sameTracking, trackingOf } from "../provider/autotask/apiUserInputs";
import type { Tracking } from "../provider/autotask/tenant";
import { AutotaskApiUser } from "../provider/pulumi/apiUser";
import { AutotaskSecurityLevel } from "../provider/pulumi/securityLevel";

/** An API user of the stack, as far as policies look at it. */
export interface User {
  urn: string;
  /** Name of the resource in the program. */
  name: string;
  level: string;
  tracking: Tracking;
  /** What the tracking identifier is, where it is known. A secret: it is compared, never shown. */
  identifier: string | undefined;
}

/** Users that work, by name: an inactive one calls nothing. */
export function activeUsers(resources: PolicyResource[]): User[] {
  const users = resources.flatMap((resource) => {
    const user = resource.asType(AutotaskApiUser);
    if (user === undefined || user.active === false) return [];
    return [
      {
        urn: resource.urn,
        name: resource.name,
        level: user.securityLevel,
        tracking: trackingOf(user),
        identifier: user.trackingIdentifier ?? resource.props.vendorTrackingIdentifier,
      },
    ];
  });
  // The engine lists them as they come, and a message must not change from run to run.
  return users.sort((a, b) => a.urn.localeCompare(b.urn, "en", { numeric: true }));
}

export interface Level {
  name: string;
  active: boolean;
}

export function levels(resources: PolicyResource[]): Level[] {
  return resources.flatMap((resource) => {
    const level = resource.asType(AutotaskSecurityLevel);
    return level === undefined ? [] : [{ name: level.name, active: level.active !== false }];
  });
}

export const integrationName = (tracking: Tracking): string =>
  tracking.kind === "vendor" ? tracking.vendor : `${tracking.name} (an integration of one's own)`;

/** Two users that call under one tracking identifier. */
export const sameIdentifier = (a: User, b: User): boolean =>
  sameTracking(a.tracking, b.tracking) || (a.identifier !== undefined && a.identifier === b.identifier);

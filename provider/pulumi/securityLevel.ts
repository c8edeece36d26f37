import * as pulumi from "@pulumi/pulumi";
import type { CanonicalPermissions } from "../autotask/permissions/declaration";
import type { SecurityLevelArgs } from "../autotask/securityLevel";
import type { Unlisted } from "../autotask/tenant";
import { SECURITY_LEVEL_HOST } from "./host";
import type { ArgsOf } from "./inputs";

export type AutotaskSecurityLevelArgs = ArgsOf<SecurityLevelArgs>;

/**
 * An API-only security level of Autotask: what the API users on it may read and change. It is made as a copy of a system
 * level in the admin console, because Autotask has no API for it.
 */
export class AutotaskSecurityLevel extends pulumi.CustomResource {
  /** By this, policies know the class. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/psa:AutotaskSecurityLevel";

  /** Name without "(API-only)"; what `securityLevel` of an `AutotaskApiUser` takes. */
  declare readonly name: pulumi.Output<string>;
  declare readonly copyFrom: pulumi.Output<string>;
  declare readonly active: pulumi.Output<boolean>;
  declare readonly unlisted: pulumi.Output<Unlisted>;
  /** The permissions as the console shows them, in the catalogue's words. */
  declare readonly permissions: pulumi.Output<CanonicalPermissions>;
  declare readonly extraPermissions: pulumi.Output<CanonicalPermissions | undefined>;
  /** The vendor profile that the level claims; for reviews and policies. */
  declare readonly profile: pulumi.Output<string | undefined>;
  /** Why it needs its sensitive rights; for reviews and policies. */
  declare readonly justification: pulumi.Output<string | undefined>;
  /** Value of the REST picklist `Resources.userType`; stable over a rename. */
  declare readonly levelId: pulumi.Output<string>;
  /** False: no console sign-in is configured, so `permissions` are what a person was asked to set. */
  declare readonly permissionsSeen: pulumi.Output<boolean>;

  constructor(name: string, args: AutotaskSecurityLevelArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      AutotaskSecurityLevel.__pulumiType,
      name,
      {
        // Only what is listed becomes an output.
        copyFrom: undefined,
        active: undefined,
        unlisted: undefined,
        permissions: undefined,
        extraPermissions: undefined,
        profile: undefined,
        justification: undefined,
        ...args,
        levelId: undefined,
        permissionsSeen: undefined,
        __provider: SECURITY_LEVEL_HOST,
      },
      opts,
    );
  }
}

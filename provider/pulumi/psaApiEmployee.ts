import * as pulumi from "@pulumi/pulumi";
import type { PsaApiEmployeeArgs as Args } from "../psa/inputs";
import type { Rights } from "../psa/tenant";
import { API_EMPLOYEE_HOST, API_EMPLOYEE_SECRETS } from "./host";
import type { ArgsOf } from "./inputs";

export type PsaApiEmployeeArgs = ArgsOf<Args>;

/**
 * An API Employee of Kaseya PSA (BMS, Vorex) or Pulseway PSA: the dedicated account with which an integration gets its
 * tokens. It is made in HR > Employees, because the vendor has no API for it, and proven by signing in as it once its
 * password is known. The vendor deletes no employee: a destroyed one becomes inactive, and one of the same user name
 * revives it.
 */
export class PsaApiEmployee extends pulumi.CustomResource {
  /** By this, policies know the class. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/psa:PsaApiEmployee";

  declare readonly userName: pulumi.Output<string>;
  declare readonly firstName: pulumi.Output<string>;
  declare readonly lastName: pulumi.Output<string>;
  declare readonly employeeId: pulumi.Output<string>;
  declare readonly email: pulumi.Output<string>;
  declare readonly jobTitle: pulumi.Output<string>;
  declare readonly department: pulumi.Output<string>;
  declare readonly manager: pulumi.Output<string>;
  declare readonly employmentType: pulumi.Output<string>;
  /** Sorted. */
  declare readonly employeeRoles: pulumi.Output<string[]>;
  /** Sorted. */
  declare readonly securityRoles: pulumi.Output<string[]>;
  declare readonly location: pulumi.Output<string>;
  declare readonly active: pulumi.Output<boolean>;
  /** Id of the employee in the REST API; undefined where the tenant's lists do not show API employees. */
  declare readonly recordId: pulumi.Output<string | undefined>;
  /** The user type as the console shows it, e.g. "Api Employee"; undefined where no console sign-in is configured. */
  declare readonly userType: pulumi.Output<string | undefined>;
  /**
   * `false` for an API employee: the vendor documents that it consumes no license. Not measured. Undefined where the type
   * was not observed.
   */
  declare readonly consumesLicense: pulumi.Output<boolean | undefined>;
  /** `false` for an API employee: the vendor documents that it cannot log in to the user interface. As above. */
  declare readonly uiLogin: pulumi.Output<boolean | undefined>;
  /** Declared, or made by the provider with `passwordLink`; undefined until then. A secret in the state. */
  declare readonly password: pulumi.Output<string | undefined>;
  declare readonly passwordGenerated: pulumi.Output<boolean>;
  /** `"awaiting"` until a password is known here. */
  declare readonly passwordStatus: pulumi.Output<"awaiting" | "known">;
  /** ISO 8601; undefined while no password is known. */
  declare readonly passwordSetAt: pulumi.Output<string | undefined>;
  /** When the password has to be changed, ISO 8601; from three weeks before, every run warns. */
  declare readonly passwordExpiresAt: pulumi.Output<string | undefined>;
  /** What the account may do, as it was seen with its own sign-in; undefined until that has worked. */
  declare readonly rights: pulumi.Output<Rights | undefined>;
  /** Whether its own sign-in, without a one-time code, has been accepted. */
  declare readonly verified: pulumi.Output<boolean>;

  constructor(name: string, args: PsaApiEmployeeArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      PsaApiEmployee.__pulumiType,
      name,
      {
        // Only what is listed becomes an output.
        lastName: undefined,
        active: undefined,
        ...args,
        password: asSecret(args.password),
        passwordLink: asSecret(args.passwordLink),
        recordId: undefined,
        userType: undefined,
        consumesLicense: undefined,
        uiLogin: undefined,
        passwordGenerated: undefined,
        passwordStatus: undefined,
        passwordSetAt: undefined,
        passwordExpiresAt: undefined,
        rights: undefined,
        verified: undefined,
        __provider: API_EMPLOYEE_HOST,
      },
      pulumi.mergeOptions({ additionalSecretOutputs: API_EMPLOYEE_SECRETS }, opts),
    );
  }
}

/** Encrypted in the state, whether the program says so or not. */
function asSecret(value: pulumi.Input<string | undefined> | undefined) {
  return value === undefined ? undefined : pulumi.secret(value);
}

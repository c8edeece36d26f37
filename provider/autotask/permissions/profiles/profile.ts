import type { Unlisted } from "../../tenant";
import type { Permissions } from "../keys";

/** What one integration needs of a security level, as its vendor's document has it. */
export interface Profile {
  /** Under this name it stands in `profiles`. */
  name: string;
  /** As the integration's entry in Autotask's list begins. */
  vendor: string;
  /** The document. */
  source: string;
  /** Its public address, where it has one. */
  address?: string;
  /** Day on which the document was read, `YYYY-MM-DD`. */
  date: string;
  /** When the document was written, as far as it says: `YYYY`, or words of its own. */
  written?: string;
  /** Name that the document gives the level. */
  levelName?: string;
  /** The integration's entry in Autotask's list of vendors, where the document names one. */
  integrationVendor?: string;
  /** What the document makes of all other permissions. */
  unlisted: Unlisted;
  /** The permissions, in the document's own words where the catalogue knows them. */
  permissions: Permissions;
  /** Where the permissions are not, or cannot be, the document word for word, and why. */
  remarks: readonly string[];
}

/** An API user cannot sign in to change its password, so no profile is without this box. */
export const PASSWORD_BOX = {
  "Other > Miscellaneous > Not required to change password (password does not expire)": true,
} as const satisfies Permissions;

/** For documents that do not list the box. */
export const PASSWORD_REMARK =
  'The document does not list "Not required to change password", which "No Permission" clears: without it the secret expires by the tenant\'s rules and the integration stops. The profile keeps it.';

/** The day on which the documents were read last. */
export const READ = "2026-11-24";

/** Keeps the exact keys and values of a profile in its type. */
export function profile<const P extends Permissions>(
  made: Omit<Profile, "permissions"> & { permissions: P },
): Profile & { permissions: P } {
  return Object.freeze({ ...made, permissions: Object.freeze(made.permissions) });
}

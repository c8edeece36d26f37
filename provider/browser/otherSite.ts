import { PsaError } from "../errors";
import type { Namespace } from "./launch";
import { belongsTo } from "./storageState";

/** Words in the addresses of identity providers, also of those within the console's own site. */
const PROVIDER_PATH = /\/(sso|saml2?|oauth2?|openid|adfs|authorize)(\/|$)/i;

/**
 * Whether a page of signing in is an identity provider's and not the console's.
 *
 * @param named whether the console has been given a user name: only then an address within its own site can be a provider's
 * @param family domain that all zones of the vendor share
 */
export function isElsewhere(at: string, console: string, named: boolean, family?: string): boolean {
  const { hostname, pathname } = new URL(at);
  return !belongsTo(console, family)(hostname) || (named && PROVIDER_PATH.test(pathname));
}

export function handedOver(to: string, namespace: Namespace): PsaError {
  return new PsaError(
    "unsupported",
    `The console handed the sign-in over to ${new URL(to).host} (single sign-on).`,
    `Sign in once with psa login ${namespace}, or use a console account with a user name and password of its own, for which single sign-on is not required.`,
  );
}

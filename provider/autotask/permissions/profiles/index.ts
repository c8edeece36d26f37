import { autoelevate } from "./autoelevate";
import { cyberdrainCow } from "./cyberdrainCow";
import { guardz } from "./guardz";
import { msp360 } from "./msp360";
import { mspAi } from "./mspAi";
import type { Profile } from "./profile";
import { propel } from "./propel";
import { psaProvider } from "./psaProvider";
import { rewst } from "./rewst";
import { tier2tickets } from "./tier2tickets";

export type { Profile } from "./profile";

const known = { propel, guardz, autoelevate, cyberdrainCow, msp360, mspAi, tier2tickets, rewst, psaProvider };

/** Names of the profiles. */
export type ProfileName = keyof typeof known;

/** Every profile with its source, for whoever compares levels with documents. */
export const allProfiles: readonly Profile[] = Object.values(known);

/**
 * The permissions that integrations ask for, ready to be declared: `permissions: profiles.guardz`, or
 * `{ ...profiles.guardz, "Admin > Feature Access > LiveReports": true }`. Where they come from, and where they are not the
 * document word for word, is said by `profileOf`.
 */
export const profiles = Object.freeze({
  /** Propel Your MSP. */
  propel: propel.permissions,
  /** Guardz. */
  guardz: guardz.permissions,
  /** AutoElevate, by the list of CyberFOX. */
  autoelevate: autoelevate.permissions,
  /** CyberDrain CoW. */
  cyberdrainCow: cyberdrainCow.permissions,
  /** MSP360. */
  msp360: msp360.permissions,
  /** MSP AI. */
  mspAi: mspAi.permissions,
  /** Helpdesk Buttons (Tier2Tickets). */
  tier2tickets: tier2tickets.permissions,
  /** Rewst; a plain copy with webhooks, so declare `unlisted: "inherit"` with it. */
  rewst: rewst.permissions,
  /** The API user that this provider itself signs in with. */
  psaProvider: psaProvider.permissions,
} satisfies { [Name in ProfileName]: (typeof known)[Name]["permissions"] });

/** A profile with its vendor, document and remarks. */
export function profileOf<Name extends ProfileName>(name: Name): (typeof known)[Name] {
  return known[name];
}

/** The words of the three naming eras: Organization (newest), Account, and the older Features & Settings layout. */
import type { Position } from "./switches";

export type Era = Position<"era">;

/** The wording of an era: the canonical one in the newest, else the alias that speaks of accounts, else of companies. */
export const inEra = (canonical: string, aliases: readonly string[], era: Era): string => {
  if (era === "organization" || !/organization/i.test(canonical)) return canonical;
  return aliases.find((a) => /account/i.test(a)) ?? aliases.find((a) => /compan/i.test(a)) ?? canonical;
};

/** Name of the admin category that holds resources and security. */
export const usersCategory = (era: Era): string =>
  era === "organization"
    ? "Organization Settings & Users"
    : era === "account"
      ? "Account Settings & Users"
      : "Features & Settings";

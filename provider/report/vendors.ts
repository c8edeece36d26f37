import { allProfiles } from "../autotask/permissions/profiles";
import type { VendorProfile } from "./profiles";

/** The profiles that are shipped, as reviews compare with them. */
export function vendorProfiles(): readonly VendorProfile[] {
  return allProfiles
    .filter(({ unlisted }) => unlisted === "none")
    .map(({ name, vendor, source, address, date, permissions }) => ({
      id: name,
      vendor,
      source: address === undefined ? source : `${source}, ${address}`,
      date,
      permissions,
    }));
}

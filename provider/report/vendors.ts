import type { VendorProfile } from "./profiles";

/** The profiles that are shipped. */
export function vendorProfiles(): readonly VendorProfile[] {
  return [];
}

import { allProfiles, type Profile } from "../provider/autotask/permissions/profiles";
import { fold } from "../provider/autotask/permissions/wording";

/** A shipped profile by the name under which a level claims it, e.g. `propel`. */
export const shippedProfile = (name: string): Profile | undefined =>
  allProfiles.find((profile) => fold(profile.name) === fold(name));

export const shippedProfiles = (): string[] => allProfiles.map(({ name }) => name);

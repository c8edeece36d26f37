import { PsaError } from "../../errors";
import type { ProbeResult } from "../tenant";
import { InfosAnswer } from "./codecs";
import type { Session } from "./session";

/**
 * Signs in once with a user's own credentials and reads what its security level lets it do. The vendor says that
 * `userAccessFor*` mirrors the level, so this is the level's effect seen from inside.
 *
 * A refusal is an answer, not an error; it is not tried again here, because repeated failures lock a user.
 *
 * @throws PsaError for everything else (`unavailable`, `throttled`, ...): it says nothing about the credentials
 */
export async function probe(session: Session): Promise<ProbeResult> {
  try {
    const { entityDescriptions } = await session.get("EntityInformation", InfosAnswer);
    const access: ProbeResult["access"] = {};
    for (const { info } of entityDescriptions) {
      access[info.name] = {
        query: info.userAccessForQuery,
        create: info.userAccessForCreate,
        update: info.userAccessForUpdate,
        delete: info.userAccessForDelete,
      };
    }
    return { outcome: "accepted", access };
  } catch (error) {
    if (!(error instanceof PsaError)) throw error;
    if (error.code === "authentication") return { outcome: "refused", reason: error.message, access: {} };
    // Who is told that he may not read something has been let in.
    if (error.code === "permission") return { outcome: "accepted", reason: error.message, access: {} };
    throw error;
  }
}

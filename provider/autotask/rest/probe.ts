import { PsaError } from "../../errors";
import { sameEntity } from "../permissions/entities";
import type { EntityAccess, ProbeResult } from "../tenant";
import { CountAnswer, InfosAnswer, type Info } from "./codecs";
import { suspectOf } from "./failures";
import type { Session } from "./session";

/** Entities of which every tenant has some: to see whether a user that may query them all sees any. */
const COUNTED = ["Companies", "Tickets"];

/**
 * Signs in once with a user's own credentials and reads what its security level lets it do. The vendor says that
 * `userAccessFor*` mirrors the level, so this is the level's effect seen from inside. With `counts` it then counts the objects
 * of one entity that it may query wholly: a user without its lines of business is let in, and sees nothing.
 *
 * A refusal is an answer, not an error; it is not tried again here, because repeated failures lock a user.
 *
 * @throws PsaError for everything else (`unavailable`, `throttled`, ...): it says nothing about the credentials
 */
export async function probe(session: Session, counts: boolean): Promise<ProbeResult> {
  try {
    const { entityDescriptions } = await session.get("EntityInformation", InfosAnswer);
    const access: ProbeResult["access"] = {};
    const unoffered: ProbeResult["unoffered"] = {};
    for (const { info } of entityDescriptions) {
      access[info.name] = {
        query: info.userAccessForQuery,
        create: info.userAccessForCreate,
        update: info.userAccessForUpdate,
        delete: info.userAccessForDelete,
      };
      const closed = closedTo(info);
      if (closed.length > 0) unoffered[info.name] = closed;
    }
    const sees = counts ? await firstCount(session, access) : undefined;
    return { outcome: "accepted", access, unoffered, ...(sees ? { sees } : {}) };
  } catch (error) {
    if (!(error instanceof PsaError)) throw error;
    if (error.code === "authentication") {
      const suspect = suspectOf(error);
      return { outcome: "refused", reason: error.message, ...(suspect ? { suspect } : {}), access: {} };
    }
    // Who is told that he may not read something has been let in.
    if (error.code === "permission") return { outcome: "accepted", reason: error.message, access: {} };
    throw error;
  }
}

function closedTo(info: Info): (keyof EntityAccess)[] {
  const can = { query: info.canQuery, create: info.canCreate, update: info.canUpdate, delete: info.canDelete };
  return (Object.keys(can) as (keyof EntityAccess)[]).filter((operation) => can[operation] === false);
}

async function firstCount(session: Session, access: ProbeResult["access"]): Promise<ProbeResult["sees"]> {
  for (const entity of COUNTED) {
    const own = Object.entries(access).find(([name]) => sameEntity(name, entity))?.[1];
    if (own?.query !== "all") continue;
    const count = await countOf(session, entity);
    if (count !== undefined) return { entity, count };
  }
  return undefined;
}

/** How many objects of an entity the session's user sees; `undefined` when that cannot be said. */
export async function countOf(session: Session, entity: string): Promise<number | undefined> {
  const search = JSON.stringify({ Filter: [{ op: "exist", field: "id" }] });
  try {
    return (await session.find(`${entity}/query/count?search=${encodeURIComponent(search)}`, CountAnswer))?.queryCount;
  } catch (error) {
    // It is one sign more, not the proof: what cannot be counted is not counted.
    if (error instanceof PsaError && error.code !== "authentication") return undefined;
    throw error;
  }
}

import { readFileSync } from "node:fs";
import type { ApiUserRecord, Directory, SecurityLevelRef } from "../autotask/tenant";
import type { PsaLists } from "./psaHandover";

/**
 * `psa drift` lists the tenant once and compares it twice: itself, and through the engine, whose provider host is another
 * process. The lists reach that process through a file named by this variable. So both see the tenant at one moment, and a
 * tenant of 500 users is not listed twice.
 */
export const HANDOVER_VARIABLE = "PSA_HANDOVER_FILE";

/** Older lists are not believed, in milliseconds: a variable that was left set must not hide what has changed since. */
const LIFE_MS = 15 * 60_000;

/** What one file holds: the lists of each vendor that was asked. */
export interface Handover {
  autotask?: AutotaskLists;
  psa?: PsaLists;
}

export interface AutotaskLists {
  /** When it was read, milliseconds since the epoch. */
  at: number;
  /** Full user name of the account that read it. */
  userName: string;
  securityLevels: SecurityLevelRef[];
  apiUsers: ApiUserRecord[];
  locations: [string, string][];
}

/** Reads the lists of a directory for another process. They hold no secret. */
export async function handoverOf(directory: Directory, userName: string, now: number): Promise<AutotaskLists> {
  return {
    at: now,
    userName,
    securityLevels: await directory.securityLevels(),
    apiUsers: await directory.apiUsers(),
    locations: [...(await directory.locations())],
  };
}

/** A directory that answers lists from the file as long as nothing was written. Without a file it is the directory itself. */
export function withHandover(directory: Directory, userName: string, env: NodeJS.ProcessEnv = process.env): Directory {
  let lists = handedOver("autotask", env, (handed) => handed.userName.toLowerCase() === userName.toLowerCase());
  if (!lists) return directory;
  const current = () => (lists && isFresh(lists) ? lists : undefined);
  return {
    get tenantName() {
      return directory.tenantName;
    },
    get ownUserName() {
      return directory.ownUserName;
    },
    securityLevels: async () => current()?.securityLevels ?? directory.securityLevels(),
    apiUsers: async () => current()?.apiUsers ?? directory.apiUsers(),
    locations: async () => {
      const known = current();
      return known ? new Map(known.locations) : directory.locations();
    },
    get ownDomain() {
      return directory.ownDomain;
    },
    choices: (of) => directory.choices(of),
    placesOf: (...args) => directory.placesOf(...args),
    setPlaces: (...args) => {
      lists = undefined;
      return directory.setPlaces(...args);
    },
    count: (entity) => directory.count(entity),
    writableUserFields: () => directory.writableUserFields(),
    patchApiUser: (id, patch) => {
      lists = undefined;
      return directory.patchApiUser(id, patch);
    },
    invalidate: () => {
      lists = undefined;
      directory.invalidate();
    },
    probe: (credentials, counts) => directory.probe(credentials, counts),
  };
}

export const isFresh = ({ at }: { at: number }): boolean => Date.now() - at < LIFE_MS;

/** A file of another account, or one that cannot be read, is as good as none: the tenant is asked then. */
export function handedOver<Name extends keyof Handover>(
  vendor: Name,
  env: NodeJS.ProcessEnv,
  isOurs: (lists: NonNullable<Handover[Name]>) => boolean,
): Handover[Name] {
  const file = env[HANDOVER_VARIABLE];
  if (!file) return undefined;
  try {
    const lists = (JSON.parse(readFileSync(file, "utf8")) as Handover)[vendor];
    return lists && isOurs(lists) ? lists : undefined;
  } catch {
    return undefined;
  }
}

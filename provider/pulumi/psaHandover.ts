import type { Directory, EmployeeRecord, Roster } from "../psa/tenant";
import { sameName } from "../psa/wording";
import { handedOver, isFresh } from "./handover";
import type { PsaSettings } from "./psaConfig";

/** As whom a list was read: another account may be shown other people. */
type Reader = Pick<PsaSettings, "restUrl" | "company" | "userName">;

/** What `psa drift` hands to the engine's process, which then neither signs in nor lists the tenant itself. */
export interface PsaLists extends Reader {
  /** When it was read, milliseconds since the epoch. */
  at: number;
  roster: Roster;
  /** User names that were asked for one by one, because the list may hide people; `null`: nobody was found. */
  asked: [userName: string, found: EmployeeRecord | null][];
}

/**
 * Reads the lists of a directory for another process. They hold no secret.
 *
 * @param userNames who will be looked for there
 */
export async function psaHandoverOf(
  directory: Directory,
  { restUrl, company, userName }: Reader,
  userNames: readonly string[],
  now: number,
): Promise<PsaLists> {
  const roster = await directory.roster();
  const lists: PsaLists = { at: now, restUrl, company, userName, roster, asked: [] };
  if (roster.whole) return lists;
  for (const name of userNames)
    if (!named(roster, name)) lists.asked.push([name, (await directory.find(name)) ?? null]);
  return lists;
}

const named = ({ employees }: Roster, userName: string): EmployeeRecord | undefined =>
  employees.find((one) => sameName(one.userName, userName));

/** A directory that answers from the file as long as nothing was written. Without a file it is the directory itself. */
export function withPsaHandover(directory: Directory, reader: Reader, env: NodeJS.ProcessEnv = process.env): Directory {
  let lists = handedOver(
    "psa",
    env,
    ({ restUrl, company, userName }) =>
      restUrl === reader.restUrl && company === reader.company && sameName(userName, reader.userName),
  );
  if (!lists) return directory;
  const current = () => (lists && isFresh(lists) ? lists : undefined);
  return {
    get tenantName() {
      return directory.tenantName;
    },
    get ownUserName() {
      return directory.ownUserName;
    },
    roster: async () => current()?.roster ?? directory.roster(),
    find: async (userName) => {
      const known = current();
      const asked = known?.asked.find(([name]) => sameName(name, userName));
      if (asked) return asked[1] ?? undefined;
      return (known && named(known.roster, userName)) ?? directory.find(userName);
    },
    securityRoles: () => directory.securityRoles(),
    names: (kind) => directory.names(kind),
    probe: (credentials) => directory.probe(credentials),
    own: () => directory.own(),
    invalidate: () => {
      lists = undefined;
      directory.invalidate();
    },
  };
}

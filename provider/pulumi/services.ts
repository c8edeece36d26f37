import { createHash } from "node:crypto";
import { openConsole } from "../autotask/console";
import { openDirectory } from "../autotask/rest/directory";
import { LevelBook } from "../autotask/permissions/levelBook";
import type { AutotaskServices } from "../autotask/services";
import type { AdminConsole, Directory } from "../autotask/tenant";
import { systemClock } from "../http/clock";
import type { HostConfig } from "./adapter";
import { readHanded, readSettings, type AutotaskSettings } from "./config";
import { beforeLeaving } from "./engine";
import { guardConsole, guardDirectory } from "./guard";
import { withHandover } from "./handover";
import { askElsewhere, hostLog } from "./log";
import { personOf } from "./person";

interface Tenant {
  directory: Directory;
  console?: AdminConsole;
  levels: LevelBook;
}

/** One directory and one browser for all resources of a process, whatever their kind: they share limits and lists. */
const tenants = new Map<string, Tenant>();

/**
 * What the Autotask lifecycles of one kind work with. Nothing is sent and no browser is started yet.
 *
 * @param kind name of the resource class, said in each line of the log
 * @throws PsaError `config`
 */
export function autotaskServices(config: HostConfig, kind: string): AutotaskServices {
  const settings = readSettings(config);
  const tenant = tenantOf(settings);
  const person = personOf(settings.person, (username) => readHanded(config, username));
  const verifyOnRead = settings.verifyOnRefresh;
  return {
    ...tenant,
    person,
    verifyOnRead,
    log: hostLog(() => `${kind} ${tenant.directory.tenantName}`),
    ...systemClock,
  };
}

function tenantOf(settings: AutotaskSettings): Tenant {
  const key = digest(settings);
  const known = tenants.get(key) ?? open(settings);
  tenants.set(key, known);
  return known;
}

function open(settings: AutotaskSettings): Tenant {
  const { console: signIn } = settings;
  const directory = guardDirectory(withHandover(openDirectory(settings), settings.userName));
  const levels = new LevelBook();
  if (!signIn) return { directory, levels };
  const log = hostLog(() => `Autotask console ${new URL(signIn.url).host}`);
  const console = guardConsole(openConsole({ ...signIn, log: log.info, askCode: askElsewhere }));
  beforeLeaving(() => console.close());
  return { directory, console, levels };
}

/** Tells settings apart without keeping them. */
function digest({ secret, integrationCode, console, ...rest }: AutotaskSettings): string {
  const hidden = [secret, integrationCode, console?.password, console?.totpSecret, console?.storageState].map((part) =>
    part?.reveal(),
  );
  return createHash("sha256")
    .update(JSON.stringify([rest, console, hidden]))
    .digest("hex");
}

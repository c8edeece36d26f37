import { createHash } from "node:crypto";
import { systemClock } from "../http/clock";
import { openConsole } from "../psa/console";
import { openPasswordPage } from "../psa/console/passwordPage";
import { openDirectory } from "../psa/rest/directory";
import type { PsaServices } from "../psa/services";
import type { AdminConsole, Directory, PasswordPage } from "../psa/tenant";
import type { HostConfig } from "./adapter";
import { beforeLeaving } from "./engine";
import { askElsewhere, hostLog } from "./log";
import { readPsaSettings, type PsaSettings } from "./psaConfig";
import { guardConsole, guardDirectory, guardPasswordPage } from "./psaGuard";
import { withPsaHandover } from "./psaHandover";

interface Tenant {
  directory: Directory;
  console?: AdminConsole;
  passwordPage: PasswordPage;
}

/** One directory and one browser for all resources of a process: they share limits and lists. */
const tenants = new Map<string, Tenant>();

/**
 * What the lifecycle of API employees works with. Nothing is sent and no browser is started yet.
 *
 * @throws PsaError `config`
 */
export function psaServices(config: HostConfig): PsaServices {
  const settings = readPsaSettings(config);
  const key = digest(settings);
  const tenant = tenants.get(key) ?? open(settings);
  tenants.set(key, tenant);
  return { ...tenant, log: hostLog(() => `PsaApiEmployee ${tenant.directory.tenantName}`), ...systemClock };
}

function open(settings: PsaSettings): Tenant {
  const { console: signIn, consoleUrl, browserPath, evidenceFolder, ...access } = settings;
  const log = hostLog(() => `PSA console ${new URL(consoleUrl).host}`);
  const directory = guardDirectory(withPsaHandover(openDirectory(access), settings));
  const passwordPage = guardPasswordPage(
    openPasswordPage({
      consoleUrl,
      company: settings.company,
      browserPath,
      evidenceFolder,
      log: log.info,
    }),
  );
  if (!signIn) return { directory, passwordPage };
  const console = guardConsole(
    openConsole({ ...signIn, company: settings.company, log: log.info, askCode: askElsewhere }),
  );
  beforeLeaving(() => console.close());
  return { directory, console, passwordPage };
}

/** Tells settings apart without keeping them. */
function digest({ password, mfaSecret, console, ...rest }: PsaSettings): string {
  const hidden = [password, mfaSecret, console?.password, console?.totpSecret, console?.storageState].map((part) =>
    part?.reveal(),
  );
  return createHash("sha256")
    .update(JSON.stringify([rest, console, hidden]))
    .digest("hex");
}

import { openConsole } from "../../provider/autotask/console";
import type { AdminConsole } from "../../provider/autotask/tenant";
import { Secret } from "../../provider/errors";
import type { startSandbox } from "../../sandbox/server";
import { readSetup } from "../../tools/env.mjs";

/** The console channel on a stand-in, as its administrator. */
export function consoleOf(
  { ready }: Awaited<ReturnType<typeof startSandbox>>,
  log: (text: string) => void = () => undefined,
  password = ready.autotask.administrator.password,
): AdminConsole {
  const { consoleUrl, administrator } = ready.autotask;
  return openConsole({
    url: consoleUrl,
    userName: administrator.userName,
    password: new Secret(password),
    totpSecret: new Secret(administrator.totpSecret),
    browserPath: readSetup().browser.path,
    log,
  });
}

import { openConsole, type ConsoleOptions } from "../autotask/console";
import { openDirectory } from "../autotask/rest/directory";
import type { AdminConsole, Directory } from "../autotask/tenant";
import { inThisTerminal } from "../browser/askCode";
import { readSettings, type AutotaskSettings } from "../pulumi/config";
import { learnSecret } from "../pulumi/redaction";
import type { Io } from "./io";
import type { PulumiStack } from "./pulumi";

/** Variables that make the stack's configuration unnecessary. */
const ENOUGH = ["AUTOTASK_USER_NAME", "AUTOTASK_SECRET", "AUTOTASK_INTEGRATION_CODE"];

export interface Configured {
  settings: AutotaskSettings;
  /** Whether a part came from the stack. */
  fromStack: boolean;
}

/**
 * Settings from the variables, then from the configuration of the stack, as the provider takes them.
 *
 * @throws PsaError `config`
 */
export async function configured(io: Io, stack?: PulumiStack): Promise<Configured> {
  const complete = ENOUGH.every((name) => io.env[name]) && Boolean(io.env["AUTOTASK_CONSOLE_URL"]);
  if (complete || !stack) return { settings: readSettings({ get: () => undefined }, io.env), fromStack: false };
  const config = await stack.config().catch((error: unknown) => {
    if (ENOUGH.every((name) => io.env[name])) return {};
    throw error;
  });
  for (const [name, value] of Object.entries(config)) if (/secret|password|code|token/i.test(name)) learnSecret(value);
  const used = Object.keys(config).some((name) => name.startsWith("autotask:"));
  return {
    settings: readSettings({ get: (name: string) => (config as Record<string, string>)[name] }, io.env),
    fromStack: used,
  };
}

export function directoryOf({ console: _, ...access }: AutotaskSettings): Directory {
  return openDirectory(access);
}

/** `undefined` without a console sign-in. */
export function consoleOf(io: Io, { console }: AutotaskSettings): AdminConsole | undefined {
  return console && openConsole({ ...console, ...atTerminal(io) });
}

/** What a console does where a person sits: it tells how it gets on, and asks for codes. */
export function atTerminal(io: Io): Pick<ConsoleOptions, "log" | "askCode"> {
  const ask = inThisTerminal(io.env);
  return {
    log: (text) => io.progress.note(text),
    askCode: (request) => {
      io.progress.clear();
      return ask(request);
    },
  };
}

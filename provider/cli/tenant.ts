import { openConsole, type ConsoleOptions } from "../autotask/console";
import { openDirectory } from "../autotask/rest/directory";
import type { AdminConsole, Directory } from "../autotask/tenant";
import { inThisTerminal } from "../browser/askCode";
import { PsaError } from "../errors";
import { openConsole as openPsaConsole } from "../psa/console";
import { openDirectory as openPsaDirectory } from "../psa/rest/directory";
import type { AdminConsole as PsaConsole, Directory as PsaDirectory } from "../psa/tenant";
import { readSettings, type AutotaskSettings } from "../pulumi/config";
import { readPsaSettings, type PsaSettings } from "../pulumi/psaConfig";
import { learnSecret } from "../pulumi/redaction";
import { VENDORS, type Vendor } from "../report/subjects";
import type { Io } from "./io";
import type { PulumiStack } from "./pulumi";

/** Variables that make the stack's configuration unnecessary. */
const ENOUGH = ["AUTOTASK_USER_NAME", "AUTOTASK_SECRET", "AUTOTASK_INTEGRATION_CODE"];
const ENOUGH_FOR_PSA = ["PSA_COMPANY", "PSA_USER_NAME", "PSA_PASSWORD"];

/** Settings of both vendors: from the variables, then from the configuration of the stack, as the provider takes them. */
export interface Configuration {
  /** @throws PsaError `config` */
  autotask(): AutotaskSettings;
  /** @throws PsaError `config` */
  psa(): PsaSettings;
  /** Those of whose account anything is configured. @throws PsaError `config` when that is nobody's */
  vendors(): Vendor[];
  /** Whether a setting of this vendor comes from the stack. */
  fromStack(vendor: Vendor): boolean;
}

export interface Configured {
  settings: AutotaskSettings;
  /** Whether a part came from the stack. */
  fromStack: boolean;
}

/** @throws PsaError when the stack's configuration is needed and cannot be read */
export async function configurationOf(io: Io, stack?: PulumiStack): Promise<Configuration> {
  const given = (names: readonly string[]): boolean => names.every((name) => io.env[name]);
  const complete = given([...ENOUGH, "AUTOTASK_CONSOLE_URL"]) && given([...ENOUGH_FOR_PSA, "PSA_CONSOLE_USER_NAME"]);
  const config =
    complete || !stack
      ? {}
      : await stack.config().catch((error: unknown): Record<string, string> => {
          if (given(ENOUGH) || given(ENOUGH_FOR_PSA)) return {};
          throw error;
        });
  for (const [name, value] of Object.entries(config)) if (/secret|password|code|token/i.test(name)) learnSecret(value);
  const host = { get: (name: string) => config[name] };
  const settingOf: Record<Vendor, readonly string[]> = {
    autotask: ["autotask:userName", "autotask:secret", "autotask:integrationCode"],
    psa: ["psa:company", "psa:userName", "psa:password"],
  };
  const variables: Record<Vendor, readonly string[]> = { autotask: ENOUGH, psa: ENOUGH_FOR_PSA };
  return {
    autotask: () => readSettings(host, io.env),
    psa: () => readPsaSettings(host, io.env),
    fromStack: (vendor) => Object.keys(config).some((name) => name.startsWith(`${vendor}:`)),
    vendors: () => {
      const found = VENDORS.filter(
        (vendor) => variables[vendor].some((name) => io.env[name]) || settingOf[vendor].some((name) => config[name]),
      );
      if (found.length > 0) return found;
      throw new PsaError(
        "config",
        `No account is configured: neither ${settingOf.autotask.join(", ")} (${ENOUGH.join(", ")}) nor ${settingOf.psa.join(", ")} (${ENOUGH_FOR_PSA.join(", ")}).`,
        "Set those of the vendor whose tenant this is about.",
      );
    },
  };
}

/**
 * Settings of Autotask from the variables, then from the configuration of the stack, as the provider takes them.
 *
 * @throws PsaError `config`
 */
export async function configured(io: Io, stack?: PulumiStack): Promise<Configured> {
  const enough = [...ENOUGH, "AUTOTASK_CONSOLE_URL"].every((name) => io.env[name]);
  const configuration = await configurationOf(io, enough ? undefined : stack);
  return { settings: configuration.autotask(), fromStack: configuration.fromStack("autotask") };
}

export function directoryOf({ console: _, ...access }: AutotaskSettings): Directory {
  return openDirectory(access);
}

/** `undefined` without a console sign-in. */
export function consoleOf(io: Io, { console }: AutotaskSettings): AdminConsole | undefined {
  return console && openConsole({ ...console, ...atTerminal(io) });
}

export function psaDirectoryOf({ console: _, ...access }: PsaSettings): PsaDirectory {
  return openPsaDirectory(access);
}

/** `undefined` without a console sign-in. */
export function psaConsoleOf(io: Io, { console, company }: PsaSettings): PsaConsole | undefined {
  return console && openPsaConsole({ ...console, company, ...atTerminal(io) });
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

import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { autotaskVendor } from "../../autotask/console";
import { inThisTerminal } from "../../browser/askCode";
import { signInByHand } from "../../browser/byHand";
import { PASSPHRASE_VARIABLE } from "../../browser/keptSession";
import { keptSession, signInOnce, type Vendor } from "../../browser/session";
import { PsaError } from "../../errors";
import { psaVendor } from "../../psa/console";
import type { HostConfig } from "../../pulumi/adapter";
import { readConsolePlace } from "../../pulumi/config";
import type { ConsolePlace } from "../../pulumi/consoleSettings";
import { readPsaConsolePlace } from "../../pulumi/psaConfig";
import { learnSecret } from "../../pulumi/redaction";
import type { Io } from "../io";
import { CONSOLES, type ConsoleName, type LoginFlags } from "../login";
import { stackOptions } from "../options";
import { projectFolder, PulumiStack } from "../pulumi";

/** A secret of GitHub Actions holds no more, in bytes. */
const LARGEST_SECRET = 48 * 1024;

export interface LoginOptions {
  /** Acts in the browser in a person's place, without a window. */
  person?: (page: Page) => Promise<void>;
}

/** Signs in, or deals with the session of an earlier sign-in. */
export async function runLogin(
  io: Io,
  which: ConsoleName | undefined,
  flags: LoginFlags,
  { person }: LoginOptions = {},
): Promise<void> {
  const { name, place, vendor } = choose(await configuration(io, flags), io.env, which);
  const host = new URL(place.url).host;
  const kept = keptSession(vendor, place, io.env);
  if (flags.forget) {
    const there = await kept.forget();
    io.err(
      there ? `The session of the console at ${host} is forgotten.` : `No session of the console at ${host} was kept.`,
    );
    return;
  }
  if (flags.export) return hand(io, name, host, await kept.load());

  const state = flags.headless
    ? await signInOnce(vendor, {
        ...place,
        askCode: inThisTerminal(io.env),
        log: (text) => io.progress.note(text),
      })
    : await byHand();
  await kept.keep(state, new Date(io.now()));
  const encrypted = io.env[PASSPHRASE_VARIABLE] ? `the passphrase in ${PASSPHRASE_VARIABLE}` : "a key of this machine";
  if (io.json) io.value({ console: host, keptAt: state.console?.keptAt, cookies: state.cookies.length });
  else
    io.out(
      [
        `Signed in to the console at ${host}. The session is kept for later runs, encrypted with ${encrypted}.`,
        place.password && place.totpSecret
          ? "A password and a TOTP secret are configured: runs go on using those."
          : "Runs on this machine use it until it expires; then run this again.",
        `For CI: psa login ${name} --export | gh secret set ${variableOf(name)}`,
      ].join("\n"),
    );

  async function byHand() {
    io.err(`Sign in to the console at ${host} in the window that opens now. It closes by itself.`);
    return signInByHand(vendor, {
      url: place.url,
      patience: flags.timeLimit * 1000,
      ...(place.browserPath === undefined ? {} : { browserPath: place.browserPath }),
      ...(person ? { person } : {}),
    });
  }
}

const variableOf = (name: ConsoleName): string => `${name.toUpperCase()}_CONSOLE_STORAGE_STATE`;

/** A session opens the console to whoever has it: it goes into a pipe or a file, and is never shown. */
function hand(io: Io, name: ConsoleName, host: string, state: object | undefined): void {
  if (!state)
    throw new PsaError(
      "not-found",
      `No session of the console at ${host} is kept here.`,
      `Run psa login ${name} first.`,
    );
  const text = JSON.stringify(state);
  const how = [
    `Hand the session of the console at ${host} to CI as a secret named ${variableOf(name)}, and set there besides only the console's address:`,
    `  psa login ${name} --export | gh secret set ${variableOf(name)}`,
    `  psa login ${name} --export | pulumi config set --secret ${name}:consoleStorageState`,
    "Whoever has it is signed in to the console until it expires.",
  ];
  if (Buffer.byteLength(text) > LARGEST_SECRET)
    how.push(`It has ${Buffer.byteLength(text)} bytes: more than a secret of GitHub Actions may have.`);
  if (io.terminal)
    throw new PsaError("config", "A session is not printed to a terminal.", `Pipe it on.\n${how.join("\n")}`);
  io.err(how.join("\n"));
  io.handOver(text);
}

interface Chosen {
  name: ConsoleName;
  place: ConsolePlace;
  vendor: Vendor<unknown>;
}

/** The console that was named, or the only one that is configured. */
function choose(config: HostConfig, env: NodeJS.ProcessEnv, which: ConsoleName | undefined): Chosen {
  const open = {
    autotask: (): Chosen => {
      const place = readConsolePlace(config, env);
      return { name: "autotask", place, vendor: autotaskVendor(place.url) };
    },
    psa: (): Chosen => {
      const place = readPsaConsolePlace(config, env);
      return { name: "psa", place, vendor: psaVendor(place) };
    },
  };
  if (which) return open[which]();
  const has = (variable: string, setting: string) => Boolean(env[variable] || config.get(setting));
  const configured = CONSOLES.filter((name) =>
    name === "autotask" ? has("AUTOTASK_CONSOLE_URL", "autotask:consoleUrl") : has("PSA_COMPANY", "psa:company"),
  );
  if (configured.length === 1) return open[configured[0]!]();
  throw new PsaError(
    "config",
    configured.length === 0 ? "No console is configured." : "Both consoles are configured.",
    configured.length === 0
      ? "Set autotask:consoleUrl (AUTOTASK_CONSOLE_URL), or psa:company (PSA_COMPANY) and its host."
      : "Say which one: psa login autotask, or psa login psa.",
  );
}

/** The stack's configuration where there is one; the variables go first in any case. */
async function configuration(io: Io, flags: LoginFlags): Promise<HostConfig> {
  if (projectFolder(resolve(io.cwd, flags.cwd)) === undefined) return { get: () => undefined };
  const stack = new PulumiStack(io, stackOptions(io, flags));
  const values = await stack.config().catch((error: unknown) => {
    io.err(`The stack's configuration is left aside: ${error instanceof Error ? error.message : String(error)}`);
    return {} as Record<string, string>;
  });
  for (const [name, value] of Object.entries(values))
    if (/secret|password|code|token|state/i.test(name)) learnSecret(value);
  return { get: (name) => values[name] };
}

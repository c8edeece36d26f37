import { keptSession } from "../browser/session";
import type { Namespace } from "../browser/launch";
import { PASSPHRASE_VARIABLE } from "../browser/keptSession";
import { readStorageState, secretsOf } from "../browser/storageState";
import { Secret } from "../errors";
import { learnSecret } from "./redaction";
import type { Settings } from "./settings";

/** `off` does without the console although a sign-in is configured; `off:autotask` or `off:psa` without that one. */
export const CONSOLE_SWITCH = "PSA_CONSOLE";

/** What the switch has to be so that these do without their console, or nothing at all. */
export function switchedOff(namespaces: readonly Namespace[]): Record<string, string> {
  return namespaces.length === 0 ? {} : { [CONSOLE_SWITCH]: `off:${namespaces.join(",")}` };
}

export function isSwitchedOff(namespace: Namespace, env: NodeJS.ProcessEnv): boolean {
  const [word, only] = (env[CONSOLE_SWITCH] ?? "").split(":");
  return word === "off" && (only === undefined || only.split(",").includes(namespace));
}

/** A console sign-in: an administrator's, since API users cannot sign in. */
export interface ConsoleSettings {
  url: string;
  /** Absent where a session is all there is. */
  userName?: string;
  password?: Secret;
  /** Base32 secret of the account's authenticator app; absent where two-factor sign-in is off, or a person types codes. */
  totpSecret?: Secret;
  /** A session that was handed over: a browser's storage state as JSON. */
  storageState?: Secret;
  /** @default an installed Chrome, Chromium or Edge */
  browserPath?: string;
  /** Where pictures of pages go that do not look as expected. @default no pictures */
  evidenceFolder?: string;
}

/** What a sign-in is made of, in either namespace. */
export const SIGN_IN = ["consoleUserName", "consolePassword", "consoleTotpSecret", "consoleStorageState"] as const;
type SignIn = (typeof SIGN_IN)[number];
type Texts = { [K in SignIn | "browserPath" | "evidenceFolder"]?: string };

/**
 * The console's part of the settings: by user name and password, by a session that was handed over, or by one that
 * `psa login` has kept on this machine.
 *
 * @param url root of the console
 * @param demanded whether its address alone says that the console is to be used
 * @returns `undefined` when nothing of a sign-in is configured or kept
 * @throws PsaError `config`
 */
export function consoleSettings<Name extends string>(
  settings: Settings<Name | SignIn>,
  texts: Texts,
  { namespace, tenant, url, demanded }: { namespace: Namespace; tenant?: string; url: string; demanded: boolean },
  env: NodeJS.ProcessEnv,
): ConsoleSettings | undefined {
  if (isSwitchedOff(namespace, env)) return undefined;
  learnSecret(env[PASSPHRASE_VARIABLE]);
  const { consoleUserName: userName, consolePassword, consoleStorageState } = texts;
  const where = { url, ...(userName === undefined ? {} : { userName }) };
  const kept = keptSession({ namespace, ...(tenant === undefined ? {} : { tenant }) }, where, env).exists;
  if (!demanded && !kept && SIGN_IN.every((name) => texts[name] === undefined)) return undefined;
  if (consoleStorageState !== undefined)
    for (const secret of secretsOf(readStorageState(consoleStorageState, settings.called("consoleStorageState"))))
      learnSecret(secret);
  // A password is of use with its user name only; a session needs neither.
  const bySession = kept || consoleStorageState !== undefined;
  if (!bySession || consolePassword !== undefined)
    settings.assertPresent(
      texts as { [K in Name | SignIn]?: string },
      ["consoleUserName", "consolePassword"],
      "The console sign-in is configured in part",
      `Or sign in once with psa login ${namespace}, or hand a session over in ${settings.called("consoleStorageState")}.`,
    );
  return {
    ...placeOf(texts, url),
    storageState: secretOf(consoleStorageState),
    evidenceFolder: texts.evidenceFolder,
  };
}

/** What `psa login` needs to know. Password and TOTP secret are used only where no window is opened. */
export type ConsolePlace = Omit<ConsoleSettings, "storageState" | "evidenceFolder">;

export function placeOf(texts: Texts, url: string): ConsolePlace {
  return {
    url,
    userName: texts.consoleUserName,
    password: secretOf(texts.consolePassword),
    totpSecret: secretOf(texts.consoleTotpSecret),
    browserPath: texts.browserPath,
  };
}

const secretOf = (text: string | undefined): Secret | undefined => (text === undefined ? undefined : new Secret(text));

/** In words, for a person: by what the console is entered. */
export function wayIn({ userName, password, storageState }: ConsoleSettings): string {
  if (storageState) return "with a session that was handed over";
  return password ? `as ${userName}` : "with the session of psa login";
}

import { isLeft } from "fp-ts/Either";
import * as t from "io-ts";
import { PsaError, Secret } from "../errors";
import { assertSafeUrl } from "../http/safeUrl";
import type { HostConfig } from "./adapter";
import { learnSecret } from "./redaction";

const NAMESPACE = "autotask";

/**
 * Settings and the variables that come before them. Variables first, because refresh and destroy hand over the
 * configuration of the *last* run: a rotated secret would not be seen there.
 */
const VARIABLES = {
  zoneInformationUrl: "AUTOTASK_ZONE_INFORMATION_URL",
  restUrl: "AUTOTASK_REST_URL",
  userName: "AUTOTASK_USER_NAME",
  secret: "AUTOTASK_SECRET",
  integrationCode: "AUTOTASK_INTEGRATION_CODE",
  consoleUrl: "AUTOTASK_CONSOLE_URL",
  consoleUserName: "AUTOTASK_CONSOLE_USER_NAME",
  consolePassword: "AUTOTASK_CONSOLE_PASSWORD",
  consoleTotpSecret: "AUTOTASK_CONSOLE_TOTP_SECRET",
  browserPath: "PSA_BROWSER",
  evidenceFolder: "PSA_EVIDENCE_FOLDER",
} as const;
type Setting = keyof typeof VARIABLES;
type Texts = { [K in Setting]?: string };

const REQUIRED: readonly Setting[] = ["userName", "secret", "integrationCode"];
const CONSOLE: readonly Setting[] = ["consoleUrl", "consoleUserName", "consolePassword"];
const SECRETS: readonly Setting[] = ["secret", "integrationCode", "consolePassword", "consoleTotpSecret"];
const ADDRESSES: readonly Setting[] = ["zoneInformationUrl", "restUrl", "consoleUrl"];

/** `off` does without the console although a sign-in is configured. */
export const CONSOLE_SWITCH = "PSA_CONSOLE";

const Text = t.refinement(t.string, (text) => text.trim() !== "", "a text that is not empty");
const Texts = t.partial(Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, Text])));

/** A console sign-in: an administrator's, since API users cannot sign in. */
export interface ConsoleSettings {
  url: string;
  userName: string;
  password: Secret;
  /** Base32 secret of the account's authenticator app; absent where two-factor sign-in is off. */
  totpSecret?: Secret;
  /** @default an installed Chrome, Chromium or Edge */
  browserPath?: string;
  /** Where pictures of pages go that do not look as expected. @default no pictures */
  evidenceFolder?: string;
}

export interface AutotaskSettings {
  /** @default Autotask's own address */
  zoneInformationUrl?: string;
  /** @default found through the zone information */
  restUrl?: string;
  /** Full user name of an API user, `key@DOMAIN`. */
  userName: string;
  secret: Secret;
  /** Tracking identifier of the integration that the API user belongs to. */
  integrationCode: Secret;
  /** Absent when no console sign-in is configured: a person then does what only the console can do. */
  console?: ConsoleSettings;
}

/**
 * Reads the settings of the namespace `autotask` and their variables.
 *
 * @throws PsaError `config`, naming each setting and variable that is missing or wrong, never a value
 */
export function readSettings(config: HostConfig, env: NodeJS.ProcessEnv = process.env): AutotaskSettings {
  const texts = readTexts(config, env);
  for (const name of SECRETS) learnSecret(texts[name]);
  assertPresent(texts, REQUIRED, "The API user that reads and verifies is not configured");
  const signIn =
    env[CONSOLE_SWITCH] !== "off" &&
    [...CONSOLE, "consoleTotpSecret" as const].some((name) => texts[name] !== undefined);
  if (signIn) assertPresent(texts, CONSOLE, "The console sign-in is configured in part");
  for (const name of ADDRESSES) if (texts[name] !== undefined) assertSafeUrl(texts[name], called(name));
  return {
    zoneInformationUrl: texts.zoneInformationUrl,
    restUrl: texts.restUrl,
    userName: texts.userName!,
    secret: new Secret(texts.secret!),
    integrationCode: new Secret(texts.integrationCode!),
    console: signIn ? consoleSettings(texts) : undefined,
  };
}

function consoleSettings(texts: Texts): ConsoleSettings {
  return {
    url: texts.consoleUrl!,
    userName: texts.consoleUserName!,
    password: new Secret(texts.consolePassword!),
    totpSecret: texts.consoleTotpSecret === undefined ? undefined : new Secret(texts.consoleTotpSecret),
    browserPath: texts.browserPath,
    evidenceFolder: texts.evidenceFolder,
  };
}

function readTexts(config: HostConfig, env: NodeJS.ProcessEnv): Texts {
  const found: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(VARIABLES)) {
    // An empty variable is what CI systems make of a missing one.
    const value: unknown = env[variable] || config.get(`${NAMESPACE}:${name}`);
    if (value !== undefined && value !== null) found[name] = value;
  }
  const decoded = Texts.decode(found);
  if (isLeft(decoded)) {
    const wrong = decoded.left.map((error) => called((error.context[1]?.key ?? "") as Setting));
    throw new PsaError("config", `Not a text, or empty: ${[...new Set(wrong)].join(", ")}.`, "Set each to a text.");
  }
  return decoded.right;
}

function assertPresent(texts: Texts, names: readonly Setting[], what: string): void {
  const missing = names.filter((name) => texts[name] === undefined);
  if (missing.length === 0) return;
  const commands = missing.map(
    (name) => `pulumi config set ${SECRETS.includes(name) ? "--secret " : ""}${NAMESPACE}:${name}`,
  );
  throw new PsaError(
    "config",
    `${what}: ${missing.map(called).join(", ")} ${missing.length === 1 ? "is" : "are"} missing.`,
    `Set the variable${missing.length === 1 ? "" : "s"}, or run: ${commands.join("; ")}.`,
  );
}

/** `autotask:userName (AUTOTASK_USER_NAME)` */
function called(name: Setting): string {
  return `${NAMESPACE}:${name} (${VARIABLES[name]})`;
}

import { fold, TERMS, type Term } from "../autotask/permissions/wording";
import { PsaError, Secret } from "../errors";
import { assertSafeUrl } from "../http/safeUrl";
import type { HostConfig } from "./adapter";
import {
  consoleSettings,
  isSwitchedOff,
  placeOf,
  SIGN_IN,
  type ConsolePlace,
  type ConsoleSettings,
} from "./consoleSettings";
import { learnSecret } from "./redaction";
import { Settings } from "./settings";

const NAMESPACE = "autotask";

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
  consoleStorageState: "AUTOTASK_CONSOLE_STORAGE_STATE",
  browserPath: "PSA_BROWSER",
  evidenceFolder: "PSA_EVIDENCE_FOLDER",
  consoleTerm: "AUTOTASK_CONSOLE_TERM",
  waitForPerson: "AUTOTASK_WAIT_FOR_PERSON",
  runbookFolder: "PSA_RUNBOOK_FOLDER",
  verifyOnRefresh: "AUTOTASK_VERIFY_ON_REFRESH",
} as const;
type Setting = keyof typeof VARIABLES;
type Texts = { [K in Setting]?: string };

const REQUIRED: readonly Setting[] = ["userName", "secret", "integrationCode"];
const SECRETS: readonly Setting[] = [
  "secret",
  "integrationCode",
  "consolePassword",
  "consoleTotpSecret",
  "consoleStorageState",
];
const ADDRESSES: readonly Setting[] = ["zoneInformationUrl", "restUrl", "consoleUrl"];

const SETTINGS = new Settings<Setting>(NAMESPACE, VARIABLES, SECRETS);

/** How a person is asked to do what no configured channel can. */
export interface PersonSettings {
  /** What the tenant calls an organization. */
  term: Term;
  /** Milliseconds; 0: do not wait. */
  wait: number;
  /** Where runbooks are put. */
  folder: string;
}

/** The longest that a run waits for a person, in minutes. */
const LONGEST_WAIT = 1_440;

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
  person: PersonSettings;
  /** Whether `pulumi refresh` tries the credentials of API users. @default false */
  verifyOnRefresh: boolean;
}

/**
 * Reads the settings of the namespace `autotask` and their variables.
 *
 * @throws PsaError `config`, naming each setting and variable that is missing or wrong, never a value
 */
export function readSettings(config: HostConfig, env: NodeJS.ProcessEnv = process.env): AutotaskSettings {
  const texts = SETTINGS.read(config, env);
  for (const name of SECRETS) learnSecret(texts[name]);
  SETTINGS.assertPresent(texts, REQUIRED, "The API user that reads and verifies is not configured");
  for (const name of ADDRESSES) if (texts[name] !== undefined) assertSafeUrl(texts[name], SETTINGS.called(name));
  return {
    zoneInformationUrl: texts.zoneInformationUrl,
    restUrl: texts.restUrl,
    userName: texts.userName!,
    secret: new Secret(texts.secret!),
    integrationCode: new Secret(texts.integrationCode!),
    console: readConsole(texts, env),
    person: personSettings(texts),
    verifyOnRefresh: flag(texts, "verifyOnRefresh"),
  };
}

function personSettings(texts: Texts): PersonSettings {
  const minutes = Number(texts.waitForPerson ?? "0");
  if (!(minutes >= 0 && minutes <= LONGEST_WAIT)) {
    throw new PsaError(
      "config",
      `${SETTINGS.called("waitForPerson")} is not a number of minutes from 0 to ${LONGEST_WAIT}.`,
      "Correct it, or remove it to stop with the steps instead of waiting.",
    );
  }
  const term = TERMS.find((entry) => fold(entry) === fold(texts.consoleTerm ?? TERMS[0]));
  if (term === undefined) {
    const known = TERMS.map((entry) => `"${entry}"`).join(", ");
    throw new PsaError(
      "config",
      `${SETTINGS.called("consoleTerm")} is none of ${known}.`,
      "Set it to what your console says.",
    );
  }
  return { term, wait: minutes * 60_000, folder: texts.runbookFolder ?? "psa-runbooks" };
}

function flag(texts: Texts, name: Setting): boolean {
  const text = (texts[name] ?? "false").trim().toLowerCase();
  if (text === "true" || text === "false") return text === "true";
  throw new PsaError("config", `${SETTINGS.called(name)} is neither true nor false.`, "Correct it or remove it.");
}

/** The console's part of the settings; `undefined` when a person does what only the console can do. */
function readConsole(texts: Texts, env: NodeJS.ProcessEnv): ConsoleSettings | undefined {
  if (isSwitchedOff(NAMESPACE, env)) return undefined;
  if (texts.consoleUrl === undefined) {
    if (SIGN_IN.every((name) => texts[name] === undefined)) return undefined;
    SETTINGS.assertPresent(texts, ["consoleUrl"], "The console sign-in is configured in part");
  }
  return consoleSettings(SETTINGS, texts, { namespace: NAMESPACE, url: texts.consoleUrl!, demanded: true }, env);
}

/**
 * Where the console is, for signing in to it: nothing else of the settings is needed then.
 *
 * @throws PsaError `config`
 */
export function readConsolePlace(config: HostConfig, env: NodeJS.ProcessEnv = process.env): ConsolePlace {
  const texts = SETTINGS.read(config, env);
  for (const name of SECRETS) learnSecret(texts[name]);
  SETTINGS.assertPresent(texts, ["consoleUrl"], "The console is not configured");
  assertSafeUrl(texts.consoleUrl!, SETTINGS.called("consoleUrl"));
  return placeOf(texts, texts.consoleUrl!);
}

/**
 * What a person has handed over for one API user: `autotask:secret-NAME` and `autotask:trackingIdentifier-NAME`, NAME
 * being the part of its key before `@`. From the configuration only: there is one for each user.
 */
export function readHanded(config: HostConfig, username: string): { secret?: string; trackingIdentifier?: string } {
  const read = (what: string): string | undefined => {
    const value = config.get(`${NAMESPACE}:${what}-${username}`);
    if (typeof value !== "string" || value.trim() === "") return undefined;
    // Copied by hand: what came along at its ends is no part of it.
    learnSecret(value.trim());
    return value.trim();
  };
  const [secret, trackingIdentifier] = [read("secret"), read("trackingIdentifier")];
  return { ...(secret ? { secret } : {}), ...(trackingIdentifier ? { trackingIdentifier } : {}) };
}

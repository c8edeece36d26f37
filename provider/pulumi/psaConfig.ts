import { PsaError, Secret } from "../errors";
import { assertSafeUrl } from "../http/safeUrl";
import type { HostConfig } from "./adapter";
import { consoleSettings, placeOf, type ConsolePlace, type ConsoleSettings } from "./consoleSettings";
import { learnSecret } from "./redaction";
import { Settings } from "./settings";

const VARIABLES = {
  product: "PSA_PRODUCT",
  region: "PSA_REGION",
  host: "PSA_HOST",
  restUrl: "PSA_REST_URL",
  company: "PSA_COMPANY",
  userName: "PSA_USER_NAME",
  password: "PSA_PASSWORD",
  mfaSecret: "PSA_MFA_SECRET",
  consoleUrl: "PSA_CONSOLE_URL",
  consoleUserName: "PSA_CONSOLE_USER_NAME",
  consolePassword: "PSA_CONSOLE_PASSWORD",
  consoleTotpSecret: "PSA_CONSOLE_TOTP_SECRET",
  consoleStorageState: "PSA_CONSOLE_STORAGE_STATE",
  browserPath: "PSA_BROWSER",
  evidenceFolder: "PSA_EVIDENCE_FOLDER",
} as const;
type Setting = keyof typeof VARIABLES;
type Texts = { [K in Setting]?: string };

const REQUIRED: readonly Setting[] = ["company", "userName", "password"];
const SECRETS: readonly Setting[] = [
  "password",
  "mfaSecret",
  "consolePassword",
  "consoleTotpSecret",
  "consoleStorageState",
];
const ADDRESSES: readonly Setting[] = ["restUrl", "consoleUrl"];

const SETTINGS = new Settings<Setting>("psa", VARIABLES, SECRETS);

/**
 * Hosts of the consoles on record, by product and region. The API is the same host behind `api.`; of Vorex the vendor's page
 * names two, of which the one of its swagger link is taken.
 */
const HOSTS: Record<string, Record<string, string>> = {
  kaseya: { us: "bms.kaseya.com", emea: "bmsemea.kaseya.com", apac: "bmsapac.kaseya.com" },
  vorex: { us: "vorexlogin.com" },
  pulseway: { us: "psa.pulseway.com" },
};

export interface PsaSettings {
  restUrl: string;
  /** Exactly as typed: spaces, punctuation and capitals matter. */
  company: string;
  userName: string;
  password: Secret;
  /** For an ordinary employee, who must have an authenticator app; API employees have none. */
  mfaSecret?: Secret;
  /** Where the console is: the password page lies there too, for which nobody signs in. */
  consoleUrl: string;
  browserPath?: string;
  evidenceFolder?: string;
  /** Absent when no console sign-in is configured: a person then does what only the console can do. */
  console?: ConsoleSettings;
}

/**
 * Reads the settings of the namespace `psa` and their variables.
 *
 * @throws PsaError `config`, naming each setting and variable that is missing or wrong, never the value of a secret
 */
export function readPsaSettings(config: HostConfig, env: NodeJS.ProcessEnv = process.env): PsaSettings {
  const texts = SETTINGS.read(config, env);
  for (const name of SECRETS) learnSecret(texts[name]);
  SETTINGS.assertPresent(texts, REQUIRED, "The account that reads and verifies is not configured");
  for (const name of ADDRESSES) if (texts[name] !== undefined) assertSafeUrl(texts[name], SETTINGS.called(name));
  const { restUrl, consoleUrl } = addressesOf(texts);
  return {
    restUrl,
    // As typed: nothing is cut off or guessed.
    company: texts.company!,
    userName: texts.userName!.trim(),
    password: new Secret(texts.password!),
    mfaSecret: texts.mfaSecret === undefined ? undefined : new Secret(texts.mfaSecret),
    consoleUrl,
    browserPath: texts.browserPath,
    evidenceFolder: texts.evidenceFolder,
    console: consoleSettings(
      SETTINGS,
      texts,
      // The password page lies there too, so that its address alone says nothing.
      { namespace: "psa", tenant: texts.company!, url: consoleUrl, demanded: false },
      env,
    ),
  };
}

/**
 * Where the console is, for signing in to it.
 *
 * @throws PsaError `config`
 */
export function readPsaConsolePlace(
  config: HostConfig,
  env: NodeJS.ProcessEnv = process.env,
): ConsolePlace & { company: string } {
  const texts = SETTINGS.read(config, env);
  for (const name of SECRETS) learnSecret(texts[name]);
  SETTINGS.assertPresent(texts, ["company"], "The console is not configured");
  const { consoleUrl } = addressesOf(texts);
  assertSafeUrl(consoleUrl, SETTINGS.called("consoleUrl"));
  return { ...placeOf(texts, consoleUrl), company: texts.company! };
}

/** Addresses that are given go first, then the host, then product and region. */
function addressesOf(texts: Texts): { restUrl: string; consoleUrl: string } {
  const both = texts.restUrl !== undefined && texts.consoleUrl !== undefined;
  const host = both ? "" : (texts.host ?? presetHost(texts));
  if (!both && !/^[a-z0-9.-]+(:\d+)?$/i.test(host)) {
    throw new PsaError(
      "config",
      `${SETTINGS.called("host")} is not the name of a host.`,
      "Give it without https:// and path, e.g. bms.kaseya.com.",
    );
  }
  return {
    restUrl: texts.restUrl ?? `https://api.${host}/v2`,
    consoleUrl: texts.consoleUrl ?? `https://${host}/`,
  };
}

function presetHost({ product = "kaseya", region = "us" }: Texts): string {
  const regions = HOSTS[product.trim().toLowerCase()];
  if (!regions) throw unknown("product", Object.keys(HOSTS));
  const host = regions[region.trim().toLowerCase()];
  if (host === undefined) throw unknown("region", Object.keys(regions));
  return host;
}

const unknown = (name: Setting, allowed: string[]): PsaError =>
  new PsaError(
    "config",
    `${SETTINGS.called(name)} is none of those known here: ${allowed.join(", ")}.`,
    `Correct it, or set ${SETTINGS.called("host")} to the host of the tenant's console.`,
  );

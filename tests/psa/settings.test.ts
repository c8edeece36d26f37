import { readPsaSettings } from "../../provider/pulumi/psaConfig";
import { redact } from "../../provider/pulumi/redaction";
import { PsaError } from "../../provider/errors";

const config = (values: Record<string, unknown> = {}) => ({ get: (key: string) => values[`${key}`] });
const FULL = { "psa:company": " Acme  MSP ", "psa:userName": "reader-api", "psa:password": "canary-101" };
const CONSOLE = {
  PSA_CONSOLE_USER_NAME: "admin",
  PSA_CONSOLE_PASSWORD: "canary-102",
  PSA_CONSOLE_TOTP_SECRET: "CANARY103",
};
const caught = (work: () => unknown): PsaError => {
  try {
    work();
  } catch (error) {
    return error as PsaError;
  }
  throw new Error("no error");
};

test.each([
  [{}, "https://api.bms.kaseya.com/v2", "https://bms.kaseya.com/"],
  [{ "psa:region": "EMEA" }, "https://api.bmsemea.kaseya.com/v2", "https://bmsemea.kaseya.com/"],
  [
    { "psa:product": "kaseya", "psa:region": "apac" },
    "https://api.bmsapac.kaseya.com/v2",
    "https://bmsapac.kaseya.com/",
  ],
  [{ "psa:product": "vorex" }, "https://api.vorexlogin.com/v2", "https://vorexlogin.com/"],
  [{ "psa:product": "pulseway" }, "https://api.psa.pulseway.com/v2", "https://psa.pulseway.com/"],
  [
    { "psa:host": "na1bmspreview.kaseya.com" },
    "https://api.na1bmspreview.kaseya.com/v2",
    "https://na1bmspreview.kaseya.com/",
  ],
  [
    { "psa:product": "vorex", "psa:restUrl": "https://api.vorexlogin.kaseya.com/v2" },
    "https://api.vorexlogin.kaseya.com/v2",
    "https://vorexlogin.com/",
  ],
])("%j presets the addresses", (more, restUrl, consoleUrl) => {
  expect(readPsaSettings(config({ ...FULL, ...more }), {})).toMatchObject({ restUrl, consoleUrl, console: undefined });
});

test("the company is used as typed, secrets are wrapped and known to redaction", () => {
  const settings = readPsaSettings(config(FULL), { PSA_MFA_SECRET: "CANARY104" });
  expect(settings.company).toBe(" Acme  MSP ");
  expect(JSON.stringify(settings)).not.toMatch(/canary/i);
  expect(redact("x canary-101 CANARY104 y")).toBe("x [secret] [secret] y");
});

test("variables come first, and a console sign-in is read whole", () => {
  const settings = readPsaSettings(config({ ...FULL, "psa:consoleUserName": "other" }), {
    ...CONSOLE,
    PSA_PASSWORD: "canary-105",
    PSA_CONSOLE_URL: "https://bms.kaseya.com/Gateway.aspx?client=acme",
  });
  expect(settings.password.reveal()).toBe("canary-105");
  expect(settings.console).toMatchObject({ url: "https://bms.kaseya.com/Gateway.aspx?client=acme", userName: "admin" });
  expect(settings.console!.totpSecret!.reveal()).toBe("CANARY103");
});

test("what is missing is named with setting, variable and command", () => {
  const missing = caught(() => readPsaSettings(config(), {}));
  expect(missing).toMatchObject({ code: "config" });
  for (const text of [
    "psa:company (PSA_COMPANY)",
    "psa:userName (PSA_USER_NAME)",
    "pulumi config set --secret psa:password",
  ])
    expect(missing.message).toContain(text);
  expect(caught(() => readPsaSettings(config(FULL), { PSA_CONSOLE_USER_NAME: "a" })).message).toContain(
    "psa:consolePassword (PSA_CONSOLE_PASSWORD) is missing",
  );
});

test.each([
  [{ "psa:product": "bms" }, /psa:product \(PSA_PRODUCT\) is none of those known here: kaseya, vorex, pulseway/],
  [{ "psa:region": "mars" }, /psa:region \(PSA_REGION\) is none of those known here: us, emea, apac/],
  [{ "psa:host": "https://bms.kaseya.com/" }, /psa:host \(PSA_HOST\) is not the name of a host/],
  [{ "psa:restUrl": "http://api.bms.kaseya.com" }, /psa:restUrl \(PSA_REST_URL\) uses http:/],
  [{ "psa:consoleUrl": "https://u:canary-106@bms.kaseya.com" }, /psa:consoleUrl \(PSA_CONSOLE_URL\) holds a user name/],
])("%j is refused", (more, expected) => {
  const error = caught(() => readPsaSettings(config({ ...FULL, ...more }), {}));
  expect(error.message).toMatch(expected);
  expect(error.message).not.toContain("canary");
});

test.each([
  ["off", undefined],
  ["off:psa", undefined],
  ["off:autotask,psa", undefined],
  ["off:autotask", "admin"],
  ["on", "admin"],
])("PSA_CONSOLE=%s", (PSA_CONSOLE, userName) => {
  expect(readPsaSettings(config(FULL), { ...CONSOLE, PSA_CONSOLE }).console?.userName).toBe(userName);
});

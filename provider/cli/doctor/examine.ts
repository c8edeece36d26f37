import { resolve } from "node:path";
import { ZONE_INFORMATION_URL } from "../../autotask/rest/zone";
import type { SurveyedPage } from "../../browser/walk";
import { PsaError } from "../../errors";
import { assertSafeUrl } from "../../http/safeUrl";
import type { AutotaskSettings } from "../../pulumi/config";
import type { PsaSettings } from "../../pulumi/psaConfig";
import type { Vendor } from "../../report/subjects";
import type { DoctorFlags } from "../doctor";
import { EXIT, type Io } from "../io";
import { stackOptions } from "../options";
import { projectFolder, PulumiStack } from "../pulumi";
import { configurationOf, type Configuration } from "../tenant";
import { packageVersion } from "../version";
import { checkBrowser, checkClock, checkEngine, checkNode } from "./machine";
import { failed, skipped, ok, warning, type Check, type Found, type Look } from "./check";
import { checkPsaTenant, psaSettingsFound, walkPsa } from "./psa";
import { checkTenant, settingsFound, walkAutotask } from "./tenant";

/** Version of what `--json` prints. */
const DOCTOR_VERSION = 1;

const TITLES: Record<string, string> = {
  node: "Node",
  engine: "Pulumi CLI",
  settings: "Settings",
  zone: "Zone",
  credentials: "Credentials",
  rights: "Its own rights",
  users: "API users",
  levels: "Security levels",
  clock: "Clock",
  browser: "Browser",
  console: "Admin console",
  "psa-settings": "PSA settings",
  "psa-host": "PSA host",
  "psa-credentials": "PSA credentials",
  "psa-rights": "PSA own rights",
  "psa-employees": "PSA employees",
  "psa-lookups": "PSA lists of names",
  "psa-clock": "PSA clock",
  "psa-console": "PSA console",
};

/** One vendor's console, as far as the walk is concerned. */
interface ToWalk {
  id: string;
  configured: boolean;
  /** What to configure. */
  remedy: string;
  walk: (folder: string | undefined) => Promise<SurveyedPage[]>;
}

/** Looks at everything, prints what it found, and sets the exit code. */
export async function examine(io: Io, flags: DoctorFlags): Promise<void> {
  const checks: Check[] = [];
  const put = (id: string, found: Found): void => void checks.push({ id, title: TITLES[id] ?? id, ...found });
  const look: Look = async (id, work) => {
    io.progress.step(TITLES[id] ?? id);
    put(id, await work().catch(told));
  };

  const inProject = projectFolder(resolve(io.cwd, flags.cwd)) !== undefined;
  const options = inProject ? stackOptions(io, flags) : { cwd: io.cwd, deadline: io.now() + flags.timeLimit * 1000 };
  const stack = new PulumiStack(io, options);
  put("node", checkNode());
  await look("engine", () => checkEngine(stack, inProject));

  let configuration: Configuration | undefined;
  let vendors: Vendor[] = [];
  try {
    configuration = await configurationOf(io, inProject ? stack : undefined);
    vendors = configuration.vendors();
  } catch (error) {
    put("settings", told(error));
  }
  const sourceOf = (vendor: Vendor): string =>
    configuration?.fromStack(vendor) ? "variables and the stack's configuration" : "variables";

  const consoles: ToWalk[] = [];
  let autotask: AutotaskSettings | undefined;
  if (configuration && vendors.includes("autotask")) {
    await look("settings", async () => settingsFound((autotask = configuration.autotask()), sourceOf("autotask")));
    if (autotask) {
      const settings = autotask;
      await checkTenant(settings, look);
      const codes = settings.console?.totpSecret !== undefined;
      await look("clock", async () =>
        checkClock(
          assertSafeUrl(settings.zoneInformationUrl ?? ZONE_INFORMATION_URL, "zoneInformationUrl"),
          codes,
          io.now(),
        ),
      );
    }
    consoles.push({
      id: "console",
      configured: autotask?.console !== undefined,
      remedy: "Set autotask:consoleUrl, and consoleUserName and consolePassword, or run psa login autotask.",
      walk: (folder) => walkAutotask(io, autotask!, folder),
    });
  }
  let psa: PsaSettings | undefined;
  if (configuration && vendors.includes("psa")) {
    await look("psa-settings", async () => psaSettingsFound((psa = configuration.psa()), sourceOf("psa")));
    let role = "";
    if (psa) {
      const settings = psa;
      role = await checkPsaTenant(settings, look);
      const codes = settings.mfaSecret !== undefined || settings.console?.totpSecret !== undefined;
      await look("psa-clock", () => checkClock(new URL(settings.restUrl), codes, io.now()));
    }
    consoles.push({
      id: "psa-console",
      configured: psa?.console !== undefined,
      remedy: "Set psa:consoleUserName and consolePassword, or run psa login psa.",
      walk: (folder) => walkPsa(io, psa!, role, folder),
    });
  }
  const browserPath =
    autotask?.console?.browserPath ?? psa?.console?.browserPath ?? (io.env["PSA_BROWSER"] || undefined);
  await look("browser", () =>
    checkBrowser(
      browserPath,
      consoles.some(({ configured }) => configured),
    ),
  );

  const pages: SurveyedPage[] = [];
  const folder = flags.pictures === undefined ? undefined : resolve(io.cwd, flags.pictures);
  // With two vendors the console of one may be none of this program's business.
  const wanted = consoles.some(({ configured }) => configured)
    ? consoles.filter(({ configured }) => configured)
    : consoles;
  for (const { id, configured, remedy, walk } of flags.console ? wanted : consoles.filter((one) => one.configured)) {
    if (!flags.console) put(id, skipped("not looked at; --console walks through its pages"));
    else if (!configured) put(id, failed("No console sign-in is configured.", remedy));
    else {
      io.progress.step(TITLES[id]!);
      const seen = await walk(folder).catch((error: unknown) => {
        put(id, told(error));
        return [];
      });
      pages.push(...seen);
      if (seen.length > 0) put(id, judged(seen));
    }
  }

  const bad = checks.some(({ status }) => status === "failed");
  if (io.json) io.value({ version: DOCTOR_VERSION, psa: packageVersion(), ok: !bad, checks, pages });
  else print(io, checks, pages);
  io.exit = bad ? EXIT.error : EXIT.ok;
}

/** An error as the result of a check. */
function told(error: unknown): Found {
  if (error instanceof PsaError) return failed(error.message.replace(` ${error.remedy}`, ""), error.remedy);
  throw error;
}

const absent = (page: SurveyedPage): string[] =>
  page.labels.filter(({ needed, found }) => needed && !found).map(({ label }) => label);

function judged(pages: readonly SurveyedPage[]): Found {
  const lost = pages.filter(({ reached }) => !reached);
  const lacking = pages.filter((page) => page.reached && absent(page).length > 0);
  if (lost.length > 0) {
    return failed(
      `${lost.length} of ${pages.length} pages were not reached: ${lost.map(({ page }) => page).join(", ")}.`,
      "This console differs from what is known. Do not write to it through the provider before that is settled; report the labels and pictures.",
    );
  }
  if (lacking.length > 0) {
    return warning(
      `all ${pages.length} pages were reached; labels that were not found: ${lacking.map((page) => `${page.page}: ${absent(page).join(", ")}`).join("; ")}.`,
      "Look at the pictures: a field of another name is not set, and the provider stops there.",
    );
  }
  return ok(`all ${pages.length} pages and every label that is needed`);
}

const SIGNS = { ok: "✓", warning: "!", failed: "✗", skipped: "-" } as const;

function print(io: Io, checks: readonly Check[], pages: readonly SurveyedPage[]): void {
  const width = Math.max(...checks.map(({ title }) => title.length));
  for (const { title, status, detail, remedy } of checks) {
    io.out(`${SIGNS[status]} ${title.padEnd(width)}  ${detail.replaceAll("\n", " ")}`);
    if (remedy !== undefined) io.out(`  ${" ".repeat(width)}  → ${remedy.replaceAll("\n", " ")}`);
  }
  for (const { page, reached, problem, labels, picture, remarks } of pages) {
    io.out(`\n${reached ? SIGNS.ok : SIGNS.failed} ${page}${picture === undefined ? "" : `  ${picture}`}`);
    if (problem !== undefined) io.out(`  ${problem}`);
    for (const remark of remarks) io.out(`  ${remark}`);
    const found = labels.filter((label) => label.found).map(({ label }) => label);
    const not = labels.filter((label) => !label.found);
    if (found.length > 0) io.out(`  found: ${found.join(", ")}`);
    const [needed, other] = [not.filter((label) => label.needed), not.filter((label) => !label.needed)];
    if (needed.length > 0) io.out(`  NOT FOUND: ${needed.map(({ label }) => label).join(", ")}`);
    if (other.length > 0) io.out(`  not there (need not be): ${other.map(({ label }) => label).join(", ")}`);
  }
}

import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { openConsole } from "../../autotask/console";
import type { SurveyedPage } from "../../autotask/console/survey";
import { PsaError } from "../../errors";
import type { AutotaskSettings } from "../../pulumi/config";
import { wayIn } from "../../pulumi/consoleSettings";
import type { DoctorFlags } from "../doctor";
import { EXIT, type Io } from "../io";
import { stackOptions } from "../options";
import { projectFolder, PulumiStack } from "../pulumi";
import { atTerminal, configured } from "../tenant";
import { packageVersion } from "../version";
import { checkBrowser, checkClock, checkEngine, checkNode } from "./machine";
import { failed, ok, skipped, warning, type Check, type Found } from "./check";
import { checkTenant, ownUser } from "./tenant";

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
};

/** Looks at everything, prints what it found, and sets the exit code. */
export async function examine(io: Io, flags: DoctorFlags): Promise<void> {
  const checks: Check[] = [];
  const put = (id: string, found: Found): void => void checks.push({ id, title: TITLES[id] ?? id, ...found });
  const look = async (id: string, work: () => Promise<Found>): Promise<void> => {
    io.progress.step(TITLES[id] ?? id);
    put(id, await work().catch(told));
  };

  const inProject = projectFolder(resolve(io.cwd, flags.cwd)) !== undefined;
  const options = inProject ? stackOptions(io, flags) : { cwd: io.cwd, deadline: io.now() + flags.timeLimit * 1000 };
  const stack = new PulumiStack(io, options);
  put("node", checkNode());
  await look("engine", () => checkEngine(stack, inProject));

  let settings: AutotaskSettings | undefined;
  await look("settings", async () => {
    const found = await configured(io, inProject ? stack : undefined);
    settings = found.settings;
    const { console, userName } = settings;
    const from = found.fromStack ? "variables and the stack's configuration" : "variables";
    const signIn = console
      ? `console sign-in ${wayIn(console)}`
      : "no console sign-in: what only the console can do is left to a person";
    return ok(`complete, from ${from}: API user ${userName}, ${signIn}`);
  });
  if (settings) {
    const known = settings;
    await checkTenant(known, look);
    await look("clock", () => checkClock(known, io.now()));
  }
  await look("browser", () =>
    checkBrowser(
      settings?.console?.browserPath ?? (io.env["PSA_BROWSER"] || undefined),
      settings?.console !== undefined,
    ),
  );

  let pages: SurveyedPage[] = [];
  if (flags.console) {
    if (!settings?.console)
      put(
        "console",
        failed(
          "No console sign-in is configured.",
          "Set autotask:consoleUrl, and consoleUserName and consolePassword, or run psa login autotask.",
        ),
      );
    else {
      const folder = flags.pictures === undefined ? undefined : resolve(io.cwd, flags.pictures);
      pages = await walk(io, settings, folder).catch((error: unknown) => {
        put("console", told(error));
        return [];
      });
      if (pages.length > 0) put("console", judged(pages));
    }
  } else if (settings?.console) put("console", skipped("not looked at; --console walks through its pages"));

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

async function walk(io: Io, settings: AutotaskSettings, folder: string | undefined): Promise<SurveyedPage[]> {
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  io.progress.step(TITLES["console"]!);
  const user = await ownUser(settings);
  const console = openConsole({
    ...settings.console!,
    ...(folder === undefined ? {} : { evidenceFolder: folder }),
    ...atTerminal(io),
    hide: [settings.secret, settings.integrationCode],
  });
  try {
    return await console.survey(user);
  } finally {
    await console.close();
  }
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

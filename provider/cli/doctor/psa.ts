import { mkdir } from "node:fs/promises";
import type { SurveyedPage } from "../../browser/walk";
import { PsaError } from "../../errors";
import { openConsole } from "../../psa/console";
import type { LookupKind, ProbeResult, SecurityRoleRef } from "../../psa/tenant";
import { ADMINISTRATOR, sameName } from "../../psa/wording";
import { wayIn } from "../../pulumi/consoleSettings";
import type { PsaSettings } from "../../pulumi/psaConfig";
import { count } from "../../report/count";
import type { Io } from "../io";
import { atTerminal, psaDirectoryOf } from "../tenant";
import { failed, ok, skipped, warning, type Found, type Look } from "./check";

/** What the account needs. The vendor names no right by its number, so it is said in the console's words. */
const NEEDED =
  "It only reads. Give it a security role of its own (Admin > Security > Roles, Role Type Internal) with Has API Access, " +
  "the right to view HR > Employees, and to view what Admin has of security roles, departments, job titles, locations and " +
  "employee roles; nothing to modify or delete.";

export function psaSettingsFound({ userName, company, mfaSecret, console }: PsaSettings, from: string): Found {
  const signIn = console
    ? `console sign-in ${wayIn(console)}`
    : "no console sign-in: what only the console can do is left to a person";
  const code = mfaSecret ? "with one-time codes" : "without one-time codes, as API employees sign in";
  return ok(`complete, from ${from}: ${userName} of ${company}, ${code}, ${signIn}`);
}

/** Everything that REST shows of the tenant and of the account that asks, with one token call. Answers a role to look at. */
export async function checkPsaTenant(settings: PsaSettings, look: Look): Promise<string> {
  const directory = psaDirectoryOf(settings);
  let own: ProbeResult | undefined;
  await look("psa-host", async () => {
    // Whatever the host says to the sign-in, it has answered; errors of another kind are told.
    own = await directory.own();
    return ok(directory.tenantName);
  });
  if (!own) return ADMINISTRATOR;
  const seen = own;
  await look("psa-credentials", async () =>
    seen.outcome === "accepted"
      ? ok(`${settings.userName} is let in`)
      : failed(
          seen.reason,
          "Compare them with My Settings > My Profile of the account and with HR > Employees. Nothing was tried twice.",
        ),
  );
  if (seen.outcome !== "accepted") return ADMINISTRATOR;
  await look("psa-rights", async () => rightsFound(seen));
  await look("psa-employees", async () => {
    const { employees, whole } = await directory.roster();
    const listed = `${count(employees.length, "employee")} listed, ${employees.filter(({ active }) => !active).length} of them inactive`;
    if (whole) return ok(`${listed}; API employees are shown, so that who is not listed is known to be gone`);
    return warning(`${listed}; ${whyNotWhole(settings, employees)}`, "A console sign-in tells who is there.");
  });
  const roles: SecurityRoleRef[] = [];
  await look("psa-lookups", () => lookups(directory, roles));
  // A role of the tenant's own shows its boxes; the predefined ones may be read in another form.
  const custom = roles.find(({ active, external, system }) => active && !external && !system);
  return custom?.name ?? ADMINISTRATOR;
}

function rightsFound(own: ProbeResult & { outcome: "accepted" }): Found {
  if (!own.rights) return skipped(`they could not be read: ${own.unread}`);
  const { isSystemAdmin, access } = own.rights;
  if (isSystemAdmin) return warning("it is a system administrator: whoever has its password may do everything", NEEDED);
  const writes = access.filter(({ modify, delete: remove }) => modify || remove).length;
  if (writes > 0)
    return warning(
      `of ${count(access.length, "kind")} of records that it sees it may change or delete ${writes}`,
      NEEDED,
    );
  return ok(`it sees ${count(access.length, "kind")} of records and may change none`);
}

function whyNotWhole(
  { mfaSecret, userName }: PsaSettings,
  employees: readonly { userName: string; active: boolean }[],
): string {
  const reasons = [
    mfaSecret
      ? `${userName} is an ordinary employee, so that seeing it says nothing about API employees`
      : employees.some((one) => sameName(one.userName, userName))
        ? undefined
        : "the account itself is not among them, so that API employees may be hidden",
    employees.some(({ active }) => !active) ? undefined : "nobody inactive is among them, so that those may be hidden",
  ].filter((reason) => reason !== undefined);
  return `who is not listed may still be there: ${reasons.length > 0 ? reasons.join("; ") : "the list is shorter than the tenant says"}`;
}

const LOOKUPS: readonly [LookupKind, string][] = [
  ["jobTitles", "job titles"],
  ["departments", "departments"],
  ["locations", "locations"],
  ["employeeRoles", "employee roles"],
];

/** @param roles gets the security roles that are shown */
async function lookups(directory: ReturnType<typeof psaDirectoryOf>, roles: SecurityRoleRef[]): Promise<Found> {
  const allowed: string[] = [];
  const refused: string[] = [];
  const ask = async (what: string, work: () => Promise<{ length: number }>): Promise<void> => {
    try {
      allowed.push(`${(await work()).length} ${what}`);
    } catch (error) {
      if (!(error instanceof PsaError) || error.code !== "permission") throw error;
      refused.push(what);
    }
  };
  await ask("security roles", async () => {
    roles.push(...(await directory.securityRoles()));
    return roles;
  });
  for (const [kind, what] of LOOKUPS) await ask(what, () => directory.names(kind));
  if (refused.length === 0) return ok(allowed.join(", "));
  return warning(
    `it may not read the lists of ${refused.join(", ")}${allowed.length > 0 ? `; it reads ${allowed.join(", ")}` : ""}`,
    "Names that a program declares are then checked by the console only, or when it is applied. Give its security role the right to view these lists.",
  );
}

/** Walks the pages of the console. */
export async function walkPsa(
  io: Io,
  settings: PsaSettings,
  role: string,
  folder: string | undefined,
): Promise<SurveyedPage[]> {
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const console = openConsole({
    ...settings.console!,
    company: settings.company,
    ...(folder === undefined ? {} : { evidenceFolder: folder }),
    ...atTerminal(io),
    hide: [settings.password, ...(settings.mfaSecret ? [settings.mfaSecret] : [])],
  });
  try {
    return await console.survey(role);
  } finally {
    await console.close();
  }
}

import { mkdir } from "node:fs/promises";
import { openConsole } from "../../autotask/console";
import { sameEntity } from "../../autotask/permissions/entities";
import type { Access, ApiUserHandle, ApiUserRecord, ProbeResult } from "../../autotask/tenant";
import { localPart } from "../../autotask/username";
import type { SurveyedPage } from "../../browser/walk";
import { PsaError } from "../../errors";
import type { AutotaskSettings } from "../../pulumi/config";
import { wayIn } from "../../pulumi/consoleSettings";
import type { Io } from "../io";
import { atTerminal, directoryOf } from "../tenant";
import { failed, ok, skipped, warning, type Found, type Look } from "./check";

export function settingsFound({ console, userName }: AutotaskSettings, from: string): Found {
  const signIn = console
    ? `console sign-in ${wayIn(console)}`
    : "no console sign-in: what only the console can do is left to a person";
  return ok(`complete, from ${from}: API user ${userName}, ${signIn}`);
}

/** Everything that REST shows of the tenant and of the account that asks. */
export async function checkTenant(settings: AutotaskSettings, look: Look): Promise<void> {
  const directory = directoryOf(settings);
  let own: ProbeResult | undefined;
  await look("zone", async () => {
    // The first call finds the zone; who is refused there has found it all the same.
    await directory.securityLevels().catch((error: unknown) => {
      if (!(error instanceof PsaError) || !["authentication", "permission"].includes(error.code)) throw error;
    });
    return ok(directory.tenantName);
  });
  await look("credentials", async () => {
    own = await directory.probe({
      key: settings.userName,
      secret: settings.secret.reveal(),
      trackingIdentifier: settings.integrationCode.reveal(),
    });
    return own.outcome === "accepted"
      ? ok(`${settings.userName} is let in`)
      : failed(
          `${settings.userName} is refused: ${own.reason ?? "no reason given"}`,
          "Compare user name, secret and tracking identifier with the API user's page; see there whether it is locked or inactive.",
        );
  });
  if (own?.outcome !== "accepted") return;
  const { access } = own;
  await look("rights", async () => rights(access));
  await look("users", async () => {
    const users = await directory.apiUsers();
    const mine = users.find(({ userName }) => localPart(userName) === localPart(settings.userName));
    if (!mine) {
      return warning(
        "the REST API does not list API users in this tenant",
        "Accounts in no stack cannot be found there, and a new user is known by its name only.",
      );
    }
    return ok(`${users.length} are listed; its own is on the level "${mine.securityLevel ?? mine.securityLevelId}"`);
  });
  await look("levels", async () => {
    const levels = await directory.securityLevels();
    return ok(`${levels.length}, ${levels.filter(({ system }) => !system).length} of them custom`);
  });
}

/** What the provider needs, by entity and operation; see the profile `psaProvider`. */
const NEEDS: readonly { entity: string; operation: "query" | "update"; why: string }[] = [
  { entity: "Resources", operation: "query", why: "to find users" },
  { entity: "Resources", operation: "update", why: "to change names, e-mail and active without the console" },
];
const WRITES = ["create", "update", "delete"] as const;

/** Too little is a fault, too much a risk: its key can do all that its level can. */
function rights(access: ProbeResult["access"]): Found {
  const of = (entity: string) => Object.entries(access).find(([name]) => sameEntity(name, entity))?.[1];
  if (Object.keys(access).length === 0) return skipped("the tenant does not tell them");
  const lacking = NEEDS.filter(({ entity, operation }) => ["none", undefined].includes(of(entity)?.[operation]));
  const level = 'Give it a level of its own with the permissions of the profile "psaProvider": psa lint --list.';
  if (lacking.length > 0) {
    const text = lacking.map(({ entity, operation, why }) => `${entity}.${operation} (${why})`).join(", ");
    return failed(`it lacks ${text}`, `${level} It needs Admin > Feature Access > Resources/Users (HR).`);
  }
  const excess = Object.entries(access).flatMap(([entity, may]) =>
    WRITES.filter(
      (operation) =>
        isGranted(may[operation]) &&
        !NEEDS.some((need) => sameEntity(need.entity, entity) && need.operation === operation),
    ).map((operation) => `${entity}.${operation}`),
  );
  if (excess.length === 0) return ok("what it needs, and it may write nothing else");
  return warning(`it may do ${excess.length} things more than it needs, e.g. ${excess.slice(0, 4).join(", ")}`, level);
}

const isGranted = (access: Access): boolean => access === "all" || access === "restricted";

/** The user whose form the walk through the console opens: our own, which is looked at and never changed. */
async function ownUser(settings: AutotaskSettings): Promise<ApiUserHandle | undefined> {
  const users = await directoryOf(settings)
    .apiUsers()
    .catch((): ApiUserRecord[] => []);
  const own = users.find(({ userName }) => localPart(userName) === localPart(settings.userName));
  return (
    own && {
      id: own.id,
      firstName: own.firstName,
      lastName: own.lastName,
      username: own.userName.split("@")[0] ?? "",
      active: own.active,
    }
  );
}

/** Walks the pages of the console. */
export async function walkAutotask(
  io: Io,
  settings: AutotaskSettings,
  folder: string | undefined,
): Promise<SurveyedPage[]> {
  if (folder !== undefined) await mkdir(folder, { recursive: true });
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

import { PsaError } from "../../errors";
import type { AdminConsole, ApiUserRecord, LevelRow, ProbeResult } from "../../autotask/tenant";
import { localPart } from "../../autotask/username";
import type { AutotaskSettings } from "../../pulumi/config";
import { handoverOf } from "../../pulumi/handover";
import { compareLive } from "../../report/live";
import type { Unseen } from "../../report/model";
import { bare, type Recorded } from "../../report/stackState";
import { accountOf, accountTitle } from "../../report/subjects";
import type { Io } from "../io";
import { consoleOf, directoryOf } from "../tenant";
import type { Errand, Part, SignIn, Untried } from "./part";
import { wantedOf } from "./signIns";

/** Autotask: lists by REST, levels and locks by the console, and sign-ins with the keys that the stack holds. */
export async function autotaskPart(
  { io, flags, recorded, elsewhere }: Errand,
  settings: AutotaskSettings,
): Promise<Part> {
  const directory = directoryOf(settings);
  io.progress.step("accounts and levels of the tenant");
  const lists = await handoverOf(directory, settings.userName, io.now());
  const { apiUsers: users, securityLevels: levels } = lists;
  io.progress.note(`${users.length} API accounts, ${levels.length} levels on ${directory.tenantName}`);

  const unseen: Unseen[] = [];
  const console = flags.console ? consoleOf(io, settings) : undefined;
  const seen = await seenInConsole(io, console, recorded, users, unseen);

  const probes = new Map<string, ProbeResult>();
  const signIns: SignIn[] = [];
  const untried: Untried = {
    accounts: [],
    why: "The stack does not hold a secret and a tracking identifier for it.",
    remedy: "A vendor's identifier is known where vendorTrackingIdentifier is declared.",
  };
  // Who is missing from a list that shows API users at all is gone, which the engine tells.
  const complete = users.some((user) => localPart(user.userName) === localPart(directory.ownUserName));
  for (const one of wantedOf(flags, recorded.filter(isUser))) {
    const live = users.find(({ id }) => id === one.id);
    // A try as a locked account counts as one more failed sign-in.
    if (live ? !live.active || seen.locked.get(one.id) : complete) continue;
    const { key, secret, trackingIdentifier } = one.state.outputs ?? {};
    const credentials = { key: bare(key), secret: bare(secret), trackingIdentifier: bare(trackingIdentifier) };
    const account = accountTitle(accountOf(one.state, one.resource));
    if (!credentials.key || !credentials.secret || !credentials.trackingIdentifier) {
      untried.accounts.push(account);
      continue;
    }
    const full = credentials as Record<keyof typeof credentials, string>;
    signIns.push({ account, run: async () => void probes.set(one.id, await directory.probe(full, false)) });
  }
  return {
    vendor: "autotask",
    tenant: directory.tenantName,
    ownUserName: settings.userName,
    handover: { autotask: lists },
    consoleOff: !flags.console || seen.refused === true,
    signIns,
    untried: [untried],
    unseen,
    compare: () =>
      compareLive(
        {
          tenant: directory.tenantName,
          levels,
          users,
          rows: seen.rows,
          locked: seen.locked,
          probes,
          ownUserName: settings.userName,
        },
        recorded,
        elsewhere,
      ),
  };
}

const isUser = ({ type }: Recorded): boolean => type === "api-user";

interface ConsoleView {
  rows?: LevelRow[];
  locked: Map<string, boolean>;
  /** The console let nobody in. */
  refused?: boolean;
}

/** What only the console shows. A console that fails is told as what could not be seen: the rest is still worth having. */
async function seenInConsole(
  io: Io,
  console: AdminConsole | undefined,
  recorded: readonly Recorded[],
  users: readonly ApiUserRecord[],
  unseen: Unseen[],
): Promise<ConsoleView> {
  const locked = new Map<string, boolean>();
  const accounts = recorded.filter(isUser);
  if (!console) {
    unseen.push({
      what: "Permissions of levels, cell by cell; levels without accounts; whether accounts are locked.",
      why: "Only the admin console shows them, and it was not asked.",
      remedy: "Configure a console sign-in (autotask:consoleUrl, consoleUserName, consolePassword).",
    });
    return { locked };
  }
  try {
    io.progress.step("the console's list of security levels");
    const rows = await console.levels();
    io.progress.step("pages of the stack's accounts in the console");
    for (const [at, one] of accounts.entries()) {
      const live = users.find(({ id }) => id === one.id);
      if (live) locked.set(one.id, await isLocked(console, live));
      io.progress.bar("accounts", at + 1, accounts.length);
    }
    return { rows, locked };
  } catch (error) {
    if (!(error instanceof PsaError)) throw error;
    unseen.push({
      what: `What only the console shows${locked.size > 0 ? `, but for ${locked.size} of ${accounts.length} accounts` : ""}.`,
      why: error.message,
      remedy: "psa doctor --console shows which of its pages can be read.",
    });
    return { locked, refused: error.code === "authentication" };
  } finally {
    await console.close();
  }
}

async function isLocked(console: AdminConsole, user: ApiUserRecord): Promise<boolean> {
  const { id, firstName, lastName, userName, active } = user;
  const page = await console.readApiUser({ id, firstName, lastName, username: userName.split("@")[0] ?? "", active });
  return page.locked === true;
}

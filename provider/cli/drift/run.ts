import { existsSync, rmSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { PsaError } from "../../errors";
import type { AdminConsole, ApiUserRecord, Directory, LevelRow, ProbeResult } from "../../autotask/tenant";
import { localPart } from "../../autotask/username";
import { CONSOLE_SWITCH } from "../../pulumi/consoleSettings";
import { HANDOVER_VARIABLE, handoverOf } from "../../pulumi/handover";
import { learnSecret } from "../../pulumi/redaction";
import { readAcceptances, type Acceptance } from "../../report/acceptance";
import { secretsIn } from "../../report/digest";
import { compareLive } from "../../report/live";
import { isEmpty, type Unseen } from "../../report/model";
import { makeReport } from "../../report/report";
import { placesIn } from "../../report/source";
import { bare, recordedIn, type Recorded } from "../../report/stackState";
import { accountOf, accountTitle } from "../../report/subjects";
import { vendorProfiles } from "../../report/vendors";
import { ACCEPTED_FILE, type DriftFlags } from "../drift";
import { EXIT, type Io } from "../io";
import { deliver, stackOptions } from "../options";
import { outOfTime, PulumiStack } from "../pulumi";
import { configured, consoleOf, directoryOf } from "../tenant";
import { packageVersion } from "../version";

/** Sign-ins at the same time. Each account has a thread limit of its own; the tenant's hour is shared. */
const PROBES_AT_ONCE = 8;

/** One drift run. Reads only. */
export async function runDrift(io: Io, flags: DriftFlags): Promise<void> {
  const options = stackOptions(io, flags);
  const stack = new PulumiStack(io, options);
  const acceptances = await acceptancesOf(io, options.cwd, flags.accepted);

  io.progress.step("what the stack records");
  const [{ settings }, recorded, ...others] = await Promise.all([
    configured(io, stack),
    recordedOf(stack),
    ...flags.alsoStack.map((name) => recordedOf(stack, name)),
  ]);
  io.progress.note(`${recorded.length} accounts and levels`);

  const directory = directoryOf(settings);
  io.progress.step("accounts and levels of the tenant");
  const lists = await handoverOf(directory, settings.userName, io.now());
  const { apiUsers: users, securityLevels: levels } = lists;
  io.progress.note(`${users.length} API accounts, ${levels.length} levels on ${directory.tenantName}`);

  const unseen: Unseen[] = [];
  const console = flags.console ? consoleOf(io, settings) : undefined;
  const seen = await seenInConsole(io, console, recorded, users, unseen);

  const folder = await mkdtemp(join(tmpdir(), "psa-drift-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // An interrupted run does not come to its end.
  process.once("exit", remove);
  try {
    const file = join(folder, "lists.json");
    await writeFile(file, JSON.stringify(lists), { mode: 0o600 });
    io.progress.step("pulumi refresh, in preview only");
    // A sign-in that was refused is not tried again by the engine's process: accounts lock.
    const withoutConsole = flags.console && !seen.refused ? {} : { [CONSOLE_SWITCH]: "off" };
    const [digest, probes] = await Promise.all([
      stack.refresh({ [HANDOVER_VARIABLE]: file, ...withoutConsole }),
      probed(io, directory, flags, recorded, users, seen.locked, options.deadline, unseen),
    ]);
    const compared = compareLive(
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
      others.flat(),
    );
    const report = makeReport("drift", digest, {
      now: io.now(),
      version: packageVersion(),
      profiles: vendorProfiles(),
      allow: flags.allow,
      tenants: { autotask: directory.tenantName },
      ownUserNames: { autotask: settings.userName },
      found: compared.found,
      unmanaged: compared.unmanaged,
      unseen: [...unseen, ...compared.unseen],
      acceptances,
      places: placesIn(options.cwd),
    });
    await deliver(io, report, flags);
    io.exit = report.problems.length > 0 ? EXIT.error : isEmpty(report) ? EXIT.ok : EXIT.changes;
  } finally {
    process.removeListener("exit", remove);
    remove();
  }
}

async function recordedOf(stack: PulumiStack, name?: string): Promise<Recorded[]> {
  const exported = name === undefined ? await stack.export() : await stack.export(name);
  secretsIn(exported, learnSecret);
  return recordedIn(exported);
}

async function acceptancesOf(io: Io, program: string, given: string | undefined): Promise<Acceptance[]> {
  const file = given === undefined ? join(program, ACCEPTED_FILE) : resolve(io.cwd, given);
  if (given === undefined && !existsSync(file)) return [];
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new PsaError("config", `${file} cannot be read (${error.code}).`, "Correct --accepted.");
  });
  // Beside the program, as the lines of its sources are.
  const name = relative(program, file);
  return readAcceptances(text, name.startsWith("..") ? file : name);
}

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
  const accounts = recorded.filter(({ type }) => type === "api-user");
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

/** Signs in once as each account whose credentials the stack holds. */
async function probed(
  io: Io,
  directory: Directory,
  flags: DriftFlags,
  recorded: readonly Recorded[],
  users: readonly ApiUserRecord[],
  locked: ReadonlyMap<string, boolean>,
  deadline: number,
  unseen: Unseen[],
): Promise<Map<string, ProbeResult>> {
  const results = new Map<string, ProbeResult>();
  const accounts = recorded.filter(({ type }) => type === "api-user");
  if (flags.probe === false) {
    if (accounts.length > 0)
      unseen.push({
        what: "Whether credentials still work, and what they may do.",
        why: "--no-probe was given.",
        remedy: "Leave it out.",
      });
    return results;
  }
  const wanted = Array.isArray(flags.probe) ? flags.probe.map(localPart) : undefined;
  const asked = accounts.filter((one) => !wanted || wanted.includes(localPart(accountOf(one.state, "").userName)));
  const strangers = wanted?.filter(
    (name) => !asked.some((one) => localPart(accountOf(one.state, "").userName) === name),
  );
  if (strangers && strangers.length > 0) {
    throw new PsaError("config", `The stack has no account ${strangers.join(", ")}.`, "Correct --probe.");
  }
  // Who is missing from a list that shows API users at all is gone, which the engine tells.
  const complete = users.some((user) => localPart(user.userName) === localPart(directory.ownUserName));
  const untried: string[] = [];
  // A try as a locked account counts as one more failed sign-in.
  const ready = asked.flatMap((one) => {
    const live = users.find(({ id }) => id === one.id);
    if (live ? !live.active || locked.get(one.id) : complete) return [];
    const { key, secret, trackingIdentifier } = one.state.outputs ?? {};
    const credentials = { key: bare(key), secret: bare(secret), trackingIdentifier: bare(trackingIdentifier) };
    if (credentials.key && credentials.secret && credentials.trackingIdentifier)
      return [{ one, credentials: credentials as Record<keyof typeof credentials, string> }];
    untried.push(accountTitle(accountOf(one.state, one.resource)));
    return [];
  });
  if (untried.length > 0) {
    unseen.push({
      what: `Whether the credentials of ${untried.length === 1 ? "this account" : `these ${untried.length} accounts`} work: ${untried.slice(0, 5).join(", ")}${untried.length > 5 ? ", ..." : ""}.`,
      why: "The stack does not hold a secret and a tracking identifier for it.",
      remedy: "A vendor's identifier is known where vendorTrackingIdentifier is declared.",
    });
  }
  let done = 0;
  const failed: string[] = [];
  const queue = [...ready];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (io.now() > deadline) throw outOfTime("Signing in as the accounts");
      try {
        results.set(next.one.id, await directory.probe(next.credentials, false));
      } catch (error) {
        // It says nothing about the credentials; the others are tried all the same.
        if (!(error instanceof PsaError)) throw error;
        failed.push(`${accountTitle(accountOf(next.one.state, next.one.resource))} (${error.code})`);
      }
      io.progress.bar("accounts signed in as", ++done, ready.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(PROBES_AT_ONCE, ready.length) }, worker));
  if (failed.length > 0) {
    unseen.push({
      what: `Whether these credentials work: ${failed.slice(0, 5).join(", ")}${failed.length > 5 ? ` and ${failed.length - 5} more` : ""}.`,
      why: "The tenant did not answer the sign-in.",
      remedy: "Run again later.",
    });
  }
  return results;
}

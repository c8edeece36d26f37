import { existsSync, rmSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { PsaError } from "../../errors";
import { switchedOff } from "../../pulumi/consoleSettings";
import { HANDOVER_VARIABLE, type Handover } from "../../pulumi/handover";
import { learnSecret } from "../../pulumi/redaction";
import { readAcceptances, type Acceptance } from "../../report/acceptance";
import { secretsIn, type Digest } from "../../report/digest";
import { isEmpty, type Unseen } from "../../report/model";
import { makeReport } from "../../report/report";
import { placesIn } from "../../report/source";
import { recordedIn, type Recorded } from "../../report/stackState";
import { VENDORS, vendorOf, type Vendor } from "../../report/subjects";
import { vendorProfiles } from "../../report/vendors";
import { ACCEPTED_FILE, type DriftFlags } from "../drift";
import { EXIT, type Io } from "../io";
import { deliver, stackOptions } from "../options";
import { PulumiStack } from "../pulumi";
import { configurationOf, type Configuration } from "../tenant";
import { packageVersion } from "../version";
import { autotaskPart } from "./autotask";
import type { Errand, Part } from "./part";
import { psaPart } from "./psa";
import { assertKnown, signInAsAll } from "./signIns";

const PARTS: Record<Vendor, (errand: Errand, configuration: Configuration) => Promise<Part>> = {
  autotask: async (errand, configuration) => autotaskPart(errand, configuration.autotask()),
  psa: async (errand, configuration) => psaPart(errand, configuration.psa()),
};

/** One drift run. Reads only. */
export async function runDrift(io: Io, flags: DriftFlags): Promise<void> {
  const options = stackOptions(io, flags);
  const stack = new PulumiStack(io, options);
  const acceptances = await acceptancesOf(io, options.cwd, flags.accepted);

  io.progress.step("what the stack records");
  const [configuration, recorded, ...others] = await Promise.all([
    configurationOf(io, stack),
    recordedOf(stack),
    ...flags.alsoStack.map((name) => recordedOf(stack, name)),
  ]);
  io.progress.note(`${recorded.length} accounts and levels`);
  const accounts = recorded.filter(({ type }) => type !== "security-level");
  assertKnown(flags, accounts);

  const parts: Part[] = [];
  for (const vendor of vendorsOf(recorded, configuration)) {
    const ofVendor = ({ type }: Recorded) => vendorOf(type) === vendor;
    const errand = { io, flags, recorded: recorded.filter(ofVendor), elsewhere: others.flat().filter(ofVendor) };
    parts.push(await PARTS[vendor](errand, configuration));
  }

  const folder = await mkdtemp(join(tmpdir(), "psa-drift-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // An interrupted run does not come to its end.
  process.once("exit", remove);
  try {
    const file = join(folder, "lists.json");
    const lists: Handover = Object.assign({}, ...parts.map(({ handover }) => handover));
    await writeFile(file, JSON.stringify(lists), { mode: 0o600 });
    io.progress.step("pulumi refresh, in preview only");
    const [{ digest, lost }, untold] = await Promise.all([
      refreshed(stack, parts, { [HANDOVER_VARIABLE]: file }),
      signInAsAll(io, flags, parts, accounts.length, options.deadline),
    ]);
    const compared = parts.map((part) => part.compare());
    const ofParts = (value: (part: Part) => string) =>
      Object.fromEntries(parts.map((part) => [part.vendor, value(part)])) as Partial<Record<Vendor, string>>;
    const report = makeReport("drift", digest, {
      now: io.now(),
      version: packageVersion(),
      profiles: vendorProfiles(),
      allow: flags.allow,
      tenants: ofParts(({ tenant }) => tenant),
      ownUserNames: ofParts(({ ownUserName }) => ownUserName),
      found: compared.flatMap(({ found }) => found),
      unmanaged: compared.flatMap(({ unmanaged }) => unmanaged),
      unseen: [
        ...parts.flatMap(({ unseen }) => unseen),
        ...lost,
        ...untold,
        ...compared.flatMap(({ unseen }) => unseen),
      ],
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

/**
 * The engine's refresh. Where a console that is of use to REST's findings only in part fails on the way there, it is
 * refreshed without that console: the rest is still worth having.
 */
async function refreshed(
  stack: PulumiStack,
  parts: readonly Part[],
  env: NodeJS.ProcessEnv,
): Promise<{ digest: Digest; lost: Unseen[] }> {
  const off = parts.filter(({ consoleOff }) => consoleOff).map(({ vendor }) => vendor);
  const digest = await stack.refresh({ ...env, ...switchedOff(off) });
  const optional = parts.flatMap(({ withoutConsole, ...part }) =>
    !part.consoleOff && withoutConsole ? [{ vendor: part.vendor, unseen: withoutConsole }] : [],
  );
  if (digest.errors.length === 0 || optional.length === 0) return { digest, lost: [] };
  const again = await stack.refresh({ ...env, ...switchedOff([...off, ...optional.map(({ vendor }) => vendor)]) });
  if (again.errors.length > 0) return { digest, lost: [] };
  const why = digest.errors[0]!.split("\n")[0]!;
  return {
    digest: again,
    lost: optional.map(({ unseen }) => ({
      what: unseen,
      why,
      remedy: "psa doctor --console shows which of its pages can be read.",
    })),
  };
}

/** Those of whose the stack records anything; of an empty stack those that are configured, since all of them is unknown. */
function vendorsOf(recorded: readonly Recorded[], configuration: Configuration): Vendor[] {
  const there = VENDORS.filter((vendor) => recorded.some(({ type }) => vendorOf(type) === vendor));
  return there.length > 0 ? there : configuration.vendors();
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

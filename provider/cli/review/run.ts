import type { Directory } from "../../autotask/tenant";
import { PsaError } from "../../errors";
import { parseUrn, readDigest, type Digest } from "../../report/digest";
import { strangerOf } from "../../report/live";
import { isEmpty, type Unseen } from "../../report/model";
import { makeReport } from "../../report/report";
import { placesIn } from "../../report/source";
import { objectType, VENDORS, vendorOf, type KnownAccount, type Vendor } from "../../report/subjects";
import { vendorProfiles } from "../../report/vendors";
import { EXIT, type Io } from "../io";
import { deliver, stackOptions } from "../options";
import { projectFolder, PulumiStack } from "../pulumi";
import { readInput, type ReviewFlags } from "../review";
import { configurationOf, directoryOf, psaDirectoryOf } from "../tenant";
import { packageVersion } from "../version";
import { resolve } from "node:path";

/** Makes the report of a preview and sets the exit code. */
export async function runReview(io: Io, file: string | undefined, flags: ReviewFlags): Promise<void> {
  const { digest, stack, folder } = await digestOf(io, file, flags);
  const live: Live = flags.live ? await accountsOf(io, stack, digest) : { accounts: [], unseen: notAsked(digest) };
  const report = makeReport("review", digest, {
    now: io.now(),
    version: packageVersion(),
    profiles: vendorProfiles(),
    allow: flags.allow,
    unmanaged: live.accounts,
    unseen: live.unseen,
    ...(live.tenants === undefined ? {} : { tenants: live.tenants }),
    ownUserNames: {
      autotask: io.env["AUTOTASK_USER_NAME"] || undefined,
      psa: io.env["PSA_USER_NAME"] || undefined,
      ...live.own,
    },
    ...(folder === undefined ? {} : { places: placesIn(folder) }),
  });
  await deliver(io, report, flags);
  io.exit =
    report.problems.length > 0
      ? EXIT.error
      : report.safety.verdict === "refused"
        ? EXIT.refused
        : isEmpty(report)
          ? EXIT.ok
          : EXIT.changes;
}

async function digestOf(
  io: Io,
  file: string | undefined,
  flags: ReviewFlags,
): Promise<{ digest: Digest; stack?: PulumiStack; folder?: string }> {
  if (file !== undefined) {
    if (flags.refresh)
      throw new PsaError(
        "config",
        "--refresh needs a preview that is run here.",
        "Leave out the file, or make it with `pulumi preview --refresh --json`.",
      );
    const folder = projectFolder(resolve(io.cwd, flags.cwd));
    const digest = readDigest(await readInput(io, file), file === "-" ? "stdin" : file);
    return { digest, folder, ...(folder === undefined ? {} : { stack: new PulumiStack(io, stackOptions(io, flags)) }) };
  }
  const options = stackOptions(io, flags);
  const stack = new PulumiStack(io, options);
  io.progress.step(`pulumi preview of ${options.stack ?? "the selected stack"}`);
  const digest = await stack.preview({ refresh: flags.refresh });
  io.progress.note(`${digest.steps.length} resources in ${io.progress.seconds().toFixed(1)} s`);
  return { digest, stack, folder: options.cwd };
}

interface Live {
  accounts: KnownAccount[];
  unseen: Unseen[];
  tenants?: Partial<Record<Vendor, string>>;
  own?: Partial<Record<Vendor, string>>;
}

/** Whose objects a preview holds. */
function vendorsIn(digest: Digest): Vendor[] {
  const types = digest.steps.map(({ urn }) => objectType(parseUrn(urn).type));
  return VENDORS.filter((vendor) => types.some((type) => type !== undefined && vendorOf(type) === vendor));
}

/** What the tenants say about those objects. Only the settings of their vendors are needed. */
async function accountsOf(io: Io, stack: PulumiStack | undefined, digest: Digest): Promise<Live> {
  const configuration = await configurationOf(io, stack);
  const there = vendorsIn(digest);
  const vendors = there.length > 0 ? there : configuration.vendors();
  const live: Live = { accounts: [], unseen: [], tenants: {}, own: {} };
  if (vendors.includes("autotask")) {
    const settings = configuration.autotask();
    const directory = directoryOf(settings);
    live.accounts = await strangersOf(io, directory, digest);
    live.tenants!.autotask = directory.tenantName;
    live.own!.autotask = settings.userName;
  }
  if (vendors.includes("psa")) {
    const settings = configuration.psa();
    live.tenants!.psa = psaDirectoryOf(settings).tenantName;
    live.own!.psa = settings.userName;
    live.unseen.push({
      what: "API employees of the PSA that are in no stack.",
      why: "--live lists accounts of Autotask only, where they share levels: no change of an employee here touches another one, and REST shows no user types.",
      remedy: "psa drift with a console sign-in names them.",
    });
  }
  return live;
}

/** Accounts of an Autotask tenant that the preview does not know. */
async function strangersOf(io: Io, directory: Directory, digest: Digest): Promise<KnownAccount[]> {
  io.progress.step("API accounts of the tenant");
  const users = await directory.apiUsers();
  io.progress.note(`${users.length} on ${directory.tenantName}`);
  const managed = new Set(digest.steps.flatMap(({ oldState }) => (oldState?.id === undefined ? [] : [oldState.id])));
  return users.filter(({ id }) => !managed.has(id)).map(strangerOf);
}

/** Nothing can be missed where nothing exists yet, nor where no account shares anything with others. */
const notAsked = (digest: Digest): Unseen[] =>
  digest.steps.some(({ oldState }) => oldState) && vendorsIn(digest).join() !== "psa"
    ? [
        {
          what: "Accounts that are in no stack and on a level that changes.",
          why: "The tenant was not asked.",
          remedy: "Run it with --live where its credentials are at hand.",
        },
      ]
    : [];

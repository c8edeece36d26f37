import { PsaError } from "../../errors";
import { readDigest, type Digest } from "../../report/digest";
import { isEmpty, type Unseen } from "../../report/model";
import { makeReport } from "../../report/report";
import { placesIn } from "../../report/source";
import type { KnownAccount } from "../../report/subjects";
import { vendorProfiles } from "../../report/vendors";
import { EXIT, type Io } from "../io";
import { deliver, stackOptions } from "../options";
import { projectFolder, PulumiStack } from "../pulumi";
import { readInput, type ReviewFlags } from "../review";
import { configured, directoryOf } from "../tenant";
import { packageVersion } from "../version";
import { resolve } from "node:path";

/** Makes the report of a preview and sets the exit code. */
export async function runReview(io: Io, file: string | undefined, flags: ReviewFlags): Promise<void> {
  const { digest, stack, folder } = await digestOf(io, file, flags);
  const live = flags.live ? await accountsOf(io, stack, digest) : { accounts: [], unseen: notAsked(digest) };
  const report = makeReport("review", digest, {
    now: io.now(),
    version: packageVersion(),
    profiles: vendorProfiles(),
    allow: flags.allow,
    unmanaged: live.accounts,
    unseen: live.unseen,
    ...(live.tenant === undefined ? {} : { tenants: { autotask: live.tenant } }),
    ownUserNames: {
      autotask: live.own ?? (io.env["AUTOTASK_USER_NAME"] || undefined),
      psa: io.env["PSA_USER_NAME"] || undefined,
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
  tenant?: string;
  own?: string;
}

/** Accounts of the tenant that the preview does not know. */
async function accountsOf(io: Io, stack: PulumiStack | undefined, digest: Digest): Promise<Live> {
  const { settings } = await configured(io, stack);
  const directory = directoryOf(settings);
  io.progress.step("API accounts of the tenant");
  const users = await directory.apiUsers();
  io.progress.note(`${users.length} on ${directory.tenantName}`);
  const managed = new Set(digest.steps.flatMap(({ oldState }) => (oldState?.id === undefined ? [] : [oldState.id])));
  return {
    tenant: directory.tenantName,
    own: settings.userName,
    unseen: [],
    accounts: users
      .filter(({ id }) => !managed.has(id))
      .map((user) => ({
        name: `${user.firstName} ${user.lastName}`.trim(),
        userName: user.userName.split("@")[0] ?? "",
        active: user.active,
        managed: false,
        level: user.securityLevel ?? "",
        id: user.id,
      })),
  };
}

/** Nothing can be missed where nothing exists yet. */
const notAsked = (digest: Digest): Unseen[] =>
  digest.steps.some(({ oldState }) => oldState)
    ? [
        {
          what: "Accounts that are in no stack and on a level that changes.",
          why: "The tenant was not asked.",
          remedy: "Run it with --live where its credentials are at hand.",
        },
      ]
    : [];

import { PsaError } from "../../errors";
import { localPart } from "../../autotask/username";
import type { Unseen } from "../../report/model";
import type { Recorded } from "../../report/stackState";
import { accountOf } from "../../report/subjects";
import type { DriftFlags } from "../drift";
import type { Io } from "../io";
import { outOfTime } from "../pulumi";
import type { Part } from "./part";

/** Sign-ins at the same time. Each account has a limit of its own; the tenant's hour is shared. */
const AT_ONCE = 8;

const nameOf = ({ state }: Recorded): string => localPart(accountOf(state, "").userName);

/** Accounts that are to be signed in as, by `--probe` and `--no-probe`. */
export function wantedOf(flags: DriftFlags, accounts: readonly Recorded[]): Recorded[] {
  if (flags.probe === false) return [];
  if (!Array.isArray(flags.probe)) return [...accounts];
  const wanted = flags.probe.map(localPart);
  return accounts.filter((one) => wanted.includes(nameOf(one)));
}

/** @throws PsaError `config` for an account that the stack does not have */
export function assertKnown(flags: DriftFlags, accounts: readonly Recorded[]): void {
  if (!Array.isArray(flags.probe)) return;
  const strangers = flags.probe.map(localPart).filter((name) => !accounts.some((one) => nameOf(one) === name));
  if (strangers.length > 0)
    throw new PsaError("config", `The stack has no account ${strangers.join(", ")}.`, "Correct --probe.");
}

/** Signs in once as each account, those of all vendors side by side. Answers what is not known afterwards. */
export async function signInAsAll(
  io: Io,
  flags: DriftFlags,
  parts: readonly Part[],
  accounts: number,
  deadline: number,
): Promise<Unseen[]> {
  if (flags.probe === false) {
    if (accounts === 0) return [];
    return [
      {
        what: "Whether credentials still work, and what they may do.",
        why: "--no-probe was given.",
        remedy: "Leave it out.",
      },
    ];
  }
  const unseen = parts
    .flatMap(({ untried }) => untried)
    .filter(({ accounts: names }) => names.length > 0)
    .map(({ accounts: names, why, remedy }) => ({
      what: `Whether the credentials of ${names.length === 1 ? "this account" : `these ${names.length} accounts`} work: ${names.slice(0, 5).join(", ")}${names.length > 5 ? ", ..." : ""}.`,
      why,
      remedy,
    }));
  const queue = parts.flatMap(({ signIns }) => signIns);
  const all = queue.length;
  const failed: string[] = [];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (io.now() > deadline) throw outOfTime("Signing in as the accounts");
      try {
        await next.run();
      } catch (error) {
        // It says nothing about the credentials; the others are tried all the same.
        if (!(error instanceof PsaError)) throw error;
        failed.push(`${next.account} (${error.code})`);
      }
      io.progress.bar("accounts signed in as", ++done, all);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all) }, worker));
  if (failed.length === 0) return unseen;
  return [
    ...unseen,
    {
      what: `Whether these credentials work: ${failed.slice(0, 5).join(", ")}${failed.length > 5 ? ` and ${failed.length - 5} more` : ""}.`,
      why: "The tenant did not answer the sign-in.",
      remedy: "Run again later.",
    },
  ];
}

import type { Namespace } from "../../browser/launch";
import type { Handover } from "../../pulumi/handover";
import type { Compared } from "../../report/live";
import type { Unseen } from "../../report/model";
import type { Recorded } from "../../report/stackState";
import type { DriftFlags } from "../drift";
import type { Io } from "../io";

/** What a run looks for in one vendor's tenant. */
export interface Errand {
  io: Io;
  flags: DriftFlags;
  /** What the stack records of this vendor. */
  recorded: readonly Recorded[];
  /** The same of other stacks. */
  elsewhere: readonly Recorded[];
}

/** One sign-in as an account, with what the stack holds. */
export interface SignIn {
  /** Name and user name. */
  account: string;
  run: () => Promise<void>;
}

/** Accounts that nobody can sign in as. */
export interface Untried {
  accounts: string[];
  why: string;
  remedy: string;
}

/** One vendor's part of a run: its tenant has been listed, and its console asked. Nothing here knows how. */
export interface Part {
  vendor: Namespace;
  /** For messages. */
  tenant: string;
  /** The account that psa itself signs in with. */
  ownUserName: string;
  /** What the engine's process is to believe in place of asking again. */
  handover: Handover;
  /** The engine's process does without this console: it is not wanted, or it has failed already, and accounts lock. */
  consoleOff: boolean;
  /** What is not seen without this console, should it fail in the engine's process. Absent: that is an error. */
  withoutConsole?: string;
  signIns: SignIn[];
  untried: Untried[];
  unseen: Unseen[];
  /** What was found; after the sign-ins. */
  compare(): Compared;
}

import type { Stack, StandIn } from "./trial.mjs";

export interface Imported {
  stack: Stack;
  /** Names of the levels that it records. */
  levels: string[];
  /** User names of the Autotask accounts that it records. */
  users: string[];
}

export interface ImportOptions {
  seed: "empty" | "small" | "large";
  env?: NodeJS.ProcessEnv;
  /** False: nothing of Autotask. @default true */
  autotask?: boolean;
  /** Ids of employees of the PSA, with the seed's passwords and the rights that their own sign-in shows. @default none */
  employees?: number[];
  /** More of what an employee's state holds, by id. */
  outputs?: Record<number, Record<string, unknown>>;
}

/**
 * A stack that records all custom levels and all API users of a stand-in as it is now, but for the provider's own account,
 * and employees of its PSA. Needs an up-to-date dist/.
 */
export function importStack(standIn: StandIn, options: ImportOptions): Promise<Imported>;

/** The password that an employee of the PSA has at the start. */
export function passwordOf(seed: ImportOptions["seed"], userName: string): string;

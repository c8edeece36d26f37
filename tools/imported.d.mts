import type { Stack, StandIn } from "./trial.mjs";

export interface Imported {
  stack: Stack;
  /** Names of the levels that it records. */
  levels: string[];
  /** User names of the accounts that it records. */
  users: string[];
}

/**
 * A stack that records all custom levels and all API users of a stand-in as it is now, but for the provider's own account.
 * Needs an up-to-date dist/.
 */
export function importStack(
  standIn: StandIn,
  options: { seed: "empty" | "small" | "large"; env?: NodeJS.ProcessEnv },
): Promise<Imported>;

import { AsyncLocalStorage } from "node:async_hooks";
import { PsaError } from "../errors";

/**
 * One call of the host on a lifecycle, and how long it may take. The engine sets no deadline of its own, so a call that is
 * never answered would hold up `pulumi up` for ever.
 */
interface Operation {
  expired: boolean;
}
const current = new AsyncLocalStorage<Operation>();

/** The longest that a call may go without any progress, in seconds. */
const DEFAULT_DEADLINE = 900;
const LONGEST_DEADLINE = 86_400;

/** When anything was last got done for anybody. Calls queue up for the one browser: waiting in turn is no hang. */
let lastProgress = 0;

/** To be called whenever a request to the tenant has ended, well or not. */
export function noteProgress(): void {
  lastProgress = Date.now();
}

/**
 * The deadline in milliseconds: `PSA_DEADLINE_SECONDS`, 1 to 86400, default 900.
 *
 * @throws PsaError `config`
 */
export function deadline(env: NodeJS.ProcessEnv = process.env): number {
  const text = env.PSA_DEADLINE_SECONDS ?? "";
  if (text === "") return DEFAULT_DEADLINE * 1000;
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_DEADLINE) return seconds * 1000;
  throw new PsaError(
    "config",
    "PSA_DEADLINE_SECONDS is not a whole number between 1 and 86400.",
    `Correct it, or remove it for the default of ${DEFAULT_DEADLINE}.`,
  );
}

/**
 * Runs one call; it fails when nothing has got done for `limit` milliseconds.
 *
 * @param what for the message, e.g. `create of an AutotaskApiUser`
 */
export async function within<T>(limit: number, what: string, work: () => Promise<T>): Promise<T> {
  const operation: Operation = { expired: false };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const since = Date.now();
    const look = () => {
      const left = Math.max(since, lastProgress) + limit - Date.now();
      if (left > 0) return void (timer = setTimeout(look, left));
      operation.expired = true;
      reject(tooLate(limit, what));
    };
    look();
  });
  try {
    return await Promise.race([current.run(operation, work), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * To be called right before each write: a call that was given up must not go on changing things behind the engine's back.
 *
 * @throws PsaError `unavailable`
 */
export function assertNotExpired(): void {
  if (current.getStore()?.expired) {
    throw new PsaError("unavailable", "This call was given up because its deadline passed.", "Run again.");
  }
}

function tooLate(limit: number, what: string): PsaError {
  return new PsaError(
    "unavailable",
    `The ${what} was given up: nothing has got done for ${limit / 1000} s.`,
    "Whether its last step was carried out is not known; nothing further is written. Run again, which looks first, or raise PSA_DEADLINE_SECONDS.",
  );
}

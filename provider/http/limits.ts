import { createHash } from "node:crypto";
import { PsaError } from "../errors";
import type { Clock } from "./clock";

/**
 * What this process may ask of a tenant. Both registers live at module level because the limits belong to the tenant:
 * every client of the process, for whichever resource, draws from the same ones. Other processes keep their own books,
 * which is one reason why the default share is small.
 */
const slots = new Map<string, Slots>();
const budgets = new Map<string, HourlyBudget>();

/**
 * Concurrent calls allowed per object endpoint and tracking identifier: 3 (integrations made after 2023.1).
 *
 * @rule Threads
 * @source Autotask developer help, Thread limiting
 */
export const THREADS = 3;
/**
 * Calls an Autotask database accepts per rolling hour from all of its integrations together: 10,000.
 *
 * @rule Calls an hour
 * @source Autotask developer help, REST thresholds and limits
 */
export const CALLS_PER_HOUR = 10_000;
/** The share we take unless told otherwise: other integrations of the tenant must not feel us. */
export const DEFAULT_SHARE = 0.1;

const HOUR_MS = 3_600_000;

/** First come, first served places: at most `size` holders at once. */
export class Slots {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(size: number = THREADS) {
    this.free = size;
  }

  /** Runs `work` as soon as a place is free, and gives the place back however `work` ends. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place is handed over rather than put back, so that nobody can step in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}

/**
 * An exact count of the calls of the last rolling hour: that is how the vendor counts. A bucket that merely refills
 * would let twice its size through in one hour.
 */
export class HourlyBudget {
  private sent: number[] = [];

  /** @param size calls allowed in any hour, at least 1 */
  constructor(
    private size: number,
    private readonly tenant: string,
  ) {}

  /** Two shares declared for one tenant: the smaller one is the promise to keep. */
  lowerTo(size: number): void {
    this.size = Math.min(this.size, size);
  }

  /** Calls counted in the hour before `now`. */
  used(now: number): number {
    const from = now - HOUR_MS;
    this.sent = this.sent.filter((at) => at > from);
    return this.sent.length;
  }

  /**
   * Counts one call, waiting for room when there is none.
   *
   * @param longest the longest acceptable wait, in milliseconds
   * @throws PsaError `throttled` when room comes later than that
   */
  async take(clock: Clock, longest: number): Promise<void> {
    const until = clock.now() + longest;
    for (;;) {
      const now = clock.now();
      if (this.used(now) < this.size) {
        this.sent.push(now);
        return;
      }
      const room = (this.sent[0] ?? now) + HOUR_MS;
      if (room > until) {
        throw new PsaError(
          "throttled",
          `This process has used its share of ${this.size} calls per hour to ${this.tenant}.`,
          `Run again in ${Math.ceil((room - now) / 60_000)} min, or raise the hourly share.`,
        );
      }
      await clock.sleep(room - now);
    }
  }
}

/** The places for one endpoint and one tracking identifier of a tenant. The identifier is kept as a digest only. */
export function slotsFor(origin: string, endpoint: string, identifier: string): Slots {
  const digest = createHash("sha256").update(identifier).digest("hex");
  const key = `${origin} ${endpoint.toLowerCase()} ${digest}`;
  const known = slots.get(key) ?? new Slots();
  slots.set(key, known);
  return known;
}

/**
 * The hourly budget of one tenant.
 *
 * @param tenant what tells tenants apart; it appears in messages
 * @param share part of the vendor's hourly limit, above 0 and at most 1
 */
export function budgetFor(tenant: string, share: number = DEFAULT_SHARE): HourlyBudget {
  if (!(share > 0 && share <= 1)) {
    throw new PsaError("config", "The hourly share is not between 0 and 1.", "Give a number such as 0.1 for 10 %.");
  }
  const size = Math.max(1, Math.floor(CALLS_PER_HOUR * share));
  const budget = budgets.get(tenant) ?? new HourlyBudget(size, tenant);
  budget.lowerTo(size);
  budgets.set(tenant, budget);
  return budget;
}

import type { Context } from "../../context";
import { PsaFailure } from "./envelope";

const hour = 3_600_000;

/** The vendor's limit: calls per rolling hour and endpoint. */
export class HourlyLimits {
  readonly #calls = new Map<string, number[]>();

  constructor(private readonly context: Context) {}

  /** Counts one call, or refuses it. */
  count(endpoint: string): void {
    const now = this.context.now().getTime();
    const calls = (this.#calls.get(endpoint) ?? []).filter((time) => time > now - hour);
    this.#calls.set(endpoint, calls);
    const limit = Number(this.context.switches.get("psaHourlyLimit"));
    if (calls.length >= limit) {
      const seconds = Math.max(1, Math.ceil((calls[0]! + hour - now) / 1000));
      const answer = this.context.switches.get("psaLimitAnswer");
      throw new PsaFailure(
        answer === "200" ? 200 : 429,
        429,
        "Limit exceeded",
        `The limit of ${limit} calls per hour of this endpoint is exceeded.`,
        answer === "429-retry-after" ? { "retry-after": String(seconds) } : {},
      );
    }
    calls.push(now);
  }

  reset(): void {
    this.#calls.clear();
  }
}

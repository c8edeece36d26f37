import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../context";
import { RestFailure } from "./failure";

const hour = 3_600_000;
const threads = 3;
/** Milliseconds that every call takes at least: without it no two calls would ever run at the same time. */
const serviceTime = 15;

/** The vendor's limits: calls per rolling hour of the whole tenant, and calls at the same time. */
export class Thresholds {
  #calls: number[] = [];
  readonly #running = new Map<string, number>();

  constructor(private readonly context: Context) {}

  get limit(): number {
    return Number(this.context.switches.get("hourlyLimit"));
  }

  /** Calls within the last hour. */
  get used(): number {
    const since = this.context.now().getTime() - hour;
    const first = this.#calls.findIndex((time) => time > since);
    this.#calls = first === -1 ? [] : this.#calls.slice(first);
    return this.#calls.length;
  }

  /** Runs one call if the limits allow it. Slower from half of the hour's budget on, as measured by an integrator. */
  async run<T>(identifier: string, entity: string, work: () => T): Promise<T> {
    const share = this.used / this.limit;
    if (share >= 1) {
      const wait = Math.max(1, Math.ceil((this.#calls[0]! + hour - this.context.now().getTime()) / 1000));
      throw this.#exceeded(
        `The external request threshold of ${this.limit} requests per 60 minutes has been exceeded.`,
        wait,
      );
    }
    const slot = `${identifier} ${entity}`;
    const running = this.#running.get(slot) ?? 0;
    if (running >= threads && this.context.switches.get("threadLimit") !== "off") {
      throw this.#exceeded(
        `The Autotask API thread threshold of ${threads} threads has been exceeded. (Itgenatr005)`,
        1,
      );
    }
    this.#calls.push(this.context.now().getTime());
    this.#running.set(slot, running + 1);
    try {
      await sleep(serviceTime + (share >= 0.75 ? 1_000 : share >= 0.5 ? 500 : 0));
      return work();
    } finally {
      const left = this.#running.get(slot)! - 1;
      if (left === 0) this.#running.delete(slot);
      else this.#running.set(slot, left);
    }
  }

  /** Forgets the hour. */
  reset(): void {
    this.#calls = [];
  }

  #exceeded(text: string, seconds: number): RestFailure {
    switch (this.context.switches.get("limitAnswer")) {
      case "429-retry-after":
        return new RestFailure(429, [text], { "retry-after": String(seconds) });
      case "429":
        return new RestFailure(429, [text]);
      case "500":
        return new RestFailure(500, [text]);
    }
  }
}

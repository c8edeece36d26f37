import type { Clock } from "./clock";

/** How long a list is believed, in milliseconds: long enough to serve all reads of one refresh, short enough for a run. */
export const SNAPSHOT_LIFE_MS = 30_000;

/**
 * One answer shared by all who ask at about the same time: concurrent callers wait for the same request, later ones get
 * its result until it is old or dropped. Failures are not kept.
 */
export class Snapshot<T> {
  private current: { value: Promise<T>; readAt: number } | undefined;

  constructor(
    private readonly read: () => Promise<T>,
    private readonly clock: Pick<Clock, "now">,
    private readonly life: number = SNAPSHOT_LIFE_MS,
  ) {}

  get(): Promise<T> {
    const { current } = this;
    if (current && this.clock.now() - current.readAt < this.life) return current.value;
    const value = this.read();
    const fresh = { value, readAt: this.clock.now() };
    this.current = fresh;
    value.catch(() => {
      if (this.current === fresh) this.current = undefined;
    });
    return value;
  }

  /** The next `get` asks again; a request under way is not reused, it may have been answered before the change. */
  drop(): void {
    this.current = undefined;
  }
}

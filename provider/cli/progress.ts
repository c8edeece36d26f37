/** Where progress goes, asked for at each line since flags are read after it is made. */
export interface Place {
  write(text: string): void;
  /** A person watches a terminal: lines may be drawn anew. */
  lively(): boolean;
  silent(): boolean;
  now(): number;
  columns(): number;
}

/** A bar is worth its room from here on. */
const MANY = 3;
/** Between two drawings of a bar, in milliseconds; where nobody watches, between two lines. */
const REDRAW_MS = 100;
const LINE_MS = 5_000;

/**
 * Says what is going on: a line for each step, a bar when there are many things of one kind. On a terminal the bar is one
 * line drawn anew, elsewhere a line every few seconds.
 */
export class Progress {
  private drawn = false;
  private last = 0;
  private started: { text: string; at: number } | undefined;

  constructor(private readonly place: Place) {}

  /** A step begins; the one before it is done. */
  step(text: string): void {
    if (this.place.silent()) return;
    this.clear();
    this.place.write(`· ${text}\n`);
    this.started = { text, at: this.place.now() };
    this.last = 0;
  }

  /** A remark on the step. */
  note(text: string): void {
    if (this.place.silent()) return;
    this.clear();
    this.place.write(`  ${text}\n`);
  }

  /** `done` of `total` things are dealt with. */
  bar(what: string, done: number, total: number): void {
    if (this.place.silent() || total < MANY) return;
    const now = this.place.now();
    const lively = this.place.lively();
    if (done < total && now - this.last < (lively ? REDRAW_MS : LINE_MS)) return;
    this.last = now;
    if (!lively) return this.place.write(`  ${what}: ${done} of ${total}\n`);
    const width = 24;
    const full = Math.round((done / total) * width);
    const line = `  ${"█".repeat(full)}${"░".repeat(width - full)} ${done}/${total} ${what}`;
    this.place.write(`\r\x1b[2K${line.slice(0, this.place.columns() - 1)}`);
    this.drawn = true;
    if (done >= total) this.clear();
  }

  /** Seconds since the step began. */
  seconds(): number {
    return this.started === undefined ? 0 : (this.place.now() - this.started.at) / 1000;
  }

  /** Takes the bar off the terminal, so that something else can be printed. */
  clear(): void {
    if (this.drawn) this.place.write("\r\x1b[2K");
    this.drawn = false;
  }
}

/** One line of `GET control/requests`. Never holds a header, a body, a query string or a secret. */
export interface JournalEntry {
  /** ISO time at which the answer was ready. */
  time: string;
  channel: "rest" | "console";
  /** User name of the caller as sent, null for an anonymous call. */
  caller: string | null;
  method: string;
  /** Path without the query string. */
  path: string;
  status: number;
  /** Console only: what was done, such as `Save level`. */
  action?: string;
}

/** Older lines are forgotten beyond this many. */
export const journalLimit = 100_000;

/** Every REST call and console action since the start or the last reset, oldest first. */
export class Journal {
  #entries: JournalEntry[] = [];

  constructor(private readonly now: () => Date) {}

  add(entry: Omit<JournalEntry, "time">): void {
    this.#entries.push({ time: this.now().toISOString(), ...entry });
    if (this.#entries.length > journalLimit) this.#entries.splice(0, this.#entries.length - journalLimit);
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }
}

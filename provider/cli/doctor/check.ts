/** What came of looking at one thing. */
export interface Check {
  id: string;
  title: string;
  status: "ok" | "warning" | "failed" | "skipped";
  detail: string;
  /** What to do about it. */
  remedy?: string;
}

export type Found = Omit<Check, "id" | "title">;

export const ok = (detail: string): Found => ({ status: "ok", detail });
export const warning = (detail: string, remedy: string): Found => ({ status: "warning", detail, remedy });
export const failed = (detail: string, remedy: string): Found => ({ status: "failed", detail, remedy });
export const skipped = (detail: string): Found => ({ status: "skipped", detail });

/** Runs one check; an error that says what to do is its result. */
export type Look = (id: string, work: () => Promise<Found>) => Promise<void>;

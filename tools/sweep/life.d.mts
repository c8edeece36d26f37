/** What the sweep runs, and how it is judged. */
export interface Subject {
  examples: { name: string; folder: string }[];
  owns(name: string): boolean;
  /** `name=position` of what closes the tenant, with what the run has to stop with. */
  refusals: Record<string, RegExp>;
  /** Positions that a closing switch needs with it. */
  closesWith?: Record<string, Record<string, string>>;
}

/** Runs an example's life under these positions; answers whether it passed, and prints one line that bears the title. */
export function tryPositions(
  subject: Subject,
  example: Subject["examples"][number],
  positions: Record<string, string>,
  title: string,
): Promise<boolean>;

export interface Applied {
  /** Matrices that were applied without fault. */
  applied: number;
  /** Cells in each. */
  cells: number;
  /** What each took. */
  seconds: number[];
  /** What was wrong with the first one that was not. */
  fault?: string;
}

/** Draws matrices over the whole catalogue and applies them in turn to one level of a stand-in, in one console session. */
export function applyMatrices(options: {
  count: number;
  seed: number;
  /** Switches of the stand-in. */
  set?: Record<string, string>;
  say?: (line: string) => void;
}): Promise<Applied>;

export function matricesCommand(options: {
  count: number;
  seed: number;
  set?: Record<string, string>;
}): Promise<boolean>;

/** Cells of `seen` that grant more than both `old` and `now`. */
export function beyond(
  seen: Record<string, string | boolean | number>,
  old: Record<string, string | boolean | number>,
  now: Record<string, string | boolean | number>,
): string[];

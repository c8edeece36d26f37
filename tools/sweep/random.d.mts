import type { Subject } from "./life.mjs";

/** The combinations 1 to `count` of a seed; a larger count begins with the same ones. */
export function combinations(
  subject: Subject,
  switches: readonly { name: string; positions: readonly string[] }[],
  seed: number,
  count: number,
): Record<string, string>[];

/** Only what does not stand in its first position. */
export function moved(
  switches: readonly { name: string; positions: readonly string[] }[],
  positions: Record<string, string>,
): Record<string, string>;

/** Splits `name=position`. */
export function pair(text: string): [name: string, position: string];

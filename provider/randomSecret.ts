import { randomInt } from "node:crypto";

/** Without letters and digits that look alike, and without characters that shells, forms or XML treat specially. */
const CLASSES = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "!#*+-.=?@_"];

/** A new random secret with characters of all four classes; 6 bits each. `length` is at least 4. */
export function randomSecret(length: number): string {
  const all = CLASSES.join("");
  const characters = [...CLASSES, ...Array.from({ length: length - CLASSES.length }, () => all)].map(
    (from) => from[randomInt(from.length)]!,
  );
  // Fisher and Yates: the four that are there for a policy's sake shall not stand in front.
  for (let at = characters.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [characters[at], characters[other]] = [characters[other]!, characters[at]!];
  }
  return characters.join("");
}

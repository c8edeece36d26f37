/** Small helpers for building HTML by hand. */
import { randomBytes } from "node:crypto";

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Escapes text for element content and quoted attributes. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c] ?? c);

/** JSON that is safe inside a script element. */
export const json = (value: unknown): string => JSON.stringify(value).replace(/</g, "\\u003c");

/** Element ids in the vendor's form: `z` and 32 hexadecimal digits. */
export interface Ids {
  next(): string;
}

/** Ids that differ at every load, or that count up when `stable`. */
export const ids = (stable: boolean): Ids => {
  let count = 0;
  // Drawn in one go: a page of the level editor has more than a thousand.
  let drawn = "";
  return {
    next: () => {
      if (stable) return "z" + (++count).toString(16).padStart(32, "0");
      if (drawn === "") drawn = randomBytes(16 * 256).toString("hex");
      const id = "z" + drawn.slice(0, 32);
      drawn = drawn.slice(32);
      return id;
    },
  };
};

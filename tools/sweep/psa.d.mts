import type { Subject } from "./life.mjs";

export const psa: Subject;

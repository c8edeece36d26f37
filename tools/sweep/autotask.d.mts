import type { Subject } from "./life.mjs";

export const autotask: Subject;

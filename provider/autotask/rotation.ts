import { UNKNOWN } from "../lifecycle";
import type { InputReader } from "../inputs";

/** When and how the secret of an API user is replaced. */
export interface Rotation {
  /** Any text, e.g. a date: when it changes, the secret is replaced. Declaring one for the first time replaces nothing. */
  trigger: string;
  /**
   * `false`: a new secret for the same key; the old one stops working at once. `true`: a second API user with a key of its
   * own takes over, and the first goes on working until a later run inactivates it.
   * @default false
   */
  overlap?: boolean;
  /**
   * With `overlap`: hours that the first user goes on working at least. The first `pulumi up` after them inactivates it; 0
   * means the next one. 0 to 8760.
   * @default 24
   */
  retireAfterHours?: number;
}

/** The user that was current before a rotation with overlap. */
export interface Retiring {
  /** Its whole key. Its secret is the one that the integration had. */
  key: string;
  resourceId: string;
  /** When the other took over, ISO 8601. */
  since: string;
}

const DEFAULT_HOURS = 24;
const LONGEST_HOURS = 8_760;
const HOUR = 3_600_000;

/** Reads the property `rotation`. */
export function checkRotation(read: InputReader, value: unknown, secretDeclared: boolean): Rotation | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === UNKNOWN) return value as unknown as Rotation;
  const fields = (typeof value === "object" && !Array.isArray(value) ? value : { trigger: value }) as Partial<
    Record<string, unknown>
  >;
  const { trigger, overlap = false, retireAfterHours, ...unknown } = fields;
  const stray = Object.keys(unknown);
  if (stray.length > 0)
    read.refuse(`rotation.${stray[0]}`, "There is no such property. It has trigger, overlap and retireAfterHours.");
  if (trigger !== UNKNOWN && (typeof trigger !== "string" || trigger.trim() === "" || typeof value !== "object"))
    read.refuse("rotation.trigger", 'Write { trigger: "..." } with any text: when it changes, the secret is replaced.');
  if (overlap !== UNKNOWN && typeof overlap !== "boolean") read.refuse("rotation.overlap", "Write true or false.");
  const hours = retireAfterHours ?? DEFAULT_HOURS;
  if (hours !== UNKNOWN && !(typeof hours === "number" && hours >= 0 && hours <= LONGEST_HOURS))
    read.refuse("rotation.retireAfterHours", `Write a number of hours from 0 to ${LONGEST_HOURS}.`);
  if (retireAfterHours !== undefined && overlap === false)
    read.refuse("rotation.retireAfterHours", "It belongs to overlap: true; without it the old secret stops at once.");
  if (secretDeclared)
    read.refuse("rotation", "A declared secret is replaced by declaring another one: leave rotation or secret out.");
  return {
    trigger: trigger as string,
    overlap: overlap as boolean,
    ...(overlap === false ? {} : { retireAfterHours: hours as number }),
  };
}

/** Whether a changed trigger asks for a new secret. */
export function rotationAsked(olds: Rotation | undefined, news: Rotation | undefined): boolean {
  return olds !== undefined && news !== undefined && olds.trigger !== news.trigger;
}

/** Whether the time of a retiring user has come. Without overlap in the declaration there is to be one user only. */
export function rotationDue(retiring: Retiring, rotation: Rotation | undefined, now: number): boolean {
  if (rotation?.overlap !== true) return true;
  return now - Date.parse(retiring.since) >= (rotation.retireAfterHours ?? DEFAULT_HOURS) * HOUR;
}

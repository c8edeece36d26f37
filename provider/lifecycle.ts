/**
 * What every resource of this package can do, as plain functions that know nothing of Pulumi.
 *
 * `provider/pulumi/adapter.ts` stands between the provider host and a lifecycle: it decodes unknowns, guards
 * configuration, sanitises results and redacts errors, so a lifecycle may throw whatever it likes and return plain values.
 */

/** Stands for a value that is not known before another resource has been created (preview only). */
export const UNKNOWN: unique symbol = Symbol("unknown");
export type Known<T> = T | typeof UNKNOWN;

/** Whether something in a declaration is not known yet, at any depth. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** A property of the declaration that was refused. */
export interface CheckFailure {
  /** Path of the property, e.g. `permissions["CRM > Notes"].Edit`; empty for the whole declaration. */
  property: string;
  /** What is wrong, and what to do about it. Never contains the value of a secret. */
  reason: string;
}

export interface Checked<Inputs> {
  /** The declaration in canonical form: defaults filled in, aliases and casing resolved, keys sorted. */
  inputs: Inputs;
  failures: CheckFailure[];
  /** Shown to the user, refuses nothing. */
  warnings?: string[];
}

export interface Difference {
  /** Top-level properties that cannot be changed in place. */
  replaces?: string[];
  /** `true`: changed. `false`: equal. Left out when managed properties differ: the engine then shows the differing paths itself. */
  changes?: boolean;
  /** True when the old object must go before the new one can be made. */
  deleteBeforeReplace?: boolean;
}

export interface Log {
  info(text: string): void;
  warn(text: string): void;
}

/**
 * One resource kind. `Inputs` is the shape that `check` returns, `State` is `Inputs` plus what was observed.
 * `diff` does no I/O. `check` does none either but for what can be refused at preview only by asking the tenant, and then
 * one shared read: the adapter awaits its answer. `olds` are the previous inputs, empty or absent for a new resource.
 */
export interface Lifecycle<Inputs extends object, State extends Inputs> {
  check(news: Record<string, unknown>, olds?: Record<string, unknown>): Checked<Inputs> | Promise<Checked<Inputs>>;
  diff(id: string, olds: State, news: Inputs): Difference;
  create(inputs: Inputs): Promise<{ id: string; state: State }>;
  /** `undefined` = confirmed absent. `inputs` is the live object in exactly the shape of `check`'s answer. */
  read(id: string, state: State): Promise<{ id: string; state: State; inputs: Inputs } | undefined>;
  update(id: string, olds: State, news: Inputs): Promise<State>;
  delete(id: string, state: State): Promise<void>;
}

/** Thrown by `create` and `update` when the object exists but is not yet as declared: the id is kept, the next run repairs. */
export class PartialFailure<State extends object> extends Error {
  override readonly name = "PartialFailure";
  constructor(
    readonly id: string,
    readonly state: State,
    /** Each says what is left to do and how. Without secrets. */
    readonly reasons: string[],
  ) {
    super(reasons.join("; "));
  }
}

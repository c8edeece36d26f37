import type { Stack, TrialTenant } from "./trial.mjs";

/** Writes all API users of a tenant but our own into the state of the empty stack `dev` of a project; answers how many. */
export function knowAllUsers(stack: Stack, project: string, tenant: TrialTenant): Promise<number>;

/** The same with all employees of its PSA tenant. */
export function knowAllEmployees(stack: Stack, project: string, tenant: TrialTenant): Promise<number>;

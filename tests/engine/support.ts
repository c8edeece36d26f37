import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Line, Run, Stack, StandIn, TrialTenant } from "../../tools/trial.mjs";
import { root } from "../support/build";

/** The program of the example, which the demo runs too. */
export const EXAMPLE = join(root, "examples", "propel-your-msp");
export const LEVEL = "API User (Propel Your MSP)";
export const PROGRAMS = join(__dirname, "programs");

export const UP = ["up", "--yes", "--skip-preview", "--suppress-progress"];
export const PREVIEW = ["preview", "--json", "--suppress-progress"];
export const DESTROY = ["destroy", "--yes", "--skip-preview", "--suppress-progress"];

/** Runs that use the browser, with room for a machine that is busy. */
export const MINUTES = 60_000;

/** Fails with all that the run has printed unless it ended with this code. */
export function expectCode(run: Run, code: number): Run {
  if (run.code !== code) throw new Error(`exit code ${run.code}, not ${code}\n${run.stdout}\n${run.stderr}`);
  return run;
}

/** All that a run has printed. */
export const text = (run: Run): string => run.stdout + run.stderr;

export interface Step {
  op: string;
  urn: string;
  detailedDiff?: Record<string, { kind: string; inputDiff?: boolean }> | null;
  oldState?: { inputs: Record<string, unknown>; outputs: Record<string, unknown> };
  newState?: { inputs: Record<string, unknown>; outputs: Record<string, unknown> };
}

/** Steps of a run with `--json` that would change something. */
export function changes(run: Run): Step[] {
  const { steps } = JSON.parse(run.stdout) as { steps: Step[] };
  return steps.filter(({ op }) => op !== "same" && op !== "read");
}

/** Errors among the diagnostics of a preview with `--json`. */
export function problems(run: Run): string {
  const { diagnostics = [] } = JSON.parse(run.stdout) as { diagnostics?: { severity: string; message: string }[] };
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message)
    .join("\n");
}

export interface Recorded {
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** Our resources in the state file. */
export function recorded(stack: Stack): Recorded[] {
  const state = JSON.parse(readFileSync(stack.stateFile, "utf8")) as {
    checkpoint: { latest: { resources?: Recorded[] } };
  };
  return (state.checkpoint.latest.resources ?? []).filter(({ type }) => type.includes("dynamic/psa"));
}

/** Outputs of the stack, secrets in the open. */
export async function outputs(stack: Stack): Promise<Record<string, unknown>> {
  const run = expectCode(await stack.run(["stack", "output", "--json", "--show-secrets"]), 0);
  return JSON.parse(run.stdout) as Record<string, unknown>;
}

export const levelsNamed = (tenant: TrialTenant, name: string) => tenant.levels.filter((level) => level.name === name);
export const usersOf = (tenant: TrialTenant, firstName: string) =>
  tenant.users.filter((user) => user.firstName === firstName);

/** The tracking identifier that a vendor would tell its customer. */
export function identifierOf(tenant: TrialTenant, vendor: string): string {
  return tenant.vendors.find(({ name }) => name === vendor)!.identifier;
}

/** A call to the REST API as any integration would make it; answers the status. */
export async function callAs(
  standIn: StandIn,
  user: { key: unknown; secret: unknown; trackingIdentifier: string },
): Promise<number> {
  const answer = await fetch(`${standIn.ready.autotask.restUrl}V1.0/Tickets/entityInformation`, {
    headers: {
      UserName: String(user.key),
      Secret: String(user.secret),
      ApiIntegrationCode: user.trackingIdentifier,
    },
  });
  return answer.status;
}

export const signIns = (lines: Line[]): number => lines.filter(({ action }) => action === "Sign-in: password").length;
export const saves = (lines: Line[], what: "level" | "API user"): Line[] =>
  lines.filter(({ action, status }) => action === `Save ${what}` && status === 200);

/** Calls that would make a user through the REST API. */
export const restCreations = (lines: Line[]): Line[] =>
  lines.filter(({ channel, method, path }) => channel === "rest" && method === "POST" && /\/Resources\/?$/i.test(path));

import type { ChildProcess } from "node:child_process";

/** One line of the stand-in's journal. */
export interface Line {
  time: string;
  channel: "rest" | "console";
  caller: string | null;
  method: string;
  path: string;
  status: number;
  action?: string;
}

/** The parts of the stand-in's tenant that tests look at. */
export interface TrialTenant {
  levels: {
    id: number;
    name: string;
    system: boolean;
    apiOnly: boolean;
    active: boolean;
    cells: Record<string, string | boolean | number>;
  }[];
  users: {
    id: number;
    firstName: string;
    lastName: string;
    email: string;
    userName: string;
    levelId: number;
    active: boolean;
  }[];
  vendors: { id: number; name: string; identifier: string }[];
  psa: {
    licenses: { total: number; used: number };
    employees: {
      id: number;
      userName: string;
      firstName: string;
      lastName: string;
      email: string;
      employeeId: string;
      userType: string;
      active: boolean;
      department: string;
      securityRoles: string[];
      employeeRoles: string[];
    }[];
    /** Mails, the oldest first. */
    outbox: object[];
  };
}

/** The line that the stand-in prints once it is ready. */
export interface TrialReady {
  autotask: {
    zoneInformationUrl: string;
    restUrl: string;
    consoleUrl: string;
    apiUser: { userName: string; secret: string; integrationCode: string };
    administrator: { userName: string; password: string; totpSecret: string };
  };
  psa: {
    restUrl: string;
    consoleUrl: string;
    company: string;
    apiUser: { userName: string; password: string; mfaSecret: string };
    administrator: { userName: string; password: string; totpSecret: string };
  };
  control: string;
}

export interface StandIn {
  ready: TrialReady;
  tenant(): Promise<TrialTenant>;
  journal(): Promise<Line[]>;
  /** An edit by somebody else: `PUT control/tenant`. */
  edit(body: object): Promise<TrialTenant>;
  /** Moves switches. */
  move(body: Record<string, string>): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

/** What a run of the CLI came to. `code` is null when it was killed. */
export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
  seconds: number;
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** The run is killed after so many milliseconds; default ten minutes. */
  limit?: number;
}

export interface Stack {
  /** Holds the program, state, home and pictures. */
  folder: string;
  program: string;
  stateFile: string;
  start(args: string[], options?: RunOptions): { child: ChildProcess; ended: Promise<Run> };
  run(args: string[], options?: RunOptions): Promise<Run>;
  change(file: string, from: string, to: string): void;
  /** Ends what still runs and removes the folder. */
  remove(): void;
}

/** Needs an up-to-date dist/. */
export function startStandIn(options?: {
  tenant?: "empty" | "small" | "large";
  set?: Record<string, string>;
}): Promise<StandIn>;

/** Settings of the provider for a stand-in, as environment variables. */
export function variables(ready: TrialReady): Record<string, string>;

/** The same for its PSA tenant (Kaseya, Pulseway). */
export function psaVariables(ready: TrialReady): Record<string, string>;

/** Without the console. */
export function psaRestVariables(ready: TrialReady): Record<string, string>;

/** Copies the program in `source` to a temporary folder and makes the stack `dev` of it there. */
export function makeStack(options: { source: string; env?: NodeJS.ProcessEnv }): Promise<Stack>;

/** SIGKILL to a process of ours and all that it has started. */
export function killTree(pid: number): void;

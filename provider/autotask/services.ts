import type { Log } from "../lifecycle";
import type { AdminConsole, Directory } from "./tenant";

/** What the Autotask lifecycles work with. One of it serves all resources of a tenant in a process. */
export interface AutotaskServices {
  directory: Directory;
  /** Absent where no console sign-in is configured: what only the console can do then ends in the steps for a person. */
  console?: AdminConsole;
  log: Log;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
}

import type { Log } from "../lifecycle";
import type { Person } from "./guide/person";
import type { LevelBook } from "./permissions/levelBook";
import type { AdminConsole, Directory } from "./tenant";

/** What the Autotask lifecycles work with. One of it serves all resources of a tenant in a process. */
export interface AutotaskServices {
  directory: Directory;
  /** Absent where no console sign-in is configured: what only the console can do is then done by a person. */
  console?: AdminConsole;
  /** How that person is asked. @default stop with the steps */
  person?: Person;
  /** What this process knows of levels, for comparing with what their users may do. @default nothing is compared */
  levels?: LevelBook;
  /** Whether reading an API user tries its credentials too. @default false */
  verifyOnRead?: boolean;
  log: Log;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
}

import type { Clock } from "../http/clock";
import type { Log } from "../lifecycle";
import type { AdminConsole, Directory, PasswordPage } from "./tenant";

/** What the lifecycle works with. One of it serves all resources of a tenant in a process. */
export interface PsaServices extends Clock {
  directory: Directory;
  /** Absent where no console sign-in is configured: what only the console can do then ends in the steps for a person. */
  console?: AdminConsole;
  /** Works without a console sign-in: the mailed link is its own key. */
  passwordPage: PasswordPage;
  log: Log;
}

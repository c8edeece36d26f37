import type { Journal } from "./journal";
import type { Store } from "./store";
import type { Switches } from "./switches";

/** What the REST API, the admin console and the control calls share. */
export interface Context {
  store: Store;
  switches: Switches;
  journal: Journal;
  /** Root of the server with a slash at its end, such as `http://127.0.0.1:40123/`. Known once it listens. */
  baseUrl(): string;
  now(): Date;
}

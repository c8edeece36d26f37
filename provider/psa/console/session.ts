import { PsaError } from "../../errors";
import type { Screen, View } from "../../browser/screen";
import type { Traffic } from "../../browser/traffic";
import { likenessToAny, normalise } from "../../browser/words";
import { SHELL_WORDS } from "./words";

/** What the pages work with: the browser's windows, its requests, and the way back to the shell. */
export interface Desk {
  screen: Screen;
  traffic: Traffic;
  /** Texts that must never be seen in a picture or message. */
  secrets: () => string[];
  /** Closes what is open and loads the shell's first page. */
  home: () => Promise<void>;
  log: (text: string) => void;
}

/** How many entries of the top bar can be read. */
export function menuWords(view: View): number {
  const shown = view.scan.phrases.filter((phrase) => likenessToAny(phrase.text, SHELL_WORDS) === 3);
  return new Set(shown.map((phrase) => normalise(phrase.text))).size;
}

/** The page of signing in: it asks for a password and shows no menu. */
export const isSignIn = (view: View): boolean =>
  view.scan.controls.some((control) => control.kind === "password" && !control.disabled) && menuWords(view) < 3;

/** Waits until nothing is asked for any more and the page stands still. Answers all that can be seen. */
export async function settled(desk: Desk, timeout = 20_000): Promise<View[]> {
  await desk.traffic.quiet();
  const views = (await desk.screen.tryUntil((all) => all.length > 0 && all, { timeout })) || (await desk.screen.look());
  assertSession(views);
  return views;
}

/** @throws PsaError when the sign-in page has come up in the middle of a task: nobody signs in again in mid-form */
export function assertSession(views: View[]): void {
  const top = views.filter((view) => view.depth === 0);
  if (top.length === 0 || !top.some(isSignIn) || top.some((view) => menuWords(view) >= 3)) return;
  throw new PsaError(
    "unavailable",
    "The console's session has ended in the middle of a task: it asks for the sign-in again.",
    "Whether the last step was carried out is not known. Run again; the next run looks first.",
  );
}

/** The shell's first page asks for the sign-in: the session ended between two tasks, and nothing is lost by signing in again. */
export class SessionEnded extends PsaError {
  constructor() {
    super("unavailable", "The console's session has ended.", "Run again.");
  }
}

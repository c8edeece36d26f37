import type { View } from "../../browser/screen";
import type { Desk } from "../../browser/session";
import { likenessToAny, normalise } from "../../browser/words";
import { SHELL_WORDS } from "./words";

export { SessionEnded, type Desk } from "../../browser/session";

/** How many entries of the top bar can be read. */
export function menuWords(view: View): number {
  const shown = view.scan.phrases.filter((phrase) => likenessToAny(phrase.text, SHELL_WORDS) === 3);
  return new Set(shown.map((phrase) => normalise(phrase.text))).size;
}

/** The page of signing in: it asks for a password and shows no menu. */
const isSignIn = (view: View): boolean =>
  view.scan.controls.some((control) => control.kind === "password" && !control.disabled) && menuWords(view) < 3;

/** A page of signing in where the console should be. */
export function asksForSignIn(views: View[]): boolean {
  const top = views.filter((view) => view.depth === 0);
  return top.some(isSignIn) && !top.some((view) => menuWords(view) >= 3);
}

/** Waits until nothing is asked for any more and the page stands still. Answers all that can be seen. */
export async function settled(desk: Desk, timeout = 20_000): Promise<View[]> {
  await desk.traffic.quiet();
  return (await desk.screen.tryUntil((all) => all.length > 0 && all, { timeout })) || (await desk.screen.look());
}

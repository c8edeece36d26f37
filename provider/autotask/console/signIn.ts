import { PsaError } from "../../errors";
import { clickPhrase, findButton } from "../../browser/actions";
import { handedOver, isElsewhere } from "../../browser/otherSite";
import { labelsOf, sameLine } from "../../browser/reading";
import type { Control } from "../../browser/scan";
import { element, mask, signature, type Screen, type View } from "../../browser/screen";
import type { Account } from "../../browser/session";
import { likenessToAny, normalise } from "../../browser/words";
import { PLACE_WORDS, SHELL_WORDS } from "./pageMap";

export interface SignIn extends Account {
  url: string;
}

const USER = ["Username", "User Name", "Email", "Email Address", "User", "Login", "Username or Email"];
const PASSWORD = ["Password"];
const codeWord = /code|token|one[- ]time|authenticat|verification|2fa|mfa|totp|passcode|pin/;
const SUBMIT = ["Continue", "Log In", "Login", "Sign In", "Next", "Verify", "Submit", "OK", "Confirm"];

/** Where the page of signing in lies. */
const SIGN_IN_PATH = /authenticat|login|sign-?in/i;

interface Step {
  view: View;
  user?: Control;
  password?: Control;
  code?: Control;
}

/**
 * Signs in by what is visible: a user name, a password, a code, in whatever order and division the page asks for them.
 * Each secret is sent once: accounts lock after repeated failures (the limit is a Site Setup setting).
 */
export async function signIn(screen: Screen, account: SignIn): Promise<void> {
  const page = screen.pages()[0]!;
  await page.goto(account.url, { waitUntil: "domcontentloaded", timeout: 60_000 }).catch((e: unknown) => {
    throw new PsaError(
      "unavailable",
      `The console at ${account.url} cannot be reached: ${(e instanceof Error ? e.message : String(e)).split("\n")[0]}.`,
      "Check autotask:consoleUrl (or AUTOTASK_CONSOLE_URL) and the network.",
      { cause: e },
    );
  });
  const sent = { user: false, password: false, code: 0 };
  const home = new URL(account.url).origin;
  for (let step = 0; step < 8; step++) {
    const now = await screen.tryUntil(
      (views) => {
        const asked = askedFor(views, sent);
        if (asked) return { asked };
        return inside(views) ? { done: true as const } : undefined;
      },
      { timeout: 30_000 },
    );
    if (!now) {
      const elsewhere = screen.pages()[0];
      if (elsewhere && new URL(elsewhere.url()).origin !== home && sent.user && !sent.password)
        throw handedOver(elsewhere.url(), "autotask");
      throw await screen.lost(
        "a sign-in step that is on record (user name, password, code) or the main menu",
        "while signing in",
      );
    }
    if ("done" in now) return;
    const { asked } = now;
    // Another site's page gets no password, and its question for a name is no refusal.
    if (!sent.password && isElsewhere(asked.view.scan.url, account.url, sent.user, ZONES))
      throw handedOver(asked.view.scan.url, "autotask");
    if ((asked.user && sent.user) || (asked.password && sent.password && !asked.user))
      throw refused(screen, asked, account);
    if (asked.user && asked.password && sent.password) throw refused(screen, asked, account);
    if (asked.code && !asked.password) {
      if (!account.code)
        throw new PsaError("config", "The console asks for a code of an authenticator app.", account.codeRemedy);
      // Only a different code may follow a refused one, and only once: the clock had moved on between.
      if (sent.code >= 2) throw refused(screen, asked, account);
      const code = await account.code();
      sent.code++;
      await fill(asked.view, asked.code, code);
      await submit(screen, asked.view, asked.code);
      continue;
    }
    let last: Control | undefined;
    if (asked.user) {
      await fill(asked.view, asked.user, account.userName);
      sent.user = true;
      last = asked.user;
    }
    if (asked.password) {
      await fill(asked.view, asked.password, account.password.reveal());
      sent.password = true;
      last = asked.password;
    }
    if (asked.code && account.code) {
      const code = await account.code();
      sent.code++;
      await fill(asked.view, asked.code, code);
      last = asked.code;
    }
    if (last) await submit(screen, asked.view, last);
  }
  throw await screen.lost("the end of the sign-in", "after eight steps");
}

/** All zones of the vendor are below it. */
export const ZONES = "autotask.net";

/** Which of the three does the page ask for now? */
function askedFor(views: View[], sent: { user: boolean; password: boolean; code: number }): Step | undefined {
  for (const view of views) {
    const fields = view.scan.controls.filter(
      (c) =>
        (c.kind === "text" || c.kind === "password") &&
        !c.disabled &&
        !c.readOnly &&
        !c.covered &&
        c.box.w >= 40 &&
        // A search box or a list's filter is no sign-in.
        !labelsOf(view.scan, c).some((l) => /search|filter/i.test(l)),
    );
    if (fields.length === 0 || fields.length > 6) continue;
    const passwordFields = fields.filter((c) => c.kind === "password");
    const labels = new Map(fields.map((c) => [c, labelsOf(view.scan, c)]));
    const says = (c: Control, test: (t: string) => boolean) => (labels.get(c) ?? []).some(test);
    const isCode = (c: Control) =>
      says(c, (t) => codeWord.test(normalise(t)) && !/zip|postal/.test(normalise(t))) &&
      !says(c, (t) => likenessToAny(t, PASSWORD) === 3);
    const password = passwordFields.find((c) => !isCode(c));
    const texts = fields.filter((c) => c !== password);
    let code = texts.find(isCode);
    let user = texts.find(
      (c) =>
        c !== code && c.kind === "text" && says(c, (t) => likenessToAny(t, USER) >= 2 || /user|e-?mail|login/i.test(t)),
    );
    if (!user && !code && texts.length === 1 && !password) {
      // A lone box without words: what it is follows from what was asked before.
      if (sent.password) code = texts[0];
      else if (!sent.user) user = texts[0];
    }
    if (!user && password && texts.length === 1 && !code && !sent.user) user = texts[0];
    if (!user && !password && !code) continue;
    if (inside([view]) && !password) continue;
    return { view, user, password, code };
  }
  return undefined;
}

/** The page of signing in, as a window or in a frame of the shell. */
export const asksForSignIn = (views: View[]): boolean =>
  views.some(
    (view) =>
      SIGN_IN_PATH.test(new URL(view.scan.url).pathname) &&
      (view.depth > 0 || menuWords(view) < 3) &&
      askedFor([view], { user: false, password: false, code: 0 }) !== undefined,
  );

/** The shell is there: menu words, or no sign-in address any more and a page in a frame. */
export function inside(views: View[]): boolean {
  const top = views.filter((v) => v.depth === 0);
  if (top.some((v) => SIGN_IN_PATH.test(new URL(v.scan.url).pathname)) && !views.some((v) => menuWords(v) >= 3))
    return false;
  if (views.some((v) => v.scan.controls.some((c) => c.kind === "password"))) return false;
  return (
    views.some((v) => menuWords(v) >= 2 || wordsOf(v, PLACE_WORDS) >= 2 || /LandingPage/i.test(v.scan.url)) ||
    views.some((v) =>
      v.scan.phrases.some(
        (p) => likenessToAny(p.text, ["Admin"]) === 3 || /(^|[\s|>])(log ?out|sign ?out)$/i.test(p.text.trim()),
      ),
    ) ||
    (views.length > 1 && top.some((v) => v.scan.phrases.length + v.scan.icons.length > 3))
  );
}

const menuWords = (view: View): number => wordsOf(view, SHELL_WORDS);

/** How many of these words a page shows. */
function wordsOf(view: View, words: readonly string[]): number {
  return new Set(view.scan.phrases.filter((p) => likenessToAny(p.text, words) === 3).map((p) => normalise(p.text)))
    .size;
}

async function fill(view: View, control: Control, text: string): Promise<void> {
  const handle = await element(view, control.el);
  if (!handle)
    throw new PsaError(
      "console-changed",
      "The sign-in page drew itself anew while it was being filled in.",
      "Run again.",
    );
  await handle.click({ timeout: 5_000 });
  await handle.fill("", { timeout: 5_000 });
  await handle.type(text, { timeout: 20_000 });
  await handle.dispose();
}

/** Enter submits every step on record; when nothing at all happens, the one button is pressed. */
async function submit(screen: Screen, view: View, control: Control): Promise<void> {
  let requests = 0;
  const count = (): void => {
    requests++;
  };
  const before = signature(await screen.look(view.page));
  view.page.on("request", count);
  try {
    await view.page.keyboard.press("Enter");
    const moved = await screen.tryUntil((views) => signature(views.filter((v) => v.page === view.page)) !== before, {
      timeout: 2_500,
      evenBusy: true,
    });
    if (moved || requests > 0) {
      if (!moved) await screen.tryUntil((views) => signature(views) !== before, { timeout: 15_000, evenBusy: true });
      return;
    }
    const views = await screen.look(view.page);
    const button = findButton(views, SUBMIT);
    if (!button) return;
    const near = button.view.scan.controls.some((c) => c.order === control.order || sameLine(c.box, control.box));
    if (near) await clickPhrase(screen, button.view, button.phrase);
    await screen.tryUntil((vs) => signature(vs) !== before, { timeout: 15_000, evenBusy: true });
  } finally {
    view.page.off("request", count);
  }
}

function refused(screen: Screen, step: Step, account: SignIn): PsaError {
  const said = step.view.scan.phrases
    .filter((p) => !p.tooltip && p.text.split(" ").length >= 3 && p.text.length < 200)
    .map((p) => p.text)
    .slice(0, 4);
  const texts = [...said, ...screen.notices.map((n) => n.text)]
    .map((t) => `"${mask(t, [account.password.reveal()])}"`)
    .join(", ");
  return new PsaError(
    "authentication",
    `The console at ${new URL(account.url).host} refused the sign-in of ${account.userName}.${texts === "" ? "" : ` It said: ${texts}.`}`,
    "Nothing is tried again in this run, because repeated failures lock the account. Check autotask:consoleUserName, autotask:consolePassword and autotask:consoleTotpSecret by signing in by hand.",
  );
}

import { PsaError } from "../../errors";
import { clickPhrase, findButton } from "../../browser/actions";
import { handedOver, isElsewhere } from "../../browser/otherSite";
import { labelsOf } from "../../browser/reading";
import type { Control } from "../../browser/scan";
import { element, mask, signature, type Screen, type View } from "../../browser/screen";
import type { Account } from "../../browser/session";
import type { Traffic } from "../../browser/traffic";
import { likenessToAny, normalise } from "../../browser/words";
import { menuWords } from "./session";

export interface SignIn extends Account {
  /** Root of the console, or the tenant's gateway link. */
  url: string;
  company: string;
}

const USER = ["Username", "User Name", "User", "Login", "Username or Email", "Email", "Email Address"];
const COMPANY = ["Company Name", "Company", "Organization", "Organization Name", "Tenant"];
const CODE = /\bcode\b|token|one[- ]time|authenticat|verification|2fa|mfa|totp|passcode/;
const SUBMIT = ["Log In", "Login", "Sign In", "Next", "Continue", "Verify", "Submit"];
/** What may stand where the shell should be, and means that somebody has to do something by hand first. */
const BY_HAND = [
  /MFA must be enabled/i,
  /(enable|set ?up|configure) (multi|two)-?factor/i,
  /password (has )?expired/i,
  /(must|need to|required to|please) change your password/i,
  /^change password$/i,
];

interface Asked {
  view: View;
  user?: Control;
  password?: Control;
  company?: Control;
  code?: Control;
}

/** Where a sign-in stands. */
type Step = { asked: Asked } | { done: true } | { byHand: string };

/** What has been sent so far. */
interface Sent {
  user: boolean;
  password: boolean;
  codes: string[];
  /** The first code was asked for together with the password: a refusal may mean either. */
  together: boolean;
  /** What the page said before it was answered. */
  words: ReadonlySet<string>;
}

/** Whether what a page asks for, after something was sent, is the next step of one attempt and not a refusal of it. */
function mayGoOn(asked: Asked, sent: Sent): boolean {
  if (asked.code) {
    if (sent.codes.length === 0) return true;
    if (sent.codes.length >= 2) return false;
    // One other code may follow, where it is the code that was refused: the clock had moved on.
    const said = asked.view.scan.phrases.filter((phrase) => !phrase.tooltip && !sent.words.has(phrase.text));
    return !sent.together || said.some((phrase) => /\bcode\b|token/i.test(phrase.text));
  }
  return asked.password !== undefined && !sent.password;
}

/**
 * Signs in by what is visible: user name, password, company and code, in whatever division the page asks for them. The
 * code's field may appear only after the first press of the button, which is then pressed again. Each secret is sent once,
 * since five failures lock an account for half an hour; only a refused code is followed by one other code.
 */
export async function signIn(screen: Screen, traffic: Traffic, account: SignIn): Promise<void> {
  await open(screen, account);
  const sent: Sent = { user: false, password: false, codes: [], together: false, words: new Set() };
  let local = false;
  for (let step = 0; step < 8; step += 1) {
    const now = await screen.tryUntil(
      (views): Step | undefined => {
        const byHand = needsHand(views);
        if (byHand !== undefined) return { byHand };
        const asked = askedFor(views);
        if (asked) return { asked };
        return inside(views) ? { done: true } : undefined;
      },
      { timeout: 30_000 },
    );
    const at = now && "asked" in now ? now.asked.view.scan.url : (screen.pages()[0]?.url() ?? account.url);
    // Another site's page gets no password of the console, and its question for a name is no refusal.
    if (!(now && "done" in now) && !sent.password && isElsewhere(at, account.url, sent.user)) {
      if (local || !(await openLocal(screen, account))) throw handedOver(at, "psa");
      local = true;
      sent.user = false;
      continue;
    }
    if (!now)
      throw await screen.lost(
        "a sign-in step that is on record (user name, password, company, code) or the menu",
        "while signing in",
      );
    if ("done" in now) return;
    if ("byHand" in now) throw byHand(account, now.byHand);
    const { asked } = now;
    if (sent.user && !mayGoOn(asked, sent)) throw refused(screen, asked, account);
    sent.together ||= asked.code !== undefined && asked.password !== undefined && !sent.password;
    sent.words = new Set(asked.view.scan.phrases.map((phrase) => phrase.text));
    await answer(asked, account, sent);
    const before = signature(await screen.look());
    await submit(screen, asked);
    await traffic.quiet(250);
    await screen.tryUntil((views) => signature(views) !== before, { timeout: 12_000, evenBusy: true });
    await traffic.quiet(250);
  }
  throw await screen.lost("the end of the sign-in", "after eight steps");
}

const visitor =
  (screen: Screen, account: SignIn) =>
  (url: string): Promise<unknown> =>
    screen
      .pages()[0]!
      .goto(url, { waitUntil: "domcontentloaded", timeout: 60_000 })
      .catch((e: unknown) => {
        throw new PsaError(
          "unavailable",
          `The console at ${new URL(account.url).host} cannot be reached: ${mask((e instanceof Error ? e.message : String(e)).split("\n")[0] ?? "", [account.password.reveal()])}.`,
          "Check psa:consoleUrl (PSA_CONSOLE_URL) or psa:host (PSA_HOST), and the network.",
          { cause: e },
        );
      });

/** Where signing in with a user name and password of the console's own lies, whatever its root leads to. */
function localSignIn({ url }: SignIn): URL {
  const root = new URL(url);
  root.search = "";
  root.pathname = `${root.pathname.replace(/\/[^/]*\.aspx$/i, "").replace(/\/+$/, "")}/Login.aspx`;
  return root;
}

/** The page that asks for the console's own password, where a gateway has led to an identity provider. */
async function openLocal(screen: Screen, account: SignIn): Promise<boolean> {
  const { href } = localSignIn(account);
  await visitor(screen, account)(href);
  const asks = (views: View[]) => {
    const asked = askedFor(views);
    return asked?.password !== undefined && !isElsewhere(asked.view.scan.url, account.url, false);
  };
  return (await screen.tryUntil(asks, { timeout: 8_000 })) === true;
}

async function open(screen: Screen, account: SignIn): Promise<void> {
  const visit = visitor(screen, account);
  await visit(account.url);
  const shows = await screen.tryUntil((views) => askedFor(views) !== undefined || inside(views), { timeout: 8_000 });
  if (shows) return;
  // The root of a console may be a page of its own; where the page of signing in lies below it is on record.
  if (/\.aspx$/i.test(new URL(account.url).pathname)) return;
  await visit(localSignIn(account).href);
}

/** Fills in what is asked for. A field that a post back has emptied is filled in again: it belongs to the same attempt. */
async function answer(asked: Asked, account: SignIn, sent: Sent): Promise<void> {
  const { view } = asked;
  if (asked.company && asked.company.value !== account.company) await fill(view, asked.company, account.company);
  if (asked.user && asked.user.value !== account.userName) await fill(view, asked.user, account.userName);
  if (asked.user) sent.user = true;
  if (asked.password) {
    if (asked.password.value !== account.password.reveal()) await fill(view, asked.password, account.password.reveal());
    sent.password = true;
  }
  if (!asked.code) return;
  if (!account.code)
    throw new PsaError("config", "The console asks for a code of an authenticator app.", account.codeRemedy);
  const code = await account.code();
  sent.codes.push(code);
  await fill(view, asked.code, code);
}

/** Which fields of a sign-in can be seen now? */
function askedFor(views: View[]): Asked | undefined {
  for (const view of views) {
    const fields = view.scan.controls.filter(
      (c) => (c.kind === "text" || c.kind === "password") && !c.disabled && !c.readOnly && c.box.w >= 40,
    );
    if (fields.length === 0 || fields.length > 6 || menuWords(view) >= 3) continue;
    const labels = new Map(fields.map((c) => [c, labelsOf(view.scan, c)]));
    const says = (c: Control, test: (text: string) => boolean) => (labels.get(c) ?? []).some(test);
    const nearest = (c: Control) => normalise(labels.get(c)?.[0] ?? "");
    const isCode = (c: Control) => CODE.test(nearest(c)) && !/zip|postal|company/.test(nearest(c));
    const password = fields.find((c) => c.kind === "password" && !isCode(c));
    const code = fields.find((c) => c !== password && isCode(c));
    const texts = fields.filter((c) => c !== password && c !== code && c.kind === "text");
    const company = texts.find((c) => likenessToAny(labels.get(c)?.[0] ?? "", COMPANY) === 3);
    let user = texts.find((c) => c !== company && says(c, (t) => likenessToAny(t, USER) >= 2));
    // A lone box without words beside a password is the user name.
    if (!user && password && texts.length === 1 && !company) user = texts[0];
    if (user && /search|filter/i.test((labels.get(user) ?? []).join(" "))) continue;
    if (user || password || code || company) return { view, user, password, company, code };
  }
  return undefined;
}

export const inside = (views: View[]): boolean =>
  views.some((view) => view.depth === 0 && menuWords(view) >= 3) && !views.some((view) => askedFor([view])?.password);

function needsHand(views: View[]): string | undefined {
  for (const view of views)
    for (const phrase of view.scan.phrases)
      if (!phrase.tooltip && phrase.target < 0 && BY_HAND.some((words) => words.test(phrase.text))) return phrase.text;
  return undefined;
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

/** The button of the form: other buttons lead to another way of signing in. Enter, where there is none to be seen. */
async function submit(screen: Screen, asked: Asked): Promise<void> {
  const lowest = Math.max(...[asked.user, asked.password, asked.company, asked.code].map((c) => c?.box.y ?? 0));
  const views = await screen.look(asked.view.page);
  const home = views.filter((view) => view.frame === asked.view.frame);
  const button = findButton(home, SUBMIT) ?? findButton(views, SUBMIT);
  if (button && button.phrase.box.y > lowest - 30) await clickPhrase(screen, button.view, button.phrase);
  else await asked.view.page.keyboard.press("Enter");
}

const texts = (view: View, account: SignIn): string =>
  view.scan.phrases
    .filter((p) => !p.tooltip && p.text.split(" ").length >= 3 && p.text.length < 240)
    .map((p) => `"${mask(p.text, [account.password.reveal()])}"`)
    .slice(0, 6)
    .join(", ");

function refused(screen: Screen, asked: Asked, account: SignIn): PsaError {
  const said = [texts(asked.view, account), ...screen.notices.map((n) => `"${n.text}"`)]
    .filter((t) => t !== "")
    .join(", ");
  return new PsaError(
    "authentication",
    `The console at ${new URL(account.url).host} refused the sign-in of ${account.userName}.${said === "" ? "" : ` It said: ${said}.`}`,
    "Nothing is tried again in this run: five failures lock the account for half an hour. Check psa:consoleUserName, psa:consolePassword, " +
      "psa:consoleTotpSecret and psa:company (spaces, punctuation and capitals matter) by signing in by hand. Where the tenant requires " +
      "KaseyaOne, exempt the account on its page (MFA Settings).",
  );
}

function byHand(account: SignIn, seen: string): PsaError {
  return new PsaError(
    "config",
    `The console at ${new URL(account.url).host} wants something of ${account.userName} that only a person should do: "${seen.slice(0, 200)}".`,
    "Sign in by hand once and settle it (for MFA: enable it, and keep the secret for psa:consoleTotpSecret), then run again.",
  );
}

import { PsaError } from "../../errors";
import { clickPhrase, findButton, questionIn } from "../../browser/actions";
import { launch } from "../../browser/launch";
import { labelsOf } from "../../browser/reading";
import type { Control } from "../../browser/scan";
import { element, mask, Screen, signature, type View } from "../../browser/screen";
import { Traffic } from "../../browser/traffic";
import { likenessToAny } from "../../browser/words";
import type { PasswordPage } from "../tenant";

export interface PasswordPageOptions {
  /** Where the console is: the page of a link lies there, and no password is typed anywhere else. */
  consoleUrl: string;
  company: string;
  browserPath?: string;
  evidenceFolder?: string;
  log: (text: string) => void;
}

const OLD = ["Current Password", "Old Password", "Existing Password", "Previous Password"];
const USER = ["User Name", "Username", "User", "Login"];
const COMPANY = ["Company Name", "Company"];
const SUBMIT = [
  "Save",
  "Save (S)",
  "Reset Password",
  "Reset",
  "Change Password",
  "Create Password",
  "Set Password",
  "Update Password",
  "Submit",
  "Update",
  "Confirm",
  "Continue",
];
/** Words by which the page says no; what it asks for beforehand is left out by comparing with what stood there. */
const REFUSAL =
  /\b(error|invalid|must|cannot|not (match|allowed|meet|valid)|already|expired|previous|reuse|too (short|long|weak)|at least|failed|used)\b/i;

interface Form {
  view: View;
  passwords: Control[];
  user?: Control;
  company?: Control;
}

/** The page behind the mailed link: in a browser of its own, without a sign-in, once. */
export function openPasswordPage(options: PasswordPageOptions): PasswordPage {
  return {
    async setPassword(link, userName, password) {
      const url = assertOwnHost(link, options.consoleUrl);
      options.log(`setting the password of "${userName}" with the mailed link`);
      const browser = await launch(options.browserPath, "psa");
      const secrets = (): string[] => [password, link];
      try {
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US" });
        context.setDefaultTimeout(15_000);
        const traffic = new Traffic(context);
        const page = await context.newPage();
        const screen = new Screen(context, options.evidenceFolder, secrets, "psa");
        await page.goto(url.href, { waitUntil: "domcontentloaded", timeout: 60_000 });
        await complete(screen, traffic, { userName, password, company: options.company, secrets });
      } catch (error) {
        if (error instanceof PsaError) throw error;
        const text = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
        throw new PsaError(
          "unavailable",
          mask(`The page of the link did not work: ${text}`, secrets()),
          "Ask for a new link, then run again.",
          {
            cause: error,
          },
        );
      } finally {
        await browser.close().catch(() => undefined);
      }
    },
  };
}

/** The link comes from a mail: a password goes to nobody but the tenant's own console. */
function assertOwnHost(link: string, consoleUrl: string): URL {
  const own = new URL(consoleUrl);
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (url?.origin === own.origin) return url;
  throw new PsaError(
    "config",
    `passwordLink leads to ${url ? url.host : "no address at all"}, not to the console at ${own.host}.`,
    "Copy the link from the mail, or correct psa:host (PSA_HOST) or psa:consoleUrl (PSA_CONSOLE_URL).",
  );
}

interface Task {
  userName: string;
  password: string;
  company: string;
  secrets: () => string[];
}

async function complete(screen: Screen, traffic: Traffic, task: Task): Promise<void> {
  await traffic.quiet();
  const form = await screen.tryUntil(formOf, { timeout: 15_000 });
  if (!form) throw unusable(await screen.look(), task);
  const { view } = form;
  const old = form.passwords.find((control) =>
    labelsOf(view.scan, control).some((label) => likenessToAny(label, OLD) === 3),
  );
  if (old)
    throw new PsaError(
      "validation",
      "The page of the link asks for the present password, which nobody has.",
      "Ask for a new link (change resetInstructions).",
    );
  if (form.company && form.company.value === "") await fill(view, form.company, task.company);
  if (form.user && form.user.value === "") await fill(view, form.user, task.userName);
  for (const control of form.passwords) await fill(view, control, task.password);
  await traffic.quiet();
  const button = await screen.until((views) => findButton(views, SUBMIT), {
    what: "the button that sets the password",
    where: "on the page of the link",
  });
  const before = new Set(button.view.scan.phrases.map((phrase) => phrase.text));
  await clickPhrase(screen, button.view, button.phrase);
  await outcome(screen, traffic, before, task);
}

/** Fields for a new password, usually two. The page of signing in has one, and asks for a name with it. */
function formOf(views: View[]): Form | undefined {
  for (const view of views) {
    const fields = view.scan.controls.filter(
      (c) => (c.kind === "text" || c.kind === "password") && !c.disabled && c.box.w >= 40,
    );
    const passwords = fields.filter((c) => c.kind === "password");
    const named = (names: readonly string[]) =>
      fields.find(
        (c) =>
          c.kind === "text" &&
          !c.readOnly &&
          labelsOf(view.scan, c)
            .slice(0, 1)
            .some((label) => likenessToAny(label, names) === 3),
      );
    const says = /new password|confirm|create (a |your )?password|reset (your )?password|re-?enter/i;
    const isNew =
      passwords.length >= 2 ||
      (passwords.length === 1 &&
        labelsOf(view.scan, passwords[0]!).some((label) => says.test(label)) &&
        !isSignIn(view));
    if (passwords.length > 0 && passwords.length <= 3 && isNew)
      return { view, passwords, user: named(USER), company: named(COMPANY) };
  }
  return undefined;
}

const isSignIn = (view: View): boolean =>
  view.scan.controls.filter((c) => c.kind === "password").length === 1 &&
  view.scan.phrases.some((phrase) => likenessToAny(phrase.text, ["Log In", "Login", "Sign In"]) === 3);

const said = (views: View[], task: Task): string =>
  views
    .flatMap((view) => view.scan.phrases)
    .filter((phrase) => !phrase.tooltip && phrase.text.split(" ").length >= 3 && phrase.text.length < 240)
    .map((phrase) => `"${mask(phrase.text, task.secrets())}"`)
    .slice(0, 5)
    .join(", ");

function unusable(views: View[], task: Task): PsaError {
  const text = said(views, task);
  return new PsaError(
    "validation",
    `The page of passwordLink offers no field for a new password.${text === "" ? "" : ` It says: ${text}.`}`,
    "A link works once and not for ever: change resetInstructions to have a new one sent, and declare that.",
  );
}

/** Whether it was set: the fields are gone, or the page says no. Standing still without a word leaves it open. */
async function outcome(screen: Screen, traffic: Traffic, before: ReadonlySet<string>, task: Task): Promise<void> {
  let last = "";
  let calm = 0;
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    await traffic.quiet(200);
    const views = await screen.look();
    const question = questionIn(views);
    if (question !== undefined)
      throw new PsaError(
        "console-changed",
        mask(`The page of the link asked: "${question.slice(0, 300)}"`, task.secrets()),
        "Nothing was answered. Set the password by hand with a new link.",
      );
    const now = signature(views);
    calm = now === last && traffic.pending === 0 ? calm + 1 : 0;
    last = now;
    const stays = formOf(views) !== undefined;
    const fresh = views
      .flatMap((v) => v.scan.phrases)
      .filter((p) => !p.tooltip && !before.has(p.text) && p.text.length < 300);
    const no = [...fresh.map((p) => p.text), ...screen.notices.map((n) => n.text)].filter((text) => REFUSAL.test(text));
    if (calm >= 1 && !stays && no.length === 0) return;
    if (calm >= 2 && no.length > 0 && stays)
      throw new PsaError(
        "validation",
        `The page of the link refused the password: ${no
          .slice(0, 4)
          .map((text) => `"${mask(text, task.secrets())}"`)
          .join(", ")}.`,
        "The tenant's policy may ask for more (Admin > Security > Password Policy). Set the password by hand with the link, and declare it as password.",
      );
    if (calm >= 2 && !stays) return;
    if (calm >= 8) break;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw await screen.lost("a sign that the password was set", "on the page of the link");
}

async function fill(view: View, control: Control, text: string): Promise<void> {
  const handle = await element(view, control.el);
  if (!handle)
    throw new PsaError(
      "console-changed",
      "The page of the link drew itself anew while it was being filled in.",
      "Run again.",
    );
  await handle.click({ timeout: 5_000 });
  await handle.fill("", { timeout: 5_000 });
  await handle.type(text, { timeout: 20_000 });
  await handle.dispose();
}

import { PsaError } from "../../errors";
import { clickPhrase, findButton, questionIn } from "../../browser/actions";
import { mask, signature, type View } from "../../browser/screen";
import { normalise } from "../../browser/words";
import type { Desk } from "./session";

/** Words by which a page says no. Only picks what to quote; whether it was saved tells a fresh page. */
const REFUSAL =
  /\b(error|required|invalid|must|cannot|can't|could not|already|not allowed|not permitted|not valid|exceeds?|maximum|denied|failed|unique|in use|duplicate|please (enter|select|choose|correct))\b/i;
const SUCCESS =
  /^success\b|operation is completed successfully|(saved|updated|created|sent|completed) successfully|(has|have) been (sent|saved|reset)|successfully\b/i;

/** On another page than before, words such as "required" belong to that page: only these still say no. */
const REFUSAL_ELSEWHERE = /\berror\b|cannot|could not|failed|denied/i;

/** What was seen after one press. */
export interface Outcome {
  /** A banner said so. Its absence says nothing: a tenant may have such banners switched off. */
  success: boolean;
  /** Answers that were given to questions that the press was bound to bring up. */
  answered: string[];
}

export interface Press {
  /** What is pressed. */
  names: readonly string[];
  /** For messages: "Save on the page New Employee". */
  what: string;
  isIt: (view: View) => boolean;
  /** The question that this press may bring up, and which is answered with yes. Any other question stops. */
  expected?: RegExp;
}

const YES = /^(yes|ok|okay|confirm|continue|proceed|send|reset|reset and send instructions|save)$/i;
const NO = /^(no|cancel|close|back|go back|stay|not now|don.t \w+|\u00d7|x)$/i;

/**
 * Presses a button once and watches what comes. A refusal that the page shows is an error with the page's own words; a
 * question that was not to be expected is left unanswered. Nothing is ever pressed twice.
 */
export async function pressOnce(desk: Desk, press: Press): Promise<Outcome> {
  const { screen } = desk;
  const ready = await screen.until((views) => findButton(views, press.names, press.isIt), {
    what: `the button "${press.names[0]}"`,
    where: press.what,
  });
  return watch(desk, press, () => clickPhrase(screen, ready.view, ready.phrase));
}

/** As `pressOnce`, for what has been found already. */
export async function watch(desk: Desk, press: Omit<Press, "names">, act: () => Promise<unknown>): Promise<Outcome> {
  const { screen, traffic, secrets } = desk;
  const start = await screen.look();
  const before = new Set(start.flatMap((view) => view.scan.phrases.map((phrase) => phrase.text)));
  const addresses = new Set(start.map((view) => view.scan.url));
  const noticesBefore = screen.notices.length;
  screen.questions.length = 0;
  const answered: string[] = [];
  screen.committed = true;
  if (press.expected)
    await screen.leaving(async () => {
      await act();
      await traffic.quiet(300);
    });
  else await act();
  let last = "";
  let calm = 0;
  const end = Date.now() + 45_000;
  while (Date.now() < end) {
    await traffic.quiet(150);
    const views = await screen.look();
    if (await answerQuestion(desk, press, views, answered)) {
      calm = 0;
      continue;
    }
    const question = questionIn(views);
    if (question !== undefined) throw unknownQuestion(desk, press, question, false);
    if (screen.questions.length > 0) throw unknownQuestion(desk, press, screen.questions[0]!, true);
    const said = views
      .flatMap((view) => view.scan.phrases)
      .filter(
        (phrase) => !phrase.tooltip && !before.has(phrase.text) && phrase.text.length > 3 && phrase.text.length < 400,
      )
      .map((phrase) => phrase.text);
    const notices = screen.notices
      .slice(noticesBefore)
      .map((notice) => notice.text)
      .filter((text) => !answered.includes(text));
    const now = signature(views);
    const busy = views.some((view) => view.scan.busy);
    calm = now === last && !busy && traffic.pending === 0 ? calm + 1 : 0;
    last = now;
    const words = [...notices, ...said];
    const success = words.some((text) => SUCCESS.test(text));
    const elsewhere = views.some((view) => press.isIt(view) && !addresses.has(view.scan.url));
    const no = elsewhere ? REFUSAL_ELSEWHERE : REFUSAL;
    const refusals = words.filter((text) => no.test(text) && !SUCCESS.test(text));
    if (calm >= 1 && success) return { success, answered };
    if (calm >= 2 && refusals.length > 0 && views.some(press.isIt)) throw refusal(press, refusals, secrets());
    // It stands still and says nothing: done, or not done. The caller looks at a fresh page.
    if (calm >= 6) return { success, answered };
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return { success: false, answered };
}

/** Says yes to the one question that this press was bound to bring up. */
async function answerQuestion(
  desk: Desk,
  press: Omit<Press, "names">,
  views: View[],
  answered: string[],
): Promise<boolean> {
  if (!press.expected) return false;
  for (const view of views)
    for (const dialog of view.scan.dialogs) {
      const isNo = (text: string) => NO.test(normalise(text) || text);
      const others = dialog.buttons.filter(({ text }) => !isNo(text));
      // Whatever the button says: it is the one that does not say no.
      const yes = others.find(({ text }) => YES.test(normalise(text))) ?? (others.length === 1 ? others[0] : undefined);
      const no = dialog.buttons.some(({ text }) => isNo(text));
      if (!yes || !no || dialog.controls > 0 || answered.includes(dialog.text) || !press.expected.test(dialog.text))
        continue;
      answered.push(dialog.text);
      await desk.screen.click(view, yes.el);
      await desk.traffic.quiet(300);
      return true;
    }
  return false;
}

function unknownQuestion(desk: Desk, press: Omit<Press, "names">, question: string, native: boolean): PsaError {
  return new PsaError(
    "console-changed",
    mask(
      `The console asked a question that is not on record after ${press.what}: "${question.slice(0, 300)}"`,
      desk.secrets(),
    ),
    native
      ? "It was answered with no. Look at the page by hand, then run again."
      : "Nothing was answered. Look at the page by hand, then run again.",
  );
}

function refusal(press: Omit<Press, "names">, texts: string[], secrets: string[]): PsaError {
  const quoted = [...new Set(texts)]
    .slice(0, 5)
    .map((text) => `"${mask(text, secrets)}"`)
    .join(", ");
  return new PsaError(
    "validation",
    `The console refused ${press.what}: ${quoted}.`,
    "Correct the declaration accordingly; nothing was saved.",
  );
}

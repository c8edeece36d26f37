import { PsaError } from "../../errors";
import { clickPhrase, findButton, questionIn } from "../../browser/actions";
import { mask, signature, type Screen, type View } from "../../browser/screen";
import { SAVE, SAVE_AND_CLOSE } from "./pageMap";

/** What was seen after the one press on Save. Only a fresh read tells whether it was saved. */
export type Outcome = "closed" | "stayed";

/**
 * Presses Save & Close (or Save) once and watches what comes. A refusal that the page shows is an error with the page's
 * own words; silence is not success: the caller reads the object afresh. Never presses twice.
 */
export async function save(
  screen: Screen,
  isIt: (v: View) => boolean,
  page: string,
  secrets: () => string[],
): Promise<Outcome> {
  const ready = await screen.until(
    (views) => findButton(views, SAVE_AND_CLOSE, isIt) ?? findButton(views, SAVE, isIt),
    { what: `the button "${SAVE_AND_CLOSE[0]}"`, where: `on the page ${page}` },
  );
  const wordsBefore = new Set(ready.view.scan.phrases.map((p) => p.text));
  const noticesBefore = screen.notices.length;
  screen.questions.length = 0;
  screen.committed = true;
  await clickPhrase(screen, ready.view, ready.phrase);
  let lastBefore = "";
  let calm = 0;
  const end = Date.now() + 40_000;
  for (;;) {
    const views = await screen.look();
    const form = views.find(isIt);
    await screen.closeNotice(views);
    const question = questionIn(views);
    if (question !== undefined)
      throw new PsaError(
        "console-changed",
        mask(`The console asked a question that is not on record after Save on ${page}: "${question}"`, secrets()),
        "Nothing was answered. Look at the page by hand, then run again.",
      );
    if (screen.questions.length > 0)
      throw new PsaError(
        "console-changed",
        mask(`The console asked "${screen.questions[0]}" after Save on ${page}.`, secrets()),
        "It was answered with no. Look at the page by hand, then run again.",
      );
    if (!form) {
      // Gone for good, or only between two loads? Two looks tell.
      const again = await screen.tryUntil((v) => v.find(isIt), { timeout: 1_000, evenBusy: true });
      if (!again) {
        const refusedBy = screen.notices
          .slice(noticesBefore)
          .map((n) => n.text)
          .filter(soundsLikeRefusal);
        if (refusedBy.length > 0) throw refusal(page, refusedBy, secrets());
        return "closed";
      }
    }
    if (form) {
      const busy = form.scan.busy !== "";
      const said = form.scan.phrases
        .filter((p) => !p.tooltip && !wordsBefore.has(p.text) && p.text.length > 3)
        .map((p) => p.text);
      const notices = screen.notices.slice(noticesBefore).map((n) => n.text);
      const now = signature([form]);
      calm = now === lastBefore && !busy ? calm + 1 : 0;
      lastBefore = now;
      const refusals = [...notices, ...said].filter(soundsLikeRefusal);
      if (refusals.length > 0 && calm >= 1) throw refusal(page, refusals, secrets());
      // The page stands still and says nothing: it was saved and stayed, or it was not saved. A fresh read decides.
      if (calm >= 12) return "stayed";
    }
    if (Date.now() > end) return "stayed";
    await new Promise((r) => setTimeout(r, 200));
  }
}

/** Only picks what to quote; nothing is decided by the words but that the page spoke up and did not go away. */
function soundsLikeRefusal(text: string): boolean {
  return (
    /\b(required|invalid|must|cannot|can't|could not|already|not allowed|not permitted|error|exceed|maximum|limit|denied|failed|unique|in use|please (enter|select|correct)|duplicate)\b/i.test(
      text,
    ) && text.length < 400
  );
}

function refusal(page: string, texts: string[], secrets: string[]): PsaError {
  const quoted = [...new Set(texts)]
    .slice(0, 5)
    .map((t) => `"${mask(t, secrets)}"`)
    .join(", ");
  return new PsaError(
    "validation",
    `The console refused to save ${page}: ${quoted}.`,
    "Correct the declaration accordingly; nothing was saved.",
  );
}

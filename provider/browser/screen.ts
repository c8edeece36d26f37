import type { BrowserContext, ElementHandle, Frame, JSHandle, Page } from "playwright-core";
import { PsaError } from "../errors";
import { saveEvidence } from "./evidence";
import type { Namespace } from "./launch";
import { whatIsThere } from "./reading";
import { scanFrame, type Scan } from "./scan";

/** One frame as it was read, and the elements behind what was read. */
export interface View {
  page: Page;
  frame: Frame;
  scan: Scan;
  handle: JSHandle<{ scan: Scan; els: Element[] }>;
  /** How deep the frame is nested; 0 = the page itself. */
  depth: number;
}

export interface WaitOptions {
  /** Milliseconds; the whole wait. Default 20,000. */
  timeout?: number;
  /** What is awaited, for the error: "the page Security Levels". */
  what: string;
  /** Where we are, for the error: "after pressing New API User". */
  where?: string;
  /** Accept while something still looks busy. */
  evenBusy?: boolean;
  /**
   * Accept at the first sight. For what is clicked next, which waits for the thing itself to stand still; never for what
   * is read.
   */
  firstSight?: boolean;
  /** Look at the frame of this view only. */
  in?: View;
}

/** Text of one answer box that was closed on the way. */
export interface Notice {
  text: string;
  native: boolean;
}

/** Between two readings while nothing is found yet, in milliseconds. */
const POLL = 80;
/** "Stable" = the same words at the same places in two readings this far apart. */
const SETTLE = 110;
/** Something on the page that never stands still (a clock) must not hold up all else: found so often in a row is enough. */
const OFTEN = 6;
/** Longest that a page which stands still is believed to be busy, in milliseconds: some marks of being busy never go away. */
const BUSY = 8_000;
/** How many readings stay usable. */
const KEEP = 40;

/**
 * Everything a person at this browser could see: all windows, all frames, the newest window first.
 * Waits are always for something to be seen, never for a time.
 */
export class Screen {
  readonly notices: Notice[] = [];
  /** Native boxes that ask (confirm) and were dismissed, since the last look. */
  readonly questions: string[] = [];
  /** Called with all that was read at each look; what it throws ends what is being done. */
  onLook: ((views: View[]) => void) | undefined;
  /** Whether something was pressed in the present task that may have been carried out for good. */
  committed = false;
  /** What an expected native question says yes to; everything else is dismissed. */
  private acceptQuestions = 0;
  private order: Page[] = [];
  /** What looks like a sign of being busy and never goes away on this console. */
  private readonly idleMarks = new Set<string>();
  /** Readings whose elements can still be acted on; older ones are given back to the browser. */
  private live: View[][] = [];

  constructor(
    readonly context: BrowserContext,
    private readonly evidenceFolder: string | undefined,
    /** Texts that must never be seen in a picture or message. */
    private readonly secrets: () => string[],
    /** Whose settings messages name. */
    private readonly namespace: Namespace = "autotask",
  ) {
    for (const p of context.pages()) this.watch(p);
    context.on("page", (p) => this.watch(p));
  }

  private watch(page: Page): void {
    this.order.push(page);
    page.on("close", () => {
      this.order = this.order.filter((p) => p !== page);
    });
    page.on("dialog", (d) => {
      // `alert` has one answer. Leaving a page is always our own doing. A question that nobody expected gets "no".
      const done = () => undefined;
      if (d.type() === "alert") {
        this.notices.push({ text: d.message(), native: true });
        d.accept().then(done, done);
      } else if (d.type() === "beforeunload") d.accept().then(done, done);
      else if (this.acceptQuestions > 0) {
        this.notices.push({ text: d.message(), native: true });
        d.accept().then(done, done);
      } else {
        this.questions.push(d.message());
        d.dismiss().then(done, done);
      }
    });
  }

  /** Native questions that come up while `act` runs are answered with yes: they are the expected "leave without saving?". */
  async leaving<T>(act: () => Promise<T>): Promise<T> {
    this.acceptQuestions++;
    try {
      return await act();
    } finally {
      this.acceptQuestions--;
    }
  }

  /** Open windows, the newest first. */
  pages(): Page[] {
    return [...this.order].filter((p) => !p.isClosed()).reverse();
  }

  private forget(): void {
    while (this.live.length > KEEP) for (const v of this.live.shift() ?? []) v.handle.dispose().catch(() => undefined);
  }

  /** Reads every frame of every window. Frames that go away meanwhile are left out. */
  async look(only?: Page): Promise<View[]> {
    this.forget();
    const frames: { page: Page; frame: Frame; depth: number }[] = [];
    for (const page of only ? [only] : this.pages()) {
      const collect = (frame: Frame, depth: number): void => {
        frames.push({ page, frame, depth });
        for (const c of frame.childFrames()) collect(c, depth + 1);
      };
      if (!page.isClosed()) collect(page.mainFrame(), 0);
    }
    const read = await Promise.all(
      frames.map(({ page, frame, depth }) => withDeadline(readFrame(page, frame, depth), 5_000).catch(() => undefined)),
    );
    const views = read.filter((view) => view !== undefined);
    this.live.push(views);
    this.onLook?.(views);
    return views;
  }

  /** Reads one frame. */
  async lookIn({ page, frame, depth }: View): Promise<View[]> {
    this.forget();
    const view = await withDeadline(readFrame(page, frame, depth), 5_000).catch(() => undefined);
    const views = view ? [view] : [];
    this.live.push(views);
    this.onLook?.(views);
    return views;
  }

  /** Waits until `seek` finds something in the views, twice the same at the same place. */
  async until<T>(seek: (views: View[]) => T | undefined | false, options: WaitOptions): Promise<T> {
    const found = await this.tryUntil(seek, options);
    if (found !== undefined) return found;
    throw await this.lost(options.what, options.where);
  }

  async tryUntil<T>(
    seek: (views: View[]) => T | undefined | false,
    options: Omit<WaitOptions, "what">,
  ): Promise<T | undefined> {
    const end = Date.now() + (options.timeout ?? 20_000);
    let before = "";
    let times = 0;
    let since = 0;
    for (;;) {
      const views = options.in ? await this.lookIn(options.in) : await this.look();
      if (await this.closeNotice(views)) continue;
      const found = seek(views);
      const now = Date.now();
      if (!found) {
        if (now > end) return undefined;
        times = 0;
        before = "";
        await pause(POLL);
        continue;
      }
      if (++times === 1) since = now;
      // Only where it was found has to stand still.
      const own = viewsOf(found) ?? views;
      const page = own[0]?.page;
      const marks = options.evenBusy
        ? []
        : views.filter((v) => v.page === page && v.scan.busy !== "").map((v) => v.scan.busy);
      const busy = marks.some((mark) => !this.idleMarks.has(mark));
      const seen = signature(own);
      const still = options.firstSight === true || seen === before || times >= OFTEN;
      if (still && !busy) return found;
      if (now > end) return found;
      if (still && now - since > BUSY) {
        for (const mark of marks) this.idleMarks.add(mark);
        return found;
      }
      before = seen;
      await pause(SETTLE);
    }
  }

  /**
   * Closes a box whose only answer is OK or Close, as anybody would, and keeps its text. A box that comes back for ever is
   * left alone after some times.
   */
  async closeNotice(views: View[]): Promise<string | undefined> {
    for (const view of views)
      for (const d of view.scan.dialogs) {
        if (d.controls > 2 || d.text.length > 600) continue;
        const answers = d.buttons.filter((b) => !/^(\u00d7|x)$/i.test(b.text));
        const only = answers.length === 1 && /^(ok|okay|close|got it|dismiss)$/i.test(answers[0]!.text);
        if (!only || this.notices.filter((n) => n.text === d.text).length >= 5) continue;
        await this.click(view, answers[0]!.el);
        this.notices.push({ text: d.text, native: false });
        return d.text;
      }
    return undefined;
  }

  /** The error for a page that does not look as expected, with a picture. */
  async lost(what: string, where?: string): Promise<PsaError> {
    const views = await this.look().catch((error: unknown) => {
      if (error instanceof PsaError) throw error;
      return [];
    });
    const evidence = await saveEvidence(this.pages()[0], this.evidenceFolder, this.secrets()).catch(() => undefined);
    const titles = views.map((v) => v.scan.title).filter((t) => t !== "");
    const denied = views.find(
      (v) => /Authorization\.mvc\/Failure/i.test(v.scan.url) || /^access denied/i.test(v.scan.title),
    );
    if (denied)
      return new PsaError(
        "permission",
        `The console answered "Access Denied" where ${what} was expected${where ? ` (${where})` : ""}.`,
        "Give the console account the Admin permission Resources/Users (HR), or sign in with another account.",
      );
    const fields =
      views.length > 0
        ? whatIsThere(views.reduce((a, b) => (b.scan.controls.length > a.scan.controls.length ? b : a)).scan)
        : "nothing";
    const words = views
      .flatMap((v) => v.scan.phrases.filter((p) => !p.tooltip && !p.covered).map((p) => p.text))
      .slice(0, 25);
    return new PsaError(
      "console-changed",
      mask(
        `Could not find ${what}${where ? ` ${where}` : ""}. Windows: ${this.pages().length}; titles: ${titles.map((t) => `"${t}"`).join(", ") || "none"}; fields seen: ${fields}; words seen: ${words.map((w) => (w.length > 40 ? w.slice(0, 40) + "..." : w)).join(" | ")}.`,
        this.secrets(),
      ),
      evidence
        ? `A picture with secrets masked is in ${evidence}.`
        : `Set ${this.namespace}:evidenceFolder (PSA_EVIDENCE_FOLDER) to get a picture.`,
    );
  }

  /** Real mouse click on an element of a view. `false` when the element has gone. */
  async click(
    view: View,
    el: number,
    how: { button?: "left" | "right"; double?: boolean; position?: "left" | "center" } = {},
  ): Promise<boolean> {
    const handle = await element(view, el);
    if (!handle) return false;
    try {
      await handle.scrollIntoViewIfNeeded({ timeout: 4_000 }).catch(() => undefined);
      await handle.click({ button: how.button ?? "left", clickCount: how.double ? 2 : 1, timeout: 6_000 });
      return true;
    } catch (e) {
      const text = e instanceof Error ? e.message : String(e);
      // A window that closes itself while it is clicked is an ordinary way to end.
      if (/closed|detached|navigat|destroyed/i.test(text))
        return view.page.isClosed() || /closed|navigat|destroyed/i.test(text);
      // Something lies over its middle, or it never stood still: a person clicks where it is.
      const box = await handle.boundingBox().catch(() => null);
      if (!box) return false;
      await view.page.mouse
        .click(box.x + Math.min(box.width / 2, 12), box.y + box.height / 2, { button: how.button ?? "left" })
        .catch(() => undefined);
      return true;
    } finally {
      await handle.dispose().catch(() => undefined);
    }
  }

  /**
   * A click for one of many boxes: scrolled to, hit where nothing lies over it, without the waiting that a page which is
   * still being built needs. Falls back to `click`.
   */
  async tap(view: View, el: number): Promise<boolean> {
    const handle = await element(view, el);
    if (!handle) return false;
    try {
      const clear = await handle.evaluate((e) => {
        const inSight = (r: DOMRect) => r.top >= 0 && r.left >= 0 && r.bottom <= innerHeight && r.right <= innerWidth;
        if (!inSight(e.getBoundingClientRect())) e.scrollIntoView({ block: "center", inline: "nearest" });
        const r = e.getBoundingClientRect();
        const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
        if (r.width === 0 || top === null) return false;
        // What holds it may be hit instead, if it is no more than its frame or its label.
        const t = top.getBoundingClientRect();
        return e.contains(top) || (top.contains(e) && t.height <= 48 && t.width <= 480);
      });
      const box = clear ? await handle.boundingBox() : null;
      if (!box) return await this.click(view, el);
      await view.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      return true;
    } catch {
      return await this.click(view, el);
    } finally {
      await handle.dispose().catch(() => undefined);
    }
  }

  /** Scrolls to the middle of what scrolls, so that a list has room to open below. */
  async bring(view: View, el: number): Promise<void> {
    const handle = await element(view, el);
    await handle?.evaluate((e) => e.scrollIntoView({ block: "center", inline: "nearest" })).catch(() => undefined);
    await handle?.dispose().catch(() => undefined);
  }

  async hover(view: View, el: number): Promise<void> {
    const handle = await element(view, el);
    await handle?.hover({ timeout: 3_000 }).catch(() => undefined);
    await handle?.dispose().catch(() => undefined);
  }

  async evidence(): Promise<string | undefined> {
    return saveEvidence(this.pages()[0], this.evidenceFolder, this.secrets()).catch(() => undefined);
  }
}

async function readFrame(page: Page, frame: Frame, depth: number): Promise<View | undefined> {
  if (depth > 0) {
    const owner = await frame.frameElement();
    const box = await owner.boundingBox();
    const shown = box !== null && box.width > 20 && box.height > 20 && (await owner.isVisible());
    await owner.dispose();
    if (!shown) return undefined;
  }
  const handle = await frame.evaluateHandle(scanFrame);
  // As one text: value by value, the transfer takes three times as long as the reading.
  const scan = JSON.parse(await handle.evaluate((x) => JSON.stringify(x.scan))) as Scan;
  return { page, frame, scan, handle, depth };
}

export async function element(view: View, el: number): Promise<ElementHandle<Element> | undefined> {
  try {
    const h = await view.handle.evaluateHandle((x, i) => x.els[i], el);
    return (h.asElement() as ElementHandle<Element> | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Is the element still part of the page? A page that draws itself anew leaves the old ones behind. */
export async function isAttached(view: View, el: number): Promise<boolean> {
  return view.handle.evaluate((x, i) => x.els[i]?.isConnected ?? false, el).catch(() => false);
}

/** The views that something found stands in: itself, its own, or each of a list; undefined when it does not say. */
function viewsOf(found: unknown): View[] | undefined {
  if (Array.isArray(found)) return found.length > 0 && found.every(isView) ? found : undefined;
  if (isView(found)) return [found];
  const { view } = found as { view?: unknown };
  return isView(view) ? [view] : undefined;
}

const isView = (x: unknown): x is View => typeof x === "object" && x !== null && "scan" in x && "frame" in x;

/** What must be equal in two readings for a page to count as standing still. */
export function signature(views: View[]): string {
  return views
    .map(
      (v) =>
        `${v.scan.url}#${v.scan.phrases.map((p) => `${p.text}@${Math.round(p.box.x)},${Math.round(p.box.y)}`).join("|")}#${v.scan.controls.map((c) => `${c.kind}${Math.round(c.box.x)},${Math.round(c.box.y)}${c.disabled ? "d" : ""}`).join("|")}`,
    )
    .join("\n");
}

export function mask(text: string, secrets: string[]): string {
  let out = text;
  for (const s of secrets) if (s.length >= 4) out = out.split(s).join("[secret]");
  return out;
}

export const pause = (ms: number): Promise<void> => new Promise((r) => setTimeout(r, ms));

export function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished within ${ms} ms`)), ms);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

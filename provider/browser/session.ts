import type { Browser } from "playwright-core";
import { PsaError } from "../errors";
import { launch, type Namespace } from "./launch";
import { mask, Screen, type View } from "./screen";
import { Traffic } from "./traffic";

/** What the pages of a console work with: the browser's windows, its requests, and the way back to the shell. */
export interface Desk {
  screen: Screen;
  traffic: Traffic;
  /** Texts that must never be seen in a picture or message. */
  secrets: () => string[];
  /** Closes what is open and loads the shell's first page. */
  home: () => Promise<void>;
  log: (text: string) => void;
}

/** One console, as its vendor's folder describes it. */
export interface ConsolePlan<Pages> {
  /** Whose settings messages name. */
  namespace: Namespace;
  url: string;
  userName: string;
  browserPath?: string;
  /** Where pictures go when a page does not look as expected. No folder, no pictures. */
  evidenceFolder?: string;
  /** Of the window, in pixels. Narrower ones drop entries of the header into a menu. */
  width: number;
  secrets: () => string[];
  log: (text: string) => void;
  signIn(screen: Screen, traffic: Traffic): Promise<void>;
  /** The page of signing in stands where the shell should be. */
  asksForSignIn(views: View[]): boolean;
  pages(desk: Desk): Pages;
}

export interface ConsoleSession<Pages> {
  /** One task at a time: the next one waits. The first one starts a browser and signs in. */
  task<T>(work: (pages: Pages, desk: Desk) => Promise<T>): Promise<T>;
  /** Gives the browser back once the tasks in hand are done. */
  close(): Promise<void>;
}

/** The shell's first page asks for the sign-in: the session ended between two tasks, and nothing is lost by signing in again. */
export class SessionEnded extends PsaError {
  constructor() {
    super("unavailable", "The console's session has ended.", "Run again.");
  }
}

/** A console that nobody uses for this long gives its browser back (milliseconds). */
const IDLE = 120_000;

interface Open<Pages> {
  browser: Browser;
  desk: Desk;
  pages: Pages;
}

/** A console, driven in a real browser of its own. Nothing is started before the first task. */
export function openSession<Pages>(plan: ConsolePlan<Pages>): ConsoleSession<Pages> {
  const { log, secrets } = plan;
  let session: Promise<Open<Pages>> | undefined;
  let failed: PsaError | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  async function start(): Promise<Open<Pages>> {
    log(`signing in to the console at ${new URL(plan.url).host} as ${plan.userName}`);
    const browser = await launch(plan.browserPath, plan.namespace);
    try {
      const context = await browser.newContext({ viewport: { width: plan.width, height: 1000 }, locale: "en-US" });
      context.setDefaultTimeout(15_000);
      const traffic = new Traffic(context);
      await context.newPage();
      const screen = new Screen(context, plan.evidenceFolder, secrets, plan.namespace);
      await plan.signIn(screen, traffic);
      const desk: Desk = { screen, traffic, secrets, log, home: homeward(screen, screen.pages()[0]!.url()) };
      return { browser, desk, pages: plan.pages(desk) };
    } catch (error) {
      await browser.close().catch(() => undefined);
      throw error;
    }
  }

  /** Each task begins at the shell's first page. */
  function homeward(screen: Screen, shell: string): () => Promise<void> {
    return async () => {
      await screen.leaving(async () => {
        const [first, ...others] = screen.pages().reverse();
        // Children first: their opener must outlive them.
        for (const page of others.reverse()) await page.close({ runBeforeUnload: false }).catch(() => undefined);
        const page = first ?? (await screen.context.newPage());
        await page.goto(shell, { waitUntil: "domcontentloaded", timeout: 60_000 });
      });
      if (plan.asksForSignIn(await screen.look())) throw new SessionEnded();
    };
  }

  async function close(): Promise<void> {
    clearTimeout(idle);
    const open = session;
    session = undefined;
    await open?.then(({ browser }) => browser.close()).catch(() => undefined);
  }

  /** A session that is open and alive. */
  async function current(): Promise<Open<Pages>> {
    session ??= start();
    const open = await session;
    if (open.browser.isConnected()) return open;
    session = start();
    return session;
  }

  /** A refused sign-in is never tried again, because accounts lock. */
  function task<T>(work: (pages: Pages, desk: Desk) => Promise<T>): Promise<T> {
    const attempt = async (): Promise<T> => {
      const { pages, desk } = await current();
      return work(pages, desk);
    };
    const run = queue.then(async () => {
      if (failed) throw failed;
      clearTimeout(idle);
      try {
        return await attempt().catch(async (error: unknown) => {
          if (!(error instanceof SessionEnded)) throw error;
          // It had ended before this task did anything: nothing is lost by beginning anew, once.
          await close();
          return attempt();
        });
      } catch (error) {
        if (error instanceof PsaError && error.code === "authentication") failed = error;
        if (session) await session.catch(() => (session = undefined));
        throw clean(error, plan);
      } finally {
        idle = setTimeout(() => void queue.then(close), IDLE);
        idle.unref();
      }
    });
    queue = run.catch(() => undefined);
    return run;
  }

  return { task, close: () => queue.then(close) };
}

/** Errors of the browser library carry call logs and page texts: only their first line leaves this room. */
function clean(error: unknown, { namespace, secrets }: Pick<ConsolePlan<unknown>, "namespace" | "secrets">): Error {
  if (error instanceof PsaError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new PsaError(
    "unavailable",
    mask(`The browser could not finish: ${text.split("\n")[0]}`, secrets()),
    `Run again; if it stays, set ${namespace}:evidenceFolder (PSA_EVIDENCE_FOLDER) to get a picture.`,
    { cause: error },
  );
}

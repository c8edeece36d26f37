import type { Browser } from "playwright-core";
import { PsaError, type Secret } from "../../errors";
import { launch } from "../../browser/launch";
import { mask, Screen } from "../../browser/screen";
import type { AdminConsole, ApiUserHandle } from "../tenant";
import { LevelPages } from "./levels";
import { signIn } from "./signIn";
import { survey, type SurveyedPage } from "./survey";
import { UserPages } from "./users";

export interface ConsoleOptions {
  /** Where the admin console is, e.g. `https://ww3.autotask.net/`. */
  url: string;
  userName: string;
  password: Secret;
  /** Base32 secret of the account's authenticator app; absent when two-factor sign-in is paused for it. */
  totpSecret?: Secret;
  browserPath?: string;
  /** Where pictures go when a page does not look as expected. No folder, no pictures. */
  evidenceFolder?: string;
  log: (text: string) => void;
  /** More texts that must be seen in no picture. */
  hide?: readonly Secret[];
}

/** The console, and a walk through its pages for whoever wants to know whether they are as the page map says. */
export interface SurveyedConsole extends AdminConsole {
  survey(user: ApiUserHandle | undefined): Promise<SurveyedPage[]>;
}

/** A console that nobody uses for this long gives its browser back (milliseconds). */
const IDLE = 120_000;

/**
 * The admin console of one tenant, driven in a real browser. One sign-in, one task at a time: the second caller waits.
 * Nothing is started before the first call.
 */
export function openConsole(options: ConsoleOptions): SurveyedConsole {
  const hidden = new Set<string>([options.password.reveal()]);
  if (options.totpSecret) hidden.add(options.totpSecret.reveal());
  for (const secret of options.hide ?? []) hidden.add(secret.reveal());
  const secrets = (): string[] => [...hidden];
  let session: Promise<Session> | undefined;
  let failed: PsaError | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  interface Session {
    browser: Browser;
    screen: Screen;
    levels: LevelPages;
    users: UserPages;
    home: () => Promise<void>;
  }

  async function start(): Promise<Session> {
    options.log(`signing in to the console at ${new URL(options.url).host} as ${options.userName}`);
    const browser = await launch(options.browserPath);
    try {
      // Narrower windows drop entries of the header into "More".
      const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, locale: "en-US" });
      context.setDefaultTimeout(15_000);
      await context.newPage();
      const screen = new Screen(context, options.evidenceFolder, secrets);
      await signIn(screen, options);
      const shell = screen.pages()[0]!.url();
      const home = async (): Promise<void> => {
        const pages = screen.pages().reverse();
        // Children first: their opener must outlive them.
        await screen.leaving(async () => {
          for (const page of pages.slice(1).reverse())
            await page.close({ runBeforeUnload: false }).catch(() => undefined);
          const first = pages[0] ?? (await context.newPage());
          await first.goto(shell, { waitUntil: "domcontentloaded", timeout: 60_000 });
        });
        const page = screen.pages().at(-1);
        if (page && /authenticat|login/i.test(new URL(page.url()).pathname)) await signIn(screen, options);
      };
      return {
        browser,
        screen,
        home,
        levels: new LevelPages(screen, home, secrets, options.log),
        users: new UserPages(screen, home, secrets, (s) => hidden.add(s)),
      };
    } catch (e) {
      await browser.close().catch(() => undefined);
      throw e;
    }
  }

  async function close(): Promise<void> {
    clearTimeout(idle);
    const open = session;
    session = undefined;
    await open?.then((s) => s.browser.close()).catch(() => undefined);
  }

  /** One task at a time; a refused sign-in is never tried again, because accounts lock. */
  function task<T>(work: (s: Session) => Promise<T>): Promise<T> {
    const run = queue.then(async () => {
      if (failed) throw failed;
      clearTimeout(idle);
      try {
        session ??= start();
        const s = await session;
        if (!s.browser.isConnected()) {
          session = start();
          return await work(await session);
        }
        return await work(s);
      } catch (e) {
        if (e instanceof PsaError && e.code === "authentication") failed = e;
        if (session) await session.catch(() => (session = undefined));
        throw clean(e, secrets());
      } finally {
        idle = setTimeout(() => void queue.then(close), IDLE);
        idle.unref();
      }
    });
    queue = run.catch(() => undefined);
    return run;
  }

  return {
    levels: () => task((s) => s.levels.list()),
    readLevel: (name) => task((s) => s.levels.read(name)),
    copyLevel: (from, name, change) => task((s) => s.levels.copy(from, name, change)),
    changeLevel: (name, change, expect) => task((s) => s.levels.change(name, change, expect)),
    createApiUser: (form, onCredentials) => {
      if (form.secret !== undefined) hidden.add(form.secret);
      return task((s) => s.users.create(form, onCredentials));
    },
    readApiUser: (user) => task((s) => s.users.read(user)),
    changeApiUser: (user, change, onCredentials) => {
      if (typeof change.secret === "string") hidden.add(change.secret);
      return task((s) => s.users.change(user, change, onCredentials));
    },
    survey: (user) => task((s) => survey({ ...s, log: options.log }, user)),
    close: () => queue.then(close),
  };
}

/** Errors of the browser library carry call logs and page texts: only their first line leaves this room. */
function clean(e: unknown, secrets: string[]): Error {
  if (e instanceof PsaError) return e;
  const text = e instanceof Error ? e.message : String(e);
  return new PsaError(
    "unavailable",
    mask(`The browser could not finish: ${text.split("\n")[0]}`, secrets),
    "Run again; if it stays, set autotask:evidenceFolder to get a picture.",
    { cause: e },
  );
}

import type { Browser } from "playwright-core";
import { PsaError, type Secret } from "../../errors";
import { launch } from "../../browser/launch";
import { mask, Screen } from "../../browser/screen";
import { Traffic } from "../../browser/traffic";
import type { AdminConsole } from "../tenant";
import { EmployeePages } from "./employees";
import { RolePages } from "./roles";
import { isSignIn, SessionEnded, type Desk } from "./session";
import { signIn } from "./signIn";

export interface ConsoleOptions {
  /** Root of the console, or the tenant's gateway link. */
  url: string;
  company: string;
  userName: string;
  password: Secret;
  /** Base32 secret of the account's authenticator app. */
  totpSecret?: Secret;
  browserPath?: string;
  /** Where pictures go when a page does not look as expected. No folder, no pictures. */
  evidenceFolder?: string;
  log: (text: string) => void;
}

/** A console that nobody uses for this long gives its browser back (milliseconds). */
const IDLE = 120_000;

interface Session {
  browser: Browser;
  employees: EmployeePages;
  roles: RolePages;
}

/**
 * The console of one tenant, driven in a real browser. One sign-in, one task at a time: the second caller waits. Nothing
 * is started before the first call.
 */
export function openConsole(options: ConsoleOptions): AdminConsole {
  const secrets = (): string[] => [
    options.password.reveal(),
    ...(options.totpSecret ? [options.totpSecret.reveal()] : []),
  ];
  const usedCodes: string[] = [];
  let session: Promise<Session> | undefined;
  let failed: PsaError | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  async function start(): Promise<Session> {
    options.log(`signing in to the console at ${new URL(options.url).host} as ${options.userName}`);
    const browser = await launch(options.browserPath);
    try {
      const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, locale: "en-US" });
      context.setDefaultTimeout(15_000);
      const traffic = new Traffic(context);
      await context.newPage();
      const screen = new Screen(context, options.evidenceFolder, secrets);
      await signIn(screen, traffic, { ...options, usedCodes });
      const desk: Desk = {
        screen,
        traffic,
        secrets,
        log: options.log,
        home: homeward(screen, screen.pages()[0]!.url()),
      };
      return { browser, employees: new EmployeePages(desk), roles: new RolePages(desk) };
    } catch (error) {
      await browser.close().catch(() => undefined);
      throw error;
    }
  }

  /** Each task begins at the shell's first page; a session that has ended by then is begun anew, between two tasks only. */
  function homeward(screen: Screen, shell: string): () => Promise<void> {
    return async () => {
      await screen.leaving(async () => {
        const [first, ...others] = screen.pages().reverse();
        // Children first: their opener must outlive them.
        for (const page of others.reverse()) await page.close({ runBeforeUnload: false }).catch(() => undefined);
        const page = first ?? (await screen.context.newPage());
        await page.goto(shell, { waitUntil: "domcontentloaded", timeout: 60_000 });
      });
      if ((await screen.look()).some(isSignIn)) throw new SessionEnded();
    };
  }

  async function close(): Promise<void> {
    clearTimeout(idle);
    const open = session;
    session = undefined;
    await open?.then((s) => s.browser.close()).catch(() => undefined);
  }

  /** A session that is open and alive. */
  async function current(): Promise<Session> {
    session ??= start();
    const open = await session;
    if (open.browser.isConnected()) return open;
    session = start();
    return session;
  }

  /** One task at a time; a refused sign-in is never tried again, because accounts lock. */
  function task<T>(work: (s: Session) => Promise<T>): Promise<T> {
    const run = queue.then(async () => {
      if (failed) throw failed;
      clearTimeout(idle);
      try {
        return await work(await current()).catch(async (error: unknown) => {
          if (!(error instanceof SessionEnded)) throw error;
          // It had ended before this task did anything: nothing is lost by beginning anew, once.
          await close();
          return work(await current());
        });
      } catch (error) {
        if (error instanceof PsaError && error.code === "authentication") failed = error;
        if (session) await session.catch(() => (session = undefined));
        throw clean(error, secrets());
      } finally {
        idle = setTimeout(() => void queue.then(close), IDLE);
        idle.unref();
      }
    });
    queue = run.catch(() => undefined);
    return run;
  }

  return {
    createEmployee: (form) => task((s) => s.employees.create(form)),
    readEmployee: (userName) => task((s) => s.employees.read(userName)),
    changeEmployee: (userName, change) => task((s) => s.employees.change(userName, change)),
    sendInstructions: (userName) => task((s) => s.employees.sendInstructions(userName)),
    readRole: (name) => task((s) => s.roles.read(name)),
    close: () => queue.then(close),
  };
}

/** Errors of the browser library carry call logs and page texts: only their first line leaves this room. */
function clean(error: unknown, secrets: string[]): Error {
  if (error instanceof PsaError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new PsaError(
    "unavailable",
    mask(`The browser could not finish: ${text.split("\n")[0]}`, secrets),
    "Run again; if it stays, set psa:evidenceFolder (PSA_EVIDENCE_FOLDER) to get a picture.",
    { cause: error },
  );
}

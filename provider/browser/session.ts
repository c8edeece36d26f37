import { createHash } from "node:crypto";
import type { Browser, BrowserContext } from "playwright-core";
import { PsaError, type Secret } from "../errors";
import { freshCode } from "../totp";
import { stateFolder } from "../userFolder";
import type { AskCode } from "./askCode";
import { lockConsole, type Release } from "./consoleLock";
import { KeptSession } from "./keptSession";
import { launch, type Namespace } from "./launch";
import { mask, Screen, type View } from "./screen";
import { belongsTo, ownPart, readStorageState, secretsOf, type StorageState } from "./storageState";
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

/** By what a console is entered. Only `url` is needed where a session was handed over or kept. */
export interface ConsoleAccess {
  /** Root of the console. */
  url: string;
  userName?: string;
  password?: Secret;
  /** Base32 secret of the account's authenticator app; absent when two-factor sign-in is paused, or a person types codes. */
  totpSecret?: Secret;
  /** A session that was handed over: a browser's storage state as JSON. It goes first. */
  storageState?: Secret;
  /** Asks a person for a code. @default nobody is asked */
  askCode?: AskCode;
  browserPath?: string;
  /** Where pictures go when a page does not look as expected. No folder, no pictures. */
  evidenceFolder?: string;
  log: (text: string) => void;
  /** How long another run in this console is waited for, in milliseconds. @default ten minutes */
  lockWait?: number;
  /** No session that was handed over or kept is used. @default false */
  afresh?: boolean;
}

/** What a vendor's `signIn` types. */
export interface Account {
  userName: string;
  password: Secret;
  /** The next code of the authenticator app; absent where neither a secret nor a person is there. */
  code?: () => Promise<string>;
  /** What to do where a code is asked for and there is none. */
  codeRemedy: string;
}

/** A vendor's console, as far as signing in and pages are concerned. */
export interface Vendor<Pages> {
  /** Whose settings messages name. */
  namespace: Namespace;
  /** What else tells accounts apart on one host, e.g. the company. */
  tenant?: string;
  /** Domain that all zones of the vendor share. */
  family?: string;
  /** Width of the window, in pixels. Narrower ones drop entries of the header into a menu. */
  width: number;
  /** Pages below the root that lead to the shell for whoever is signed in, where a session does not say. */
  entries: readonly string[];
  /** More texts that must be seen nowhere. */
  hidden?: () => readonly string[];
  signIn(screen: Screen, traffic: Traffic, account: Account): Promise<void>;
  /** The shell is there. */
  isInside(views: View[]): boolean;
  /** The page of signing in is there, in whatever frame. */
  asksForSignIn(views: View[]): boolean;
  pages(desk: Desk): Pages;
}

export interface ConsoleSession<Pages> {
  /**
   * One task at a time: the next one waits. The first one starts a browser and signs in.
   *
   * Should the session end in the middle and can be renewed without a person, the task is done again if nothing was saved by
   * it. After something was pressed that saves, `again` decides by looking at the console: with what it answers the task
   * is done, `undefined` has it done again. Without `again` it then fails.
   */
  task<T>(work: (pages: Pages, desk: Desk) => Promise<T>, again?: (pages: Pages) => Promise<T | undefined>): Promise<T>;
  /** Gives browser and lock back once the tasks in hand are done. */
  close(): Promise<void>;
}

/** The sign-in page has come up where the console should be. */
export class SessionEnded extends PsaError {
  constructor() {
    super("unavailable", "The console's session has ended.", "Run again, which looks first.");
  }
}

/** A console that nobody uses for this long gives browser and lock back (milliseconds). */
const IDLE = 120_000;
/** Longest that the shell or the sign-in page is waited for, in milliseconds. */
const ENTRY = 30_000;

/** Sign-ins that were refused, by what was typed: no console of this process types it again, because accounts lock. */
const refused = new Map<string, PsaError>();

/** What a session came from, and with it what can renew it. */
type Source = "handed" | "kept" | "password" | "typed";

interface Open<Pages> {
  browser: Browser;
  desk: Desk;
  pages: Pages;
  source: Source;
}

/** Where the session of a person who has signed in to this console is kept. */
export function keptSession(
  { namespace, tenant }: Pick<Vendor<unknown>, "namespace" | "tenant">,
  { url, userName }: Pick<ConsoleAccess, "url" | "userName">,
  env: NodeJS.ProcessEnv = process.env,
): KeptSession {
  return new KeptSession(nameOf(namespace, tenant, url, userName), consoleAt(url), env);
}

const consoleAt = (url: string): string => `the console at ${new URL(url).host}`;

const nameOf = (namespace: Namespace, tenant: string | undefined, url: string, userName: string | undefined): string =>
  JSON.stringify([namespace, new URL(url).host, tenant ?? "", (userName ?? "").trim().toLowerCase()]);

/** A console, driven in a real browser of its own. Nothing is started before the first task. */
export function openSession<Pages>(vendor: Vendor<Pages>, access: ConsoleAccess): ConsoleSession<Pages> {
  const { namespace, tenant, family } = vendor;
  const { log, userName, password, totpSecret } = access;
  const belongs = belongsTo(access.url, family);
  const kept = keptSession(vendor, access);
  const learnt = new Set<string>();
  const secrets = (): string[] => [
    ...[password, totpSecret].flatMap((secret) => (secret ? [secret.reveal()] : [])),
    ...(vendor.hidden?.() ?? []),
    ...learnt,
  ];
  const usedCodes: string[] = [];
  /** `autotask:consolePassword (AUTOTASK_CONSOLE_PASSWORD)` */
  const setting = (name: "Url" | "UserName" | "Password" | "TotpSecret" | "StorageState"): string =>
    `${namespace}:console${name} (${namespace.toUpperCase()}_CONSOLE${name.replace(/[A-Z]/g, "_$&").toUpperCase()})`;
  const renewRemedy = `Run psa login ${namespace} again.`;
  let session: Promise<Open<Pages>> | undefined;
  let release: Release | undefined;
  let failed: PsaError | undefined;
  /** Another run was waited for in vain. */
  let waited = false;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  async function start(): Promise<Open<Pages>> {
    const name = nameOf(namespace, tenant, access.url, userName);
    const wait = waited ? 0 : access.lockWait;
    release = await lockConsole({
      folder: stateFolder(),
      // Without an account two sessions that were handed over are told apart by themselves.
      name: userName === undefined && access.storageState ? `${name} ${digest(access.storageState.reveal())}` : name,
      what: userName === undefined ? consoleAt(access.url) : `${consoleAt(access.url)} as ${userName}`,
      log,
      ...(wait === undefined ? {} : { wait }),
    }).catch((error: unknown) => {
      // Each resource of a program would wait as long again.
      waited = true;
      throw error;
    });
    waited = false;
    const browser = await launch(access.browserPath, namespace);
    try {
      const { context, screen, traffic, source } = await enter(browser);
      const shell = screen.pages()[0]!.url();
      if (source === "kept" || source === "typed") await keep(context, shell);
      const desk: Desk = { screen, traffic, secrets, log, home: homeward(screen, shell) };
      watch(screen);
      return { browser, desk, pages: vendor.pages(desk), source };
    } catch (error) {
      await browser.close().catch(() => undefined);
      throw error;
    }
  }

  /** By the first way that leads in: a session that was handed over, a kept one, user name and password. */
  async function enter(browser: Browser) {
    const typable = userName !== undefined && password !== undefined;
    const handed = access.storageState && !access.afresh && stateHanded();
    if (handed) {
      log(`entering ${consoleAt(access.url)} with the session that was handed over`);
      const inside = await byState(browser, handed);
      if (inside) return { ...inside, source: "handed" as const };
      if (!typable)
        throw new PsaError(
          "authentication",
          `The session in ${setting("StorageState")} for ${consoleAt(access.url)} has expired.`,
          `${renewRemedy} Hand it over anew: psa login ${namespace} --export.`,
        );
      log("that session has expired; signing in");
    }
    // A password with its own codes needs nobody, so nothing that lies about on a machine comes before it.
    if (!(typable && (totpSecret || access.afresh))) {
      const state = await kept.load();
      if (state) {
        log(`entering ${consoleAt(access.url)} with the session of ${state.console?.keptAt ?? "an earlier sign-in"}`);
        const inside = await byState(browser, state);
        if (inside) return { ...inside, source: "kept" as const };
        if (!typable)
          throw new PsaError(
            "authentication",
            `The kept session of ${consoleAt(access.url)} has expired.`,
            renewRemedy,
          );
        log("that session has expired; signing in");
      } else if (!typable) {
        throw new PsaError(
          "authentication",
          `Nobody has signed in to ${consoleAt(access.url)} on this machine, and no password is configured.`,
          `Run psa login ${namespace}, or set ${setting("UserName")} and ${setting("Password")}.`,
        );
      }
    }
    const opened = await windowsOf(browser);
    const typed = await typeIn(opened.screen, opened.traffic, access.askCode);
    return { ...opened, source: typed ? ("typed" as const) : ("password" as const) };
  }

  function stateHanded(): StorageState {
    return readStorageState(access.storageState!.reveal(), setting("StorageState"));
  }

  async function windowsOf(browser: Browser, storageState?: StorageState) {
    const context = await browser.newContext({
      viewport: { width: vendor.width, height: 1000 },
      locale: "en-US",
      ...(storageState ? { storageState } : {}),
    });
    context.setDefaultTimeout(15_000);
    const traffic = new Traffic(context);
    await context.newPage();
    const screen = new Screen(context, access.evidenceFolder, secrets, namespace);
    return { context, traffic, screen };
  }

  /** `undefined`: the console asks for the sign-in all the same. */
  async function byState(browser: Browser, state: StorageState) {
    for (const secret of secretsOf(state)) learnt.add(secret);
    const opened = await windowsOf(browser, ownPart(state, belongs));
    const { screen, context } = opened;
    for (const address of addressesOf(state)) {
      await visit(screen, address);
      const seen = await screen.tryUntil(
        (views) => {
          if (vendor.asksForSignIn(views) || !belongs(hostOf(screen))) return { inside: false };
          return vendor.isInside(views) && { inside: true };
        },
        { timeout: ENTRY },
      );
      if (seen?.inside) return opened;
    }
    await context.close();
    return undefined;
  }

  function addressesOf({ console }: StorageState): string[] {
    const shell = console?.shell;
    // Whoever hands a session over does not choose where the browser goes.
    if (shell !== undefined && URL.canParse(shell) && belongs(new URL(shell).hostname)) return [shell];
    return [access.url, ...vendor.entries.map((path) => new URL(path, access.url).href)];
  }

  const hostOf = (screen: Screen): string => new URL(screen.pages()[0]!.url()).hostname;

  async function visit(screen: Screen, url: string): Promise<void> {
    await screen
      .pages()[0]!
      .goto(url, { waitUntil: "domcontentloaded", timeout: 60_000 })
      .catch((error: unknown) => {
        throw new PsaError(
          "unavailable",
          mask(`${consoleAt(access.url)} cannot be reached: ${firstLine(error)}.`, secrets()),
          `Check ${setting("Url")} and the network.`,
          { cause: error },
        );
      });
  }

  /** Types user name and password. Answers whether a person had to type a code. */
  async function typeIn(screen: Screen, traffic: Traffic, askCode: AskCode | undefined): Promise<boolean> {
    const known = digest(
      JSON.stringify([namespace, tenant, access.url, userName, password?.reveal(), totpSecret?.reveal()]),
    );
    const before = refused.get(known);
    if (before) throw before;
    log(`signing in to ${consoleAt(access.url)} as ${userName}`);
    const codeRemedy =
      `Set ${setting("TotpSecret")} to the account's TOTP secret, sign in once with psa login ${namespace}, ` +
      `or hand a session over in ${setting("StorageState")}.`;
    let typed = 0;
    const code = totpSecret
      ? async () => {
          const next = await freshCode(totpSecret, setting("TotpSecret"), usedCodes);
          usedCodes.push(next);
          return next;
        }
      : askCode &&
        (() =>
          askCode({
            console: consoleAt(access.url),
            userName: userName!,
            again: typed++ > 0,
            remedy: codeRemedy,
          }));
    try {
      await vendor.signIn(screen, traffic, {
        userName: userName!,
        password: password!,
        codeRemedy,
        ...(code ? { code } : {}),
      });
    } catch (error) {
      if (error instanceof PsaError && error.code === "authentication") refused.set(known, error);
      throw error;
    }
    return typed > 0;
  }

  /** What was kept is kept anew, since a console may renew its cookies with each visit. */
  async function keep(context: BrowserContext, shell: string): Promise<void> {
    const keptAt = new Date().toISOString();
    try {
      await kept.keep({ ...ownPart(await context.storageState(), belongs), console: { shell, keptAt } });
    } catch (error) {
      log(`the session could not be kept for later runs: ${firstLine(error)}`);
    }
  }

  /** From now on a page of signing in, in any window or frame, means that the session has ended. */
  function watch(screen: Screen): void {
    screen.onLook = (views) => {
      if (vendor.asksForSignIn(views)) throw new SessionEnded();
    };
  }

  /** Each task begins at the shell's first page. */
  function homeward(screen: Screen, shell: string): () => Promise<void> {
    return async () => {
      await alone(screen);
      await screen.leaving(() => screen.pages()[0]!.goto(shell, { waitUntil: "domcontentloaded", timeout: 60_000 }));
      await screen.look();
    };
  }

  /** One window is left. Children go first: their opener must outlive them. */
  async function alone(screen: Screen): Promise<void> {
    await screen.leaving(async () => {
      const [first, ...others] = screen.pages().reverse();
      for (const page of others.reverse()) await page.close({ runBeforeUnload: false }).catch(() => undefined);
      if (!first) await screen.context.newPage();
    });
  }

  async function close(): Promise<void> {
    clearTimeout(idle);
    const open = session;
    session = undefined;
    await open?.then(({ browser }) => browser.close()).catch(() => undefined);
    const giveBack = release;
    release = undefined;
    await giveBack?.();
  }

  /** A session that is open and alive. */
  async function current(): Promise<Open<Pages>> {
    session ??= start();
    const open = await session;
    if (open.browser.isConnected()) return open;
    await close();
    session = start();
    return session;
  }

  /** Signs in again in the same windows, as a person would. Only without a person: nobody may sit there by now. */
  async function renew({ desk, source }: Open<Pages>): Promise<void> {
    const { screen, traffic } = desk;
    const saved = screen.committed
      ? "Whether its last save was carried out is not known; the next run looks first."
      : "Nothing was saved by it.";
    if (source !== "password" && !(password && totpSecret))
      throw new PsaError(
        "authentication",
        `The session of ${consoleAt(access.url)} has ended in the middle of a task. ${saved}`,
        `${renewRemedy} Then run again.`,
      );
    log("the console's session has ended");
    screen.onLook = undefined;
    await alone(screen);
    await typeIn(screen, traffic, undefined);
    watch(screen);
  }

  async function perform<T>(
    work: (pages: Pages, desk: Desk) => Promise<T>,
    again: ((pages: Pages) => Promise<T | undefined>) | undefined,
  ): Promise<T> {
    const open = await current();
    const { desk, pages } = open;
    desk.screen.committed = false;
    try {
      return await work(pages, desk);
    } catch (error) {
      if (!(error instanceof SessionEnded)) throw error;
      const { committed } = desk.screen;
      await renew(open);
      if (committed) {
        if (!again)
          throw new PsaError(
            "unavailable",
            `The session of ${consoleAt(access.url)} ended right after something was pressed; whether that was carried out is not known.`,
            "Run again, which looks first.",
          );
        const done = await again(pages);
        if (done !== undefined) return done;
      }
      desk.screen.committed = false;
      return work(pages, desk);
    }
  }

  function task<T>(
    work: (pages: Pages, desk: Desk) => Promise<T>,
    again?: (pages: Pages) => Promise<T | undefined>,
  ): Promise<T> {
    const run = queue.then(async () => {
      if (failed) throw failed;
      clearTimeout(idle);
      try {
        return await perform(work, again);
      } catch (error) {
        // Nothing is tried again without a person having looked.
        if (error instanceof PsaError && error.code === "authentication") failed = error;
        // A browser that was never opened has nothing to idle for: whoever waits for the lock need not wait for that.
        if (!session || failed || !(await opened(session))) await close();
        throw clean(error, namespace, secrets());
      } finally {
        clearTimeout(idle);
        idle = setTimeout(() => void queue.then(close), IDLE);
        idle.unref();
      }
    });
    queue = run.catch(() => undefined);
    return run;
  }

  return { task, close: () => queue.then(close) };
}

/**
 * Signs in once with user name and password, and answers the console's own part of the session.
 *
 * @throws PsaError
 */
export async function signInOnce<Pages>(vendor: Vendor<Pages>, access: ConsoleAccess): Promise<StorageState> {
  if (access.userName === undefined || access.password === undefined)
    throw new PsaError(
      "config",
      `To sign in to ${consoleAt(access.url)} without a window, a user name and a password are needed.`,
      `Set ${vendor.namespace}:consoleUserName and ${vendor.namespace}:consolePassword.`,
    );
  const { task, close } = openSession(vendor, { ...access, afresh: true });
  try {
    return await task(async (_, { screen, home }) => {
      await home();
      const state = ownPart(await screen.context.storageState(), belongsTo(access.url, vendor.family));
      return { ...state, console: { shell: screen.pages()[0]!.url(), keptAt: new Date().toISOString() } };
    });
  } finally {
    await close();
  }
}

const opened = (session: Promise<unknown>): Promise<boolean> =>
  session.then(
    () => true,
    () => false,
  );

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";

/** Errors of the browser library carry call logs and page texts: only their first line leaves this room. */
function clean(error: unknown, namespace: Namespace, secrets: string[]): Error {
  if (error instanceof PsaError) return error;
  return new PsaError(
    "unavailable",
    mask(`The browser could not finish: ${firstLine(error)}`, secrets),
    `Run again; if it stays, set ${namespace}:evidenceFolder (PSA_EVIDENCE_FOLDER) to get a picture.`,
    { cause: error },
  );
}

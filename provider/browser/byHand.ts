import type { Page } from "playwright-core";
import { PsaError } from "../errors";
import { launch, type Namespace } from "./launch";
import { pause, Screen } from "./screen";
import type { Vendor } from "./session";
import { belongsTo, ownPart, type StorageState } from "./storageState";

/** Between two looks, in milliseconds. */
const LOOK = 500;

export interface ByHand {
  url: string;
  browserPath?: string;
  /** Milliseconds that the person has. */
  patience: number;
  /** Acts in the window in a person's place, without a screen. @default a window is opened, and somebody sits before it */
  person?: (page: Page) => Promise<void>;
}

/**
 * Opens a window in which a person signs in by whatever the company uses, and takes down the console's own part of the
 * session once its shell is there. Pages of anybody else, like an identity provider's, are not read.
 *
 * @throws PsaError `config` where no window can be shown, `unavailable` when the person gives up or takes too long
 */
export async function signInByHand<Pages>(
  { namespace, family, width, isInside, asksForSignIn }: Vendor<Pages>,
  { url, browserPath, patience, person }: ByHand,
): Promise<StorageState> {
  if (!person) assertDisplay(namespace);
  const browser = await launch(browserPath, namespace, { window: !person, width });
  try {
    const context = await browser.newContext({ viewport: person ? { width, height: 1000 } : null, locale: "en-US" });
    const page = await context.newPage();
    const screen = new Screen(context, undefined, () => [], namespace);
    const belongs = belongsTo(url, family);
    await page.goto(url, { waitUntil: "domcontentloaded", timeout: 60_000 }).catch((error: unknown) => {
      throw new PsaError(
        "unavailable",
        `The console at ${new URL(url).host} cannot be reached.`,
        `Check ${namespace}:consoleUrl and the network.`,
        { cause: error },
      );
    });
    const acting = person?.(page);
    // What goes wrong with it is told once it is waited for.
    acting?.catch(() => undefined);
    for (const end = Date.now() + patience; Date.now() < end; await pause(LOOK)) {
      if (!browser.isConnected() || screen.pages().length === 0)
        throw new PsaError("unavailable", "The window was closed before the console was reached.", "Run it again.");
      for (const open of screen.pages()) {
        if (!belongs(hostOf(open))) continue;
        const views = await screen.look(open);
        if (!isInside(views) || asksForSignIn(views)) continue;
        await acting;
        const state = ownPart(await context.storageState(), belongs);
        return { ...state, console: { shell: open.url(), keptAt: new Date().toISOString() } };
      }
    }
    throw new PsaError(
      "unavailable",
      `The console was not reached within ${Math.round(patience / 1000)} s.`,
      "Run it again, with --time-limit for more.",
    );
  } finally {
    await browser.close().catch(() => undefined);
  }
}

const hostOf = (page: Page): string => (URL.canParse(page.url()) ? new URL(page.url()).hostname : "");

/** @throws PsaError `config` where no window can be shown */
export function assertDisplay(
  namespace: Namespace,
  { DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): void {
  // Other systems have one whenever somebody is there.
  if (platform !== "linux" || DISPLAY || WAYLAND_DISPLAY) return;
  throw new PsaError(
    "config",
    "There is no display on which a window could be opened (neither DISPLAY nor WAYLAND_DISPLAY is set).",
    `Run it where you have a desktop and hand the session over with psa login ${namespace} --export; or use --headless, which signs in with user name and password and asks for the code here.`,
  );
}

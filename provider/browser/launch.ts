import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { PsaError } from "../errors";

/** Whose settings a message names: the browser serves both vendors. */
export type Namespace = "autotask" | "psa";

/** Names under which Chrome and Chromium are installed. */
const NAMES = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "microsoft-edge", "chrome"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

const settingOf = (namespace: Namespace): string => `${namespace}:browserPath (PSA_BROWSER)`;

/** Where the browser is: the path given, an installed one, or the one of the optional package `@sparticuz/chromium`. */
export async function findBrowser(given?: string, namespace: Namespace = "autotask"): Promise<string> {
  if (given !== undefined && given !== "") {
    if (existsSync(given)) return given;
    throw new PsaError("config", `No browser at ${given}.`, `Correct ${settingOf(namespace)}.`);
  }
  for (const folder of (process.env.PATH ?? "").split(delimiter))
    for (const name of NAMES) if (folder !== "" && existsSync(join(folder, name))) return join(folder, name);
  for (const place of PLACES) if (existsSync(place)) return place;
  try {
    // Optional: not a dependency, so that nobody downloads a second browser.
    const name = "@sparticuz/chromium";
    const shipped = (await import(name)) as { default: { executablePath(): Promise<string> } };
    return await shipped.default.executablePath();
  } catch {
    throw new PsaError(
      "config",
      "No Chrome, Chromium or Edge was found for the admin console.",
      `Install one, name it in ${settingOf(namespace)}, or add the npm package @sparticuz/chromium.`,
    );
  }
}

export interface LaunchOptions {
  /** A window that a person can see and use. @default false */
  window?: boolean;
  /** Its width in pixels. */
  width?: number;
}

/** Starts a browser of our own. It ends with this process: it listens on a pipe that closes with us. */
export async function launch(
  path?: string,
  namespace: Namespace = "autotask",
  { window = false, width = 1440 }: LaunchOptions = {},
): Promise<Browser> {
  const executablePath = await findBrowser(path, namespace);
  try {
    return await chromium.launch({
      executablePath,
      headless: !window,
      // Chromium's own sandbox cannot start as root (containers, CI).
      chromiumSandbox: process.getuid?.() !== 0,
      args: [
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        ...(window ? [`--window-size=${width},1000`] : []),
      ],
      timeout: 60_000,
    });
  } catch (e) {
    const first = (e instanceof Error ? e.message : String(e)).split("\n")[0];
    throw new PsaError(
      "config",
      `The browser ${executablePath} did not start: ${first}`,
      `Name another one in ${settingOf(namespace)}.`,
      { cause: e },
    );
  }
}

// A Chrome or Chromium for the console channel and its tests.
import { join } from "node:path";
import {
  cacheFolder,
  exists,
  makeWhole,
  onPath,
  outerPath,
  root,
  run,
  say,
  SetupError,
  tail,
  versions,
} from "./base.mjs";
import { withLock } from "./lock.mjs";

const usualPlaces = [
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const versionOf = async (path) => {
  const { code, stdout } = await run(path, ["--version"], { timeout: 20_000 });
  return code === 0 ? /\d+(\.\d+)+/.exec(stdout)?.[0] : undefined;
};

/** The browser inside @sparticuz/chromium, unpacked into our cache. */
async function packaged(node) {
  const folder = join(cacheFolder, "chromium", versions.chromium.version);
  const path = join(folder, "chromium");
  const from = "the npm package @sparticuz/chromium";
  let version = await versionOf(path);
  if (version) return { path, version, from };
  if (
    process.platform !== "linux" ||
    process.arch !== "x64" ||
    !(await exists(join(root, "node_modules", "@sparticuz", "chromium")))
  )
    return undefined;
  return withLock(join(cacheFolder, "chromium.lock"), async (started) => {
    version = await versionOf(path);
    if (version) return { path, version, from };
    say(`unpacking Chromium into ${folder} (a few seconds)`);
    await makeWhole(folder, async (temporary) => {
      // The package unpacks into the temporary folder, which is for this one process a folder of ours.
      const code =
        'import("@sparticuz/chromium").then((m) => m.default.executablePath()).catch((e) => { console.error(e); process.exit(1); })';
      const result = await run(node, ["-e", code], {
        env: { ...process.env, PATH: outerPath(), TMPDIR: temporary },
        started,
      });
      if (result.code !== 0 || !(await exists(join(temporary, "chromium"))))
        throw new SetupError(`@sparticuz/chromium could not be unpacked:\n${tail(result.output)}`, remedy);
    });
    version = await versionOf(path);
    if (version) return { path, version, from };
    const why = await run(path, ["--version"], { timeout: 20_000 });
    throw new SetupError(`the browser of @sparticuz/chromium does not start:\n${tail(why.output)}`, remedy);
  });
}

const remedy = "Install Chrome or Chromium, or set PSA_BROWSER to the path of one, and run the same command again.";

/**
 * @param node path of the Node to unpack with
 * @returns {Promise<{path: string, version: string, from: string}>}
 */
export async function browser(node) {
  const given = process.env.PSA_BROWSER;
  if (given) {
    const version = await versionOf(given);
    if (!version)
      throw new SetupError(
        `PSA_BROWSER is ${given}, which does not answer --version as a browser does`,
        "Set PSA_BROWSER to the program file of a Chrome or Chromium, or unset it.",
      );
    return { path: given, version, from: "PSA_BROWSER" };
  }
  for (const path of [
    await onPath("google-chrome", "google-chrome-stable", "chromium", "chromium-browser"),
    ...usualPlaces,
  ]) {
    const version = path && (await exists(path)) && (await versionOf(path));
    if (version) return { path, version, from: "this machine" };
  }
  const found = await packaged(node);
  if (found) return found;
  throw new SetupError(
    "no browser: none is installed, and the npm package @sparticuz/chromium has none for this machine",
    remedy,
  );
}

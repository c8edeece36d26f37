// node_modules as package-lock.json has it.
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exists, onPath, root, run, say, SetupError, tail } from "./base.mjs";
import { withLock } from "./lock.mjs";

const modules = join(root, "node_modules");
const stamp = join(modules, ".psa-lock-hash");

/** npm from PATH, so on the Node outside of node_modules: `npm ci` deletes the one inside. Else the npm that runs us. */
async function npm(args, options) {
  const installed = await onPath("npm");
  if (installed) return run(installed, args, options);
  const running = process.env.npm_execpath;
  if (running?.endsWith("npm-cli.js")) return run(process.execPath, [running, ...args], options);
  throw new SetupError("npm is not on PATH", "Install npm (it comes with Node) and run the same command again.");
}

/** npm keeps its own record of what it installed: does it say the same as the lock file? */
async function sameAsRecorded(lockText) {
  const recorded = await readFile(join(modules, ".package-lock.json"), "utf8").catch(() => undefined);
  if (recorded === undefined) return false;
  const wanted = JSON.parse(lockText).packages;
  const found = JSON.parse(recorded).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === "" || entry.optional || entry.link || found[path]?.version === entry.version,
  );
}

async function inPlace(lockText, hash) {
  if ((await readFile(stamp, "utf8").catch(() => "")) === hash)
    return exists(join(modules, "typescript", "package.json"));
  if (!(await sameAsRecorded(lockText))) return false;
  await writeFile(stamp, hash);
  return true;
}

/** Makes node_modules agree with package-lock.json. @returns {Promise<string>} what was done */
export async function dependencies() {
  const lockText = await readFile(join(root, "package-lock.json"), "utf8");
  const hash = createHash("sha256").update(lockText).digest("hex");
  if (await inPlace(lockText, hash)) return "as package-lock.json has them";
  return withLock(join(root, ".cache", "dependencies.lock"), async (started) => {
    if (await inPlace(lockText, hash)) return "installed by another set-up";
    say("npm ci (about half a minute)");
    const beat = (seconds) => say(`npm ci, ${seconds} s so far`);
    const result = await npm(["ci", "--no-audit", "--no-fund"], { beat, started });
    if (result.code !== 0) {
      await rm(stamp, { force: true });
      throw new SetupError(
        `npm ci failed:\n${tail(result.output)}`,
        `Look at npm's words above (is the registry reachable?), then run the same command again. node_modules may be deleted at any time.`,
      );
    }
    await writeFile(stamp, hash);
    return "npm ci";
  });
}

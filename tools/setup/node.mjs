// A Node that current Pulumi SDKs support, from the npm package `node`.
import { lstat, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { atLeast, exists, root, run, say, SetupError, tail, versions } from "./base.mjs";
import { withLock } from "./lock.mjs";

const packaged = join(root, "node_modules", "node");
const binary = join(packaged, "bin", "node");
const shown = join(root, "node_modules", ".bin", "node");

const versionOf = async (path) => {
  const { code, stdout } = await run(path, ["--version"], { timeout: 20_000 });
  return code === 0 && stdout.startsWith("v") ? stdout.trim().slice(1) : undefined;
};

/** @returns {Promise<{path: string, version: string, from: string}>} the Node that everything else is to be run with */
export async function node() {
  const from = "the npm package node";
  let version = await versionOf(shown);
  if (version === undefined)
    version = await withLock(join(root, ".cache", "node.lock"), async (started) => {
      const made = await versionOf(shown);
      if (made) return made;
      // The package fetches its binary from an install script, and an npm that does not run those leaves it out.
      say(
        "node_modules/.bin/node does not run (npm did not run the install script of the package node?); installing its binary",
      );
      if (await exists(join(packaged, "installArchSpecificPackage.js"))) {
        const result = await run(process.execPath, ["installArchSpecificPackage.js"], {
          cwd: packaged,
          started,
          timeout: 300_000,
        });
        if (result.code !== 0) say(`that failed:\n${tail(result.output)}`);
      }
      if ((await versionOf(binary)) && !(await versionOf(shown))) {
        if (await lstat(shown).catch(() => undefined)) await rm(shown);
        await symlink(join("..", "node", "bin", "node"), shown);
      }
      return versionOf(shown);
    });
  if (version) return { path: shown, version, from };
  if (atLeast(process.versions.node, versions.node.floor))
    return { path: process.execPath, version: process.versions.node, from: "the Node this runs on" };
  throw new SetupError(
    `no Node of at least ${versions.node.floor}: this is ${process.versions.node}, and node_modules/.bin/node does not run`,
    `Let npm run install scripts and run the same command again, or install Node ${versions.node.floor} or later.`,
  );
}

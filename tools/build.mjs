// Compiles the package into dist/ when a source has changed. All words go to stderr: `npm pack --json` and the
// stand-in tenant have something of their own to say on stdout.
import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { chmod, readdir, readFile, rm, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { exists, makeWhole, root, run, say, SetupError, tail } from "./setup/base.mjs";
import { withLock } from "./setup/lock.mjs";
import { fail } from "./setup.mjs";

const dist = join(root, "dist");
const stamp = join(dist, ".built-from");

async function sourceHash() {
  const hash = createHash("sha256");
  for (const part of ["data", "policy", "provider", "sandbox"])
    for (const entry of (await readdir(join(root, part), { recursive: true, withFileTypes: true })).sort((a, b) =>
      join(a.parentPath ?? a.path, a.name) < join(b.parentPath ?? b.path, b.name) ? -1 : 1,
    ))
      if (entry.isFile()) {
        const path = join(entry.parentPath ?? entry.path, entry.name);
        hash.update(path).update(await readFile(path));
      }
  for (const file of ["tsconfig.json", "tsconfig.build.json", "package-lock.json"])
    hash.update(await readFile(join(root, file)));
  return hash.digest("hex");
}

/** Builds dist/ beside its place and swaps it in, unless it is up to date. Removed sources leave nothing behind. */
export async function build() {
  const fresh = async () => (await readFile(stamp, "utf8").catch(() => "")) === (await sourceHash());
  if (await fresh()) return;
  await withLock(join(root, ".cache", "build.lock"), async (started) => {
    const hash = await sourceHash();
    if (await fresh()) return;
    say("compiling");
    const making = join(root, ".cache", "dist");
    await makeWhole(making, async (temporary) => {
      const tsc = await run(
        process.execPath,
        [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.build.json", "--outDir", temporary],
        { started },
      );
      if (tsc.code !== 0)
        throw new SetupError(
          `the sources do not compile:\n${tail(tsc.output, 40)}`,
          "Correct what the compiler names.",
        );
      // npm marks it only when it installs; the link in node_modules/.bin of this folder outlives each build.
      await chmod(join(temporary, "provider", "cli", "main.js"), 0o755);
      await writeFile(join(temporary, ".built-from"), hash);
    });
    if (await exists(dist)) {
      await rm(`${making}.last`, { recursive: true, force: true });
      await rename(dist, `${making}.last`);
    }
    await rename(making, dist);
    await rm(`${making}.last`, { recursive: true, force: true });
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  build().then(() => process.exit(0), fail);

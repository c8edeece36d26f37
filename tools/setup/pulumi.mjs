// The Pulumi CLI with its Node language host and the launcher of dynamic providers, all in one folder:
// the engine warns about plugins that lie elsewhere, and fetches those that it does not find.
import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { atLeast, cacheFolder, exists, makeWhole, onPath, outerPath, run, say, SetupError, versions } from "./base.mjs";
import { download } from "./download.mjs";
import { buildFromModules, buildKey } from "./goModules.mjs";
import { withLock } from "./lock.mjs";

const companions = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/** Looks at one CLI. @returns what it is, or { problem } with the reason why it cannot be used */
async function look(command, from) {
  const path = await realpath(command).catch(() => undefined);
  if (!path) return { problem: "there is no such file" };
  const env = { ...process.env, PATH: outerPath(), PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { code, stdout } = await run(path, ["version"], { env, timeout: 20_000 });
  const version = code === 0 ? /^v?(\d+\.\d+\.\d+)/m.exec(stdout)?.[1] : undefined;
  if (!version) return { problem: "it does not answer `version`" };
  if (!atLeast(version, versions.pulumi.floor))
    return { problem: `it is ${version}, and drift runs need exit codes that begin with ${versions.pulumi.floor}` };
  const folder = dirname(path);
  for (const name of companions) {
    const info = await stat(join(folder, name)).catch(() => undefined);
    if (!info?.isFile() || info.size === 0 || !(info.mode & 0o111))
      return { problem: `${name} is not beside it in ${folder}` };
  }
  return { command: path, folder, ...(basename(folder) === "bin" ? { root: dirname(folder) } : {}), version, from };
}

/** @returns {Promise<{command: string, folder: string, root?: string, version: string, from: string}>} `root` holds `bin/pulumi`, as the Automation API wants it */
export async function pulumi() {
  const given = process.env.PULUMI_COMMAND;
  if (given) {
    const command = given.includes("/") ? given : ((await onPath(given)) ?? given);
    const found = await look(command, "PULUMI_COMMAND");
    if (found.problem)
      throw new SetupError(
        `PULUMI_COMMAND is ${given}: ${found.problem}`,
        `Set it to the program file of a complete Pulumi CLI of at least ${versions.pulumi.floor}, or unset it.`,
      );
    return found;
  }
  const installed = await onPath("pulumi");
  if (installed) {
    const found = await look(installed, "PATH");
    if (!found.problem) return found;
    say(`not using ${installed}: ${found.problem}`);
  }

  const official = join(cacheFolder, "pulumi", `${versions.pulumi.version}-official`);
  const built = join(cacheFolder, "pulumi", `${versions.pulumi.version}-modules-${await buildKey()}`);
  const cached = async () => {
    for (const [folder, from] of [
      [official, "the official download, in our cache"],
      [built, "its Go modules, in our cache"],
    ]) {
      const found = await look(join(folder, "bin", "pulumi"), from);
      if (!found.problem) return found;
      if (await exists(folder)) say(`${folder} is damaged (${found.problem}); making it anew`);
    }
    return undefined;
  };
  const ready = await cached();
  if (ready) return ready;
  return withLock(join(cacheFolder, "pulumi.lock"), async (started) => {
    const meanwhile = await cached();
    if (meanwhile) return meanwhile;
    try {
      await makeWhole(official, download);
    } catch (error) {
      say(`the official download of the Pulumi CLI did not work (${error.message}); going on without it`);
      await makeWhole(built, (folder) => buildFromModules(folder, started));
    }
    const made = await cached();
    if (made) return made;
    throw new SetupError(
      "the Pulumi CLI was made but does not run",
      `Delete ${join(cacheFolder, "pulumi")} and run the same command again, or set PULUMI_COMMAND.`,
    );
  });
}

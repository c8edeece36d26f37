// What .cache/setup.json holds, and the environment in which the Pulumi CLI runs quietly and without a network.
import { readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { setupFile } from "./setup/base.mjs";

/** Reads the result of the set-up. Throws with the remedy when there is none. */
export function readSetup() {
  try {
    return JSON.parse(readFileSync(setupFile, "utf8"));
  } catch {
    throw new Error(`${setupFile} cannot be read. Run: npm run setup`);
  }
}

/**
 * The environment for one Pulumi CLI with a home, state and passphrase of its own.
 * PULUMI_* of the caller is left out, so that a person's own settings neither help nor harm. In particular there is no
 * PULUMI_SKIP_CONFIRMATIONS: with it `refresh --preview-only` refuses to run. Pass --yes where a command asks.
 * @param folder holds `state` (file backend) and `home`; both are made by Pulumi when `state` exists
 * @param passphrase of the stack's secrets
 * @param base environment to start from
 */
export function pulumiEnvironment({ folder, passphrase, base = process.env }) {
  const setup = readSetup();
  const kept = Object.fromEntries(Object.entries(base).filter(([name]) => !name.startsWith("PULUMI_")));
  return {
    ...kept,
    PATH: [setup.pulumi.folder, dirname(setup.node.path), base.PATH ?? ""].join(delimiter),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
  };
}

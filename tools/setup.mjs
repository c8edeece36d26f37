// Everything that the demo and the tests need beyond Node 20 and npm. `npm run setup`; also called by tools/run.mjs.
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { browser } from "./setup/browser.mjs";
import { elapsed, say, SetupError, setupFile, writeWhole } from "./setup/base.mjs";
import { dependencies } from "./setup/dependencies.mjs";
import { node } from "./setup/node.mjs";
import { pulumi } from "./setup/pulumi.mjs";

/**
 * Makes what is missing and writes the result to .cache/setup.json.
 * @returns {Promise<import("./env").Setup>}
 */
export async function setUp() {
  say(`1/4 dependencies: ${await dependencies()} (${elapsed()})`);
  const found = { node: await node() };
  say(`2/4 Node ${found.node.version}, from ${found.node.from} (${elapsed()})`);
  found.browser = await browser(found.node.path);
  say(`3/4 browser ${found.browser.version}, from ${found.browser.from}: ${found.browser.path} (${elapsed()})`);
  found.pulumi = await pulumi();
  say(`4/4 Pulumi CLI ${found.pulumi.version}, from ${found.pulumi.from}: ${found.pulumi.command} (${elapsed()})`);
  await writeWhole(setupFile, `${JSON.stringify(found, null, 2)}\n`);
  return found;
}

/** Prints a failure with its remedy and ends the process with code 1. */
export function fail(error) {
  say(`FAILED: ${error instanceof SetupError ? error.message : error.stack}`);
  if (error.remedy) say(`what to do: ${error.remedy}`);
  process.exit(1);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  setUp().then(() => process.exit(0), fail);

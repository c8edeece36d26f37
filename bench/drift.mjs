// Times a drift run over 500 API users and 49 custom levels by REST alone, with the real engine.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { pulumiEnvironment, readSetup } from "../tools/env.mjs";
import { importStack } from "../tools/imported.mjs";
import { root } from "../tools/setup/base.mjs";
import { startStandIn, variables } from "../tools/trial.mjs";

const standIn = await startStandIn({ tenant: "large" });
const { stack, users, levels } = await importStack(standIn, { seed: "large" });
try {
  const setup = readSetup();
  const env = {
    ...pulumiEnvironment({ folder: stack.folder, passphrase: "trial" }),
    ...variables(standIn.ready),
    NODE_OPTIONS: "",
    PULUMI_COMMAND: setup.pulumi.command,
  };
  for (const args of [["--no-probe"], []]) {
    const before = (await standIn.journal()).length;
    const since = performance.now();
    const run = spawnSync(
      setup.node.path,
      [join(root, "dist", "provider", "cli", "main.js"), "drift", "--quiet", "--json", "--no-console", ...args],
      { cwd: stack.program, env, encoding: "utf8", maxBuffer: 1e8 },
    );
    const took = ((performance.now() - since) / 1000).toFixed(1);
    const calls = (await standIn.journal()).slice(before).filter(({ channel }) => channel === "rest");
    const probes = calls.filter(({ path }) => /EntityInformation$/i.test(path)).length;
    console.log(
      `drift over ${users.length + 1} users and ${levels.length} levels, ${probes} signed in as: ${took} s, ${calls.length - probes} REST calls besides, exit code ${run.status}`,
    );
  }
} finally {
  stack.remove();
  await standIn.stop();
}

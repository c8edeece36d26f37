// What the npm scripts call: makes ready what the command needs, then runs it with the Node that was set up.
//   node tools/run.mjs test|demo|bench|sweep|sandbox [arguments]
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { build } from "./build.mjs";
import { fail, setUp } from "./setup.mjs";
import { root } from "./setup/base.mjs";
import { dependencies } from "./setup/dependencies.mjs";
import { node } from "./setup/node.mjs";

/** Runs a script of ours in this process's place: same stdin, stdout and stderr, signals passed on, same exit code. */
function become(nodePath, args, env = {}) {
  const path = `${dirname(nodePath)}${delimiter}${process.env.PATH ?? ""}`;
  const child = spawn(nodePath, args, { cwd: root, stdio: "inherit", env: { ...process.env, PATH: path, ...env } });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.removeAllListeners(signal);
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", fail);
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

const SCRIPTS = { demo: "tools/demo.mjs", bench: "bench/main.mjs", sweep: "tools/sweep.mjs" };
const [command, ...args] = process.argv.slice(2);

async function main() {
  if (command === "sandbox") {
    // The stand-in needs neither browser nor Pulumi.
    await dependencies();
    const { path } = await node();
    await build();
    return become(path, [join(root, "dist", "sandbox", "main.js"), ...args]);
  }
  const { path } = (await setUp()).node;
  await build();
  // jest calls what it needs for loading ES modules experimental; `got` is one.
  if (command === "test")
    return become(path, [join(root, "node_modules", "jest", "bin", "jest.js"), ...args], {
      NODE_OPTIONS: "--experimental-vm-modules --no-warnings=ExperimentalWarning",
    });
  return become(path, [join(root, SCRIPTS[command]), ...args]);
}

if (["test", "sandbox", ...Object.keys(SCRIPTS)].includes(command)) main().catch(fail);
else fail(new Error("usage: node tools/run.mjs test|demo|bench|sweep|sandbox [arguments]"));

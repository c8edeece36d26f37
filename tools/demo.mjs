// The main job from end to end, told as it goes: a stand-in tenant, the real Pulumi CLI, a real browser, Propel's guide.
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { makeStack, startStandIn, variables } from "./trial.mjs";
import { readSetup } from "./env.mjs";
import { root } from "./setup/base.mjs";

const LEVEL = "API User (Propel Your MSP)";
const CELL = "Service Desk > Object Permissions > Tickets";
const started = Date.now();
const say = (text) => console.log(`\n# ${text}`);
const need = (holds, what) => {
  if (!holds) throw new Error(`The demo did not go as it should: ${what}`);
  console.log(`  seen: ${what}`);
};

async function pulumi(stack, args, code = 0) {
  console.log(`\n$ pulumi ${args.join(" ")}`);
  const run = await stack.run(args);
  const text = `${run.stdout}${run.stderr}`.replace(/^\s*\n/gm, "").trimEnd();
  console.log(text.replace(/^/gm, "  "));
  console.log(`  (exit code ${run.code}, ${run.seconds.toFixed(1)} s)`);
  if (run.code !== code) throw new Error(`pulumi ${args[0]} ended with exit code ${run.code}, not ${code}`);
  return text;
}

async function main() {
  say("A stand-in for an Autotask tenant: REST API and admin console, on this machine only");
  const standIn = await startStandIn({ tenant: "small" });
  let stack;
  try {
    const { autotask } = standIn.ready;
    console.log(`  REST ${autotask.restUrl}\n  console ${autotask.consoleUrl}`);
    stack = await makeStack({ source: join(root, "examples", "propel-your-msp"), env: variables(standIn.ready) });
    // Known to the integration vendor only; the demo plays the vendor that has told it.
    const { vendors } = await standIn.tenant();
    const vendor = vendors.find(({ name }) => name.startsWith("Propel Your MSP"));
    await stack.run(["config", "set", "--secret", "trackingIdentifier", vendor.identifier]);

    say("Propel's guide as a program: a security level with twelve cells, and an API user on it");
    await pulumi(stack, ["up", "--yes", "--skip-preview", "--suppress-progress"]);
    const outputs = JSON.parse((await stack.run(["stack", "output", "--json", "--show-secrets"])).stdout);
    const answer = await globalThis.fetch(`${autotask.restUrl}V1.0/Resources/entityInformation`, {
      headers: { UserName: outputs.key, Secret: outputs.secret, ApiIntegrationCode: vendor.identifier },
    });
    need(
      answer.status === 200,
      `the REST API accepts ${outputs.key} with the secret of the stack (status ${answer.status})`,
    );

    say("The same program again: nothing to do");
    await pulumi(stack, ["up", "--yes", "--skip-preview", "--suppress-progress", "--expect-no-changes"]);

    say("One permission changed in the program: Tickets, Add, from Yes to No");
    stack.change("index.ts", `"${CELL}": { View: "All", Add: "Yes" }`, `"${CELL}": { View: "All", Add: "No" }`);
    const preview = await pulumi(stack, ["preview", "--diff", "--suppress-progress"]);
    need(/Add: "Yes" => "No"/.test(preview), "the preview names this one cell with its old and new value");
    await pulumi(stack, ["up", "--yes", "--skip-preview", "--suppress-progress"]);

    say("Somebody sets it back by hand, in the admin console");
    await byHand(autotask);

    say("The drift run: compares, changes nothing, exit code 7");
    const drift = await pulumi(
      stack,
      ["refresh", "--preview-only", "--expect-no-changes", "--diff", "--suppress-progress"],
      7,
    );
    need(/Add: "No" => "Yes"/.test(drift), "the drift run names the cell");

    say("All of it away again: Autotask deletes neither users nor levels in use, so they become inactive");
    await pulumi(stack, ["destroy", "--yes", "--skip-preview", "--suppress-progress"]);
    const after = await standIn.tenant();
    const user = after.users.find(({ userName }) => outputs.key.startsWith(`${userName}@`));
    const level = after.levels.find(({ name }) => name === LEVEL);
    need(user.active === false, `the API user ${user.userName} is inactive`);
    need(!level || level.active === false, `the security level "${LEVEL}" is ${level ? "inactive" : "gone"}`);
    say(`Done in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
  } finally {
    stack?.remove();
    await standIn.stop();
  }
}

/** Plays an administrator: signs in with a browser of its own and sets the one cell. */
async function byHand({ consoleUrl, administrator }) {
  const require = createRequire(import.meta.url);
  const { openConsole } = require(join(root, "dist", "provider", "autotask", "console", "index.js"));
  const { Secret } = require(join(root, "dist", "provider", "errors.js"));
  const console_ = openConsole({
    url: consoleUrl,
    userName: administrator.userName,
    password: new Secret(administrator.password),
    totpSecret: new Secret(administrator.totpSecret),
    browserPath: readSetup().browser.path,
    log: (text) => console.log(`  ${text}`),
  });
  try {
    const page = await console_.changeLevel(LEVEL, { cells: [{ key: CELL, action: "Add", value: "Yes" }] });
    const cell = page.cells.find(({ key, action }) => key === CELL && action === "Add");
    need(cell?.value === "Yes", `the console shows ${CELL} [Add] = Yes`);
  } finally {
    await console_.close();
  }
}

main().catch((error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});

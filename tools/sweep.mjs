// Runs the example's life (up, up without change, drift run, destroy) under each position of each switch of the stand-in, one at a time.
//   npm run sweep -- [--only switch=position]... [--set switch=position]... [--shard K/N]
// (--set holds further switches at a position meanwhile, e.g. --only generation=older --set skin=plain)
// or random permission matrices instead (see matrices.mjs):
//   npm run sweep -- --matrices 200 [--seed N] [--set switch=position]...
// One line a position, a last line `N passed, N failed`, exit code 1 when any failed.
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { matricesCommand } from "./matrices.mjs";
import { root } from "./setup/base.mjs";
import { makeStack, startStandIn, variables } from "./trial.mjs";

const EXAMPLE = join(root, "examples", "propel-your-msp");
const LEVEL = "API User (Propel Your MSP)";

/** Where a tenant is closed to us, the job cannot be done: then it has to stop with this, before it has written anything. */
const REFUSALS = {
  "accessDenied=redirect": /Access Denied/,
  "accessDenied=title": /Access Denied/,
  "signIn=sso": /\[unsupported\].*single sign-on/,
  "signIn=unknownPanel": /\[console-changed\]/,
  "signIn=kaseyaOne": /\[(authentication|unsupported)\]/,
  // Panels that nobody has on record, and words in another language: it stops at what it cannot read.
  "remember=panel": /\[console-changed\]/,
  "announcement=panel": /\[console-changed\]/,
  "language=german": /\[console-changed\]/,
  // A question after Save that nobody has on record is not answered.
  "saveQuestion=confirm": /\[console-changed\].*Apply these changes now/,
  "saveQuestion=dialog": /\[console-changed\].*Apply these changes now/,
};

/** A budget that is used up half-way: it has to stop with this, and to go on to a good end once there is a new budget. */
const EXHAUSTED = { "hourlyLimit=10": { says: /\[throttled\]/, renewed: { hourlyLimit: "10000" } } };

/** What is wrong is thrown as a text for one line. */
class Failure extends Error {}

const lastLines = (text) => text.trim().split("\n").slice(-12).join("\n      ");

async function expectRun(stack, args, code = 0) {
  const run = await stack.run(args[0] === "stack" ? args : [...args, "--suppress-progress"]);
  if (run.code !== code)
    throw new Failure(
      `pulumi ${args[0]} ended with ${run.code}, not ${code}\n      ${lastLines(run.stdout + run.stderr)}`,
    );
  return run;
}

function check(holds, what) {
  if (!holds) throw new Failure(what);
}

const levelOf = (tenant) => tenant.levels.filter(({ name }) => name === LEVEL);
const userOf = (tenant) => tenant.users.filter(({ firstName }) => firstName === "Propel Your MSP");

/** The example from nothing to nothing. Throws a Failure where it is not as it has to be. */
async function live(standIn, stack, which) {
  const refusal = REFUSALS[which];
  const exhausted = EXHAUSTED[which];
  const before = await standIn.tenant();
  const { identifier } = before.vendors.find(({ name }) => name === "Propel Your MSP");
  const set = await stack.run(["config", "set", "--secret", "trackingIdentifier", identifier]);
  check(set.code === 0, set.stderr);
  const up = ["up", "--yes", "--skip-preview", "--suppress-progress"];
  if (refusal) {
    const run = await stack.run(up);
    const said = run.stdout + run.stderr;
    check(run.code !== 0, "it went through although the tenant is closed");
    check(refusal.test(said), `it stopped with something else\n      ${lastLines(said)}`);
    const after = await standIn.tenant();
    check(JSON.stringify(after) === JSON.stringify(before), "it left something in the tenant");
    return;
  }

  if (exhausted) {
    const run = await stack.run(up);
    const said = run.stdout + run.stderr;
    check(run.code !== 0 && exhausted.says.test(said), `it did not stop at the limit\n      ${lastLines(said)}`);
    await standIn.move(exhausted.renewed);
  }
  await expectRun(stack, up);
  const made = await standIn.tenant();
  const [level, ...moreLevels] = levelOf(made);
  const [user, ...moreUsers] = userOf(made);
  check(level?.active && moreLevels.length === 0, "there is not exactly one level, active");
  check(user?.active && moreUsers.length === 0, "there is not exactly one user, active");
  check(user.levelId === level.id, "the user is on another level");
  check(level.cells["Service Desk > Object Permissions > Tickets > Add"] === "Yes", "a declared cell is not set");
  const rest = level.cells["Service Desk > Object Permissions > Tickets > Delete"];
  check(rest === "None" || rest === "No", `a cell that is not declared reads ${rest}`);
  const outputs = JSON.parse((await expectRun(stack, ["stack", "output", "--json"])).stdout);
  check(outputs.verified === true, "its credentials are not verified");

  await expectRun(stack, [...up, "--expect-no-changes"]);
  await expectRun(stack, ["refresh", "--preview-only", "--expect-no-changes", "--suppress-progress"]);

  await expectRun(stack, ["destroy", "--yes", "--skip-preview", "--suppress-progress"]);
  const gone = await standIn.tenant();
  check(
    userOf(gone).every(({ active }) => !active),
    "the user is still active",
  );
  check(
    levelOf(gone).every(({ active }) => !active),
    "the level is still active",
  );
  const journal = await standIn.journal();
  check(
    !journal.some(
      ({ channel, method, path }) => channel === "rest" && method === "POST" && /\/Resources\/?$/i.test(path),
    ),
    "POST /Resources was sent",
  );
}

/** Answers whether it passed; prints the line. */
async function tryPosition(name, position, set) {
  const since = Date.now();
  let standIn;
  let stack;
  let problem;
  try {
    standIn = await startStandIn({ set: { ...set, [name]: position } });
    stack = await makeStack({ source: EXAMPLE, env: variables(standIn.ready) });
    await live(standIn, stack, `${name}=${position}`);
  } catch (error) {
    problem = error instanceof Failure ? error.message : error.stack;
  } finally {
    stack?.remove();
    await standIn?.stop();
  }
  const seconds = ((Date.now() - since) / 1000).toFixed(0);
  const beside = Object.entries(set).map(([other, at]) => ` ${other}=${at}`);
  console.log(
    `${problem === undefined ? "pass" : "FAIL"} ${name}=${position}${beside.join("")} ${seconds} s${problem ? `\n      ${problem}` : ""}`,
  );
  return problem === undefined;
}

/** The default of all switches once, then every other position. */
function allPositions() {
  const { switchRegistry } = createRequire(import.meta.url)(join(root, "dist", "sandbox", "switches.js"));
  return [
    ["skin", switchRegistry.find(({ name }) => name === "skin").default],
    // The switches of the other vendor do not touch this example.
    ...switchRegistry
      .filter(({ name }) => !name.startsWith("psa"))
      .flatMap(({ name, positions }) => positions.slice(1).map((position) => [name, position])),
  ];
}

/** `switch=position` */
const pairOf = (text) => text.split(/=(.*)/s).slice(0, 2);

function chosen() {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true },
      set: { type: "string", multiple: true },
      shard: { type: "string" },
    },
  });
  let positions = values.only?.map(pairOf) ?? allPositions();
  if (values.shard !== undefined) {
    const [, k, n] = (/^([1-9]\d*)\/([1-9]\d*)$/.exec(values.shard) ?? []).map(Number);
    if (!(k <= n)) throw new Error(`--shard wants K/N with K from 1 to N, not "${values.shard}"`);
    positions = positions.filter((_, index) => index % n === k - 1);
  }
  return { positions, set: Object.fromEntries((values.set ?? []).map(pairOf)) };
}

if (process.argv.includes("--matrices")) {
  const { values } = parseArgs({
    options: { matrices: { type: "string" }, seed: { type: "string" }, set: { type: "string", multiple: true } },
  });
  const [count, seed] = [Number(values.matrices), Number(values.seed ?? Date.now() % 2 ** 31)];
  if (!(Number.isInteger(count) && count > 0 && Number.isInteger(seed)))
    throw new Error("--matrices wants a number from 1, --seed a whole number");
  const set = Object.fromEntries((values.set ?? []).map(pairOf));
  process.exit((await matricesCommand({ count, seed, set })) ? 0 : 1);
}

const { positions, set } = chosen();
let passed = 0;
for (const [name, position] of positions) if (await tryPosition(name, position, set)) passed++;
console.log(`${passed} passed, ${positions.length - passed} failed`);
process.exitCode = passed === positions.length ? 0 : 1;

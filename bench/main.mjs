// Times what the project promises a number for, against the stand-in: npm run bench
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { readSetup } from "../tools/env.mjs";
import { knowAllUsers } from "../tools/manyUsers.mjs";
import { root } from "../tools/setup/base.mjs";
import { makeStack, startStandIn, variables } from "../tools/trial.mjs";
import { catalogueLoad } from "./catalogue.mjs";

const require = createRequire(import.meta.url);
const { openConsole } = require(join(root, "dist", "provider", "autotask", "console", "index.js"));
const { Secret } = require(join(root, "dist", "provider", "errors.js"));

const seconds = async (work) => {
  const since = performance.now();
  const result = await work();
  return { result, took: ((performance.now() - since) / 1000).toFixed(1) };
};

/** Every cell that the page lets be set, to another value than it has. */
function flipped(cells) {
  return cells
    .filter(({ known, writable }) => known && writable)
    .flatMap(({ key, action, value, options }) => {
      const other =
        typeof value === "boolean" ? !value : typeof value === "number" ? value + 1 : options?.find((o) => o !== value);
      return other === undefined ? [] : [{ key, action, value: other }];
    });
}

const { load } = catalogueLoad();
console.log(`load the catalogue of permissions: ${load.toFixed(1)} ms`);

const standIn = await startStandIn({ tenant: "small" });
const { consoleUrl, administrator } = standIn.ready.autotask;
const admin = openConsole({
  url: consoleUrl,
  userName: administrator.userName,
  password: new Secret(administrator.password),
  totpSecret: new Secret(administrator.totpSecret),
  browserPath: readSetup().browser.path,
  log: () => undefined,
});
try {
  const read = await seconds(() => admin.readLevel("API User (system)"));
  // A system level's cells cannot be set; a plain copy shows which ones can.
  const base = await seconds(() => admin.copyLevel("API User (system)", "API User (Bench)", {}));
  const wanted = flipped(base.result.cells);
  const before = (await standIn.journal()).length;
  const copied = await seconds(() => admin.copyLevel("API User (system)", "API User (Bench 2)", { cells: wanted }));
  const journal = (await standIn.journal())
    .slice(before)
    .filter(({ path }) => /SecurityLevel\.mvc\/(Edit|Copy|Save)/i.test(path));
  const loads = journal.filter(({ method }) => method === "GET").length;
  const saves = journal.filter(({ method }) => method === "POST").length;
  const page = copied.result.cells;
  const held = wanted.filter((w) =>
    page.some((c) => c.key === w.key && c.action === w.action && c.value === w.value),
  ).length;
  console.log(
    `sign in and read a level: ${read.took} s, ${read.result.cells.filter(({ known }) => known).length} known cells`,
  );
  console.log(
    `copy a level and change ${wanted.length} cells: ${copied.took} s, ${held} read back as wanted, ${loads} page loads, ${saves} saves`,
  );
} finally {
  await admin.close();
  await standIn.stop();
}

/** Users that one run makes in the console; fewer for a quick look. */
const MANY = Number(process.env.PSA_BENCH_USERS ?? "50");

const large = await startStandIn({ tenant: "large" });
const stacks = [];
const stackOf = async () => {
  const source = join(root, "tests", "engine", "programs", "declared");
  const stack = await makeStack({ source, env: variables(large.ready) });
  stacks.push(stack);
  return stack;
};
const must = (run) => {
  if (run.code !== 0) throw new Error(`exit code ${run.code}: ${run.stdout}${run.stderr}`);
};
try {
  const known = await stackOf();
  const users = await knowAllUsers(known, "declared", await large.tenant());
  const refresh = await seconds(async () =>
    must(await known.run(["refresh", "--preview-only", "--expect-no-changes", "--suppress-progress"])),
  );
  const calls = (await large.journal()).filter(({ channel }) => channel === "rest").length;
  console.log(`refresh ${users} API users: ${refresh.took} s, ${calls} REST calls`);

  const before = (await large.journal()).length;
  const declared = Array.from({ length: MANY }, (_, n) => ({
    kind: "AutotaskApiUser",
    args: {
      firstName: "Bench",
      lastName: `API ${n}`,
      email: "bench@example.com",
      securityLevel: "API User (system)",
      internalIntegrationName: `Bench ${n}`,
    },
  }));
  const making = await stackOf();
  const env = { DECLARED: JSON.stringify(declared) };
  const made = await seconds(async () =>
    must(await making.run(["up", "--yes", "--skip-preview", "--suppress-progress"], { env, limit: 3_600_000 })),
  );
  const lines = (await large.journal()).slice(before);
  const signIns = lines.filter(({ action }) => action === "Sign-in: password").length;
  console.log(`create ${MANY} API users: ${made.took} s, ${signIns} console sign-in, all proven by REST`);
} finally {
  for (const stack of stacks) stack.remove();
  await large.stop();
}

await import("./drift.mjs");

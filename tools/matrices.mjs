// Random permission matrices over the whole catalogue, applied one after the other through the provider's console channel:
//   npm run sweep -- --matrices 200 [--seed N] [--set switch=position]...
// After each: the pages show the matrix, only the cells that differ have changed, and at no moment in between did the level
// grant more in any cell than the larger of what it had and what it gets. One sign-in for all of them.
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { readSetup } from "./env.mjs";
import { root } from "./setup/base.mjs";
import { startStandIn } from "./trial.mjs";

const require = createRequire(import.meta.url);
const ours = (path) => require(join(root, "dist", "provider", path));

const LEVEL = "API User (Matrices)";
const SOURCE = "API User (system)";
/** Between two looks at the tenant while a matrix is being applied, in milliseconds. */
const LOOK_MS = 100;

const idOf = ({ key, action }) => (action === undefined ? key : `${key} > ${action}`);

/** The cells that can be set, with the values that the page offers, and the box that each needs. */
function settable(cells) {
  const { permissionAt } = ours("autotask/permissions/catalogue.js");
  return cells.flatMap((cell) => {
    const permission = permissionAt(cell.key, cell.action);
    if (!cell.known || !permission || permission.follows !== undefined) return [];
    // A box that needs another one is disabled until that is ticked.
    if (!cell.writable && permission.requires === undefined) return [];
    const values =
      permission.kind === "checkbox"
        ? [false, true]
        : permission.kind === "number"
          ? [0, 1, 7, 50]
          : (cell.options ?? permission.values);
    return [{ key: cell.key, action: cell.action, values, requires: permission.requires }];
  });
}

/** All cells at once, each with one of its values; what needs a box that is not ticked is not ticked either. */
function matrixOf(cells) {
  return fc.tuple(...cells.map(({ values }) => fc.constantFrom(...values))).map((values) => {
    const chosen = new Map(cells.map((cell, i) => [idOf(cell), values[i]]));
    return cells.map((cell, i) => ({
      key: cell.key,
      ...(cell.action === undefined ? {} : { action: cell.action }),
      value: typeof values[i] === "boolean" && chosen.get(cell.requires) === false ? false : values[i],
    }));
  });
}

/** What the tenant has to hold: the columns that follow another one are not declared. */
function expectedTruth(wanted, before) {
  const expected = { ...before, ...Object.fromEntries(wanted.map((cell) => [idOf(cell), cell.value])) };
  const { permissionRows } = ours("autotask/permissions/catalogue.js");
  for (const { key, action, follows } of permissionRows().flatMap((row) => row.cells)) {
    if (follows !== undefined)
      expected[`${key} > ${action}`] = expected[`${key} > ${follows}`] === "Yes" ? "All" : "None";
  }
  return expected;
}

/** Cells of `seen` that grant more than both `old` and `now`. */
export function beyond(seen, old, now) {
  const { effectOf } = ours("autotask/permissions/matrix.js");
  const { permissionRows } = ours("autotask/permissions/catalogue.js");
  const names = new Map(permissionRows().flatMap((row) => row.cells.map((cell) => [idOf(cell), cell])));
  return Object.keys(seen).filter((id) => {
    if (seen[id] === old[id] || seen[id] === now[id]) return false;
    const cell = names.get(id) ?? { key: id };
    return [old[id], now[id]].every((other) => effectOf(cell, other, seen[id]) !== "narrows");
  });
}

const differing = (a, b) => Object.keys({ ...a, ...b }).filter((id) => a[id] !== b[id]);
const some = (ids) => ids.slice(0, 5).join("; ") + (ids.length > 5 ? `; and ${ids.length - 5} more` : "");

/**
 * Draws `count` matrices from `seed` and applies them in turn. Answers how many were applied without fault, what was wrong
 * with the first one that was not, and the seconds that each took.
 */
export async function applyMatrices({ count, seed, set = {}, say = () => undefined }) {
  const { openConsole } = ours("autotask/console/index.js");
  const { Secret } = ours("errors.js");
  const standIn = await startStandIn({ set });
  const { consoleUrl, administrator } = standIn.ready.autotask;
  const admin = openConsole({
    url: consoleUrl,
    userName: administrator.userName,
    password: new Secret(administrator.password),
    totpSecret: new Secret(administrator.totpSecret),
    browserPath: readSetup().browser.path,
    log: () => undefined,
  });
  const truth = async () => (await standIn.tenant()).levels.find(({ name }) => name === LEVEL)?.cells;
  const seconds = [];
  let fault;
  try {
    const first = await admin.copyLevel(SOURCE, LEVEL, { unlisted: "inherit" });
    const cells = settable(first.cells);
    const matrices = fc.sample(matrixOf(cells), { seed, numRuns: count });
    let shown = first.cells;
    for (const [index, wanted] of matrices.entries()) {
      const since = performance.now();
      fault = await applyOne({ standIn, admin, truth, wanted, shown });
      seconds.push((performance.now() - since) / 1000);
      if (fault?.text !== undefined) break;
      shown = fault.cells;
      say(`${index + 1} of ${count}: ${cells.length} cells, ${fault.changed} changed, ${seconds.at(-1).toFixed(1)} s`);
      fault = undefined;
    }
    const signIns = (await standIn.journal()).filter(({ action }) => action === "Sign-in: password").length;
    if (!fault && signIns !== 1) fault = { text: `${signIns} sign-ins instead of one` };
    return { applied: seconds.length - (fault ? 1 : 0), cells: cells.length, seconds, fault: fault?.text };
  } finally {
    await admin.close();
    await standIn.stop();
  }
}

async function applyOne({ standIn, admin, truth, wanted, shown }) {
  const before = await truth();
  const after = expectedTruth(wanted, before);
  const lines = (await standIn.journal()).length;

  let done = false;
  let wider;
  const watch = (async () => {
    while (!done) {
      const seen = await truth();
      const more = beyond(seen, before, after);
      if (more.length > 0) wider ??= more;
      await setTimeout(LOOK_MS);
    }
  })();
  let page;
  try {
    const expected = shown.filter(({ writable, known }) => writable && known);
    page = await admin.changeLevel(
      LEVEL,
      { cells: wanted, unlisted: "none" },
      expected.map(({ key, action, value }) => ({ key, action, value })),
    );
  } catch (error) {
    return { text: `the change failed: ${error.message} ${error.remedy ?? ""}` };
  } finally {
    done = true;
    await watch;
  }
  if (wider) return { text: `on the way the level granted more than before and after: ${some(wider)}` };

  const onPage = new Map(page.cells.map((cell) => [idOf(cell), cell.value]));
  const wrong = wanted.filter((cell) => onPage.get(idOf(cell)) !== cell.value);
  if (wrong.length > 0)
    return {
      text: `read back otherwise: ${some(wrong.map((cell) => `${idOf(cell)} is ${onPage.get(idOf(cell))}, not ${cell.value}`))}`,
    };
  const now = await truth();
  const touched = differing(now, after);
  if (touched.length > 0)
    return {
      text: `the tenant holds otherwise: ${some(touched.map((id) => `${id} is ${now[id]}, not ${after[id]}`))}`,
    };
  const saves = (await standIn.journal()).slice(lines).filter(({ action }) => action === "Save level");
  if (saves.length !== 1) return { text: `${saves.length} saves instead of one` };
  return { cells: page.cells, changed: differing(before, now).length };
}

/** The command. */
export async function matricesCommand({ count, seed, set }) {
  console.log(`${count} matrices from seed ${seed}`);
  const { applied, seconds, fault } = await applyMatrices({ count, seed, set, say: (line) => console.log(line) });
  const sorted = [...seconds].sort((a, b) => a - b);
  if (sorted.length > 0)
    console.log(`median ${sorted[Math.floor(sorted.length / 2)].toFixed(1)} s, longest ${sorted.at(-1).toFixed(1)} s`);
  if (fault) console.log(`FAIL matrix ${applied + 1} of seed ${seed}: ${fault}`);
  console.log(`${applied} passed, ${fault ? 1 : 0} failed`);
  return fault === undefined;
}

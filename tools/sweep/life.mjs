// An example's life with the real CLI against a stand-in of its own: up, up without change, drift run, destroy. What an
// example makes, and how that is looked at, is its subject's business (autotask.mjs, psa.mjs).
import { makeStack, startStandIn } from "../trial.mjs";

/** What is wrong is thrown as a text for one line. */
export class Failure extends Error {}

export function check(holds, what) {
  if (!holds) throw new Failure(what);
}

const lastLines = (text) => text.trim().split("\n").slice(-12).join("\n      ");
const said = (run) => run.stdout + run.stderr;

/** Runs the CLI and answers what came of it. Throws a Failure when its exit code is not 0. */
export async function expectRun(stack, args) {
  const run = await stack.run(args);
  if (run.code !== 0) throw new Failure(`pulumi ${args[0]} ended with ${run.code}\n      ${lastLines(said(run))}`);
  return run;
}

export const UP = ["up", "--yes", "--skip-preview", "--suppress-progress"];
const DRIFT = ["refresh", "--preview-only", "--expect-no-changes", "--suppress-progress"];
const DESTROY = ["destroy", "--yes", "--skip-preview", "--suppress-progress"];

/** What a subject says of any of these positions. */
const saidOf = (table = {}, positions) =>
  Object.entries(positions).flatMap(([name, position]) => table[`${name}=${position}`] ?? []);

/**
 * The life of one example, from nothing to nothing. A closed tenant has to be refused before anything is written; one that
 * stops a run half-way has to be told of, and the next run goes on to a good end.
 */
async function live(standIn, stack, subject, example, positions) {
  const before = await standIn.tenant();
  for (const [name, value, ...flags] of subject.settings(before, example))
    await expectRun(stack, ["config", "set", ...flags, name, value]);

  const refusals = saidOf(subject.refusals, positions);
  const interruptions = saidOf(subject.interruptions, positions);
  if (refusals.length > 0) {
    const run = await stack.run(UP);
    check(run.code !== 0, "it went through although the tenant is closed");
    // Where several things stop it, any may come first.
    const expected = [...refusals, ...interruptions.map(({ says }) => says)];
    check(
      expected.some((text) => text.test(said(run))),
      `it stopped with something else\n      ${lastLines(said(run))}`,
    );
    const [was, is] = [before, await standIn.tenant()].map(subject.written ?? ((tenant) => tenant));
    check(JSON.stringify(is) === JSON.stringify(was), "it left something in the tenant");
    return;
  }

  for (const [index, { renewed, spares }] of interruptions.entries()) {
    const run = await stack.run(UP);
    const stopped = run.code !== 0 && interruptions.slice(index).some(({ says }) => says.test(said(run)));
    check(
      stopped || (run.code === 0 && spares?.(example)),
      `it did not stop where it has to\n      ${lastLines(said(run))}`,
    );
    if (renewed) await standIn.move(renewed);
  }
  await expectRun(stack, UP);
  const trial = { standIn, stack, example, before };
  const outputs = async () => JSON.parse((await expectRun(stack, ["stack", "output", "--json"])).stdout);
  await subject.applied({ ...trial, outputs });

  await expectRun(stack, [...UP, "--expect-no-changes"]);
  await expectRun(stack, DRIFT);

  await expectRun(stack, DESTROY);
  await subject.gone(trial);
}

/** Answers whether it passed; prints one line, and below it what was wrong. */
export async function tryPositions(subject, example, positions, title) {
  const since = Date.now();
  let standIn;
  let stack;
  let problem;
  try {
    standIn = await startStandIn({ set: positions });
    stack = await makeStack({ source: example.folder, env: subject.variables(standIn.ready) });
    await live(standIn, stack, subject, example, positions);
  } catch (error) {
    problem = error instanceof Failure ? error.message : error.stack;
  } finally {
    stack?.remove();
    await standIn?.stop();
  }
  const seconds = ((Date.now() - since) / 1000).toFixed(0);
  console.log(
    `${problem === undefined ? "pass" : "FAIL"} ${example.name} ${title} ${seconds} s${problem === undefined ? "" : `\n      ${problem}`}`,
  );
  return problem === undefined;
}

import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { matricesCommand } from "./matrices.mjs";
import { root } from "./setup/base.mjs";
import { autotask } from "./sweep/autotask.mjs";
import { tryPosition } from "./sweep/life.mjs";
import { psa } from "./sweep/psa.mjs";

const HELP = `Runs an example's life (up, up without change, drift run, destroy) under each position of each switch of the stand-in:

  npm run sweep -- [--psa [--example NAME]...] [--only SWITCH=POSITION]... [--set SWITCH=POSITION]... [--shard K/N]

  --psa                    examples kaseya-psa and pulseway-psa under the switches psa*, instead of propel-your-msp under
                           those of Autotask
  --example NAME           only this one of them; can be given more than once
  --only SWITCH=POSITION   only this position; can be given more than once
  --set SWITCH=POSITION    holds a further switch at a position meanwhile; can be given more than once
  --shard K/N              the K-th of N parts, to share them among machines

or random permission matrices, applied one after the other and read back:

  npm run sweep -- --matrices COUNT [--seed N] [--set SWITCH=POSITION]...

One line a position, a last line "N passed, N failed", exit code 1 when any failed. Positions that close a tenant pass when
the run stops with the refusal that is expected, and has written nothing.
`;

class Mistyped extends Error {}

const pair = (text) => text.split(/=(.*)/s).slice(0, 2);
const pairs = (texts = []) => Object.fromEntries(texts.map(pair));

/** The default of all switches once, then every other position; each with each example. */
function everyTry(subject, examples, only) {
  const { switchRegistry } = createRequire(import.meta.url)(join(root, "dist", "sandbox", "switches.js"));
  const known = switchRegistry.filter(({ name }) => subject.owns(name));
  for (const [name, position] of only ?? [])
    if (!known.find((one) => one.name === name)?.positions.includes(position))
      throw new Mistyped(
        `--only ${name}=${position ?? ""}: there is no such switch or position (docs/sandbox.md lists them)`,
      );
  const positions = only ?? [
    [subject.firstSwitch, known.find(({ name }) => name === subject.firstSwitch).default],
    ...known.flatMap(({ name, positions }) => positions.slice(1).map((position) => [name, position])),
  ];
  return examples.flatMap((example) => positions.map((position) => [example, ...position]));
}

function examplesOf(subject, names) {
  const unknown = names?.find((name) => !subject.examples.some((example) => example.name === name));
  if (unknown !== undefined)
    throw new Mistyped(`--example ${unknown}: there is ${subject.examples.map(({ name }) => name).join(", ")}`);
  return subject.examples.filter(({ name }) => names === undefined || names.includes(name));
}

function shard(tries, text) {
  if (text === undefined) return tries;
  const [, k, n] = (/^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? []).map(Number);
  if (!(k <= n)) throw new Mistyped(`--shard wants K/N with K from 1 to N, not "${text}"`);
  return tries.filter((_, index) => index % n === k - 1);
}

async function positionsCommand(values) {
  const subject = values.psa ? psa : autotask;
  const tries = shard(everyTry(subject, examplesOf(subject, values.example), values.only?.map(pair)), values.shard);
  let passed = 0;
  for (const one of tries) if (await tryPosition(subject, ...one, pairs(values.set))) passed++;
  console.log(`${passed} passed, ${tries.length - passed} failed`);
  return passed === tries.length;
}

function matrices(values) {
  const [count, seed] = [Number(values.matrices), Number(values.seed ?? Date.now() % 2 ** 31)];
  if (!(Number.isInteger(count) && count > 0 && Number.isInteger(seed)))
    throw new Mistyped("--matrices wants a number from 1, --seed a whole number");
  return matricesCommand({ count, seed, set: pairs(values.set) });
}

async function main() {
  const several = { type: "string", multiple: true };
  const { values } = parseArgs({
    options: {
      help: { type: "boolean", short: "h" },
      psa: { type: "boolean" },
      example: several,
      only: several,
      shard: { type: "string" },
      matrices: { type: "string" },
      seed: { type: "string" },
      set: several,
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return true;
  }
  return values.matrices === undefined ? positionsCommand(values) : matrices(values);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  // What was typed wrong is told in one sentence.
  const typed = error instanceof Mistyped || error.code?.startsWith("ERR_PARSE_ARGS");
  console.error(typed ? `sweep: ${error.message}` : error);
  process.exitCode = 1;
}

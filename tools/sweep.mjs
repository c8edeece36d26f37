import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { matricesCommand } from "./matrices.mjs";
import { root } from "./setup/base.mjs";
import { autotask } from "./sweep/autotask.mjs";
import { tryPositions } from "./sweep/life.mjs";
import { psa } from "./sweep/psa.mjs";
import { combinations, moved, pair } from "./sweep/random.mjs";

const HELP = `Runs examples' lives (up, up without change, drift run, destroy) under each position of each switch of the stand-in:

  npm run sweep -- [--psa] [--example NAME]... [--only SWITCH=POSITION]... [--set SWITCH=POSITION]... [--shard K/N]

or under random combinations of positions, all switches at once:

  npm run sweep -- [--psa] [--example NAME]... --random COUNT [--seed N] [--number K] [--set SWITCH=POSITION]... [--shard K/N]

  --psa                    examples kaseya-psa and pulseway-psa under the switches psa*, instead of propel-your-msp, guardz
                           and autoelevate under those of Autotask
  --example NAME           only this one of them; can be given more than once
  --only SWITCH=POSITION   only this position; can be given more than once
  --set SWITCH=POSITION    holds a switch at a position meanwhile; can be given more than once
  --shard K/N              the K-th of N parts, to share them among machines
  --random COUNT           so many combinations, each with each example. Of the positions that close a tenant there is at most
                           one in a combination, and in most there is none
  --seed N                 draws the same ones again; without it, a seed is made up and printed
  --number K               only the K-th combination of the seed, to repeat one

or random permission matrices, applied one after the other and read back:

  npm run sweep -- --matrices COUNT [--seed N] [--set SWITCH=POSITION]...

One line a try, a last line "N passed, N failed", exit code 1 when any failed. Positions that close a tenant pass when the
run stops with the refusal that is expected, and has written nothing. A life takes half a minute to a minute.
`;

class Mistyped extends Error {}

const pairs = (texts = []) => Object.fromEntries(texts.map(pair));

const registry = () => createRequire(import.meta.url)(join(root, "dist", "sandbox", "switches.js")).switchRegistry;

function assertKnown(option, given, switches) {
  for (const [name, position] of given ?? [])
    if (!switches.find((one) => one.name === name)?.positions.includes(position))
      throw new Mistyped(
        `${option} ${name}=${position ?? ""}: there is no such switch or position (docs/sandbox.md lists them)`,
      );
}

/** The default of all switches once, then every other position; each with each example. */
function everyTry(subject, examples, only) {
  const known = registry().filter(({ name }) => subject.owns(name));
  assertKnown("--only", only, known);
  const positions = only ?? [
    [subject.firstSwitch, known.find(({ name }) => name === subject.firstSwitch).default],
    ...known.flatMap(({ name, positions }) => positions.slice(1).map((position) => [name, position])),
  ];
  return examples.flatMap((example) =>
    positions.map(([name, position]) => ({ example, positions: { [name]: position } })),
  );
}

/** Combinations drawn from the seed, or one of them by its number; each with each example. */
function randomTries(subject, examples, { random, seed, number }) {
  const count = whole("--random", random ?? number);
  const first = number === undefined ? 1 : whole("--number", number);
  const switches = registry();
  const drawn = combinations(subject, switches, seed, Math.max(count, first));
  console.log(`combinations of seed ${seed}; one again: --seed ${seed} --number K`);
  return drawn
    .map((positions, index) => ({ positions: moved(switches, positions), title: `#${index + 1}` }))
    .slice(first - 1, number === undefined ? count : first)
    .flatMap((one) => examples.map((example) => ({ ...one, example })));
}

function whole(option, text) {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Mistyped(`${option} wants a whole number from 1, not "${text}"`);
  return Number(text);
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
  const examples = examplesOf(subject, values.example);
  const drawn = values.random !== undefined || values.number !== undefined;
  if (drawn && values.only) throw new Mistyped("--only and --random exclude each other; --set holds a switch");
  assertKnown("--set", values.set?.map(pair), registry());
  const all = drawn
    ? randomTries(subject, examples, { ...values, seed: seedOf(values) })
    : everyTry(subject, examples, values.only?.map(pair));
  const tries = shard(all, values.shard);
  let passed = 0;
  for (const { example, positions, title } of tries) {
    const now = { ...positions, ...pairs(values.set) };
    const words = Object.entries(now).map(([name, position]) => `${name}=${position}`);
    if (await tryPositions(subject, example, now, [...(title ? [title] : []), ...words].join(" "))) passed++;
  }
  console.log(`${passed} passed, ${tries.length - passed} failed`);
  return passed === tries.length;
}

function seedOf({ seed }) {
  const value = Number(seed ?? Date.now() % 2 ** 31);
  if (!Number.isInteger(value)) throw new Mistyped("--seed wants a whole number");
  return value;
}

function matrices(values) {
  return matricesCommand({
    count: whole("--matrices", values.matrices),
    seed: seedOf(values),
    set: pairs(values.set),
  });
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
      random: { type: "string" },
      number: { type: "string" },
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

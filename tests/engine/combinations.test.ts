import { switchRegistry } from "../../sandbox/switches";
import { autotask } from "../../tools/sweep/autotask.mjs";
import { tryPositions } from "../../tools/sweep/life.mjs";
import { combinations, moved } from "../../tools/sweep/random.mjs";
import { build } from "../support/build";
import { MINUTES } from "./support";

/**
 * A sample of what `npm run sweep -- --random 30` does: an example's life under a combination of positions of all switches
 * at once. Seed and number are pinned; PSA_COMBINATION=SEED/NUMBER takes another one.
 */
const [SEED, NUMBER] = (process.env["PSA_COMBINATION"] ?? "1/1").split("/").map(Number) as [number, number];

beforeAll(build, 2 * MINUTES);

test(
  `autoelevate under combination ${NUMBER} of seed ${SEED}: applied, unchanged and gone`,
  async () => {
    const positions = moved(switchRegistry, combinations(autotask, switchRegistry, SEED, NUMBER)[NUMBER - 1]!);
    expect(Object.keys(positions).length).toBeGreaterThan(20);
    const example = autotask.examples.find(({ name }) => name === "autoelevate")!;
    expect(await tryPositions(autotask, example, positions, `#${NUMBER} of seed ${SEED}`)).toBe(true);
  },
  10 * MINUTES,
);

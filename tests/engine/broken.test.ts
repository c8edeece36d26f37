import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { killTree, makeStack, startStandIn, variables, type Stack, type StandIn } from "../../tools/trial.mjs";
import { build } from "../support/build";
import * as engine from "./support";
import { MINUTES } from "./support";

/** Runs that end between the console's save and the end of `create`: the tenant has an object that no state knows of. */

let standIn: StandIn;
let stack: Stack;

beforeAll(async () => {
  await build();
  // A new user is not let in for some seconds, in which `create` waits: long enough to be hit in between.
  standIn = await startStandIn({ set: { newUserPropagation: "delayed" } });
  stack = await makeStack({ source: engine.EXAMPLE, env: variables(standIn.ready) });
  const identifier = engine.identifierOf(await standIn.tenant(), "Propel Your MSP");
  engine.expectCode(await stack.run(["config", "set", "--secret", "trackingIdentifier", identifier]), 0);
}, 2 * MINUTES);

afterAll(async () => {
  stack?.remove();
  await standIn?.stop();
});

/** Starts `up` and kills it with its provider and browser right after the first save of this kind. */
async function upUntilSaved(what: "level" | "API user"): Promise<void> {
  const before = engine.saves(await standIn.journal(), what).length;
  const { child, ended } = stack.start(engine.UP);
  let over = false;
  void ended.then(() => (over = true));
  while (engine.saves(await standIn.journal(), what).length === before) {
    if (over) throw new Error(`up ended before a save: ${engine.text(await ended)}`);
    await sleep(10);
  }
  killTree(child.pid!);
  expect((await ended).code).toBeNull();
}

const names = () =>
  existsSync(stack.stateFile) ? engine.recorded(stack).map(({ type }) => type.split(":").at(-1)) : [];

test(
  "killed after the level's save: it is in the tenant and not in the state",
  async () => {
    await upUntilSaved("level");
    expect(engine.levelsNamed(await standIn.tenant(), engine.LEVEL)).toHaveLength(1);
    expect(names()).toEqual([]);
  },
  4 * MINUTES,
);

test(
  "the next run takes that level over; killed after the user's save, the user is in the tenant and not in the state",
  async () => {
    engine.expectCode(await stack.run(["cancel", "--yes"]), 0);
    await upUntilSaved("API user");
    const tenant = await standIn.tenant();
    expect(engine.levelsNamed(tenant, engine.LEVEL)).toHaveLength(1);
    expect(engine.usersOf(tenant, "Propel Your MSP")).toHaveLength(1);
    expect(names()).toEqual(["AutotaskSecurityLevel"]);
  },
  4 * MINUTES,
);

test(
  "the run after that ends well: one level, one user, a secret that works",
  async () => {
    const orphan = engine.usersOf(await standIn.tenant(), "Propel Your MSP")[0]!;
    engine.expectCode(await stack.run(["cancel", "--yes"]), 0);
    engine.expectCode(await stack.run(engine.UP), 0);

    const tenant = await standIn.tenant();
    const levels = engine.levelsNamed(tenant, engine.LEVEL);
    expect(levels).toHaveLength(1);
    expect(engine.usersOf(tenant, "Propel Your MSP")).toEqual([
      expect.objectContaining({ id: orphan.id, userName: orphan.userName, active: true, levelId: levels[0]!.id }),
    ]);
    expect(levels[0]!.cells).toMatchObject({
      "Service Desk > Object Permissions > Tickets > Add": "Yes",
      "Service Desk > Object Permissions > Tickets > Delete": "None",
    });
    const { key, secret, verified } = await engine.outputs(stack);
    expect(verified).toBe(true);
    const trackingIdentifier = engine.identifierOf(tenant, "Propel Your MSP");
    expect(await engine.callAs(standIn, { key, secret, trackingIdentifier })).toBe(200);
    expect(engine.restCreations(await standIn.journal())).toEqual([]);

    const again = await stack.run(["preview", "--expect-no-changes", "--suppress-progress"]);
    engine.expectCode(again, 0);
  },
  5 * MINUTES,
);

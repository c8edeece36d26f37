import { join } from "node:path";
import { makeStack, startStandIn, variables, type Stack, type StandIn } from "../../tools/trial.mjs";
import { build, root } from "../support/build";
import { expectDocument } from "./consolePages";
import { autoelevate, guardz } from "./documents";
import * as engine from "./support";
import { MINUTES } from "./support";

/**
 * Each example from nothing to nothing, and what an administrator sees on the pages meanwhile. The third one, Propel's, has
 * its life in mainJob.test.ts.
 */

let standIn: StandIn;
const stacks: Stack[] = [];

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
}, 2 * MINUTES);

afterAll(async () => {
  for (const stack of stacks) stack.remove();
  await standIn?.stop();
});

test.each([guardz, autoelevate])(
  "$folder: applied, proven, on the pages as its document has it, unchanged, and gone",
  async (document) => {
    const { folder, user, vendor } = document;
    const stack = await makeStack({ source: join(root, "examples", folder), env: variables(standIn.ready) });
    stacks.push(stack);
    const before = await standIn.tenant();
    if (vendor !== undefined) {
      const identifier = engine.identifierOf(before, vendor);
      engine.expectCode(await stack.run(["config", "set", "--secret", "trackingIdentifier", identifier]), 0);
    }
    engine.expectCode(await stack.run(engine.UP), 0);

    const { key, secret, verified, ...others } = await engine.outputs(stack);
    expect(verified).toBe(true);
    const trackingIdentifier =
      vendor === undefined ? String(others["trackingIdentifier"]) : engine.identifierOf(before, vendor);
    expect(await engine.callAs(standIn, { key, secret, trackingIdentifier })).toBe(200);
    expect(await engine.callAs(standIn, { key, secret: `${String(secret)}x`, trackingIdentifier })).toBe(401);

    await expectDocument(standIn, document);
    // The document of AutoElevate uses Autotask's own level, which nobody may have touched.
    if (document.level === undefined) expect((await standIn.tenant()).levels).toEqual(before.levels);

    expect(engine.text(engine.expectCode(await stack.run([...engine.UP, "--expect-no-changes"]), 0))).toContain(
      "unchanged",
    );
    engine.expectCode(await stack.run(engine.DESTROY), 0);
    expect(engine.recorded(stack)).toEqual([]);
    expect(engine.usersOf(await standIn.tenant(), user)).toEqual([expect.objectContaining({ active: false })]);
    expect(await engine.callAs(standIn, { key, secret, trackingIdentifier })).toBe(401);
  },
  10 * MINUTES,
);

import { readFileSync } from "node:fs";
import { makeStack, startStandIn, variables, type Stack, type StandIn, type TrialTenant } from "../../tools/trial.mjs";
import { build } from "../support/build";
import { expectDocument } from "./consolePages";
import { propel } from "./documents";
import * as engine from "./support";
import { MINUTES } from "./support";

/** The example with the real CLI and a real browser, from nothing to nothing. Each step goes on from the one before. */

let standIn: StandIn;
let stack: Stack;
let untouched: TrialTenant;

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
  untouched = await standIn.tenant();
  stack = await makeStack({ source: engine.EXAMPLE, env: variables(standIn.ready) });
  const identifier = engine.identifierOf(untouched, "Propel Your MSP");
  engine.expectCode(await stack.run(["config", "set", "--secret", "trackingIdentifier", identifier]), 0);
}, 2 * MINUTES);

afterAll(async () => {
  stack?.remove();
  await standIn?.stop();
});

/** What the journal got during some work. */
async function during<T>(work: () => Promise<T>) {
  const before = (await standIn.journal()).length;
  const result = await work();
  return { result, lines: (await standIn.journal()).slice(before) };
}

const level = async () => engine.levelsNamed(await standIn.tenant(), engine.LEVEL)[0]!;
const user = async () => engine.usersOf(await standIn.tenant(), "Propel Your MSP");

test(
  "preview: two resources to create, and nothing is written",
  async () => {
    const { result, lines } = await during(() => stack.run(engine.PREVIEW));
    const steps = engine.changes(engine.expectCode(result, 0));
    expect(steps.map(({ op }) => op)).toEqual(["create", "create", "create"]);
    expect(lines.filter(({ channel }) => channel === "console")).toEqual([]);
    expect(await standIn.tenant()).toEqual(untouched);
  },
  2 * MINUTES,
);

test(
  "up: level and user through the browser with one sign-in, one save each, and nothing through POST /Resources",
  async () => {
    const { result, lines } = await during(() => stack.run(engine.UP));
    engine.expectCode(result, 0);
    expect(engine.signIns(lines)).toBe(1);
    expect(engine.saves(lines, "level")).toHaveLength(1);
    expect(engine.saves(lines, "API user")).toHaveLength(1);
    expect(engine.restCreations(lines)).toEqual([]);

    expect(await level()).toMatchObject({ active: true, apiOnly: true, system: false });
    const made = await user();
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ active: true, lastName: "API", levelId: (await level()).id });
  },
  5 * MINUTES,
);

test("the console's pages show what the guide asks for", () => expectDocument(standIn, propel), 2 * MINUTES);

test(
  "the key and secret that the stack puts out are accepted by the REST API",
  async () => {
    const { key, secret, verified } = await engine.outputs(stack);
    expect(verified).toBe(true);
    const trackingIdentifier = engine.identifierOf(untouched, "Propel Your MSP");
    expect(await engine.callAs(standIn, { key, secret, trackingIdentifier })).toBe(200);
    expect(await engine.callAs(standIn, { key, secret: `${String(secret)}x`, trackingIdentifier })).toBe(401);
  },
  MINUTES,
);

test(
  "up again: no change, and no sign-in to the console",
  async () => {
    const { result, lines } = await during(() => stack.run([...engine.UP, "--expect-no-changes"]));
    expect(engine.text(engine.expectCode(result, 0))).toContain("3 unchanged");
    expect(engine.signIns(lines)).toBe(0);
  },
  2 * MINUTES,
);

describe("one more cell declared", () => {
  const row = "Service Desk > Object Permissions > Tickets";

  test(
    "the preview shows that cell, old and new, and no other",
    async () => {
      stack.change("index.ts", `"${row}": { View: "All", Add: "Yes" }`, `"${row}": { View: "All", Add: "No" }`);
      const steps = engine.changes(engine.expectCode(await stack.run([...engine.PREVIEW, "--diff"]), 0));
      expect(steps.map(({ op }) => op)).toEqual(["update"]);
      expect(steps[0]!.detailedDiff).toEqual({
        [`permissions["${row}"].Add`]: expect.objectContaining({ kind: "update" }),
      });
      const { oldState, newState } = steps[0]!;
      expect(oldState!.inputs.permissions).toMatchObject({ [row]: { Add: "Yes" } });
      expect(newState!.inputs.permissions).toMatchObject({ [row]: { Add: "No" } });

      const seen = engine.text(engine.expectCode(await stack.run(["preview", "--diff", "--suppress-progress"]), 0));
      expect(seen).toContain(`~ Add: "Yes" => "No"`);
    },
    2 * MINUTES,
  );

  test(
    "up changes that cell in the tenant, and no other",
    async () => {
      const before = (await level()).cells;
      engine.expectCode(await stack.run(engine.UP), 0);
      expect((await level()).cells).toEqual({ ...before, [`${row} > Add`]: "No" });
    },
    5 * MINUTES,
  );
});

test(
  "a cell changed by hand is found by a drift run, which changes nothing",
  async () => {
    const cell = "CRM > Object Permissions > Notes > Edit";
    await standIn.edit({ levels: [{ name: engine.LEVEL, cells: { [cell]: "All" } }] });
    const changed = await standIn.tenant();
    const state = readFileSync(stack.stateFile);

    const drift = ["refresh", "--preview-only", "--expect-no-changes", "--diff", "--suppress-progress"];
    const { result, lines } = await during(() => stack.run(drift));
    const seen = engine.text(engine.expectCode(result, 7));
    expect(seen).toMatch(/\+ CRM > Object Permissions > Notes: \{\s+\+ Edit: "All"/);
    expect(seen).toMatch(/~ 1 to update\s+2 unchanged/);
    expect(engine.signIns(lines)).toBe(1);
    expect(readFileSync(stack.stateFile).equals(state)).toBe(true);
    expect(await standIn.tenant()).toEqual(changed);
  },
  3 * MINUTES,
);

test(
  "destroy: the user is inactive, the level inactive or gone, and all else as it was",
  async () => {
    const { result, lines } = await during(() => stack.run(engine.DESTROY));
    engine.expectCode(result, 0);
    expect(engine.signIns(lines)).toBeLessThanOrEqual(1);
    expect(await user()).toEqual([expect.objectContaining({ active: false })]);
    expect((await level())?.active ?? false).toBe(false);
    expect(engine.recorded(stack)).toEqual([]);

    const others = (tenant: TrialTenant) => ({
      levels: tenant.levels.filter(({ name }) => name !== engine.LEVEL),
      users: tenant.users.filter(({ firstName }) => firstName !== "Propel Your MSP"),
    });
    expect(others(await standIn.tenant())).toEqual(others(untouched));
    expect(engine.restCreations(await standIn.journal())).toEqual([]);
  },
  5 * MINUTES,
);

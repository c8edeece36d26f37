import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeStack, startStandIn, variables, type Run, type Stack, type StandIn } from "../../tools/trial.mjs";
import { build } from "../support/build";
import * as engine from "./support";
import { MINUTES } from "./support";

/** New secrets with the real CLI and a real browser. Each step goes on from the one before. */

let standIn: StandIn;
let stack: Stack;

beforeAll(async () => {
  await build();
  standIn = await startStandIn({ set: { customIdentifier: "hidden" } });
  stack = await makeStack({ source: join(engine.PROGRAMS, "rotated"), env: variables(standIn.ready) });
}, 2 * MINUTES);

afterAll(async () => {
  stack?.remove();
  await standIn?.stop();
});

interface Outputs {
  key: string;
  secret: string;
  trackingIdentifier: string;
  retiring?: { key: string; resourceId: string; since: string };
  verified: boolean;
}
const up = async (rotation: object): Promise<{ run: Run; outs: Outputs }> => {
  const env = { ROTATION: JSON.stringify(rotation) };
  const run = engine.expectCode(await stack.run(engine.UP, { env }), 0);
  return { run, outs: (await engine.outputs(stack)) as unknown as Outputs };
};
const works = async (...all: Outputs[]): Promise<boolean[]> =>
  Promise.all(all.map(async (outs) => (await engine.callAs(standIn, outs)) === 200));
const active = async () =>
  engine.usersOf(await standIn.tenant(), "Rotated").map(({ userName, active: on }) => [userName, on]);
const nameOf = ({ key }: { key: string }) => key.split("@")[0]!;

let first: Outputs;
let second: Outputs;

test(
  "in place: the same key with a new secret, and the old one is refused",
  async () => {
    const before = (await up({ trigger: "2026-01" })).outs;
    first = (await up({ trigger: "2026-02" })).outs;
    expect(first.key).toBe(before.key);
    expect(await works(before, first)).toEqual([false, true]);
    expect(first.verified).toBe(true);
  },
  5 * MINUTES,
);

test(
  "a secret that the state has lost is made anew and reported",
  async () => {
    const exported = JSON.parse((await stack.run(["stack", "export", "--show-secrets"])).stdout) as {
      deployment: { resources: { type: string; outputs: Record<string, unknown> }[] };
    };
    const resource = exported.deployment.resources.find(({ type }) => type.includes("AutotaskApiUser"))!;
    delete resource.outputs.secret;
    const file = join(stack.folder, "lost.json");
    writeFileSync(file, JSON.stringify(exported));
    engine.expectCode(await stack.run(["stack", "import", "--file", file]), 0);
    const { run, outs } = await up({ trigger: "2026-02" });
    expect(engine.text(run)).toMatch(/may have lost its secret/);
    expect(engine.text(run)).not.toContain(outs.secret);
    expect(await works(first, outs)).toEqual([false, true]);
    first = outs;
  },
  5 * MINUTES,
);

const overlapping = { trigger: "2026-03", overlap: true, retireAfterHours: 0 };

test(
  "with overlap: a second user takes over, both work, and the outputs say which is which",
  async () => {
    const { run, outs } = await up(overlapping);
    second = outs;
    expect(second.key).not.toBe(first.key);
    expect(second.retiring).toMatchObject({ key: first.key });
    expect(await works(first, second)).toEqual([true, true]);
    expect(engine.text(run)).toContain(`${second.key} has taken over from ${first.key}`);
    expect(await active()).toEqual([
      [nameOf(first), true],
      [nameOf(second), true],
    ]);
  },
  5 * MINUTES,
);

test(
  "a later run inactivates the first, without the console, and the one after has nothing to do",
  async () => {
    const before = (await standIn.journal()).length;
    const { outs } = await up(overlapping);
    expect(outs).toEqual({ ...second, retiring: undefined });
    expect(await works(first, second)).toEqual([false, true]);
    expect(await active()).toEqual([
      [nameOf(first), false],
      [nameOf(second), true],
    ]);
    expect(engine.signIns((await standIn.journal()).slice(before))).toBe(0);
    const env = { ROTATION: JSON.stringify(overlapping) };
    engine.expectCode(await stack.run([...engine.UP, "--expect-no-changes"], { env }), 0);
    engine.expectCode(
      await stack.run(["refresh", "--preview-only", "--expect-no-changes", "--suppress-progress"], { env }),
      0,
    );
  },
  5 * MINUTES,
);

test(
  "the next rotation is the first one's turn again; destroying leaves nobody active",
  async () => {
    const { outs } = await up({ ...overlapping, trigger: "2026-04" });
    expect([outs.key, outs.retiring?.key]).toEqual([first.key, second.key]);
    expect(outs.trackingIdentifier).toBe(first.trackingIdentifier);
    expect(await works(first, second, outs)).toEqual([false, true, true]);
    expect(await active()).toHaveLength(2);
    const state = readFileSync(stack.stateFile, "utf8");
    for (const hidden of [outs.secret, outs.trackingIdentifier, second.secret, second.trackingIdentifier])
      expect(state).not.toContain(hidden);
    engine.expectCode(await stack.run(engine.DESTROY), 0);
    expect((await active()).map(([, on]) => on)).toEqual([false, false]);
    expect(engine.restCreations(await standIn.journal())).toEqual([]);
  },
  6 * MINUTES,
);

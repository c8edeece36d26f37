import type { Report } from "../../provider/report/model";
import { importStack, type Imported } from "../../tools/imported.mjs";
import { startStandIn, variables, type StandIn } from "../../tools/trial.mjs";
import { build } from "../support/build";
import { psa, stackEnvironment } from "./psa";

/** A drift run over 500 API users and 49 custom levels, by REST alone. How long it takes is for `npm run bench`. */

const MINUTE = 60_000;
let standIn: StandIn;
let imported: Imported;

beforeAll(async () => {
  await build();
  standIn = await startStandIn({ tenant: "large" });
  imported = await importStack(standIn, { seed: "large" });
}, 3 * MINUTE);

afterAll(async () => {
  imported?.stack.remove();
  await standIn?.stop();
});

test(
  "asks the tenant at most five times, and once more for each account that is tried",
  async () => {
    expect([imported.users.length, imported.levels.length]).toEqual([499, 49]);
    const env = stackEnvironment(imported.stack.folder, variables(standIn.ready));
    const asked = async (...args: string[]) => {
      const before = (await standIn.journal()).length;
      const run = await psa(["drift", "--json", "--no-console", ...args], { cwd: imported.stack.program, env });
      const calls = (await standIn.journal()).slice(before).filter(({ channel }) => channel === "rest");
      return { run, calls };
    };

    const none = await asked("--no-probe");
    // One account of the seed is locked; only a sign-in or the console would show it.
    expect([none.run.code, none.run.stdout.includes('"changes": []')]).toEqual([0, true]);
    expect(none.calls.length).toBeLessThanOrEqual(5);

    const all = await asked();
    const probes = all.calls.filter(({ path }) => /EntityInformation$/i.test(path));
    expect(all.calls.length - probes.length).toBeLessThanOrEqual(5);
    const active = (await standIn.tenant()).users.filter(
      ({ active, userName }) => active && imported.users.includes(userName),
    );
    expect(probes.length).toBe(active.length);
    expect(new Set(probes.map(({ caller }) => caller)).size).toBe(active.length);
    const report = JSON.parse(all.run.stdout) as Report;
    expect(report.changes.map(({ kind, object }) => [kind, object.name.split(" (")[0]])).toEqual([
      ["credential-changed", "Reporting Export"],
    ]);
  },
  3 * MINUTE,
);

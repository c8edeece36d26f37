import { join } from "node:path";
import { knowAllEmployees, knowAllUsers } from "../../tools/manyUsers.mjs";
import { makeStack, psaRestVariables, startStandIn, variables, type Stack, type StandIn } from "../../tools/trial.mjs";
import { build } from "../support/build";
import * as engine from "./support";
import { MINUTES } from "./support";

/** What many resources cost, by the stand-in's journal. `npm run bench -- many` times it, with fifty users made. */

let standIn: StandIn;
let stack: Stack;

beforeAll(async () => {
  await build();
  standIn = await startStandIn({ tenant: "large" });
  stack = await makeStack({ source: join(engine.PROGRAMS, "declared"), env: variables(standIn.ready) });
}, 2 * MINUTES);

afterAll(async () => {
  stack?.remove();
  await standIn?.stop();
});

test(
  "a drift run over 499 API users is three REST calls: the zone, the fields, one page of users",
  async () => {
    expect(await knowAllUsers(stack, "declared", await standIn.tenant())).toBe(499);
    const drift = ["refresh", "--preview-only", "--expect-no-changes", "--suppress-progress"];
    const run = engine.expectCode(await stack.run(drift), 0);
    expect(engine.text(run)).toMatch(/500 unchanged|499 unchanged/);
    const lines = await standIn.journal();
    expect(lines.map(({ channel, path }) => `${channel} ${path.split("/").slice(3).join("/")}`)).toEqual([
      "rest zoneInformation",
      "rest Resources/entityInformation/fields",
      "rest Resources/query",
    ]);
  },
  3 * MINUTES,
);

test(
  "a drift run over 300 employees of the PSA by REST is one token call and three pages",
  async () => {
    const env = psaRestVariables(standIn.ready);
    const known = await makeStack({ source: join(engine.PROGRAMS, "declared"), env });
    try {
      expect(await knowAllEmployees(known, "declared", await standIn.tenant())).toBe(300);
      const before = (await standIn.journal()).length;
      const drift = ["refresh", "--preview-only", "--expect-no-changes", "--suppress-progress"];
      engine.expectCode(await known.run(drift), 0);
      const lines = (await standIn.journal()).slice(before);
      expect(lines.map(({ channel, path }) => `${channel} ${path.split("/v2/")[1]}`)).toEqual([
        "rest security/authenticate",
        ...Array.from({ length: 3 }, () => "rest hr/employees/searchselect"),
      ]);
    } finally {
      known.remove();
    }
  },
  3 * MINUTES,
);

test(
  "several users made in one run are one sign-in to the console and one save each",
  async () => {
    const fresh = await makeStack({ source: join(engine.PROGRAMS, "declared"), env: variables(standIn.ready) });
    try {
      const before = (await standIn.journal()).length;
      const declared = [1, 2, 3].map((n) => ({
        kind: "AutotaskApiUser",
        args: {
          firstName: "Several",
          lastName: `API ${n}`,
          email: "several@example.com",
          securityLevel: "API User (system)",
          internalIntegrationName: `Several ${n}`,
        },
      }));
      engine.expectCode(await fresh.run(engine.UP, { env: { DECLARED: JSON.stringify(declared) } }), 0);
      const lines = (await standIn.journal()).slice(before);
      expect([engine.signIns(lines), engine.saves(lines, "API user").length]).toEqual([1, 3]);
      expect(engine.usersOf(await standIn.tenant(), "Several")).toHaveLength(3);
    } finally {
      fresh.remove();
    }
  },
  5 * MINUTES,
);

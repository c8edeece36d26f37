import { join } from "node:path";
import { makeStack, startStandIn, variables, type Stack, type StandIn, type TrialTenant } from "../../tools/trial.mjs";
import { build } from "../support/build";
import * as engine from "./support";
import { MINUTES } from "./support";

/** What a person gets to see at `pulumi preview` when something in the program or its settings is wrong. */

let standIn: StandIn;
let stack: Stack;
let untouched: TrialTenant;

beforeAll(async () => {
  await build();
  standIn = await startStandIn({ tenant: "large" });
  untouched = await standIn.tenant();
  stack = await makeStack({ source: join(engine.PROGRAMS, "declared"), env: variables(standIn.ready) });
}, 2 * MINUTES);

afterAll(async () => {
  stack?.remove();
  await standIn?.stop();
});

/** Previews a program that declares these; it fails, nothing is written. Answers the errors. */
async function refusal(declared: { kind: string; args: object }[], env: Record<string, string> = {}): Promise<string> {
  const before = await standIn.tenant();
  const run = await stack.run(engine.PREVIEW, { env: { DECLARED: JSON.stringify(declared), ...env } });
  expect(run.code).not.toBe(0);
  expect(await standIn.tenant()).toEqual(before);
  expect(engine.text(run)).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)$/m);
  return engine.problems(run);
}

const level = (args: object) => [{ kind: "AutotaskSecurityLevel", args: { name: "API User (Tried)", ...args } }];
const USER = {
  firstName: "Tried",
  lastName: "API",
  email: "tried@example.com",
  securityLevel: "API User (system)",
  internalIntegrationName: "Tried",
};
const user = (args: object) => [{ kind: "AutotaskApiUser", args: { ...USER, ...args } }];

test.each([
  [
    "an unknown permission",
    level({ permissions: { "CRM > Object Permissions > Nots": { Edit: "All" } } }),
    [/permissions/, /CRM > Object Permissions > Nots/, /CRM > Object Permissions > Notes/],
  ],
  [
    "a value that a permission does not have",
    level({ permissions: { "Contracts > Object Permissions > Contracts": { View: "Everything" } } }),
    [/permissions/, /Contracts > Object Permissions > Contracts/, /Everything/, /None.*All/],
  ],
  ["a missing e-mail address", user({ email: undefined }), [/email/, /missing/i, /e-mail address/]],
  [
    "both kinds of tracking identifier",
    user({ integrationVendor: "Propel Your MSP" }),
    [/internalIntegrationName/, /integrationVendor/, /Keep one of the two/],
  ],
  [
    "a user name with forbidden characters",
    user({ username: "pro;pel@msp" }),
    [/property username/, /It contains ; @, which Autotask does not allow/, /Leave the domain out/],
  ],
])(
  "%s",
  async (_, declared, expected) => {
    const message = await refusal(declared);
    for (const part of expected) expect(message).toMatch(part);
  },
  2 * MINUTES,
);

test.each([
  ["autotask:restUrl", "AUTOTASK_REST_URL", "http://webservices3.autotask.net/ATServicesRest/"],
  ["autotask:consoleUrl", "AUTOTASK_CONSOLE_URL", "http://ww3.autotask.net/"],
])(
  "an address of %s in the open",
  async (setting, variable, address) => {
    const message = await refusal(user({}), { [variable]: address });
    expect(message).toContain(`${setting} (${variable})`);
    expect(message).toContain("https:");
  },
  2 * MINUTES,
);

test(
  "missing credentials: setting, variable and command",
  async () => {
    const message = await refusal(user({}), {
      AUTOTASK_USER_NAME: "",
      AUTOTASK_SECRET: "",
      AUTOTASK_INTEGRATION_CODE: "",
    });
    expect(message).toContain("autotask:userName (AUTOTASK_USER_NAME)");
    expect(message).toContain("autotask:secret (AUTOTASK_SECRET)");
    expect(message).toContain("autotask:integrationCode (AUTOTASK_INTEGRATION_CODE)");
    expect(message).toContain("pulumi config set --secret autotask:secret");
  },
  2 * MINUTES,
);

test(
  "the 50th custom level is previewed, one that would be the 51st refused",
  async () => {
    const custom = untouched.levels.filter(({ system, apiOnly }) => apiOnly && !system);
    expect(custom).toHaveLength(49);
    const one = JSON.stringify(level({}));
    engine.expectCode(await stack.run(engine.PREVIEW, { env: { DECLARED: one } }), 0);

    const message = await refusal([...level({}), ...level({ name: "API User (One more)" })]);
    expect(message).toMatch(/property name .* has a problem/);
    expect(message).toMatch(/has 49 custom API-only security levels, and this program adds 2/);
    expect(message).toMatch(/at most 50/);
    expect(message).toMatch(/adopt: true/);
  },
  4 * MINUTES,
);

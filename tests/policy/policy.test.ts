import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeStack, startStandIn, variables, type Run, type Stack, type StandIn } from "../../tools/trial.mjs";
import * as engine from "../engine/support";
import { build, root } from "../support/build";
import { propelPermissions } from "../support/propel";
import { analyzerInfo } from "./analyzer";

/** The pack with the real engine, against the stand-in: what fires, and what does not. */

const FOLDER = join(root, "policy");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
const PACK = ["--policy-pack", join(FOLDER, "psa-policy")];
const HR = "Admin > Feature Access > Resources/Users (HR)";
const NOTES = "CRM > Object Permissions > Notes";
const PASSWORD = "Other > Miscellaneous > Not required to change password (password does not expire)";
const { MINUTES } = engine;

let standIn: StandIn;
let stack: Stack;

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
  stack = await makeStack({ source: join(engine.PROGRAMS, "declared"), env: variables(standIn.ready) });
}, 3 * MINUTES);

afterAll(async () => {
  stack?.remove();
  await standIn?.stop();
});

const justification = "The vendor's guide asks for it: the integration reads the list of resources.";

const level = (name: string, args: object = {}) => ({
  kind: "AutotaskSecurityLevel",
  args: { name: `API User (${name})`, ...args },
});
const user = (firstName: string, on: string, args: object = {}) => ({
  kind: "AutotaskApiUser",
  args: {
    firstName,
    lastName: "API",
    email: "someone@example.com",
    securityLevel: on,
    internalIntegrationName: firstName,
    ...args,
  },
});
type Declared = ReturnType<typeof level> | ReturnType<typeof user>;

/** `--policy-pack-config` takes a file. */
function config(value: object): string[] {
  const file = join(stack.folder, "policy-config.json");
  writeFileSync(file, JSON.stringify(value));
  return ["--policy-pack-config", file];
}

const preview = (declared: Declared[], args: string[] = PACK): Promise<Run> =>
  stack.run(["preview", "--suppress-progress", "--color=never", ...args], {
    env: { DECLARED: JSON.stringify(declared) },
  });

/** `policy: index of the declared resource`, as the run lists them. */
function violations(run: Run): string[] {
  return [...run.stdout.matchAll(/^ +- \[(\w+)\].* (\S+) {2}\(\S+: tried (\d+)\)$/gm)]
    .map(([, force, policy, index]) => `${force === "mandatory" ? "" : `${force} `}${policy}: ${index}`)
    .sort();
}

const propel = level("Propel Your MSP", {
  permissions: propelPermissions,
  profile: "propel",
  justification,
});

test(
  "a program as it should be: no policy fires",
  async () => {
    const run = engine.expectCode(
      await preview([
        propel,
        user("Propel Your MSP", "API User (Propel Your MSP)", {
          internalIntegrationName: undefined,
          integrationVendor: "Propel Your MSP",
        }),
        // Less than the profile, in older words; without a profile; inactive, with nobody on it.
        level("Narrow", {
          profile: "propel",
          permissions: { "CRM > Account & Contact Access > Customer & Cancelation": "Mine" },
        }),
        level("Reader", { permissions: { [NOTES]: { Edit: "All" } } }),
        user("Reader", "API User (Reader)"),
        level("Retired", { active: false }),
        // An inactive user calls nothing, whatever it shares.
        user("Reader", "API User (Retired)", { active: false, username: "retired1" }),
      ]),
      0,
    );
    expect(violations(run)).toEqual([]);
    expect(run.stdout).toMatch(new RegExp(`psa@v${version} \\(local: `));
  },
  2 * MINUTES,
);

test(
  "each policy fires on what it is about, and on nothing else",
  async () => {
    const run = await preview([
      propel,
      // 1: wider than claimed in a cell the profile lacks, and in one that it has; a right without a reason.
      level("Wide", {
        profile: "propel",
        permissions: {
          ...propelPermissions,
          [NOTES]: { Edit: "All" },
          "Service Desk > Object Permissions > Tickets": { View: "All", Add: "Yes", Delete: "All" },
        },
        justification,
      }),
      // 2, 3: the HR admin right, declared and inherited, and nobody says why.
      level("Unexplained", { permissions: { [HR]: true } }),
      level("Inherited", { unlisted: "inherit" }),
      // 4, 5: names.
      { kind: "AutotaskSecurityLevel", args: { name: "Whatever" } },
      user("Ann", "API User (Propel Your MSP)", { lastName: "Person", internalIntegrationName: "Ann" }),
      // 6, 7: one tracking identifier for two.
      level("Shared"),
      user("First", "API User (Shared)", { internalIntegrationName: "One", username: "first1" }),
      user("Second", "API User (Shared)", { internalIntegrationName: "one", username: "second1" }),
      // 9: one level for two integrations; 10: one integration on two levels; 11: a system level.
      user("Third", "API User (Shared)"),
      user("Third", "Whatever", { username: "third2" }),
      user("Fourth", "API User (system)"),
      // 12, 13: inactive.
      level("Retired", { active: false }),
      user("Fifth", "API User (Retired) (API-only)"),
      // 14: expires.
      level("Expiring", { permissions: { [PASSWORD]: false } }),
      // 15: claims what nobody knows.
      level("Claims", { profile: "propell" }),
    ]);
    expect(run.code).not.toBe(0);
    expect(violations(run)).toEqual(
      [
        "within-profile: 1",
        "within-profile: 15",
        "justified-rights: 2",
        "justified-rights: 3",
        "advisory names: 4",
        "advisory names: 5",
        "own-tracking-identifier: 8",
        "own-tracking-identifier: 10",
        "one-level-per-integration: 9",
        "one-level-per-integration: 10",
        "one-level-per-integration: 11",
        "active-level: 13",
        "password-never-expires: 14",
      ].sort(),
    );
    expect(run.stdout).toContain(`${NOTES}: Edit: All, where the profile has nothing`);
    expect(run.stdout).toContain("Service Desk > Object Permissions > Tickets: Delete: All");
    expect(run.stdout).toContain('There is no profile "propell". Did you mean "propel"?');
  },
  2 * MINUTES,
);

test(
  "a tracking identifier is compared and never shown",
  async () => {
    const vendorTrackingIdentifier = "CANARY0IDENTIFIER0OF0A0VENDOR";
    const run = await preview([
      level("One"),
      user("One", "API User (One)", {
        internalIntegrationName: undefined,
        integrationVendor: "Propel Your MSP",
        vendorTrackingIdentifier,
      }),
      level("Two"),
      user("Two", "API User (Two)", {
        internalIntegrationName: undefined,
        integrationVendor: "Guardz",
        vendorTrackingIdentifier,
      }),
    ]);
    expect(run.code).not.toBe(0);
    expect(violations(run)).toEqual(["own-tracking-identifier: 3"]);
    expect(engine.text(run)).not.toContain(vendorTrackingIdentifier);
  },
  2 * MINUTES,
);

describe("with a configuration", () => {
  const declared = [
    // 0: within a profile of one's own; 1: beyond it; 2: claims none.
    level("Notes", { profile: "notes", permissions: { [NOTES]: { Edit: "Mine" } } }),
    level("All notes", { profile: "notes", permissions: { [NOTES]: { Edit: "All" } } }),
    level("None", { permissions: { "Admin > Feature Access > Configuration Items": true } }),
    // 3, 4: one on a system level, and another for the same integration.
    user("Third", "API User (system)", { username: "third1" }),
    user("Third", "API User (None)", { username: "third2", lastName: "Robot" }),
    level("Expiring", { profile: "notes", permissions: { [PASSWORD]: false } }),
  ];

  test(
    "patterns, profiles, rights and exceptions are the reader's own, and a policy can be switched off",
    async () => {
      const run = await preview(declared, [
        ...PACK,
        ...config({
          "within-profile": { required: true, profiles: { notes: { [NOTES]: { Edit: "Mine" } } } },
          "justified-rights": { rights: ["Admin > Feature Access > Configuration Items"] },
          names: {
            enforcementLevel: "mandatory",
            level: "API User \\((Notes|None|Expiring)\\)",
            user: ".+ (API|Robot)",
          },
          "own-tracking-identifier": { shared: ["third"] },
          "one-level-per-integration": { systemLevels: true },
          "password-never-expires": "disabled",
        }),
      ]);
      expect(run.code).not.toBe(0);
      expect(violations(run)).toEqual(["justified-rights: 2", "names: 1", "within-profile: 1", "within-profile: 2"]);
      expect(run.stdout).toContain(`${NOTES}: Edit: All, where the profile has Mine`);
    },
    2 * MINUTES,
  );

  test.each([
    ["a pattern that is none", { names: { level: "API (" } }, /level is no regular expression: API \(/],
    ["a wrong kind of value", { "justified-rights": { minimumLength: "long" } }, /minimumLength/],
  ])(
    "%s stops the run and says what is wrong",
    async (_, wrong, message) => {
      const run = await preview(declared.slice(0, 1), [...PACK, ...config(wrong)]);
      expect(run.code).not.toBe(0);
      expect(engine.text(run)).toMatch(message);
      expect(engine.text(run)).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)$/m);
    },
    2 * MINUTES,
  );
});

test(
  "as a folder: what a language host starts in it answers with the policies",
  async () => {
    const server = createRequire(join(FOLDER, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
    const info = await analyzerInfo(FOLDER, [server, "127.0.0.1:1", "."]);
    expect(info).toMatchObject({ name: "psa", version, supportsconfig: true });
    expect(info.policiesList.map(({ name }) => name).sort()).toEqual([
      "active-level",
      "justified-rights",
      "names",
      "one-level-per-integration",
      "own-tracking-identifier",
      "password-never-expires",
      "within-profile",
    ]);
    for (const { description, displayname } of info.policiesList)
      for (const words of [description, displayname]) expect(words).toMatch(/^[A-Z].{10}/);
    expect(info.policiesList.filter(({ configschema }) => configschema !== undefined)).toHaveLength(5);
  },
  MINUTES,
);

test("a pack of one's own takes the policies one by one", () => {
  const theirs = createRequire(join(root, "examples", "propel-your-msp", "index.ts"))("pulumi-psa/policy");
  expect(theirs.policies).toHaveLength(7);
  expect(theirs.withinProfile.name).toBe("within-profile");
});

test(
  "up is refused before anything is written",
  async () => {
    const before = await standIn.tenant();
    const run = await stack.run([...engine.UP, ...PACK], {
      env: { DECLARED: JSON.stringify([level("Unexplained", { permissions: { [HR]: true } })]) },
    });
    expect(run.code).not.toBe(0);
    expect(violations(run)).toEqual(["justified-rights: 0"]);
    expect(await standIn.tenant()).toEqual(before);
  },
  2 * MINUTES,
);

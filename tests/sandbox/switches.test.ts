import { run, type Answer, type Running } from "./support/rest";
import { apiUserCells, lowest, cellSpecByKey } from "../../sandbox/levels";
import * as rules from "../../sandbox/rules";
import { seedTenant } from "../../sandbox/seeds";
import { Switches, switchRegistry, type SwitchName } from "../../sandbox/switches";
import { vendorSwitches } from "../../sandbox/vendorSwitches";

/** What one switch does to the tenant, seen from outside: position -> what is observed. */
interface Trial {
  observe(tenant: Running): Promise<unknown>;
  expected: Record<string, unknown>;
}

const apiUser = 29682911;
const get = (path: string) => (tenant: Running) => tenant.call("GET", `V1.0/${path}`);
const brief = (answer: Answer) => [
  answer.status,
  answer.json?.errors?.[0] ?? answer.json?.items?.length ?? answer.json ?? "",
];
const noHr = {
  levels: [
    {
      id: 24,
      cells: {
        "Admin > Feature Access > Resources/Users (HR)": false,
        "Other > Resources/Users (HR) > Resources": "None",
      },
    },
  ],
};
const everyone = { filter: [{ op: "exist", field: "id" }] };
const now = () => new Date();

/** Calls at the same time, so that some are beyond the limit; tells of those. */
async function beyond(tenant: Running): Promise<Answer[]> {
  const answers = await Promise.all(Array.from({ length: 10 }, () => get("Resources/entityInformation")(tenant)));
  return answers.filter((answer) => answer.status !== 200);
}

function newUser(tenant: Running, name = "Propel"): rules.TrackingForm {
  const tracking: rules.TrackingForm = { kind: "custom", name, identifier: "IDENTIFIER" };
  tenant.context.store.edit("a test", (draft) =>
    rules.createApiUser(
      draft,
      {
        firstName: "A",
        lastName: "B",
        email: "a@b",
        active: true,
        locked: false,
        levelId: 24,
        locationId: 90682,
        dateFormat: "",
        timeFormat: "",
        numberFormat: "",
        userName: rules.generateKey(draft),
        secret: "Secret-12345",
        tracking,
        lineOfBusiness: [],
        seesUnassignedLineOfBusiness: true,
      },
      tenant.context.switches,
      now(),
    ),
  );
  return tracking;
}

function asNewUser(tenant: Running): Promise<Answer> {
  const { tenant: state } = tenant.context.store;
  return tenant.call("GET", "V1.0/Version", undefined, {
    UserName: rules.fullKey(state, state.users.at(-1)!),
    Secret: "Secret-12345",
    ApiIntegrationCode: "IDENTIFIER",
  });
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
const outcome = (act: () => unknown): string => {
  try {
    act();
    return "done";
  } catch (error) {
    if (error instanceof rules.RuleViolation) return "refused";
    throw error;
  }
};

const trials: Record<keyof typeof vendorSwitches, Trial> = {
  userAccessType: {
    observe: async (tenant) => (await get("Resources/entityInformation")(tenant)).json.info.userAccessForUpdate,
    expected: { numbers: 1, words: "All" },
  },
  missingId: {
    observe: async (tenant) => brief(await get("Resources/1")(tenant)),
    expected: { "404": [404, "No matching records found."], null: [200, { item: null }] },
  },
  wrongCredentials: {
    observe: async (tenant) => [
      brief(await tenant.call("GET", "V1.0/Version", undefined, { UserName: "no@body" })),
      brief(await tenant.call("GET", "V1.0/Version", undefined, { ApiIntegrationCode: "wrong" })),
      brief(await tenant.call("GET", "V1.0/Version", undefined, { Secret: "wrong" })),
    ],
    expected: {
      "401": [
        [401, ""],
        [401, ""],
        [401, ""],
      ],
      "500": [
        [500, "Zone information could not be determined"],
        [500, "IntegrationCode is invalid."],
        [401, ""],
      ],
    },
  },
  limitAnswer: {
    observe: async (tenant) => {
      const [first] = await beyond(tenant);
      return [first!.status, first!.headers.get("retry-after"), /Itgenatr005/.test(first!.json.errors[0])];
    },
    expected: { "429-retry-after": [429, "1", true], "429": [429, null, true], "500": [500, null, true] },
  },
  threadLimit: { observe: async (tenant) => (await beyond(tenant)).length > 0, expected: { "3": true, off: false } },
  hourlyLimit: {
    observe: async (tenant) => {
      const statuses = [];
      for (let call = 0; call < 11; call++) statuses.push((await get("Version")(tenant)).status);
      return statuses.at(-1);
    },
    expected: { "10000": 200, "10": 429 },
  },
  noPermissionQuery: {
    observe: async (tenant) => {
      await tenant.control("PUT", "tenant", noHr);
      return brief(await tenant.call("POST", "V1.0/Resources/query", everyone));
    },
    expected: {
      empty: [200, 0],
      "403": [403, expect.stringContaining("adequate permissions")],
      "500": [500, expect.stringContaining("adequate permissions")],
    },
  },
  noPermissionWrite: {
    observe: async (tenant) => {
      await tenant.control("PUT", "tenant", noHr);
      return (await tenant.call("PATCH", "V1.0/Resources", { id: apiUser, firstName: "x" })).status;
    },
    expected: { "500": 500, "403": 403 },
  },
  pathCase: {
    observe: async (tenant) => {
      const status = async (path: string) => (await tenant.call("GET", `../${path}`)).status;
      const user = encodeURIComponent(tenant.ready.autotask.apiUser.userName);
      return [
        await status("ATServicesRest/V1.0/Version"),
        await status("atservicesrest/v1.0/version"),
        await status(`atservicesrest/v1.0/zoneInformation?user=${user}`),
      ];
    },
    expected: { insensitive: [200, 200, 200], sensitive: [200, 404, 200] },
  },
  patchApiUser: {
    observe: async (tenant) => {
      const { status } = await tenant.call("PATCH", "V1.0/Resources", {
        id: apiUser,
        isActive: false,
        firstName: "Other",
      });
      const { item } = (await get(`Resources/${apiUser}`)(tenant)).json;
      return [status, item.isActive, item.firstName];
    },
    expected: {
      allowed: [200, false, "Other"],
      refused: [500, true, "Helpdesk Buttons"],
      ignored: [200, true, "Other"],
    },
  },
  restUserName: {
    observe: async (tenant) => (await tenant.client.Resources.get(29682890))?.item?.["userName"],
    expected: { bare: "pulumiprovider", domain: "pulumiprovider@NORTHWIND.EXAMPLE" },
  },
  apiUsersInQueries: {
    observe: async (tenant) =>
      (await tenant.client.Resources.query(everyone)).items.some((row) => row["licenseType"] === 7),
    expected: { shown: true, hidden: false },
  },
  levelDelete: {
    observe: async ({ context }) => {
      const state = seedTenant("small");
      const copy = rules.copyLevel(state, 24, context.switches);
      return outcome(() => rules.deleteLevel(state, copy.id, context.switches));
    },
    expected: { offered: "done", refused: "refused", absent: "refused" },
  },
  inactiveLevel: {
    observe: async (tenant) => {
      await tenant.control("PUT", "tenant", { levels: [{ id: 24, active: false }] });
      return (await get("Version")(tenant)).status;
    },
    expected: { keepsWorking: 200, stops: 401 },
  },
  levelNames: {
    observe: async ({ context }) => {
      const state = seedTenant("small");
      const draft = { ...rules.draftCopy(state, 24, context.switches), name: "api user (helpdesk buttons)" };
      return outcome(() => rules.addLevel(state, draft, context.switches));
    },
    expected: { unique: "refused", duplicates: "done" },
  },
  copyDefaults: {
    observe: async ({ context }) => {
      const { cells } = rules.draftCopy(seedTenant("small"), 24, context.switches);
      const webhooks = "Other > Webhooks > Maximum number of Webhooks";
      const spec = cellSpecByKey.get(webhooks)!;
      return [
        cells[webhooks] === lowest(spec),
        cells["Contracts > Object Permissions > Contracts > View"],
        Object.keys(cells).length,
      ];
    },
    expected: {
      inherited: [apiUserCells()["Other > Webhooks > Maximum number of Webhooks"] === 0, "All", 202],
      different: [true, "All", 202],
    },
  },
  levelPropagation: {
    observe: async (tenant) => {
      const { store, switches } = tenant.context;
      const level = store.edit("a test", (draft) => rules.copyLevel(draft, 24, switches));
      await tenant.control("PUT", "tenant", { users: [{ id: 29682890, levelId: level.id }] });
      store.edit("a test", (draft) =>
        rules.saveLevel(
          draft,
          level.id,
          { cells: { "Admin > Feature Access > Resources/Users (HR)": false } },
          switches,
          now(),
        ),
      );
      const update = async () => (await get("Resources/entityInformation")(tenant)).json.info.userAccessForUpdate;
      const first = await update();
      await pause(rules.limits.propagation + 100);
      return [first, await update()];
    },
    expected: { atOnce: [0, 0], delayed: [1, 0] },
  },
  newUserPropagation: {
    observe: async (tenant) => {
      newUser(tenant);
      const first = (await asNewUser(tenant)).status;
      await pause(rules.limits.propagation + 100);
      return [first, (await asNewUser(tenant)).status];
    },
    expected: { atOnce: [200, 200], delayed: [401, 200] },
  },
  integrationNames: {
    observe: async (tenant) => {
      newUser(tenant);
      return outcome(() => newUser(tenant, "PROPEL"));
    },
    expected: { shared: "done", unique: "refused" },
  },
  secretAfterRevival: {
    observe: async (tenant) => {
      newUser(tenant);
      const { id } = tenant.context.store.tenant.users.at(-1)!;
      await tenant.call("PATCH", "V1.0/Resources", { id, isActive: false });
      const away = (await asNewUser(tenant)).status;
      await tenant.call("PATCH", "V1.0/Resources", { id, isActive: true });
      return [away, (await asNewUser(tenant)).status];
    },
    expected: { kept: [401, 200], lost: [401, 401] },
  },
  secretRules: {
    observe: async ({ context }) =>
      outcome(() => rules.updateApiUser(seedTenant("small"), apiUser, { secret: "lowercase1" }, context.switches)),
    expected: { default: "done", strong: "refused" },
  },
  keyLimit: {
    observe: async ({ context }) =>
      outcome(() => rules.checkKey(seedTenant("small"), "x".repeat(20), context.switches)),
    expected: { local: "done", whole: "refused" },
  },
};

const cases = Object.entries(trials).flatMap(([name, { expected }]) =>
  Object.keys(expected).map((position): [string, string] => [name, position]),
);

it.each(cases)("%s=%s does what it says", async (name, position) => {
  const { observe, expected } = trials[name as keyof typeof trials];
  const tenant = await run({ switches: { [name]: position } });
  try {
    expect(await observe(tenant)).toEqual(expected[position]);
  } finally {
    await tenant.close();
  }
});

it("tries every position of every switch of the rules and the REST API", () => {
  for (const [name, { positions }] of Object.entries(vendorSwitches)) {
    expect(Object.keys(trials[name as keyof typeof trials].expected).sort()).toEqual([...positions].sort());
  }
});

it("has the first position as the default of each", () => {
  const switches = new Switches();
  for (const info of switchRegistry) expect(switches.get(info.name as SwitchName)).toBe(info.positions[0]);
  expect(new Set(switchRegistry.map((info) => info.name)).size).toBe(switchRegistry.length);
});

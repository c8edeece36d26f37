import { inspect } from "node:util";
import { apiUser, type ApiUserState } from "../../../provider/autotask/apiUser";
import { openDirectory, type RestDirectory } from "../../../provider/autotask/rest/directory";
import { securityLevel } from "../../../provider/autotask/securityLevel";
import { PsaError, type ErrorCode } from "../../../provider/errors";
import { PartialFailure } from "../../../provider/lifecycle";
import { closeAll, json } from "../../http/server";
import { BODY_CANARY, STATUSES, UNREADABLE, type BadAnswer } from "../../support/badAnswers";
import { MemoryTenant } from "../../support/memoryTenant";
import { FIELDS, playTenant, row, type Play, type Row } from "./tenant";

/** Every call that is made, under every answer that cannot be used. */

afterEach(closeAll);

const body = (what: string, status: number, answer: unknown): BadAnswer => ({
  what,
  give: (response) => json(response, status, answer),
});

const REFUSALS: (BadAnswer & { code: ErrorCode })[] = [
  { code: "validation", ...body("200 with errors", 200, { errors: [BODY_CANARY] }) },
  { code: "validation", ...body("500 with errors", 500, { errors: [BODY_CANARY] }) },
  { code: "authentication", ...body("401 with errors", 401, { errors: [BODY_CANARY] }) },
  { code: "authentication", ...body("500 that blames the key", 500, { errors: ["IntegrationCode is invalid."] }) },
  ...STATUSES.map((one) => ({ ...one, code: one.code as ErrorCode })),
];
const SHAPES: BadAnswer[] = [
  body("texts where lists should be", 200, { items: BODY_CANARY, fields: BODY_CANARY, info: BODY_CANARY, url: 7 }),
  body("null where lists should be", 200, { items: null, fields: null, info: null, url: null, pageDetails: null }),
  body("lists of numbers", 200, { items: [1], fields: [1], entityDescriptions: [1], pageDetails: {} }),
  body("the envelope of another vendor", 200, { success: true, result: [{ id: 1, name: BODY_CANARY }] }),
];
const BROKEN = [...UNREADABLE, ...SHAPES];
const ALL = [...REFUSALS, ...BROKEN];

const FIELDS_OF_USERS = "Resources/entityInformation/fields";
const USERS = "Resources/query";
const CALLS: { path: string; call(directory: RestDirectory): Promise<unknown> }[] = [
  { path: FIELDS_OF_USERS, call: (d) => d.securityLevels() },
  { path: FIELDS_OF_USERS, call: (d) => d.locations() },
  { path: FIELDS_OF_USERS, call: (d) => d.writableUserFields() },
  { path: USERS, call: (d) => d.apiUsers() },
  { path: "Resources/entityInformation", call: (d) => d.canCreateUsers() },
];

const caught = (work: Promise<unknown>): Promise<PsaError> =>
  work.then(
    () => Promise.reject(new Error("no error")),
    (error: unknown) => error as PsaError,
  );

const breaking = (path: string, { give }: BadAnswer, when: () => boolean = () => true): Pick<Play, "fault"> => ({
  fault: (seen, response) => {
    if (!new URL(seen.url, "http://localhost").pathname.endsWith(`/${path}`) || !when()) return false;
    give(response);
    return true;
  },
});

function expectNoSecret(value: unknown): void {
  expect(inspect(value, { depth: Infinity, showHidden: true })).not.toMatch(/canary/i);
}

function expectTold(error: unknown, code: ErrorCode, path: string): void {
  expect(error).toBeInstanceOf(PsaError);
  expect(error).toMatchObject({ code });
  expect((error as PsaError).message).toContain(path);
  expect((error as PsaError).remedy).toMatch(/\w{3}.*\.$/s);
  expectNoSecret(error);
}

describe.each(CALLS)("$path", ({ path, call }) => {
  test.each(REFUSALS)("that answers $what is refused as $code", async ({ code, ...answer }) => {
    const { directory } = await playTenant(breaking(path, answer));
    expectTold(await caught(call(directory)), code, path);
  });

  test.each(BROKEN)("that answers $what is an error that names the call, and is not remembered", async (answer) => {
    let broken = true;
    const { directory } = await playTenant(breaking(path, answer, () => broken));
    expectTold(await caught(call(directory)), "unavailable", path);
    broken = false;
    await call(directory);
  });
});

/** Lists of where users belong: a tenant that does not show one, or not to us, is a tenant without it. */
const PLACES: { path: string; call(directory: RestDirectory): Promise<unknown>; nothing: unknown }[] = [
  { path: "Departments/query", call: (d) => d.choices("department"), nothing: [] },
  { path: "Roles/query", call: (d) => d.choices("role"), nothing: [] },
  { path: "ResourceRoleQueues/entityInformation/fields", call: (d) => d.choices("queue"), nothing: [] },
  { path: "OrganizationalLevelAssociations/query", call: (d) => d.choices("lineOfBusiness"), nothing: [] },
  { path: "OrganizationalLevel2s/query", call: (d) => d.choices("lineOfBusiness"), nothing: [] },
  { path: "ResourceRoleDepartments/query", call: (d) => d.placesOf("2", ["departments"]), nothing: {} },
  { path: "ResourceRoleQueues/query", call: (d) => d.placesOf("2", ["queues"]), nothing: {} },
  { path: "ResourceServiceDeskRoles/query", call: (d) => d.placesOf("2", ["serviceDeskRoles"]), nothing: {} },
  { path: "OrganizationalResources/query", call: (d) => d.placesOf("2", ["linesOfBusiness"]), nothing: {} },
];

/** The entities of those lists, with a department and a role. */
function placesIn({ fault }: Pick<Play, "fault">): Pick<Play, "fault"> {
  const names: Record<string, object[]> = {
    Departments: [{ id: 10, name: "Service Desk" }],
    Roles: [{ id: 20, name: "Technician" }],
  };
  return {
    fault: (seen, response) => {
      if (fault?.(seen, response)) return true;
      const [, entity, what] = /V1\.0\/(\w+)\/(query|entityInformation\/fields)/.exec(seen.url) ?? [];
      if (entity === undefined || entity === "Resources") return false;
      json(response, 200, what === "query" ? { items: names[entity] ?? [], pageDetails: {} } : { fields: [] });
      return true;
    },
  };
}

describe.each(PLACES)("$path", ({ path, call, nothing }) => {
  test.each(REFUSALS)("that answers $what is told, or not shown", async ({ code, ...answer }) => {
    const { directory } = await playTenant(placesIn(breaking(path, answer)));
    const found = await call(directory).catch((error: unknown) => error);
    if (code === "permission" || code === "not-found") expect(found).toEqual(nothing);
    else expectTold(found, code, path);
  });

  test.each(BROKEN)("that answers $what is an error that names the call", async (answer) => {
    const { directory } = await playTenant(placesIn(breaking(path, answer)));
    expectTold(await caught(call(directory)), "unavailable", path);
  });
});

test.each(ALL)(
  "a row of department and role that is answered with $what is sent once, and no other after it",
  async (answer) => {
    const { directory, server } = await playTenant(placesIn(breaking("Resources/2/RoleDepartments", answer)));
    const departments = [{ department: "Service Desk", role: "Technician", default: true }];
    const error = await caught(directory.setPlaces("2", { departments, serviceDeskRoles: [{ role: "Technician" }] }));
    expect(error).toBeInstanceOf(PsaError);
    expect(error.message).toContain("Resources/2/RoleDepartments");
    expectNoSecret(error);
    expect(server.seen.filter(({ method }) => method !== "GET").map(({ method }) => method)).toEqual(["POST"]);
  },
);

test.each([...REFUSALS, ...BROKEN.map((one) => ({ ...one, code: "unavailable" as const }))])(
  "zoneInformation that answers $what is $code",
  async ({ code, ...answer }) => {
    const { options, server } = await playTenant(breaking("zoneInformation", answer));
    const directory = openDirectory({ ...options, restUrl: undefined, zoneInformationUrl: server.origin });
    expectTold(await caught(directory.apiUsers()), code, "zoneInformation");
    expect(server.seen.every(({ url }) => url.includes("zoneInformation"))).toBe(true);
  },
);

test.each(ALL)("a picklist without security levels, or $what, makes no level look gone", async (answer) => {
  const without = FIELDS.filter(({ name }) => name !== "userType");
  expectTold(
    await caught((await playTenant({ fields: without })).directory.securityLevels()),
    "unavailable",
    "userType",
  );
  const { directory } = await playTenant(breaking("Resources/2", answer));
  // Nobody there, or nobody can tell: nothing is sent in either case.
  expect(await caught(directory.patchApiUser("2", { isActive: false }))).toBeInstanceOf(PsaError);
});

describe("credentials that are refused", () => {
  test.each(REFUSALS.filter(({ code }) => code === "authentication"))(
    "with $what are sent once, however many ask at once and afterwards",
    async (answer) => {
      const { directory, server } = await playTenant({ fault: (_, response) => (answer.give(response), true) });
      const all = () => [...CALLS, ...CALLS].map(({ call }) => caught(call(directory)));
      for (const error of [...(await Promise.all(all())), ...(await Promise.all(all()))])
        expectTold(error, "authentication", FIELDS_OF_USERS);
      expect(server.seen).toHaveLength(1);
    },
  );

  test("a call that is refused when others were accepted is asked for anew: that is about the call", async () => {
    const { directory, sent } = await playTenant(breaking(USERS, REFUSALS[2]!));
    await directory.securityLevels();
    for (let times = 0; times < 2; times += 1) await caught(directory.apiUsers());
    expect(sent("GET", USERS)).toBe(2);
    expect(await directory.canCreateUsers()).toBe(false);
  });
});

describe("a change", () => {
  test.each(ALL)("that answers $what is sent once, and believed only when it is seen", async (answer) => {
    for (const made of [false, true]) {
      const played = await playTenant({
        fault: (seen, response) => {
          if (seen.method !== "PATCH") return false;
          if (made) Object.assign(played.rows[1]!, JSON.parse(seen.body));
          answer.give(response);
          return true;
        },
      });
      const error = await played.directory.patchApiUser("2", { isActive: false }).catch((e: unknown) => e);
      // Only where nobody can say whether it was made does reading again decide.
      if (error !== undefined) {
        expect(error).toBeInstanceOf(PsaError);
        expectNoSecret(error);
      } else expect(made).toBe(true);
      expect(played.sent("PATCH")).toBe(1);
    }
  });
});

test.each(ALL)(
  "proof of credentials under $what is refused, unknown or an error, never more than was seen",
  async (answer) => {
    const { directory, sent } = await playTenant(breaking("EntityInformation", answer));
    const found = await directory
      .probe({ key: "new@DOMAIN.COM", secret: "canary-own", trackingIdentifier: "canary-own" })
      .catch((error: unknown) => error);
    if (found instanceof PsaError) expectTold(found, found.code, "EntityInformation");
    else expect(found).toMatchObject({ access: {} });
    expectNoSecret(found);
    expect(sent("GET", "EntityInformation")).toBeLessThanOrEqual(5);
  },
);

const NAME = "API User (Acme)";
const ARGS = {
  firstName: "Acme",
  lastName: "API",
  email: "acme@example.com",
  securityLevel: "API User (system)",
  usernameSeed: "shop/dev/acme",
  internalIntegrationName: "Reporting",
};

/** Lifecycles over a console in memory and the real REST channel, which breaks when it is told to. */
async function scene(path: string, answer: BadAnswer, withConsole = true) {
  const tenant = new MemoryTenant();
  let broken: () => boolean = () => false;
  const rows: Row[] = [];
  const fields: unknown[] = [];
  const renew = () => {
    rows.splice(
      0,
      rows.length,
      ...tenant.users.map((user) =>
        row(Number(user.id), {
          firstName: user.firstName,
          lastName: user.lastName,
          email: user.email,
          userName: user.username,
          isActive: user.active,
          userType: Number(user.levelId),
          locationID: 1,
        }),
      ),
    );
    const levels = tenant.levels.map((level) => ({
      value: level.id,
      label: level.name,
      isActive: level.active,
      isSystem: level.system,
    }));
    const places = [{ value: "1", label: "Headquarters", isActive: true, isSystem: false }];
    fields.splice(
      0,
      fields.length,
      ...FIELDS.map((field) => {
        if (field.name === "userType") return { ...field, picklistValues: levels };
        // What REST changes is another test's matter: here all goes through the console.
        return { ...field, isReadOnly: true, ...(field.name === "locationID" ? { picklistValues: places } : {}) };
      }),
    );
  };
  const fault = breaking(path, answer, () => broken()).fault!;
  const rest = await playTenant({
    rows,
    fields,
    fault: (seen, response) => {
      renew();
      if (fault(seen, response)) return true;
      const { username, secret, apiintegrationcode } = seen.headers;
      if (!/\/EntityInformation$/.test(seen.url) || username === "provider1@ACME.COM") return false;
      if (
        tenant.accepts({
          key: String(username),
          secret: String(secret),
          trackingIdentifier: String(apiintegrationcode),
        })
      )
        return false;
      response.writeHead(401).end();
      return true;
    },
  });
  // As another process would: with a session of its own.
  const services = (console = withConsole) => ({
    ...tenant.services(console),
    directory: openDirectory({ ...rest.options, userName: "provider1@ACME.COM" }),
  });
  const contents = () => structuredClone([tenant.users, tenant.levels]);
  const writes = () => tenant.calls.filter((call) => /^(create|change|copy)/.test(call));
  return {
    tenant,
    services,
    writes,
    user: () => apiUser(services()),
    level: () => securityLevel(services()),
    breakWhen: (when: () => boolean) => void (broken = when),
    heal: () => void (broken = () => false),
    made: async () => {
      const [user, level] = [apiUser(services(true)), securityLevel(services(true))];
      const inputs = {
        user: (await user.check(ARGS)).inputs,
        level: (await level.check({ name: NAME, permissions: {} })).inputs,
      };
      const both = { user: await user.create(inputs.user), level: await level.create(inputs.level) };
      tenant.calls.length = 0;
      return { inputs, ...both };
    },
    /** Runs something while the channel is broken: it ends with an error of ours, and nothing is other than before. */
    expectUntouched: async (work: () => Promise<unknown>, state?: object) => {
      const before = [contents(), structuredClone(state)];
      broken = () => true;
      const error = await caught(work());
      broken = () => false;
      expect(error).toBeInstanceOf(PsaError);
      expect(error.remedy).not.toBe("");
      expectNoSecret(error);
      expect(writes()).toEqual([]);
      expect([contents(), state]).toEqual(before);
    },
  };
}

describe("the life of levels and users", () => {
  describe.each([true, false])("with a console: %s", (withConsole) => {
    test.each(ALL)(
      "$what: nothing is created, changed or inactivated, and nothing is taken for gone",
      async (answer) => {
        for (const path of [FIELDS_OF_USERS, USERS]) {
          const there = await scene(path, answer, withConsole);
          const { inputs, user, level } = await there.made();
          const { user: aUser, level: aLevel } = there;
          await there.expectUntouched(async () => aUser().create({ ...inputs.user, username: "acme2new1" }));
          await there.expectUntouched(() => aUser().read(user.id, user.state), user.state);
          await there.expectUntouched(
            () => aUser().update(user.id, user.state, { ...inputs.user, lastName: "B" }),
            user.state,
          );
          await there.expectUntouched(() => aUser().delete(user.id, user.state), user.state);
          expect(await aUser().read(user.id, user.state)).toMatchObject({ id: user.id, inputs: inputs.user });
          if (path === USERS) continue;
          await there.expectUntouched(async () => aLevel().create({ ...inputs.level, name: "Another" }));
          await there.expectUntouched(() => aLevel().read(level.id, level.state), level.state);
          const renamed = { ...inputs.level, name: "Renamed" };
          await there.expectUntouched(() => aLevel().update(level.id, level.state, renamed), level.state);
          await there.expectUntouched(() => aLevel().delete(level.id, level.state), level.state);
          expect(await aLevel().read(level.id, level.state)).toMatchObject({ id: level.id, inputs: inputs.level });
        }
      },
    );
  });

  test.each(ALL)("$what right after the save: user, secret and identifier are kept", async (answer) => {
    const { tenant, user, breakWhen, heal, writes } = await scene(USERS, answer);
    const { inputs } = await user().check(ARGS);
    breakWhen(() => writes().length > 0);
    const error = await user()
      .create(inputs)
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(PartialFailure);
    const { id, state } = error as PartialFailure<ApiUserState>;
    const made = tenant.users.find(({ username }) => username === inputs.username)!;
    expect(tenant.accepts({ ...state, trackingIdentifier: state.trackingIdentifier! })).toBe(true);
    expect(writes()).toEqual(["createApiUser"]);

    heal();
    const read = await user().read(id, state);
    expect(read).toMatchObject({ id: made.id, inputs });
    const now = await user().update(read!.id, read!.state, inputs);
    expect(now).toMatchObject({ verified: true, secret: state.secret, trackingIdentifier: state.trackingIdentifier });
    expect(writes()).toEqual(["createApiUser"]);
  });
});

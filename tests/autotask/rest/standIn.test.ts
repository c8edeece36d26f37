import { Secret } from "../../../provider/errors";
import { openDirectory } from "../../../provider/autotask/rest/directory";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../../sandbox/server";

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(options: SandboxOptions = {}) {
  sandbox = await startSandbox(options);
  const { zoneInformationUrl, apiUser } = sandbox.ready.autotask;
  const settings = {
    zoneInformationUrl,
    userName: apiUser.userName,
    secret: new Secret(apiUser.secret),
    integrationCode: new Secret(apiUser.integrationCode),
  };
  const { users, providerUserId } = sandbox.context.store.tenant;
  const other = users.find((user) => user.licenseType === 7 && user.active && user.id !== providerUserId);
  if (!other) throw new Error("the tenant has no second API user");
  return {
    settings,
    directory: openDirectory(settings),
    other: { id: String(other.id), name: other.userName },
    credentials: { key: apiUser.userName, secret: apiUser.secret, trackingIdentifier: apiUser.integrationCode },
    calls: () => sandbox.context.journal.entries.filter(({ channel }) => channel === "rest"),
    truth: (id: string) => sandbox.context.store.tenant.users.find((user) => String(user.id) === id),
  };
}

const positions: Record<string, string>[] = [
  {},
  { userAccessType: "words" },
  { missingId: "null" },
  { wrongCredentials: "500" },
  { limitAnswer: "429" },
  { limitAnswer: "500" },
  { pathCase: "sensitive" },
  { restUserName: "domain" },
];

test.each(positions)("reads, writes and proves the same with %j", async (switches) => {
  const { directory, other, credentials, truth, calls } = await start({ switches });
  const { store } = sandbox.context;
  const users = await directory.apiUsers();
  expect(users.map(({ id }) => id).sort()).toEqual(
    store.tenant.users
      .filter(({ licenseType }) => licenseType === 7)
      .map(({ id }) => String(id))
      .sort(),
  );
  const levels = await directory.securityLevels();
  expect(levels).toContainEqual({ id: "24", name: "API User (system)", active: true, system: true });
  expect(levels).toHaveLength(store.tenant.levels.length);
  expect([...(await directory.locations()).values()]).toEqual(store.tenant.locations.map(({ name }) => name));
  expect(await directory.canCreateUsers()).toBe(false);

  await directory.patchApiUser(other.id, { isActive: false, lastName: "Changed", userName: `${other.name}2` });
  expect(truth(other.id)).toMatchObject({ active: false, lastName: "Changed", userName: `${other.name}2` });
  expect((await directory.apiUsers()).find(({ id }) => id === other.id)).toMatchObject({ active: false });
  await expect(directory.patchApiUser("1", { isActive: false })).rejects.toMatchObject({ code: "not-found" });

  const accepted = await directory.probe(credentials);
  expect(accepted.outcome).toBe("accepted");
  expect(Object.values(accepted.access).length).toBeGreaterThan(1);
  expect(Object.values(accepted.access).flatMap((a) => Object.values(a))).not.toContain("unknown");
  for (const wrong of [
    { secret: "wrong-secret" },
    { trackingIdentifier: "wrong" },
    { key: "nobody@NOWHERE.EXAMPLE" },
  ]) {
    await expect(directory.probe({ ...credentials, ...wrong })).resolves.toMatchObject({ outcome: "refused" });
  }
  expect(
    calls()
      .filter(({ method }) => method !== "GET")
      .map(({ method }) => method),
  ).toEqual(["PATCH"]);
});

test("a PATCH that has no effect is found out, one that is refused is an error", async () => {
  const { directory, other, truth } = await start({ switches: { patchApiUser: "ignored" } });
  await expect(directory.patchApiUser(other.id, { isActive: false })).rejects.toMatchObject({ code: "unverified" });
  sandbox.context.switches.set({ patchApiUser: "refused" });
  await expect(directory.patchApiUser(other.id, { isActive: false })).rejects.toMatchObject({
    code: expect.stringMatching(/^(validation|permission)$/),
  });
  expect(truth(other.id)).toMatchObject({ active: true });
});

test.each(["empty", "403", "500"])(
  "a level without the right to read users is never a tenant without users (%s)",
  async (noPermissionQuery) => {
    const { directory } = await start({ switches: { noPermissionQuery } });
    sandbox.context.store.edit("test", (tenant) => {
      const user = tenant.users.find(({ id }) => id === tenant.providerUserId);
      const level = tenant.levels.find(({ id }) => id === user?.levelId);
      if (!level) throw new Error("no level");
      for (const key of Object.keys(level.cells))
        if (/Resources\/Users \(HR\)/.test(key))
          level.cells[key] = typeof level.cells[key] === "boolean" ? false : "None";
    });
    await expect(directory.apiUsers()).rejects.toMatchObject({ code: "permission" });
  },
);

test("hundreds of concurrent reads cost three calls, zone included", async () => {
  const { directory, calls } = await start({ tenant: "large" });
  const lists = await Promise.all(Array.from({ length: 500 }, () => directory.apiUsers()));
  await Promise.all([directory.securityLevels(), directory.locations(), directory.writableUserFields()]);
  expect(lists[0]).toHaveLength(500);
  expect(calls()).toHaveLength(3);
});

test("the thread limit is never met: nobody is told to wait", async () => {
  const { settings, calls } = await start();
  await Promise.all(Array.from({ length: 40 }, () => openDirectory(settings).canCreateUsers()));
  expect(calls().every(({ status }) => status === 200)).toBe(true);
});

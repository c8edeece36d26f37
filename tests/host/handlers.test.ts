import { API_USER_HOST, SECURITY_LEVEL_HOST } from "../../provider/pulumi/host";
import { build } from "../support/build";
import { makeProgram, removeProgram, startHost, type Host, type HostOptions } from "./host";

/** The package's own handlers, found by name from the text that stands in the state. */
let program: string;

beforeAll(async () => {
  await build();
  program = makeProgram();
}, 180_000);
afterAll(() => removeProgram(program));

async function withHost<T>(options: Omit<HostOptions, "program">, work: (host: Host) => Promise<T>): Promise<T> {
  const host = await startHost({ ...options, program });
  try {
    return await work(host);
  } finally {
    await host.stop();
  }
}

const LEVEL = { __provider: SECURITY_LEVEL_HOST, name: "Level", permissions: {} };
const USER = {
  __provider: API_USER_HOST,
  firstName: "A",
  lastName: "B",
  email: "a@example.com",
  securityLevel: "Level",
  internalIntegrationName: "Own",
  usernameSeed: "somebody/dev/propel",
};
// Nobody listens there, so that no test leaves this machine.
const CONFIG = {
  "autotask:restUrl": "http://127.0.0.1:1/ATServicesRest",
  "autotask:userName": "key@DOMAIN.COM",
  "autotask:secret": "canary-secret-71",
  "autotask:integrationCode": "canary-code-72",
};
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(CONFIG).filter(([name]) => !names.includes(name.replace("autotask:", ""))));

const reasonAtPreview = (options: Omit<HostOptions, "program">, fields: Record<string, unknown> = USER) =>
  withHost(options, async (host) => {
    const { failures } = await host.check(fields);
    expect(failures).toHaveLength(1);
    expect(host.stderr()).toBe("");
    return failures[0]!.reason;
  });

describe.each([
  ["level", LEVEL],
  ["user", USER],
])("at preview of a %s", (_, fields) => {
  test("missing credentials are named, setting and variable", async () => {
    const reason = await reasonAtPreview({}, fields);
    expect(reason).toMatch(/^\[config\] /);
    for (const [setting, variable] of [
      ["userName", "AUTOTASK_USER_NAME"],
      ["secret", "AUTOTASK_SECRET"],
      ["integrationCode", "AUTOTASK_INTEGRATION_CODE"],
    ])
      expect(reason).toContain(`autotask:${setting} (${variable})`);
    expect(reason).toContain("pulumi config set --secret autotask:secret");
  });

  test("an address in the open is refused", async () => {
    const config = { ...CONFIG, "autotask:restUrl": "http://webservices3.autotask.net/ATServicesRest" };
    expect(await reasonAtPreview({ config }, fields)).toMatch(/autotask:restUrl \(AUTOTASK_REST_URL\) uses http:/);
  });
});

test.each([
  [
    { AUTOTASK_CONSOLE_URL: "https://ww3.autotask.net" },
    /autotask:consoleUserName \(AUTOTASK_CONSOLE_USER_NAME\), autotask:consolePassword \(AUTOTASK_CONSOLE_PASSWORD\) are missing/,
  ],
  [
    {
      AUTOTASK_CONSOLE_URL: "http://ww3.autotask.net",
      AUTOTASK_CONSOLE_USER_NAME: "a",
      AUTOTASK_CONSOLE_PASSWORD: "canary-password-73",
    },
    /autotask:consoleUrl \(AUTOTASK_CONSOLE_URL\) uses http:/,
  ],
  [{ AUTOTASK_ZONE_INFORMATION_URL: "ftp://127.0.0.1" }, /AUTOTASK_ZONE_INFORMATION_URL\) uses ftp:/],
])("a console sign-in or address that cannot work is refused: %j", async (env, expected) => {
  const reason = await reasonAtPreview({ config: CONFIG, env });
  expect(reason).toMatch(expected);
  expect(reason).not.toMatch(/canary/);
});

test("variables come before the configuration, and empty ones do not count", async () => {
  await withHost(
    { config: without("secret"), env: { AUTOTASK_SECRET: "canary-secret-74", AUTOTASK_USER_NAME: "" } },
    async (host) => expect((await host.check(USER)).failures).toEqual([]),
  );
  expect(await reasonAtPreview({ config: CONFIG, env: { AUTOTASK_REST_URL: "http://example.com" } })).toContain(
    "example.com",
  );
});

test("a user's name is derived from what stands for it in every run, and the seed is gone from the inputs", async () => {
  await withHost({ config: CONFIG }, async (host) => {
    const first = await host.check(USER);
    const again = await host.check(USER);
    expect(first.failures).toEqual([]);
    expect(first.inputs).toEqual(again.inputs);
    expect(first.inputs).toMatchObject({ __provider: API_USER_HOST, usernameDerived: true });
    expect(first.inputs.username).toMatch(/^propel[a-z0-9]{1,9}$/);
    expect(first.inputs).not.toHaveProperty("usernameSeed");
  });
});

test("unknown properties, wrong values and both kinds of tracking are refused by name", async () => {
  await withHost({ config: CONFIG }, async (host) => {
    const user = await host.check({
      ...USER,
      integrationVendor: "Propel",
      emial: "x",
      email: "none",
      username: "a b@c",
    });
    expect(user.failures.map(({ property }) => property).sort()).toEqual(
      ["emial", "email", "internalIntegrationName", "username"].sort(),
    );
  });
});

test("nobody at the other end: every method fails within its time, with the way named and no secret", async () => {
  await withHost({ config: CONFIG, env: { PSA_DEADLINE_SECONDS: "2" } }, async (host) => {
    const state = { ...USER, resourceId: "1", key: "k@D", secret: "canary-secret-75", username: "k1", access: {} };
    for (const work of [host.read("1", state), host.delete("1", state), host.create({ ...USER, username: "k1" })]) {
      const { message } = await work.then(() => ({ message: "succeeded" })).catch((e: { message: string }) => e);
      expect(message).toMatch(/^\[unavailable\] /);
      expect(message).not.toMatch(/canary/);
    }
    expect(host.stdout() + host.stderr()).not.toMatch(/canary|^\s+at /m);
  });
});

import { Secret } from "../../../provider/errors";
import type { PsaError } from "../../../provider/errors";
import { apiEmployee, type PsaApiEmployeeState } from "../../../provider/psa/apiEmployee";
import { openDirectory } from "../../../provider/psa/rest/directory";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../../sandbox/server";

/** What whole runs cost and what becomes of sign-ins, by the stand-in's journal. 300 employees are its large tenant. */

const MINUTE = 60_000;
let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(options: SandboxOptions = {}, password?: string) {
  const begin = Date.now();
  const time = { tenant: 0, ours: 0 };
  sandbox = await startSandbox({ tenant: "large", ...options, now: () => new Date(begin + time.tenant) });
  const { restUrl, company, apiUser } = sandbox.ready.psa;
  const directory = openDirectory({
    restUrl,
    company,
    userName: apiUser.userName,
    password: new Secret(password ?? apiUser.password),
    ...(apiUser.mfaSecret ? { mfaSecret: new Secret(apiUser.mfaSecret) } : {}),
    now: () => begin + time.ours,
    sleep: (ms) => Promise.resolve(void (time.ours += ms)),
  });
  const lifecycle = apiEmployee({
    directory,
    passwordPage: { setPassword: () => Promise.reject(new Error("no page here")) },
    log: { info: () => undefined, warn: () => undefined },
    now: () => begin + time.ours,
    sleep: () => Promise.resolve(),
  });
  const employees = () => sandbox.context.store.tenant.psa.employees;
  const calls = (part: string) => sandbox.context.journal.entries.filter(({ path }) => path.endsWith(part));
  return {
    time,
    directory,
    lifecycle,
    employees,
    calls,
    own: () => employees().find(({ userName }) => userName === apiUser.userName)!,
    /** A drift run over everybody, as the engine makes one: all at once. */
    refresh: () =>
      Promise.all(
        employees().map(({ id, userName, firstName, lastName, email, active }) =>
          lifecycle.read(String(id), { userName, firstName, lastName, email, active } as PsaApiEmployeeState),
        ),
      ),
  };
}

const SIGN_IN = "/security/authenticate";
const REFRESH = "/security/refreshtoken";
const LIST = "/hr/employees/searchselect";

const caught = (work: Promise<unknown>): Promise<PsaError> =>
  work.then(
    () => Promise.reject(new Error("no error")),
    (error: unknown) => error as PsaError,
  );

test.each<Record<string, string>>([{}, { psaPageSize: "100" }, { psaCase: "pascal" }])(
  "a drift run over 300 employees is one token call and one call per page: %j",
  async (switches) => {
    const { employees, refresh, calls } = await start({ switches });
    expect(employees()).toHaveLength(300);
    const read = await refresh();
    expect(read.every((one, at) => one?.id === String(employees()[at]!.id))).toBe(true);
    expect([calls(SIGN_IN).length, calls(LIST).length, sandbox.context.journal.entries.length]).toEqual([1, 3, 4]);
  },
);

describe("a token that ends in the middle of a run", () => {
  test.each<[string, Record<string, string>]>([
    ["as it had said", {}],
    ["as it had said, with refresh tokens that work once", { psaRefreshToken: "singleUse" }],
    ["before its time", {}],
    ["before its time, said with 200", { psaRefusal: "200" }],
    ["before its time, with refresh tokens that work once", { psaRefreshToken: "singleUse" }],
  ])("%s is refreshed once for all calls under way", async (when, switches) => {
    const { time, directory, calls, refresh } = await start({ switches });
    await refresh();
    for (const hour of [1, 2]) {
      time.tenant = hour * 61 * MINUTE;
      if (when.startsWith("as")) time.ours = time.tenant;
      directory.invalidate();
      await Promise.all([
        refresh(),
        ...(hour === 1
          ? [directory.securityRoles(), directory.names("locations"), directory.names("departments")]
          : []),
      ]);
      expect([calls(REFRESH).length, calls(SIGN_IN).length]).toEqual([hour, 1]);
    }
    expect(calls(REFRESH).every(({ status }) => status === 200)).toBe(true);
  });

  test("after which the password is another one is one failing sign-in, and the account is not locked", async () => {
    const { time, directory, own, calls, refresh } = await start();
    await refresh();
    // Beyond the life of the refresh token too.
    time.tenant = time.ours = 400 * 24 * 60 * MINUTE;
    own().password = "Somebody-Changed-1";
    directory.invalidate();
    const asked = [
      directory.roster(),
      directory.securityRoles(),
      directory.names("locations"),
      directory.names("jobTitles"),
    ];
    for (const error of [...(await Promise.all(asked.map(caught))), await caught(refresh())])
      expect(error).toMatchObject({ code: "authentication", message: expect.stringContaining("refused the sign-in") });
    expect(calls(SIGN_IN)).toHaveLength(2);
    expect(own()).toMatchObject({ failures: 1, lockedUntil: null });
  });
});

describe("a wrong password", () => {
  test.each(["401", "200", "400"])("is one failing sign-in in a run, said with %s", async (psaSignInRefusal) => {
    const { directory, lifecycle, own, calls, refresh, employees } = await start(
      { switches: { psaSignInRefusal } },
      "Wrong-Password-1",
    );
    const [somebody] = employees();
    const state = { ...somebody!, id: undefined } as unknown as PsaApiEmployeeState;
    const everything = () => [
      refresh(),
      directory.roster(),
      directory.securityRoles(),
      directory.find("nobody"),
      directory.names("departments"),
      lifecycle.create({ ...state, userName: "new-api" }),
      lifecycle.update(String(somebody!.id), state, { ...state, firstName: "Other" }),
      lifecycle.delete(String(somebody!.id), state),
    ];
    for (let times = 0; times < 6; times += 1)
      for (const error of await Promise.all(everything().map(caught)))
        expect(error).toMatchObject({ code: "authentication" });
    expect(calls(SIGN_IN)).toHaveLength(1);
    expect(sandbox.context.journal.entries).toHaveLength(1);
    expect(own()).toMatchObject({ failures: 1, lockedUntil: null });
  });

  test("of an employee that is proven is one failing sign-in, and the next password is one more", async () => {
    const { directory, employees, calls } = await start();
    const other = employees().find(({ userName }) => userName === "client-005-api")!;
    other.password = "Good-Password-1";
    const failures = () => employees().find(({ id }) => id === other.id)!.failures;
    for (let times = 0; times < 6; times += 1)
      expect(await directory.probe({ userName: other.userName, password: "Wrong-Password-1" })).toMatchObject({
        outcome: "refused",
      });
    expect([calls(SIGN_IN).length, failures()]).toEqual([1, 1]);
    expect(await directory.probe({ userName: other.userName, password: "Good-Password-1" })).toMatchObject({
      outcome: "accepted",
    });
    expect([calls(SIGN_IN).length, failures()]).toEqual([2, 0]);
  });
});

import { Secret } from "../../provider/errors";
import { apiEmployee, type PsaApiEmployeeInputs, type PsaApiEmployeeState } from "../../provider/psa/apiEmployee";
import { openConsole } from "../../provider/psa/console";
import { openPasswordPage } from "../../provider/psa/console/passwordPage";
import { openDirectory } from "../../provider/psa/rest/directory";
import type { AdminConsole, Directory } from "../../provider/psa/tenant";
import { systemClock } from "../../provider/http/clock";
import { readSetup } from "../../tools/env.mjs";
import { startStandIn, type StandIn } from "../../tools/trial.mjs";
import { build } from "../support/build";

/**
 * What Kaseya's and Pulseway's articles say of API employees, sentence by sentence, with the real lifecycle, a real browser
 * and the stand-in. Each test goes on from the one before.
 */

const MINUTE = 60_000;
const DECLARED = {
  userName: "acme-api",
  firstName: "Acme",
  employeeId: "9001",
  email: "acme-api@example.com",
  jobTitle: "Administrator",
  department: "Administration",
  manager: "Avery Stone",
  employmentType: "Full Time",
  employeeRoles: ["Administration"],
  securityRoles: ["Administrator"],
  location: "Main Branch",
  resetInstructions: "1",
};
const NAME = DECLARED.userName;

let standIn: StandIn;
let console: AdminConsole;
let directory: Directory;
let lifecycle: ReturnType<typeof apiEmployee>;
let id: string;
let state: PsaApiEmployeeState;

const psa = async () => (await standIn.tenant()).psa;
const employee = async (userName = NAME) => (await psa()).employees.find((one) => one.userName === userName);
const failuresOf = async (more: object) =>
  (
    await lifecycle.check({
      ...DECLARED,
      userName: "other-api",
      employeeId: "9002",
      email: "other@example.com",
      ...more,
    })
  ).failures.map(({ property, reason }) => `${property}: ${reason}`);

function consoleAs(userName: string, password: string, totpSecret?: string): AdminConsole {
  const { consoleUrl, company } = standIn.ready.psa;
  return openConsole({
    url: consoleUrl,
    company,
    userName,
    password: new Secret(password),
    totpSecret: totpSecret === undefined ? undefined : new Secret(totpSecret),
    browserPath: readSetup().browser.path,
    log: () => undefined,
  });
}

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
  const { restUrl, consoleUrl, company, apiUser, administrator } = standIn.ready.psa;
  directory = openDirectory({
    restUrl,
    company,
    userName: apiUser.userName,
    password: new Secret(apiUser.password),
    mfaSecret: new Secret(apiUser.mfaSecret),
  });
  console = consoleAs(administrator.userName, administrator.password, administrator.totpSecret);
  const passwordPage = openPasswordPage({
    consoleUrl,
    company,
    browserPath: readSetup().browser.path,
    log: () => undefined,
  });
  lifecycle = apiEmployee({
    directory,
    console,
    passwordPage,
    log: { info: () => undefined, warn: () => undefined },
    ...systemClock,
  });
}, 3 * MINUTE);

afterAll(async () => {
  await console?.close();
  await standIn?.stop();
});

test(
  "one is made in HR > Employees with the type Api Employee, and takes no license",
  async () => {
    const { licenses } = await psa();
    const { inputs, failures } = await lifecycle.check(DECLARED);
    expect(failures).toEqual([]);
    ({ id, state } = await lifecycle.create(inputs));
    expect(await employee()).toMatchObject({ active: true, securityRoles: ["Administrator"] });
    expect((await employee())!.userType).toMatch(/^api ?employee$/i);
    expect((await psa()).licenses).toEqual(licenses);
    expect(state).toMatchObject({ userType: "Api Employee", consumesLicense: false, uiLogin: false });
  },
  4 * MINUTE,
);

test("an administrator has the link sent with Reset and Send instructions, to its address", async () => {
  const mails = (await psa()).outbox
    .map((mail) => JSON.stringify(mail))
    .filter((mail) => mail.includes(DECLARED.email));
  expect(mails.length).toBeGreaterThanOrEqual(1);
  expect(state.instructionsSentFor).toBe("1");
});

test(
  "its password cannot be set by hand: a declared one is tried, and changes nothing",
  async () => {
    const inputs: PsaApiEmployeeInputs = {
      ...(await lifecycle.check({ ...DECLARED, password: "By-Hand-1234" }, state as never)).inputs,
    };
    await expect(lifecycle.update(id, state, inputs)).rejects.toThrow(/\[unverified\]/);
    expect(await employee()).toMatchObject({ hasPassword: false });
  },
  MINUTE * 2,
);

test(
  "with the link a password is made, which gets tokens without a one-time code, with user name and password alone",
  async () => {
    const mail = JSON.stringify((await psa()).outbox.at(-1));
    const passwordLink = /https?:\/\/[^\s"'<>\\]+/.exec(mail)![0];
    const { inputs } = await lifecycle.check({ ...DECLARED, passwordLink }, state as never);
    state = await lifecycle.update(id, state, inputs);
    expect(state).toMatchObject({ passwordGenerated: true, passwordStatus: "known", verified: true });
    expect(state.rights).toBeDefined();
    // Ordinary employees of this tenant need a code.
    const { administrator } = standIn.ready.psa;
    expect(await directory.probe({ userName: administrator.userName, password: administrator.password })).toMatchObject(
      {
        outcome: "refused",
      },
    );
  },
  3 * MINUTE,
);

test("its token calls the API as any integration's would, and it is listed in HR > Employees only", async () => {
  const { restUrl, company } = standIn.ready.psa;
  const form = new FormData();
  for (const [name, value] of Object.entries({
    GrantType: "password",
    UserName: NAME,
    Password: state.password!,
    Tenant: company,
  }))
    form.set(name, value);
  const signedIn = await fetch(new URL("security/authenticate", restUrl), { method: "POST", body: form });
  const { result } = (await signedIn.json()) as { result: { accessToken: string } };
  const list = async (path: string) => {
    const headers = { authorization: `Bearer ${result.accessToken}` };
    const answer = await fetch(new URL(`${path}?PageSize=100&PageNumber=1`, restUrl), { headers });
    return ((await answer.json()) as { result: { emailAddress: string }[] }).result.map((one) => one.emailAddress);
  };
  expect(await list("hr/employees/searchselect")).toContain(DECLARED.email);
  const assignees = await list("hr/assignees");
  expect(assignees.length).toBeGreaterThan(0);
  expect(assignees).not.toContain(DECLARED.email);
});

test(
  "it cannot sign in to the console",
  async () => {
    const own = consoleAs(NAME, state.password!);
    await expect(own.readEmployee(NAME)).rejects.toMatchObject({ code: "authentication" });
    await own.close();
  },
  2 * MINUTE,
);

test("its type cannot be edited: neither declared nor changed", async () => {
  expect(await failuresOf({ userType: "Employee" })).toEqual([expect.stringMatching(/^userType: .*cannot be set/)]);
});

test(
  "an Employee or External Employee cannot become one, and is left as it is",
  async () => {
    const before = (await psa()).employees;
    expect(await failuresOf({ userName: "bturner" })).toEqual([
      expect.stringMatching(/^userName: .*cannot be changed to API Employee/),
    ]);
    const { inputs } = await lifecycle.check({ ...DECLARED, userName: "bturner", adopt: true });
    await expect(lifecycle.create(inputs)).rejects.toMatchObject({ code: "conflict" });
    expect((await psa()).employees).toEqual(before);
  },
  3 * MINUTE,
);

test("it takes no external role: refused at preview in the vendor's words", async () => {
  for (const role of ["External Manager", "Partner Portal"])
    expect((await failuresOf({ securityRoles: ["Administrator", role] })).join()).toContain(
      "Error! Cannot add external roles to internal users.",
    );
});

test(
  "it takes no external role: the console refuses it with the same words, and nothing is saved",
  async () => {
    const { inputs } = await lifecycle.check({
      ...DECLARED,
      userName: "other-api",
      employeeId: "9002",
      email: "other@example.com",
    });
    await expect(lifecycle.create({ ...inputs, securityRoles: ["External Manager"] })).rejects.toThrow(
      /Cannot add external roles to internal users/,
    );
    expect(await employee("other-api")).toBeUndefined();
  },
  3 * MINUTE,
);

test(
  "roles other than Administrator need API access in Admin > Security > Roles > Admin",
  async () => {
    expect(await failuresOf({ securityRoles: ["Project Manager"] })).toEqual([
      expect.stringMatching(/"Has API Access"/),
    ]);
    expect(await failuresOf({ securityRoles: ["API Monitoring"] })).toEqual([]);
  },
  3 * MINUTE,
);

test("it needs a valid e-mail address", async () => {
  expect(await failuresOf({ email: "acme-api" })).toEqual([expect.stringMatching(/^email: /)]);
});

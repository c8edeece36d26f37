import { apiUser, type ApiUserState } from "../../../provider/autotask/apiUser";
import { openDirectory, type RestDirectory } from "../../../provider/autotask/rest/directory";
import { Secret } from "../../../provider/errors";
import { startSandbox, type Sandbox } from "../../../sandbox/server";

/** Fields of an API user through the REST API of the stand-in alone, without any console. */

let sandbox: Sandbox;
let opened: RestDirectory;
const directory = () => opened;
afterEach(() => sandbox.close());

async function start(switches: Record<string, string> = {}) {
  sandbox = await startSandbox({ switches });
  const { zoneInformationUrl, apiUser: own } = sandbox.ready.autotask;
  const directory = openDirectory({
    zoneInformationUrl,
    userName: own.userName,
    secret: new Secret(own.secret),
    integrationCode: new Secret(own.integrationCode),
  });
  const lifecycle = apiUser({
    directory,
    log: { info: () => undefined, warn: () => undefined },
    now: Date.now,
    sleep: () => Promise.resolve(),
  });
  const { tenant } = sandbox.context.store;
  const user = tenant.users.find(({ firstName }) => firstName === "Rewst")!;
  const level = tenant.levels.find(({ id }) => id === user.levelId)!;
  const args = {
    firstName: "Rewst",
    lastName: "Automation",
    email: user.email,
    securityLevel: level.name,
    username: user.userName,
    integrationVendor: "Rewst - Automation",
    adopt: true,
    verify: "off",
  };
  const checked = async (more: object = {}) => {
    const { inputs, failures } = await lifecycle.check({ ...args, ...more });
    expect(failures).toEqual([]);
    return inputs;
  };
  const inputs = await checked();
  const state = {
    ...inputs,
    resourceId: String(user.id),
    key: "",
    secret: "known",
    secretGenerated: true,
    access: {},
    verified: false,
  } as ApiUserState;
  opened = directory;
  const calls = (method: string) => sandbox.context.journal.entries.filter((entry) => entry.method === method).length;
  return {
    lifecycle,
    checked,
    state,
    calls,
    id: String(user.id),
    truth: () => sandbox.context.store.tenant.users.find(({ id }) => id === user.id)!,
  };
}

const fields = {
  prefix: "Ms.",
  title: "Integration",
  gender: "Female",
  officePhone: "555-0100",
  extension: "12",
  additionalEmail1: "one@example.com",
  additionalEmailType1: "SECONDARY",
  payrollType: "Hourly",
  resourceType: "Contractor",
  suffix: "Jr.",
};

test("fields, and picklists by their labels, in one PATCH; read back as declared; drift is seen", async () => {
  const { lifecycle, checked, state, id, truth, calls } = await start();
  const news = await checked({ ...fields, numberFormat: "X.XXX,XX" });
  expect(await lifecycle.update(id, state, news)).toMatchObject(fields);
  expect(calls("PATCH")).toBe(1);
  expect(truth()).toMatchObject({
    title: "Integration",
    officePhone: "555-0100",
    numberFormat: "X.XXX,XX",
    more: { greeting: 3, gender: "F", payrollType: 2, resourceType: "Contractor", suffix: 1 },
  });
  const after = { ...state, ...news };
  expect((await lifecycle.read(id, after))!.inputs).toEqual(news);
  sandbox.context.store.edit("somebody else", (tenant) => {
    tenant.users.find((user) => String(user.id) === id)!.more["payrollType"] = 1;
  });
  directory().invalidate();
  expect((await lifecycle.read(id, after))!.inputs).toMatchObject({ payrollType: "Salary" });
});

test("isActive and userName that REST refuses hold up no other field, and are left to a person", async () => {
  const { lifecycle, checked, state, id, truth } = await start({ patchApiUser: "refused" });
  const work = lifecycle.update(id, state, await checked({ title: "Changed", active: false }));
  await expect(work).rejects.toThrow(/untick `Active`/);
  expect(truth()).toMatchObject({ title: "Changed", active: true });
});

test("an entry that a picklist does not have: near matches, nothing sent", async () => {
  const { lifecycle, checked, state, id, calls } = await start();
  await expect(lifecycle.update(id, state, await checked({ payrollType: "Salry" }))).rejects.toThrow(/"Salary"/);
  expect(calls("PATCH")).toBe(0);
});

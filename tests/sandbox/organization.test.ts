import { run, type Answer, type Running } from "./support/rest";

/** Departments, queues, roles, lines of business and the lock of a user, through REST. */
let tenant: Running;
beforeAll(async () => {
  tenant = await run();
});
afterAll(() => tenant.close());
afterEach(() => tenant.control("POST", "reset"));

const apiUser = 29682911;
const person = 29682901;
const everyone = { filter: [{ op: "exist", field: "id" }] };
const serviceDesk = 29683436;
const [engineer, technician, inactive] = [29683397, 29683398, 29683400];
const pair = {
  departmentID: serviceDesk,
  roleID: technician,
  isActive: true,
  isDefault: false,
  isDepartmentLead: false,
};
const write = (method: string, child: string, body: object, user = apiUser) =>
  tenant.call(method, `V1.0/Resources/${user}/${child}`, body);
const rows = async (path: string) => (await tenant.call("GET", `V1.0/${path}`)).json.items;
const refused = (answer: Answer) => [answer.status, answer.json.errors[0]];

describe("departments of a resource", () => {
  it("are added by an unmodified public client; the first is the default, and another can become it", async () => {
    const created = await tenant.client.ResourceRoleDepartments.create(apiUser, pair);
    const second = (await write("POST", "RoleDepartments", { ...pair, roleID: engineer })).json.itemId;
    expect(await rows(`Resources/${apiUser}/RoleDepartments`)).toEqual([
      { id: created?.itemId, resourceID: apiUser, ...pair, isDefault: true },
      { id: second, resourceID: apiUser, ...pair, roleID: engineer },
    ]);
    await write("PATCH", "RoleDepartments", { id: second, isDefault: true });
    const found = await tenant.client.ResourceRoleDepartments.query({
      filter: [{ op: "eq", field: "resourceID", value: apiUser }],
    });
    expect(found.items.map((row) => row["isDefault"])).toEqual([false, true]);
    // The console and the control calls see the same.
    const user = (await tenant.control("GET", "tenant")).json.users.find((row: { id: number }) => row.id === apiUser);
    expect(user.roleDepartments[1]).toMatchObject({ id: second, isDefault: true, roleId: engineer });
  });

  it("follow the vendor's rules", async () => {
    const id = (await rows(`Resources/${person}/RoleDepartments`))[0].id;
    expect(await refused(await write("PATCH", "RoleDepartments", { id, isDefault: false }, person))).toEqual([
      500,
      expect.stringContaining("default"),
    ]);
    expect((await write("PATCH", "RoleDepartments", { id, isActive: false }, person)).status).toBe(500);
    expect(refused(await write("POST", "RoleDepartments", { ...pair, roleID: inactive }))).toEqual([
      500,
      expect.stringContaining("inactive"),
    ]);
    expect(refused(await write("POST", "RoleDepartments", { ...pair, departmentID: 1 }))).toEqual([
      500,
      "Reference value on field: departmentID of type: Department does not exist or is invalid.",
    ]);
    expect(refused(await write("POST", "RoleDepartments", { departmentID: serviceDesk }))).toEqual([
      500,
      expect.stringContaining("Missing Required Field"),
    ]);
    await tenant.control("PUT", "tenant", { users: [{ id: apiUser, active: false }] });
    expect((await write("POST", "RoleDepartments", pair)).status).toBe(500);
    // A changed resource is ignored without a word.
    expect(
      (await write("PATCH", "RoleDepartments", { id, resourceID: apiUser, isDepartmentLead: true }, person)).status,
    ).toBe(200);
    expect((await rows(`Resources/${person}/RoleDepartments`))[0]).toMatchObject({
      resourceID: person,
      isDepartmentLead: true,
    });
  });

  it("know no deletion, and no writing below their own name", async () => {
    const id = (await rows(`Resources/${person}/RoleDepartments`))[0].id;
    const statuses = [
      await tenant.call("DELETE", `V1.0/Resources/${person}/RoleDepartments/${id}`),
      await tenant.call("POST", "V1.0/ResourceRoleDepartments", pair),
      await tenant.call("POST", `V1.0/Resources/${person}/Roles`, pair),
    ].map((answer) => answer.status);
    expect(statuses).toEqual([405, 405, 405]);
  });
});

it("keeps queues and service desk roles, and lists the active ones among a resource's roles", async () => {
  const queue = (await write("POST", "RoleQueues", { queueID: 5 })).json.itemId;
  expect((await write("PATCH", "RoleQueues", { id: queue, queueID: 6 })).status).toBe(200);
  expect(refused(await write("POST", "RoleQueues", { queueID: 99 }))).toEqual([
    500,
    "Picklist value [99] does not exist for queueID.",
  ]);
  const created = await tenant.client.ResourceServiceDeskRoles.create(apiUser, { roleID: technician, isDefault: true });
  expect(await rows(`Resources/${apiUser}/ServiceDeskRoles`)).toEqual([
    { id: created?.itemId, isActive: true, isDefault: true, resourceID: apiUser, roleID: technician },
  ]);
  expect((await tenant.client.Resources.get(apiUser))?.item?.["defaultServiceDeskRoleID"]).toBe(technician);
  await write("PATCH", "ServiceDeskRoles", { id: created?.itemId, isActive: false });
  expect((await rows(`Resources/${apiUser}/ServiceDeskRoles`))[0].isActive).toBe(false);
  expect(await rows(`Resources/${apiUser}/Roles`)).toEqual([
    { id: queue, departmentID: null, isActive: true, queueID: 6, resourceID: apiUser, roleID: null },
  ]);
});

it("wants the right to administer resources for writing", async () => {
  await tenant.control("PUT", "tenant", {
    levels: [{ id: 24, cells: { "Admin > Feature Access > Resources/Users (HR)": false } }],
  });
  expect(refused(await write("POST", "RoleDepartments", pair))).toEqual([
    500,
    expect.stringContaining("adequate permissions"),
  ]);
  const { info } = (await tenant.call("GET", `V1.0/Resources/${apiUser}/RoleDepartments/entityInformation`)).json;
  expect(info).toMatchObject({
    name: "ResourceRoleDepartment",
    canCreate: true,
    canDelete: false,
    userAccessForCreate: 0,
  });
});

it("describes roles, departments, locations and lines of business for reading", async () => {
  const count = async (entity: string) =>
    (await tenant.call("POST", `V1.0/${entity}/query/count`, everyone)).json.queryCount;
  expect([
    await count("Roles"),
    await count("Departments"),
    await count("InternalLocations"),
    await count("OrganizationalLevelAssociations"),
    await count("OrganizationalLevel1s"),
    await count("OrganizationalLevel2s"),
  ]).toEqual([6, 4, 3, 3, 2, 3]);
  const fields = (await tenant.call("GET", "V1.0/ResourceRoleQueues/entityInformation/fields")).json.fields;
  expect(fields.find((field: { name: string }) => field.name === "queueID")).toMatchObject({
    isRequired: true,
    isPickList: true,
    picklistValues: expect.arrayContaining([expect.objectContaining({ label: "Monitoring Alert" })]),
  });
});

it("shows a caller only the records of its lines of business", async () => {
  const seen = async () =>
    (await tenant.client.Tickets.query(everyone)).items.map((row) => row["organizationalLevelAssociationID"]);
  const provider = 29682890;
  const belong = (lineOfBusiness: number[], seesUnassignedLineOfBusiness: boolean) =>
    tenant.control("PUT", "tenant", { users: [{ id: provider, lineOfBusiness, seesUnassignedLineOfBusiness }] });
  expect(await seen()).toEqual([null, null]);
  await belong([13], false);
  expect(await seen()).toEqual([13, 13]);
  expect(await rows("OrganizationalLevelAssociations/13/Resources")).toEqual([
    { id: provider * 1000 + 13, organizationalLevelAssociationID: 13, resourceID: provider },
  ]);
  await belong([], false);
  expect(await seen()).toEqual([]);
  await tenant.control("PUT", "switches", { lineOfBusiness: "absent" });
  expect(await seen()).toHaveLength(6);
});

it("shows internal costs only to levels that may see them", async () => {
  await tenant.control("PUT", "tenant", { users: [{ id: person, internalCost: 42.5 }] });
  const cost = async () => (await tenant.client.Resources.get(person))?.item?.["internalCost"];
  expect(await cost()).toBe(42.5);
  await tenant.control("PUT", "tenant", { users: [{ id: 29682890, levelId: 25 }] });
  expect(await cost()).toBeNull();
});

it("locks a user after so many wrong secrets as the tenant says, until its box is cleared", async () => {
  await tenant.control("PUT", "tenant", { siteSetup: { lockOutAfter: 3 } });
  const wrong = () => tenant.call("GET", "V1.0/Version", undefined, { Secret: "not-the-secret" });
  const right = async () => (await tenant.call("GET", "V1.0/Version")).status;
  const provider = async () =>
    (await tenant.control("GET", "tenant")).json.users.find((user: { id: number }) => user.id === 29682890);
  await wrong();
  await wrong();
  expect(await right()).toBe(200);
  expect((await provider()).failedSignIns).toBe(0);
  for (let call = 0; call < 3; call++) await wrong();
  expect((await provider()).locked).toBe(true);
  expect(await right()).toBe(401);
  await tenant.control("PUT", "tenant", { users: [{ id: 29682890, locked: false }] });
  expect(await right()).toBe(200);
  await tenant.control("PUT", "tenant", { siteSetup: { lockOutAfter: 0 } });
  for (let call = 0; call < 4; call++) await wrong();
  expect(await right()).toBe(200);
});

it("edits every new part of the tenant by control call", async () => {
  const answer = await tenant.control("PUT", "tenant", {
    users: [
      {
        id: person,
        timesheetsNotRequired: true,
        timesheetApprovers: [29682885],
        permits: { bulkEmail: true },
        queues: [{ id: 1, queueId: 8 }],
        more: { homePhone: "555-0100", suffix: 1, gender: "F" },
      },
    ],
    departments: [{ id: serviceDesk, description: "Front line" }],
    roles: [{ id: technician, active: false, hourlyRate: 95 }],
    queues: [{ id: 8, name: "Alerts" }],
    tickets: [{ id: 8001, lineOfBusinessId: 14 }],
  });
  expect(answer.status).toBe(200);
  const user = answer.json.users.find((row: { id: number }) => row.id === person);
  expect(user).toMatchObject({ permits: { bulkEmail: true, editSkills: false }, more: { homePhone: "555-0100" } });
  expect((await tenant.client.Resources.get(person))?.item).toMatchObject({
    homePhone: "555-0100",
    suffix: 1,
    gender: "F",
  });
  expect((await tenant.control("PUT", "tenant", { siteSetup: { lockOutAfter: "3" } })).status).toBe(400);
});

it("answers Authenticate and Modules as the model has them", async () => {
  expect((await tenant.call("GET", "V1.0/Authenticate")).json).toEqual({
    authToken: expect.any(String),
    expiration: expect.stringMatching(/^\d{4}-/),
  });
  expect((await tenant.call("GET", "V1.0/Modules")).json.modules[0]).toEqual({ key: 1, value: true });
});

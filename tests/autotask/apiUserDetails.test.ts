import { apiUser, type ApiUserInputs, type ApiUserState } from "../../provider/autotask/apiUser";
import { DETAIL_NAMES, DETAILS, sameDetail } from "../../provider/autotask/apiUserDetails";
import { PartialFailure } from "../../provider/lifecycle";
import { MemoryTenant } from "../support/memoryTenant";

/** The fields of the older resource form, of Associations and of lines of business. */

const args = {
  firstName: "AE-Privilege",
  lastName: "System",
  email: "ae@example.com",
  securityLevel: "API User (system)",
  username: "autoelevate1",
  internalIntegrationName: "AutoElevate",
};
/** One value for each field. */
const every = {
  prefix: "Ms.",
  middleInitial: "Q",
  title: "Integration",
  suffix: "Jr.",
  gender: "Female",
  officePhone: "555-0100",
  extension: "12",
  homePhone: "555-0101",
  mobilePhone: "555-0102",
  emailType: "PRIMARY",
  additionalEmail1: "one@example.com",
  additionalEmailType1: "SECONDARY",
  additionalEmail2: "two@example.com",
  additionalEmailType2: "PAGER",
  locked: false,
  timesheetsNotRequired: true,
  resourceType: "Employee",
  payrollType: "Salary",
  internalCost: 12.5,
  timesheetApprovers: ["Avery Stone"],
  expenseApprovers: ["Avery Stone", "Blake Turner"],
  departments: [
    { department: "Administration", role: "Consultant", default: true },
    { department: "Service Desk", role: "Engineer", lead: true },
  ],
  queues: ["Level I Support"],
  serviceDeskRoles: [{ role: "Engineer", default: true }],
  linesOfBusiness: ["Managed Services > Infrastructure"],
  seesUnassignedLinesOfBusiness: true,
};
const BY_REST = DETAIL_NAMES.filter((name) => DETAILS[name].rest !== undefined);

const checked = async (more: object = {}): Promise<ApiUserInputs> => {
  const { inputs, failures } = await apiUser(new MemoryTenant().services()).check({ ...args, ...more });
  expect(failures).toEqual([]);
  return inputs;
};
const older = (): MemoryTenant => {
  const tenant = new MemoryTenant();
  tenant.switches.form = "older";
  return tenant;
};
const count = (tenant: MemoryTenant, call: string): number => tenant.calls.filter((name) => name === call).length;
const detailsOf = (tenant: MemoryTenant) => tenant.users[1]!.details;

describe("check", () => {
  test("each field has a value here, and none is refused or lost", async () => {
    expect(Object.keys(every).sort()).toEqual([...DETAIL_NAMES].sort());
    expect(await checked(every)).toMatchObject(every);
  });

  test.each([
    [{ title: "x".repeat(51) }, "title", /at most 50/],
    [{ extension: "12345678901" }, "extension", /at most 10/],
    [{ officePhone: 5550100 }, "officePhone", /Write a text/],
    [{ additionalEmail1: "nobody" }, "additionalEmail1", /not an e-mail address/],
    [{ additionalEmailType2: "PAGER" }, "additionalEmailType2", /additionalEmail2, which is missing/],
    [{ locked: true }, "locked", /never locked here/],
    [{ internalCost: -1 }, "internalCost", /from 0/],
    [{ queues: "Level I" }, "queues", /list of names/],
    [{ linesOfBusiness: ["A > B", "a > b"] }, "linesOfBusiness", /twice/],
    [{ departments: [{ department: "Administration" }] }, "departments", /role: "\.\.\."/],
    [{ departments: [{ department: "A", role: "B", boss: true }] }, "departments", /lead\?: true/],
    [
      {
        departments: [
          { department: "A", role: "B", default: true },
          { department: "C", role: "D", default: true },
        ],
      },
      "departments",
      /Only one entry can be the default/,
    ],
    [{ serviceDeskRoles: [{ role: "A" }, { role: "a" }] }, "serviceDeskRoles", /twice/],
  ])("%j is refused at %s", async (more, property, reason) => {
    const { failures } = await apiUser(new MemoryTenant().services()).check({ ...args, ...more });
    expect(failures).toEqual([{ property, reason: expect.stringMatching(reason) as string }]);
  });

  test("a changed tracking identifier is warned of: the user is replaced", async () => {
    const { check } = apiUser(new MemoryTenant().services());
    const { warnings } = await check({ ...args, internalIntegrationName: "Other" }, args);
    expect(warnings).toEqual([
      expect.stringMatching(/never lets a tracking identifier be changed.*new key and secret/),
    ]);
    expect((await check(args, args)).warnings).toEqual([]);
  });
});

test("a list is the same in any order; who is the default counts only where it is declared", () => {
  const rows = every.departments;
  expect(sameDetail([...rows].reverse(), rows)).toBe(true);
  expect(
    sameDetail(
      rows,
      rows.map(({ department, role }) => ({ department: department.toUpperCase(), role })),
    ),
  ).toBe(true);
  expect(
    sameDetail(
      rows.map(({ department, role }) => ({ department, role })),
      rows,
    ),
  ).toBe(false);
  expect(sameDetail(rows.slice(1), rows)).toBe(false);
});

describe("create", () => {
  test("the older form takes them all in one save", async () => {
    const tenant = older();
    const lifecycle = apiUser(tenant.services());
    const inputs = await checked(every);
    const { id, state } = await lifecycle.create(inputs);
    expect({ ...detailsOf(tenant), locked: tenant.users[1]!.locked }).toEqual(every);
    expect([count(tenant, "createApiUser"), count(tenant, "changeApiUser"), count(tenant, "patchApiUser")]).toEqual([
      1, 0, 0,
    ]);
    expect(lifecycle.diff(id, state, inputs)).toEqual({ changes: false });
    expect((await lifecycle.read(id, state))!.inputs).toEqual(inputs);
  });

  test("what the present form lacks is set by REST once the user is there", async () => {
    const tenant = new MemoryTenant();
    const some = {
      title: "Integration",
      payrollType: "Salary",
      departments: every.departments,
      linesOfBusiness: ["A > B"],
    };
    const { state } = await apiUser(tenant.services()).create(await checked(some));
    expect(detailsOf(tenant)).toMatchObject(some);
    expect([count(tenant, "patchApiUser"), count(tenant, "setPlaces"), state.verified]).toEqual([1, 1, true]);
  });

  test("what neither has stops before anything is saved", async () => {
    const tenant = new MemoryTenant();
    await expect(apiUser(tenant.services()).create(await checked({ internalCost: 5 }))).rejects.toMatchObject({
      code: "not-found",
    });
    expect(tenant.users).toHaveLength(1);
  });

  test.each([
    ["gender", { gender: "Femal" }, ["Female", "Male"], /no entry of the list gender "Femal".*"Female"/],
    [
      "department",
      { departments: [{ department: "Service Dsk", role: "Engineer" }] },
      ["Service Desk"],
      /no department "Service Dsk".*departments.*"Service Desk"/,
    ],
    ["role", { serviceDeskRoles: [{ role: "Enginer" }] }, ["Engineer"], /no role "Enginer".*"Engineer"/],
    ["queue", { queues: ["Level 1 Support"] }, ["Level I Support"], /no queue "Level 1 Support".*"Level I Support"/],
    [
      "lineOfBusiness",
      { linesOfBusiness: ["Managed Services > Infra"] },
      ["Managed Services > Infrastructure"],
      /no line of business.*"Managed Services > Infrastructure"/,
    ],
  ])(
    "a name that the tenant does not have (%s): near matches, before a form is opened",
    async (of, more, there, text) => {
      const tenant = older();
      tenant.choosable[of] = there;
      const create = apiUser(tenant.services()).create(await checked(more));
      await expect(create).rejects.toMatchObject({ code: "not-found", message: expect.stringMatching(text) as string });
      expect([tenant.users.length, count(tenant, "createApiUser")]).toEqual([1, 0]);
    },
  );

  test("a field that REST refuses once the user is there: kept, said, and done by the next run", async () => {
    const tenant = new MemoryTenant();
    tenant.switches.patch = "refused";
    const inputs = await checked({ title: "Integration" });
    const failure = await apiUser(tenant.services())
      .create(inputs)
      .then(
        () => undefined,
        (error: unknown) => error as PartialFailure<ApiUserState>,
      );
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure!.reasons.join()).toMatch(/title is not as declared: it reads ""/);
    expect(tenant.accepts(failure!.state)).toBe(true);
    tenant.switches.patch = "allowed";
    const state = await apiUser(tenant.services()).update(failure!.id, failure!.state, inputs);
    expect([detailsOf(tenant).title, state.title, state.secret]).toEqual([
      "Integration",
      "Integration",
      failure!.state.secret,
    ]);
  });
});

describe("update", () => {
  test.each(BY_REST)("%s goes through REST, without the console", async (name) => {
    const tenant = older();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked(every));
    const value = name.startsWith("additionalEmail") && !name.includes("Type") ? "new@example.com" : "Other";
    const news = await checked({ ...every, [name]: value });
    expect(lifecycle.diff(id, state, news)).toEqual({});
    const after = await lifecycle.update(id, state, news);
    expect([detailsOf(tenant)[name], after[name]]).toEqual([value, value]);
    expect([count(tenant, "patchApiUser"), count(tenant, "changeApiUser")]).toEqual([1, 0]);
  });

  test.each([
    ["timesheetsNotRequired", false],
    ["internalCost", 20],
    ["timesheetApprovers", ["Blake Turner"]],
    ["expenseApprovers", []],
    ["linesOfBusiness", ["Projects > Cloud"]],
    ["seesUnassignedLinesOfBusiness", false],
  ] as const)("%s goes through one save of the form", async (name, value) => {
    const tenant = older();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked(every));
    const news = await checked({ ...every, [name]: value });
    const after = await lifecycle.update(id, state, news);
    expect([detailsOf(tenant)[name], after[name]]).toEqual([value, value]);
    expect([count(tenant, "patchApiUser"), count(tenant, "setPlaces"), count(tenant, "changeApiUser")]).toEqual([
      0, 0, 1,
    ]);
    expect(after.secret).toBe(state.secret);
  });

  test.each(["allowed", "refused", "ignored"] as const)(
    "departments, queues and roles: rows through REST when it is %s, else the form",
    async (patch) => {
      const tenant = older();
      const lifecycle = apiUser(tenant.services());
      const { id, state } = await lifecycle.create(await checked(every));
      tenant.switches.patch = patch;
      const changed = { departments: [every.departments[0]!], queues: [], serviceDeskRoles: [{ role: "Consultant" }] };
      const after = await lifecycle.update(id, state, await checked({ ...every, ...changed }));
      expect(detailsOf(tenant)).toMatchObject(changed);
      expect(after).toMatchObject(changed);
      expect(count(tenant, "changeApiUser")).toBe(patch === "allowed" ? 0 : 1);
    },
  );

  test("REST and form in one update; when the form fails, what is done is kept and what is left is said", async () => {
    const tenant = older();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked(every));
    const news = await checked({ ...every, title: "Changed", internalCost: 30 });
    tenant.switches.form = "present";
    const failure = await lifecycle.update(id, state, news).then(
      () => undefined,
      (error: unknown) => error as PartialFailure<ApiUserState>,
    );
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure!.reasons.join()).toMatch(/internalCost/);
    expect(failure!.state).toMatchObject({ title: "Changed", secret: state.secret });
    tenant.switches.form = "older";
    // The engine updates after a failed step even where nothing differs.
    const after = await lifecycle.update(id, failure!.state, news);
    expect([detailsOf(tenant).title, detailsOf(tenant).internalCost, after.internalCost]).toEqual(["Changed", 30, 30]);
  });

  test("what is declared no longer is left as it is and compared no longer", async () => {
    const tenant = older();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked(every));
    const news = await checked({ title: "Integration" });
    expect(lifecycle.diff(id, state, news)).toEqual({});
    const after = await lifecycle.update(id, state, news);
    expect(after.payrollType).toBeUndefined();
    expect(detailsOf(tenant).payrollType).toBe("Salary");
    expect(lifecycle.diff(id, after, news)).toEqual({ changes: false });
  });
});

test("drift of every field is seen, with one page at most", async () => {
  const tenant = older();
  const lifecycle = apiUser(tenant.services());
  const { id, state } = await lifecycle.create(await checked(every));
  Object.assign(detailsOf(tenant), { title: "Drifted", internalCost: 99, queues: ["Other"], linesOfBusiness: [] });
  tenant.users[1]!.locked = true;
  tenant.calls.length = 0;
  const seen = (await lifecycle.read(id, state))!;
  expect(seen.inputs).toMatchObject({
    title: "Drifted",
    internalCost: 99,
    queues: ["Other"],
    linesOfBusiness: [],
    locked: true,
  });
  expect(count(tenant, "readApiUser")).toBe(1);
});

import { PsaError } from "../../provider/errors";
import { PartialFailure, UNKNOWN } from "../../provider/lifecycle";
import { apiEmployee, type PsaApiEmployeeInputs, type PsaApiEmployeeState } from "../../provider/psa/apiEmployee";
import { inputsOf } from "../../provider/psa/inputs";
import { passwordRule } from "../../provider/psa/password";
import { MemoryPsa } from "../support/memoryPsa";

const DECLARED = {
  userName: "acme-api",
  firstName: "Acme",
  lastName: "API",
  employeeId: "9001",
  email: "acme-api@example.com",
  jobTitle: "Administrator",
  department: "Administration",
  manager: "Jane Doe",
  employmentType: "Full Time",
  employeeRoles: ["Administration"],
  securityRoles: ["Administrator"],
  location: "Main Branch",
};
const GOOD = "Good-Password-1";

let tenant: MemoryPsa;
beforeEach(() => (tenant = new MemoryPsa()));

const lifecycle = (withConsole = true) => apiEmployee(tenant.services(withConsole));
const checked = async (more: object = {}, withConsole = true): Promise<PsaApiEmployeeInputs> => {
  const { inputs, failures } = await lifecycle(withConsole).check({ ...DECLARED, ...more });
  expect(failures).toEqual([]);
  return inputs;
};
const reasons = async (more: object, olds?: Record<string, unknown>, withConsole = true) =>
  (await lifecycle(withConsole).check({ ...DECLARED, ...more }, olds)).failures.map(
    (f) => `${f.property}: ${f.reason}`,
  );
const make = async (more: object = {}) => lifecycle().create(await checked(more));
const caught = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => Promise.reject(new Error("no error")),
    (error: unknown) => error as Error,
  );

describe("refused at preview", () => {
  test("an external role, in the vendor's words: predefined ones from the declaration alone, others as the tenant lists them", async () => {
    for (const role of ["External User", "external manager", "Portal Admins"]) {
      const [reason] = await reasons({ securityRoles: ["Administrator", role] });
      expect(reason).toMatch(/^securityRoles: Error! Cannot add external roles to internal users\. /);
      expect(reason).toContain(role);
    }
    expect(tenant.calls.filter((call) => call.startsWith("role"))).toEqual([]);
  });

  test("an e-mail address that is not valid", async () => {
    for (const email of ["", "nobody", "a@b", "a b@example.com", "a@example.com, b@example.com"])
      expect((await reasons({ email })).join()).toMatch(/^email: /);
    expect(await reasons({ email: "a.b+c@sub.example.com" })).toEqual([]);
  });

  test("any attempt to set the user type, in whatever words", async () => {
    for (const userType of ["Api Employee", "Employee", "External Employee"])
      expect(await reasons({ userType })).toEqual([expect.stringMatching(/^userType: .*cannot be set/)]);
    expect((await reasons({ usertype: "Employee" })).join()).toMatch(/^usertype: There is no such property/);
  });

  test("roles without Has API Access, as the console shows it; one that has it is enough", async () => {
    expect(await reasons({ securityRoles: ["Project Manager"] })).toEqual([
      expect.stringMatching(
        /^securityRoles: "Project Manager" does not have "Has API Access".*Admin > Security > Roles > Project Manager/,
      ),
    ]);
    expect(await reasons({ securityRoles: ["Project Manager", "Integrations"] })).toEqual([]);
    expect(await reasons({ securityRoles: ["Project Manager", "Administrator"] })).toEqual([]);
  });

  test("without a console, a role's access is a warning that says how to look", async () => {
    const { failures, warnings } = await lifecycle(false).check({ ...DECLARED, securityRoles: ["Project Manager"] });
    expect(failures).toEqual([]);
    expect(warnings).toEqual([
      expect.stringContaining("Admin > Security > Roles > Project Manager > Permissions > Admin"),
    ]);
  });

  test("a user name that an ordinary employee has: never converted", async () => {
    const before = structuredClone(tenant.people);
    for (const [userName, type] of [
      ["jdoe", "Employee"],
      ["portal", "External Employee"],
    ] as const) {
      if (type === "External Employee") tenant.add({ userName, userType: type });
      expect(await reasons({ userName })).toEqual([
        expect.stringMatching(new RegExp(`^userName: .*the user type ${type}`)),
      ]);
    }
    expect(tenant.people.slice(0, before.length)).toEqual(before);
    expect(tenant.writes()).toEqual([]);
  });

  test("the account that the program itself signs in with", async () => {
    expect(await reasons({ userName: "Reader-API" })).toEqual([expect.stringMatching(/^userName: .*signs in with/)]);
  });

  test("an e-mail address that somebody else has, unless it is allowed", async () => {
    expect(await reasons({ email: "jane@example.com" })).toEqual([expect.stringMatching(/^email: .*"jdoe"/)]);
    expect(await reasons({ email: "jane@example.com", allowSharedEmail: true })).toEqual([]);
  });

  test("names that the tenant does not have, with near ones", async () => {
    expect(
      await reasons({
        jobTitle: "Adminstrator",
        department: "Adminstration",
        location: "Main",
        employeeRoles: ["Enginer"],
        securityRoles: ["Administator"],
        manager: "Jane Do",
      }),
    ).toEqual([
      expect.stringMatching(/^jobTitle: .*Did you mean "Administrator"\?/),
      expect.stringMatching(/^department: .*Did you mean "Administration"\?/),
      expect.stringMatching(/^location: .*Did you mean "Main Branch"\?/),
      expect.stringMatching(/^employeeRoles: .*Did you mean "Engineer"\?/),
      expect.stringMatching(/^securityRoles: .*Did you mean "Administrator"\?/),
      expect.stringMatching(/^manager: .*Did you mean "Jane Doe"\?/),
    ]);
  });

  test("missing and misspelt properties, wrong lists and links", async () => {
    const rest: Record<string, unknown> = { ...DECLARED };
    delete rest.userName;
    delete rest.employeeRoles;
    const { failures } = await lifecycle().check({ ...rest, securityRoles: [], emial: "x", passwordLink: "reset" });
    expect(failures.map((f) => f.property).sort()).toEqual(
      ["emial", "employeeRoles", "passwordLink", "securityRoles", "userName"].sort(),
    );
    expect((await reasons({ password: GOOD, passwordLink: "https://psa.example.com/r" })).join()).toContain(
      "passwordLink: ",
    );
  });
});

describe("at preview", () => {
  test("a lookup that the account may not read is a warning, and names are used as they are", async () => {
    tenant.switches.refused = ["departments", "securityRoles"];
    const { failures, warnings } = await lifecycle().check({ ...DECLARED, department: "Whatever" });
    expect(failures).toEqual([]);
    expect(warnings).toHaveLength(2);
  });

  test("nothing is asked for a declaration that has been applied and not changed", async () => {
    const { state } = await make();
    tenant.calls.length = 0;
    await lifecycle().check(DECLARED, inputsOf(state) as unknown as Record<string, unknown>);
    expect(tenant.calls).toEqual([]);
  });

  test("values that are not known yet are not looked up", async () => {
    const { failures } = await lifecycle().check({
      ...DECLARED,
      department: UNKNOWN,
      userName: UNKNOWN,
      employeeRoles: [UNKNOWN],
    });
    expect(failures).toEqual([]);
  });

  test("lists in another order and names in another case are no change", async () => {
    const { id, state } = await make({ securityRoles: ["Integrations", "Administrator"] });
    const again = await checked({
      securityRoles: ["administrator", "Integrations", "Administrator"],
      jobTitle: "ADMINISTRATOR",
    });
    expect(lifecycle().diff(id, state, again)).toEqual({ changes: false });
  });
});

describe("create", () => {
  test("makes one API employee, active, and uses no license", async () => {
    const { id, state } = await make();
    expect(tenant.named("acme-api")).toMatchObject({ ...DECLARED, id, userType: "Api Employee", active: true });
    expect(tenant.licences.used).toBe(2);
    expect(state).toMatchObject({
      recordId: id,
      userType: "Api Employee",
      consumesLicense: false,
      uiLogin: false,
      passwordStatus: "awaiting",
      verified: false,
    });
    expect(lifecycle().diff(id, state, await checked())).toEqual({ changes: false });
    expect(tenant.warnings).toEqual([]);
  });

  test("a license counter that goes up is said", async () => {
    const create = tenant.console.createEmployee;
    tenant.console.createEmployee = async (form) => {
      const made = await create(form);
      return { ...made, after: { total: 20, used: 3 } };
    };
    await make();
    expect(tenant.warnings.join()).toMatch(/used licenses went from 2 to 3/);
  });

  test("killed between Save and its end, run again: one employee, nothing written twice", async () => {
    const inputs = await checked({ resetInstructions: "1" });
    tenant.failWrite = { when: "after", error: new Error("killed") };
    const before = tenant.people.length;
    tenant.console.readEmployee = () => Promise.reject(new Error("killed"));
    await caught(lifecycle().create(inputs));
    const next = new MemoryPsa();
    next.people.splice(0, next.people.length, ...tenant.people);
    tenant = next;
    const { id, state } = await lifecycle().create(inputs);
    expect(tenant.people).toHaveLength(before + 1);
    expect(tenant.writes()).toEqual(["instructions acme-api"]);
    expect(state).toMatchObject({ userName: "acme-api", instructionsSentFor: "1" });
    expect(tenant.named("acme-api")!.id).toBe(id);
  });

  test("a save whose answer was lost is looked for, and never sent again", async () => {
    tenant.failWrite = { when: "after", error: new PsaError("unavailable", "The browser went away.", "") };
    const { state } = await make();
    expect(state.userType).toBe("Api Employee");
    expect(tenant.writes()).toEqual(["create acme-api"]);
  });

  test("a refusal of the console makes nothing and is passed on", async () => {
    const inputs = { ...(await checked()), securityRoles: ["Portal Admins"] };
    expect((await caught(lifecycle().create(inputs))).message).toContain("Cannot add external roles");
    expect(tenant.named("acme-api")).toBeUndefined();
  });

  test("revives an inactive API employee of the name and makes it as declared", async () => {
    const old = tenant.add({
      userName: "acme-api",
      userType: "Api Employee",
      active: false,
      department: "Service Desk",
    });
    const { id, state } = await make();
    expect(id).toBe(old.id);
    expect(tenant.named("acme-api")).toMatchObject({ active: true, department: "Administration" });
    expect(state.active).toBe(true);
    expect(tenant.writes().join()).not.toContain("create");
  });

  test.each(["Employee", "External Employee"])(
    "refuses an inactive %s of the name and leaves it as it is",
    async (userType) => {
      const inputs = await checked();
      tenant.add({ userName: "acme-api", userType, active: false });
      const before = structuredClone(tenant.people);
      expect(await caught(lifecycle().create(inputs))).toMatchObject({ code: "conflict" });
      expect(tenant.people).toEqual(before);
      expect(tenant.writes()).toEqual([]);
    },
  );

  test("an active API employee that differs is a conflict that names the fields, and taken over with adopt", async () => {
    tenant.add({ userName: "acme-api", userType: "Api Employee", department: "Service Desk" });
    const error = await caught(make());
    expect(error).toMatchObject({ code: "conflict" });
    expect(error.message).toContain("Department");
    const { state } = await make({ adopt: true });
    expect(state.department).toBe("Administration");
  });

  test("without a console a person gets the steps with every value, and the next run adopts what was made", async () => {
    const inputs = await checked({}, false);
    const error = await caught(lifecycle(false).create(inputs));
    expect(error).toMatchObject({ code: "unsupported" });
    for (const text of [
      "HR > Employees",
      "User Type as Api Employee",
      "User Name: acme-api",
      "Emp ID: 9001",
      "Security Roles: tick Administrator",
      "adopt: true",
    ])
      expect(error.message).toContain(text);
    tenant.add({ ...DECLARED, userType: "Api Employee" });
    const { state } = await lifecycle(false).create({ ...inputs, adopt: true });
    // Nobody has seen its type, so nothing is said of what only that type has.
    expect(state).toMatchObject({ userType: undefined, consumesLicense: undefined, uiLogin: undefined });
  });

  test("an employee that REST never lists is kept by its user name", async () => {
    tenant.switches.listsApiEmployees = false;
    const { id, state } = await make();
    expect(id).toBe("username:acme-api");
    expect(await lifecycle().read(id, state)).toMatchObject({ id, inputs: { userName: "acme-api" } });
    await lifecycle().delete(id, state);
    expect(tenant.named("acme-api")!.active).toBe(false);
  });
});

describe("password", () => {
  test("instructions are sent on create, and again only when the trigger changes", async () => {
    const { id, state } = await make({ resetInstructions: "1" });
    expect(tenant.mails.map((mail) => mail.to)).toEqual(["acme-api@example.com"]);
    const same = await lifecycle().update(id, state, await checked({ resetInstructions: "1", firstName: "Other" }));
    expect(tenant.mails).toHaveLength(1);
    const news = await checked({ resetInstructions: "2", firstName: "Other" });
    expect(lifecycle().diff(id, same, news)).toEqual({});
    await lifecycle().update(id, same, news);
    expect(tenant.mails).toHaveLength(2);
  });

  test("given the link, the page is completed with a new password under the policy, and the account is proven with it", async () => {
    const { id, state } = await make({ resetInstructions: "1" });
    const passwordLink = tenant.mails[0]!.link;
    const news = await checked({ resetInstructions: "1", passwordLink });
    const done = await lifecycle().update(id, state, news);
    expect(done).toMatchObject({ passwordGenerated: true, passwordStatus: "known", verified: true });
    expect(passwordRule(done.password!)).toBeUndefined();
    expect(tenant.named("acme-api")!.password).toBe(done.password);
    expect(done.rights).toEqual({ isSystemAdmin: true, specialFeatures: ["42"], access: [] });
    expect(done.passwordExpiresAt!.slice(0, 10)).toBe("2027-05-24");
    expect(lifecycle().diff(id, done, news)).toEqual({ changes: false });
    // The same link is not opened again, whatever else changes, and what was made stays.
    const later = await lifecycle().update(
      id,
      done,
      await checked({ resetInstructions: "1", passwordLink, firstName: "B" }),
    );
    expect(later.password).toBe(done.password);
    expect(tenant.writes().filter((call) => call.startsWith("password"))).toHaveLength(1);
    expect(inputsOf(later).password).toBeUndefined();
  });

  test("a link that does not work keeps the employee and says what to do; another one repairs it", async () => {
    const { id, state } = await make({ resetInstructions: "1" });
    const used = await checked({ resetInstructions: "1", passwordLink: "https://psa.example.com/used" });
    const failure = (await caught(lifecycle().update(id, state, used))) as PartialFailure<PsaApiEmployeeState>;
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure).toMatchObject({ id, state: { passwordStatus: "awaiting", instructionsSentFor: "1" } });
    const news = await checked({ resetInstructions: "1", passwordLink: tenant.mails[0]!.link });
    expect(await lifecycle().update(id, failure.state, news)).toMatchObject({ verified: true });
  });

  test("a lost answer of the page is settled by one sign-in", async () => {
    const { id, state } = await make({ resetInstructions: "1" });
    const news = await checked({ resetInstructions: "1", passwordLink: tenant.mails[0]!.link });
    tenant.failWrite = { when: "after", error: new PsaError("unavailable", "went away", "") };
    expect(await lifecycle().update(id, state, news)).toMatchObject({ passwordStatus: "known", verified: true });
  });

  test("one handed over by a person is proven and never set", async () => {
    const { id, state } = await make({ resetInstructions: "1" });
    tenant.named("acme-api")!.password = GOOD;
    const news = await checked({ resetInstructions: "1", password: GOOD, passwordSetOn: "2026-11-20" });
    const done = await lifecycle().update(id, state, news);
    expect(done).toMatchObject({ password: GOOD, passwordGenerated: false, verified: true });
    expect(done.passwordSetAt).toBe("2026-11-20T00:00:00.000Z");
    expect(tenant.writes().filter((call) => call.startsWith("password"))).toEqual([]);
    expect(inputsOf(done).password).toBe(GOOD);
  });

  test("one that is refused keeps the employee: strict fails, warn says so, off does not try", async () => {
    const failure = (await caught(make({ password: GOOD }))) as PartialFailure<PsaApiEmployeeState>;
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure.reasons.join()).toMatch(/\[unverified\]/);
    expect(failure.message).not.toContain(GOOD);
    expect(failure.state).toMatchObject({ verified: false, passwordStatus: "known" });
    tenant.named("acme-api")!.password = GOOD;
    expect(await lifecycle().update(failure.id, failure.state, await checked({ password: GOOD }))).toMatchObject({
      verified: true,
    });

    for (const verify of ["warn", "off"]) {
      tenant = new MemoryPsa();
      const { state } = await make({ password: GOOD, verify });
      expect(state.verified).toBe(false);
      expect(tenant.calls.includes("probe acme-api")).toBe(verify === "warn");
      expect(tenant.warnings).toHaveLength(verify === "warn" ? 1 : 0);
    }
  });

  test("an expiry is an output, and warned of from three weeks before on", async () => {
    const { id, state } = await make({ password: GOOD, verify: "off" });
    const day = 86_400_000;
    const warningsAfter = async (days: number) => {
      tenant.time = Date.parse(state.passwordSetAt!) + days * day;
      tenant.warnings.length = 0;
      await lifecycle().read(id, state);
      return tenant.warnings;
    };
    expect(await warningsAfter(150)).toEqual([]);
    expect(await warningsAfter(170)).toEqual([expect.stringMatching(/expires on .*\(10 days\)/)]);
    expect(await warningsAfter(190)).toEqual([expect.stringMatching(/was to be changed by/)]);
    const exempt = await make({
      userName: "b-api",
      employeeId: "2",
      email: "b@example.com",
      password: GOOD,
      verify: "off",
      passwordExpiryDays: 0,
    });
    expect(exempt.state.passwordExpiresAt).toBeUndefined();
  });
});

describe("read", () => {
  test("projects what is there into the declaration's shape, field by field", async () => {
    const { id, state } = await make();
    Object.assign(tenant.named("acme-api")!, {
      department: "Service Desk",
      securityRoles: ["Integrations"],
      active: false,
    });
    const found = (await lifecycle().read(id, state))!;
    expect(found.inputs).toEqual({
      ...inputsOf(state),
      department: "Service Desk",
      securityRoles: ["Integrations"],
      active: false,
    });
    expect(lifecycle().diff(id, found.state, await checked())).toEqual({});
  });

  test("absence is concluded from the console's list, or from a REST list that shows everybody", async () => {
    const { id, state } = await make();
    tenant.people.splice(
      tenant.people.findIndex((one) => one.id === id),
      1,
    );
    expect(await lifecycle().read(id, state)).toBeUndefined();
    expect(await lifecycle(false).read(id, state)).toBeUndefined();
    tenant.switches.listsInactive = false;
    expect(await lifecycle(false).read(id, state)).toMatchObject({ id });
    expect(tenant.warnings.join()).toMatch(/does not mean that it is gone/);
  });

  test("follows a changed user name by the id", async () => {
    const { id, state } = await make();
    tenant.named("acme-api")!.userName = "renamed";
    expect((await lifecycle().read(id, state))!.inputs.userName).toBe("renamed");
  });
});

describe("update and delete", () => {
  test("changes only what differs, and reads it back", async () => {
    const { id, state } = await make();
    const now = await lifecycle().update(
      id,
      state,
      await checked({ department: "Service Desk", employeeRoles: ["Engineer"] }),
    );
    expect(tenant.writes().at(-1)).toBe("change acme-api department,employeeRoles");
    expect(now).toMatchObject({ department: "Service Desk", employeeRoles: ["Engineer"] });
  });

  test("a field that reads otherwise after the save keeps the id and says which", async () => {
    const { id, state } = await make();
    const change = tenant.console.changeEmployee;
    tenant.console.changeEmployee = async (userName, wanted) => ({
      ...(await change(userName, wanted)),
      location: "Elsewhere",
    });
    const failure = await caught(lifecycle().update(id, state, await checked({ department: "Service Desk" })));
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure.message).toMatch(/Location is not as declared: it reads "Elsewhere"/);
  });

  test("an employee whose type has become another one is not touched", async () => {
    const { id, state } = await make();
    const news = await checked({ department: "Service Desk" });
    tenant.named("acme-api")!.userType = "Employee";
    expect(await caught(lifecycle().update(id, state, news))).toMatchObject({
      code: "conflict",
    });
    expect(await caught(lifecycle().delete(id, state))).toMatchObject({ code: "conflict" });
    expect(tenant.writes()).toEqual(["create acme-api"]);
  });

  test("delete inactivates, once, and creating again revives the same employee", async () => {
    const { id, state } = await make();
    await lifecycle().delete(id, state);
    await lifecycle().delete(id, state);
    expect(tenant.named("acme-api")).toMatchObject({ active: false });
    expect(tenant.writes()).toEqual(["create acme-api", "change acme-api active"]);
    expect((await make()).id).toBe(id);
    expect(tenant.named("acme-api")!.active).toBe(true);
  });

  test("without a console, changing and inactivating end in the steps for a person", async () => {
    const { id, state } = await make();
    expect(
      (await caught(lifecycle(false).update(id, state, await checked({ department: "Service Desk" }, false)))).message,
    ).toMatch(/Search Employees: User Name acme-api[^]*Department: Service Desk[^]*Save \(S\)/);
    expect((await caught(lifecycle(false).delete(id, state))).message).toMatch(/Active: no/);
  });

  test("the account in use is never created, changed or inactivated", async () => {
    const { state } = await make();
    const own = { ...state, userName: "reader-api" };
    expect(await caught(lifecycle().create(own))).toMatchObject({ code: "conflict" });
    expect(await caught(lifecycle().update("10", own, own))).toMatchObject({ code: "conflict" });
    expect(await caught(lifecycle().delete("10", own))).toMatchObject({ code: "conflict" });
  });
});

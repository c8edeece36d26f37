import { inspect } from "node:util";
import { PsaError, Secret, type ErrorCode } from "../../../provider/errors";
import { PartialFailure } from "../../../provider/lifecycle";
import { apiEmployee, type PsaApiEmployeeState } from "../../../provider/psa/apiEmployee";
import { openDirectory } from "../../../provider/psa/rest/directory";
import type { Directory } from "../../../provider/psa/tenant";
import { closeAll, json } from "../../http/server";
import { BODY_CANARY, STATUSES, UNREADABLE, type BadAnswer } from "../../support/badAnswers";
import { MemoryPsa } from "../../support/memoryPsa";
import { CANARY, playTenant, SECURITY_ERROR, type Play } from "./tenant";

/** Every call that is made, under every answer that cannot be used. */

afterEach(closeAll);

const envelope = (what: string, status: number, body: object): BadAnswer => ({
  what,
  give: (response) => json(response, status, body),
});
const result = (value: unknown): object => ({ success: true, error: null, result: value, totalRecords: 1 });

/** Refusals, with the code that each is for a list. */
const REFUSALS: (BadAnswer & { code: ErrorCode })[] = [
  {
    code: "validation",
    ...envelope("200 with success false", 200, {
      success: false,
      error: {
        code: 12,
        message: BODY_CANARY,
        details: BODY_CANARY,
        stackStrace: BODY_CANARY,
        subErrors: [BODY_CANARY],
      },
      result: null,
    }),
  },
  {
    code: "permission",
    ...envelope("200 with success false that speaks of rights", 200, {
      success: false,
      error: { code: 13, message: `Access is denied. ${BODY_CANARY}` },
    }),
  },
  { code: "authentication", ...envelope("200 with the security error", 200, SECURITY_ERROR) },
  { code: "authentication", ...envelope("401 with the envelope", 401, SECURITY_ERROR) },
  ...STATUSES.map((one) => ({ ...one, code: one.code as ErrorCode })),
];

/** Envelopes whose result is of another shape; a text where it should be an object, an object where it should be a list. */
const SHAPES: BadAnswer[] = [
  envelope("an envelope without a result", 200, { success: true, error: null }),
  envelope("a result null", 200, result(null)),
  envelope("a result that is a number", 200, result(7)),
  envelope("a result that is a text", 200, result(BODY_CANARY)),
  envelope("a result that is an empty object", 200, result({})),
  envelope("a result that is a list of numbers", 200, result([1, 2])),
  envelope("a result that is a list of lists", 200, result([[BODY_CANARY]])),
  envelope("a result that is a list of something else", 200, result([{ code: BODY_CANARY }])),
  envelope("success as a text", 200, { success: "true", result: [{ id: 1, name: BODY_CANARY }] }),
  envelope("an envelope in a list", 200, [result([])]),
];
const BROKEN = [...UNREADABLE, ...SHAPES];

/** Lists are what lookups may be refused without the run ending for it: whatever is refused is said to be about rights. */
const CALLS: { path: string; lookup?: true; call(directory: Directory): Promise<unknown> }[] = [
  { path: "hr/employees/searchselect", call: (d) => d.roster() },
  { path: "hr/employees/searchselect", call: (d) => d.find("nobody") },
  { path: "admin/security/roles/lookup", lookup: true, call: (d) => d.securityRoles() },
  { path: "admin/hr/departments/lookup", lookup: true, call: (d) => d.names("departments") },
  { path: "admin/hr/jobtitles/lookup", lookup: true, call: (d) => d.names("jobTitles") },
  { path: "system/locations/lookup", lookup: true, call: (d) => d.names("locations") },
  { path: "system/roles/lookup", lookup: true, call: (d) => d.names("employeeRoles") },
];

const caught = (work: Promise<unknown>): Promise<PsaError> =>
  work.then(
    () => Promise.reject(new Error("no error")),
    (error: unknown) => error as PsaError,
  );

/** A tenant that gives this answer to calls of a path, as long as `when` says so. */
const breaking = (path: string, { give }: BadAnswer, when: () => boolean = () => true): Pick<Play, "fault"> => ({
  fault: (seen, response) => {
    if (!new URL(seen.url, "http://localhost").pathname.endsWith(path) || !when()) return false;
    give(response);
    return true;
  },
});

/** An error of ours: the code, the call, what to do next, and no word of a body or a secret. */
function expectTold(error: unknown, code: ErrorCode, path: string): void {
  expect(error).toBeInstanceOf(PsaError);
  const { message, remedy } = error as PsaError;
  expect(error).toMatchObject({ code });
  expect(message).toContain(path);
  expect(remedy).toMatch(/\w{3}.*\.$/s);
  expectNoSecret(error);
}

function expectNoSecret(value: unknown): void {
  const printed = inspect(value, { depth: Infinity, showHidden: true });
  expect(printed).not.toMatch(/canary|token-\d|refresh-\d/i);
}

describe.each(CALLS)("$path", ({ path, lookup, call }) => {
  test.each(REFUSALS)("that answers $what is refused as $code", async ({ code, ...answer }) => {
    const { directory, sent } = await playTenant(breaking(path, answer));
    for (let times = 0; times < 2; times += 1)
      expectTold(await caught(call(directory)), lookup ? "permission" : code, path);
    // Whoever is refused a list with a good sign-in has no reason for another sign-in.
    expect(sent("authenticate")).toBe(1);
    expect(sent("refreshtoken")).toBeLessThanOrEqual(1);
  });

  test.each(BROKEN)("that answers $what is an error that names the call", async (answer) => {
    let broken = true;
    const { directory, sent } = await playTenant(breaking(path, answer, () => broken));
    expectTold(await caught(call(directory)), "unavailable", path);
    // Nothing of it is remembered.
    broken = false;
    await call(directory);
    expect(sent("authenticate")).toBe(1);
    expect(sent("refreshtoken")).toBe(0);
  });
});

test.each([
  ["text/plain", ""],
  ["text/json; charset=utf-8", ""],
  ["text/html", ""],
  ["application/json", "\uFEFF"],
])("a good answer that calls itself %s and begins with %j is read", async (type, mark) => {
  const { directory } = await playTenant({
    fault: (seen, response) => {
      if (!seen.url.includes("departments")) return false;
      const body = JSON.stringify(result([{ id: 1, name: "Administration" }]));
      response.writeHead(200, { "content-type": type }).end(mark + body);
      return true;
    },
  });
  expect(await directory.names("departments")).toEqual(["Administration"]);
});

describe("security/authenticate", () => {
  const signIns = (directory: Directory) => [
    directory.roster(),
    directory.securityRoles(),
    directory.names("locations"),
  ];

  test.each([
    // What a tenant says in its own envelope to a sign-in is about the sign-in.
    ...REFUSALS.map((one) => ({ ...one, code: one.code === "not-found" ? one.code : ("authentication" as const) })),
    ...BROKEN.map((one) => ({ ...one, code: "unavailable" as const })),
  ])("that answers $what is $code, and is sent once however many ask", async ({ code, ...answer }) => {
    const { directory, options, server } = await playTenant(breaking("security/authenticate", answer));
    const errors = await Promise.all([...signIns(directory), ...signIns(openDirectory(options))].map(caught));
    for (const error of [...errors, await caught(directory.find("nobody"))])
      expectTold(error, code, "security/authenticate");
    expect(server.seen).toHaveLength(1);
  });

  test("whose answer was lost is not told of as a change", async () => {
    const lost = UNREADABLE.filter(({ what }) => /connection/.test(what));
    expect(lost).toHaveLength(2);
    for (const answer of lost) {
      const { directory } = await playTenant(breaking("security/authenticate", answer));
      const { message } = await caught(directory.roster());
      expect(message).not.toContain("change");
      expect(message).toMatch(/may have been counted.*not (sent|tried) again/);
    }
  });
});

describe("security/refreshtoken", () => {
  const all = [
    ...REFUSALS,
    ...BROKEN,
    envelope("tokens that are empty", 200, result({ accessToken: "", refreshToken: "" })),
    envelope("a token that is a number", 200, result({ accessToken: 5 })),
  ];
  test.each(all)("that answers $what is followed by one sign-in for all who wait", async (answer) => {
    const { directory, clock, sent } = await playTenant({
      life: 600_000,
      ...breaking("security/refreshtoken", answer),
    });
    await directory.roster();
    clock.advance(601_000);
    directory.invalidate();
    const [roster, roles] = await Promise.all([directory.roster(), directory.securityRoles()]);
    expect([roster.employees.length, roles.length]).toEqual([3, 2]);
    expect([sent("refreshtoken"), sent("authenticate")]).toEqual([1, 2]);
  });

  test.each([...REFUSALS, ...BROKEN])(
    "and security/authenticate that both answer $what end the run with one failing sign-in",
    async (answer) => {
      let broken = false;
      const { directory, clock, sent } = await playTenant({
        life: 600_000,
        ...breaking("", answer, () => broken),
      });
      await directory.roster();
      clock.advance(601_000);
      directory.invalidate();
      broken = true;
      const errors = await Promise.all([directory.roster(), directory.securityRoles()].map(caught));
      for (const error of [...errors, await caught(directory.roster())]) {
        expect(error).toBeInstanceOf(PsaError);
        expect(error.message).toContain("security/authenticate");
        expectNoSecret(error);
      }
      expect([sent("refreshtoken"), sent("authenticate")]).toEqual([1, 2]);
    },
  );
});

describe("security/userinfo, read as the account that is proven", () => {
  test.each([...REFUSALS, ...BROKEN])(
    "that answers $what leaves a sign-in that was accepted, with rights unknown, and is no reason for another",
    async (answer) => {
      const { directory, sent } = await playTenant({
        passwords: { "acme-api": "Good-Password-1" },
        ...breaking("security/userinfo", answer),
      });
      const proof = await directory.probe({ userName: "acme-api", password: "Good-Password-1" });
      expect(proof).toEqual({ outcome: "accepted", unread: expect.stringContaining("security/userinfo") });
      expectNoSecret(proof);
      expect([sent("authenticate"), sent("refreshtoken")]).toEqual([1, 0]);
      expect(await directory.own()).toMatchObject({ outcome: "accepted" });
      expect([sent("authenticate"), sent("refreshtoken")]).toEqual([2, 0]);
    },
  );

  test.each([...REFUSALS, ...BROKEN])(
    "and a sign-in that answers $what is one sign-in and no proof",
    async (answer) => {
      const { directory, sent } = await playTenant({
        passwords: { "acme-api": "Good-Password-1" },
        ...breaking("security/authenticate", answer),
      });
      const prove = () =>
        directory.probe({ userName: "acme-api", password: "Good-Password-1" }).catch((e: unknown) => e);
      for (const proof of [await prove(), await prove()]) {
        expect(proof).not.toMatchObject({ outcome: "accepted" });
        expectNoSecret(proof);
      }
      expect(sent("authenticate")).toBe(1);
    },
  );
});

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

/** One employee's life over a console in memory and the real REST channel, which breaks when it is told to. */
async function scene(path: string, answer: BadAnswer, withConsole = true) {
  const tenant = new MemoryPsa();
  let broken: () => boolean = () => false;
  const rest = await playTenant({
    people: () =>
      tenant.people.map((one) => ({
        ...one,
        id: Number(one.id),
        username: one.userName,
        isActive: one.active,
        emailAddress: one.email,
      })),
    passwords: { "acme-api": GOOD },
    ...breaking(path, answer, () => broken()),
  });
  // As another process would: with a session of its own.
  const run = (console = true) =>
    apiEmployee({ ...tenant.services(console), directory: openDirectory({ ...rest.options, password: secret() }) });
  const secret = () => new Secret(CANARY);
  const { inputs } = await run().check(DECLARED);
  const make = async () => {
    const made = await run().create(inputs);
    tenant.calls.length = 0;
    return made;
  };
  /** Runs something while the channel is broken: it ends with an error of ours, and nothing is other than before. */
  const expectUntouched = async (work: () => Promise<unknown>, state?: PsaApiEmployeeState) => {
    const before = structuredClone([tenant.people, state]);
    broken = () => true;
    const error = await caught(work());
    broken = () => false;
    expect(error).toBeInstanceOf(PsaError);
    expect(error.message).toContain(path);
    expect(error.remedy).not.toBe("");
    expectNoSecret(error);
    expect(tenant.writes()).toEqual([]);
    expect([tenant.people, state]).toEqual(before);
  };
  return {
    tenant,
    inputs,
    make,
    run: () => run(withConsole),
    expectUntouched,
    breakWhen: (when: () => boolean) => void (broken = when),
    heal: () => void (broken = () => false),
  };
}

describe("the life of an employee", () => {
  const ALL = [...REFUSALS, ...BROKEN];
  const list = "hr/employees/searchselect";

  describe.each([true, false])("with a console: %s", (withConsole) => {
    test.each(ALL)(
      "$what: nothing is created, changed or inactivated, and nobody is taken for gone",
      async (answer) => {
        const fresh = await scene(list, answer, withConsole);
        await fresh.expectUntouched(() => fresh.run().create(fresh.inputs));

        const there = await scene(list, answer, withConsole);
        const { id, state } = await there.make();
        await there.expectUntouched(() => there.run().read(id, state), state);
        await there.expectUntouched(
          () => there.run().update(id, state, { ...there.inputs, firstName: "Other" }),
          state,
        );
        await there.expectUntouched(() => there.run().delete(id, state), state);
        // And the next run goes on where this one was.
        expect(await there.run().read(id, state)).toEqual({ id, state, inputs: there.inputs });
        expect(there.tenant.writes()).toEqual([]);
      },
    );
  });

  test.each(ALL)("$what to the sign-in: nothing is created, changed or inactivated", async (answer) => {
    for (const act of ["create", "read", "update", "delete"] as const) {
      const there = await scene("security/authenticate", answer);
      const { id, state } = act === "create" ? { id: "0", state: undefined as never } : await there.make();
      await there.expectUntouched(
        () =>
          act === "create"
            ? there.run().create(there.inputs)
            : act === "update"
              ? there.run().update(id, state, { ...there.inputs, firstName: "Other" })
              : there.run()[act](id, state),
        state,
      );
    }
  });

  test.each(ALL)("$what right after the save: the employee is kept, and the next run saves nothing", async (answer) => {
    const { tenant, inputs, run, breakWhen, heal } = await scene(list, answer);
    breakWhen(() => tenant.writes().length > 0);
    const error = await run()
      .create(inputs)
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(PartialFailure);
    const { id, state, reasons } = error as PartialFailure<PsaApiEmployeeState>;
    expect(reasons.join()).toContain(list);
    expectNoSecret(error);
    expect(tenant.writes()).toEqual(["create acme-api"]);

    heal();
    const read = await run().read(id, state);
    expect(read?.id).toBe(tenant.named("acme-api")!.id);
    expect(read?.inputs).toEqual(inputs);
    await run().update(read!.id, read!.state, inputs);
    expect(tenant.writes()).toEqual(["create acme-api"]);
  });

  test.each(ALL)("$what right after a change: the id is kept, and the change is not saved twice", async (answer) => {
    const { tenant, inputs, run, make, breakWhen, heal } = await scene(list, answer);
    const { id, state } = await make();
    breakWhen(() => tenant.writes().length > 0);
    const news = { ...inputs, firstName: "Other" };
    const changed = await run()
      .update(id, state, news)
      .catch((e: unknown) => e);
    expectNoSecret(changed);
    heal();
    if (changed instanceof PartialFailure) expect(changed.id).toBe(id);
    const read = await run().read(id, state);
    expect(read?.state.firstName).toBe("Other");
    await run().update(id, read!.state, news);
    expect(tenant.writes()).toEqual(["change acme-api firstName"]);
  });

  test.each(ALL)("$what to its own sign-in: it is kept and does not count as verified", async (answer) => {
    for (const path of ["security/authenticate", "security/userinfo"]) {
      const { tenant, inputs, run, breakWhen } = await scene(path, answer);
      breakWhen(() => tenant.writes().length > 0);
      const error = await run()
        .create({ ...inputs, password: GOOD })
        .catch((e: unknown) => e);
      const state = error instanceof PartialFailure ? (error.state as PsaApiEmployeeState) : undefined;
      if (state) expect(state.verified).toBe(false);
      // Who is let in and may only not read his rights has been let in.
      else expect(path).toBe("security/userinfo");
      expect(tenant.writes()).toEqual(["create acme-api"]);
    }
  });

  test.each(CALLS)(
    "a preview under a broken $path refuses nothing that may be right, and says what it could not ask",
    async ({ path }) => {
      for (const answer of ALL) {
        const { tenant, run, breakWhen } = await scene(path, answer);
        breakWhen(() => true);
        const checked = await Promise.resolve(run().check(DECLARED)).catch((error: unknown) => error);
        if (checked instanceof PsaError) expectTold(checked, "authentication", path);
        else expect(checked).toMatchObject({ failures: [], warnings: [expect.stringContaining(path)] });
        expectNoSecret(checked);
        expect(tenant.writes()).toEqual([]);
      }
    },
  );
});

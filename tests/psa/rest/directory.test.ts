import { inspect } from "node:util";
import { PsaError, Secret } from "../../../provider/errors";
import { openDirectory } from "../../../provider/psa/rest/directory";
import { closeAll, json } from "../../http/server";
import { CANARY, fieldsOf, GONE, OWN, person, playTenant, SECURITY_ERROR } from "./tenant";

afterEach(closeAll);

const caught = (work: Promise<unknown>): Promise<PsaError> =>
  work.then(
    () => Promise.reject(new Error("no error")),
    (error: unknown) => error as PsaError,
  );

const crowd = (count: number) => [OWN, GONE, ...Array.from({ length: count - 2 }, (_, at) => person(at + 3))];

describe("signing in", () => {
  test("is the multipart call of the swagger, with the company exactly as typed", async () => {
    const { directory, server } = await playTenant();
    await directory.roster();
    expect(server.seen[0]!.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(fieldsOf(server.seen[0]!)).toEqual({
      GrantType: "password",
      UserName: "reader-api",
      Password: CANARY,
      Tenant: "Acme MSP",
    });
    expect(server.seen[1]!.headers.authorization).toBe("Bearer token-1");
  });

  test("sends a one-time code where a secret for it is configured", async () => {
    const { directory, server } = await playTenant({ options: { mfaSecret: new Secret("JBSWY3DPEHPK3PXP") } });
    await directory.roster();
    expect(fieldsOf(server.seen[0]!).MFACode).toMatch(/^\d{6}$/);
  });

  test("a refused one is made once in a process, whoever asks, however often", async () => {
    const wrong = new Secret("canary-wrong-92");
    const { options, server, sent } = await playTenant({ options: { password: wrong } });
    const directories = [openDirectory(options), openDirectory(options)];
    const errors = await Promise.all(
      directories.flatMap((one) => [one.roster(), one.securityRoles(), one.names("departments")].map(caught)),
    );
    for (const error of errors) {
      expect(error).toMatchObject({ code: "authentication" });
      expect(error.message).toContain("spaces, punctuation and capitals matter");
      expect(inspect(error)).not.toContain("canary");
    }
    await caught(openDirectory(options).roster());
    expect(sent("authenticate")).toBe(1);
    expect(server.seen).toHaveLength(1);
  });
});

describe("tokens", () => {
  test("one that ends in the middle of a run is refreshed once for all concurrent calls", async () => {
    // The tenant forgets it before its time: all twenty calls are refused together.
    let refused = 0;
    const broken = await playTenant({
      fault: (seen, response) => {
        if (seen.headers.authorization !== "Bearer token-1") return false;
        refused += 1;
        json(response, 401, SECURITY_ERROR);
        return true;
      },
    });
    const asked: Promise<unknown>[] = [];
    for (let at = 0; at < 5; at += 1) {
      asked.push(broken.directory.roster(), broken.directory.securityRoles(), broken.directory.names("departments"));
      asked.push(broken.directory.names("locations"), broken.directory.names("jobTitles"));
      broken.directory.invalidate();
    }
    await Promise.all(asked);
    expect(refused).toBeGreaterThan(2);
    expect(broken.sent("authenticate")).toBe(1);
    expect(broken.sent("refreshtoken")).toBe(1);
  });

  test("one whose time is up is refreshed before it is used", async () => {
    const { directory, clock, sent, server } = await playTenant({ life: 600_000 });
    await directory.roster();
    clock.advance(590_000);
    directory.invalidate();
    await Promise.all([directory.roster(), directory.securityRoles(), directory.names("locations")]);
    expect(sent("refreshtoken")).toBe(1);
    expect(server.seen.filter((one) => one.headers.authorization === "Bearer token-1")).toHaveLength(1);
  });

  test("a refused refresh is followed by one sign-in", async () => {
    const { directory, clock, sent } = await playTenant({ life: 600_000, refresh: "refused" });
    await directory.roster();
    clock.advance(601_000);
    directory.invalidate();
    await Promise.all([directory.roster(), directory.securityRoles()]);
    expect(sent("refreshtoken")).toBe(1);
    expect(sent("authenticate")).toBe(2);
  });

  test("a list that is refused to any token is about rights: no sign-in follows, and the next list is read", async () => {
    const { directory, sent } = await playTenant({
      fault: (seen, response) => {
        if (!seen.url.includes("departments")) return false;
        json(response, 401, SECURITY_ERROR);
        return true;
      },
    });
    for (let at = 0; at < 3; at += 1)
      expect(await caught(directory.names("departments"))).toMatchObject({ code: "permission" });
    expect(await directory.names("locations")).toEqual(["Main Branch"]);
    expect(sent("authenticate") + sent("refreshtoken")).toBeLessThanOrEqual(2);
  });
});

describe("the list of employees", () => {
  test("of 300 employees costs one call per page and one token call, however many ask", async () => {
    const { directory, sent, server } = await playTenant({ people: crowd(300) });
    const answers = await Promise.all(Array.from({ length: 300 }, () => directory.roster()));
    expect(answers[299]!.employees).toHaveLength(300);
    expect(sent("searchselect")).toBe(3);
    expect(sent("authenticate")).toBe(1);
    expect(server.seen).toHaveLength(4);
  });

  test.each([
    { firstPage: 1 as const, totals: true },
    { firstPage: 0 as const, totals: true },
    { firstPage: 1 as const, totals: false },
    { firstPage: 0 as const, totals: false },
  ])("is whole whether pages count from 0 or 1, with or without a total: %j", async (play) => {
    for (const count of [3, 100, 250]) {
      const { directory } = await playTenant({ ...play, people: crowd(count) });
      const { employees } = await directory.roster();
      expect(new Set(employees.map(({ id }) => id)).size).toBe(count);
    }
  });

  test("is read with keys in either case", async () => {
    const { directory } = await playTenant({ pascal: true });
    expect((await directory.roster()).employees[0]).toEqual({
      id: "1",
      firstName: "Person",
      lastName: "1",
      email: "p1@example.com",
      userName: "reader-api",
      jobTitle: "Administrator",
      active: true,
    });
    expect(await directory.securityRoles()).toContainEqual({
      id: "8",
      name: "External Manager",
      active: true,
      system: true,
      external: true,
    });
  });

  test("proves an absence only when it shows API employees and inactive ones", async () => {
    expect((await (await playTenant()).directory.roster()).whole).toBe(true);
    expect((await (await playTenant({ people: [OWN, person(3)] })).directory.roster()).whole).toBe(false);
    expect((await (await playTenant({ people: [GONE, person(3)] })).directory.roster()).whole).toBe(false);
    const ordinary = await playTenant({ options: { mfaSecret: new Secret("JBSWY3DPEHPK3PXP") } });
    expect((await ordinary.directory.roster()).whole).toBe(false);
  });

  test("somebody whom it hides is asked for in every way there is, before nobody is said to be there", async () => {
    const hidden = person(9, { username: "hidden-api", isActive: false });
    const { directory, sent } = await playTenant({
      fault: (seen, response) => {
        if (!seen.url.includes("Filter.IsActive=false")) return false;
        json(response, 200, { success: true, result: [hidden], totalRecords: 1 });
        return true;
      },
    });
    expect(await directory.find("nobody")).toBeUndefined();
    for (const way of ["Filter.IsActive=false", "Filter.IsActive=true", "Filter.Filter_Text=nobody"])
      expect(sent(way)).toBe(1);
    expect(await directory.find("HIDDEN-api")).toMatchObject({ id: "9", active: false });
    // Whoever else is looked for costs one call, not the lists again.
    const before = sent("searchselect");
    expect(await directory.find("nobody-else")).toBeUndefined();
    expect(sent("searchselect") - before).toBe(1);
  });

  test("a failure on a later page is no shorter list", async () => {
    const { directory } = await playTenant({
      people: crowd(250),
      fault: (seen, response) => {
        if (!seen.url.includes("PageNumber=2")) return false;
        json(response, 200, { success: false, error: { code: 5, message: "x" } });
        return true;
      },
    });
    expect(await caught(directory.roster())).toBeInstanceOf(PsaError);
  });
});

describe("proof of an account", () => {
  test("is a token without a one-time code and its own rights", async () => {
    const { directory, server } = await playTenant({
      options: { mfaSecret: new Secret("JBSWY3DPEHPK3PXP") },
      passwords: { "acme-api": "Good-Password-1" },
    });
    const proof = await directory.probe({ userName: "acme-api", password: "Good-Password-1" });
    expect(proof).toEqual({
      outcome: "accepted",
      userId: "7",
      rights: {
        isSystemAdmin: false,
        specialFeatures: ["42"],
        access: [{ menu: "2", category: "1", listing: "5", view: true, modify: false, delete: false }],
      },
    });
    expect(fieldsOf(server.seen[0]!)).not.toHaveProperty("MFACode");
  });

  test("that is refused is tried once per password, and never locks the account", async () => {
    const { directory, sent } = await playTenant({ passwords: { "acme-api": "Good-Password-1" } });
    for (let at = 0; at < 6; at += 1) {
      const proof = await directory.probe({ userName: "acme-api", password: "Wrong-Password-1" });
      expect(proof).toMatchObject({ outcome: "refused" });
    }
    expect(sent("authenticate")).toBe(1);
  });
});

describe("limits", () => {
  test("too many calls are waited out, under whatever status it is said", async () => {
    for (const [status, message] of [
      [429, ""],
      [503, ""],
      [200, "API call limit exceeded"],
      [400, "Rate limit reached"],
    ] as const) {
      let times = 0;
      const { directory, clock } = await playTenant({
        fault: (seen, response) => {
          if (!seen.url.includes("roles/lookup") || (times += 1) > 2) return false;
          json(response, status, { success: false, error: { message } });
          return true;
        },
      });
      expect(await directory.securityRoles()).toHaveLength(2);
      expect(times).toBe(3);
      expect(clock.waits.length).toBeGreaterThanOrEqual(2);
    }
  });

  test("an endpoint is asked at most 750 times an hour; others are not held up by it", async () => {
    const { directory, sent, clock } = await playTenant();
    const last: unknown[] = [];
    for (let at = 0; at < 760; at += 1) {
      directory.invalidate();
      last.push(await directory.roster().catch((error: unknown) => error));
    }
    expect(sent("searchselect")).toBe(750);
    expect(last.at(-1)).toMatchObject({ code: "throttled" });
    expect(await directory.names("locations")).toHaveLength(1);
    clock.advance(3_600_000);
    directory.invalidate();
    expect((await directory.roster()).employees).toHaveLength(3);
  });
});

test("nothing that a directory is made of prints a secret", async () => {
  const { directory } = await playTenant();
  await directory.roster();
  expect(inspect(directory, { depth: 8, showHidden: true })).not.toContain("canary");
});

import { inspect } from "node:util";
import { PsaError, Secret } from "../../../provider/errors";
import { openDirectory } from "../../../provider/autotask/rest/directory";
import { closeAll, json, serve } from "../../http/server";
import { CANARIES, FIELDS, playTenant, row } from "./tenant";

afterEach(closeAll);

const caught = (work: Promise<unknown>): Promise<PsaError> =>
  work.then(
    () => Promise.reject(new Error("no error")),
    (error: unknown) => error as PsaError,
  );

describe("lists", () => {
  test("levels, users, locations and writable fields of 500 users cost two calls, however many ask", async () => {
    const { directory, server } = await playTenant({ rows: Array.from({ length: 500 }, (_, n) => row(n + 1)) });
    const answers = await Promise.all(Array.from({ length: 500 }, () => directory.apiUsers()));
    const [levels, locations, writable] = await Promise.all([
      directory.securityLevels(),
      directory.locations(),
      directory.writableUserFields(),
    ]);
    expect(answers[499]).toHaveLength(500);
    expect(answers[0]?.[0]).toEqual({
      id: "1",
      firstName: "A",
      lastName: "User 1",
      email: "u1@example.com",
      userName: "user1@DOMAIN.COM",
      active: true,
      securityLevelId: "1001",
      securityLevel: "Propel",
      locationId: "5",
      location: "Main Office",
      details: {},
    });
    expect(levels).toEqual([
      { id: "24", name: "API User (system)", active: true, system: true },
      { id: "1001", name: "Propel", active: true, system: false },
      { id: "9", name: "Old", active: false, system: false },
    ]);
    expect(locations).toEqual(new Map([["5", "Main Office"]]));
    expect([...writable]).toEqual(["firstName", "lastName", "email", "isActive", "userName"]);
    expect(server.seen).toHaveLength(2);
  });

  test("credentials go in the three headers", async () => {
    const { directory, server, options } = await playTenant();
    await directory.apiUsers();
    expect(server.seen[0]?.headers).toMatchObject({
      apiintegrationcode: CANARIES.code,
      username: options.userName,
      secret: CANARIES.secret,
    });
  });

  test("never more than three calls under way on an endpoint, whatever number of directories and users", async () => {
    let inside = 0;
    let most = 0;
    const { options, rows, server } = await playTenant({
      rows: Array.from({ length: 20 }, (_, n) => row(n + 1)),
      fault: (_seen, response) => {
        inside += 1;
        most = Math.max(most, inside);
        response.on("finish", () => (inside -= 1));
        return false;
      },
      delay: 3,
    });
    await Promise.all(rows.map(({ id }) => openDirectory(options).patchApiUser(String(id), { firstName: "C" })));
    expect(rows.every(({ firstName }) => firstName === "C")).toBe(true);
    expect(server.seen.length).toBeGreaterThan(80);
    expect(most).toBe(3);
  });

  test("a list is believed for 30 s and not after a write through any channel", async () => {
    const { directory, clock, sent } = await playTenant();
    const lists = () => sent("GET", "Resources/query");
    await directory.apiUsers();
    clock.advance(29_000);
    await directory.apiUsers();
    expect(lists()).toBe(1);
    clock.advance(2_000);
    await directory.apiUsers();
    expect(lists()).toBe(2);
    directory.invalidate();
    await directory.apiUsers();
    expect(lists()).toBe(3);
  });

  test("pages are followed to the end and rows seen twice count once", async () => {
    const rows = [row(1), row(2), row(2), row(3), row(4)];
    const { directory, sent } = await playTenant({ rows, pageSize: 2 });
    expect((await directory.apiUsers()).map(({ id }) => id)).toEqual(["1", "2", "3", "4"]);
    expect(sent("GET", "Resources/query")).toBe(3);
  });

  test("a next page on another host is not asked for", async () => {
    const other = await serve((_, response) => json(response, 200, {}));
    const { directory } = await playTenant({
      fault: (seen, response) => {
        if (!seen.url.includes("Resources/query")) return false;
        json(response, 200, { items: [row(1)], pageDetails: { nextPageUrl: `${other.origin}/V1.0/Resources/query` } });
        return true;
      },
    });
    expect(await caught(directory.apiUsers())).toMatchObject({ code: "unavailable" });
    expect(other.seen).toHaveLength(0);
  });

  test("pages that go in a circle end", async () => {
    const { directory, server } = await playTenant({
      fault: (seen, response) => {
        if (!seen.url.includes("Resources/query")) return false;
        json(response, 200, {
          items: [row(1)],
          pageDetails: { nextPageUrl: `${server.origin}/rest/V1.0/Resources/query?page=again` },
        });
        return true;
      },
    });
    expect((await caught(directory.apiUsers())).message).toContain("circle");
  });

  test("a failure on a later page is no shorter list, and is not remembered", async () => {
    let broken = true;
    const { directory } = await playTenant({
      rows: [row(1), row(2), row(3)],
      pageSize: 2,
      fault: (seen, response) => {
        if (!broken || !seen.url.includes("from=2")) return false;
        json(response, 500, { errors: ["something"] });
        return true;
      },
    });
    expect(await caught(directory.apiUsers())).toBeInstanceOf(PsaError);
    broken = false;
    expect(await directory.apiUsers()).toHaveLength(3);
  });

  test("the API User licence is found by its label", async () => {
    const fields = FIELDS.map((f) =>
      f.name === "licenseType" ? { ...f, picklistValues: [{ value: "70", label: "API User", isActive: true }] } : f,
    );
    const { directory, server } = await playTenant({ fields, rows: [row(1, { licenseType: 70 }), row(2)] });
    expect((await directory.apiUsers()).map(({ id }) => id)).toEqual(["1"]);
    const search = new URL(server.seen[1]?.url ?? "", server.origin).searchParams.get("search");
    expect(JSON.parse(search ?? "")).toMatchObject({ Filter: [{ op: "eq", field: "licenseType", value: 70 }] });
  });

  test.each([1, "1", "All", "all"])("an empty list from a caller with access %j is an empty list", async (access) => {
    const { directory } = await playTenant({ rows: [], access });
    expect(await directory.apiUsers()).toEqual([]);
  });

  test.each([0, 2, "2", "Restricted", "NONE", {}, "", 3])(
    "an empty list from a caller with access %j proves nothing",
    async (access) => {
      const { directory } = await playTenant({ rows: [], access });
      expect(await caught(directory.apiUsers())).toMatchObject({ code: "permission" });
    },
  );

  test("nor does a list of nobody but ourselves from such a caller", async () => {
    const rows = [row(1, { userName: "OWN" })];
    const restricted = await playTenant({ rows, access: "Restricted" });
    expect(await caught(restricted.directory.apiUsers())).toMatchObject({ code: "permission" });
    const full = await playTenant({ rows, access: "All" });
    expect(await full.directory.apiUsers()).toHaveLength(1);
  });

  test.each([
    ["items of the wrong type", { items: "none", pageDetails: {} }],
    ["a row without an id", { items: [{ ...row(1), id: undefined }], pageDetails: {} }],
    ["no page details", { items: [] }],
    ["nothing", undefined],
  ])("an answer with %s is an error that names the place and no value", async (_, body) => {
    const { directory } = await playTenant({
      fault: (seen, response) => {
        if (!seen.url.includes("Resources/query")) return false;
        json(response, 200, body ?? null);
        return true;
      },
    });
    const error = await caught(directory.apiUsers());
    expect(error).toMatchObject({ code: "unavailable" });
    expect(error.message).not.toContain("example.com");
  });
});

describe("refusals", () => {
  test.each([
    [401, "", "authentication"],
    [500, "IntegrationCode is invalid.", "authentication"],
    [500, "Zone information could not be determined", "authentication"],
    [200, "IntegrationCode is invalid.", "authentication"],
    [403, "", "permission"],
    [500, "The logged in Resource does not have the adequate permissions to query", "permission"],
    [404, "", "not-found"],
    [405, "", "unsupported"],
    [302, "", "unavailable"],
    [500, "Something broke", "validation"],
    [500, "", "unavailable"],
  ])("%d %s is %s, asked once", async (status, text, code) => {
    const { directory, server } = await playTenant({
      fault: (_, response) => {
        if (text) json(response, status, { errors: [`${text}\r\n`, CANARIES.secret] });
        else response.writeHead(status, { "content-length": "0" }).end();
        return true;
      },
    });
    const error = await caught(directory.securityLevels());
    expect(error).toMatchObject({ code });
    expect(server.seen).toHaveLength(1);
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(CANARIES.secret);
    expect(error.message).toContain("/rest/V1.0/Resources/entityInformation/fields");
  });

  test("authentication names every suspect", async () => {
    const { directory } = await playTenant({ fault: (_, response) => response.writeHead(401).end() });
    const { message } = await caught(directory.apiUsers());
    for (const suspect of ["key", "secret", "tracking identifier", "zone", "locked", "inactive", "expired"]) {
      expect(message).toContain(suspect);
    }
  });

  test("nothing secret is to be seen in a directory", async () => {
    const { directory } = await playTenant();
    await directory.apiUsers();
    const printed = inspect(directory, { depth: Infinity, showHidden: true }) + JSON.stringify(directory);
    expect(printed).not.toContain(CANARIES.secret);
    expect(printed).not.toContain(CANARIES.code);
  });

  test.each(["", "two words", "line\nbreak"])("a secret %j is refused before anything is sent", async (secret) => {
    const { options, server } = await playTenant();
    expect(() => openDirectory({ ...options, secret: new Secret(secret) })).toThrow(/\[config\] secret/);
    expect(server.seen).toHaveLength(0);
  });
});

describe("patch", () => {
  test("is sent once, to the collection, with the id and what differs, and is proven by reading", async () => {
    const { directory, server, sent, rows } = await playTenant();
    await directory.patchApiUser("2", { isActive: false, firstName: "B", email: undefined });
    const patch = server.seen.find(({ method }) => method === "PATCH");
    expect(patch?.url).toBe("/rest/V1.0/Resources");
    expect(JSON.parse(patch?.body ?? "")).toEqual({ id: 2, isActive: false, firstName: "B" });
    expect(sent("PATCH")).toBe(1);
    expect(server.seen.at(-1)).toMatchObject({ method: "GET", url: "/rest/V1.0/Resources/2" });
    expect(rows[1]).toMatchObject({ isActive: false, firstName: "B" });
  });

  test("what is already so is not sent", async () => {
    const { directory, sent } = await playTenant();
    await directory.patchApiUser("2", { isActive: true, userName: "USER2" });
    expect(sent("PATCH")).toBe(0);
  });

  test.each([
    ["old@DOMAIN.COM", "new", "new@DOMAIN.COM"],
    ["old@DOMAIN.COM", "new@DOMAIN.COM", "new@DOMAIN.COM"],
    ["old", "new@DOMAIN.COM", "new"],
    ["old", "new", "new"],
  ])("where REST shows %s, the user name %s is sent as %s", async (shown, wanted, sent) => {
    const { directory, rows } = await playTenant({ rows: [row(2, { userName: shown })] });
    await directory.patchApiUser("2", { userName: wanted });
    expect(rows[0]?.userName).toBe(sent);
  });

  test("a read-only field is refused, and so is everything when the tenant says canUpdate false", async () => {
    const fields = FIELDS.map((f) => (f.name === "isActive" ? { ...f, isReadOnly: true } : f));
    const first = await playTenant({ fields });
    const error = await caught(first.directory.patchApiUser("2", { isActive: false }));
    expect(error).toMatchObject({ code: "unsupported" });
    expect(error.message).toContain("isActive");
    const second = await playTenant({ info: { canUpdate: false } });
    expect(await caught(second.directory.patchApiUser("2", { isActive: false }))).toMatchObject({
      code: "unsupported",
    });
    expect(first.sent("PATCH") + second.sent("PATCH")).toBe(0);
  });

  test("accepted without effect is unverified", async () => {
    const { directory, sent } = await playTenant({
      fault: (seen, response) => seen.method === "PATCH" && (json(response, 200, { itemId: 2 }), true),
    });
    const error = await caught(directory.patchApiUser("2", { isActive: false }));
    expect(error).toMatchObject({ code: "unverified" });
    expect(error.message).toContain("isActive");
    expect(sent("PATCH")).toBe(1);
  });

  test("an answer lost after the change was made is a success, one lost before is an error; both are sent once", async () => {
    const made = await playTenant({
      fault: (seen, response) => {
        if (seen.method !== "PATCH") return false;
        Object.assign(made.rows[1] ?? {}, JSON.parse(seen.body));
        response.destroy();
        return true;
      },
    });
    await made.directory.patchApiUser("2", { isActive: false });
    expect(made.sent("PATCH")).toBe(1);
    const lost = await playTenant({ fault: (seen, response) => seen.method === "PATCH" && response.destroy() });
    expect(await caught(lost.directory.patchApiUser("2", { isActive: false }))).toMatchObject({ code: "unavailable" });
    expect(lost.sent("PATCH")).toBe(1);
  });

  test.each([429, 500, 503])("a refusal with %d is not sent again", async (status) => {
    const { directory, sent } = await playTenant({
      fault: (seen, response) => seen.method === "PATCH" && (json(response, status, {}), true),
    });
    expect(await caught(directory.patchApiUser("2", { isActive: false }))).toBeInstanceOf(PsaError);
    expect(sent("PATCH")).toBe(1);
  });

  test("never to the account in use, to a person, or to nobody", async () => {
    const { directory, sent } = await playTenant({ rows: [row(1, { userName: "OWN" }), row(2, { licenseType: 1 })] });
    expect(await caught(directory.patchApiUser("1", { isActive: false }))).toMatchObject({ code: "conflict" });
    expect(await caught(directory.patchApiUser("2", { isActive: false }))).toMatchObject({ code: "conflict" });
    expect(await caught(directory.patchApiUser("3", { isActive: false }))).toMatchObject({ code: "not-found" });
    expect(sent("PATCH")).toBe(0);
  });

  test("a missing user is absent as 404 and as item null", async () => {
    const { directory } = await playTenant({
      fault: (seen, response) => /Resources\/\d/.test(seen.url) && (json(response, 404, {}), true),
    });
    expect(await caught(directory.patchApiUser("7", { isActive: false }))).toMatchObject({ code: "not-found" });
  });
});

test("users are never created, whatever the tenant says", async () => {
  const { directory, sent } = await playTenant({ info: { canCreate: true } });
  expect(await directory.canCreateUsers()).toBe(true);
  await directory.apiUsers();
  await directory.patchApiUser("2", { firstName: "C" });
  expect(sent("POST") + sent("PUT") + sent("DELETE")).toBe(0);
});

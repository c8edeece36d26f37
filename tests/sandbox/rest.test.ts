import { AutotaskRestApi } from "@apigrate/autotask-restapi";
import { fetched, run, type Running } from "./support/rest";

const everything = [{ op: "exist", field: "id" }];
let tenant: Running;

beforeAll(async () => {
  tenant = await run({ switches: { threadLimit: "off" } });
});
afterAll(() => tenant.close());
afterEach(() => tenant.control("POST", "reset"));

describe("an unmodified public client", () => {
  it("finds the zone and reads resources, locations and departments", async () => {
    const { items, pageDetails } = await tenant.client.Resources.query({ filter: everything });
    expect(items).toHaveLength(12);
    expect(pageDetails).toEqual({ count: 12, requestCount: 500, prevPageUrl: null, nextPageUrl: null });
    expect(await tenant.client.Resources.count({ filter: everything })).toEqual({ queryCount: 12 });
    const found = await tenant.client.Resources.get(29682890);
    expect(found?.item).toMatchObject({
      userName: "pulumiprovider",
      licenseType: 7,
      userType: 24,
      isActive: true,
      middleName: null,
    });
    expect(JSON.stringify(items)).not.toContain(tenant.ready.autotask.apiUser.secret);
    expect(
      (await tenant.client.InternalLocations.query({ filter: everything })).items.map((row) => row["name"]),
    ).toEqual(["Headquarters", "Riverside Office", "Remote"]);
    expect((await tenant.client.Departments.query({ filter: everything })).items).toHaveLength(4);
  });

  it("reads levels as picklist values, without what only the console shows", async () => {
    const { fields } = await tenant.client.Resources.fieldInfo();
    const field = (name: string) => fields.find((candidate) => candidate.name === name)!;
    expect(field("userType")).toMatchObject({ isReadOnly: true, isPickList: true });
    const labels = field("userType").picklistValues!.map((value) => value.label);
    expect(labels).toEqual(expect.arrayContaining(["API User (system)", "API User (Helpdesk Buttons)"]));
    expect(labels.join()).not.toContain("API-only");
    expect(
      field("userType").picklistValues!.find((value) => value.label === "API User (former monitoring)"),
    ).toMatchObject({ isActive: false, isSystem: false });
    expect(field("licenseType").picklistValues!.find((value) => value.value === "7")?.label).toBe("API User");
    expect(field("firstName")).toMatchObject({ isReadOnly: false, picklistValues: null });
  });

  it("changes and replaces a resource", async () => {
    await expect(tenant.client.Resources.update({ id: 29682911, firstName: "Helpdesk" })).resolves.toEqual({
      itemId: 29682911,
    });
    const changed = (await tenant.client.Resources.get(29682911))!.item!;
    expect(changed).toMatchObject({ firstName: "Helpdesk", lastName: "API" });
    await tenant.client.Resources.update({ id: 29682902, title: "Engineer", email2: "other@northwind.example" });
    const before = (await tenant.client.Resources.get(29682902))!.item!;
    const { title, email2, ...kept } = before;
    expect([title, email2]).toEqual(["Engineer", "other@northwind.example"]);
    await tenant.client.Resources.replace(kept);
    expect((await tenant.client.Resources.get(29682902))!.item).toMatchObject({
      title: null,
      email2: null,
      firstName: "Casey",
    });
  });

  it("is refused what the vendor refuses", async () => {
    await expect(tenant.client.Resources.create({ firstName: "New" })).rejects.toMatchObject({
      status: 405,
      details: { Message: "The requested resource does not support http method 'POST'." },
    });
    await expect(tenant.client.Resources.delete(29682911)).rejects.toMatchObject({ status: 405 });
    await expect(tenant.client.Resources.update({ id: 29682911, userType: 17 })).rejects.toMatchObject({ status: 500 });
    expect((await tenant.client.Resources.get(29682911))!.item).not.toMatchObject({ userType: 17 });
    expect(await tenant.client.Resources.get(1)).toBeNull();
  });

  it("sees its own access", async () => {
    expect((await tenant.client.Resources.info()).info).toEqual({
      name: "Resource",
      canCreate: false,
      canDelete: false,
      canQuery: true,
      canUpdate: true,
      userAccessForCreate: 0,
      userAccessForDelete: 0,
      userAccessForQuery: 1,
      userAccessForUpdate: 1,
      hasUserDefinedFields: false,
      supportsWebhookCallouts: true,
    });
  });
});

describe("signing in", () => {
  const cases: [string, Record<string, string>][] = [
    ["a wrong user name", { UserName: "nobody@NORTHWIND.EXAMPLE" }],
    ["a wrong secret", { Secret: "wrong" }],
    ["a wrong tracking identifier", { ApiIntegrationCode: "wrong" }],
    ["no user name", { UserName: "" }],
  ];
  it.each(cases)("answers %s with an empty 401", async (_what, headers) => {
    const answer = await tenant.call("GET", "V1.0/ThresholdInformation", undefined, headers);
    expect([answer.status, answer.text, answer.headers.get("content-length")]).toEqual([401, "", "0"]);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Basic Realm="127\.0\.0\.1:\d+"$/);
  });

  it("lets nobody in who is inactive, locked, a person, or without tracking identifier", async () => {
    const { users } = tenant.context.store.tenant;
    const status = async (userName: string, change: Record<string, unknown>) => {
      await tenant.control("PUT", "tenant", { users: [{ userName, ...change }] });
      return (await tenant.call("GET", "V1.0/Version")).status;
    };
    const own = users.find((user) => user.userName === "pulumiprovider")!;
    expect(await status(own.userName, {})).toBe(200);
    expect(await status(own.userName, { locked: true })).toBe(401);
    expect(await status(own.userName, { locked: false, active: false })).toBe(401);
    expect(await status(own.userName, { active: true })).toBe(200);
    expect(await status(own.userName, { tracking: null })).toBe(401);
    const person = users.find((user) => user.userName === "administrator")!;
    const answer = await tenant.call("GET", "V1.0/Version", undefined, {
      UserName: "administrator@NORTHWIND.EXAMPLE",
      Secret: person.secret,
    });
    expect(answer.status).toBe(401);
  });

  it("wants the vendor's own identifier from a user of an integration vendor", async () => {
    const { users, vendors } = tenant.context.store.tenant;
    const user = users.find((candidate) => candidate.firstName === "Rewst")!;
    const vendor = vendors.find((candidate) => candidate.name === "Rewst - Automation")!;
    const client = new AutotaskRestApi(`${user.userName}@NORTHWIND.EXAMPLE`, user.secret, vendor.identifier, {
      base_url: tenant.ready.autotask.restUrl,
    });
    expect((await client.Resources.get(user.id))?.item).toMatchObject({ firstName: "Rewst" });
  });
});

describe("zone and version", () => {
  it("names the zone of a known user, without any header", async () => {
    const url = `${tenant.ready.autotask.zoneInformationUrl}?user=${encodeURIComponent(tenant.ready.autotask.apiUser.userName)}`;
    const answer = await fetched("GET", url, undefined, {});
    expect(answer.json).toEqual({
      zoneName: "Stand-in",
      url: tenant.ready.autotask.restUrl,
      webUrl: tenant.url,
      ci: 30595,
    });
  });

  it("answers 500 for an unknown user or none", async () => {
    for (const query of ["?user=nobody%40x", "?user=", ""]) {
      const answer = await fetched("GET", tenant.ready.autotask.zoneInformationUrl + query, undefined, {});
      expect([answer.status, answer.json]).toEqual([500, { errors: ["Zone information could not be determined"] }]);
    }
  });

  it("lists V2.0, which is not there", async () => {
    const versions = await fetched("GET", `${tenant.url}atservicesrest/versioninformation`, undefined, {});
    expect(versions.json).toEqual({ apiVersions: ["V1.0", "V2.0"] });
    expect((await tenant.call("GET", "V2.0/zoneInformation?user=x")).status).toBe(404);
    expect((await tenant.call("GET", "V1.0/Version")).json).toMatchObject({ majorVersion: expect.any(String) });
  });
});

describe("queries", () => {
  const names = async (filter: unknown[]) =>
    (await tenant.client.Resources.query({ filter, includeFields: ["firstName"] })).items.map(
      (row) => row["firstName"],
    );

  const cases: [string, unknown[], string[]][] = [
    ["eq without case", [{ op: "eq", field: "firstname", value: "CASEY" }], ["Casey"]],
    ["eq on a number given as text", [{ op: "eq", field: "licenseType", value: "1" }], ["Avery"]],
    [
      "noteq",
      [
        { op: "noteq", field: "licenseType", value: 7 },
        { op: "noteq", field: "userType", value: 39 },
        { op: "eq", field: "isActive", value: true },
      ],
      ["Avery", "Blake", "Ellis", "Finley"],
    ],
    [
      "gt and lt",
      [
        { op: "gt", field: "id", value: 29682901 },
        { op: "lt", field: "id", value: 29682904 },
      ],
      ["Casey", "Devon"],
    ],
    [
      "gte and lte",
      [
        { op: "gte", field: "id", value: 29682901 },
        { op: "lte", field: "id", value: 29682902 },
      ],
      ["Blake", "Casey"],
    ],
    ["beginsWith", [{ op: "beginsWith", field: "lastName", value: "ngu" }], ["Casey"]],
    ["endsWith", [{ op: "endsWith", field: "lastName", value: "HARA" }], ["Finley"]],
    ["contains", [{ op: "contains", field: "title", value: "manager" }], ["Blake", "Ellis"]],
    ["exist", [{ op: "exist", field: "title" }], ["Blake", "Ellis"]],
    [
      "notExist",
      [{ op: "notExist", field: "officePhone" }],
      ["Pulumi", "Helpdesk Buttons", "Rewst", "Reporting", "Old Monitoring"],
    ],
    ["in", [{ op: "in", field: "id", value: [29682902, 29682911] }], ["Casey", "Helpdesk Buttons"]],
    ["notIn", [{ op: "notIn", field: "licenseType", value: [3, 7] }], ["Avery"]],
    [
      "groups",
      [
        {
          op: "or",
          items: [
            { op: "eq", field: "firstName", value: "Gray" },
            {
              op: "and",
              items: [
                { op: "eq", field: "userType", value: 39 },
                { op: "eq", field: "locationID", value: 90683 },
              ],
            },
          ],
        },
      ],
      ["Devon", "Gray"],
    ],
  ];
  it.each(cases)("understands %s", async (_what, filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });

  it("takes a GET with search, and property names in any case", async () => {
    const search = encodeURIComponent(
      JSON.stringify({ Filter: everything, MAXRECORDS: 2, IncludeFields: ["ID", "firstname"] }),
    );
    const answer = await tenant.call("GET", `V1.0/Resources/query?search=${search}`);
    expect(answer.json.items).toEqual([
      { id: 29682885, firstName: "Avery" },
      { id: 29682890, firstName: "Pulumi" },
    ]);
    expect((await tenant.call("GET", `V1.0/Resources/query/count?search=${search}`)).json).toEqual({ queryCount: 12 });
  });

  const errors: [string, unknown, RegExp][] = [
    ["no filter", {}, /filter/],
    ["an empty filter", { filter: [] }, /filter/],
    [
      "an unknown field",
      { filter: [{ op: "eq", field: "limit", value: 1 }] },
      /^Unable to find limit in the Resource Entity\.$/,
    ],
    [
      "an unknown field to include",
      { filter: everything, includeFields: ["limit"] },
      /^Unable to find limit in the Resource Entity\.$/,
    ],
    ["more than 500 records a page", { filter: everything, maxRecords: 501 }, /500/],
    [
      "a text for a number",
      { filter: [{ op: "eq", field: "id", value: "x" }] },
      /^Conversion failed when converting varchar 'x' to data type int$/,
    ],
    ["an unknown operator", { filter: [{ op: "like", field: "id", value: 1 }] }, /like/],
    [
      "more than 500 alternatives",
      { filter: [{ op: "in", field: "id", value: Array.from({ length: 501 }, (_, n) => n) }] },
      /limited to 500 or fewer 'OR'/,
    ],
    ["broken JSON", "{", /parsing/],
  ];
  it.each(errors)("refuses %s", async (_what, body, text) => {
    const answer = await tenant.call("POST", "V1.0/Resources/query", body);
    expect(answer.status).toBe(500);
    expect(answer.json.errors[0]).toMatch(text);
  });

  it("pages forward and back by absolute addresses", async () => {
    const seen: unknown[] = [];
    let answer = await tenant.call("POST", "V1.0/Resources/query", {
      filter: everything,
      maxRecords: 5,
      includeFields: ["id"],
    });
    for (;;) {
      seen.push(...answer.json.items);
      const next: string | null = answer.json.pageDetails.nextPageUrl;
      if (next === null) break;
      expect(next.startsWith(tenant.ready.autotask.restUrl)).toBe(true);
      answer = await tenant.call("GET", next.slice(tenant.ready.autotask.restUrl.length));
    }
    expect(seen).toHaveLength(12);
    const back: string = answer.json.pageDetails.prevPageUrl;
    const previous = await tenant.call("POST", back.slice(tenant.ready.autotask.restUrl.length));
    expect(previous.json.items).toEqual(seen.slice(5, 10));
  });
});

it("wants the id among the fields when more than 500 rows are found", async () => {
  const large = await run({ tenant: "large" });
  try {
    const first = await large.client.Resources.query({ filter: everything });
    expect(first.pageDetails.count).toBe(500);
    expect(first.pageDetails.nextPageUrl).not.toBeNull();
    await expect(large.client.Resources.query({ filter: everything, includeFields: ["email"] })).rejects.toMatchObject({
      status: 500,
    });
    await expect(
      large.client.Resources.query({ filter: everything, includeFields: ["Id", "email"] }),
    ).resolves.toBeDefined();
    expect(large.context.store.tenant.levels.filter((level) => level.apiOnly && !level.system)).toHaveLength(49);
    expect(await large.client.Resources.count({ filter: [{ op: "eq", field: "licenseType", value: 7 }] })).toEqual({
      queryCount: 500,
    });
  } finally {
    await large.close();
  }
});

describe("methods and bodies", () => {
  it("has no POST and DELETE on Resources and no PATCH on an id", async () => {
    for (const [method, path] of [
      ["POST", "Resources"],
      ["DELETE", "Resources"],
      ["PATCH", "Resources/29682911"],
      ["DELETE", "Resources/29682911"],
    ] as const) {
      const answer = await tenant.call(method, `V1.0/${path}`, method === "DELETE" ? undefined : { id: 1 });
      expect([answer.status, answer.json]).toEqual([
        405,
        { Message: `The requested resource does not support http method '${method}'.` },
      ]);
    }
  });

  const refusals: [string, Record<string, unknown>, RegExp][] = [
    [
      "a picklist value that is not there",
      { id: 29682911, payrollType: 99 },
      /^Picklist value \[99\] does not exist for payrollType\.$/,
    ],
    [
      "a value of the wrong type",
      { id: 29682911, payrollType: true },
      /^Unexpected character encountered while parsing value: t/,
    ],
    ["an emptied required field", { id: 29682911, firstName: null }, /firstName/],
    ["a name that is too long", { id: 29682911, firstName: "x".repeat(51) }, /50/],
    ["a key that is taken by an inactive user", { id: 29682911, userName: "gray.lindström" }, /already in use/],
    ["a forbidden character", { id: 29682911, userName: "a(b" }, /must not contain \(/],
    ["no id", { firstName: "x" }, /id/],
    ["an id that is not there", { id: 5, firstName: "x" }, /No matching records/],
  ];
  it.each(refusals)("refuses %s", async (_what, body, text) => {
    const answer = await tenant.call("PATCH", "V1.0/Resources", body);
    expect(answer.status).toBe(500);
    expect(answer.json.errors[0]).toMatch(text);
  });

  it("refuses each read-only field", async () => {
    for (const field of [
      "userType",
      "licenseType",
      "locationID",
      "dateFormat",
      "timeFormat",
      "hireDate",
      "internalCost",
    ]) {
      const answer = await tenant.call("PATCH", "V1.0/Resources", { id: 29682911, [field]: 1 });
      expect([answer.status, answer.json.errors[0]]).toEqual([500, expect.stringContaining(field)]);
    }
  });
});

describe("access by level", () => {
  it("follows the caller's cells for all entities at once", async () => {
    const described = async () => {
      const answer = await tenant.call("GET", "V1.0/EntityInformation");
      return new Map<string, Record<string, unknown>>(
        answer.json.entityDescriptions.map(({ info }: { info: { name: string } }) => [info.name, info]),
      );
    };
    expect((await described()).get("Ticket")).toMatchObject({ userAccessForQuery: 1, userAccessForCreate: 1 });
    await tenant.control("PUT", "tenant", {
      levels: [
        {
          id: 24,
          cells: {
            "Service Desk > Object Permissions > Tickets > View": "Mine",
            "Service Desk > Object Permissions > Tickets > Add": "No",
          },
        },
      ],
    });
    const after = await described();
    expect(after.get("Ticket")).toMatchObject({ userAccessForQuery: 2, userAccessForCreate: 0 });
    expect(after.get("Company")).toMatchObject({ userAccessForQuery: 1 });
    expect((await tenant.client.Tickets.info()).info).toEqual(after.get("Ticket"));
  });

  it("lets a level without Resources/Users (HR) update nobody", async () => {
    await tenant.control("PUT", "tenant", {
      levels: [{ id: 24, cells: { "Admin > Feature Access > Resources/Users (HR)": false } }],
    });
    const answer = await tenant.call("PATCH", "V1.0/Resources", { id: 29682911, firstName: "x" });
    expect(answer.json.errors[0]).toMatch(/^The logged in Resource does not have the adequate permissions/);
  });
});

it("counts calls and reports the budget", async () => {
  await tenant.call("GET", "V1.0/Version");
  const answer = await tenant.call("GET", "V1.0/ThresholdInformation");
  expect(answer.json).toEqual({
    externalRequestThreshold: 10000,
    requestThresholdTimeframe: 60,
    currentTimeframeRequestCount: 2,
  });
});

it("allows three calls at a time per identifier and entity", async () => {
  await tenant.control("PUT", "switches", { threadLimit: "3" });
  const many = (path: string, count: number) => Array.from({ length: count }, () => tenant.call("GET", path));
  const answers = await Promise.all([
    ...many("V1.0/Resources/entityInformation", 8),
    ...many("V1.0/Departments/entityInformation", 3),
  ]);
  const refused = answers.filter((answer) => answer.status !== 200);
  expect(refused.length).toBeGreaterThanOrEqual(1);
  expect(refused.every((answer) => answer.status === 429 && /threshold of 3 threads/.test(answer.json.errors[0]))).toBe(
    true,
  );
  expect(answers.slice(8).every((answer) => answer.status === 200)).toBe(true);
  expect((await tenant.call("GET", "V1.0/Resources/entityInformation")).status).toBe(200);
});

import { runPsa, type Credentials, type RunningPsa } from "./support/rest";

let psa: RunningPsa;
beforeAll(async () => {
  psa = await runPsa();
});
afterAll(() => psa.close());
afterEach(() => psa.control("POST", "reset"));

const administrator = () => {
  const { userName, password, totpSecret } = psa.ready.psa.administrator;
  return { userName, password, mfaSecret: totpSecret };
};
/** An API employee of the seed, with a password that the test knows. */
async function apiEmployee(userName = "monitoring-api", patch: object = {}): Promise<Credentials> {
  const password =
    psa.context.store.tenant.psa.employees.find((one) => one.userName === userName)!.password ?? "Aa1!aaaa";
  const answer = await psa.control("PUT", "tenant", { psa: { employees: [{ userName, password, ...patch }] } });
  expect(answer.status).toBe(200);
  return { userName, password, mfaSecret: "" };
}
const employees = () => psa.context.store.tenant.psa.employees;
const error = (details: string) => ({
  success: false,
  error: { code: 978001, message: "Security Error", details, stackStrace: null, subErrors: [] },
  result: null,
});

describe("sign-in", () => {
  it("gives a token for user name, password, company and code", async () => {
    expect((await psa.authenticate()).json).toEqual({
      success: true,
      error: null,
      result: {
        accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        refreshToken: expect.any(String),
        accessTokenExpireOn: expect.stringMatching(/^\d{4}-.*Z$/),
        refreshTokenExpireOn: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    });
  });

  it("takes a form-url-encoded body with names in any case too, and never JSON", async () => {
    const { userName, password } = await apiEmployee();
    const fields = { granttype: "password", username: userName, PASSWORD: password, tenant: psa.ready.psa.company };
    expect((await psa.send("POST", "security/authenticate", new URLSearchParams(fields))).json.success).toBe(true);
    const asJson = JSON.stringify({ ...fields, grantType: "password" });
    const answer = await psa.send("POST", "security/authenticate", asJson, { "content-type": "application/json" });
    expect([answer.status, answer.json.success]).toEqual([415, false]);
  });

  it("asks API employees for no code, others always", async () => {
    expect((await psa.authenticate(await apiEmployee())).json.success).toBe(true);
    expect((await psa.authenticate({ mfaSecret: "" })).json).toEqual(error("MFA code is required."));
    const wrong = await psa.authenticate({ mfaSecret: "" }, { MFACode: "000000" });
    expect(wrong.json).toEqual(error("MFA code is not valid."));
  });

  const refusals: [string, () => Promise<Partial<Credentials>>][] = [
    ["a wrong password", async () => ({ password: "wrong" })],
    ["an unknown user", async () => ({ userName: "nobody" })],
    ["a wrong company", async () => ({ company: "northwind msp" })],
    ["an inactive user", async () => apiEmployee("monitoring-api", { active: false })],
    ["a user whose role has no API access", async () => apiEmployee("reporting-api")],
    [
      "a user with an old password",
      async () => apiEmployee("monitoring-api", { passwordSetAt: "2020-01-01T00:00:00Z" }),
    ],
  ];
  it.each(refusals)("refuses %s with 401 and the envelope", async (_what, given) => {
    const answer = await psa.authenticate(await given());
    expect([answer.status, answer.json]).toEqual([401, error(expect.any(String) as unknown as string)]);
  });

  it("locks after five failures for 30 minutes, says so by mail, and even then not the right password", async () => {
    const given = await apiEmployee();
    for (let attempt = 0; attempt < 5; attempt++) await psa.authenticate({ ...given, password: "wrong" });
    expect((await psa.authenticate(given)).json.error.details).toBe("Your account is locked.");
    const { json } = await psa.control("GET", "tenant");
    const [mail] = json.psa.outbox;
    expect(mail.text).toBe(
      "Your PSA account has been locked for 30 minutes due to an excessive number of unsuccessful log in attempts.",
    );
    const { lockedUntil } = employees().find((one) => one.userName === given.userName)!;
    const minutes = (Date.parse(lockedUntil!) - Date.parse(mail.time)) / 60_000;
    expect(minutes).toBe(30);
  });

  it("refreshes a token, also an expired one, and refuses a foreign pair", async () => {
    const { result } = (await psa.authenticate()).json;
    const form = (accessToken: string, refreshToken: string) => {
      const body = new FormData();
      body.set("AccessToken", accessToken);
      body.set("RefreshToken", refreshToken);
      return psa.send("POST", "security/refreshtoken", body);
    };
    const fresh = (await form(result.accessToken, result.refreshToken)).json.result;
    expect((await psa.get("security/userinfo", fresh.accessToken)).json.result.userId).toBe(1002);
    expect((await form("other", result.refreshToken)).status).toBe(401);
  });
});

describe("reads", () => {
  it("refuses a call without a token with 401 and code 978001", async () => {
    const answer = await psa.get("hr/employees/searchselect", "none");
    expect([answer.status, answer.json]).toEqual([401, error("You are not authorized.")]);
  });

  it("searches employees by text, ids and active state, sorted and paged", async () => {
    const token = await psa.token();
    const names = async (query: string) => {
      const { json } = await psa.get(`hr/employees/searchselect?${query}`, token);
      return [json.result.map((row: { username: string }) => row.username), json.totalRecords];
    };
    expect((await names(""))[1]).toBe(12);
    expect(await names("Filter.Filter_Text=API&PageSize=2&PageNumber=2")).toEqual([["old-backup-api"], 3]);
    expect(await names("filter.isactive=false")).toEqual([["glindstrm", "old-backup-api"], 2]);
    expect(await names("Filter.Ids=1003&Filter.Ids=1004&Sort=-username")).toEqual([["cnguyen", "bturner"], 2]);
    expect(await names("Filter.Ids=1003&Filter.Ids=1004&Exclude=1003")).toEqual([["cnguyen"], 1]);
    const { json } = await psa.get("hr/employees/searchselect?Filter.Ids=1010", token);
    expect(json.result).toEqual([
      {
        id: 1010,
        firstName: "Monitoring",
        lastName: "API",
        emailAddress: "monitoring-api@northwind.example",
        username: "monitoring-api",
        jobTitle: "Engineer",
        isActive: true,
      },
    ]);
  });

  it.each([
    ["hr/employees/lookup?Filter.Name=stone", [{ id: 1001, name: "Avery Stone" }]],
    ["hr/assignees?Name=stone", [expect.objectContaining({ id: 1001, name: "Avery Stone", pictureUrl: null })]],
    ["hr/assignees/lookup?Filter.Ids=1001", [expect.objectContaining({ jobTitle: "Administrator", pictureURL: null })]],
    ["hr/assignees/count", 8],
    ["hr/assignees/1001/roles", [{ id: 301, name: "Administration", isDefault: true }]],
    ["system/roles/lookup", expect.arrayContaining([{ id: 302, name: "Engineer", isDefault: false }])],
    [
      "admin/security/roles/lookup?Name=external+m",
      [{ id: 108, name: "External Manager", isActive: true, isSystem: true, isExternal: true }],
    ],
    ["admin/hr/departments/lookup", expect.arrayContaining([{ id: 401, name: "Administration" }])],
    ["admin/hr/jobtitles/lookup", expect.arrayContaining([{ id: 504, name: "Field Technician", isActive: false }])],
    ["system/locations/lookup", expect.arrayContaining([{ id: 601, name: "Main Branch", isMain: true }])],
    [
      "system/lookup/ContactType",
      expect.arrayContaining([{ id: 1, name: "Primary", isDefault: true, isActive: true }]),
    ],
    ["admin/companysettings?SettingKey=BusinessName", { BusinessName: "Northwind MSP" }],
    ["security/ssostatus?Tenant=Northwind+MSP", { enabled: false, loginEndpointUrl: null }],
  ])("answers %s", async (path, result) => {
    const { status, json } = await psa.get(path);
    expect([status, json]).toEqual([200, { success: true, error: null, result }]);
  });

  it("shows a caller its own rights, and nobody else's", async () => {
    const { json } = await psa.authenticate(await apiEmployee());
    const info = (await psa.get("security/userinfo", json.result.accessToken)).json.result;
    expect(info).toMatchObject({ userId: 1010, isUserSystemAdmin: false, specialFeatures: [{ id: 93 }] });
    const granted = info.userAccessRights.filter((right: { canView: boolean }) => right.canView);
    expect(granted).toHaveLength(4);
  });

  it("fails with 200 and success false where a parameter makes no sense", async () => {
    for (const path of [
      "hr/employees/searchselect?Filter.Ids=x",
      "hr/employees/searchselect?PageSize=y",
      "system/lookup/Nothing",
    ]) {
      const { status, json } = await psa.get(path);
      expect([path, status, json.success, json.error.stackStrace]).toEqual([path, 200, false, null]);
    }
  });

  it("has no way to write an employee", async () => {
    const token = await psa.token();
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const { status } = await psa.send(method, "hr/employees/searchselect", "{}", {
        authorization: `Bearer ${token}`,
      });
      expect(status).toBe(405);
    }
  });

  it("answers the console's own pages with the same, and marks an expired token", async () => {
    const url = `${psa.ready.psa.consoleUrl}api2/v2/security/userinfo`;
    const own = await fetch(url, { headers: { authorization: `Bearer ${await psa.token()}` } });
    expect(((await own.json()) as { success: boolean }).success).toBe(true);
  });
});

it("speaks v1 beside it: another token, another envelope, reads only", async () => {
  const { userName, password } = await apiEmployee();
  const root = `${psa.ready.psa.consoleUrl}api/`;
  const body = (given: string) =>
    new URLSearchParams({ grant_type: "password", username: userName, password: given, tenant: psa.ready.psa.company });
  const refused = await fetch(`${root}token`, { method: "POST", body: body("wrong") });
  expect([refused.status, await refused.json()]).toEqual([
    400,
    { error: "invalid_grant", error_description: expect.any(String) },
  ]);
  const token = (await (await fetch(`${root}token`, { method: "POST", body: body(password) })).json()) as Record<
    string,
    unknown
  >;
  expect(token).toEqual({ access_token: expect.any(String), token_type: "bearer", expires_in: 7_775_999 });
  const headers = { authorization: `Bearer ${String(token["access_token"])}` };
  const list = (await (await fetch(`${root}hr/employees?$top=1&$skip=1`, { headers })).json()) as object;
  expect(list).toMatchObject({
    ResponseCode: 0,
    Status: "OK",
    Error: "None",
    TotalRecords: 12,
    Result: [{ Id: 1002 }],
  });
  expect((await fetch(`${root}hr/employees`, { method: "POST", headers, body: "{}" })).status).toBe(405);
});

it("keeps secrets out of journal and tenant", async () => {
  await psa.authenticate(administrator());
  await psa.get("hr/employees/searchselect?Filter.Filter_Text=canary-text");
  const text = (await psa.control("GET", "requests")).text + (await psa.control("GET", "tenant")).text;
  expect(text).toContain("/psa-api/v2/hr/employees/searchselect");
  const { apiUser, administrator: admin } = psa.ready.psa;
  for (const secret of [apiUser.password, apiUser.mfaSecret, admin.password, admin.totpSecret, "canary-text"])
    expect(text).not.toContain(secret);
});

it("shows employees with names, and takes edits by name", async () => {
  const edit = { psa: { employees: [{ userName: "monitoring-api", securityRoles: ["Administrator"] }], licenses: 9 } };
  const { json } = await psa.control("PUT", "tenant", edit);
  const found = json.psa.employees.find((one: { userName: string }) => one.userName === "monitoring-api");
  expect(found).toMatchObject({ securityRoles: ["Administrator"], location: "Main Branch", manager: "Avery Stone" });
  expect(json.psa.licenses).toEqual({ total: 9, used: 8 });
  const wrong = await psa.control("PUT", "tenant", { psa: { employees: [{ userName: "nobody", active: false }] } });
  expect([wrong.status, wrong.json.error]).toEqual([400, expect.stringContaining("nobody")]);
});

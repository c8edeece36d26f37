import { runPsa, type RunningPsa } from "./support/rest";
import { psaSwitches } from "../../../sandbox/psa/switches";
import * as rules from "../../../sandbox/psa/rules";
import { seedPsa } from "../../../sandbox/psa/seeds";

/** What one switch of rules or REST API does, seen from outside: position -> what is observed. */
interface Trial {
  observe(psa: RunningPsa): Promise<unknown>;
  expected: Record<string, unknown>;
  /** Other switches that have to stand in the trial. */
  set?: Record<string, string>;
}

const now = new Date();
const monitoring = (psa: RunningPsa) => psa.context.store.tenant.psa.employees.find(({ id }) => id === 1010)!;
const asMonitoring = (psa: RunningPsa, more: object = {}) =>
  psa.authenticate({ userName: "monitoring-api", password: monitoring(psa).password!, mfaSecret: "", ...more });
const count = async (psa: RunningPsa, path: string) => (await psa.get(path)).json.result.length as number;
const put = (psa: RunningPsa, patch: object) => psa.control("PUT", "tenant", { psa: patch });
const refresh = (
  psa: RunningPsa,
  pair: { accessToken: string; refreshToken: string },
  body: FormData | URLSearchParams = new FormData(),
) => {
  body.set("AccessToken", pair.accessToken);
  body.set("RefreshToken", pair.refreshToken);
  return psa.send("POST", "security/refreshtoken", body);
};
const outcome = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    if (error instanceof rules.PsaViolation) return "refused";
    throw error;
  }
};
const form = (more: Partial<rules.EmployeeForm> = {}): rules.EmployeeForm => ({
  userName: "new-api",
  firstName: "New",
  lastName: "",
  employeeId: "77",
  email: "new@example.com",
  jobTitleId: 501,
  departmentId: 401,
  managerId: 1001,
  employmentTypeId: 701,
  employeeRoleIds: [301],
  securityRoleIds: [101],
  locationId: 601,
  userType: "Api Employee",
  ...more,
});
const create = (psa: RunningPsa, more: Partial<rules.EmployeeForm> = {}) => {
  const tenant = seedPsa("small", now);
  const employee = rules.createEmployee(tenant, form(more), psa.context.switches, now, "http://x/");
  return { tenant, employee };
};

const trials: Record<string, Trial> = {
  psaEmployeesListed: {
    observe: (psa) => count(psa, "hr/employees/searchselect"),
    expected: { all: 12, noApiEmployees: 9, activeOnly: 10 },
  },
  psaFilterText: {
    observe: (psa) => count(psa, "hr/employees/searchselect?Filter.Filter_Text=monitoring-api"),
    expected: { userNameNameEmail: 1, name: 0 },
  },
  psaAdminLookups: {
    observe: async (psa) => {
      const token = (await asMonitoring(psa)).json.result.accessToken;
      return (await psa.get("admin/security/roles/lookup", token)).status;
    },
    expected: { allowed: 200, refused: 401 },
  },
  psaSignInRefusal: {
    observe: async (psa) => {
      const { status, json } = await psa.authenticate({ password: "wrong" });
      return [status, json.success];
    },
    expected: { "401": [401, false], "200": [200, false], "400": [400, false] },
  },
  psaRefusal: {
    observe: async (psa) => {
      const { status, json } = await psa.get("security/userinfo", "none");
      return [status, json.success, json.error.code];
    },
    expected: { "401": [401, false, 978001], "200": [200, false, 978001] },
  },
  psaTokenLife: {
    observe: async (psa) => {
      const { accessTokenExpireOn } = (await psa.authenticate()).json.result;
      return Math.round((Date.parse(accessTokenExpireOn) - Date.now()) / 4_000);
    },
    expected: { "60 minutes": 900, "15 minutes": 225, "4 seconds": 1 },
  },
  psaRefreshToken: {
    observe: async (psa) => {
      const pair = (await psa.authenticate()).json.result;
      return [(await refresh(psa, pair)).status, (await refresh(psa, pair)).status];
    },
    expected: { reusable: [200, 200], singleUse: [200, 401] },
  },
  psaCase: {
    observe: async (psa) => {
      const { json } = await psa.get("admin/security/roles/lookup?PageSize=1");
      return [Object.keys(json), Object.keys((json.result ?? json.Result)[0])];
    },
    expected: {
      camel: [
        ["success", "error", "result"],
        ["id", "name", "isActive", "isSystem", "isExternal"],
      ],
      pascal: [
        ["Success", "Error", "Result"],
        ["Id", "Name", "isActive", "isSystem", "isExternal"],
      ],
    },
  },
  psaFirstPage: {
    observe: async (psa) => {
      const token = await psa.token();
      const first = async (page: number) =>
        (await psa.get(`hr/employees/searchselect?PageSize=2&PageNumber=${page}`, token)).json.result[0].id;
      return [await first(0), await first(1)];
    },
    expected: { "1": [1001, 1001], "0": [1001, 1003] },
  },
  psaPageSize: {
    observe: (psa) => count(psa, "hr/employees/searchselect?PageSize=1000"),
    expected: { unlimited: 300, "100": 100 },
  },
  psaHourlyLimit: {
    observe: async (psa) => {
      const token = await psa.token();
      const statuses = [];
      for (let call = 0; call < 11; call++) statuses.push((await psa.get("security/userinfo", token)).status);
      // Endpoints have their own budgets.
      return [statuses.at(-1), (await psa.get("hr/assignees/count", token)).status];
    },
    expected: { "1500": [200, 200], "10": [429, 200] },
  },
  psaLimitAnswer: {
    set: { psaHourlyLimit: "10" },
    observe: async (psa) => {
      const token = await psa.token();
      for (let call = 0; call < 10; call++) await psa.get("security/userinfo", token);
      const { status, headers, json } = await psa.get("security/userinfo", token);
      return [status, headers.has("retry-after"), json.success];
    },
    expected: { "429-retry-after": [429, true, false], "429": [429, false, false], "200": [200, false, false] },
  },
  psaTenantName: {
    observe: async (psa) => (await asMonitoring(psa, { company: "northwind-msp" })).status,
    expected: { strict: 401, lenient: 200 },
  },
  psaAuthenticateBody: {
    observe: async (psa) => {
      const pair = (await psa.authenticate()).json.result;
      return [(await refresh(psa, pair)).status, (await refresh(psa, pair, new URLSearchParams())).status];
    },
    expected: { both: [200, 200], multipart: [200, 415] },
  },
  psaKaseyaOneSearch: {
    observe: async (psa) => {
      const headers = { authorization: `Bearer ${await psa.token()}`, "content-type": "application/json" };
      const answer = await psa.send("POST", "kaseya-one/users/search", '{"SearchText":"stone"}', headers);
      return [answer.status, Array.isArray(answer.json) ? answer.json[0].securityLevel : answer.json.success];
    },
    expected: { refused: [401, false], allowed: [200, ["Administrator"]] },
  },
  psaAssignees: {
    observe: (psa) => count(psa, "hr/assignees"),
    expected: { withoutApiEmployees: 8, all: 10 },
  },
  psaLookupTables: {
    observe: async (psa) => (await psa.get("system/lookup/UserType")).json.success,
    expected: { many: true, contactTypeOnly: false },
  },
  psaIds: {
    observe: async (psa) => (await psa.get("admin/hr/departments/lookup")).json.result[0].id,
    expected: { usual: 401, other: 7401 },
  },
  psaFault: {
    set: { psaFaultOn: "employees" },
    observe: async (psa) => {
      const { status, headers, text } = await psa.get("hr/employees/searchselect?PageSize=1");
      const kind = headers.get("content-type")?.split(";")[0];
      let parsed: unknown;
      try {
        parsed = (JSON.parse(text) as { success: boolean }).success;
      } catch {
        parsed = text === "" ? "empty" : "broken";
      }
      return [status, kind, parsed];
    },
    expected: {
      none: [200, "application/json", true],
      html: [200, "text/html", "broken"],
      empty: [200, "application/json", "empty"],
      truncated: [200, "application/json", "broken"],
      failure: [200, "application/json", false],
      unauthorized: [401, "application/json", false],
      "500": [500, "text/html", "broken"],
    },
  },
  psaFaultOn: {
    observe: async (psa) => {
      const pair = (await psa.authenticate()).json.result;
      await psa.control("PUT", "switches", { psaFault: "empty" });
      const broken: string[] = [];
      const note = (name: string, text: string) => void (text === "" && broken.push(name));
      note("authenticate", (await psa.authenticate()).text);
      note("refreshtoken", (await refresh(psa, pair)).text);
      note("userinfo", (await psa.get("security/userinfo", pair.accessToken)).text);
      note("employees", (await psa.get("hr/employees/searchselect", pair.accessToken)).text);
      note("lookups", (await psa.get("system/locations/lookup", pair.accessToken)).text);
      note("roles", (await psa.get("admin/security/roles/lookup", pair.accessToken)).text);
      return broken;
    },
    expected: {
      all: ["authenticate", "refreshtoken", "userinfo", "employees", "lookups", "roles"],
      ...Object.fromEntries(psaSwitches.psaFaultOn.positions.slice(1).map((name) => [name, [name]])),
    },
  },
  psaApiAccess: {
    observe: async (psa) => {
      await put(psa, { securityRoles: [{ name: "API Monitoring", hasApiAccess: false }] });
      return (await asMonitoring(psa)).status;
    },
    expected: { enforced: 401, ignored: 200 },
  },
  psaAdministratorAccess: {
    observe: async (psa) => {
      await put(psa, { securityRoles: [{ name: "Administrator", hasApiAccess: false }] });
      return (await psa.authenticate()).status;
    },
    expected: { implied: 200, needsTick: 401 },
  },
  psaApiEmployeeEdit: {
    observe: async ({ context }) => {
      const tenant = seedPsa("small", now);
      rules.updateEmployee(tenant, 1010, form({ firstName: "Other" }), false, context.switches);
      const { firstName, active } = rules.employeeById(tenant, 1010);
      return [firstName, active];
    },
    expected: { editable: ["Other", false], readOnly: ["Monitoring", false], ignored: ["Monitoring", false] },
  },
  psaUnique: {
    observe: async (psa) => {
      const made = (more: Partial<rules.EmployeeForm>) => outcome(() => void create(psa, more));
      return [made({ userName: "ASTONE" }), made({ email: "astone@northwind.example" }), made({ employeeId: "1001" })];
    },
    expected: {
      userName: ["refused", undefined, undefined],
      userNameAndEmail: ["refused", "refused", undefined],
      all: ["refused", "refused", "refused"],
    },
  },
  psaLengths: {
    observe: async (psa) => outcome(() => create(psa, { userName: "x".repeat(60) }).employee.userName.length),
    expected: { reject: "refused", truncate: 50 },
  },
  psaMail: {
    observe: async (psa) => {
      const { tenant, employee } = create(psa);
      const [mail] = tenant.outbox;
      return [mail!.link !== null, /^Password: \S+$/m.test(mail!.text), employee.password !== null];
    },
    expected: { link: [true, false, false], plainText: [false, true, true] },
  },
  psaWelcomeMail: {
    observe: async (psa) => create(psa).tenant.outbox.length,
    expected: { sent: 1, withheld: 0 },
  },
  psaPasswordExpiry: {
    observe: async (psa) => {
      await put(psa, { employees: [{ id: 1010, passwordSetAt: "2020-01-01T00:00:00Z" }] });
      return (await asMonitoring(psa)).status;
    },
    expected: { applies: 401, exempt: 200 },
  },
  psaSystemRoles: {
    observe: async ({ context }) =>
      outcome(
        () => rules.updateRole(seedPsa("small", now), 106, { hasApiAccess: true }, context.switches).hasApiAccess,
      ),
    expected: { readOnly: "refused", editable: true },
  },
};

const cases = Object.entries(trials).flatMap(([name, { expected }]) =>
  Object.keys(expected).map((position): [string, string] => [name, position]),
);

it.each(cases)("%s=%s does what it says", async (name, position) => {
  const { observe, expected, set } = trials[name]!;
  const tenant = name === "psaPageSize" ? "large" : "small";
  const psa = await runPsa({ tenant, switches: { ...set, [name]: position } });
  try {
    expect(await observe(psa)).toEqual(expected[position]);
  } finally {
    await psa.close();
  }
});

it("tries every position of every switch of rules and REST API", () => {
  const names = Object.keys(psaSwitches);
  const ours = names.slice(0, names.indexOf("psaSkin"));
  expect(Object.keys(trials).sort()).toEqual([...ours].sort());
  for (const name of ours as (keyof typeof psaSwitches)[])
    expect(Object.keys(trials[name]!.expected).sort()).toEqual([...psaSwitches[name].positions].sort());
});

it("lets an access token end: 401, a header that says so, and a refresh that helps", async () => {
  let time = Date.now();
  const psa = await runPsa({ now: () => new Date(time) });
  try {
    const pair = (await psa.authenticate()).json.result;
    time += 61 * 60_000;
    const late = await psa.get("security/userinfo", pair.accessToken);
    expect([late.status, late.headers.get("token-expired")]).toEqual([401, "true"]);
    const fresh = (await refresh(psa, pair)).json.result;
    expect((await psa.get("security/userinfo", fresh.accessToken)).status).toBe(200);
  } finally {
    await psa.close();
  }
});

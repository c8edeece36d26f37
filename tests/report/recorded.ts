/**
 * Thirty changes in the form in which the CLI prints them: together they cover every kind of change, every risk rule and
 * every safety rule. That the real CLI prints this form is shown by `tests/cli/review.test.ts` and `drift.test.ts`.
 */
import type { Acceptance } from "../../provider/report/acceptance";
import { finished } from "../../provider/report/changes";
import { cellChange } from "../../provider/report/cells";
import { comparePsa } from "../../provider/report/livePsa";
import type { ProbeResult } from "../../provider/psa/tenant";
import { readDigest, type Digest } from "../../provider/report/digest";
import type { Change, Report, SafetyRule } from "../../provider/report/model";
import type { VendorProfile } from "../../provider/report/profiles";
import { makeReport, type Circumstances } from "../../provider/report/report";
import type { KnownAccount } from "../../provider/report/subjects";

export const AT = Date.parse("2026-11-25T12:00:00Z");
const TENANT = "webservices3.autotask.net";
const PSA_TENANT = "Northwind MSP at api.bms.kaseya.com";

type Fields = Record<string, unknown>;
interface Step {
  op: string;
  urn: string;
  oldState?: Fields;
  newState?: Fields;
  detailedDiff?: Record<string, { kind: string }>;
  diffReasons?: string[];
}

const PROVIDER = 'exports.handler = () => require("pulumi-psa/handlers").securityLevel;';
const urn = (kind: string, name: string) => `urn:pulumi:prod::ops::pulumi-nodejs:dynamic/psa:${kind}::${name}`;
const state = (kind: string, name: string, id: string, inputs: Fields, outputs: Fields = {}) => ({
  urn: urn(kind, name),
  custom: true,
  type: `pulumi-nodejs:dynamic/psa:${kind}`,
  ...(id === "" ? {} : { id }),
  inputs: { __provider: PROVIDER, ...inputs },
  outputs: { __provider: PROVIDER, ...inputs, ...outputs },
});

function step(
  kind: string,
  op: string,
  name: string,
  old: Fields | undefined,
  now: Fields | undefined,
  id = "31",
  more: Partial<Step> = {},
  outputs: Fields = {},
): Step {
  return {
    op,
    urn: urn(kind, name),
    ...(old ? { oldState: state(kind, name, id, old, outputs) } : {}),
    ...(now ? { newState: state(kind, name, op === "create" ? "" : id, now, outputs) } : {}),
    ...more,
  };
}

const TICKETS = "Service Desk > Object Permissions > Tickets";
const PASSWORD = "Other > Miscellaneous > Not required to change password (password does not expire)";
const HR = "Admin > Feature Access > Resources/Users (HR)";

export const levelInputs = (permissions: Fields, more: Fields = {}): Fields => ({
  name: "API User (Propel Your MSP)",
  copyFrom: "API User (system)",
  active: true,
  unlisted: "none",
  adopt: false,
  permissions: { [PASSWORD]: true, ...permissions },
  ...more,
});
const userInputs = (more: Fields = {}): Fields => ({
  firstName: "Propel Your MSP",
  lastName: "API",
  email: "propel@example.com",
  securityLevel: "API User (Propel Your MSP)",
  active: true,
  username: "propel18ijy1z9",
  usernameDerived: true,
  integrationVendor: "Propel Your MSP",
  adopt: false,
  verify: "strict",
  ...more,
});

const employeeInputs = (more: Fields = {}): Fields => ({
  userName: "propel.api",
  firstName: "Propel",
  lastName: "API",
  employeeId: "API-7",
  email: "propel@example.com",
  jobTitle: "Administrator",
  department: "Administration",
  manager: "Jane Doe",
  employmentType: "Full Time",
  employeeRoles: ["Administration"],
  securityRoles: ["API (Propel)", "CRM Manager"],
  location: "Main Branch",
  active: true,
  ...more,
});

const EMPLOYEE = "PsaApiEmployee";
const employee = (op: string, old?: Fields, now?: Fields) => step(EMPLOYEE, op, "propel", old, now, "71");
const LEVEL = "AutotaskSecurityLevel";
const USER = "AutotaskApiUser";
const level = (op: string, old?: Fields, now?: Fields, more: Partial<Step> = {}, outputs: Fields = {}) =>
  step(LEVEL, op, "propel", old, now, "31", more, outputs);
const user = (op: string, old?: Fields, now?: Fields, more: Partial<Step> = {}) =>
  step(USER, op, "propel", old, now, "29682911", more);
/** The level's user, as it is. */
const itsUser = user("same", userInputs(), userInputs());
/** One cell from one value to another; `undefined` = not declared. */
const cell = (key: string, old: unknown, now: unknown) =>
  level(
    "update",
    levelInputs(old === undefined ? {} : { [key]: old }),
    levelInputs(now === undefined ? {} : { [key]: now }),
  );

export interface Recorded {
  name: string;
  kind: Report["kind"];
  steps: Step[];
  config?: Fields;
  given?: Partial<Circumstances>;
}

const ref = (type: "api-user" | "security-level", name: string, id: string) => ({ type, name, id }) as const;
const stranger: KnownAccount = {
  name: "Backup Tool",
  userName: "bk7f2",
  active: true,
  managed: false,
  level: "API User (Propel Your MSP)",
  id: "29690001",
};
const found = (...changes: Change[]): Partial<Circumstances> => ({ found: changes, tenants: { autotask: TENANT } });
const many = (n: number, op: string, now: (i: number) => Fields | undefined): Step[] =>
  Array.from({ length: n }, (_, i) =>
    step(
      USER,
      i < 4 ? op : "same",
      `user${i}`,
      userInputs({ username: `u${i}`, firstName: `User ${i}` }),
      i < 4 ? now(i) : userInputs({ username: `u${i}`, firstName: `User ${i}` }),
      `${5000 + i}`,
    ),
  );

export const PROFILE: VendorProfile = {
  id: "propel",
  vendor: "Propel Your MSP",
  source: "Propel Your MSP, Autotask API setup",
  date: "2026-10-01",
  permissions: { [TICKETS]: { View: "All", Add: "Yes" }, [HR]: true, [PASSWORD]: true },
};

export const ACCEPTED: Acceptance[] = [
  {
    object: "API User (Propel Your MSP)",
    cell: `${TICKETS}: Add`,
    value: "Yes",
    reason: "migration",
    by: "jane@example.com",
    until: "2026-12-31",
    place: { file: "drift.accepted.yaml", line: 2 },
  },
  {
    object: "API User (Propel Your MSP)",
    cell: `${TICKETS}: Delete`,
    value: "All",
    reason: "migration",
    by: "jane@example.com",
    until: "2026-11-01",
    place: { file: "drift.accepted.yaml", line: 8 },
  },
  {
    object: "somebody",
    kind: "locked",
    reason: "left",
    by: "joe@example.com",
    until: "2027-01-31",
    place: { file: "drift.accepted.yaml", line: 14 },
  },
];

export const RECORDED: readonly Recorded[] = [
  {
    name: "a level and its user are made",
    kind: "review",
    steps: [
      level("create", undefined, levelInputs({ [TICKETS]: { View: "All", Add: "Yes" }, [HR]: true })),
      user("create", undefined, userInputs()),
    ],
  },
  {
    name: "a level that inherits is made",
    kind: "review",
    steps: [level("create", undefined, levelInputs({}, { unlisted: "inherit" }))],
  },
  { name: "hr-admin: the admin box over users", kind: "review", steps: [cell(HR, undefined, true), itsUser] },
  {
    name: "impersonation of tickets",
    kind: "review",
    steps: [
      cell("Web Services API > Resource Impersonation > Service Desk > Tickets", undefined, { Add: true }),
      itsUser,
    ],
  },
  {
    name: "protected data, which the catalogue does not know",
    kind: "review",
    steps: [
      level(
        "update",
        levelInputs({}),
        levelInputs({}, { extraPermissions: { "Protected Data > View protected data": true } }),
      ),
      itsUser,
    ],
  },
  {
    name: "delete: rights to delete tickets",
    kind: "review",
    steps: [cell(TICKETS, { View: "All" }, { View: "All", Delete: "All" }), itsUser],
  },
  {
    name: "inherit: what is not declared stays as copied",
    kind: "review",
    steps: [level("update", levelInputs({}), levelInputs({}, { unlisted: "inherit" })), itsUser],
  },
  {
    name: "admin: another admin box, and claim-dropped",
    kind: "review",
    steps: [
      level(
        "update",
        levelInputs({}, { profile: "propel" }),
        levelInputs({ "Admin > Feature Access > Configuration Items": true }),
      ),
    ],
  },
  {
    name: "internal-cost and billing",
    kind: "review",
    steps: [
      level(
        "update",
        levelInputs({}),
        levelInputs({
          "Contracts > Can modify contract Internal Costs": true,
          "Contracts > Can create invoices from Ticket and Won Quote Wizard": true,
        }),
      ),
      itsUser,
    ],
  },
  {
    name: "export of grids",
    kind: "review",
    steps: [cell("Other > Miscellaneous > Can export Grid Data", undefined, true)],
  },
  {
    name: "all-for-mine",
    kind: "review",
    steps: [cell("CRM > Object Permissions > Opportunities & Quotes", { View: "Mine" }, { View: "All" }), itsUser],
  },
  {
    name: "webhooks and their number",
    kind: "review",
    steps: [
      level(
        "update",
        levelInputs({ "Other > Webhooks > Maximum number of Webhooks": 1 }),
        levelInputs({
          "Other > Webhooks > Can create Webhooks": true,
          "Other > Webhooks > Maximum number of Webhooks": 50,
        }),
      ),
      itsUser,
    ],
  },
  {
    name: "many-records: more tickets",
    kind: "review",
    steps: [cell(TICKETS, { View: "All" }, { View: "All", Add: "Yes", Edit: "Yes" }), itsUser],
  },
  {
    name: "narrower only",
    kind: "review",
    steps: [cell(TICKETS, { View: "All", Add: "Yes" }, { View: "Mine" }), itsUser],
  },
  {
    name: "wider, narrower and unordered at once",
    kind: "review",
    steps: [
      level(
        "update",
        levelInputs({ [TICKETS]: { View: "All", Add: "Yes" }, "CRM > Dropdowns > Dashboard Display": "Sales" }),
        levelInputs({ [TICKETS]: { View: "All", Edit: "Yes" }, "CRM > Dropdowns > Dashboard Display": "Service" }),
      ),
      itsUser,
    ],
  },
  {
    name: "password-expires: the exemption is gone",
    kind: "review",
    steps: [level("update", levelInputs({}), levelInputs({ [PASSWORD]: false })), itsUser],
  },
  {
    name: "other-level: a user moves to a wider level",
    kind: "review",
    steps: [
      level("same", levelInputs({ [TICKETS]: { View: "All" } }), levelInputs({ [TICKETS]: { View: "All" } })),
      step(
        LEVEL,
        "same",
        "wide",
        levelInputs({ [TICKETS]: { View: "All", Delete: "All" } }, { name: "Wide" }),
        levelInputs({ [TICKETS]: { View: "All", Delete: "All" } }, { name: "Wide" }),
        "32",
      ),
      user("update", userInputs(), userInputs({ securityLevel: "Wide" }), {
        detailedDiff: { securityLevel: { kind: "update" } },
      }),
    ],
  },
  {
    name: "reactivated, with an unknown level",
    kind: "review",
    steps: [user("update", userInputs({ active: false }), userInputs({ securityLevel: "Somebody's level" }))],
  },
  {
    name: "credential-changed: another secret",
    kind: "review",
    steps: [
      user("update", userInputs({ secret: "[secret]" }), userInputs({ secret: "[secret]" }), {
        detailedDiff: { secret: { kind: "update" } },
      }),
    ],
  },
  {
    name: "replaced with another integration",
    kind: "review",
    steps: [
      user(
        "create-replacement",
        userInputs(),
        userInputs({ integrationVendor: "Rewst - Automation", username: "other1" }),
      ),
      user("replace", userInputs(), userInputs({ integrationVendor: "Rewst - Automation", username: "other1" }), {
        diffReasons: ["integrationVendor"],
      }),
      user("delete-replaced", userInputs()),
    ],
  },
  {
    name: "self-lockout: the provider's own account is removed",
    kind: "review",
    steps: [user("delete", userInputs({ username: "pulumiprovider" }))],
    config: { "autotask:userName": "pulumiprovider@NORTHWIND.EXAMPLE" },
  },
  {
    name: "self-lockout, overridden: its level is narrowed",
    kind: "review",
    steps: [
      cell(HR, true, undefined),
      user("same", userInputs({ username: "pulumiprovider" }), userInputs({ username: "pulumiprovider" })),
    ],
    config: { "autotask:userName": "pulumiprovider@NORTHWIND.EXAMPLE" },
    given: { allow: ["self-lockout"] as SafetyRule[] },
  },
  { name: "removals: four of ten accounts go", kind: "review", steps: many(10, "delete", () => undefined) },
  {
    name: "profile-excess: wider than Propel asks for",
    kind: "review",
    steps: [cell(TICKETS, { View: "All", Add: "Yes" }, { View: "All", Add: "Yes", Delete: "All" }), itsUser],
    given: { profiles: [PROFILE] },
  },
  {
    name: "drift: a cell widened by hand, with somebody else's account on the level",
    kind: "drift",
    steps: [cell(TICKETS, { View: "All" }, { View: "All", Delete: "All" }), itsUser],
    given: { unmanaged: [stranger], tenants: { autotask: TENANT } },
  },
  {
    name: "drift: renamed and inactive levels, and their users",
    kind: "drift",
    steps: [
      level("update", levelInputs({}), levelInputs({}, { name: "API User (Old)" })),
      step(
        LEVEL,
        "update",
        "other",
        levelInputs({}, { name: "Other" }),
        levelInputs({}, { name: "Other", active: false }),
        "33",
      ),
      user("update", userInputs(), userInputs({ securityLevel: "API User (Old)" })),
    ],
  },
  {
    name: "drift: a user is missing, another inactive and renamed",
    kind: "drift",
    steps: [
      user("delete", userInputs()),
      step(
        USER,
        "update",
        "two",
        userInputs({ username: "two" }),
        userInputs({ username: "2two", active: false }),
        "29682912",
      ),
    ],
  },
  {
    name: "drift: unknown account and level, locked, refused, more access than declared",
    kind: "drift",
    steps: [level("refresh", levelInputs({}), levelInputs({})), itsUser],
    given: found(
      finished(
        {
          kind: "unknown-account",
          summary: "Exists in the tenant and in no stack.",
          direction: "widens",
          accounts: [{ name: "Backup Tool", userName: "bk7f2", active: true, managed: false }],
        },
        ref("api-user", "Backup Tool (bk7f2)", "29690001"),
        TENANT,
      ),
      finished(
        { kind: "unknown-level", summary: "Exists in the tenant and in no stack.", direction: "widens" },
        ref("security-level", "Old Backup", "41"),
        TENANT,
      ),
      finished(
        { kind: "locked", summary: "The account is locked.", direction: "none" },
        ref("api-user", "Propel Your MSP API (propel18ijy1z9)", "29682911"),
        TENANT,
      ),
      finished(
        {
          kind: "credential-changed",
          summary: "The tenant refuses the credentials that the stack holds.",
          direction: "none",
        },
        ref("api-user", "Propel Your MSP API (propel18ijy1z9)", "29682911"),
        TENANT,
      ),
      finished(
        {
          kind: "access-wider",
          summary: "Seen from inside, it may do more than its level declares.",
          cells: [{ ...cellChange({ key: TICKETS, action: "Delete" }, "None", "All"), note: "Tickets: delete is all" }],
        },
        ref("security-level", "API User (Propel Your MSP)", "31"),
        TENANT,
      ),
    ),
  },
  {
    name: "drift: accepted, expired and unused acceptances",
    kind: "drift",
    steps: [cell(TICKETS, { View: "All" }, { View: "All", Add: "Yes", Delete: "All" }), itsUser],
    given: {
      acceptances: ACCEPTED,
      tenants: { autotask: TENANT },
      unseen: [
        {
          what: "Whether accounts are locked.",
          why: "Only the admin console shows it, and no sign-in is configured.",
          remedy: "Set AUTOTASK_CONSOLE_URL.",
        },
      ],
    },
  },
  {
    name: "an API employee is made, as an Administrator",
    kind: "review",
    steps: [employee("create", undefined, employeeInputs({ securityRoles: ["Administrator"] }))],
    config: { "psa:company": "Northwind MSP", "psa:host": "bms.kaseya.com" },
  },
  {
    name: "administrator, more-roles: an API employee gets the Administrator role in place of its own",
    kind: "review",
    steps: [
      employee("update", employeeInputs(), employeeInputs({ securityRoles: ["Administrator", "CRM Manager"] })),
      level("same", levelInputs({}), levelInputs({})),
    ],
    config: { "psa:company": "Northwind MSP", "psa:product": "pulseway" },
  },
  {
    name: "self-lockout: the provider's own employee gets other roles",
    kind: "review",
    steps: [
      employee(
        "update",
        employeeInputs({ userName: "pulumi.api" }),
        employeeInputs({ userName: "pulumi.api", securityRoles: ["User"] }),
      ),
    ],
    config: { "psa:company": "Northwind MSP", "psa:userName": "Pulumi.Api" },
  },
  {
    name: "drift: an API employee is inactive, another renamed and moved, a third is missing",
    kind: "drift",
    steps: [
      employee("update", employeeInputs(), employeeInputs({ active: false })),
      step(
        EMPLOYEE,
        "update",
        "two",
        employeeInputs({ userName: "guardz.api" }),
        employeeInputs({ userName: "guardz.api2", location: "Remote" }),
        "72",
      ),
      step(EMPLOYEE, "delete", "three", employeeInputs({ userName: "three.api" }), undefined, "73"),
    ],
    given: { tenants: { psa: "Northwind MSP at api.bms.kaseya.com" } },
  },
  {
    name: "drift, self-lockout: the provider's own employee has another user name",
    kind: "drift",
    steps: [
      employee(
        "update",
        employeeInputs({ userName: "pulumi.api" }),
        employeeInputs({ userName: "pulumi.api2", email: "other@example.com" }),
      ),
    ],
    given: { tenants: { psa: PSA_TENANT }, ownUserNames: { psa: "Pulumi.Api" } },
  },
  {
    name: "drift, removals: five of eight API employees are inactive",
    kind: "drift",
    steps: [0, 1, 2, 3, 4, 5, 6, 7].map((n) =>
      step(
        EMPLOYEE,
        n < 5 ? "update" : "refresh",
        `number ${n}`,
        employeeInputs({ userName: `api.${n}` }),
        employeeInputs({ userName: `api.${n}`, active: n >= 5 }),
        `8${n}`,
      ),
    ),
    given: { tenants: { psa: PSA_TENANT } },
  },
  {
    name: "drift: an API employee in no stack, a password that is refused or near its end, more rights than before",
    kind: "drift",
    steps: [employee("refresh", employeeInputs(), employeeInputs())],
    given: ((): Partial<Circumstances> => {
      const recorded = (id: string, userName: string, outputs: Fields) => ({
        type: "api-employee" as const,
        urn: urn(EMPLOYEE, userName),
        resource: userName,
        id,
        state: { id, inputs: employeeInputs({ userName }), outputs },
      });
      const rights = { isSystemAdmin: false, specialFeatures: ["7"], access: [] };
      const seen = {
        isSystemAdmin: true,
        specialFeatures: ["7", "93"],
        access: [{ menu: "4", category: "2", listing: "31", view: true, modify: true, delete: true }],
      };
      const person = (id: string, userName: string) => ({
        id,
        userName,
        firstName: "First",
        lastName: id,
        email: `${userName}@example.com`,
        jobTitle: "",
        active: true,
      });
      const employees = [
        person("71", "one.api"),
        person("72", "two.api"),
        person("73", "backup.api"),
        person("74", "jo"),
      ];
      const { found, unseen } = comparePsa(
        {
          tenant: PSA_TENANT,
          roster: { employees, whole: false },
          asked: new Map(),
          listed: [
            { userName: "one.api", name: "", active: true },
            { userName: "Backup.API", name: "Backup Tool", active: true },
            { userName: "gone.api", name: "Gone", active: false },
            { userName: "reader.api", name: "Reader", active: true },
          ],
          probes: new Map<string, ProbeResult>([
            ["71", { outcome: "accepted", userId: "71", rights: seen }],
            ["72", { outcome: "refused", reason: "refused" }],
          ]),
          ownUserName: "reader.api",
          now: AT,
        },
        [
          recorded("71", "one.api", { rights, passwordExpiresAt: "2026-11-26T00:00:00.000Z" }),
          recorded("72", "two.api", { rights, passwordExpiresAt: "2026-11-20T00:00:00.000Z" }),
        ],
        [],
      );
      return { found, unseen, tenants: { psa: PSA_TENANT } };
    })(),
  },
  {
    name: "nothing",
    kind: "drift",
    steps: [level("refresh", levelInputs({}), levelInputs({})), itsUser],
    given: { tenants: { autotask: TENANT } },
  },
];

export function digestOf({ steps, config = {} }: Pick<Recorded, "steps" | "config">): Digest {
  return readDigest(JSON.stringify({ config, steps, duration: 1_000_000, changeSummary: {} }), "the record");
}

export const reportOf = (recorded: Recorded): Report =>
  makeReport(recorded.kind, digestOf(recorded), { now: AT, version: "0.1.0", profiles: [], ...recorded.given });

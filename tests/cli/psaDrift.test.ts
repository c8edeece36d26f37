import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../provider/report/model";
import { importStack, passwordOf, type Imported } from "../../tools/imported.mjs";
import { psaVariables, startStandIn, variables, type Line, type StandIn } from "../../tools/trial.mjs";
import { build } from "../support/build";
import { psa, stackEnvironment, type Psa } from "./psa";

/** `psa drift` over API employees of Kaseya and Pulseway PSA: people change a tenant by hand, and it says exactly what. */

const MINUTES = 60_000;
const DAY_MS = 86_400_000;
const CANARY = "Canary-Password-77!";
/** Turned into API employees before anything is recorded: e-mail, inactive, password, expiry, name, role, gone. */
const [CHANGED, STOPPED, GUESSED, EXPIRING, RENAMED, WIDENED, GONE] = [1003, 1004, 1005, 1006, 1007, 1008, 1009];
const [OWN, AWAITING, ADDED] = ["monitoring-api", 1011, 1012];

let standIn: StandIn;
let imported: Imported;
/** As an API employee that reads: so the tenant is known to list those, and who is absent is gone. */
let asEmployee: NodeJS.ProcessEnv;
/** As an ordinary employee with an authenticator app: whether API employees are listed is not known then. */
let asPerson: Record<string, string>;
let expiresOn: string;

const edit = (...employees: object[]) => standIn.edit({ psa: { employees } });
const drift = (env: NodeJS.ProcessEnv, ...args: string[]): Promise<Psa> =>
  psa(["drift", "--json", ...args], { cwd: imported.stack.program, env });

function reportOf(run: Psa, code: number): Report {
  if (run.code !== code) throw new Error(`exit code ${run.code}, not ${code}\n${run.stdout}\n${run.stderr}`);
  expect(run.stdout + run.stderr).not.toContain(CANARY);
  return JSON.parse(run.stdout) as Report;
}

/** What a report comes to, in a line for each finding. */
const findings = ({ changes }: Report): string[] =>
  changes
    .map(({ kind, object, cells, fields }) => {
      const parts = [
        ...(cells.length > 0 ? ["rights"] : []),
        ...fields.map(({ field, old, new: now }) => `${field} ${String(old)}>${String(now)}`),
      ];
      return [kind, object.name, ...parts].join(" | ");
    })
    .sort();

const unseenOf = ({ unseen }: Report): string => unseen.map(({ what, why }) => `${what} ${why}`).join("\n");

/** Lines of the journal that something has added. */
async function journalled<T>(work: () => Promise<T>): Promise<{ value: T; lines: Line[] }> {
  const before = (await standIn.journal()).length;
  const value = await work();
  return { value, lines: (await standIn.journal()).slice(before) };
}
const ending = (lines: Line[], text: string): number => lines.filter(({ path }) => path.endsWith(text)).length;

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
  const recorded = [CHANGED, STOPPED, GUESSED, EXPIRING, RENAMED, WIDENED, GONE];
  await edit(
    ...recorded.map((id) => ({ id, userType: "Api Employee", active: true, securityRoles: ["API Monitoring"] })),
  );
  const expiry = new Date(Date.now() + 5.5 * DAY_MS);
  expiresOn = expiry.toISOString().slice(0, 10);
  imported = await importStack(standIn, {
    seed: "small",
    autotask: false,
    employees: [...recorded, AWAITING],
    outputs: { [EXPIRING]: { passwordExpiresAt: expiry.toISOString() } },
  });
  asPerson = psaVariables(standIn.ready);
  // No setting of Autotask is needed.
  asEmployee = stackEnvironment(imported.stack.folder, {
    ...asPerson,
    PSA_USER_NAME: OWN,
    PSA_PASSWORD: passwordOf("small", OWN),
    PSA_MFA_SECRET: "",
    PSA_CONSOLE_USER_NAME: "",
    PSA_CONSOLE_PASSWORD: "",
    PSA_CONSOLE_TOTP_SECRET: "",
  });
}, 3 * MINUTES);

afterAll(async () => {
  imported?.stack.remove();
  await standIn?.stop();
});

test(
  "nothing has changed but the calendar; by one token call, one call per page, and one sign-in per known password",
  async () => {
    const { value, lines } = await journalled(() => drift(asEmployee, "--no-console"));
    const report = reportOf(value, 2);
    expect(findings(report)).toEqual([
      `password-expiring | Ellis Moreau (emoreau) | passwordExpiresAt null>${expiresOn}`,
    ]);
    expect([ending(lines, "/searchselect"), ending(lines, "/authenticate"), ending(lines, "/userinfo")]).toEqual([
      1, 8, 7,
    ]);
    expect(lines).toHaveLength(16);
    expect(unseenOf(report)).toContain("which of the 2 active employees that are in no stack are API employees");
    expect(unseenOf(report)).toMatch(/credentials of this account work: Reporting API .*does not hold a password/);
    expect(report.tenants).toEqual([expect.stringContaining(standIn.ready.psa.company)]);
    expect(report.problems).toEqual([]);
  },
  MINUTES,
);

describe("edits by hand", () => {
  let state: Buffer;

  beforeAll(async () => {
    await edit(
      { id: CHANGED, email: "other@northwind.example" },
      { id: STOPPED, active: false },
      { id: GUESSED, password: CANARY },
      { id: RENAMED, userName: "finley-api" },
      { id: WIDENED, securityRoles: ["API Monitoring", "Reporting"] },
      { id: GONE, remove: true },
      // Somebody adds one.
      { id: ADDED, userName: "backup-api", firstName: "Backup", lastName: "Tool", active: true },
    );
    state = readFileSync(imported.stack.stateFile);
  });

  const told = () => [
    "access-wider | Gray Lindström (glindstrm) | rights",
    "credential-changed | Devon Brooks (dbrooks)",
    "inactive | Casey Nguyen (cnguyen) | active true>false",
    "missing | Harper Vale (hvale)",
    `password-expiring | Ellis Moreau (emoreau) | passwordExpiresAt null>${expiresOn}`,
    "renamed | Finley O'Hara (fohara) | userName fohara>finley-api",
    "update | Blake Turner (bturner) | email bturner@northwind.example>other@northwind.example",
  ];

  test(
    "by REST alone: exactly these, twice the same, and neither state nor tenant has changed",
    async () => {
      const tenant = (await standIn.tenant()).psa.employees.map((one) => ({ ...one, lastSignInAt: 0, failures: 0 }));
      for (const _ of [1, 2]) {
        const report = reportOf(await drift(asEmployee, "--no-console"), 2);
        expect(findings(report)).toEqual(told());
      }
      expect(readFileSync(imported.stack.stateFile).equals(state)).toBe(true);
      expect((await standIn.tenant()).psa.employees.map((one) => ({ ...one, lastSignInAt: 0, failures: 0 }))).toEqual(
        tenant,
      );
    },
    2 * MINUTES,
  );

  test(
    "with both vendors' consoles configured: who is in no stack by name, and what REST does not show",
    async () => {
      const before = await standIn.tenant();
      const { value, lines } = await journalled(() => drift({ ...asEmployee, ...signIn() }));
      const report = reportOf(value, 2);
      expect(findings(report)).toEqual(
        [
          ...told(),
          "unknown-account | Backup Tool (backup-api)",
          "update | Gray Lindström (glindstrm) | securityRoles API Monitoring>API Monitoring, Reporting",
        ].sort(),
      );
      expect(unseenOf(report)).not.toContain("User types");
      expect(ending(lines, "/searchselect")).toBe(1);
      expect(readFileSync(imported.stack.stateFile).equals(state)).toBe(true);
      expect((await standIn.tenant()).psa.employees.length).toBe(before.psa.employees.length);
    },
    5 * MINUTES,
  );
});

/** A console sign-in of the PSA. */
const signIn = () => Object.fromEntries(Object.entries(asPerson).filter(([name]) => name.startsWith("PSA_CONSOLE_")));

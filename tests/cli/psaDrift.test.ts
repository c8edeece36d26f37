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
/** Passwords that the stack holds, and those of whoever looks. */
let secrets: string[] = [];

const edit = (...employees: object[]) => standIn.edit({ psa: { employees } });
const drift = (env: NodeJS.ProcessEnv, ...args: string[]): Promise<Psa> =>
  psa(["drift", "--json", ...args], { cwd: imported.stack.program, env });

function reportOf(run: Psa, code: number): Report {
  if (run.code !== code) throw new Error(`exit code ${run.code}, not ${code}\n${run.stdout}\n${run.stderr}`);
  const said = run.stdout + run.stderr;
  for (const secret of [CANARY, ...secrets]) expect(said).not.toContain(secret);
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
  const names = ["bturner", "cnguyen", "dbrooks", "emoreau", "fohara", "glindstrm", "hvale", OWN];
  secrets = [...names.map((name) => passwordOf("small", name)), asPerson.PSA_PASSWORD!, asPerson.PSA_CONSOLE_PASSWORD!];
  // No setting of Autotask is needed.
  asEmployee = stackEnvironment(imported.stack.folder, {
    ...asPerson,
    PSA_USER_NAME: OWN,
    PSA_PASSWORD: passwordOf("small", OWN),
    PSA_MFA_SECRET: "",
    ...NO_CONSOLE,
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
      expect(findings(reportOf(await drift(asEmployee, "--no-console"), 2))).toEqual(told());
      expect(findings(reportOf(await drift(asEmployee, "--no-console"), 2))).toEqual(told());
      expect(readFileSync(imported.stack.stateFile).equals(state)).toBe(true);
      expect((await standIn.tenant()).psa.employees.map((one) => ({ ...one, lastSignInAt: 0, failures: 0 }))).toEqual(
        tenant,
      );
    },
    2 * MINUTES,
  );

  test(
    "as an account that proves no absence: who is not listed is not seen, and not missing",
    async () => {
      const run = await drift({ ...asEmployee, ...asPerson, ...NO_CONSOLE }, "--no-probe");
      const report = reportOf(run, 2);
      expect(findings(report)).toEqual(told().filter((line) => !/^(missing|access|credential)/.test(line)));
      expect(unseenOf(report)).toMatch(/Whether this employee still exists: Harper Vale .* may hide/);
      expect(unseenOf(report)).toContain("--no-probe was given");
      // Beside those that were turned into API employees: two people, Monitoring and the new one.
      expect(unseenOf(report)).toContain("which of the 3 active employees that are in no stack");
    },
    MINUTES,
  );

  test(
    "--probe signs in as these alone; a refused password is sent once a run",
    async () => {
      const { value, lines } = await journalled(() =>
        drift(asEmployee, "--no-console", "--probe", "dbrooks", "--probe", "DBrooks"),
      );
      const lost = /^access/;
      expect(findings(reportOf(value, 2))).toEqual(told().filter((line) => !lost.test(line)));
      expect(ending(lines, "/authenticate")).toBe(2);
      const stranger = await drift(asEmployee, "--probe", "nobody");
      expect([stranger.code, stranger.stderr]).toEqual([1, expect.stringContaining("has no account nobody")]);
    },
    MINUTES,
  );

  test(
    "whoever is let in and may not read its own rights is let in",
    async () => {
      await standIn.move({ psaFaultOn: "userinfo", psaFault: "unauthorized" });
      try {
        const { value, lines } = await journalled(() =>
          drift(asEmployee, "--no-console", "--probe", "glindstrm", "--probe", "emoreau"),
        );
        const report = reportOf(value, 2);
        expect(findings(report)).toEqual(told().filter((line) => !/^(access|credential)/.test(line)));
        expect(unseenOf(report)).toMatch(/What 2 accounts may do: .*userinfo/);
        expect(ending(lines, "/authenticate")).toBe(3);
      } finally {
        await standIn.move({ psaFaultOn: "all", psaFault: "none" });
      }
    },
    MINUTES,
  );

  test(
    "but for those that are accepted, an end of a password among them",
    async () => {
      const accepted = join(imported.stack.program, "drift.accepted.yaml");
      const entry = (object: string, what: string) =>
        `  - object: ${JSON.stringify(object)}\n    ${what}\n    reason: agreed\n    by: jane@example.com\n    until: 2099-12-31\n`;
      const entries = [
        entry("emoreau", "kind: password-expiring"),
        entry("dbrooks", "kind: credential-changed"),
        entry("glindstrm", "kind: access-wider"),
        entry("bturner", "field: email\n    value: other@northwind.example"),
      ];
      writeFileSync(accepted, `accepted:\n${entries.join("")}`);
      try {
        const report = reportOf(await drift(asEmployee, "--no-console"), 2);
        expect(findings(report)).toEqual(told().filter((line) => /^(inactive|missing|renamed)/.test(line)));
        expect(report.stale).toEqual([]);
      } finally {
        rmSync(accepted);
      }
    },
    MINUTES,
  );
});

describe("a stack of both vendors", () => {
  let both: Imported;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    await standIn.edit({
      users: [{ id: 29682913, locked: false }],
      levels: [{ name: "API User (former monitoring)", active: true }],
    });
    both = await importStack(standIn, { seed: "small", employees: [EXPIRING, AWAITING] });
    await edit({ id: EXPIRING, securityRoles: ["API Monitoring", "Reporting"] });
    const autotask = Object.entries(variables(standIn.ready)).filter(([name]) => !name.includes("_CONSOLE_"));
    env = stackEnvironment(both.stack.folder, {
      ...asPerson,
      PSA_USER_NAME: OWN,
      PSA_PASSWORD: passwordOf("small", OWN),
      PSA_MFA_SECRET: "",
      ...Object.fromEntries(autotask),
    });
    // A second sign-in would wait for the next code.
    await standIn.move({ psaMfa: "off" });
  }, MINUTES);

  afterAll(() => both?.stack.remove());

  const driftOfBoth = (more: Record<string, string> = {}, ...args: string[]) =>
    psa(["drift", "--json", ...args], { cwd: both.stack.program, env: { ...env, ...more } });

  test(
    "one report; the PSA's console shows roles, and by name who is in no stack",
    async () => {
      const { value, lines } = await journalled(() => driftOfBoth());
      const report = reportOf(value, 2);
      expect(findings(report)).toEqual([
        "access-wider | Ellis Moreau (emoreau) | rights",
        "unknown-account | Backup Tool (backup-api)",
        "unknown-account | Blake Turner (bturner)",
        "unknown-account | Devon Brooks (dbrooks)",
        "unknown-account | Finley O'Hara (finley-api)",
        "unknown-account | Gray Lindström (glindstrm)",
        "update | Ellis Moreau (emoreau) | securityRoles API Monitoring>API Monitoring, Reporting",
      ]);
      expect(report.tenants).toHaveLength(2);
      const unseen = unseenOf(report);
      expect(unseen).toContain("Permissions of levels, cell by cell");
      expect(unseen).not.toContain("User types");
      expect(ending(lines, "/searchselect")).toBe(1);
    },
    4 * MINUTES,
  );

  test(
    "a console that lets nobody in is not seen, and is not asked again by the engine",
    async () => {
      const { value, lines } = await journalled(() =>
        driftOfBoth({ PSA_CONSOLE_PASSWORD: `${CANARY}x` }, "--no-probe"),
      );
      const report = reportOf(value, 0);
      expect(findings(report)).toEqual([]);
      expect(unseenOf(report)).toMatch(/which of the 7 active employees .*refused/s);
      expect(lines.filter(({ action }) => /sign-?in/i.test(action ?? ""))).toHaveLength(1);
    },
    2 * MINUTES,
  );

  test(
    "a console that fails only the engine is not seen, and no error",
    async () => {
      let moved: Promise<unknown> | undefined;
      const run = await psa(["drift", "--json", "--no-probe"], {
        cwd: both.stack.program,
        env,
        onMessage: (said) => {
          if (said.includes("pulumi refresh")) moved ??= standIn.move({ psaSignIn: "kaseyaOneRequired" });
        },
      });
      await moved;
      const report = reportOf(run, 2);
      expect(findings(report).every((line) => line.startsWith("unknown-account"))).toBe(true);
      expect(report.problems).toEqual([]);
      expect(unseenOf(report)).toContain("User types, security roles");
    },
    4 * MINUTES,
  );

  test(
    "of which each needs its own settings",
    async () => {
      const run = await driftOfBoth({ PSA_COMPANY: "" }, "--no-console");
      expect([run.code, run.stderr]).toEqual([1, expect.stringContaining("psa:company (PSA_COMPANY)")]);
    },
    MINUTES,
  );
});

test(
  "review --live needs no settings of Autotask, and says what it does not ask",
  async () => {
    const run = await psa(["review", "--live", "--json"], {
      cwd: imported.stack.program,
      env: { ...asEmployee, DECLARED: "[]" },
    });
    // The program declares nothing: all of them would go.
    const report = reportOf(run, 3);
    expect(report.changes.map(({ kind, object }) => `${kind} ${object.type}`)).toEqual(
      Array.from({ length: 8 }, () => "delete api-employee"),
    );
    expect(report.tenants).toEqual([expect.stringContaining(standIn.ready.psa.company)]);
    expect(unseenOf(report)).toMatch(/API employees of the PSA that are in no stack.*Autotask only/);
  },
  MINUTES,
);

test(
  "the brake: most of them inactive or gone at once is told as what it may be",
  async () => {
    await edit(...[CHANGED, GUESSED, RENAMED].map((id) => ({ id, active: false })));
    const report = reportOf(await drift(asEmployee, "--no-console", "--no-probe"), 2);
    expect(report.safety).toMatchObject({
      verdict: "refused",
      findings: [{ rule: "removals", text: expect.stringContaining("5 of 8 API employees") }],
    });
    const allowed = reportOf(await drift(asEmployee, "--no-console", "--no-probe", "--allow", "removals"), 2);
    expect(allowed.safety.verdict).toBe("overridden");
  },
  MINUTES,
);

const NO_CONSOLE = { PSA_CONSOLE_USER_NAME: "", PSA_CONSOLE_PASSWORD: "", PSA_CONSOLE_TOTP_SECRET: "" };

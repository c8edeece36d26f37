import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openConsole } from "../../provider/autotask/console";
import { Secret } from "../../provider/errors";
import type { Report } from "../../provider/report/model";
import { readSetup } from "../../tools/env.mjs";
import { startStandIn, variables, type StandIn } from "../../tools/trial.mjs";
import { importStack, type Imported } from "../../tools/imported.mjs";
import { build } from "../support/build";
import { psa, stackEnvironment, type Psa } from "./psa";

/** People change a tenant by hand; a drift run over a stack of three levels and four accounts says exactly what. */

const MINUTES = 60_000;
const WIDENED = "API User (Helpdesk Buttons)";
const RENAMED = "Rewst- API User (system)";
const INACTIVATED = "API User (former monitoring)";
const LOCKED = 29682911;
const CELL = "CRM > Object Permissions > Contacts";

let standIn: StandIn;
let imported: Imported;
let env: NodeJS.ProcessEnv;
const drift = (...args: string[]): Promise<Psa> => psa(["drift", ...args], { cwd: imported.stack.program, env });

/** What a report comes to, in a line for each finding. */
function findings(run: Psa): string[] {
  const report = JSON.parse(run.stdout) as Report;
  return report.changes
    .map(({ kind, object, cells, fields }) => {
      const parts = [
        ...cells.map(({ key, action, old, new: now }) => `${key}: ${action} ${String(old)}>${String(now)}`),
        ...fields.map(({ field, old, new: now }) => `${field} ${String(old)}>${String(now)}`),
      ];
      return [kind, object.name, ...parts].join(" | ");
    })
    .sort();
}

const expectCode = (run: Psa, code: number): Psa => {
  if (run.code !== code) throw new Error(`exit code ${run.code}, not ${code}\n${run.stdout}\n${run.stderr}`);
  return run;
};

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
  await standIn.edit({
    users: [{ id: 29682913, locked: false }],
    levels: [{ name: INACTIVATED, active: true }],
  });
  imported = await importStack(standIn, { seed: "small" });
  env = stackEnvironment(imported.stack.folder, variables(standIn.ready));
}, 3 * MINUTES);

afterAll(async () => {
  imported?.stack.remove();
  await standIn?.stop();
});

test(
  "a tenant as it is recorded: no drift without the console, and it says what it did not see",
  async () => {
    const run = expectCode(await drift("--no-console"), 0);
    expect(run.stdout).toContain("No drift.");
    expect(run.stdout).toContain(
      "Permissions of levels, cell by cell; levels without accounts; whether accounts are locked.",
    );
    expect(run.stderr).toContain("pulumi refresh");
  },
  MINUTES,
);

describe("five edits by hand", () => {
  let state: Buffer;
  let first: string[];

  beforeAll(async () => {
    // Somebody adds an account, in the console.
    const { consoleUrl, administrator } = standIn.ready.autotask;
    const console = openConsole({
      url: consoleUrl,
      userName: administrator.userName,
      password: new Secret(administrator.password),
      totpSecret: new Secret(administrator.totpSecret),
      browserPath: readSetup().browser.path,
      log: () => undefined,
    });
    try {
      await console.createApiUser({
        firstName: "Backup",
        lastName: "Tool",
        email: "backup@example.com",
        securityLevel: WIDENED,
        active: true,
        username: "backuptool",
        tracking: { kind: "custom", name: "Backup Tool" },
      });
    } finally {
      await console.close();
    }
    await standIn.edit({
      levels: [
        { name: WIDENED, cells: { [`${CELL} > Add`]: "Yes" } },
        { name: RENAMED, active: true },
        { name: INACTIVATED, active: false },
      ],
      users: [{ id: LOCKED, locked: true }],
    });
    const level = (await standIn.tenant()).levels.find(({ name }) => name === RENAMED)!;
    await standIn.edit({ levels: [{ id: level.id, name: "Automation" }] });
    state = readFileSync(imported.stack.stateFile);
  }, 3 * MINUTES);

  const FIVE = [
    `inactive | ${INACTIVATED} | active true>false`,
    "locked | Helpdesk Buttons API (",
    `renamed | ${RENAMED} | name ${RENAMED}>Automation`,
    "unknown-account | Backup Tool (backuptool)",
    `update | ${WIDENED} | ${CELL}: Add No>Yes`,
  ];

  test(
    "are named, these five and nothing else",
    async () => {
      const run = expectCode(await drift("--json"), 2);
      first = findings(run);
      expect(first).toEqual(
        FIVE.map((line) => expect.stringMatching(new RegExp(`^${line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`))),
      );
      const report = JSON.parse(run.stdout) as Report;
      expect(report.unseen).toEqual([]);
      expect(report.problems).toEqual([]);
      const widened = report.changes.find(({ object }) => object.name === WIDENED)!;
      expect([widened.object.name, widened.direction, widened.risks[0]?.rule]).toEqual([
        WIDENED,
        "widens",
        "many-records",
      ]);
      expect(widened.accounts.map(({ name, managed }) => [name, managed])).toEqual([
        ["Helpdesk Buttons API", true],
        ["Backup Tool", false],
      ]);
    },
    5 * MINUTES,
  );

  test(
    "are the same five in the next run, and neither state nor tenant has changed",
    async () => {
      const tenant = await standIn.tenant();
      expect(findings(expectCode(await drift("--json", "--quiet"), 2))).toEqual(first);
      expect(readFileSync(imported.stack.stateFile).equals(state)).toBe(true);
      expect(await standIn.tenant()).toEqual(tenant);
    },
    5 * MINUTES,
  );

  test(
    "but for those that are accepted; what the console does not show is said",
    async () => {
      const accepted = join(imported.stack.program, "drift.accepted.yaml");
      const entry = (object: string, what: string) =>
        `  - object: ${JSON.stringify(object)}\n    ${what}\n    reason: agreed\n    by: jane@example.com\n    until: 2099-12-31\n`;
      writeFileSync(
        accepted,
        `accepted:\n${entry("backuptool", "kind: unknown-account")}${entry(RENAMED, "kind: renamed")}`,
      );
      try {
        const run = expectCode(await drift("--json", "--no-console", "--no-probe"), 2);
        expect(findings(run)).toEqual([`inactive | ${INACTIVATED} | active true>false`]);
        const report = JSON.parse(run.stdout) as Report;
        expect(report.accepted.map(({ kind, by }) => [kind, by])).toEqual([
          ["renamed", "jane@example.com"],
          ["unknown-account", "jane@example.com"],
        ]);
        expect(report.stale).toEqual([]);
        expect(report.unseen.map(({ what }) => what).join(" ")).toMatch(/cell by cell.*credentials still work/);
      } finally {
        rmSync(accepted);
      }
    },
    2 * MINUTES,
  );

  test(
    "without the console, the account's own sign-in shows that it is refused, and later that its level is wider",
    async () => {
      const refused = findings(expectCode(await drift("--json", "--no-console"), 2));
      expect(refused).toContainEqual(expect.stringMatching(/^credential-changed \| Helpdesk Buttons API/));
      expect(refused.join()).not.toContain(CELL);
      await standIn.edit({
        users: [
          { id: LOCKED, locked: false },
          { id: 29682912, remove: true },
        ],
      });
      const seen = findings(expectCode(await drift("--json", "--no-console"), 2));
      expect(seen).toContainEqual(`access-wider | ${WIDENED} | ${CELL}: Add No>Yes`);
      expect(seen).toContainEqual(expect.stringMatching(/^missing \| Rewst Automation/));
      expect(seen.join()).not.toContain("credential-changed");
    },
    3 * MINUTES,
  );
});

test(
  "a wrong acceptance is told with its line, a strange account by its name",
  async () => {
    const file = join(imported.stack.folder, "accepted.yaml");
    writeFileSync(file, "accepted:\n  - object: x\n    kind: locked\n    reason: y\n    by: z\n    until: soon\n");
    const run = expectCode(await drift("--accepted", file), 1);
    expect(run.stderr).toMatch(/accepted\.yaml, line 2: until is no date/);
  },
  MINUTES,
);

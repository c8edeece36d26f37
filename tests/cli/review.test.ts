import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../provider/report/model";
import { startStandIn, variables, type StandIn } from "../../tools/trial.mjs";
import { importStack, type Imported } from "../../tools/imported.mjs";
import { digestOf, RECORDED } from "../report/recorded";
import { junitFaults, reportFaults, sarifFaults } from "../report/schemas";
import { build } from "../support/build";
import { psa, stackEnvironment, type Psa } from "./psa";

/** `psa review` and `psa lint` with the real engine, and over saved previews. */

const MINUTE = 60_000;
const CANARY = "Canary-9-DECLARED";
let standIn: StandIn;
let imported: Imported;
let env: NodeJS.ProcessEnv;
const folder = mkdtempSync(join(tmpdir(), "psa-review-"));

const level = (permissions: object) => ({
  kind: "AutotaskSecurityLevel",
  args: { name: "API User (Propel Your MSP)", permissions },
});
const user = {
  kind: "AutotaskApiUser",
  args: {
    firstName: "P",
    lastName: "API",
    email: "p@example.com",
    securityLevel: "API User (Propel Your MSP)",
    integrationVendor: "Propel Your MSP",
    secret: CANARY,
  },
};
const run = (args: string[], declared: object[], more: NodeJS.ProcessEnv = {}): Promise<Psa> =>
  psa(args, { cwd: imported.stack.program, env: { ...env, DECLARED: JSON.stringify(declared), ...more } });
const offline = (args: string[], input?: string): Promise<Psa> =>
  psa(args, { cwd: folder, env: { PATH: process.env.PATH }, input });

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
  imported = await importStack(standIn, { seed: "small" });
  env = stackEnvironment(imported.stack.folder, variables(standIn.ready));
}, 2 * MINUTE);

afterAll(async () => {
  imported?.stack.remove();
  await standIn?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test(
  "a program that drops seven objects and widens beyond its vendor's document is refused; each rule can be overridden",
  async () => {
    const declared = [
      level({ "Service Desk > Object Permissions > Tickets": { View: "All", Add: "Yes", Delete: "All" } }),
      user,
    ];
    const files = ["json", "sarif", "junit", "html", "markdown", "summary"];
    const refused = await run(["review", ...files.flatMap((format) => ["-w", `${format}=out/${format}`])], declared);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining("pulumi preview")]);
    expect(refused.stdout).toContain("REFUSED by removals: 4 of 4 API accounts");
    expect(refused.stdout).toContain(
      'REFUSED by profile-excess: "API User (Propel Your MSP)" claims the profile of Propel Your MSP',
    );

    const out = Object.fromEntries(
      files.map((format) => [format, readFileSync(join(imported.stack.program, "out", format), "utf8")]),
    );
    const report = JSON.parse(out.json!) as Report;
    expect(report.changes.map(({ kind }) => kind).sort()).toEqual([
      "create",
      "create",
      ...Array<string>(7).fill("delete"),
    ]);
    expect(report.stack).toEqual({ project: "declared", name: "dev" });
    expect(reportFaults(out.json!)).toEqual([]);
    expect(sarifFaults(out.sarif!)).toEqual([]);
    expect(await junitFaults([{ fileName: "junit.xml", contents: out.junit! }])).toEqual([]);
    // Neither what was declared, nor what the stack and the environment hold.
    const { apiUser, administrator } = standIn.ready.autotask;
    const printed = [refused.stdout, refused.stderr, ...Object.values(out)].join("\n");
    for (const secret of [
      CANARY,
      apiUser.secret,
      apiUser.integrationCode,
      administrator.password,
      administrator.totpSecret,
    ])
      expect(printed).not.toContain(secret);

    const both = ["--allow", "removals", "--allow", "profile-excess"];
    const allowed = await run(["review", "--json", "--quiet", ...both], declared);
    expect([allowed.code, allowed.stderr]).toEqual([2, ""]);
    expect((JSON.parse(allowed.stdout) as Report).safety.verdict).toBe("overridden");

    const linted = await run(["lint"], declared);
    expect(linted.code).toBe(2);
    expect(linted.stdout).toContain("▲ beyond   Service Desk > Object Permissions > Tickets: Delete = All");
    expect(linted.stdout).toContain("▽ missing  Contracts > Object Permissions > Contracts: View");
  },
  3 * MINUTE,
);

test(
  "an error of the program, a stack that is not there, and a folder without a program end in exit code 1 and say why",
  async () => {
    const wrong = await run(["review"], [level({ "Service Desk > Nothing": true })]);
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toContain("The catalogue knows no such permission");
    const strange = await run(["review", "--stack", "nowhere"], []);
    expect([strange.code, strange.stderr]).toEqual([1, expect.stringMatching(/no stack named 'nowhere'/)]);
    const nowhere = await offline(["review"]);
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining("There is no Pulumi.yaml")]);
    const slow = await run(["review", "--time-limit", "0.3"], []);
    expect([slow.code, slow.stderr]).toEqual([1, expect.stringContaining("did not end within the time limit")]);
  },
  2 * MINUTE,
);

test(
  "an interrupted run ends at once and says so",
  async () => {
    let asked = false;
    const interrupted = await psa(["review"], {
      cwd: imported.stack.program,
      env: { ...env, DECLARED: "[]" },
      onMessage: (said, child) => {
        if (!asked && said.includes("pulumi preview")) asked = child.kill("SIGTERM");
      },
    });
    expect([interrupted.code, interrupted.stdout]).toEqual([1, ""]);
    expect(interrupted.stderr).toContain("Interrupted.");
  },
  MINUTE,
);

describe("saved previews, without stack, tenant or network", () => {
  const saved = (name: string): string => {
    const recorded = RECORDED.find((one) => one.name.startsWith(name))!;
    return JSON.stringify({ config: recorded.config ?? {}, steps: digestOf(recorded).steps });
  };

  test(
    "exit codes: 0 none, 2 changes, 3 refused, 1 no preview",
    async () => {
      writeFileSync(join(folder, "hr.json"), saved("hr-admin"));
      expect((await offline(["review", "hr.json"])).code).toBe(2);
      expect((await offline(["review", "-"], saved("nothing"))).code).toBe(0);
      expect((await offline(["review", "-"], saved("self-lockout: the"))).code).toBe(3);
      expect((await offline(["review", "-"], "hello")).code).toBe(1);
      expect((await offline(["review", "missing.json"])).stderr).toContain("missing.json cannot be read (ENOENT)");
    },
    MINUTE,
  );

  test(
    "the table goes to stdout and nothing else does; NO_COLOR and pipes get no colour",
    async () => {
      const { stdout, stderr } = await offline(
        ["review", "-", "-f", "markdown", "--link", "https://ci.example.com/3"],
        saved("hr-admin"),
      );
      expect(stdout.startsWith("<!-- psa review -->\n## Permission review")).toBe(true);
      expect(stdout).toContain("[whole report](https://ci.example.com/3)");
      expect(stdout + stderr).not.toContain("\u001b[");
    },
    MINUTE,
  );

  test(
    "lint compares with the profile that the command line names",
    async () => {
      const { code, stdout } = await offline(["lint", "-", "--json", "--profile", "propel=guardz"], saved("hr-admin"));
      const [linted] = (
        JSON.parse(stdout) as {
          levels: { profile: { vendor: string }; beyond: { cell: string }[]; missing: unknown[] }[];
        }
      ).levels;
      expect([code, linted!.profile.vendor, linted!.beyond]).toEqual([
        2,
        "Guardz",
        [{ cell: "Admin > Feature Access > Resources/Users (HR)", value: true }],
      ]);
      expect(linted!.missing.length).toBeGreaterThan(5);
      expect((await offline(["lint", "--list"])).stdout).toMatch(/propel +Propel Your MSP: /);
      expect((await offline(["lint", "-", "--profile", "x=gards"], "{}")).stderr).toContain("Did you mean guardz?");
    },
    MINUTE,
  );
});

test.each(["--help", "review --help", "drift --help", "lint --help", "doctor --help", "help review"])(
  "psa %s tells a stranger what to do",
  async (line) => {
    const { code, stdout, stderr } = await offline(line.split(" "));
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Usage: psa /);
    if (line !== "--help") expect(stdout).toMatch(/Exit codes: 0 .*, 1 /);
    for (const row of stdout.split("\n")) expect(row.length).toBeLessThanOrEqual(120);
  },
  MINUTE,
);

test(
  "what makes no sense is refused with a hint",
  async () => {
    expect((await offline(["reveiw"])).stderr).toContain("Did you mean review?");
    expect((await offline(["review", "-f", "pdf"])).stderr).toContain("Allowed choices are text, markdown");
    expect((await offline(["review", "-w", "pdf=x"])).stderr).toContain("--write wants format=file");
    expect((await offline(["drift", "--time-limit", "soon"])).stderr).toContain("--time-limit wants seconds");
    expect(existsSync(join(folder, "x"))).toBe(false);
    expect(readdirSync(folder)).not.toContain("pdf");
  },
  MINUTE,
);

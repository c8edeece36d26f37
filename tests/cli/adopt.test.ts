import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { startSandbox, type Sandbox } from "../../sandbox/server";
import { variables } from "../../tools/trial.mjs";
import { build } from "../support/build";
import { psa, stackEnvironment, type Psa } from "./psa";

/** psa adopt with REST alone; with the console, and what pulumi makes of it, see tests/engine/adopt.test.ts. */

let sandbox: Sandbox;
let folder: string;

beforeAll(build, 120_000);
beforeEach(async () => {
  sandbox = await startSandbox({ tenant: "small" });
  folder = mkdtempSync(join(tmpdir(), "psa-adopt-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await sandbox.close();
});

const adopt = (...args: string[]): Promise<Psa> =>
  psa(["adopt", "--no-console", ...args], { cwd: folder, env: stackEnvironment(folder, variables(sandbox.ready)) });
const written = (name: string): string => readFileSync(join(folder, "adopted", name), "utf8");
const apiUsers = () => sandbox.context.store.tenant.users.filter(({ licenseType }) => licenseType === 7);

test("what REST shows, as a program that says what it did not see", async () => {
  const run = await adopt();
  expect(run.code).toBe(0);
  expect(run.stdout).toContain("3 security levels and 4 API users, in adopted/index.ts");
  expect(run.stdout).toContain("The permissions of 3 levels were not read");
  expect(run.stdout).toContain("pulumi import --file import.json");

  const program = written("index.ts");
  const { diagnostics } = ts.transpileModule(program, { reportDiagnostics: true });
  expect(diagnostics).toEqual([]);
  // A tenant's own level may be called like one of Autotask's.
  expect(program).toContain('name: "Rewst- API User (system)"');
  expect(program).toContain("securityLevel: rewstApiUserSystem.name");
  expect(program).toContain("rotation: { trigger:");
  expect(program).toMatch(/Left out:\n\/\/ {3}API user "pulumiprovider": it is the account that reads here/);
  expect(program).not.toContain("profiles");
  for (const file of ["Pulumi.yaml", "package.json", "tsconfig.json"]) expect(written(file)).not.toBe("");

  const { resources } = JSON.parse(written("import.json")) as {
    resources: { type: string; id: string; inputs: Record<string, unknown>; outputs: Record<string, unknown> }[];
  };
  expect(resources).toHaveLength(7);
  for (const { inputs, outputs } of resources) {
    expect(outputs).toMatchObject(inputs);
    expect(inputs["__provider"]).toMatch(/^exports\.handler = \(\) => require\("pulumi-psa\/handlers"\)\.\w+;$/);
    // No secret is known, and no identifier that one could be tried with.
    expect(inputs["secret"]).toBeUndefined();
    expect(outputs["trackingIdentifier"]).toBeUndefined();
  }
  const secrets = sandbox.context.store.tenant.users.map(({ secret }) => secret);
  expect(
    secrets.filter((secret) => (written("import.json") + program + run.stdout + run.stderr).includes(secret)),
  ).toEqual([]);
});

test("names that meet, break lines or hold quotes are each told apart and written safely", async () => {
  const [, first, second, third] = apiUsers();
  sandbox.context.store.edit("somebody", (tenant) => {
    for (const { id } of [first!, second!]) {
      const user = tenant.users.find((one) => one.id === id)!;
      Object.assign(user, { firstName: "Backup", lastName: "API" });
    }
    Object.assign(
      tenant.users.find(({ id }) => id === third!.id)!,
      { firstName: 'Q"uote\\', lastName: "${x}`" },
    );
  });
  const run = await adopt("--json");
  const { users } = JSON.parse(run.stdout) as { users: { resource: string; username: string }[] };
  expect(users.map(({ resource }) => resource)).toContain("backup-api");
  expect(users.map(({ resource }) => resource)).toContain(`backup-api-${second!.userName}`);
  expect(new Set(users.map(({ resource }) => resource)).size).toBe(users.length);
  const program = written("index.ts");
  expect(ts.transpileModule(program, { reportDiagnostics: true }).diagnostics).toEqual([]);
  expect(program).toContain(`firstName: ${JSON.stringify('Q"uote\\')}`);
});

test("what the provider would refuse is left out, said with its reason in one line, and the exit code tells", async () => {
  sandbox.context.store.edit("somebody", (tenant) => {
    tenant.users.find(({ id }) => id === apiUsers()[1]!.id)!.email = "nobody";
    tenant.levels.find(({ name }) => name.startsWith("Rewst"))!.name = "Line one\nprocess.exit(1);";
  });
  const run = await adopt();
  expect(run.code).toBe(2);
  expect(run.stdout).toMatch(/Left out: API user ".*" \(Helpdesk Buttons API\): email: It is not an e-mail address/);
  const program = written("index.ts");
  expect(program).toMatch(/\/\/ {3}API user ".*" \(Helpdesk Buttons API\): email: /);
  expect(program).not.toMatch(/^process/m);
  expect(ts.transpileModule(program, { reportDiagnostics: true }).diagnostics).toEqual([]);
});

test("files that are there are not overwritten unless that is said", async () => {
  expect((await adopt()).code).toBe(0);
  writeFileSync(join(folder, "adopted", "Pulumi.yaml"), "name: mine\n");
  const again = await adopt();
  expect(again.code).toBe(1);
  expect(again.stderr).toContain("adopted has index.ts and import.json already");
  expect((await adopt("--force")).code).toBe(0);
  expect(written("Pulumi.yaml")).toBe("name: mine\n");
});

test("pages of users need a console", async () => {
  const run = await adopt("--user-pages");
  expect(run.code).toBe(1);
  expect(run.stderr).toContain("--user-pages needs a console sign-in");
});

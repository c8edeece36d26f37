import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flatten, normalisePermissions } from "../../provider/autotask/permissions/declaration";
import { profiles } from "../../provider/autotask/permissions/profiles";
import { apiUserCells, cellsBy, lowest } from "../../sandbox/levels";
import type { Tenant } from "../../sandbox/model";
import { startSandbox, type Sandbox } from "../../sandbox/server";
import { makeStack, variables, type Stack } from "../../tools/trial.mjs";
import { psa, stackEnvironment } from "../cli/psa";
import { build } from "../support/build";
import * as engine from "./support";
import { MINUTES } from "./support";

/** A tenant that people have made by hand, with 20 levels and 100 API users, becomes a program that changes nothing. */

const LEVELS = 20;
const USERS = 100;

let sandbox: Sandbox;
let folder: string;
let stack: Stack | undefined;

const custom = (tenant: Tenant) => tenant.levels.filter((level) => level.apiOnly && !level.system);
const apiUsers = (tenant: Tenant) =>
  tenant.users.filter((user) => user.licenseType === 7 && user.id !== tenant.providerUserId);

/** What somebody might have made: a few rights, a plain copy with a change, what a guide says, everything. */
function shape(tenant: Tenant): void {
  const levels = custom(tenant).slice(0, LEVELS);
  const users = apiUsers(tenant).slice(0, USERS);
  tenant.levels = tenant.levels.filter((level) => level.system || !level.apiOnly || levels.includes(level));
  tenant.users = tenant.users.filter(
    (user) => user.licenseType !== 7 || user.id === tenant.providerUserId || users.includes(user),
  );
  const guardz = new Map(
    flatten(normalisePermissions(profiles.guardz).permissions).map((cell) => [
      cell.action === undefined ? cell.key : `${cell.key} > ${cell.action}`,
      cell.value,
    ]),
  );
  levels.forEach((level, index) => {
    level.active = true;
    level.cells = cellsBy((spec, at) => {
      const full = apiUserCells()[spec.key]!;
      if (index % 4 === 0) return at % (index + 7) === 0 && spec.kind !== "number" ? full : lowest(spec);
      if (index % 4 === 1) return at === index && spec.kind === "checkbox" ? false : full;
      if (index % 4 === 2) return guardz.get(spec.key) ?? lowest(spec);
      return full;
    });
    // What follows another cell shows what that one says.
    for (const key of Object.keys(level.cells).filter((name) =>
      /^Inventory > Object Permissions > .* > Edit$/.test(name),
    ))
      level.cells[key] = level.cells[key.replace(/Edit$/, "Add")] === "Yes" ? "All" : "None";
  });
  users.forEach((user, index) => (user.levelId = index % 25 === 24 ? 24 : levels[index % levels.length]!.id));
}

beforeAll(async () => {
  await build();
  sandbox = await startSandbox({ tenant: "large" });
  sandbox.context.store.edit("a test", shape);
  folder = mkdtempSync(join(tmpdir(), "psa-adopt-"));
}, 2 * MINUTES);

afterAll(async () => {
  stack?.remove();
  rmSync(folder, { recursive: true, force: true });
  await sandbox?.close();
});

const truth = (): string => JSON.stringify(sandbox.context.store.tenant);
const journal = () => sandbox.context.journal.entries;

test(
  "psa adopt takes all of it down: one sign-in, a handful of calls, and nothing written",
  async () => {
    const before = truth();
    expect(custom(sandbox.context.store.tenant)).toHaveLength(LEVELS);
    expect(apiUsers(sandbox.context.store.tenant)).toHaveLength(USERS);
    const run = await psa(["adopt", "--out", "adopted", "--json"], {
      cwd: folder,
      env: stackEnvironment(folder, variables(sandbox.ready)),
    });
    if (run.code !== 0) throw new Error(`exit code ${run.code}\n${run.stdout}\n${run.stderr}`);
    const said = JSON.parse(run.stdout) as { levels: object[]; users: object[]; left: { what: string }[] };
    expect(said.levels).toHaveLength(LEVELS);
    expect(said.users).toHaveLength(USERS);
    expect(said.left.map(({ what }) => what)).toEqual(['API user "pulumiprovider"']);
    expect(journal().filter(({ action }) => action === "Sign-in: password")).toHaveLength(1);
    expect(journal().filter(({ channel }) => channel === "rest").length).toBeLessThanOrEqual(12);
    expect(truth()).toBe(before);

    const program = readFileSync(join(folder, "adopted", "index.ts"), "utf8");
    expect(program).toContain("permissions: profiles.guardz");
    expect(program).toContain('unlisted: "inherit"');
    expect(statSync(join(folder, "adopted", "import.json")).mode & 0o077).toBe(0);
  },
  15 * MINUTES,
);

test(
  "imported, the first pulumi up shows no change and touches nothing",
  async () => {
    stack = await makeStack({ source: join(folder, "adopted"), env: variables(sandbox.ready) });
    const file = ["import", "--file", "import.json", "--protect=false", "--generate-code=false", "--yes"];
    engine.expectCode(await stack.run([...file, "--suppress-progress"]), 0);
    const before = truth();
    const lines = journal().length;
    const run = engine.expectCode(await stack.run([...engine.UP, "--expect-no-changes"]), 0);
    expect(engine.text(run)).toContain(`${LEVELS + USERS + 1} unchanged`);
    const calls = journal().slice(lines);
    expect(calls.filter(({ channel }) => channel === "console")).toEqual([]);
    expect(calls.filter(({ channel, method }) => channel === "rest" && method !== "GET")).toEqual([]);
    expect(truth()).toBe(before);
  },
  5 * MINUTES,
);

test(
  "what it records is what REST shows: a refresh finds no difference, and a change by hand is found",
  async () => {
    // Names and states of levels and users; the cells were read by the adoption itself.
    const settings = Object.fromEntries(
      [
        "AUTOTASK_CONSOLE_URL",
        "AUTOTASK_CONSOLE_USER_NAME",
        "AUTOTASK_CONSOLE_PASSWORD",
        "AUTOTASK_CONSOLE_TOTP_SECRET",
      ].map((name) => [name, ""]),
    );
    const drift = ["refresh", "--preview-only", "--expect-no-changes", "--suppress-progress"];
    engine.expectCode(await stack!.run(drift, { env: settings }), 0);
    sandbox.context.store.edit("somebody", (tenant) => {
      apiUsers(tenant)[3]!.email = "somebody.else@example.com";
    });
    expect(engine.text(engine.expectCode(await stack!.run([...drift, "--diff"], { env: settings }), 7))).toContain(
      "somebody.else@example.com",
    );
  },
  5 * MINUTES,
);

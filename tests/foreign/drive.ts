import assert from "node:assert/strict";
import { openConsole } from "../../provider/autotask/console";
import { flatten, normalisePermissions } from "../../provider/autotask/permissions/declaration";
import type { WantedCell } from "../../provider/autotask/tenant";
import { Secret } from "../../provider/errors";
import { propelPermissions } from "../support/propel";
import { lowest, type Cell } from "./store";
import type { ForeignTenant } from "./tenant";

const LEVEL = "API User (Propel Your MSP)";
const VENDOR = "Propel Your MSP - Propel Your MSP";

/** Propel's guide, as the provider hands it to its console channel. */
const WANTED: WantedCell[] = flatten(normalisePermissions(propelPermissions).permissions);

/** What a cell of the tenant must hold when only `wanted` is declared: that, or the least that the page offers. */
function expected(cell: Cell, wanted: WantedCell[]): string {
  const key = [cell.section, cell.subsection, cell.name].filter(Boolean).join(" > ");
  const said = wanted.find((w) => w.key === key && (w.action ?? "") === cell.action);
  if (said) return said.value === true ? "checked" : said.value === false ? "unchecked" : String(said.value);
  return lowest(cell);
}

export interface Driven {
  /** Milliseconds per step. */
  took: Record<string, number>;
  log: string[];
}

/**
 * The provider's own console channel through all that the two Autotask resources ask of it, on a console that it has
 * never seen. What it says is compared with what the tenant holds.
 *
 * @throws AssertionError or the channel's own error, with the step's name in front.
 */
export async function drive(tenant: ForeignTenant, browserPath: string, evidenceFolder?: string): Promise<Driven> {
  const driven: Driven = { took: {}, log: [] };
  const admin = openConsole({
    url: tenant.consoleUrl,
    userName: tenant.administrator.userName,
    password: new Secret(tenant.administrator.password),
    totpSecret: new Secret(tenant.administrator.totpSecret),
    browserPath,
    ...(evidenceFolder !== undefined ? { evidenceFolder } : {}),
    log: (text) => driven.log.push(text),
  });
  const store = tenant.truth().store;
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = Date.now();
    try {
      return await work();
    } catch (e) {
      if (e instanceof Error) e.message = `${name}: ${e.message}`;
      throw e;
    } finally {
      driven.took[name] = Date.now() - start;
    }
  };
  const levelNamed = (name: string) => {
    const found = store.levels.filter((l) => l.name === name);
    assert.equal(found.length, 1, `the tenant has ${found.length} levels "${name}"`);
    return found[0]!;
  };
  const compare = (cells: Record<string, string>, wanted: WantedCell[]): void => {
    const wrong = store.cells
      .filter((c) => c.kind !== "number" && !c.fixed && cells[c.id] !== expected(c, wanted))
      .map((c) => `${c.id}= ${cells[c.id]} instead of ${expected(c, wanted)}`);
    assert.deepEqual(wrong, []);
  };
  try {
    const others = store.levels.length;
    await step("copy", async () => {
      const page = await admin.copyLevel("API User (system)", LEVEL, { cells: WANTED, unlisted: "none" });
      assert.equal(page.name, LEVEL);
      assert.equal(page.active, true);
      for (const w of WANTED) {
        const shown = page.cells.find((c) => c.key === w.key && c.action === w.action);
        assert.equal(shown?.value, w.value, `${w.key} ${w.action ?? ""} as read back`);
      }
      assert.equal(store.levels.length, others + 1);
      compare(levelNamed(LEVEL).cells, WANTED);
    });
    const form = {
      firstName: "Propel Your MSP",
      lastName: "API",
      email: "propel@example.com",
      securityLevel: LEVEL,
      location: "Head Office",
      active: true,
      username: "propelymsp4api",
      tracking: { kind: "vendor" as const, vendor: VENDOR },
    };
    const user = await step("create", async () => {
      const seen = await admin.createApiUser(form);
      const found = store.users.filter((u) => u.userName.toLowerCase() === `propelymsp4api@${store.domain}`.toLowerCase());
      assert.equal(found.length, 1, "users made");
      const made = found[0]!;
      assert.equal(made.firstName, form.firstName);
      assert.equal(made.lastName, form.lastName);
      assert.equal(made.email, form.email);
      assert.equal(made.levelId, levelNamed(LEVEL).id);
      assert.equal(made.locationId, store.locations.find((l) => l.name === "Head Office")!.id);
      assert.equal(made.active, true);
      assert.equal(made.tracking?.vendor, VENDOR);
      assert.equal(seen.key.toLowerCase(), made.userName.toLowerCase());
      assert.equal(seen.secret, made.secret);
      return made;
    });
    const handle = () => ({
      id: String(user.id),
      firstName: user.firstName,
      lastName: user.lastName,
      username: "propelymsp4api",
      active: user.active,
    });
    await step("read user", async () => {
      const page = await admin.readApiUser(handle());
      assert.equal(page.securityLevel, LEVEL);
      assert.equal(page.email, form.email);
      assert.equal(page.active, true);
      assert.equal(page.locked, false);
      assert.equal(page.location, "Head Office");
      assert.equal(page.tracking?.kind === "vendor" && page.tracking.vendor, VENDOR);
    });
    await step("rotate", async () => {
      const before = user.secret;
      tenant.edit(() => (user.locked = true));
      const seen = await admin.changeApiUser(handle(), { secret: true, locked: false });
      assert.notEqual(user.secret, before);
      assert.equal(seen.secret, user.secret);
      assert.equal(user.locked, false);
    });
    await step("change a cell and the name", async () => {
      const cells = [{ key: "Service Desk > Object Permissions > Tickets", action: "Add", value: "No" }];
      await admin.changeLevel(LEVEL, { cells, rename: `${LEVEL} 2` });
      compare(
        levelNamed(`${LEVEL} 2`).cells,
        WANTED.map((w) => (w.key.endsWith("> Tickets") && w.action === "Add" ? { ...w, value: "No" } : w)),
      );
    });
    await step("list", async () => {
      const rows = await admin.levels();
      for (const l of store.levels.filter((o) => o.apiOnly && o.active))
        assert.ok(
          rows.some((r) => r.name === l.name && r.apiOnly),
          `"${l.name}" is not in the list ${rows.map((r) => r.name).join(", ")}`,
        );
    });
    await step("inactivate user", async () => {
      await admin.changeApiUser(handle(), { active: false });
      assert.equal(user.active, false);
    });
    await step("read inactive user", async () => {
      assert.equal((await admin.readApiUser(handle())).active, false);
    });
    assert.equal(tenant.truth().actions.filter((a) => a === "sign-in").length, 1, "sign-ins");
    return driven;
  } finally {
    await admin.close();
  }
}

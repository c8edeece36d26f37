import { PartialFailure, UNKNOWN } from "../../provider/lifecycle";
import {
  securityLevel,
  type SecurityLevelInputs,
  type SecurityLevelState,
} from "../../provider/autotask/securityLevel";
import { Crash, idOf, MemoryTenant } from "../support/memoryTenant";
import { propelPermissions } from "../support/propel";

const args = { name: "API User (Propel Your MSP)", permissions: propelPermissions };
const TICKETS = "Service Desk > Object Permissions > Tickets";

async function checked(
  tenant: MemoryTenant,
  more: Record<string, unknown> = {},
  olds?: Record<string, unknown>,
): Promise<SecurityLevelInputs> {
  const { inputs, failures } = await securityLevel(tenant.services()).check({ ...args, ...more }, olds);
  expect(failures).toEqual([]);
  return inputs;
}

const made = (tenant: MemoryTenant) => tenant.levels.filter((level) => level.name === args.name);
const count = (tenant: MemoryTenant, call: string): number => tenant.calls.filter((name) => name === call).length;

describe("check", () => {
  test("fills in defaults and canonical words", async () => {
    const inputs = await checked(new MemoryTenant());
    expect(inputs).toMatchObject({ copyFrom: "API User (system)", active: true, unlisted: "none", adopt: false });
    expect(Object.keys(inputs.permissions)).toHaveLength(10);
    expect(inputs.permissions["CRM > Organization & Contact Access > Customer & Cancelation"]).toBe("All");
  });

  test("keeps the secret from expiring unless told otherwise, and says what that means", async () => {
    const box = "Other > Miscellaneous > Not required to change password (password does not expire)";
    const { check } = securityLevel(new MemoryTenant().services());
    expect((await check({ name: "A" })).inputs.permissions).toEqual({ [box]: true });
    const off = await check({ name: "A", permissions: { [box]: false } });
    expect(off.inputs.permissions).toEqual({ [box]: false });
    expect(off.warnings?.join()).toMatch(/expire/);
  });

  test.each([
    [{ name: "" }, "name", /empty/],
    [{ name: undefined }, "name", /missing/],
    [{ name: "Mine (system)" }, "name", /copyFrom/],
    [{ name: "Mine (API-only)" }, "name", /adds it by itself/],
    [{ copyFrom: "Dashboard User (system)" }, "copyFrom", /does not let/],
    [{ premissions: {} }, "premissions", /Did you mean permissions\?/],
    [{ unlisted: "all" }, "unlisted", /"none", "inherit"/],
    [{ active: "yes" }, "active", /true or false/],
    [{ permissions: { [TICKETS]: { View: "Some" } } }, `permissions["${TICKETS}"].View`, /"Mine"/],
  ])("%j is refused at %s", async (more, property, reason) => {
    const { failures } = await securityLevel(new MemoryTenant().services()).check({ ...args, ...more });
    expect(failures).toEqual([{ property, reason: expect.stringMatching(reason) as string }]);
  });

  test("what is not known yet passes", async () => {
    const { failures, inputs } = await securityLevel(new MemoryTenant().services()).check({
      name: UNKNOWN,
      permissions: { [TICKETS]: { View: UNKNOWN } },
    });
    expect(failures).toEqual([]);
    expect(inputs.name).toBe(UNKNOWN);
    expect(inputs.permissions[TICKETS]).toEqual({ View: UNKNOWN });
  });

  test("a 51st custom level is refused at preview, an existing one and its update are not", async () => {
    const tenant = new MemoryTenant();
    for (let i = 0; i < 49; i++) tenant.addLevel(`Level ${i}`);
    const lifecycle = securityLevel(tenant.services());
    expect((await lifecycle.check({ ...args, name: "Fifty" })).failures).toEqual([]);
    const { failures } = await lifecycle.check({ ...args, name: "Fifty-one" });
    expect(failures).toEqual([
      { property: "name", reason: expect.stringMatching(/49 custom API-only.*adds 2.*at most 50/) as string },
    ]);
    expect((await lifecycle.check({ ...args, name: "Level 3" })).failures).toEqual([]);
    expect((await lifecycle.check({ ...args, name: "Other" }, { name: "Old" })).failures).toEqual([]);
  });

  test("custom levels that are not API-only do not count", async () => {
    const tenant = new MemoryTenant();
    for (let i = 0; i < 50; i++) tenant.addLevel(`Level ${i}`, { apiOnly: i % 2 === 0 });
    await checked(tenant);
  });
});

describe("diff", () => {
  test("equal, changed in place, replaced", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = securityLevel(tenant.services());
    const inputs = await checked(tenant);
    const { id, state } = await lifecycle.create(inputs);
    expect(lifecycle.diff(id, state, inputs)).toEqual({ changes: false });
    expect(lifecycle.diff(id, state, { ...inputs, adopt: true })).toEqual({ changes: false });
    expect(lifecycle.diff(id, state, { ...inputs, name: "Renamed" })).toEqual({});
    expect(lifecycle.diff(id, state, await checked(tenant, { permissions: {} }, inputs as never))).toEqual({});
    expect(lifecycle.diff(id, state, { ...inputs, copyFrom: "Other" })).toEqual({
      replaces: ["copyFrom"],
      deleteBeforeReplace: true,
    });
    expect(lifecycle.diff(id, state, { ...inputs, name: UNKNOWN as unknown as string })).toEqual({});
  });
});

describe("create", () => {
  test("copies once, sets what is declared and nothing else, and reads back as declared", async () => {
    const tenant = new MemoryTenant();
    const inputs = await checked(tenant);
    const lifecycle = securityLevel(tenant.services());
    const { id, state } = await lifecycle.create(inputs);
    expect(made(tenant)).toHaveLength(1);
    expect(id).toBe(made(tenant)[0]!.id);
    expect(state).toEqual({ ...inputs, levelId: id, permissionsSeen: true });
    const cells = made(tenant)[0]!.cells;
    expect(cells.get(`${TICKETS}|View`)).toBe("All");
    expect(cells.get(`${TICKETS}|Delete`)).toBe("None");
    expect([...cells.values()].filter((value) => value === true)).toHaveLength(3);
    expect(await lifecycle.read(id, state)).toEqual({ id, state, inputs });
    expect(count(tenant, "copyLevel")).toBe(1);
    expect(count(tenant, "changeLevel")).toBe(0);
  });

  test("inherit leaves the rest as the copy had it, and gives a cell back when it is no longer declared", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = securityLevel(tenant.services());
    const inputs = await checked(tenant, { unlisted: "inherit", permissions: { [TICKETS]: { View: "Mine" } } });
    const { id, state } = await lifecycle.create(inputs);
    const cells = made(tenant)[0]!.cells;
    expect([cells.get(`${TICKETS}|View`), cells.get(`${TICKETS}|Delete`)]).toEqual(["Mine", "All"]);
    expect((await lifecycle.read(id, state))?.inputs).toEqual(inputs);
    cells.set(`${TICKETS}|Delete`, "None");
    const drifted = (await lifecycle.read(id, state))!;
    expect(drifted.inputs.permissions[TICKETS]).toEqual({ View: "Mine", Delete: "None" });
    const after = await lifecycle.update(
      id,
      drifted.state,
      await checked(tenant, { unlisted: "inherit", permissions: {} }, inputs as never),
    );
    expect([cells.get(`${TICKETS}|View`), cells.get(`${TICKETS}|Delete`)]).toEqual(["All", "All"]);
    expect(after.permissions[TICKETS]).toBeUndefined();
  });

  test("a name in use is a conflict that names the id and the cells; adopt takes it over", async () => {
    const tenant = new MemoryTenant();
    const other = tenant.addLevel(args.name.toUpperCase());
    const lifecycle = securityLevel(tenant.services());
    const inputs = await checked(tenant);
    await expect(lifecycle.create(inputs)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`id ${other.id}`) as string,
    });
    expect(other.cells.get(`${TICKETS}|Delete`)).toBe("All");
    const { id } = await lifecycle.create({ ...inputs, adopt: true });
    expect(id).toBe(other.id);
    expect([other.name, other.cells.get(`${TICKETS}|Delete`)]).toEqual([args.name, "None"]);
    expect(tenant.infos.join()).toMatch(/is taken over; what changes: .*Contracts: Add: Yes -> No \(narrows\)/);
  });

  test("an inactive one is revived, also when REST does not list inactive levels", async () => {
    for (const inactiveLevelsInPicklist of [true, false]) {
      const tenant = new MemoryTenant();
      tenant.switches.inactiveLevelsInPicklist = inactiveLevelsInPicklist;
      const old = tenant.addLevel(args.name, { active: false });
      const { id } = await securityLevel(tenant.services()).create(await checked(tenant));
      expect([id, old.active, made(tenant).length]).toEqual([old.id, true, 1]);
    }
  });

  test("two of one name: stops and says so", async () => {
    const tenant = new MemoryTenant();
    tenant.addLevel(args.name);
    tenant.addLevel(args.name);
    await expect(securityLevel(tenant.services()).create(await checked(tenant))).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("waits until the list shows it", async () => {
    const tenant = new MemoryTenant();
    tenant.switches.listedAfter = 3;
    const { id } = await securityLevel(tenant.services()).create(await checked(tenant));
    expect(id).toBe(made(tenant)[0]!.id);
    expect(tenant.slept).toBeGreaterThan(0);
  });

  test("a cell that does not take is a partial failure that names it and keeps the id; the gap shows in the state", async () => {
    const tenant = new MemoryTenant();
    tenant.stuck.set(idOf({ key: TICKETS, action: "Delete" }), "All");
    const lifecycle = securityLevel(tenant.services());
    const inputs = await checked(tenant);
    const failure = await lifecycle.create(inputs).then(
      () => undefined,
      (error: unknown) => error as PartialFailure<SecurityLevelState>,
    );
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure!.id).toBe(made(tenant)[0]!.id);
    expect(failure!.reasons.join()).toMatch(/Tickets: Delete: All -> None \(narrows\)/);
    expect(failure!.state.permissions[TICKETS]).toEqual({ View: "All", Add: "Yes", Delete: "All" });
    expect(lifecycle.diff(failure!.id, failure!.state, inputs)).toEqual({});
    tenant.stuck.clear();
    expect((await lifecycle.update(failure!.id, failure!.state, inputs)).permissions).toEqual(inputs.permissions);
  });

  test("the source has to exist", async () => {
    const tenant = new MemoryTenant();
    const create = securityLevel(tenant.services()).create(await checked(tenant, { copyFrom: "API Usr (system)" }));
    await expect(create).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining('"API User (system)"') as string,
    });
  });

  test("without a console: the steps for a person, every value filled in", async () => {
    const tenant = new MemoryTenant();
    const create = securityLevel(tenant.services(false)).create(await checked(tenant));
    await expect(create).rejects.toMatchObject({ code: "unsupported" });
    const text = await create.catch((error: Error) => error.message);
    for (const part of [
      "Copy Security Level",
      args.name,
      "`Object Permissions > Tickets`, View: choose **All**",
      "No Permission",
    ]) {
      expect(text).toContain(part);
    }
  });

  test.each(["before", "after"] as const)(
    "killed %s any call, then run again: one level, as declared",
    async (when) => {
      let call = 0;
      for (let happened = true; happened;) {
        const tenant = new MemoryTenant();
        const inputs = await checked(tenant);
        tenant.crashAt(++call, when, true);
        await securityLevel(tenant.services())
          .create(inputs)
          .catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
        happened = tenant.restart();
        const { id, state } = await securityLevel(tenant.services()).create(inputs);
        expect(made(tenant).map((level) => level.id)).toEqual([id]);
        expect(state.permissions).toEqual(inputs.permissions);
      }
      expect(call).toBeGreaterThan(4);
    },
  );
});

describe("rules of the vendor", () => {
  const IMPERSONATION = "Web Services API > Resource Impersonation > Service Desk > Tickets";
  const WEBHOOKS = "Other > Webhooks > Maximum number of Webhooks";

  test("rows of the impersonation grid and the number of webhooks are set; an undeclared number stays", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = securityLevel(tenant.services());
    const permissions = {
      [IMPERSONATION]: { "View (Query)": true, Add: true, "Edit (Update)": false },
      "Other > Webhooks > Can create Webhooks": true,
      [WEBHOOKS]: 25,
    };
    const { id, state } = await lifecycle.create(await checked(tenant, { permissions }));
    const { cells } = made(tenant)[0]!;
    expect([cells.get(`${IMPERSONATION}|Add`), cells.get(`${IMPERSONATION}|Edit (Update)`)]).toEqual([true, false]);
    expect(cells.get(WEBHOOKS)).toBe(25);
    expect(state.permissions[WEBHOOKS]).toBe(25);
    const rest = Object.fromEntries(Object.entries(permissions).filter(([key]) => key !== WEBHOOKS));
    await lifecycle.update(id, state, await checked(tenant, { permissions: rest }, state as never));
    expect(cells.get(WEBHOOKS)).toBe(25);
  });

  test("what the catalogue lacks is applied by the page's own words, with a warning; what the page lacks is refused", async () => {
    const tenant = new MemoryTenant();
    const { check, create } = securityLevel(tenant.services());
    const { inputs, warnings } = await check({ ...args, extraPermissions: { "AI > Copilot": false } });
    expect(warnings?.join()).toMatch(/AI > Copilot.*can only be checked on the tenant's page/);
    expect((await create(inputs)).state.extraPermissions).toEqual({ "AI > Copilot": false });
    const granted = await checked(tenant, { name: "Other", extraPermissions: { "AI > Copilot": true } });
    await expect(create(granted)).rejects.toMatchObject({ code: "not-found" });
    expect(tenant.levels.some(({ name }) => name === "Other")).toBe(false);
  });

  test("both API system levels can be copied, and a custom one", async () => {
    const tenant = new MemoryTenant();
    tenant.addLevel("API User (system) Can't Read Costs", { system: true });
    tenant.addLevel("API User (Helpdesk)");
    const { create, diff } = securityLevel(tenant.services());
    for (const copyFrom of ["API User (system) Can't Read Costs", "API User (Helpdesk) (API-only)"]) {
      const inputs = await checked(tenant, { name: `Copy of ${copyFrom.slice(0, 20)}`, copyFrom });
      const { id, state } = await create(inputs);
      expect(diff(id, state, { ...inputs, copyFrom: "API User (system)" })).toMatchObject({ replaces: ["copyFrom"] });
    }
  });

  test("the 51st is refused before anything is copied, also without a preview", async () => {
    const tenant = new MemoryTenant();
    const inputs = await checked(tenant);
    for (let i = 0; i < 50; i++) tenant.addLevel(`Level ${i}`);
    await expect(securityLevel(tenant.services()).create(inputs)).rejects.toMatchObject({
      code: "validation",
      message: expect.stringMatching(/at most 50/) as string,
    });
    expect(count(tenant, "copyLevel")).toBe(0);
  });

  test("a level of one's own whose name ends in (system) can be adopted; Autotask's own cannot", async () => {
    const tenant = new MemoryTenant();
    const own = tenant.addLevel("Rewst- API User (system)");
    const { create } = securityLevel(tenant.services());
    const inputs = await checked(tenant, { name: "Rewst- API User (system)", adopt: true });
    expect((await create(inputs)).id).toBe(own.id);
    const system = await checked(tenant, { name: "API User (system)", adopt: true });
    await expect(create(system)).rejects.toMatchObject({ code: "permission" });
  });

  test("inactive from the start; switched off with users on it, they are named", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = securityLevel(tenant.services());
    const { id, state } = await lifecycle.create(await checked(tenant, { active: false }));
    expect(made(tenant)[0]!.active).toBe(false);
    const on = await lifecycle.update(id, state, await checked(tenant, {}, state as never));
    tenant.addUser("busy1", { levelId: id, firstName: "Busy", lastName: "Bee" });
    await lifecycle.update(id, on, await checked(tenant, { active: false }, on as never));
    expect(tenant.warnings.join()).toMatch(/switched off while Busy Bee \(busy1\) is on it/);
  });
});

describe("read", () => {
  test("shows drift cell by cell, a new name, and what is inactive", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = securityLevel(tenant.services());
    const { id, state } = await lifecycle.create(await checked(tenant));
    const level = made(tenant)[0]!;
    level.cells.set(`${TICKETS}|Add`, "No");
    level.cells.set("Admin > Feature Access > LiveReports", true);
    level.name = "Renamed";
    level.active = false;
    const { inputs } = (await lifecycle.read(id, state))!;
    expect(inputs).toMatchObject({ name: "Renamed", active: false });
    expect(inputs.permissions[TICKETS]).toEqual({ View: "All", Add: "No" });
    expect(inputs.permissions["Admin > Feature Access > LiveReports"]).toBe(true);
  });

  test("gone from a complete list is gone; an inactive one that REST leaves out is not", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = securityLevel(tenant.services());
    const { id, state } = await lifecycle.create(await checked(tenant));
    made(tenant)[0]!.active = false;
    tenant.switches.inactiveLevelsInPicklist = false;
    expect((await lifecycle.read(id, state))?.inputs.active).toBe(false);
    tenant.levels.splice(tenant.levels.indexOf(made(tenant)[0]!), 1);
    expect(await lifecycle.read(id, state)).toBeUndefined();
  });

  test("without a console the cells of the last run are kept, and that is said once", async () => {
    const tenant = new MemoryTenant();
    const { id, state } = await securityLevel(tenant.services()).create(await checked(tenant));
    made(tenant)[0]!.cells.set(`${TICKETS}|Add`, "No");
    const lifecycle = securityLevel(tenant.services(false));
    expect((await lifecycle.read(id, state))!.state).toEqual(state);
    await lifecycle.read(id, state);
    expect(tenant.warnings).toHaveLength(1);
  });
});

describe("update", () => {
  test("one save for a new name, a cell and active", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = securityLevel(tenant.services());
    const inputs = await checked(tenant);
    const { id, state } = await lifecycle.create(inputs);
    const news = await checked(
      tenant,
      { name: "Renamed", permissions: { ...propelPermissions, [TICKETS]: { View: "Mine" } } },
      inputs as never,
    );
    const after = await lifecycle.update(id, state, news);
    expect(after).toEqual({ ...news, levelId: id, permissionsSeen: true });
    expect(count(tenant, "changeLevel")).toBe(1);
    const level = tenant.levels.find((entry) => entry.id === id)!;
    expect([level.name, level.cells.get(`${TICKETS}|View`), level.cells.get(`${TICKETS}|Add`)]).toEqual([
      "Renamed",
      "Mine",
      "No",
    ]);
  });

  test("somebody else's edit since the plan is not overwritten", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = securityLevel(tenant.services());
    const inputs = await checked(tenant);
    const { id, state } = await lifecycle.create(inputs);
    made(tenant)[0]!.cells.set(`${TICKETS}|Add`, "No");
    const news = await checked(
      tenant,
      { permissions: { ...propelPermissions, "Admin > Feature Access > Add-Ons": true } },
      inputs as never,
    );
    await expect(lifecycle.update(id, state, news)).rejects.toMatchObject({ code: "conflict" });
    expect(made(tenant)[0]!.cells.get("Admin > Feature Access > Add-Ons")).toBe(false);
  });

  test.each(["before", "after"] as const)("killed %s any call, then run again: as declared", async (when) => {
    let call = 0;
    for (let happened = true; happened;) {
      const tenant = new MemoryTenant();
      const inputs = await checked(tenant);
      const { id, state } = await securityLevel(tenant.services()).create(inputs);
      const news = await checked(
        tenant,
        { name: "Renamed", permissions: { [TICKETS]: { View: "Mine" } } },
        inputs as never,
      );
      tenant.crashAt(++call, when, true);
      await securityLevel(tenant.services())
        .update(id, state, news)
        .catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
      happened = tenant.restart();
      expect(await securityLevel(tenant.services()).update(id, state, news)).toEqual({
        ...news,
        levelId: id,
        permissionsSeen: true,
      });
    }
    expect(call).toBeGreaterThan(2);
  });

  test("a name that another level has is refused", async () => {
    const tenant = new MemoryTenant();
    tenant.addLevel("Taken");
    const lifecycle = securityLevel(tenant.services());
    const inputs = await checked(tenant);
    const { id, state } = await lifecycle.create(inputs);
    await expect(lifecycle.update(id, state, { ...inputs, name: "taken" })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("notes for reviewers: profile and justification", () => {
  const notes = { profile: "propel", justification: "The vendor's sync reads the list of resources." };

  test("are kept, diffed, taken away again, and nothing is written for them", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = securityLevel(tenant.services());
    const plain = await checked(tenant);
    const { id, state } = await lifecycle.create(plain);
    const noted = await checked(tenant, notes, plain as never);
    expect(noted).toEqual({ ...plain, ...notes });
    expect(lifecycle.diff(id, state, noted)).toEqual({});

    const calls = tenant.calls.length;
    const after = await lifecycle.update(id, state, noted);
    expect(after).toEqual({ ...state, ...notes });
    expect(lifecycle.diff(id, after, noted)).toEqual({ changes: false });
    const { profile } = notes;
    const one = await lifecycle.update(id, after, { ...plain, profile });
    expect(one).toEqual({ ...state, profile });
    expect(tenant.calls).toHaveLength(calls);

    expect((await lifecycle.read(id, after))!.inputs).toEqual(noted);
  });

  test("come along with a change that is written", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = securityLevel(tenant.services());
    const { id, state } = await lifecycle.create(await checked(tenant));
    const news = await checked(tenant, { ...notes, name: "Renamed" }, state as never);
    expect(await lifecycle.update(id, state, news)).toMatchObject({ ...notes, name: "Renamed" });
    expect(made(tenant)).toEqual([]);
  });

  test.each([
    [{ profile: "" }, "profile", /empty/],
    [{ profile: 3 }, "profile", /text/],
    [{ justification: "x".repeat(501) }, "justification", /at most 500/],
  ])("%j is refused", async (more, property, reason) => {
    const { failures } = await securityLevel(new MemoryTenant().services()).check({ ...args, ...more });
    expect(failures).toEqual([{ property, reason: expect.stringMatching(reason) as string }]);
  });
});

describe("delete", () => {
  test("inactivates; refuses with the names of active users", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = securityLevel(tenant.services());
    const { id, state } = await lifecycle.create(await checked(tenant));
    const user = tenant.addUser("busy1", { levelId: id, firstName: "Busy", lastName: "Bee" });
    await expect(lifecycle.delete(id, state)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Busy Bee (busy1)") as string,
    });
    expect(made(tenant)[0]!.active).toBe(true);
    user.active = false;
    await lifecycle.delete(id, state);
    expect(made(tenant)[0]!.active).toBe(false);
    await lifecycle.delete(id, state);
    expect(count(tenant, "changeLevel")).toBe(1);
  });

  test("a system level is never written", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = securityLevel(tenant.services());
    const inputs = await checked(tenant);
    const state = { ...inputs, levelId: "24", permissionsSeen: true };
    await expect(lifecycle.delete("24", state)).rejects.toMatchObject({ code: "permission" });
    await expect(lifecycle.update("24", state, inputs)).rejects.toMatchObject({ code: "permission" });
    expect(count(tenant, "changeLevel")).toBe(0);
  });
});

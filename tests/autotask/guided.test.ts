import { apiUser, type ApiUserInputs, type ApiUserState } from "../../provider/autotask/apiUser";
import { securityLevel, type SecurityLevelInputs } from "../../provider/autotask/securityLevel";
import { PartialFailure } from "../../provider/lifecycle";
import { MemoryTenant } from "../support/memoryTenant";
import { propelPermissions } from "../support/propel";

/** What only the console can do, without a console: a person does it, and the tenant shows it. */

const TICKETS = "Service Desk > Object Permissions > Tickets";
const LEVEL = "API User (Propel Your MSP)";
const USER = {
  firstName: "Propel Your MSP",
  lastName: "API",
  email: "propel@yourdomain.com",
  securityLevel: LEVEL,
  username: "propel1",
  integrationVendor: "Propel Your MSP",
  vendorTrackingIdentifier: "VENDOR-PROPEL",
};
const VENDOR = { tracking: { kind: "vendor", vendor: "Propel Your MSP" } } as const;
const HOUR = 3_600_000;

const levelInputs = async (more: object = {}): Promise<SecurityLevelInputs> => {
  const args = { name: LEVEL, permissions: propelPermissions, ...more };
  const { inputs, failures } = await securityLevel(new MemoryTenant().services()).check(args);
  expect(failures).toEqual([]);
  return inputs;
};
const userInputs = async (more: object = {}): Promise<ApiUserInputs> => {
  const { inputs, failures } = await apiUser(new MemoryTenant().services()).check({ ...USER, ...more });
  expect(failures).toEqual([]);
  return inputs;
};
const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "nothing was thrown",
    (error: Error) => error.message,
  );
const failureOf = (work: Promise<unknown>): Promise<PartialFailure<ApiUserState>> =>
  work.then(
    () => Promise.reject(new Error("nothing was thrown")),
    (error: unknown) => {
      expect(error).toBeInstanceOf(PartialFailure);
      return error as PartialFailure<ApiUserState>;
    },
  );
/** A person who needs some minutes and then does it. */
const after = (tenant: MemoryTenant, minutes: number, work: () => void): void => {
  let done = false;
  tenant.meanwhile = () => {
    if (done || tenant.slept < minutes * 60_000) return;
    done = true;
    work();
  };
};

describe("a level", () => {
  test("stop: the sections in the order of the page, each value, and the whole page in the file", async () => {
    const tenant = new MemoryTenant();
    const text = await messageOf(securityLevel(tenant.services(false)).create(await levelInputs()));
    const order = ["Contracts", "CRM", "Inventory", "Projects", "Service Desk", "Admin", "Other", "Web Services API"];
    const places = order.map((section) => text.indexOf(`**section ${section}**`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(text).toContain("right-click `API User (system) (API-only)` and press Copy Security Level");
    expect(text).toContain("[x] tick `Feature Access > Resources/Users (HR)`");
    const [[name, file]] = [...tenant.runbooks] as [[string, string]];
    expect(name).toBe("security-level-api-user-propel-your-msp");
    expect(file).toContain("| Object Permissions > Tickets | View: All, Add: Yes, Edit: No, Delete: None |");
    expect(file).toContain("| Feature Access > LiveReports | [ ] |");
    expect(text).not.toContain("| Feature Access");
  });

  test("in the tenant's words", async () => {
    const tenant = new MemoryTenant();
    const services = tenant.services(false);
    services.person = { ...services.person!, term: "Company" };
    const text = await messageOf(securityLevel(services).create(await levelInputs()));
    expect(text).toContain("Admin > Company Settings & Users");
    expect(text).toContain("`Company & Contact Access > Customer & Cancelation`: choose **All**");
    expect(text).not.toMatch(/Organization/);
  });

  test("wait: goes on as soon as REST shows it; the file is gone, and what was not seen is said", async () => {
    const tenant = new MemoryTenant();
    const inputs = await levelInputs();
    after(tenant, 20, () => tenant.addLevel(LEVEL));
    const { id, state } = await securityLevel(tenant.services(false, HOUR)).create(inputs);
    expect(state).toEqual({ ...inputs, levelId: id, permissionsSeen: false });
    expect(tenant.slept).toBeLessThan(21 * 60_000);
    expect(tenant.runbooks.size).toBe(0);
    expect(tenant.warnings.join()).toMatch(/cannot be read/);
    // Four looks a minute at most: 20 minutes cost no more than that.
    expect(tenant.calls.filter((call) => call === "securityLevels").length).toBeLessThan(90);
  });

  test("wait in vain: says how long, with the runbook", async () => {
    const tenant = new MemoryTenant();
    const text = await messageOf(securityLevel(tenant.services(false, 5 * 60_000)).create(await levelInputs()));
    expect(text).toMatch(/Nobody has within 5 min/);
    expect(text).toContain("Copy Security Level");
    expect(tenant.slept).toBe(5 * 60_000);
  });

  test("the next run takes over what a person made, and a console later shows what it is", async () => {
    const tenant = new MemoryTenant();
    const inputs = await levelInputs();
    const made = tenant.addLevel(LEVEL);
    const { id, state } = await securityLevel(tenant.services(false)).create(inputs);
    expect([id, state.permissionsSeen]).toEqual([made.id, false]);
    const seen = (await securityLevel(tenant.services()).read(id, state))!;
    expect(seen.state.permissionsSeen).toBe(true);
    expect(seen.inputs.permissions[TICKETS]).toMatchObject({ Delete: "All" });
  });

  test("a system level is not taken over", async () => {
    const tenant = new MemoryTenant();
    tenant.levels[0]!.name = LEVEL;
    await expect(securityLevel(tenant.services(false)).create(await levelInputs())).rejects.toMatchObject({
      code: "permission",
    });
  });

  test("a changed cell is listed alone and done when the person says so by the code of exactly this change", async () => {
    const tenant = new MemoryTenant();
    const made = tenant.addLevel(LEVEL);
    const { state } = await securityLevel(tenant.services(false)).create(await levelInputs());
    const permissions = { ...propelPermissions, [TICKETS]: { View: "All" } };
    const news = await levelInputs({ permissions });
    const text = await messageOf(securityLevel(tenant.services(false, HOUR)).update(made.id, state, news));
    expect(text).toContain("`Object Permissions > Tickets`, Add: choose **No**");
    expect(text).not.toContain("Contracts");
    const code = /AUTOTASK_DONE=(\w{8}) pulumi up/.exec(text)![1]!;
    // Waiting would be in vain: REST does not show cells.
    expect(tenant.slept).toBe(0);
    tenant.followed.add(code);
    expect(await securityLevel(tenant.services(false)).update(made.id, state, news)).toMatchObject({
      permissions: news.permissions,
      permissionsSeen: false,
    });
    const other = await levelInputs({ permissions: { ...permissions, [TICKETS]: { View: "Mine" } } });
    await expect(securityLevel(tenant.services(false)).update(made.id, state, other)).rejects.toMatchObject({
      code: "unsupported",
    });
  });

  test("a new name and the box Active are watched, and destroying waits for the box", async () => {
    const tenant = new MemoryTenant();
    const made = tenant.addLevel(LEVEL);
    const lifecycle = securityLevel(tenant.services(false, HOUR));
    const { state } = await lifecycle.create(await levelInputs());
    after(tenant, 1, () => (made.name = "Renamed"));
    const renamed = await lifecycle.update(made.id, state, await levelInputs({ name: "Renamed" }));
    expect(renamed.name).toBe("Renamed");
    tenant.slept = 0;
    after(tenant, 1, () => (made.active = false));
    await lifecycle.delete(made.id, renamed);
    expect(made.active).toBe(false);
    expect(tenant.runbooks.size).toBe(0);
  });
});

describe("a user", () => {
  const ready = (): MemoryTenant => {
    const tenant = new MemoryTenant();
    tenant.addLevel(LEVEL);
    return tenant;
  };
  const levelOf = (tenant: MemoryTenant) => tenant.levels.find(({ name }) => name === LEVEL)!.id;
  const byHand = (tenant: MemoryTenant, more: object = {}) =>
    tenant.addUser("propel1", {
      firstName: "Propel Your MSP",
      lastName: "API",
      email: "propel@yourdomain.com",
      levelId: levelOf(tenant),
      secret: "Copied-from-the-page-1",
      ...VENDOR,
      ...more,
    });

  test("stop: every field, what to copy, and the command that hands it over", async () => {
    const tenant = ready();
    const text = await messageOf(
      apiUser(tenant.services(false)).create(await userInputs({ dateFormat: "MM/dd/yyyy" })),
    );
    for (const part of [
      "New API User",
      "`Last Name`: type **API**",
      "`Security Level`: choose **API User (Propel Your MSP)**",
      "`Date Format`: choose **MM/dd/yyyy**",
      "[x] tick `Active`",
      "replace the part before the @: type **propel1**",
      "`Integration Vendor`: choose **Propel Your MSP**",
      "copy Username (Key), Password (Secret)",
      "`pulumi config set --secret autotask:secret-propel1`",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain("trackingIdentifier-propel1");
  });

  test("an integration of one's own has its identifier copied too", async () => {
    const inputs = await userInputs({
      integrationVendor: undefined,
      vendorTrackingIdentifier: undefined,
      internalIntegrationName: "Reporting",
    });
    const text = await messageOf(apiUser(ready().services(false)).create(inputs));
    expect(text).toContain("`Internal Integration Name`: type **Reporting**");
    expect(text).toContain("`pulumi config set --secret autotask:trackingIdentifier-propel1`");
  });

  test("a level that does not exist is said before anybody is sent to the console", async () => {
    await expect(
      apiUser(ready().services(false)).create(await userInputs({ securityLevel: "API User (Propel)" })),
    ).rejects.toMatchObject({ code: "not-found" });
  });

  test("wait, then hand over: kept without its secret, and proven by the next run", async () => {
    const tenant = ready();
    const inputs = await userInputs();
    after(tenant, 3, () => byHand(tenant));
    const failure = await failureOf(apiUser(tenant.services(false, HOUR)).create(inputs));
    expect(failure.reasons.join()).toContain("pulumi config set --secret autotask:secret-propel1");
    expect([failure.id, failure.state.secret]).toEqual([tenant.users[1]!.id, undefined]);

    const lifecycle = apiUser(tenant.services(false));
    tenant.handed.set("propel1", { secret: "Copied-from-the-page-1" });
    expect(lifecycle.diff(failure.id, failure.state, inputs)).toEqual({ changes: true });
    const state = await lifecycle.update(failure.id, failure.state, inputs);
    expect(state).toMatchObject({ verified: true, secret: "Copied-from-the-page-1", key: "propel1@ACME.COM" });
    expect(tenant.accepts(state)).toBe(true);
    expect(lifecycle.diff(failure.id, state, inputs)).toEqual({ changes: false });
    expect((await lifecycle.read(failure.id, state))!.inputs).toEqual(inputs);
  });

  test("a declared secret: one run from nothing to proven", async () => {
    const tenant = ready();
    const inputs = await userInputs({ secret: "Declared-1" });
    after(tenant, 3, () => byHand(tenant, { secret: "Declared-1" }));
    const { state } = await apiUser(tenant.services(false, HOUR)).create(inputs);
    expect(state).toMatchObject({ verified: true, secretGenerated: false });
    expect(tenant.warnings.join()).not.toContain("Declared-1");
  });

  test("somebody else's user is not taken over, unless adopted or its secret was handed over", async () => {
    const tenant = ready();
    byHand(tenant);
    const inputs = await userInputs();
    await expect(apiUser(tenant.services(false)).create(inputs)).rejects.toMatchObject({ code: "conflict" });
    tenant.handed.set("propel1", { secret: "Copied-from-the-page-1" });
    expect((await apiUser(tenant.services(false)).create(inputs)).state.verified).toBe(true);
  });

  test("what the person left out is set by REST where that can, and else is left to do", async () => {
    const tenant = ready();
    const user = byHand(tenant, { firstName: "Propell", levelId: "24" });
    tenant.handed.set("propel1", { secret: "Copied-from-the-page-1" });
    const failure = await failureOf(apiUser(tenant.services(false)).create(await userInputs()));
    expect(user.firstName).toBe("Propel Your MSP");
    expect(failure.reasons.join()).toContain("`Security Level`: choose **API User (Propel Your MSP)**");
    expect(failure.reasons.join()).not.toContain("`First Name`");
    user.levelId = levelOf(tenant);
    const state = await apiUser(tenant.services(false)).update(failure.id, failure.state, await userInputs());
    expect(state).toMatchObject({ securityLevel: LEVEL, verified: true });
  });

  test("an update: REST what it can, the rest by hand, watched; a failure keeps what is left", async () => {
    const tenant = ready();
    const user = byHand(tenant);
    tenant.handed.set("propel1", { secret: "Copied-from-the-page-1" });
    const { id, state } = await apiUser(tenant.services(false)).create(await userInputs());
    const news = await userInputs({ lastName: "Integration", location: "Branch" });
    const failure = await failureOf(apiUser(tenant.services(false)).update(id, state, news));
    expect(user.lastName).toBe("Integration");
    expect(failure.reasons.join()).toContain("`Primary Internal Location`: choose **Branch**");
    expect(failure.state.secret).toBe("Copied-from-the-page-1");
    after(tenant, 2, () => (user.location = "Branch"));
    const done = await apiUser(tenant.services(false, HOUR)).update(id, failure.state, news);
    expect(done).toMatchObject({ location: "Branch", lastName: "Integration", verified: true });
  });

  test("rotation: the person makes a new secret and hands it over; the old one stays in the state until then", async () => {
    const tenant = ready();
    const user = byHand(tenant);
    tenant.handed.set("propel1", { secret: "Copied-from-the-page-1" });
    const inputs = await userInputs({ rotation: { trigger: "one" } });
    const { id, state } = await apiUser(tenant.services(false)).create(inputs);
    const news = await userInputs({ rotation: { trigger: "two" } });
    const lifecycle = apiUser(tenant.services(false, HOUR));
    expect(lifecycle.diff(id, state, news)).toEqual({});
    const text = await messageOf(lifecycle.update(id, state, news));
    expect(text).toContain("press Generate Secret and copy it");
    expect(text).toContain("`pulumi config set --secret autotask:secret-propel1`");
    user.secret = "Copied-from-the-page-2";
    tenant.handed.set("propel1", { secret: "Copied-from-the-page-2" });
    const after = await lifecycle.update(id, state, news);
    expect(after).toMatchObject({ secret: "Copied-from-the-page-2", verified: true, rotation: { trigger: "two" } });
    expect(lifecycle.diff(id, after, news)).toEqual({ changes: false });
  });

  test("where REST shows no API users, its own sign-in shows that it is there", async () => {
    const tenant = ready();
    tenant.switches.apiUsersInQueries = false;
    const inputs = await userInputs();
    await expect(apiUser(tenant.services(false, HOUR)).create(inputs)).rejects.toMatchObject({ code: "unsupported" });
    expect(tenant.slept).toBe(0);
    byHand(tenant);
    tenant.handed.set("propel1", { secret: "Copied-from-the-page-1" });
    const { id, state } = await apiUser(tenant.services(false)).create(inputs);
    expect([id, state.verified, state.key]).toEqual(["username:propel1", true, "propel1@ACME.COM"]);
  });
});

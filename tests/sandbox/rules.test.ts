import { Secret, TOTP } from "otpauth";
import { effectiveAccess } from "../../sandbox/access";
import { apiUserCells, cellSpecs, cellsBy, highest, lowest } from "../../sandbox/levels";
import type { Tenant } from "../../sandbox/model";
import * as rules from "../../sandbox/rules";
import { seedTenant } from "../../sandbox/seeds";
import { Switches } from "../../sandbox/switches";

const now = new Date("2026-11-24T12:00:00Z");
const usual = new Switches();
let tenant: Tenant;
beforeEach(() => {
  tenant = seedTenant("small");
});

const form = (change: Partial<rules.ApiUserForm> = {}): rules.ApiUserForm => ({
  firstName: "Propel Your MSP",
  lastName: "API",
  email: "propel@northwind.example",
  active: true,
  locked: false,
  levelId: 24,
  locationId: 90682,
  dateFormat: "",
  timeFormat: "",
  numberFormat: "",
  userName: "propel1",
  secret: "Abcdefg1",
  tracking: { kind: "custom", name: "Propel" },
  lineOfBusiness: [],
  seesUnassignedLineOfBusiness: true,
  ...change,
});

describe("levels", () => {
  it("know all cells of the catalogue, each list in ascending order of right", () => {
    expect(cellSpecs).toHaveLength(202);
    expect(cellSpecs.filter((spec) => spec.kind === "level" && spec.values.length < 2)).toEqual([]);
    expect(cellSpecs.filter((spec) => spec.assumed).length).toBeGreaterThan(0);
  });

  it("start as the record says the system level is", () => {
    const cells = apiUserCells();
    expect(cells["Contracts > Object Permissions > Contracts > View"]).toBe("All");
    expect(cells["Other > Miscellaneous > Not required to change password (password does not expire)"]).toBe(true);
    expect(cells["Other > Webhooks > Can create Webhooks"]).toBe(false);
    const costs = tenant.levels.find((level) => level.name.includes("Can't Read Costs"))!;
    expect(costs.cells["Other > Resources/Users (HR) > Can view Internal Cost section on New/Edit Resource page"]).toBe(
      false,
    );
  });

  it("are copied with every cell and saved under a new name", () => {
    const copy = rules.copyLevel(tenant, 24, usual);
    expect(copy).toMatchObject({
      name: "API User (system) (Copy)",
      system: false,
      apiOnly: true,
      active: true,
      cells: apiUserCells(),
    });
    rules.saveLevel(
      tenant,
      copy.id,
      { name: " Propel ", cells: { "Contracts > Object Permissions > Contracts > View": "None" } },
      usual,
      now,
    );
    expect(tenant.levels.find((level) => level.id === copy.id)).toMatchObject({ name: "Propel" });
    expect(rules.levelTitle(copy)).toBe("Propel (API-only)");
  });

  it("of the system cannot be saved, deleted or, the API User one, inactivated; three cannot be copied", () => {
    expect(() => rules.saveLevel(tenant, 24, { name: "Mine" }, usual, now)).toThrow(
      "System security levels cannot be edited.",
    );
    expect(() => rules.deleteLevel(tenant, 24, usual)).toThrow("cannot be deleted");
    expect(() => rules.setLevelActive(tenant, 24, false)).toThrow("cannot be inactivated");
    expect(rules.setLevelActive(tenant, 36, false).active).toBe(false);
    for (const id of [21, 38, 41]) expect(() => rules.copyLevel(tenant, id, usual)).toThrow("cannot be copied");
  });

  it("are at most 50 custom API-only ones", () => {
    const large = seedTenant("large");
    rules.addLevel(large, { ...rules.draftCopy(large, 24, usual), name: "The fiftieth" }, usual);
    expect(() => rules.addLevel(large, { ...rules.draftCopy(large, 24, usual), name: "One more" }, usual)).toThrow(
      "maximum of 50",
    );
    expect(rules.addLevel(large, { ...rules.draftCopy(large, 36, usual), name: "Not API-only" }, usual).apiOnly).toBe(
      false,
    );
  });

  it("refuse a name that is empty, too long or taken, and a value that is not in the list", () => {
    const copy = rules.copyLevel(tenant, 24, usual);
    const save = (edit: rules.LevelEdit) => () => rules.saveLevel(tenant, copy.id, edit, usual, now);
    expect(save({ name: " " })).toThrow(expect.objectContaining({ field: "name" }));
    expect(save({ name: "x".repeat(101) })).toThrow("100");
    expect(save({ name: "api user (HELPDESK buttons)" })).toThrow("must be unique");
    expect(save({ cells: { "Contracts > Object Permissions > Contracts > View": "Everything" } })).toThrow(
      'cannot be "Everything"',
    );
    expect(save({ cells: { "Admin > Feature Access > Your Organization": "yes" } })).toThrow("cannot be");
    expect(save({ cells: { "Other > Webhooks > Maximum number of Webhooks": 1.5 } })).toThrow("cannot be");
  });

  it("in use cannot be deleted, and stay with their users when inactivated", () => {
    const level = tenant.levels.find((candidate) => candidate.name === "API User (Helpdesk Buttons)")!;
    expect(() => rules.deleteLevel(tenant, level.id, usual)).toThrow("Helpdesk Buttons API");
    rules.saveLevel(tenant, level.id, { active: false }, usual, now);
    expect(rules.usersOnLevel(tenant, level.id)).toHaveLength(1);
    expect(rules.offeredLevels(tenant).some((offered) => offered.id === level.id)).toBe(false);
    expect(rules.offeredLevels(tenant, level.id).some((offered) => offered.id === level.id)).toBe(true);
    expect(() => rules.createApiUser(tenant, form({ levelId: level.id }), usual, now)).toThrow("active API-only level");
  });
});

describe("API users", () => {
  it("are created with the tenant's formats and a generated identifier", () => {
    const user = rules.createApiUser(tenant, form({ userName: "propel1@northwind.example" }), usual, now);
    expect(user).toMatchObject({
      userName: "propel1",
      licenseType: 7,
      dateFormat: "MM/dd/yyyy",
      timeFormat: "hh:mm a",
      numberFormat: "X,XXX.XX",
    });
    expect(rules.trackingIdentifier(tenant, user)).toMatch(/^[A-Z0-9]{27}$/);
    expect(rules.fullKey(tenant, user)).toBe("propel1@NORTHWIND.EXAMPLE");
  });

  it("get a key of 15 and a secret of 25 characters that meet every rule", () => {
    const strong = new Switches({ secretRules: "strong" });
    for (let round = 0; round < 50; round++) {
      const [userName, secret] = [rules.generateKey(tenant), rules.generateSecret()];
      expect([userName.length, secret.length]).toEqual([15, 25]);
      rules.createApiUser(tenant, form({ userName, secret }), strong, now);
    }
    expect(tenant.users).toHaveLength(62);
  });

  const refusals: [string, Partial<rules.ApiUserForm>, string, RegExp][] = [
    ["no first name", { firstName: " " }, "firstName", /required/],
    ["an e-mail address that is none", { email: "propel" }, "email", /not valid/],
    ["no key", { userName: "" }, "userName", /required/],
    ["a forbidden character", { userName: "a:b" }, "userName", /must not contain :/],
    ["an at sign of another domain", { userName: "a@other.example" }, "userName", /must not contain @/],
    ["a key that is too long", { userName: "x".repeat(33) }, "userName", /32/],
    ["a key of an inactive user", { userName: "GRAY.LINDSTRÖM" }, "userName", /including inactive/],
    ["a short secret", { secret: "abc123" }, "secret", /7/],
    ["a secret with a space", { secret: "abc def ghi" }, "secret", /spaces/],
    ["a secret with a single quote", { secret: "abc'defghi" }, "secret", /quotes/],
    ["a level that is not API-only", { levelId: 17 }, "levelId", /API-only/],
    ["an unknown location", { locationId: 1 }, "locationId", /Location/],
    ["an unknown vendor", { tracking: { kind: "vendor", vendorId: 1 } }, "tracking", /Vendor/],
    ["a custom integration without name", { tracking: { kind: "custom", name: "" } }, "tracking", /Name/],
    ["an unknown date format", { dateFormat: "d.M." }, "dateFormat", /d\.M\./],
  ];
  it.each(refusals)("refuse %s", (_what, change, field, text) => {
    let thrown: unknown;
    try {
      rules.createApiUser(tenant, form(change), usual, now);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(rules.RuleViolation);
    expect(thrown).toMatchObject({ field, message: expect.stringMatching(text) });
  });

  it("keep their tracking identifier for good, but may get one later", () => {
    const user = rules.createApiUser(tenant, form({ tracking: null }), usual, now);
    rules.updateApiUser(tenant, user.id, { tracking: { kind: "vendor", vendorId: 201 } }, usual);
    rules.updateApiUser(tenant, user.id, { tracking: { kind: "vendor", vendorId: 201 } }, usual);
    expect(() => rules.updateApiUser(tenant, user.id, { tracking: { kind: "vendor", vendorId: 202 } }, usual)).toThrow(
      "Once assigned, this cannot be changed.",
    );
    expect(() => rules.updateApiUser(tenant, user.id, { tracking: null }, usual)).toThrow("Once assigned");
  });

  it("want a secret that differs from the last five", () => {
    const user = rules.createApiUser(tenant, form({ secret: "secret-0" }), usual, now);
    const change = (secret: string) => () => rules.updateApiUser(tenant, user.id, { secret }, usual);
    for (let index = 1; index <= 4; index++) change(`secret-${index}`)();
    expect(change("secret-0")).toThrow("last 5");
    change("secret-5")();
    change("secret-0")();
    expect(user.secret).toBe("secret-0");
  });

  it("change level, location, names and state", () => {
    const user = rules.createApiUser(tenant, form(), usual, now);
    rules.updateApiUser(
      tenant,
      user.id,
      { levelId: 25, locationId: 90683, firstName: "New", active: false, locked: true, userName: "propel2" },
      usual,
    );
    expect(user).toMatchObject({
      levelId: 25,
      locationId: 90683,
      firstName: "New",
      active: false,
      locked: true,
      userName: "propel2",
      secret: "Abcdefg1",
    });
    expect(() => rules.updateApiUser(tenant, 1, {}, usual)).toThrow("no resource 1");
  });
});

it("signs the administrator in with password and the code of the moment", () => {
  const { userName, password, totpSecret } = tenant.administrator;
  expect(rules.checkAdministrator(tenant, userName.toUpperCase(), password)).toBe(true);
  expect(rules.checkAdministrator(tenant, userName, `${password}x`)).toBe(false);
  const code = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: now.getTime() });
  expect(rules.checkTotp(tenant, code, now)).toBe(true);
  expect(rules.checkTotp(tenant, code, new Date(now.getTime() + 120_000))).toBe(false);
});

describe("effective access", () => {
  it("is nothing but one's own tickets and calls at the bottom, all at the top", () => {
    const none = effectiveAccess(cellsBy(lowest));
    expect(none["Contracts"]).toEqual({ query: "none", create: "none", update: "none", delete: "none" });
    expect(none["Tickets"]!.query).toBe("restricted");
    expect(none["Resources"]).toMatchObject({ query: "none", update: "none" });
    const full = effectiveAccess(cellsBy(highest));
    expect(full["Tickets"]).toEqual({ query: "all", create: "all", update: "all", delete: "all" });
    expect(full["Companies"]!.query).toBe("all");
  });

  it("is restricted where only a part of the organizations can be seen", () => {
    const cells = { ...cellsBy(lowest), "CRM > Organization & Contact Access > Customer & Cancelation": "All" };
    expect(effectiveAccess(cells)["Companies"]!.query).toBe("restricted");
  });
});

it("makes the same tenants every time", () => {
  for (const size of ["empty", "small", "large"] as const) expect(seedTenant(size)).toEqual(seedTenant(size));
});

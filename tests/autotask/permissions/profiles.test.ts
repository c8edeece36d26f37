import { PASSWORD_NEVER_EXPIRES, permissionAt } from "../../../provider/autotask/permissions/catalogue";
import { flatten, normalisePermissions, relations } from "../../../provider/autotask/permissions/declaration";
import { cellName, grantsNothing } from "../../../provider/autotask/permissions/matrix";
import { openDirectory } from "../../../provider/autotask/rest/directory";
import { Secret } from "../../../provider/errors";
import {
  allProfiles,
  AutotaskSecurityLevel,
  profileOf,
  profiles,
  type AutotaskSecurityLevelArgs,
} from "../../../provider/index";
import { cellsBy, lowest } from "../../../sandbox/levels";
import { startSandbox } from "../../../sandbox/server";
import { propelPermissions } from "../../support/propel";

const cellsOf = (permissions: object): string[] =>
  flatten(normalisePermissions(permissions).permissions).map((cell) => `${cellName(cell)} = ${String(cell.value)}`);

test.each(allProfiles.map((profile) => [profile.name, profile] as const))(
  "%s is a declaration without fault",
  (name, profile) => {
    const { permissions, failures } = normalisePermissions(profile.permissions);
    expect(failures).toEqual([]);
    expect(relations(permissions, profile.unlisted)).toEqual({ failures: [], warnings: [] });
    // A profile lists what is granted, and an API user's secret does not expire with it.
    expect(flatten(permissions).filter((cell) => grantsNothing(cell.value))).toEqual([]);
    expect(permissions[PASSWORD_NEVER_EXPIRES]).toBe(true);
    for (const cell of flatten(permissions)) expect(permissionAt(cell.key, cell.action)).toBeDefined();

    expect(profiles).toHaveProperty(name, profile.permissions);
    expect(profileOf(name as keyof typeof profiles)).toBe(profile);
    expect(profile).toMatchObject({
      vendor: expect.stringMatching(/./),
      source: expect.stringMatching(/./),
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
  },
);

test("every profile is in both lists", () => {
  expect(Object.keys(profiles)).toEqual(allProfiles.map(({ name }) => name));
});

test("Propel: the ten rows and twelve cells of the guide", () => {
  expect(cellsOf(profiles.propel)).toEqual(cellsOf(propelPermissions));
  expect(cellsOf(profiles.propel)).toHaveLength(12);
});

test("Guardz: what the guide sets, and the box that it forgets", () => {
  expect(cellsOf(profiles.guardz)).toEqual([
    "Admin > Feature Access > Kaseya Integrations = true",
    "CRM > Organization & Contact Access > Customer & Cancelation = All",
    "CRM > Organization & Contact Access > Prospects, Leads, & Dead = All",
    "CRM > Organization & Contact Access > Vendor & Partners = All",
    `${PASSWORD_NEVER_EXPIRES} = true`,
    "Service Desk > Object Permissions > Tickets: Add = Yes",
    "Service Desk > Object Permissions > Tickets: Edit = Yes",
    "Service Desk > Object Permissions > Tickets: View = All",
    "Web Services API > Resource Impersonation > CRM > Account: View (Query) = true",
    "Web Services API > Resource Impersonation > Service Desk > Tickets: Add = true",
    "Web Services API > Resource Impersonation > Service Desk > Tickets: Edit (Update) = true",
    "Web Services API > Resource Impersonation > Service Desk > Tickets: View (Query) = true",
  ]);
  expect(profileOf("guardz").remarks.join()).toMatch(/clears: without it the secret expires/);
});

test("a profile is declared as it is, or with more", () => {
  const plain: AutotaskSecurityLevelArgs = { name: "Guardz", permissions: profiles.guardz };
  const more: AutotaskSecurityLevelArgs = {
    name: "Guardz",
    permissions: { ...profiles.guardz, "Admin > Feature Access > LiveReports": true },
  };
  const wrong: AutotaskSecurityLevelArgs = {
    name: "Guardz",
    // @ts-expect-error a profile is no licence for a wrong key
    permissions: { ...profiles.guardz, "Admin > Live": true },
  };
  expect([plain, more, wrong].map(({ permissions }) => Object.keys(permissions as object).length)).toEqual([8, 9, 9]);
  expect(AutotaskSecurityLevel.__pulumiType).toMatch(/AutotaskSecurityLevel$/);
  expect(Object.isFrozen(profiles.guardz)).toBe(true);
});

test("the provider's own user does all of its work with its profile, and not without", async () => {
  const sandbox = await startSandbox({ tenant: "small" });
  try {
    const { store, ready } = { store: sandbox.context.store, ready: sandbox.ready.autotask };
    const own = store.tenant.users.find(({ id }) => id === store.tenant.providerUserId)!;
    const other = store.tenant.users.find((user) => user.licenseType === 7 && user.active && user.id !== own.id)!;
    const give = (permissions: object): void =>
      store.edit("a test", (tenant) => {
        const wanted = new Map(
          flatten(normalisePermissions(permissions).permissions).map((cell) => [
            cell.action === undefined ? cell.key : `${cell.key} > ${cell.action}`,
            cell.value,
          ]),
        );
        const cells = cellsBy((spec) => wanted.get(spec.key) ?? lowest(spec));
        const level = { id: 9_001, name: "Own", system: false, apiOnly: true, active: true, cells };
        tenant.levels = [...tenant.levels.filter(({ id }) => id !== level.id), level];
        tenant.users.find(({ id }) => id === own.id)!.levelId = level.id;
      });
    const open = () =>
      openDirectory({
        zoneInformationUrl: ready.zoneInformationUrl,
        userName: ready.apiUser.userName,
        secret: new Secret(ready.apiUser.secret),
        integrationCode: new Secret(ready.apiUser.integrationCode),
      });

    give(profiles.psaProvider);
    const directory = open();
    expect((await directory.apiUsers()).length).toBeGreaterThan(1);
    expect((await directory.securityLevels()).map(({ name }) => name)).toContain("API User (system)");
    expect((await directory.locations()).size).toBeGreaterThan(0);
    expect(await directory.writableUserFields()).toContain("isActive");
    await directory.patchApiUser(String(other.id), { lastName: "Changed" });
    expect(store.tenant.users.find(({ id }) => id === other.id)).toMatchObject({ lastName: "Changed" });

    give({});
    await expect(open().apiUsers()).rejects.toMatchObject({ code: "permission" });
    await expect(open().patchApiUser(String(other.id), { lastName: "Again" })).rejects.toThrow();
    expect(store.tenant.users.find(({ id }) => id === other.id)).toMatchObject({ lastName: "Changed" });
  } finally {
    await sandbox.close();
  }
});

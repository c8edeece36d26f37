import { apiUser, type ApiUserInputs, type ApiUserState } from "../../provider/autotask/apiUser";
import { flatten } from "../../provider/autotask/permissions/declaration";
import { contradictions } from "../../provider/autotask/permissions/levelBook";
import { openDirectory } from "../../provider/autotask/rest/directory";
import { securityLevel } from "../../provider/autotask/securityLevel";
import type { EntityAccess } from "../../provider/autotask/tenant";
import { PartialFailure } from "../../provider/lifecycle";
import { Secret } from "../../provider/errors";
import { startSandbox } from "../../sandbox/server";
import { MemoryTenant } from "../support/memoryTenant";
import { propelPermissions } from "../support/propel";

/** What is made of a user's own credentials once it is there. */

const LEVEL = "API User (Propel Your MSP)";
const args = {
  firstName: "Propel Your MSP",
  lastName: "API",
  email: "propel@yourdomain.com",
  securityLevel: LEVEL,
  username: "propel1",
  integrationVendor: "Propel Your MSP",
  vendorTrackingIdentifier: "VENDOR-PROPEL",
};
const all: EntityAccess = { query: "all", create: "all", update: "all", delete: "all" };
const none: EntityAccess = { query: "none", create: "none", update: "none", delete: "none" };
/** What Propel's twelve cells let a user do. */
const propel = {
  Contract: { ...none, query: "all" },
  Ticket: { ...none, query: "all", create: "all" },
  Company: { ...none, query: "restricted" },
  Contact: none,
} as const;

const checked = async (more: object = {}): Promise<ApiUserInputs> =>
  (await apiUser(new MemoryTenant().services()).check({ ...args, ...more })).inputs;

/** A tenant with the level, and the level declared in the same program. */
async function ready(access: Record<string, EntityAccess>) {
  const tenant = new MemoryTenant();
  tenant.addLevel(LEVEL);
  tenant.access = access;
  const services = tenant.services();
  await securityLevel(services).check({ name: LEVEL, permissions: propelPermissions });
  return { tenant, services, lifecycle: apiUser(services) };
}
const reasonsOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialFailure);
  return (error as PartialFailure<ApiUserState>).reasons.join();
};
const probes = (tenant: MemoryTenant): number => tenant.calls.filter((call) => call === "probe").length;

describe("access against the level", () => {
  test("as granted: verified with one sign-in", async () => {
    const { tenant, lifecycle } = await ready(propel);
    const { state } = await lifecycle.create(await checked());
    expect([state.verified, probes(tenant)]).toEqual([true, 1]);
    expect(state.access).toMatchObject({ Ticket: { create: "all" } });
  });

  test.each([
    ["less than granted", { ...propel, Ticket: none }, /Tickets: View" is All, but the user may never query Tickets/],
    ["more than granted", { ...propel, Contact: all }, /nothing that is declared lets it delete Contacts/],
  ])(
    "%s: strict fails within five minutes and says where, warn says it, off does not look",
    async (_, access, text) => {
      const strict = await ready(access);
      const reasons = await reasonsOf(strict.lifecycle.create(await checked()));
      expect(reasons).toMatch(text);
      expect(reasons).toMatch(/\[unverified\]/);
      expect(strict.tenant.slept).toBeLessThan(6 * 60_000);

      const warn = await ready(access);
      expect((await warn.lifecycle.create(await checked({ verify: "warn" }))).state.verified).toBe(true);
      expect(warn.tenant.warnings.join()).toMatch(text);

      const off = await ready(access);
      await off.lifecycle.create(await checked({ verify: "off" }));
      expect([probes(off.tenant), off.tenant.warnings]).toEqual([0, []]);
    },
  );

  test("a level that counts only after a while is waited for", async () => {
    const { tenant, lifecycle } = await ready({ ...propel, Ticket: none });
    tenant.meanwhile = () => {
      if (tenant.slept > 60_000) tenant.access = propel;
    };
    expect((await lifecycle.create(await checked())).state.verified).toBe(true);
  });

  test("a level of which the program says nothing is not compared", async () => {
    const tenant = new MemoryTenant();
    tenant.addLevel(LEVEL);
    tenant.access = { Ticket: none };
    expect((await apiUser(tenant.services()).create(await checked())).state.verified).toBe(true);
  });

  test("restricted, unknown and what nobody is offered contradict nothing; undeclared cells of a copy neither", () => {
    const some = { query: "restricted", create: "unknown", update: "restricted", delete: "unknown" } as const;
    const level = { name: LEVEL, cells: flatten(propelPermissions as never), unlisted: "none" } as const;
    expect(contradictions(level, { access: { Ticket: some, Contact: some } })).toEqual([]);
    expect(contradictions(level, { access: { Ticket: none }, unoffered: { Ticket: ["query", "create"] } })).toEqual([]);
    expect(contradictions({ ...level, unlisted: "inherit" }, { access: { Contact: all } })).toEqual([]);
  });

  test.each(["numbers", "words"])(
    "the stand-in's own reading agrees for Propel's cells, access in %s",
    async (form) => {
      const sandbox = await startSandbox({ switches: { userAccessType: form } });
      try {
        const { zoneInformationUrl, apiUser: own } = sandbox.ready.autotask;
        const { store } = sandbox.context;
        const inputs = (
          await securityLevel(new MemoryTenant().services()).check({ name: LEVEL, permissions: propelPermissions })
        ).inputs;
        const wanted = flatten(inputs.permissions);
        store.edit("test", (tenant) => {
          const helpdesk = tenant.levels.find(({ name }) => name === "API User (Helpdesk Buttons)")!;
          const provider = tenant.users.find(({ id }) => id === tenant.providerUserId)!;
          provider.levelId = helpdesk.id;
          for (const cell of wanted)
            helpdesk.cells[cell.action === undefined ? cell.key : `${cell.key} > ${cell.action}`] = cell.value;
          helpdesk.cells["Service Desk > Object Permissions > Tickets > Edit"] = "No";
        });
        const directory = openDirectory({
          zoneInformationUrl,
          userName: own.userName,
          secret: new Secret(own.secret),
          integrationCode: new Secret(own.integrationCode),
        });
        const seen = await directory.probe({
          key: own.userName,
          secret: own.secret,
          trackingIdentifier: own.integrationCode,
        });
        expect(seen.outcome).toBe("accepted");
        const level = { name: LEVEL, cells: wanted, unlisted: "none" } as const;
        expect(contradictions(level, seen)).toEqual([]);
        const withDelete = [
          ...wanted,
          { key: "Service Desk > Object Permissions > Ticket Notes", action: "Edit", value: "All" },
        ];
        expect(contradictions({ ...level, cells: withDelete }, seen)).toEqual([
          expect.stringMatching(/Ticket Notes: Edit" is All, but the user may never update TicketNotes/),
        ]);
      } finally {
        await sandbox.close();
      }
    },
  );
});

describe("refused", () => {
  const refusedBecause = async (spoil: (tenant: MemoryTenant) => void, withConsole = true): Promise<string> => {
    const tenant = new MemoryTenant();
    tenant.addLevel(LEVEL);
    const { id, state } = await apiUser(tenant.services()).create(await checked());
    spoil(tenant);
    return reasonsOf(apiUser(tenant.services(withConsole)).update(id, { ...state, verified: false }, await checked()));
  };
  const user = (tenant: MemoryTenant) => tenant.users[1]!;

  test.each([
    ["locked", (tenant: MemoryTenant) => (user(tenant).locked = true), /the user is locked/],
    [
      "wrong secret",
      (tenant: MemoryTenant) => (user(tenant).secret = "other"),
      /active and not locked, so key, secret/,
    ],
    [
      "inactive level",
      (tenant: MemoryTenant) => {
        user(tenant).secret = "other";
        tenant.levels.at(-1)!.active = false;
      },
      /security level "API User \(Propel Your MSP\)" is inactive/,
    ],
  ])("%s is told apart", async (_, spoil, text) => {
    expect(await refusedBecause(spoil)).toMatch(text);
  });

  test("without a console, what cannot be told apart is not guessed", async () => {
    const reasons = await refusedBecause((tenant) => (user(tenant).locked = true), false);
    expect(reasons).toMatch(/refused after five minutes: 401/);
  });

  test("locked and declared unlocked: cleared, and only then tried", async () => {
    const tenant = new MemoryTenant();
    tenant.addLevel(LEVEL);
    const lifecycle = apiUser(tenant.services());
    const inputs = await checked({ locked: false });
    const { id, state } = await lifecycle.create(inputs);
    user(tenant).locked = true;
    const seen = (await lifecycle.read(id, state))!;
    expect(seen.inputs.locked).toBe(true);
    expect(lifecycle.diff(id, seen.state, inputs)).toEqual({});
    const after = await lifecycle.update(id, seen.state, inputs);
    expect([user(tenant).locked, after.locked, after.secret === state.secret]).toEqual([false, false, true]);
  });
});

describe("lines of business", () => {
  test("a user that may query everything and sees nothing is warned of", async () => {
    const { tenant, lifecycle } = await ready(propel);
    tenant.sees = { entity: "Companies", count: 0 };
    tenant.ownCount = 120;
    await lifecycle.create(await checked());
    expect(tenant.warnings.join()).toMatch(/sees none, while the account in use sees 120.*linesOfBusiness/);
  });

  test("where there is nothing to see, nothing is said", async () => {
    const { tenant, lifecycle } = await ready(propel);
    tenant.sees = { entity: "Companies", count: 0 };
    await lifecycle.create(await checked());
    expect(tenant.warnings).toEqual([]);
  });
});

describe("on refresh, when asked for", () => {
  const setUp = async (access: Record<string, EntityAccess> = propel) => {
    const { tenant, services, lifecycle } = await ready(propel);
    const inputs = await checked();
    const { id, state } = await lifecycle.create(inputs);
    tenant.access = access;
    services.verifyOnRead = true;
    tenant.calls.length = 0;
    tenant.slept = 0;
    return { tenant, lifecycle, inputs, id, state };
  };

  test("one sign-in, without waiting; access is brought up to date", async () => {
    const now = { ...propel, Ticket: { ...propel.Ticket, update: "restricted" } } as const;
    const { tenant, lifecycle, id, state } = await setUp(now);
    const seen = (await lifecycle.read(id, state))!;
    expect([probes(tenant), tenant.slept, seen.state.verified]).toEqual([1, 0, true]);
    expect(seen.state.access["Ticket"]).toEqual(now.Ticket);
  });

  test.each([
    ["refused", (tenant: MemoryTenant) => (tenant.users[1]!.secret = "changed by hand")],
    ["contradicted", (tenant: MemoryTenant) => (tenant.access = { Ticket: all })],
  ])("%s: shows as not verified, which is a change", async (_, spoil) => {
    const { tenant, lifecycle, inputs, id, state } = await setUp();
    spoil(tenant);
    const seen = (await lifecycle.read(id, state))!;
    expect([seen.state.verified, probes(tenant), tenant.slept]).toEqual([false, 1, 0]);
    expect(lifecycle.diff(id, seen.state, inputs)).toEqual({ changes: true });
    expect(tenant.warnings.join()).toMatch(/propel1/);
  });
});

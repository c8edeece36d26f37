import { PartialFailure, UNKNOWN } from "../../provider/lifecycle";
import { apiUser, deriveUsername, type ApiUserInputs, type ApiUserState } from "../../provider/autotask/apiUser";
import { Crash, MemoryTenant } from "../support/memoryTenant";

const args = {
  firstName: "Propel Your MSP",
  lastName: "API",
  email: "propel@yourdomain.com",
  securityLevel: "API User (system)",
  usernameSeed: "shop/dev/propel",
  integrationVendor: "Propel Your MSP",
  vendorTrackingIdentifier: "VENDOR-PROPEL",
};
const own = {
  ...args,
  integrationVendor: undefined,
  vendorTrackingIdentifier: undefined,
  internalIntegrationName: "Reporting",
};

async function checked(
  more: Record<string, unknown> = {},
  base: Record<string, unknown> = args,
): Promise<ApiUserInputs> {
  const { inputs, failures } = await apiUser(new MemoryTenant().services()).check({ ...base, ...more });
  expect(failures).toEqual([]);
  return inputs;
}

const made = (tenant: MemoryTenant) => tenant.users.filter((user) => user.id !== "1");
const count = (tenant: MemoryTenant, call: string): number => tenant.calls.filter((name) => name === call).length;
const failureOf = async (promise: Promise<unknown>): Promise<PartialFailure<ApiUserState>> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PartialFailure);
  return error as PartialFailure<ApiUserState>;
};

describe("check", () => {
  test("fills in defaults and derives the same user name every time", async () => {
    const inputs = await checked();
    expect(inputs).toMatchObject({ active: true, adopt: false, verify: "strict", usernameDerived: true });
    expect(inputs.username).toMatch(/^propel[a-z0-9]{8}$/);
    expect((await checked()).username).toBe(inputs.username);
    expect((await checked({ integrationVendor: "Rewst - Automation" })).username).not.toBe(inputs.username);
    expect(inputs).not.toHaveProperty("usernameSeed");
  });

  test.each(["a/b/c", "shop/prod/Der große Name!", "x/y/123", "x/y/"])(
    "a derived name keeps the vendor's rules: %s",
    (seed) => {
      const name = deriveUsername(seed, "vendor x");
      expect(name).toMatch(/^[a-z0-9]{9,15}$/);
      expect(name).toMatch(/[a-z]/);
      expect(name).toMatch(/\d/);
    },
  );

  test.each([
    [{ email: undefined }, "email", /missing/],
    [{ email: "propel" }, "email", /not an e-mail address/],
    [{ firstName: "x".repeat(51) }, "firstName", /at most 50/],
    [{ lastName: " " }, "lastName", /empty/],
    [
      { internalIntegrationName: "Mine", vendorTrackingIdentifier: undefined },
      "internalIntegrationName",
      /one tracking identifier/,
    ],
    [
      { integrationVendor: undefined, vendorTrackingIdentifier: undefined },
      "integrationVendor",
      /integrationVendor.*internalIntegrationName/,
    ],
    [{ username: "propel1@acme.com" }, "username", /@.*Leave the domain out/],
    [{ username: "propel[1]" }, "username", /\[ \]/],
    [{ username: "propel" }, "username", /letters and numbers/],
    [{ username: "propel your1" }, "username", /space/],
    [{ username: "propelyourmsp1234" }, "username", /at most 15/],
    [{ usernameSeed: undefined }, "username", /missing/],
    [{ secret: "short" }, "secret", /7 to 64/],
    [{ secret: "has a space" }, "secret", /no spaces/],
    [{ verify: "maybe" }, "verify", /"strict", "warn", "off"/],
    [{ securtyLevel: "x" }, "securtyLevel", /Did you mean securityLevel\?/],
    [{ ...own, vendorTrackingIdentifier: "x" }, "vendorTrackingIdentifier", /made by Autotask/],
  ])("%j is refused at %s", async (more, property, reason) => {
    const { failures } = await apiUser(new MemoryTenant().services()).check({ ...args, ...more });
    expect(failures).toEqual([{ property, reason: expect.stringMatching(reason) as string }]);
  });

  test("a refused secret is not in the message", async () => {
    const { failures } = await apiUser(new MemoryTenant().services()).check({ ...args, secret: "canary canary" });
    expect(JSON.stringify(failures)).not.toContain("canary");
  });

  test("what is not known yet passes; an existing user may have a longer name", async () => {
    const unknown = await apiUser(new MemoryTenant().services()).check({
      ...args,
      securityLevel: UNKNOWN,
      integrationVendor: UNKNOWN,
    });
    expect(unknown.failures).toEqual([]);
    expect(unknown.inputs.username).toBe(UNKNOWN);
    await checked({ username: "propelyourmsp1234", adopt: true });
  });
});

describe("diff", () => {
  test("equal, changed in place, replaced by a new user before the old one goes", async () => {
    const tenant = new MemoryTenant();
    const { create, diff } = apiUser(tenant.services());
    const inputs = await checked();
    const { id, state } = await create(inputs);
    expect(diff(id, state, inputs)).toEqual({ changes: false });
    expect(diff(id, state, { ...inputs, securityLevel: "API User (system) (API-only)" })).toEqual({ changes: false });
    expect(diff(id, state, { ...inputs, email: "new@yourdomain.com" })).toEqual({});
    expect(diff(id, state, { ...inputs, secret: "a-new-secret" })).toEqual({});
    const other = await checked({ integrationVendor: "Rewst - Automation", vendorTrackingIdentifier: undefined });
    expect(diff(id, state, other)).toEqual({ replaces: ["integrationVendor"], deleteBeforeReplace: false });
    expect(diff(id, { ...state, verified: false }, inputs)).toEqual({ changes: true });
    expect(diff(id, { ...state, secret: undefined }, inputs)).toEqual({ changes: true });
    expect(diff(id, state, { ...inputs, securityLevel: UNKNOWN as unknown as string })).toEqual({});
  });
});

describe("create", () => {
  test("makes the user, keeps what was shown once, and proves it", async () => {
    const tenant = new MemoryTenant();
    const inputs = await checked();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(inputs);
    expect(made(tenant)).toHaveLength(1);
    expect(id).toBe(made(tenant)[0]!.id);
    expect(state).toMatchObject({
      ...inputs,
      resourceId: id,
      key: `${inputs.username}@ACME.COM`,
      verified: true,
      secretGenerated: true,
    });
    expect(Object.keys(state.access)).toEqual(["Companies", "Tickets"]);
    expect(tenant.accepts(state)).toBe(true);
    expect(await lifecycle.read(id, state)).toEqual({ id, state, inputs });
  });

  test("an integration of one's own gets an identifier", async () => {
    const tenant = new MemoryTenant();
    const { state } = await apiUser(tenant.services()).create(await checked({}, own));
    expect(state.trackingIdentifier).toMatch(/^identifier-/);
    expect(tenant.accepts(state)).toBe(true);
  });

  test("a vendor's user cannot be proven without its identifier: said, not failed", async () => {
    const tenant = new MemoryTenant();
    const { state } = await apiUser(tenant.services()).create(await checked({ vendorTrackingIdentifier: undefined }));
    expect(state.verified).toBe(false);
    expect(count(tenant, "probe")).toBe(0);
    expect(tenant.warnings.join()).toMatch(/vendorTrackingIdentifier/);
  });

  test("a declared secret is set, and carried through reads", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const inputs = await checked({ secret: "Declared-1" });
    const { id, state } = await lifecycle.create(inputs);
    expect(state).toMatchObject({ secret: "Declared-1", secretGenerated: false });
    expect((await lifecycle.read(id, state))?.inputs).toEqual(inputs);
  });

  test("waits until it is listed and until it works", async () => {
    const tenant = new MemoryTenant();
    tenant.switches.listedAfter = 3;
    tenant.switches.acceptedAfter = 4;
    const { state } = await apiUser(tenant.services()).create(await checked());
    expect(state.verified).toBe(true);
    expect(tenant.slept).toBeLessThan(5 * 60_000);
  });

  test("refused for good: a partial failure with id and credentials, few tries; warn and off go on", async () => {
    const tenant = new MemoryTenant();
    tenant.switches.acceptedAfter = 1_000;
    const failure = await failureOf(apiUser(tenant.services()).create(await checked()));
    expect(failure.id).toBe(made(tenant)[0]!.id);
    expect(failure.state.secret).toBe(made(tenant)[0]!.secret);
    expect(failure.reasons.join()).toMatch(/refused after five minutes/);
    expect(failure.reasons.join()).not.toContain(failure.state.secret);
    expect(count(tenant, "probe")).toBeLessThan(10);
    tenant.switches.acceptedAfter = 0;
    const lifecycle = apiUser(tenant.services());
    const inputs = await checked();
    expect(lifecycle.diff(failure.id, failure.state, inputs)).toEqual({ changes: true });
    const repaired = await lifecycle.update(failure.id, failure.state, inputs);
    expect([repaired.verified, repaired.secret]).toEqual([true, failure.state.secret]);

    for (const verify of ["warn", "off"]) {
      const other = new MemoryTenant();
      other.switches.acceptedAfter = 1_000;
      const { state } = await apiUser(other.services()).create(await checked({ verify }));
      expect(state.verified).toBe(false);
      expect(count(other, "probe") > 0).toBe(verify === "warn");
      expect(other.warnings).toHaveLength(verify === "warn" ? 1 : 0);
    }
  });

  test("a user name in use is a conflict with its id; adopt takes it over with a new secret", async () => {
    const tenant = new MemoryTenant();
    const other = tenant.addUser("Taken1", { tracking: { kind: "vendor", vendor: "Propel Your MSP" } });
    const inputs = await checked({ username: "taken1" });
    const { create } = apiUser(tenant.services());
    await expect(create(inputs)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`id ${other.id}`) as string,
    });
    const { id, state } = await create({ ...inputs, adopt: true });
    expect([id, other.firstName, made(tenant).length]).toEqual([other.id, "Propel Your MSP", 1]);
    expect(other.secret).toBe(state.secret);
    expect(tenant.infos.join()).toMatch(/is adopted; set anew: firstName, lastName, email, active, secret/);
  });

  test("an inactive one is revived with a new secret", async () => {
    const tenant = new MemoryTenant();
    tenant.switches.secretAfterRevival = "lost";
    tenant.addUser("old1", {
      active: false,
      secret: "old-secret",
      locked: true,
      tracking: { kind: "vendor", vendor: "Propel Your MSP" },
    });
    const { state } = await apiUser(tenant.services()).create(await checked({ username: "old1" }));
    expect(state.secret).not.toBe("old-secret");
    expect(tenant.accepts(state)).toBe(true);
  });

  test("an existing user's other tracking identifier cannot be changed: says so, changes nothing", async () => {
    const tenant = new MemoryTenant();
    const other = tenant.addUser("taken1", { tracking: { kind: "vendor", vendor: "Rewst - Automation" } });
    await expect(
      apiUser(tenant.services()).create(await checked({ username: "taken1", adopt: true })),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(other.secret).toBe("unknown-secret");
  });

  test("the account in use is never touched", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const inputs = await checked({ username: "Provider1", adopt: true });
    const state = {
      ...inputs,
      resourceId: "1",
      key: "provider1@ACME.COM",
      secretGenerated: true,
      access: {},
      verified: true,
    };
    for (const attempt of [
      lifecycle.create(inputs),
      lifecycle.update("1", state, inputs),
      lifecycle.delete("1", state),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: "conflict" });
    }
    expect(tenant.users[0]).toMatchObject({ active: true, secret: "own-secret", firstName: "Pulumi" });
  });

  test.each([
    [{ securityLevel: "API Usr (system)" }, /"API User \(system\)"/],
    [{ location: "Headquarter" }, /"Headquarters"/],
  ])("%j is not there: names what is alike, fills in nothing", async (more, hint) => {
    const tenant = new MemoryTenant();
    await expect(apiUser(tenant.services()).create(await checked(more))).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringMatching(hint) as string,
    });
    expect(count(tenant, "createApiUser")).toBe(0);
  });

  test("an inactive level is not offered by the form: said before it is opened", async () => {
    const tenant = new MemoryTenant();
    tenant.addLevel("Off", { active: false });
    await expect(apiUser(tenant.services()).create(await checked({ securityLevel: "Off" }))).rejects.toMatchObject({
      code: "validation",
      message: expect.stringMatching(/inactive.*Activate it/) as string,
    });
    expect(count(tenant, "createApiUser")).toBe(0);
  });

  test("without a console: the steps for a person, every value filled in", async () => {
    const text = await apiUser(new MemoryTenant().services(false))
      .create(await checked({ secret: "canary-1" }))
      .catch((error: Error) => error.message);
    for (const part of [
      "[unsupported]",
      "New API User",
      "`First Name`: type **Propel Your MSP**",
      "propel@yourdomain.com",
      "`Integration Vendor`: choose **Propel Your MSP**",
      "Generate Secret",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain("canary-1");
  });

  test("a tenant whose REST API hides API users", async () => {
    const tenant = new MemoryTenant();
    tenant.switches.apiUsersInQueries = false;
    const lifecycle = apiUser(tenant.services());
    const inputs = await checked();
    const { id, state } = await lifecycle.create(inputs);
    expect(tenant.accepts(state)).toBe(true);
    expect(await lifecycle.read(id, state)).toMatchObject({ id, inputs });
    const news = await checked({ lastName: "Other" });
    expect(await lifecycle.update(id, state, news)).toMatchObject({ lastName: "Other" });
    expect(made(tenant)).toHaveLength(1);
    await lifecycle.delete(id, { ...state, lastName: "Other" });
    expect(made(tenant)[0]!.active).toBe(false);
    // And shown again, it is known by its number.
    tenant.switches.apiUsersInQueries = true;
    expect((await lifecycle.read(id, { ...state, lastName: "Other" }))?.id).toBe(made(tenant)[0]!.id);
  });
});

describe("a broken create", () => {
  const bases = [
    ["a vendor's integration", args],
    ["an integration of one's own, identifier shown later", own],
  ] as const;

  describe.each(bases)("of %s", (_what, base) => {
    test.each(["before", "after"] as const)(
      "killed %s any call, then run again: one user and a working secret",
      async (when) => {
        let call = 0;
        for (let happened = true; happened;) {
          const tenant = new MemoryTenant();
          tenant.switches.customIdentifier = "visible";
          const inputs = await checked({}, base);
          tenant.crashAt(++call, when, true);
          const first = await apiUser(tenant.services())
            .create(inputs)
            .catch((error: unknown) => error);
          happened = tenant.restart();
          if (happened) expect([Crash, PartialFailure].some((kind) => first instanceof kind)).toBe(true);
          // The process is gone and with it whatever it had: nothing of the first run is in the state.
          const { id, state } = await apiUser(tenant.services()).create(inputs);
          expect(made(tenant).map((user) => user.id)).toEqual([id]);
          expect(tenant.accepts(state)).toBe(true);
        }
        expect(call).toBeGreaterThan(5);
      },
    );

    test.each(["before", "after"] as const)(
      "one call fails (%s its effect), then run again: one user and a working secret",
      async (when) => {
        let call = 0;
        for (let happened = true; happened;) {
          const tenant = new MemoryTenant();
          tenant.switches.customIdentifier = "visible";
          const inputs = await checked({}, base);
          const lifecycle = apiUser(tenant.services());
          tenant.crashAt(++call, when, false);
          const first = await lifecycle.create(inputs).catch((error: unknown) => error);
          happened = tenant.restart();
          const next =
            first instanceof PartialFailure
              ? await lifecycle.update(first.id, first.state as ApiUserState, inputs)
              : first instanceof Error
                ? (await lifecycle.create(inputs)).state
                : (first as { state: ApiUserState }).state;
          expect(made(tenant).map((user) => user.id)).toEqual([next.resourceId]);
          expect(tenant.accepts(next)).toBe(true);
        }
        expect(call).toBeGreaterThan(5);
      },
    );
  });

  test("an identifier that was shown once and is lost: kept, said, and what to do", async () => {
    const tenant = new MemoryTenant();
    const inputs = await checked({}, own);
    const calls = new MemoryTenant();
    await apiUser(calls.services()).create(inputs);
    tenant.crashAt(calls.calls.indexOf("createApiUser") + 1, "after", true);
    await expect(apiUser(tenant.services()).create(inputs)).rejects.toBeInstanceOf(Crash);
    expect(tenant.restart()).toBe(true);
    const failure = await failureOf(apiUser(tenant.services()).create(inputs));
    expect(failure.reasons.join()).toMatch(/Change internalIntegrationName/);
    const renewed = await checked({ internalIntegrationName: "Reporting 2" }, own);
    expect(renewed.username).not.toBe(inputs.username);
    expect(apiUser(tenant.services()).diff(failure.id, failure.state, renewed)).toMatchObject({
      replaces: ["internalIntegrationName"],
    });
  });
});

describe("read", () => {
  test("shows drift; gone only from a complete list", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked({ location: "Headquarters", dateFormat: "MM/dd/yyyy" }));
    const level = tenant.addLevel("Narrow");
    Object.assign(made(tenant)[0]!, {
      email: "x@y.test",
      active: false,
      levelId: level.id,
      location: "Branch",
      dateFormat: "dd/MM/yyyy",
      username: "renamed1",
    });
    expect((await lifecycle.read(id, state))!.inputs).toMatchObject({
      email: "x@y.test",
      active: false,
      securityLevel: "Narrow",
      location: "Branch",
      dateFormat: "dd/MM/yyyy",
      username: "renamed1",
    });
    tenant.users.splice(1);
    expect(await lifecycle.read(id, state)).toBeUndefined();
    tenant.switches.apiUsersInQueries = false;
    expect(await apiUser(tenant.services(false)).read(id, state)).toMatchObject({ id, state });
  });

  test("loads no page for what REST shows, and one list serves many", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked({ location: "Headquarters" }));
    tenant.calls.length = 0;
    await lifecycle.read(id, state);
    expect(tenant.calls).toEqual(["apiUsers"]);
  });
});

describe("update", () => {
  test.each([
    ["allowed", "bare", 0],
    ["refused", "bare", 1],
    ["ignored", "domain", 1],
  ] as const)(
    "names, e-mail and active: REST when it is %s (user name %s), else the form",
    async (patch, userName, pages) => {
      const tenant = new MemoryTenant();
      Object.assign(tenant.switches, { patch, userName });
      const lifecycle = apiUser(tenant.services());
      const { id, state } = await lifecycle.create(await checked());
      const news = await checked({ lastName: "Integration", email: "new@yourdomain.com", active: false });
      const after = await lifecycle.update(id, state, news);
      expect(made(tenant)[0]).toMatchObject({ lastName: "Integration", email: "new@yourdomain.com", active: false });
      expect(after).toEqual({ ...state, ...news });
      expect(count(tenant, "changeApiUser")).toBe(pages);
    },
  );

  test("level, location and formats through one save of the form, tried again with its credentials", async () => {
    const tenant = new MemoryTenant();
    tenant.addLevel("Narrow");
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked());
    const probes = count(tenant, "probe");
    const news = await checked({ securityLevel: "Narrow", location: "Branch", dateFormat: "dd/MM/yyyy" });
    const after = await lifecycle.update(id, state, news);
    expect(after).toMatchObject({ securityLevel: "Narrow", location: "Branch", secret: state.secret, verified: true });
    expect([count(tenant, "changeApiUser"), count(tenant, "patchApiUser"), count(tenant, "probe")]).toEqual([
      1,
      0,
      probes + 1,
    ]);
    expect(lifecycle.diff(id, after, news)).toEqual({ changes: false });
  });

  test("a new user name and a declared secret work at once", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked());
    const after = await lifecycle.update(id, state, await checked({ username: "renamed1", secret: "Declared-1" }));
    expect(after).toMatchObject({ key: "renamed1@ACME.COM", secret: "Declared-1", secretGenerated: false });
    expect(tenant.accepts(after)).toBe(true);
  });

  test.each(["kept", "lost"] as const)(
    "activated again: a new secret, whatever became of the old one (%s)",
    async (secretAfterRevival) => {
      const tenant = new MemoryTenant();
      tenant.switches.secretAfterRevival = secretAfterRevival;
      const lifecycle = apiUser(tenant.services());
      const { id, state } = await lifecycle.create(await checked());
      const inactive = await lifecycle.update(id, state, await checked({ active: false }));
      const after = await lifecycle.update(id, inactive, await checked());
      expect(after.secret).not.toBe(state.secret);
      expect(tenant.accepts(after)).toBe(true);
    },
  );

  test.each(["before", "after"] as const)(
    "killed or failing %s any call, then run again: as declared, with a working secret",
    async (when) => {
      for (const forGood of [true, false]) {
        let call = 0;
        for (let happened = true; happened;) {
          const tenant = new MemoryTenant();
          tenant.addLevel("Narrow");
          tenant.switches.secretAfterRevival = "lost";
          const lifecycle = apiUser(tenant.services());
          const { id, state } = await lifecycle.create(await checked({ active: false }));
          const news = await checked({ lastName: "Other", securityLevel: "Narrow", username: "renamed1" });
          tenant.crashAt(++call, when, forGood);
          const first = await lifecycle.update(id, state, news).catch((error: unknown) => error);
          happened = tenant.restart();
          // Killed: the old state is all there is. Failing: what the failure kept.
          const olds =
            first instanceof PartialFailure && !forGood
              ? (first.state as ApiUserState)
              : first instanceof Error
                ? state
                : (first as ApiUserState);
          const after = await lifecycle.update(id, olds, news);
          expect(after).toMatchObject(news);
          expect(made(tenant)).toHaveLength(1);
          expect(tenant.accepts(after)).toBe(true);
        }
        expect(call).toBeGreaterThan(5);
      }
    },
  );

  test("a user on a level that was switched off meanwhile can still be changed", async () => {
    const tenant = new MemoryTenant();
    const level = tenant.addLevel("Narrow");
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked({ securityLevel: "Narrow" }));
    level.active = false;
    const news = await checked({ securityLevel: "Narrow", location: "Branch" });
    expect(await lifecycle.update(id, state, news)).toMatchObject({ location: "Branch" });
  });

  test("a name that another user has is refused", async () => {
    const tenant = new MemoryTenant();
    tenant.addUser("taken1", { active: false });
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked());
    await expect(lifecycle.update(id, state, await checked({ username: "taken1" }))).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("delete", () => {
  test.each(["allowed", "refused", "ignored"] as const)(
    "inactivates, through REST when it is %s, else the form",
    async (patch) => {
      const tenant = new MemoryTenant();
      tenant.switches.patch = patch;
      const lifecycle = apiUser(tenant.services());
      const { id, state } = await lifecycle.create(await checked());
      await lifecycle.delete(id, state);
      expect(made(tenant).map((user) => user.active)).toEqual([false]);
      expect(count(tenant, "changeApiUser")).toBe(patch === "allowed" ? 0 : 1);
      await lifecycle.delete(id, state);
      await lifecycle.delete("99999", state);
    },
  );

  test("without a console and with a REST API that refuses: the steps for a person", async () => {
    const tenant = new MemoryTenant();
    const { id, state } = await apiUser(tenant.services()).create(await checked());
    tenant.switches.patch = "refused";
    const text = await apiUser(tenant.services(false))
      .delete(id, state)
      .catch((error: Error) => error.message);
    expect(text).toMatch(/untick `Active`/);
  });
});

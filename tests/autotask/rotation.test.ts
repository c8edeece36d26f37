import { apiUser, type ApiUserInputs, type ApiUserState } from "../../provider/autotask/apiUser";
import { secondUsername, usernameRule } from "../../provider/autotask/username";
import { PartialFailure } from "../../provider/lifecycle";
import { Crash, MemoryTenant } from "../support/memoryTenant";

const args = {
  firstName: "Reporting",
  lastName: "API",
  email: "reporting@example.com",
  securityLevel: "API User (system)",
  usernameSeed: "shop/dev/reporting",
  internalIntegrationName: "Reporting",
};
const HOUR = 3_600_000;

const checked = async (rotation?: object, more: object = {}): Promise<ApiUserInputs> => {
  const { inputs, failures } = await apiUser(new MemoryTenant().services()).check({ ...args, ...more, rotation });
  expect(failures).toEqual([]);
  return inputs;
};
const made = (tenant: MemoryTenant) => tenant.users.filter((user) => user.id !== "1");
const activeKeys = (tenant: MemoryTenant) =>
  made(tenant)
    .filter((user) => user.active)
    .map((user) => `${user.username}@ACME.COM`);
const overlap = (trigger: string, retireAfterHours = 24) => ({ trigger, overlap: true, retireAfterHours });

describe("check", () => {
  test.each([
    [{}, "rotation.trigger", /any text/],
    ["two", "rotation.trigger", /Write \{ trigger/],
    [{ trigger: "a", overlapp: true }, "rotation.overlapp", /no such property/],
    [{ trigger: "a", overlap: "yes" }, "rotation.overlap", /true or false/],
    [{ trigger: "a", overlap: true, retireAfterHours: -1 }, "rotation.retireAfterHours", /from 0/],
    [{ trigger: "a", retireAfterHours: 2 }, "rotation.retireAfterHours", /overlap: true/],
  ])("%j is refused at %s", async (rotation, property, reason) => {
    const { failures } = await apiUser(new MemoryTenant().services()).check({ ...args, rotation });
    expect(failures).toEqual([{ property, reason: expect.stringMatching(reason) as string }]);
  });

  test("a declared secret is rotated by declaring another", async () => {
    const { failures } = await apiUser(new MemoryTenant().services()).check({
      ...args,
      secret: "Declared-1",
      rotation: { trigger: "a" },
    });
    expect(failures.map(({ property }) => property)).toEqual(["rotation"]);
  });

  test("the second user's name keeps the vendor's rules and is another", () => {
    for (const first of ["propel1", "reporti1234567", "a1", "x".repeat(14) + "1"]) {
      const second = secondUsername(first);
      expect(usernameRule(second, false)).toBeUndefined();
      expect(second).not.toBe(first);
      expect(secondUsername(first)).toBe(second);
    }
  });
});

describe("in place", () => {
  test("a changed trigger makes a new secret for the same key; a first or a removed one does nothing", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked());
    const first = await checked({ trigger: "one" });
    expect(lifecycle.diff(id, state, first)).toEqual({});
    const withTrigger = await lifecycle.update(id, state, first);
    expect(withTrigger.secret).toBe(state.secret);
    expect(lifecycle.diff(id, withTrigger, first)).toEqual({ changes: false });

    const second = await checked({ trigger: "two" });
    expect(lifecycle.diff(id, withTrigger, second)).toEqual({});
    const rotated = await lifecycle.update(id, withTrigger, second);
    expect(rotated.key).toBe(state.key);
    expect(rotated.secret).not.toBe(state.secret);
    expect([tenant.accepts(rotated), tenant.accepts(state), rotated.verified]).toEqual([true, false, true]);

    const without = await lifecycle.update(id, rotated, await checked());
    expect(without.secret).toBe(rotated.secret);
    expect(without.rotation).toBeUndefined();
  });

  test.each(["before", "after"] as const)(
    "killed or failing %s any call, then run again: one user, the new trigger, a working secret",
    async (when) => {
      for (const forGood of [true, false]) {
        let call = 0;
        for (let happened = true; happened;) {
          const tenant = new MemoryTenant();
          const lifecycle = apiUser(tenant.services());
          const { id, state } = await lifecycle.create(await checked({ trigger: "one" }));
          const news = await checked({ trigger: "two" });
          tenant.crashAt(++call, when, forGood);
          const first = await lifecycle.update(id, state, news).catch((error: unknown) => error);
          happened = tenant.restart();
          const olds =
            first instanceof PartialFailure && !forGood
              ? (first.state as ApiUserState)
              : first instanceof Error
                ? state
                : (first as ApiUserState);
          const changes = lifecycle.diff(id, olds, news);
          const done = changes.changes === false ? olds : await lifecycle.update(id, olds, news);
          expect(done.rotation).toEqual(news.rotation);
          expect(done.secret).not.toBe(state.secret);
          expect(tenant.accepts(done)).toBe(true);
          expect(made(tenant)).toHaveLength(1);
        }
        expect(call).toBeGreaterThan(3);
      }
    },
  );

  test("a secret that may have been lost is made anew and reported", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const inputs = await checked();
    const { id, state } = await lifecycle.create(inputs);
    const lost = { ...state, secret: undefined };
    expect(lifecycle.diff(id, lost, inputs)).toEqual({ changes: true });
    const found = await lifecycle.update(id, lost, inputs);
    expect(tenant.accepts(found)).toBe(true);
    expect(found.secret).not.toBe(state.secret);
    expect(tenant.warnings.join()).toMatch(/may have lost its secret.*has lost access/);
  });
});

describe("with overlap", () => {
  test("two users take turns: at no moment is there none that works, and never a third", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const { id, state: one } = await lifecycle.create(await checked(overlap("one")));

    const second = await checked(overlap("two"));
    const two = await lifecycle.update(id, one, second);
    expect(two).toMatchObject({ username: one.username, slot: 2, verified: true, retiring: { key: one.key } });
    expect(two.key).not.toBe(one.key);
    expect([tenant.accepts(one), tenant.accepts(two)]).toEqual([true, true]);
    expect(lifecycle.diff(id, two, second)).toEqual({ changes: false });
    expect(await lifecycle.read(id, two)).toMatchObject({ id: two.resourceId, state: two, inputs: second });

    tenant.slept += 25 * HOUR;
    expect(lifecycle.diff(id, two, second)).toEqual({ changes: true });
    const alone = await lifecycle.update(id, two, second);
    expect(alone.retiring).toBeUndefined();
    expect([tenant.accepts(one), tenant.accepts(alone)]).toEqual([false, true]);
    expect(activeKeys(tenant)).toEqual([two.key]);
    expect(lifecycle.diff(id, alone, second)).toEqual({ changes: false });

    const third = await checked(overlap("three"));
    const three = await lifecycle.update(id, alone, third);
    expect(three).toMatchObject({ key: one.key, verified: true, retiring: { key: two.key } });
    expect(three.slot).toBeUndefined();
    expect(three.secret).not.toBe(one.secret);
    expect([tenant.accepts(alone), tenant.accepts(three)]).toEqual([true, true]);
    expect(made(tenant)).toHaveLength(2);

    await lifecycle.delete(id, three);
    expect(activeKeys(tenant)).toEqual([]);
  });

  test("overlap taken back: the old one goes at once", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked(overlap("one")));
    const two = await lifecycle.update(id, state, await checked(overlap("two", 8_760)));
    const news = await checked({ trigger: "two" });
    const alone = await lifecycle.update(id, two, news);
    expect(activeKeys(tenant)).toEqual([alone.key]);
    expect(alone.secret).toBe(two.secret);
  });

  test("rotated again before the old one went: it takes over again, and that is said", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked(overlap("one")));
    const two = await lifecycle.update(id, state, await checked(overlap("two")));
    const three = await lifecycle.update(id, two, await checked(overlap("three")));
    expect([three.key, three.retiring?.key, made(tenant).length]).toEqual([state.key, two.key, 2]);
    expect([tenant.accepts(two), tenant.accepts(three)]).toEqual([true, true]);
    expect(tenant.warnings.join()).toMatch(/had not been retired yet/);
  });

  test("the old one stays as long as the new one is not proven", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked(overlap("one", 0)));
    tenant.switches.acceptedAfter = 1_000;
    const news = await checked(overlap("two", 0));
    const failure = await lifecycle.update(id, state, news).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartialFailure);
    const kept = (failure as PartialFailure<ApiUserState>).state;
    expect(kept).toMatchObject({ slot: 2, verified: false, retiring: { key: state.key } });
    expect(tenant.users.find(({ id: other }) => other === state.resourceId)!.active).toBe(true);
    tenant.switches.acceptedAfter = 0;
    const done = await lifecycle.update(id, kept, news);
    expect([done.verified, done.retiring, activeKeys(tenant)]).toEqual([true, undefined, [done.key]]);
  });

  test("other fields change with it, also while the second one is current", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked(overlap("one")));
    const two = await lifecycle.update(id, state, await checked(overlap("two"), { lastName: "Two" }));
    expect(made(tenant).map(({ lastName }) => lastName)).toEqual(["API", "Two"]);
    const three = await lifecycle.update(id, two, await checked(overlap("two"), { lastName: "Three" }));
    expect(made(tenant).map(({ lastName }) => lastName)).toEqual(["API", "Three"]);
    expect([three.key, three.secret, three.retiring]).toEqual([two.key, two.secret, two.retiring]);
  });

  test("drift of the second one is seen as its own", async () => {
    const tenant = new MemoryTenant();
    const lifecycle = apiUser(tenant.services());
    const { id, state } = await lifecycle.create(await checked(overlap("one")));
    const two = await lifecycle.update(id, state, await checked(overlap("two")));
    made(tenant)[1]!.username = "renamed1";
    made(tenant)[0]!.active = false;
    const seen = (await lifecycle.read(id, two))!;
    expect(seen.inputs.username).toBe("renamed1");
    expect(seen.state.retiring).toBeUndefined();
    const back = await lifecycle.update(id, seen.state, await checked(overlap("two")));
    expect(back.key).toBe(two.key);
  });

  test.each(["before", "after"] as const)(
    "killed or failing %s any call, then run again: the old one works throughout, the new one in the end",
    async (when) => {
      for (const forGood of [true, false]) {
        let call = 0;
        for (let happened = true; happened;) {
          const tenant = new MemoryTenant();
          tenant.switches.customIdentifier = "visible";
          const lifecycle = apiUser(tenant.services());
          const { id, state } = await lifecycle.create(await checked(overlap("one")));
          const news = await checked(overlap("two"));
          tenant.crashAt(++call, when, forGood);
          const first = await lifecycle.update(id, state, news).catch((error: unknown) => error);
          if (first instanceof Error) expect([Crash, PartialFailure].some((kind) => first instanceof kind)).toBe(true);
          happened = tenant.restart();
          expect(tenant.accepts(state)).toBe(true);
          const olds =
            first instanceof PartialFailure && !forGood
              ? (first.state as ApiUserState)
              : first instanceof Error
                ? state
                : (first as ApiUserState);
          const changes = lifecycle.diff(id, olds, news);
          const done = changes.changes === false ? olds : await lifecycle.update(id, olds, news);
          expect(done.retiring?.key).toBe(state.key);
          expect([tenant.accepts(state), tenant.accepts(done)]).toEqual([true, true]);
          expect(made(tenant)).toHaveLength(2);
        }
        expect(call).toBeGreaterThan(4);
      }
    },
  );

  test("without a console: a person makes the second one and hands its secret over", async () => {
    const tenant = new MemoryTenant();
    const { id, state } = await apiUser(tenant.services()).create(await checked(overlap("one")));
    const news = await checked(overlap("two"));
    const lifecycle = apiUser(tenant.services(false));
    const second = secondUsername(state.username);
    const text = await lifecycle.update(id, state, news).catch((error: Error) => error.message);
    expect(text).toContain(`type **${second}**`);
    tenant.addUser(second, {
      firstName: "Reporting",
      lastName: "API",
      email: "reporting@example.com",
      secret: "Copied-1",
      tracking: { kind: "custom", name: "Reporting", identifier: "COPIED-IDENTIFIER" },
    });
    tenant.handed.set(second, { secret: "Copied-1", trackingIdentifier: "COPIED-IDENTIFIER" });
    const two = await lifecycle.update(id, state, news);
    expect(two).toMatchObject({ slot: 2, verified: true, retiring: { key: state.key }, secret: "Copied-1" });
    expect([tenant.accepts(state), tenant.accepts(two)]).toEqual([true, true]);
    expect(lifecycle.diff(id, two, news)).toEqual({ changes: false });
  });

  test("without a console: the second one made but its secret not handed over leaves the first one current", async () => {
    const tenant = new MemoryTenant();
    const { id, state } = await apiUser(tenant.services()).create(await checked(overlap("one")));
    tenant.addUser(secondUsername(state.username), { firstName: "Reporting", lastName: "API", secret: "Copied-1" });
    const failed = await apiUser(tenant.services(false))
      .update(id, state, await checked(overlap("two")))
      .catch((error: unknown) => error);
    expect(failed).not.toBeInstanceOf(PartialFailure);
    expect((failed as Error).message).toContain("pulumi config set --secret autotask:secret-");
  });
});

import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { build } from "../support/build";
import { fixtureHost, makeProgram, removeProgram, startHost, type Host, type HostFailure } from "./host";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const __provider = fixtureHost("good");
const CONFIG = { "autotask:userName": "key@DOMAIN" };

let program: string;
let host: Host;

beforeAll(async () => {
  await build();
  program = makeProgram();
  host = await startHost({ program, config: CONFIG });
}, 180_000);
afterAll(async () => {
  await host?.stop();
  removeProgram(program);
});

const refusal = async (work: Promise<unknown>): Promise<HostFailure> =>
  work.then(
    (answer) => Promise.reject(new Error(`was answered: ${JSON.stringify(answer)}`)),
    (failure: HostFailure) => failure,
  );

describe("results that the host would lose or fail on", () => {
  test.each([
    ["undefinedKey", { a: { c: 1 } }],
    ["minusZero", { n: 0 }],
    ["frozen", { inner: { list: [1, "a", null, true] } }],
    ["odd", { "CRM > Notes & more": { Edit: "All" } }],
  ])("create passes on what can be sent: %s", async (returns, expected) => {
    const { id, properties } = await host.create({ __provider, returns });
    expect(id).toBe("7");
    expect(properties).toMatchObject({ __provider, ...expected });
    expect(properties).not.toHaveProperty("d");
  });

  const unsendable = [
    ["hole", "list[1]: undefined in a list"],
    ["function", "f: a function"],
    ["bigint", "n: a bigint"],
    ["symbol", "s: a symbol"],
    ["buffer", "b: a Buffer"],
    ["date", "at: a Date"],
    ["map", "m: a Map"],
    ["set", "m: a Set"],
    ["instance", "p: a Point"],
    ["promise", "p: a Promise"],
    ["nan", "n: NaN"],
    ["infinity", "n: -Infinity"],
    ["large", "n: an integer too large"],
    ["secretType", "s: a Secret"],
    ["unknown", "u: unknown"],
    ["cycle", "cycle.self: a cycle"],
  ] as const;

  test.each(unsendable)("create keeps the id of what was made with %s in its state", async (returns, problem) => {
    const { init } = await refusal(host.create({ __provider, returns }));
    expect(init).toMatchObject({ id: "7", properties: { __provider, returns } });
    expect(init?.reasons.join()).toContain(problem);
  });

  test.each(unsendable)("update does the same with %s", async (returns, problem) => {
    const { init } = await refusal(host.update("9", { __provider }, { __provider, returns }));
    expect(init).toMatchObject({ id: "9", properties: { __provider, returns } });
    expect(init?.reasons.join()).toContain(problem);
  });

  test.each(unsendable)("read with %s is an error that names the place", async (returns, problem) => {
    expect((await refusal(host.read("9", { __provider, returns }))).message).toContain(problem);
  });

  test("the inputs that check returns may be frozen", async () => {
    expect((await host.check({ __provider, a: 1 })).inputs).toEqual({ __provider, a: 1, ready: expect.any(String) });
  });

  test("update returns the full state", async () => {
    const { properties } = await host.update("9", { __provider, was: "old" }, { __provider, a: "new" });
    expect(properties).toEqual({ __provider, a: "new", was: "old" });
  });
});

describe("ids", () => {
  test("a number is a text for the engine", async () => {
    expect((await host.create({ __provider, id: 29684512 })).id).toBe("29684512");
    expect((await host.read("42", { __provider, numeric: true })).id).toBe("42");
  });

  test("an object without one is an error, not a lost resource", async () => {
    expect((await refusal(host.create({ __provider, id: "" }))).message).toContain("has no id");
  });

  test("read of what is gone answers an empty id", async () => {
    expect(await host.read("9", { __provider, gone: true })).toMatchObject({ id: "", inputs: undefined });
  });

  test("read of what is there answers inputs of its own", async () => {
    const { id, properties, inputs } = await host.read("9", { __provider, a: 1 });
    expect(id).toBe("9");
    expect(properties).toMatchObject({ __provider, a: 1 });
    expect(inputs).toEqual({ __provider, live: true });
  });
});

describe("whatever is thrown arrives as a plain error, and at once", () => {
  const messages = [
    ["string", "a bare text"],
    ["empty", "Error without a message"],
    ["numericId", "entity 1234 not found"],
    ["textId", "entity 1234 not found"],
    ["idAndHoles", "entity 1234 not found"],
    ["aggregate", "first part; [throttled] Second part. Wait."],
    ["psa", "[conflict] It exists. Choose another name."],
    ["getter", "what was thrown cannot be read"],
    ["long", "Cannot find module 'x'"],
    ["undefined", "undefined was thrown"],
    ["null", "null was thrown"],
  ] as const;

  test.each(messages)("%s", async (throws, message) => {
    const fields = { __provider, throws };
    const failures = [
      await refusal(host.check(fields)),
      await refusal(host.diff("9", { __provider }, fields)),
      await refusal(host.create(fields)),
      await refusal(host.read("9", fields)),
      await refusal(host.update("9", { __provider }, fields)),
      await refusal(host.delete("9", fields)),
    ];
    for (const failure of failures) {
      expect(failure.message).toContain(message);
      expect(failure.message).not.toMatch(/\n|DEADLINE|the cause|somebody/);
      expect(failure.init).toBeUndefined();
    }
  });

  test("no stack of any of them reached the terminal, and each line says which kind it is about", () => {
    expect(host.stderr()).not.toMatch(/^\s+at /m);
    expect(host.stderr()).toContain("Fixture: [conflict] It exists. Choose another name.\n");
  });
});

describe("partial failure", () => {
  test("create and update keep id, state, handler and reasons", async () => {
    const fields = { __provider, partial: true, reasons: ["the level was not set: run again"] };
    expect((await refusal(host.create(fields))).init).toEqual({
      id: "made-7",
      properties: { ...fields, secret: secret("generated-secret") },
      reasons: ["the level was not set: run again"],
    });
    expect((await refusal(host.update("9", { __provider }, fields))).init).toMatchObject({
      id: "9",
      properties: { __provider },
      reasons: ["the level was not set: run again"],
    });
  });

  test("without a reason the user is told what to do all the same", async () => {
    const { init } = await refusal(host.create({ __provider, partial: true, reasons: [] }));
    expect(init?.reasons.join()).toMatch(/Run pulumi up again/);
  });

  test("a generated secret in a reason is struck out", async () => {
    const { init } = await refusal(host.create({ __provider, partial: true, reasons: ["generated-secret was lost"] }));
    expect(init?.reasons).toEqual(["[secret] was lost"]);
  });

  test("from read it is an ordinary error", async () => {
    const failure = await refusal(host.read("9", { __provider, partial: true }));
    expect(failure).toEqual({ message: "not from read" });
  });
});

describe("what is not known yet", () => {
  test("is decoded at any depth for check, and encoded again in its answer", async () => {
    const { inputs } = await host.check(
      { __provider, looks: UNKNOWN, nested: { list: [UNKNOWN] } },
      { __provider, a: 1 },
    );
    expect(inputs).toMatchObject({ kind: "unknown", inner: true, keys: ["looks", "nested"], olds: { a: 1 } });
    expect((await host.check({ __provider, name: UNKNOWN, in: [{ it: UNKNOWN }] })).inputs).toMatchObject({
      name: UNKNOWN,
      in: [{ it: UNKNOWN }],
    });
  });

  test("makes a diff that says equal one for the engine to look at", async () => {
    const answer = { changes: false };
    expect((await host.diff("9", { __provider }, { __provider, answer })).changes).toBe("none");
    expect((await host.diff("9", { __provider }, { __provider, answer, a: { b: UNKNOWN } })).changes).toBe("unknown");
  });
});

test.each([
  [{}, { changes: "unknown", replaces: [], deleteBeforeReplace: false }],
  [{ changes: true }, { changes: "some" }],
  [
    { replaces: ["copyFrom"], deleteBeforeReplace: true },
    { changes: "unknown", replaces: ["copyFrom"], deleteBeforeReplace: true },
  ],
])("a difference %j reaches the engine", async (answer, expected) => {
  expect(await host.diff("9", { __provider }, { __provider, answer })).toMatchObject(expected);
});

describe("secrets", () => {
  test("a generated one is marked in what create and read return", async () => {
    expect((await host.create({ __provider })).properties.secret).toEqual(secret("generated-secret"));
    expect((await host.read("9", { __provider })).properties.secret).toEqual(secret("read-secret"));
  });

  test("one that comes back marked is read bare", async () => {
    const { properties } = await host.create({ __provider, secret: secret("came-back-marked") });
    expect(properties.secret).toEqual(secret("came-back-marked"));
  });

  test("none reaches a message, stdout or stderr", async () => {
    const canary = "canary with spaces/61";
    const { message } = await refusal(host.create({ __provider, spills: true, secret: canary }));
    expect(message).toBe("[unavailable] It answered [secret]. Run again.");
    const { failures } = await host.check({ __provider, refuses: `${canary} is bad` });
    expect(failures).toEqual([{ property: "refuses", reason: "[secret] is bad" }]);
    expect(host.stdout()).toContain("out: [secret]\n");
    expect(host.stderr()).toContain("err: [secret] [secret]\n");
    expect(host.stdout() + host.stderr()).not.toMatch(/canary/);
  });
});

test("a warning is said once, with kind and tenant", async () => {
  await host.check({ __provider, warns: "That is\nunusual." });
  await host.check({ __provider, warns: "That is\nunusual." });
  expect(host.stderr().split("Fixture tenant.example: warning: That is\n  unusual.\n")).toHaveLength(2);
});

describe("configure", () => {
  test("concurrent first calls all wait for the one configuration", async () => {
    const fresh = await startHost({ program, config: CONFIG });
    try {
      const seen = await Promise.all([1, 2, 3, 4].map((a) => fresh.check({ __provider, a })));
      expect(seen.map(({ inputs }) => inputs.ready)).toEqual(Array(4).fill("1 key@DOMAIN"));
    } finally {
      await fresh.stop();
    }
  });

  test("a refused configuration is the answer of every method, each time", async () => {
    const broken = { __provider: fixtureHost("broken") };
    const message = "[config] autotask:userName is missing. Set it.";
    for (let time = 0; time < 2; time += 1) {
      const { failures } = await host.check(broken);
      expect(failures).toEqual([{ property: "", reason: message }]);
      for (const work of [
        host.diff("9", broken, broken),
        host.create(broken),
        host.read("9", broken),
        host.update("9", broken, broken),
        host.delete("9", broken),
      ])
        expect(await refusal(work)).toEqual({ message });
    }
  });
});

test("a call that gets nowhere is given up", async () => {
  const hasty = await startHost({ program, config: CONFIG, env: { PSA_DEADLINE_SECONDS: "1" } });
  try {
    const begun = Date.now();
    const { message } = await refusal(hasty.create({ __provider, hangs: true }));
    expect(message).toMatch(/^\[unavailable\] The create of an Fixture was given up: nothing has got done for 1 s\./);
    expect(Date.now() - begun).toBeLessThan(5_000);
  } finally {
    await hasty.stop();
  }
});

test("a deadline that is none is refused by name", async () => {
  const wrong = await startHost({ program, config: CONFIG, env: { PSA_DEADLINE_SECONDS: "soon" } });
  try {
    expect((await refusal(wrong.create({ __provider }))).message).toMatch(/^\[config\] PSA_DEADLINE_SECONDS is not/);
  } finally {
    await wrong.stop();
  }
});

test("delete reaches the lifecycle", async () => {
  await host.delete("77", { __provider });
  expect(readFileSync(join(program, "notes"), "utf8")).toContain("deleted 77\n");
});

test("when the engine dies, nothing more is written, the browser is closed and the process ends", async () => {
  const connections = new Set<Socket>();
  const engine = createServer((socket) => {
    connections.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
  const own = makeProgram();
  const notes = () => readFileSync(join(own, "notes"), "utf8").trim().split("\n");
  const orphan = await startHost({
    program: own,
    config: CONFIG,
    engine: `127.0.0.1:${(engine.address() as AddressInfo).port}`,
  });
  try {
    const work = refusal(orphan.create({ __provider, steps: true }));
    while (notes().length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    engine.close();
    for (const socket of connections) socket.destroy();
    const steps = notes().length;
    expect((await work).message).toMatch(/engine that started this process is gone|UNAVAILABLE|dropped|closed/i);
    expect(await orphan.exited).toBe(1);
    expect(notes().length).toBeLessThanOrEqual(steps + 2);
    expect(notes().at(-1)).toBe("browser closed");
  } finally {
    await orphan.stop();
    removeProgram(own);
  }
});

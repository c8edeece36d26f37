import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { PsaError } from "../../provider/errors";
import { UNKNOWN } from "../../provider/lifecycle";
import type { AdminConsole, Directory } from "../../provider/autotask/tenant";
import { readHanded, readSettings } from "../../provider/pulumi/config";
import { messageOf } from "../../provider/pulumi/failure";
import { guardConsole, guardDirectory } from "../../provider/pulumi/guard";
import { deadline, noteProgress, within } from "../../provider/pulumi/operation";
import { personOf } from "../../provider/pulumi/person";
import { learnSecret, redact } from "../../provider/pulumi/redaction";
import { decode, SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN_MARK } from "../../provider/pulumi/wire";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("the marks are the SDK's own", () => {
  expect(UNKNOWN_MARK).toBe(pulumi.runtime.unknownValue);
  expect(SIGNATURE_KEY).toBe(pulumi.runtime.specialSigKey);
  expect(SECRET_SIGNATURE).toBe(pulumi.runtime.specialSecretSig);
});

test("decoding takes marks for what they are at any depth, and leaves the rest", () => {
  expect(
    decode({
      __provider: "text",
      a: UNKNOWN_MARK,
      b: [{ c: UNKNOWN_MARK }, `${UNKNOWN_MARK}!`],
      d: { [SIGNATURE_KEY]: SECRET_SIGNATURE, value: { e: "bare" } },
      f: null,
    }),
  ).toEqual({ a: UNKNOWN, b: [{ c: UNKNOWN }, `${UNKNOWN_MARK}!`], d: { e: "bare" }, f: null });
});

describe("redaction", () => {
  test("strikes out a secret however it is written, the longer one first", () => {
    learnSecret('pass "word"/1');
    learnSecret('pass "word"/1 and more');
    const texts = [
      'pass "word"/1',
      encodeURIComponent('pass "word"/1'),
      JSON.stringify({ a: 'pass "word"/1' }),
      Buffer.from('pass "word"/1').toString("base64"),
    ];
    for (const text of texts) expect(redact(`x ${text} y`)).not.toMatch(/word|cGFzcy/);
    expect(redact('pass "word"/1 and more')).toBe("[secret]");
  });

  test("does not take ordinary words to pieces", () => {
    for (const short of ["", "a", "the", undefined, 7, null]) learnSecret(short);
    expect(redact("a cat in the 7 hats")).toBe("a cat in the 7 hats");
  });

  test("holds for messages of errors", () => {
    learnSecret("canary-81");
    expect(messageOf(new Error("wrong: canary-81"))).toBe("Unexpected failure, please report it: wrong: [secret]");
  });
});

describe("settings", () => {
  const config = (values: Record<string, unknown>) => ({ get: (key: string) => values[key] });
  const full = { "autotask:userName": "k@D", "autotask:secret": "canary-82", "autotask:integrationCode": "canary-83" };

  test("are read from the stack, secrets wrapped", () => {
    const settings = readSettings(config(full), {});
    expect(settings).toMatchObject({ userName: "k@D", console: undefined });
    expect(settings.secret.reveal()).toBe("canary-82");
    expect(JSON.stringify(settings)).not.toContain("canary");
  });

  test("come from variables first", () => {
    const settings = readSettings(config(full), { AUTOTASK_SECRET: "canary-84", PSA_BROWSER: "/browser" });
    expect(settings.secret.reveal()).toBe("canary-84");
  });

  test("hold a console sign-in when one is given whole", () => {
    const { console } = readSettings(config(full), {
      AUTOTASK_CONSOLE_URL: "https://ww3.autotask.net",
      AUTOTASK_CONSOLE_USER_NAME: "admin",
      AUTOTASK_CONSOLE_PASSWORD: "canary-85",
      AUTOTASK_CONSOLE_TOTP_SECRET: "canary-86",
      PSA_BROWSER: "/browser",
    });
    expect(console).toMatchObject({ url: "https://ww3.autotask.net", userName: "admin", browserPath: "/browser" });
    expect(console?.totpSecret?.reveal()).toBe("canary-86");
  });

  test("of a person: nobody is waited for unless told so; wrong ones are named", () => {
    const usual = readSettings(config(full), {});
    expect(usual.person).toEqual({ term: "Organization", wait: 0, folder: "psa-runbooks" });
    expect(usual.verifyOnRefresh).toBe(false);
    const told = readSettings(config({ ...full, "autotask:consoleTerm": "company" }), {
      AUTOTASK_WAIT_FOR_PERSON: "2.5",
      PSA_RUNBOOK_FOLDER: "/runbooks",
      AUTOTASK_VERIFY_ON_REFRESH: "True",
    });
    expect(told.person).toEqual({ term: "Company", wait: 150_000, folder: "/runbooks" });
    expect(told.verifyOnRefresh).toBe(true);
    for (const [variable, value] of [
      ["AUTOTASK_WAIT_FOR_PERSON", "soon"],
      ["AUTOTASK_WAIT_FOR_PERSON", "1441"],
      ["AUTOTASK_CONSOLE_TERM", "Firm"],
      ["AUTOTASK_VERIFY_ON_REFRESH", "yes"],
    ] as const)
      expect(() => readSettings(config(full), { [variable]: value })).toThrow(new RegExp(variable));
  });

  test("that a person handed over are read by user name, without what came along when copied", () => {
    const handed = config({
      ...full,
      "autotask:secret-propel1": " canary-87\n",
      "autotask:trackingIdentifier-propel1": "",
    });
    expect(readHanded(handed, "propel1")).toEqual({ secret: "canary-87" });
    expect(readHanded(handed, "propel2")).toEqual({});
    expect(redact("it is canary-87")).toBe("it is [secret]");
  });

  test("lead to files for a person, which go when they are done; codes come from a variable", async () => {
    const folder = mkdtempSync(join(tmpdir(), "psa-runbooks-"));
    process.env.AUTOTASK_DONE = "0a1b2c3d, 4e5f6a7b";
    try {
      const person = personOf({ folder: join(folder, "new"), term: "Organization", wait: 0 }, () => ({}));
      const file = await person.keep("level", "# Make it\ncanary-82");
      expect(readFileSync(file!, "utf8")).toBe("# Make it\n[secret]");
      await person.drop("level");
      expect(existsSync(file!)).toBe(false);
      expect([...person.followed]).toEqual(["0a1b2c3d", "4e5f6a7b"]);
      writeFileSync(join(folder, "a file"), "");
      const nowhere = personOf({ folder: join(folder, "a file", "below"), term: "Organization", wait: 0 }, () => ({}));
      expect(await nowhere.keep("level", "text")).toBeUndefined();
    } finally {
      delete process.env.AUTOTASK_DONE;
      rmSync(folder, { recursive: true });
    }
  });

  test("that are no texts, or blank, are named without their value", () => {
    const wrong = { ...full, "autotask:userName": { canary: 1 }, "autotask:restUrl": "  " };
    expect(() => readSettings(config(wrong), {})).toThrow(
      /^\[config\] Not a text, or empty: autotask:(restUrl|userName) .*, autotask:(userName|restUrl) [^{]*$/,
    );
  });
});

describe("deadlines", () => {
  test("are given in seconds, or refused", () => {
    expect(deadline({})).toBe(900_000);
    expect(deadline({ PSA_DEADLINE_SECONDS: "5" })).toBe(5_000);
    for (const wrong of ["0", "-1", "1.5", "soon", "86401"])
      expect(() => deadline({ PSA_DEADLINE_SECONDS: wrong })).toThrow(PsaError);
  });

  test("begin anew with every progress: waiting in turn is no hang", async () => {
    const ticks = setInterval(noteProgress, 30);
    try {
      expect(await within(150, "create of a thing", async () => (await pause(500), "made"))).toBe("made");
    } finally {
      clearInterval(ticks);
    }
  });

  test("stop what hangs", async () => {
    await expect(within(100, "create of a thing", () => new Promise(() => undefined))).rejects.toThrow(
      "[unavailable] The create of a thing was given up: nothing has got done for 0.1 s.",
    );
  });

  test("a call that was given up writes nothing any more, others do", async () => {
    const written: string[] = [];
    const directory = guardDirectory({
      patchApiUser: async (id: string) => void written.push(id),
      apiUsers: async () => [],
    } as unknown as Directory);
    let late: Promise<unknown> = Promise.resolve();
    const work = within(50, "update of a thing", () => {
      late = pause(200).then(() => directory.patchApiUser("late", {}));
      return late;
    });
    await expect(work).rejects.toThrow("given up");
    await expect(late).rejects.toThrow("its deadline passed");
    await within(1_000, "update of another", () => directory.patchApiUser("other", {}));
    expect(written).toEqual(["other"]);
    expect(await directory.apiUsers()).toEqual([]);
  });
});

describe("the guard of the console", () => {
  test("lets writes through one at a time, and goes on after one that failed", async () => {
    const seen: string[] = [];
    const console = guardConsole({
      changeLevel: async (name: string) => {
        seen.push(`begin ${name}`);
        await pause(30);
        seen.push(`end ${name}`);
        if (name === "a") throw new Error("refused");
        return { name } as never;
      },
    } as unknown as AdminConsole);
    const outcomes = await Promise.allSettled([console.changeLevel("a", {}), console.changeLevel("b", {})]);
    expect(outcomes.map((one) => one.status)).toEqual(["rejected", "fulfilled"]);
    expect(seen).toEqual(["begin a", "end a", "begin b", "end b"]);
  });

  test("knows a generated secret before anybody can print it", async () => {
    const console = guardConsole({
      createApiUser: async (_: unknown, seen?: (credentials: object) => void) => {
        seen?.({ key: "k@D", secret: "canary-91", trackingIdentifier: "canary-92" });
        throw new Error("the page broke over canary-91 and canary-92");
      },
    } as unknown as AdminConsole);
    const captured: unknown[] = [];
    const failure = await console
      .createApiUser({} as never, (credentials) => captured.push(credentials))
      .catch((error: unknown) => messageOf(error));
    expect(captured).toEqual([{ key: "k@D", secret: "canary-91", trackingIdentifier: "canary-92" }]);
    expect(failure).toContain("the page broke over [secret] and [secret]");
  });
});

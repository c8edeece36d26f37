import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assertDisplay } from "../../provider/browser/byHand";
import { Io } from "../../provider/cli/io";
import { runLogin } from "../../provider/cli/login/run";
import type { LoginFlags } from "../../provider/cli/login";
import { PsaError, Secret } from "../../provider/errors";
import { startSandbox, type Sandbox } from "../../sandbox/server";
import { AUTOTASK, browserPath, caught, MINUTE, ownFolder, PSA, signIns, startAgain, type Vendor } from "./support";

/**
 * `psa login`, and what later runs do with the session: a person signs in by single sign-on, runs enter with what was kept,
 * another machine with what was handed over, until it has expired. Each test goes on from the one before.
 */

const folder = ownFolder();
const FLAGS: LoginFlags = { cwd: ".", timeLimit: 60 };

describe.each([AUTOTASK, PSA])("$name", (vendor: Vendor) => {
  let sandbox: Sandbox;
  let handed: string;

  async function login(flags: Partial<LoginFlags>, { by, terminal = false }: { by?: Vendor; terminal?: boolean } = {}) {
    let [out, err] = ["", ""];
    const io = new Io({
      stdout: { write: (text: string) => void (out += text), isTTY: terminal },
      stderr: { write: (text: string) => void (err += text) },
      env: { ...vendor.variables(sandbox), PSA_STATE_FOLDER: folder, PSA_BROWSER: browserPath() },
      cwd: folder,
      now: () => Date.now(),
    });
    await runLogin(io, undefined, { ...FLAGS, ...flags }, by ? { person: by.person(sandbox) } : {});
    return { out, err };
  }

  beforeAll(async () => void (sandbox = await startSandbox({ tenant: "small" })), MINUTE);
  afterAll(() => sandbox?.close());

  test(
    "a person signs in by single sign-on; the session is kept encrypted, without the provider's cookies",
    async () => {
      const { out, err } = await login({}, { by: vendor });
      expect(err).toContain("in the window that opens now");
      expect(out).toContain("Signed in to the console at 127.0.0.1");
      expect(out).toContain(`psa login ${vendor.name} --export`);
      const files = readdirSync(join(folder, "sessions"));
      const kept = files.map((name) => readFileSync(join(folder, "sessions", name), "utf8"));
      for (const text of kept) expect(text).not.toMatch(/cookie|SessionId|ASPXAUTH/i);
    },
    MINUTE,
  );

  test(
    "a later run needs the console's address only, and signs in nowhere",
    async () => {
      const before = signIns(sandbox);
      const { look, close, log } = vendor.open(sandbox, {});
      try {
        await look();
      } finally {
        await close();
      }
      expect(log.join("\n")).toContain("with the session of 20");
      expect(signIns(sandbox)).toBe(before);
    },
    MINUTE,
  );

  test(
    "handed over as a secret it opens the console on another machine; it goes to a pipe, never to a terminal",
    async () => {
      const refusal = await caught(login({ export: true }, { terminal: true }));
      expect(refusal.message).toContain(`gh secret set ${vendor.name.toUpperCase()}_CONSOLE_STORAGE_STATE`);
      const { out, err } = await login({ export: true });
      handed = out.trim();
      const { cookies } = JSON.parse(handed) as { cookies: { value: string; domain: string }[] };
      expect(new Set(cookies.map(({ domain }) => domain))).toEqual(new Set(["127.0.0.1"]));
      for (const { value } of cookies) expect(refusal.message + err).not.toContain(value);

      const before = signIns(sandbox);
      await login({ forget: true });
      const { look, close, log } = vendor.open(sandbox, { storageState: new Secret(handed) });
      try {
        await look();
      } finally {
        await close();
      }
      expect(log.join("\n")).toContain("with the session that was handed over");
      expect(signIns(sandbox)).toBe(before);
      for (const { value } of cookies) expect(log.join("\n")).not.toContain(value);
    },
    MINUTE,
  );

  test(
    "expired, it ends in what to do; with a password the run goes on",
    async () => {
      sandbox = await startAgain(sandbox);
      const alone = vendor.open(sandbox, { storageState: new Secret(handed) });
      const first = await caught(alone.look());
      expect(first).toMatchObject({ code: "authentication", message: expect.stringMatching(/expired.*psa login/) });
      // No second browser is started for the next resource.
      expect(await caught(alone.look())).toBe(first);
      await alone.close();

      const { look, close, log } = vendor.open(sandbox, {
        storageState: new Secret(handed),
        ...vendor.account(sandbox),
      });
      try {
        await look();
      } finally {
        await close();
      }
      expect(log.join("\n")).toContain("that session has expired");
      expect(signIns(sandbox)).toBeGreaterThan(0);
      const nothing = vendor.open(sandbox, {});
      expect((await caught(nothing.look())) as PsaError).toMatchObject({
        code: "authentication",
        remedy: expect.stringContaining(`psa login ${vendor.name}`),
      });
      await nothing.close();
    },
    MINUTE,
  );
});

test("without a display, psa login says where to do it", () => {
  expect(() => assertDisplay("psa", {}, "linux")).toThrow(/no display.*psa login psa --export.*--headless/s);
  for (const [env, platform] of [
    [{ DISPLAY: ":0" }, "linux"],
    [{ WAYLAND_DISPLAY: "wayland-0" }, "linux"],
    [{}, "darwin"],
  ] as const)
    expect(() => assertDisplay("psa", env, platform)).not.toThrow();
});

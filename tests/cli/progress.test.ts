import { Io, type Surroundings } from "../../provider/cli/io";
import { runPsa } from "../../provider/cli/program";

/** What a person sees while it works, and what a pipe gets. */

let now = 0;
function surroundings(terminal: boolean, env: NodeJS.ProcessEnv = {}) {
  const written = { out: "", err: "" };
  const around: Surroundings = {
    stdout: { write: (text: string) => void (written.out += text), isTTY: terminal, columns: 80 },
    stderr: { write: (text: string) => void (written.err += text), isTTY: terminal, columns: 60 },
    env,
    cwd: "/",
    now: () => now,
  };
  return { io: new Io(around), written };
}

beforeEach(() => (now = 0));

test("on a terminal the bar is one line drawn anew, gone when something else is printed", () => {
  const { io, written } = surroundings(true);
  io.progress.step("accounts");
  for (let done = 1; done <= 10; done++) {
    now += 60;
    io.progress.bar("accounts", done, 10);
  }
  expect(written.err.split("\n")[0]).toBe("· accounts");
  // Every 100 ms at most, the last one always; each drawing begins by taking the one before away.
  expect(written.err.split("\r").filter((part) => /^.\[2K {2}[█░]{24} \d+\/10 accounts/.test(part))).toHaveLength(5);
  expect(written.err.endsWith("\r\x1b[2K")).toBe(true);
});

test("elsewhere it is a line every five seconds, and none for a few things", () => {
  const { io, written } = surroundings(false);
  io.progress.bar("pages", 1, 2);
  for (let done = 1; done <= 100; done++) {
    now += 200;
    io.progress.bar("accounts", done, 100);
  }
  expect(
    written.err
      .trim()
      .split("\n")
      .map((line) => line.trim()),
  ).toEqual(["accounts: 25 of 100", "accounts: 50 of 100", "accounts: 75 of 100", "accounts: 100 of 100"]);
  expect(written.err).not.toContain("\x1b");
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: "1" }, false],
  [true, { TERM: "dumb" }, false],
  [false, { FORCE_COLOR: "1" }, true],
])("terminal %s with %j: colour %s", (terminal, env, expected) =>
  expect(surroundings(terminal, env).io.colour).toBe(expected),
);

test("a secret of the environment is struck out of results and messages", () => {
  const { io, written } = surroundings(false, { AUTOTASK_SECRET: "Canary-11", PULUMI_CONFIG_PASSPHRASE: "Canary-12" });
  io.out("x Canary-11 y");
  io.err("Canary-12");
  io.progress.step("Canary-11");
  expect(written.out + written.err).toBe("x [secret] y\n[secret]\n· [secret]\n");
});

test("an error is told once, with its remedy, and as JSON where JSON was asked for", async () => {
  const { io, written } = surroundings(false);
  expect(await runPsa(io, ["review", "missing.json", "--json"])).toBe(1);
  expect(JSON.parse(written.out)).toEqual({
    error: {
      code: "config",
      message: expect.stringContaining("missing.json cannot be read"),
      remedy: expect.any(String),
    },
  });
  expect(written.err).toMatch(/^psa: \[config\] missing\.json cannot be read \(ENOENT\)\./);
});

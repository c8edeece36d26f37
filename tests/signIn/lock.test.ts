import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { lockConsole } from "../../provider/browser/consoleLock";
import { startSandbox } from "../../sandbox/server";
import { build, root } from "../support/build";
import { AUTOTASK, caught, MINUTE, ownFolder } from "./support";

/** One run at a time in one console, across real processes. */

const folder = ownFolder();
const options = (log: string[] = []) => ({
  folder,
  name: "console and account",
  what: "the console at ww3.autotask.net as admin",
  log: (text: string) => void log.push(text),
});

const HOLD = `
const { lockConsole } = require(${JSON.stringify(join(root, "dist/provider/browser/consoleLock.js"))});
lockConsole(JSON.parse(process.argv[1])).then((release) => {
  console.log("held");
  process.stdin.on("data", () => release().then(() => process.exit(0)));
});`;

/** Another process, once it holds the lock. */
async function holder(): Promise<ChildProcess> {
  const script = HOLD.replace("JSON.parse(process.argv[1])", "{ ...JSON.parse(process.argv[1]), log() {} }");
  const child = spawn(process.execPath, ["-e", script, JSON.stringify(options())], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout!.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
  });
  return child;
}
const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode === null && child.signalCode === null
    ? new Promise((resolve) => child.once("exit", resolve))
    : Promise.resolve();

beforeAll(() => build(), 2 * MINUTE);

test(
  "the second run says who holds it and since when, and gets it as soon as it is given back",
  async () => {
    const first = await holder();
    const log: string[] = [];
    const since = Date.now();
    const error = await caught(lockConsole({ ...options(log), wait: 400 }));
    const holds = new RegExp(
      `the console at ww3\\.autotask\\.net as admin: process ${first.pid} of ${userInfo().username} on .*, since 20\\d\\d-\\d\\d-\\d\\dT[\\d:]+Z`,
    );
    expect(error).toMatchObject({ code: "unavailable", message: expect.stringMatching(holds) });
    expect(log).toEqual([expect.stringMatching(holds)]);
    expect(Date.now() - since).toBeGreaterThanOrEqual(400);

    const waiting = lockConsole(options());
    first.stdin!.write("go\n");
    await (
      await waiting
    )();
    await ended(first);
    expect(readdirSync(join(folder, "locks"))).toEqual([]);
  },
  MINUTE,
);

test(
  "a run that was killed holds nothing, from the moment it is dead",
  async () => {
    const first = await holder();
    first.kill("SIGKILL");
    await ended(first);
    const since = Date.now();
    await (
      await lockConsole({ ...options(), wait: 1_000 })
    )();
    expect(Date.now() - since).toBeLessThan(1_000);
  },
  MINUTE,
);

test(
  "of many that find a dead one's lock, one at a time gets it; a late one does not take away what a quicker one holds",
  async () => {
    const first = await holder();
    first.kill("SIGKILL");
    await ended(first);
    const [name] = readdirSync(join(folder, "locks"));
    const left = join(folder, "locks", name!);
    const dead = readFileSync(left);
    let [inside, most] = [0, 0];
    // Often, for it is a matter of moments whether two get it.
    for (let round = 0; round < 25; round++) {
      writeFileSync(left, dead);
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          const release = await lockConsole({ ...options(), look: 5 });
          most = Math.max(most, ++inside);
          await new Promise((resolve) => setTimeout(resolve, 2));
          inside--;
          await release();
        }),
      );
    }
    expect(readdirSync(join(folder, "locks"))).toEqual([]);
    expect([inside, most]).toEqual([0, 1]);
  },
  MINUTE,
);

test(
  "a holder on another machine is believed while it gives signs of life; what is no lock is taken away",
  async () => {
    await (
      await lockConsole(options())
    )();
    const release = await lockConsole(options());
    const file = join(folder, "locks", readdirSync(join(folder, "locks"))[0]!);
    const elsewhere = JSON.stringify({
      ...(JSON.parse(readFileSync(file, "utf8")) as object),
      host: "elsewhere",
      pid: 1,
      token: "x",
    });
    await release();
    writeFileSync(file, elsewhere);
    expect((await caught(lockConsole({ ...options(), wait: 300 }))).message).toContain("process 1 of");
    utimesSync(file, new Date(), new Date(Date.now() - 120_000));
    await (
      await lockConsole({ ...options(), wait: 300 })
    )();
    writeFileSync(file, "{ not a lock");
    await (
      await lockConsole({ ...options(), wait: 300 })
    )();
  },
  MINUTE,
);

test("where nothing can be written a run goes on and says so", async () => {
  const file = join(folder, "a file");
  writeFileSync(file, "");
  const log: string[] = [];
  await (
    await lockConsole({ ...options(log), folder: file })
  )();
  expect(log.join()).toMatch(/cannot be seen.*cannot be written/);
  rmSync(file);
});

test(
  "two consoles of one account: the second waits, fails once with the holder, then not at length again, and goes on later",
  async () => {
    const sandbox = await startSandbox({ tenant: "small" });
    const account = AUTOTASK.account(sandbox);
    const [one, other] = [AUTOTASK.open(sandbox, account), AUTOTASK.open(sandbox, { ...account, lockWait: 1_000 })];
    try {
      await one.look();
      expect(await caught(other.look())).toMatchObject({
        code: "unavailable",
        message: expect.stringContaining(`process ${process.pid} of`),
      });
      const since = Date.now();
      await caught(other.look());
      expect(Date.now() - since).toBeLessThan(900);
      // Another account disturbs nobody.
      const third = AUTOTASK.open(sandbox, { ...account, userName: "somebody.else@northwind.example" });
      expect(await caught(third.look())).toMatchObject({ code: "authentication" });
      await one.close();
      await other.look();
    } finally {
      await Promise.all([one.close(), other.close()]);
      await sandbox.close();
    }
  },
  2 * MINUTE,
);

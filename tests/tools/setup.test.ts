import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root, TrialProject } from "./trialProject";

let trial: TrialProject;
afterEach(() => trial.end());

const pulumiCache = () => join(trial.cache, "pulumi");

describe("the whole set-up", () => {
  test("makes what is missing once, says where it is from, and is done in under two seconds the second time", async () => {
    trial = new TrialProject();
    trial.go();
    const first = await trial.run();
    expect(first.stderr).toContain("4/4 Pulumi CLI 3.259.0, from its Go modules");
    expect(first.code).toBe(0);
    expect(first.stdout).toBe("");
    expect(trial.builds()).toBe(2);
    const { node, browser, pulumi } = trial.setup();
    expect(node.path).toBe(join(trial.project, "node_modules", ".bin", "node"));
    expect(browser).toEqual({ path: join(trial.bin, "browser"), version: "147.0.0.1", from: "PSA_BROWSER" });
    expect(readdirSync(pulumi.folder).sort()).toEqual([
      "pulumi",
      "pulumi-language-nodejs",
      "pulumi-resource-pulumi-nodejs",
    ]);
    expect(pulumi.command).toBe(join(pulumi.root, "bin", "pulumi"));

    const second = await trial.run();
    expect(second.code).toBe(0);
    expect(second.seconds).toBeLessThan(2);
    expect(trial.builds()).toBe(2);
  });

  test("two at once make one thing, and both have it", async () => {
    trial = new TrialProject();
    trial.go({ seconds: 1 });
    const [one, other] = await Promise.all([trial.run(), trial.run()]);
    expect([one.code, other.code]).toEqual([0, 0]);
    expect(trial.builds()).toBe(2);
    expect([one.stderr, other.stderr].some((text) => text.includes("waiting for another set-up"))).toBe(true);
    expect(readdirSync(trial.cache)).toEqual(["pulumi"]);
  });
});

describe("repair", () => {
  test("of a file that is gone", async () => {
    trial = new TrialProject();
    trial.go();
    await trial.run();
    const { folder } = trial.setup().pulumi;
    rmSync(join(folder, "pulumi-language-nodejs"));
    const again = await trial.run();
    expect(again.stderr).toContain("is damaged (pulumi-language-nodejs is not beside it");
    expect(again.code).toBe(0);
    expect(existsSync(join(folder, "pulumi-language-nodejs"))).toBe(true);
  });

  test("of what a set-up that died left behind: its lock and a half-made folder", async () => {
    trial = new TrialProject();
    trial.go();
    await trial.run();
    const made = dirname(trial.setup().pulumi.folder);
    rmSync(made, { recursive: true });
    mkdirSync(join(`${made}.making`, "bin"), { recursive: true });
    writeFileSync(join(`${made}.making`, "bin", "pulumi"), "half of a program");
    const dead = spawnSync(process.execPath, ["-p", "process.pid + ' ' + os.hostname()"], { encoding: "utf8" })
      .stdout.trim()
      .split(" ");
    writeFileSync(
      join(trial.cache, "pulumi.lock"),
      JSON.stringify({ pid: Number(dead[0]), host: dead[1], token: "x" }),
    );
    const again = await trial.run();
    expect(again.stderr).toContain("ended before it was done; going on in its place");
    expect(again.code).toBe(0);
    expect(readdirSync(pulumiCache())).toEqual([made.split("/").pop()]);
    expect(readdirSync(trial.cache)).toEqual(["pulumi"]);
  });

  test("after a kill in the middle of a build, which goes on without its owner: the next one lets it end first", async () => {
    trial = new TrialProject();
    trial.go({ seconds: 2 });
    const { child, ended } = trial.start();
    while (trial.builds() === 0) await sleep(50);
    await sleep(300);
    child.kill("SIGKILL");
    trial.go();
    const again = await trial.run();
    expect(again.stderr).toMatch(/waiting for another set-up[^]*going on in its place/);
    expect(again.code).toBe(0);
    expect(existsSync(trial.setup().pulumi.command)).toBe(true);
    await ended;
  });
});

describe("a missing tool", () => {
  test("no Go and no site: says so quickly, with the remedy", async () => {
    trial = new TrialProject();
    const ended = await trial.run();
    expect(ended.code).toBe(1);
    expect(ended.seconds).toBeLessThan(8);
    expect(ended.stderr).toContain("FAILED: Pulumi's site cannot be reached, and there is no Go to build the CLI with");
    expect(ended.stderr).toContain(
      "Install Go 1.25.0 or later, or set PULUMI_COMMAND to a Pulumi CLI of at least 3.227.0",
    );
    expect(ended.stderr).not.toContain("    at ");
  });

  test("a Go that is too old", async () => {
    trial = new TrialProject();
    trial.go({ version: "1.22.2" });
    expect((await trial.run()).stderr).toContain("Go 1.22.2 is too old to build the Pulumi CLI 3.259.0");
  });

  test("a Go build that fails shows what Go said", async () => {
    trial = new TrialProject();
    trial.program("go", [
      '[ "$1" = env ] && { echo go1.26.0; exit 0; }',
      "echo 'dial tcp: no route to the module proxy' >&2",
      "exit 1",
    ]);
    const ended = await trial.run();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("dial tcp: no route to the module proxy");
    expect(ended.stderr).toContain("what to do: Is a Go module proxy reachable");
    expect(readdirSync(pulumiCache())).toEqual([]);
  });

  test("a PSA_BROWSER that is no browser", async () => {
    trial = new TrialProject();
    const ended = await trial.run(undefined, { PSA_BROWSER: "/nowhere/chrome" });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("PSA_BROWSER is /nowhere/chrome");
    expect(ended.stderr).toContain("what to do: Set PSA_BROWSER to the program file of a Chrome or Chromium");
  });
});

describe("a CLI that is there already", () => {
  test("PULUMI_COMMAND comes first", async () => {
    trial = new TrialProject();
    const command = trial.cli(join(trial.folder, "mine"), "3.227.0");
    trial.cli(trial.bin, "3.300.0");
    expect((await trial.run(undefined, { PULUMI_COMMAND: command })).code).toBe(0);
    expect(trial.setup().pulumi).toEqual({
      command,
      folder: join(trial.folder, "mine"),
      version: "3.227.0",
      from: "PULUMI_COMMAND",
    });
  });

  test("PULUMI_COMMAND below the floor, or without its companions, is refused with the reason", async () => {
    trial = new TrialProject();
    const old = trial.cli(join(trial.folder, "old"), "3.226.9");
    expect((await trial.run(undefined, { PULUMI_COMMAND: old })).stderr).toContain(
      "it is 3.226.9, and drift runs need exit codes that begin with 3.227.0",
    );
    const bare = trial.cli(join(trial.folder, "bare"), "3.260.0", ["pulumi-resource-pulumi-nodejs"]);
    expect((await trial.run(undefined, { PULUMI_COMMAND: bare })).stderr).toContain(
      "pulumi-resource-pulumi-nodejs is not beside it",
    );
  });

  test("PATH comes next, and one on PATH that cannot be used is named and passed over", async () => {
    trial = new TrialProject();
    trial.cli(trial.bin, "3.301.0");
    await trial.run();
    expect(trial.setup().pulumi).toMatchObject({ version: "3.301.0", from: "PATH" });
    trial.cli(trial.bin, "3.100.0");
    trial.go();
    const ended = await trial.run();
    expect(ended.stderr).toContain(`not using ${join(trial.bin, "pulumi")}: it is 3.100.0`);
    expect(trial.setup().pulumi).toMatchObject({ version: "3.259.0", from: "its Go modules, in our cache" });
  });
});

describe("the official download", () => {
  let server: Server;
  afterEach(() => new Promise((done) => server.close(done)));

  const serve = async (checksum: (archive: Buffer) => string) => {
    trial = new TrialProject();
    const name = `pulumi-v3.259.0-${process.platform}-${process.arch}.tar.gz`;
    trial.cli(join(trial.folder, "archive", "pulumi"), "3.259.0");
    spawnSync("tar", ["-czf", join(trial.folder, name), "-C", join(trial.folder, "archive"), "pulumi"]);
    const archive = readFileSync(join(trial.folder, name));
    server = createServer((request, response) => {
      if (request.url === "/checksums.txt")
        response.end(`${"0".repeat(64)}  other.tar.gz\n${checksum(archive)}  ${name}\n`);
      else if (request.url === `/${name}`) response.end(archive);
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    trial.site(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  };

  test("is taken when it has the published checksum", async () => {
    await serve((archive) => createHash("sha256").update(archive).digest("hex"));
    const ended = await trial.run();
    expect(ended.code).toBe(0);
    expect(trial.setup().pulumi).toMatchObject({ version: "3.259.0", from: "the official download, in our cache" });
    expect(readdirSync(join(pulumiCache(), "3.259.0-official"))).toEqual(["bin"]);
  });

  test("is thrown away when it has another", async () => {
    await serve(() => "ab".repeat(32));
    trial.go();
    const ended = await trial.run();
    expect(ended.stderr).toMatch(/has the SHA-256 [0-9a-f]{64}, but (ab){32} is published; it was thrown away/);
    expect(trial.setup().pulumi.from).toBe("its Go modules, in our cache");
    expect(existsSync(join(pulumiCache(), "3.259.0-official"))).toBe(false);
  });
});

describe("dependencies and Node", () => {
  const npm = (lines: string[] = []) =>
    trial.program("npm", [
      `echo "$*" >> ${trial.folder}/npm`,
      "rm -rf node_modules",
      "mkdir -p node_modules/.bin node_modules/typescript node_modules/node/bin node_modules/@pulumi/pulumi",
      "echo {} > node_modules/typescript/package.json",
      "echo launcher > node_modules/@pulumi/pulumi/pulumi-resource-pulumi-nodejs",
      ...(lines.length > 0 ? lines : [`ln -s ${process.execPath} node_modules/.bin/node`]),
    ]);
  const calls = () => readFileSync(join(trial.folder, "npm"), "utf8").trim().split("\n");

  test("npm ci runs without node_modules, not again, and again when the lock file changes", async () => {
    trial = new TrialProject({ modules: false });
    trial.go();
    npm();
    expect((await trial.run()).stderr).toContain("1/4 dependencies: npm ci");
    expect((await trial.run()).stderr).toContain("1/4 dependencies: as package-lock.json has them");
    expect(calls()).toEqual(["ci --no-audit --no-fund"]);
    const lock = join(trial.project, "package-lock.json");
    writeFileSync(lock, readFileSync(lock, "utf8").replace('"version": "0.1.0"', '"version": "0.1.1"'));
    await trial.run();
    expect(calls()).toHaveLength(2);
  });

  test("a failing npm ci shows npm's words and is tried again by the next run", async () => {
    trial = new TrialProject({ modules: false });
    trial.go();
    trial.program("npm", ["mkdir -p node_modules/half", "echo 'npm error code EAI_AGAIN' >&2", "exit 1"]);
    const ended = await trial.run();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("npm error code EAI_AGAIN");
    npm();
    expect((await trial.run()).code).toBe(0);
  });

  test("a Node that npm did not install, because it runs no install scripts, is installed", async () => {
    trial = new TrialProject({ modules: false });
    trial.go();
    npm([
      "echo 'This file intentionally left blank' > node_modules/node/bin/node",
      "chmod 755 node_modules/node/bin/node",
      "ln -s ../node/bin/node node_modules/.bin/node",
      `echo 'const fs = require("fs"); fs.rmSync("bin/node"); fs.symlinkSync(${JSON.stringify(process.execPath)}, "bin/node");' > node_modules/node/installArchSpecificPackage.js`,
    ]);
    const ended = await trial.run();
    expect(ended.stderr).toContain("node_modules/.bin/node does not run");
    expect(trial.setup().node).toMatchObject({
      path: join(trial.project, "node_modules", ".bin", "node"),
      version: process.versions.node,
    });
  });
});

describe("pins", () => {
  test("versions.json agrees with package.json, the lock file and the Go modules", () => {
    trial = new TrialProject();
    const read = (file: string) => readFileSync(join(root, file), "utf8");
    const versions = JSON.parse(read("tools/versions.json"));
    const { devDependencies, engines } = JSON.parse(read("package.json"));
    const locked = JSON.parse(read("package-lock.json")).packages;
    expect(devDependencies).toMatchObject({
      node: versions.node.version,
      "@sparticuz/chromium": versions.chromium.version,
      "@pulumi/pulumi": versions.pulumi.sdk,
    });
    expect(locked["node_modules/@pulumi/pulumi"].version).toBe(versions.pulumi.sdk);
    expect(`>=${versions.node.floor}`).toBe(`${engines.node}.0`);
    expect(read("tools/engine/engine/go.mod")).toMatch(
      new RegExp(`github.com/pulumi/pulumi/pkg/v3 v${versions.pulumi.version}\\s`),
    );
    expect(read("tools/engine/engine/go.mod")).toMatch(
      new RegExp(`github.com/pulumi/pulumi/sdk/v3 v${versions.pulumi.version}\\s`),
    );
    expect(read("tools/engine/language/go.mod")).toMatch(
      new RegExp(`github.com/pulumi/pulumi/sdk/v3 v${versions.pulumi.languageHost}\\s`),
    );
  });
});

describe("the environment for the CLI", () => {
  test("is made of the set-up, and nothing of the caller's own Pulumi settings reaches it", async () => {
    trial = new TrialProject();
    trial.cli(trial.bin, "3.301.0");
    await trial.run();
    const code = `import("./tools/env.mjs").then((m) => console.log(JSON.stringify(m.pulumiEnvironment({ folder: "/f", passphrase: "p" }))))`;
    const ended = await trial.run(["-e", code], {
      PULUMI_SKIP_CONFIRMATIONS: "true",
      PULUMI_ACCESS_TOKEN: "canary",
      LANG: "C",
    });
    const env = JSON.parse(ended.stdout);
    expect(env).toMatchObject({
      PULUMI_BACKEND_URL: "file:///f/state",
      PULUMI_HOME: "/f/home",
      PULUMI_CONFIG_PASSPHRASE: "p",
      LANG: "C",
    });
    expect(env.PATH.split(":").slice(0, 2)).toEqual([
      trial.setup().pulumi.folder,
      join(trial.project, "node_modules", ".bin"),
    ]);
    expect(env).not.toHaveProperty("PULUMI_SKIP_CONFIRMATIONS");
    expect(JSON.stringify(env)).not.toContain("canary");
  });

  test("without a set-up, says what to run", async () => {
    trial = new TrialProject();
    expect((await trial.run(["-e", 'import("./tools/env.mjs").then((m) => m.readSetup())'])).stderr).toContain(
      "Run: npm run setup",
    );
  });
});

import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { readSetup } from "../../tools/env.mjs";

const root = resolve(__dirname, "..", "..");
const exec = promisify(execFile);
const folder = realpathSync(mkdtempSync(join(tmpdir(), "psa-package-")));
const node = readSetup().node.path;
// npm of the machine, so on its Node; the package itself is run with the Node that was set up.
const npmEnv = {
  ...process.env,
  NODE_OPTIONS: "",
  PATH: (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((f) => !f.includes("node_modules"))
    .join(delimiter),
};
const runEnv = { ...process.env, NODE_OPTIONS: "", PATH: [dirname(node), process.env["PATH"]].join(delimiter) };
const here = (code: string) => exec(node, ["-e", code], { cwd: folder, env: runEnv });

let packed: string[];

beforeAll(async () => {
  const { stdout } = await exec("npm", ["pack", "--json", "--pack-destination", folder], { cwd: root, env: npmEnv });
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  packed = files.map((file) => file.path);
  const pins = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "someones-program", private: true }));
  const wanted = [
    join(folder, filename),
    `@pulumi/pulumi@${pins["@pulumi/pulumi"]}`,
    `typescript@${pins.typescript}`,
    `@types/node@${pins["@types/node"]}`,
  ];
  await exec("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", ...wanted], {
    cwd: folder,
    env: npmEnv,
    maxBuffer: 10_000_000,
  });
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

test("the archive holds the built package, its data, its documents, and nothing else", () => {
  expect(packed).toEqual(
    expect.arrayContaining([
      "package.json",
      "README.md",
      "LICENSE",
      "dist/provider/index.js",
      "dist/provider/index.d.ts",
      "dist/provider/handlers.js",
      "dist/sandbox/main.js",
      "dist/policy/index.js",
      "policy/PulumiPolicy.yaml",
      "policy/package.json",
      "policy/psa-policy",
      "bin/psa",
      "dist/provider/cli/main.js",
    ]),
  );
  const data = readdirSync(join(root, "data")).filter((name) => name.endsWith(".json"));
  expect(data).not.toHaveLength(0);
  expect(packed).toEqual(expect.arrayContaining(data.map((name) => `dist/data/${name}`)));
  expect(
    packed.filter(
      (path) =>
        !/^(dist\/(provider|sandbox|data|policy)\/|policy\/|bin\/psa$|docs\/|README\.md$|LICENSE$|package\.json$)/.test(
          path,
        ),
    ),
  ).toEqual([]);
  expect(packed.filter((path) => /\.test\.|fixture|\.cache|node_modules|state[^/]*\.json$/.test(path))).toEqual([]);
});

test("a program requires the classes", async () => {
  const { stdout } = await here(
    'const psa = require("pulumi-psa"); console.log(typeof psa.AutotaskSecurityLevel, typeof psa.AutotaskApiUser)',
  );
  expect(stdout).toBe("function function\n");
});

test("npx psa says what it can do", async () => {
  const { stdout } = await exec("npx", ["--no-install", "psa", "--help"], { cwd: folder, env: runEnv });
  expect(stdout).toContain("Usage: psa [options] [command]");
  expect(stdout).toContain("doctor");
});

test("an ES module imports them by name", async () => {
  const { stdout } = await exec(
    node,
    ["--input-type=module", "-e", 'import { AutotaskApiUser } from "pulumi-psa"; console.log(typeof AutotaskApiUser)'],
    { cwd: folder, env: runEnv },
  );
  expect(stdout).toBe("function\n");
});

test("the provider host requires what the text in the state names", async () => {
  const { stdout } = await here(`
    const inputs = (make) => {
      let seen;
      require("@pulumi/pulumi").runtime.setMocks({ newResource: (args) => ((seen = args.inputs.__provider), { id: "1", state: args.inputs }), call: () => ({}) });
      make(require("pulumi-psa"));
      return new Promise((done) => setTimeout(() => done(seen), 500));
    };
    (async () => {
      const text = await inputs((psa) => new psa.AutotaskSecurityLevel("level", { name: "Level", permissions: {} }));
      const host = {};
      new Function("exports", "require", text)(host, require);
      const handler = host.handler();
      console.log(Buffer.byteLength(text) <= 100, ["check", "diff", "create", "read", "update", "delete"].map((method) => typeof handler[method]).join());
    })();`);
  expect(stdout).toBe("true function,function,function,function,function,function\n");
});

test("a TypeScript program type-checks against the declarations", async () => {
  writeFileSync(
    join(folder, "index.ts"),
    [
      'import { AutotaskSecurityLevel } from "pulumi-psa";',
      'const level = new AutotaskSecurityLevel("propel", { name: "API User (Propel Your MSP)", permissions: {} });',
      "export const urn = level.urn;",
    ].join("\n"),
  );
  const tsc = join(folder, "node_modules", "typescript", "bin", "tsc");
  const args = [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--moduleResolution",
    "nodenext",
    "--target",
    "es2022",
    "index.ts",
  ];
  const { stdout } = await exec(node, [tsc, ...args], { cwd: folder, env: runEnv }).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe("");
  writeFileSync(
    join(folder, "index.ts"),
    'import { AutotaskSecurityLevel } from "pulumi-psa";\nnew AutotaskSecurityLevel("propel", { name: 7, permissions: {} });\n',
  );
  await expect(exec(node, [tsc, ...args], { cwd: folder, env: runEnv })).rejects.toMatchObject({
    stdout: expect.stringContaining("not assignable"),
  });
}, 120_000);

// A stand-in tenant and a stack of one's own, each a real process: what the sweep and the engine tests are made of.
import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearTimeout, setTimeout } from "node:timers";
import { pulumiEnvironment, readSetup } from "./env.mjs";
import { root } from "./setup/base.mjs";

/** Longest that one run of the CLI may take unless told otherwise, in milliseconds. */
const RUN_MS = 600_000;

/** Starts the compiled stand-in on a free port. */
export async function startStandIn({ tenant = "small", set = {} } = {}) {
  const switches = Object.entries(set).flatMap(([name, position]) => ["--set", `${name}=${position}`]);
  const child = spawn(
    readSetup().node.path,
    [join(root, "dist", "sandbox", "main.js"), "--json", "--tenant", tenant, ...switches],
    { stdio: ["ignore", "pipe", "pipe"], env: withoutNodeOptions(process.env) },
  );
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
  const ended = new Promise((resolve) => child.on("close", resolve));
  const line = await new Promise((resolve, reject) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) resolve(text);
    });
    void ended.then(() => reject(new Error(`The stand-in did not start: ${errors}`)));
  });
  const ready = JSON.parse(line);
  const call = async (path, init) => {
    const answer = await globalThis.fetch(`${ready.control}${path}`, init);
    const body = await answer.json();
    if (!answer.ok) throw new Error(`control/${path} answered ${answer.status}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    ready,
    tenant: () => call("tenant"),
    journal: () => call("requests"),
    edit: (body) => call("tenant", { method: "PUT", headers: JSON_BODY, body: JSON.stringify(body) }),
    move: (body) => call("switches", { method: "PUT", headers: JSON_BODY, body: JSON.stringify(body) }),
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

const JSON_BODY = { "content-type": "application/json" };

/** Settings of the provider for a stand-in, as environment variables. */
export function variables({ autotask }) {
  return {
    AUTOTASK_ZONE_INFORMATION_URL: autotask.zoneInformationUrl,
    AUTOTASK_USER_NAME: autotask.apiUser.userName,
    AUTOTASK_SECRET: autotask.apiUser.secret,
    AUTOTASK_INTEGRATION_CODE: autotask.apiUser.integrationCode,
    AUTOTASK_CONSOLE_URL: autotask.consoleUrl,
    AUTOTASK_CONSOLE_USER_NAME: autotask.administrator.userName,
    AUTOTASK_CONSOLE_PASSWORD: autotask.administrator.password,
    AUTOTASK_CONSOLE_TOTP_SECRET: autotask.administrator.totpSecret,
  };
}

/** The same for its PSA tenant (Kaseya, Pulseway). */
export function psaVariables({ psa }) {
  return {
    PSA_REST_URL: psa.restUrl,
    PSA_COMPANY: psa.company,
    PSA_USER_NAME: psa.apiUser.userName,
    PSA_PASSWORD: psa.apiUser.password,
    PSA_MFA_SECRET: psa.apiUser.mfaSecret,
    PSA_CONSOLE_URL: psa.consoleUrl,
    PSA_CONSOLE_USER_NAME: psa.administrator.userName,
    PSA_CONSOLE_PASSWORD: psa.administrator.password,
    PSA_CONSOLE_TOTP_SECRET: psa.administrator.totpSecret,
  };
}

/** Without the console. */
export const psaRestVariables = (ready) =>
  Object.fromEntries(Object.entries(psaVariables(ready)).filter(([name]) => !name.startsWith("PSA_CONSOLE_")));

/** Neither packages nor the settings of stacks that somebody has made in the folder: their passphrase is not ours. */
const UNWANTED = /(node_modules|[\\/]Pulumi\.[^.\\/]+\.yaml)$/;

/** A folder with a copy of `source`, in which the project's packages are found; state, home and pictures lie beside it. */
export async function makeStack({ source, env = {} }) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "psa-stack-")));
  const program = join(folder, "program");
  cpSync(source, program, { recursive: true, filter: (path) => !UNWANTED.test(path) });
  symlinkSync(join(root, "node_modules"), join(program, "node_modules"));
  mkdirSync(join(folder, "state"));
  const project = /^name: *(\S+)/m.exec(readFileSync(join(program, "Pulumi.yaml"), "utf8"))[1];
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AUTOTASK|PSA)_/.test(name)));
  const environment = {
    ...withoutNodeOptions(pulumiEnvironment({ folder, passphrase: "trial", base: kept })),
    PSA_BROWSER: readSetup().browser.path,
    PSA_EVIDENCE_FOLDER: join(folder, "evidence"),
    ...env,
  };
  const running = new Set();
  const stack = {
    folder,
    program,
    stateFile: join(folder, "state", ".pulumi", "stacks", project, "dev.json"),
    /** Starts the CLI and answers at once. `child` is the CLI, `ended` what came of it. */
    start(args, { env: more = {}, limit = RUN_MS } = {}) {
      const since = Date.now();
      const child = spawn(readSetup().pulumi.command, [...args, "--non-interactive"], {
        cwd: program,
        env: { ...environment, ...more },
        stdio: ["ignore", "pipe", "pipe"],
      });
      running.add(child);
      const timer = setTimeout(() => killTree(child.pid), limit);
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
      const ended = new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => {
          clearTimeout(timer);
          running.delete(child);
          resolve({ code, stdout, stderr, seconds: (Date.now() - since) / 1000 });
        });
      });
      return { child, ended };
    },
    /** Runs the CLI to its end, whatever its exit code. */
    run: (args, options) => stack.start(args, options).ended,
    /** Replaces a text in a file of the program. Throws when it is not there. */
    change(file, from, to) {
      const path = join(program, file);
      const text = readFileSync(path, "utf8");
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
      writeFileSync(path, text.replace(from, to));
    },
    remove() {
      for (const child of running) killTree(child.pid);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  const made = await stack.run(["stack", "init", "dev"]);
  if (made.code !== 0) throw new Error(`pulumi stack init: ${made.stderr}`);
  return stack;
}

/** Kills a process of ours and all that it has started, in one go: nobody gets to tidy up. */
export function killTree(pid) {
  const rows = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).stdout.trim().split("\n");
  const parents = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const family = [pid];
  for (const one of family) family.push(...parents.filter(([, parent]) => parent === one).map(([child]) => child));
  for (const one of family) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // Gone already.
    }
  }
}

/** What a test runner needs of Node is nothing that the program under test should have. */
function withoutNodeOptions(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== "NODE_OPTIONS"));
}

import { spawn } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { clearTimeout, setTimeout } from "node:timers";
import { killTree } from "../../tools/trial.mjs";
import { pulumiEnvironment, readSetup } from "../../tools/env.mjs";
import { root } from "../support/build";
import { fill, holds, type Context, type Status } from "./expressions";
import { REPOSITORY, REPOSITORY_ID, type GitHub } from "./github";
import { workflowOf, type WorkflowJob, type WorkflowStep } from "./workflow";

/** Longest that one step may take, in milliseconds. */
const STEP_MS = 300_000;

export interface Machine {
  /** Everything of the runs lies in here. */
  folder: string;
  github: GitHub;
  /** Address of `github`. */
  githubUrl: string;
  /** The repository that is checked out. */
  origin: string;
  /** Secrets and variables by environment: a job sees those of its own alone. */
  environments: Record<string, { secrets: Record<string, string>; vars: Record<string, string> }>;
  /** What a runner's image has set. */
  image: Record<string, string>;
}

export interface Event {
  name: string;
  payload: object;
  ref: string;
  /** The commit that is checked out. */
  sha: string;
  /** Whose repository the run belongs to; a fork's runs make a fork's artifacts. */
  headRepositoryId?: number;
}

export interface RanStep {
  name: string;
  outcome: Status | "skipped";
  log: string;
}
export interface RanJob {
  result: Status | "skipped";
  steps: RanStep[];
  outputs: Record<string, string>;
  /** What people read on the run's page. */
  summary: string;
  log: string;
}

/** Runs a workflow of the templates the way GitHub does, each step a real process. `uses` steps are played by hand. */
export async function runWorkflow(machine: Machine, file: string, event: Event) {
  const workflow = workflowOf(file);
  const run = machine.github.nextId();
  machine.github.runs.set(run, `.github/workflows/${file}@${event.ref}`);
  const jobs: Record<string, RanJob> = {};
  for (const [id, job] of Object.entries(workflow.jobs)) {
    const needs = [job.needs ?? []].flat();
    const before = needs.map((name) => jobs[name]!);
    const status: Status = before.every(({ result }) => result === "success") ? "success" : "failure";
    const context: Context = {
      github: {
        event_name: event.name,
        event: event.payload,
        repository: REPOSITORY,
        ref: event.ref,
        ref_name: event.ref.replace(/^refs\/(heads|pull)\//, ""),
        sha: event.sha,
        run_id: String(run),
        server_url: "https://github.example",
      },
      needs: Object.fromEntries(
        needs.map((name, at) => [name, { result: before[at]!.result, outputs: before[at]!.outputs }]),
      ),
      env: workflow.env ?? {},
      vars: {},
      secrets: {},
    };
    jobs[id] = holds(job.if, context, status)
      ? await runJob(machine, job, context, { run, event, folder: join(machine.folder, `run-${run}`, id) })
      : { result: "skipped", steps: [], outputs: {}, summary: "", log: "" };
  }
  return { run, jobs };
}

interface Place {
  run: number;
  event: Event;
  folder: string;
}

async function runJob(machine: Machine, job: WorkflowJob, context: Context, place: Place): Promise<RanJob> {
  const workspace = join(place.folder, "work");
  const temp = join(place.folder, "temp");
  for (const folder of [workspace, temp, join(place.folder, "home")]) mkdirSync(folder, { recursive: true });
  const files = { GITHUB_OUTPUT: join(temp, "output"), GITHUB_STEP_SUMMARY: join(temp, "summary") };
  for (const path of Object.values(files)) writeFileSync(path, "");
  const token = machine.github.token(job.permissions ?? {});
  const environment = machine.environments[job.environment ?? ""] ?? { secrets: {}, vars: {} };
  const steps: Record<string, { outputs: Record<string, string>; outcome: string }> = {};
  const all: Context = {
    ...context,
    github: { ...(context.github as object), token },
    secrets: environment.secrets,
    vars: environment.vars,
    steps,
    runner: { temp },
  };
  const tools = new Set<string>();
  const ran: RanStep[] = [];
  let status: Status = "success";
  for (const step of job.steps) {
    const name = step.name ?? step.uses ?? "";
    if (!holds(step.if, all, status)) {
      ran.push({ name, outcome: "skipped", log: "" });
      continue;
    }
    writeFileSync(files.GITHUB_OUTPUT, "");
    const settings = Object.fromEntries(
      Object.entries({ ...(context.env as object), ...step.env }).map(([key, value]) => [
        key,
        fill(value, all, status),
      ]),
    );
    const env = {
      ...settings,
      ...files,
      GITHUB_REPOSITORY: REPOSITORY,
      RUNNER_TEMP: temp,
      GITHUB_ACTIONS: "true",
      CI: "true",
    };
    const { code, log } =
      step.run === undefined
        ? await use(machine, step, (text) => fill(text, all, status), { ...place, workspace, token, tools })
        : await shell(machine, step, { env, workspace, temp, home: join(place.folder, "home"), tools });
    const outcome: Status = code === 0 ? "success" : "failure";
    if (step.id !== undefined) steps[step.id] = { outputs: outputsIn(files.GITHUB_OUTPUT), outcome };
    ran.push({ name, outcome, log });
    if (outcome === "failure" && step["continue-on-error"] !== true) status = "failure";
  }
  const outputs = Object.entries(job.outputs ?? {}).map(([key, value]) => [key, fill(value, all, status)] as const);
  return {
    result: status,
    steps: ran,
    outputs: Object.fromEntries(outputs),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
    log: ran.map(({ log }) => log).join(""),
  };
}

const outputsIn = (file: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.includes("="))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );

interface Ended {
  code: number;
  log: string;
}

/** A `run` step, with the shell that GitHub starts for it and nothing of this process's own environment. */
function shell(
  machine: Machine,
  step: WorkflowStep,
  at: { env: Record<string, string>; workspace: string; temp: string; home: string; tools: Set<string> },
): Promise<Ended> {
  const script = join(at.temp, "script.sh");
  writeFileSync(script, step.run!);
  const options = step.shell === "bash" ? ["--noprofile", "--norc", "-eo", "pipefail"] : ["-e"];
  const setup = readSetup();
  // What a step has not set up is not there.
  const path = [
    join(root, "tests", "gitops", "bin"),
    ...(at.tools.has("pulumi") ? [setup.pulumi.folder] : []),
    ...(at.tools.has("node") ? [dirname(setup.node.path), npxFolder()] : []),
    "/usr/local/bin",
    "/usr/bin",
    "/bin",
  ].join(delimiter);
  const pulumi = pulumiEnvironment({ folder: at.home, passphrase: "", base: {} });
  delete pulumi.PULUMI_BACKEND_URL;
  delete pulumi.PULUMI_CONFIG_PASSPHRASE;
  const given = Object.fromEntries(
    Object.entries(at.env).filter(([name, value]) => value !== "" || !name.startsWith("PULUMI")),
  );
  return run(["bash", ...options, script], at.workspace, {
    ...pulumi,
    ...machine.image,
    PATH: path,
    HOME: at.home,
    STANDIN_ROOT: root,
    STANDIN_LOG: join(machine.folder, "calls.jsonl"),
    STANDIN_GITHUB: machine.githubUrl,
    ...given,
  });
}

/** The machine's own npx, not one that an npm script has put first. */
function npxFolder(): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  const found = folders.find((folder) => existsSync(join(folder, "npx")));
  if (found === undefined) throw new Error("npx is not on PATH");
  return found;
}

export function run(command: string[], cwd: string, env: Record<string, string | undefined>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0]!, command.slice(1), {
      cwd,
      env: env as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const timer = setTimeout(() => killTree(child.pid!), STEP_MS);
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (log += text));
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, log });
    });
  });
}

/** Plays an action. One that is not known here fails the step. */
async function use(
  machine: Machine,
  step: WorkflowStep,
  filled: (text: unknown) => string,
  at: Place & { workspace: string; token: string; tools: Set<string> },
): Promise<Ended> {
  const given = Object.fromEntries(Object.entries(step.with ?? {}).map(([key, value]) => [key, filled(value)]));
  const { github } = machine;
  const inWorkspace = (path: string): string => (path.startsWith("/") ? path : join(at.workspace, path));
  switch (step.uses!.split("@")[0]) {
    case "actions/checkout": {
      const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
      const cloned = await run(["git", "clone", "-q", machine.origin, at.workspace], at.folder, env);
      if (cloned.code !== 0) return cloned;
      return run(["git", "-c", "advice.detachedHead=false", "checkout", "-q", at.event.sha], at.workspace, env);
    }
    case "actions/setup-node":
      at.tools.add("node");
      return { code: 0, log: "" };
    case "pulumi/actions":
      if (given["command"] !== undefined) return { code: 1, log: "only the installation is played here" };
      at.tools.add("pulumi");
      return { code: 0, log: "" };
    case "actions/upload-artifact": {
      const source = inWorkspace(given["path"]!);
      const empty = !existsSync(source) || readdirSync(source).length === 0;
      if (empty) return { code: given["if-no-files-found"] === "error" ? 1 : 0, log: `no files in ${source}\n` };
      const id = github.nextId();
      const folder = join(machine.folder, `artifact-${id}`);
      cpSync(source, folder, { recursive: true });
      const ids = { repository_id: REPOSITORY_ID, head_repository_id: at.event.headRepositoryId ?? REPOSITORY_ID };
      github.artifacts.push({ id, name: given["name"]!, expired: false, folder, workflow_run: { id: at.run, ...ids } });
      return { code: 0, log: "" };
    }
    case "actions/download-artifact": {
      const other = given["run-id"];
      if (other !== undefined && given["github-token"] !== at.token)
        return { code: 1, log: "run-id needs github-token\n" };
      const from = Number(other ?? at.run);
      const found = github.artifacts.find(({ name, workflow_run: { id } }) => name === given["name"] && id === from);
      if (!found) return { code: 1, log: `no artifact ${given["name"]} in run ${from}\n` };
      cpSync(found.folder, inWorkspace(given["path"]!), { recursive: true });
      return { code: 0, log: "" };
    }
    default:
      return { code: 1, log: `${step.uses} is not known here\n` };
  }
}

/** The calls of the stand-in commands so far. */
export function callsOf(machine: Machine): string[][] {
  const file = join(machine.folder, "calls.jsonl");
  appendFileSync(file, "");
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as string[]);
}

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStandIn, variables, type StandIn } from "../../tools/trial.mjs";
import { pulumiEnvironment, readSetup } from "../../tools/env.mjs";
import { MINUTES } from "../engine/support";
import { build } from "../support/build";
import { GitHub, REPOSITORY, REPOSITORY_ID } from "./github";
import { callsOf, run, runWorkflow, type Event, type Machine, type RanJob } from "./runner";
import { textOf, TEMPLATES } from "./workflow";

/**
 * The life of one change: pull request, policy, review, merge, plan, drift. Every `run:` of the templates is a real shell
 * with the real CLI against the stand-in tenant; GitHub is a server of its own that enforces each job's permissions.
 */

const PULL = 7;
const PASSPHRASE = "passphrase of the stack";

let standIn: StandIn;
let github: GitHub;
let machine: Machine;
let origin: string;
let marks: string[];

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
  github = new GitHub();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "psa-gitops-")));
  origin = join(folder, "origin");
  mkdirSync(origin);
  mkdirSync(join(folder, "state"));
  const { AUTOTASK_ZONE_INFORMATION_URL, ...settings } = variables(standIn.ready) as Record<string, string>;
  const secrets: Record<string, string> = { PULUMI_CONFIG_PASSPHRASE: PASSPHRASE };
  const vars: Record<string, string> = { PULUMI_BACKEND_URL: `file://${join(folder, "state")}` };
  for (const [name, value] of Object.entries(settings)) (/NAME$|URL$/.test(name) ? vars : secrets)[name] = value;
  const withoutConsole = (all: Record<string, string>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !name.includes("CONSOLE")));
  machine = {
    folder,
    github,
    githubUrl: await github.start(),
    origin,
    environments: {
      "psa-preview": { secrets: withoutConsole(secrets), vars: withoutConsole(vars) },
      "psa-production": { secrets, vars },
      // Without the console it is quicker, and says what it did not see.
      "psa-drift": { secrets: withoutConsole(secrets), vars: withoutConsole(vars) },
    },
    image: { AUTOTASK_ZONE_INFORMATION_URL: AUTOTASK_ZONE_INFORMATION_URL!, PSA_BROWSER: readSetup().browser.path },
  };
  marks = Object.values(secrets);

  cpSync(join(__dirname, "program"), origin, { recursive: true });
  cpSync(TEMPLATES, join(origin, ".github", "workflows"), { recursive: true });
  writeFileSync(join(origin, ".gitignore"), "node_modules\n");
  git("init", "-q", "-b", "main");
  commit("The program");
  const pulumi = { ...pulumiEnvironment({ folder, passphrase: PASSPHRASE, base: { PATH: process.env["PATH"] } }) };
  const made = await run([readSetup().pulumi.command, "stack", "init", "production"], origin, pulumi);
  expect(made).toMatchObject({ code: 0 });
  git("add", "-A");
  commit("The stack");
}, 3 * MINUTES);

afterAll(async () => {
  await github?.stop();
  await standIn?.stop();
  if (machine) rmSync(machine.folder, { recursive: true, force: true, maxRetries: 5 });
});

const git = (...args: string[]): string =>
  execFileSync(
    "git",
    ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false", ...args],
    {
      cwd: origin,
      encoding: "utf8",
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
    },
  ).trim();

function commit(message: string): string {
  git("add", "-A");
  git("commit", "-q", "-m", message);
  return git("rev-parse", "HEAD");
}

function change(from: string, to: string): void {
  const path = join(origin, "index.ts");
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

const repository = { default_branch: "main" };
function pullRequest(sha: string, more: { from?: string; labels?: string[] } = {}): Event {
  const { from = REPOSITORY, labels = [] } = more;
  const head = { sha, repo: { full_name: from } };
  return {
    name: "pull_request",
    ref: `refs/pull/${PULL}/merge`,
    sha,
    ...(from === REPOSITORY ? {} : { headRepositoryId: REPOSITORY_ID + 1 }),
    payload: {
      repository,
      pull_request: { number: PULL, head, user: { login: "ann" }, labels: labels.map((name) => ({ name })) },
    },
  };
}
const onMain = (name: "push" | "workflow_dispatch" | "schedule", sha: string): Event => ({
  name,
  ref: "refs/heads/main",
  sha,
  payload: name === "schedule" ? { schedule: "17 5 * * *" } : { repository },
});

/** Fails with the logs unless the job ended so. */
function expectResult(job: RanJob, result: RanJob["result"]): RanJob {
  if (job.result !== result) {
    throw new Error(
      `${job.result}, not ${result}\n${job.steps.map((one) => `== ${one.name}: ${one.outcome}\n${one.log}`).join("\n")}`,
    );
  }
  return job;
}

const comments = () => github.comments.get(PULL) ?? [];
const plans = () => github.artifacts.filter(({ name }) => name.startsWith("psa-plan-"));

/** No secret in what people or later jobs get to see. */
function expectNoSecret(...texts: string[]): void {
  for (const mark of marks) for (const text of texts) expect(text).not.toContain(mark);
}

describe("a pull request", () => {
  beforeAll(() => {
    // Somebody else's, and the bot's about something else: on an earlier page than ours.
    for (const login of ["ann", "github-actions[bot]", "ann"]) github.comment(PULL, "Something else", login);
    git("checkout", "-q", "-b", "reader");
  });

  test(
    "that a policy refuses: the comment says so, the run fails, and there is no plan",
    async () => {
      const { jobs } = await runWorkflow(machine, "psa-preview.yml", pullRequest(git("rev-parse", "HEAD")));
      const preview = expectResult(jobs["preview"]!, "failure");
      expectResult(jobs["comment"]!, "success");
      expectResult(jobs["fork"]!, "skipped");
      expect(preview.log).toContain("::error::A policy refuses this change");
      expect(plans()).toEqual([]);

      expect(comments()).toHaveLength(4);
      const { body, user } = comments()[3]!;
      expect(user.login).toBe("github-actions[bot]");
      expect(body).toMatch(/^<!-- psa review of production -->\n/);
      expect(body).toContain("**A policy refuses this change.**");
      expect(body).toContain('is on the system level "API User (system)"');
      expect(preview.summary).toContain("**A policy refuses this change.**");
      expectNoSecret(body, preview.summary, preview.log);
    },
    4 * MINUTES,
  );

  test(
    "corrected: the same comment, now with the review, and a plan for exactly this tree",
    async () => {
      change("API User (system)", "API User (Helpdesk Buttons)");
      const sha = commit("A level of its own");
      const before = comments()[3]!.id;
      const { run, jobs } = await runWorkflow(machine, "psa-preview.yml", pullRequest(sha));
      const preview = expectResult(jobs["preview"]!, "success");
      expectResult(jobs["comment"]!, "success");

      expect(comments()).toHaveLength(4);
      const { id, body } = comments()[3]!;
      expect(id).toBe(before);
      expect(body).not.toContain("refuses");
      expect(body).toContain("reader");
      expect(body).toContain(`Stack production at ${sha.slice(0, 12)}`);
      expect(preview.summary).toContain("reader");
      expectNoSecret(body, preview.summary, preview.log);

      expect(plans()).toHaveLength(1);
      expect(plans()[0]).toMatchObject({
        name: `psa-plan-production-${git("rev-parse", "HEAD^{tree}")}`,
        workflow_run: { id: run },
      });
      expectNoSecret(readFileSync(join(plans()[0]!.folder, "plan.json"), "utf8"));
      // Nothing is written to the tenant before the merge.
      expect((await standIn.tenant()).users.filter(({ firstName }) => firstName === "Reader")).toEqual([]);
    },
    4 * MINUTES,
  );

  test(
    "from a fork: compiled, without a secret, a comment or a plan",
    async () => {
      const before = (await standIn.journal()).length;
      const event = pullRequest(git("rev-parse", "HEAD"), { from: "somebody/psa-accounts" });
      const { jobs } = await runWorkflow(machine, "psa-preview.yml", event);
      expectResult(jobs["preview"]!, "skipped");
      expectResult(jobs["comment"]!, "skipped");
      const fork = expectResult(jobs["fork"]!, "success");
      expect(fork.summary).toContain("compiled and not previewed");
      expect(comments()).toHaveLength(4);
      expect(plans()).toHaveLength(1);
      expect(await standIn.journal()).toHaveLength(before);
    },
    2 * MINUTES,
  );

  test(
    "from a fork, with a permission that nobody has: it does not compile",
    async () => {
      change("lastName", "lastNme");
      const sha = commit("A slip");
      const event = pullRequest(sha, { from: "somebody/psa-accounts" });
      const { jobs } = await runWorkflow(machine, "psa-preview.yml", event);
      expect(expectResult(jobs["fork"]!, "failure").log).toContain("lastNme");
      git("reset", "-q", "--hard", "HEAD~1");
    },
    2 * MINUTES,
  );
});

describe("the default branch", () => {
  test(
    "pushed to without a review: nothing is applied, and it is said what to do",
    async () => {
      git("checkout", "-q", "main");
      const { jobs } = await runWorkflow(machine, "psa-up.yml", onMain("push", git("rev-parse", "HEAD")));
      const up = expectResult(jobs["up"]!, "failure");
      expect(up.summary).toContain("Nothing was applied");
      expect(up.summary).toContain("*PSA preview*");
      expect(up.steps.at(-1)).toMatchObject({ name: "Up", outcome: "skipped" });
    },
    2 * MINUTES,
  );

  test(
    "a plan that a fork's run has left is not taken",
    async () => {
      const tree = git("rev-parse", "reader^{tree}");
      const real = plans()[0]!;
      const forged = { ...real, id: github.nextId(), name: `psa-plan-production-${git("rev-parse", "HEAD^{tree}")}` };
      github.artifacts.push({
        ...forged,
        workflow_run: { ...real.workflow_run, head_repository_id: REPOSITORY_ID + 1 },
      });
      const { jobs } = await runWorkflow(machine, "psa-up.yml", onMain("push", git("rev-parse", "HEAD")));
      expect(expectResult(jobs["up"]!, "failure").summary).toContain("Nothing was applied");

      // Nor one that another workflow of ours has left under its name.
      github.artifacts.push({ ...forged, id: github.nextId(), workflow_run: { ...real.workflow_run, id: 1 } });
      github.runs.set(1, ".github/workflows/other.yml@refs/heads/main");
      const again = await runWorkflow(machine, "psa-up.yml", onMain("push", git("rev-parse", "HEAD")));
      expect(expectResult(again.jobs["up"]!, "failure").log).toContain("not from PSA preview");
      expect(tree).not.toBe(git("rev-parse", "HEAD^{tree}"));
    },
    2 * MINUTES,
  );

  test(
    "merged: the plan of the pull request is applied",
    async () => {
      git("merge", "-q", "--no-ff", "-m", "Merge the reader", "reader");
      const { jobs } = await runWorkflow(machine, "psa-up.yml", onMain("push", git("rev-parse", "HEAD")));
      const up = expectResult(jobs["up"]!, "success");
      expect(up.summary).toMatch(/### Applied[^]*\+ 2 created/);
      expectNoSecret(up.summary, up.log);
      expect((await standIn.tenant()).users.filter(({ firstName }) => firstName === "Reader")).toHaveLength(1);
    },
    4 * MINUTES,
  );
});

describe("drift", () => {
  const drift = async () => {
    const { jobs } = await runWorkflow(machine, "psa-drift.yml", onMain("schedule", git("rev-parse", "main")));
    expectNoSecret(jobs["drift"]!.log, jobs["drift"]!.summary);
    return { ...jobs, log: expectResult(jobs["issue"]!, "success").log };
  };
  const ours = () => github.issues.filter(({ title }) => title.startsWith("Drift: "));
  const asDeclared = { id: 0, email: "reader@example.com" };

  test(
    "somebody's accounts are in no stack: one issue",
    async () => {
      // Another one of the same label, which is a person's.
      github.issue("Drift in general", "Something else", ["psa-drift"], "ann");
      await drift();
      expect(ours()).toHaveLength(1);
      const issue = ours()[0]!;
      expect(issue).toMatchObject({
        state: "open",
        labels: [{ name: "psa-drift" }],
        title: "Drift: production is not as declared",
      });
      expect(issue.body).toMatch(/^<!-- psa drift of production -->\n/);
      expect(issue.body).toContain("Rewst Automation");
      expect(issue.body).not.toContain("`email`");
    },
    4 * MINUTES,
  );

  test(
    "more of it by the next morning: the same issue, brought up to date",
    async () => {
      const { users } = await standIn.tenant();
      asDeclared.id = users.find(({ firstName }) => firstName === "Reader")!.id;
      await standIn.edit({ users: [{ id: asDeclared.id, email: "other@example.com" }] });
      await drift();
      expect(ours()).toHaveLength(1);
      expect(ours()[0]!.state).toBe("open");
      // With something between that keeps GitHub from taking it for a person's name.
      expect(ours()[0]!.body).toMatch(/`email` reader@.?example\.com → other@.?example\.com/);
    },
    4 * MINUTES,
  );

  test(
    "put right or accepted: the issue is closed, with a word",
    async () => {
      await standIn.edit({ users: [asDeclared] });
      const entry = (object: string, kind: string) =>
        `  - { object: "${object}", kind: ${kind}, reason: not ours, by: ann@example.com, until: 2027-11-25 }`;
      const accounts = [
        "Helpdesk Buttons API (yh7aei69cbfj94s)",
        "Reporting Export (qafr7bfb9yprq68)",
        "Rewst Automation (dnkgqvsj57u58jp)",
      ];
      const levels = ["API User (Helpdesk Buttons)", "Rewst- API User (system)"];
      const entries = [
        ...accounts.map((name) => entry(name, "unknown-account")),
        ...levels.map((name) => entry(name, "unknown-level")),
      ];
      writeFileSync(join(origin, "drift.accepted.yaml"), ["accepted:", ...entries, ""].join("\n"));
      commit("What is not ours");
      await drift();
      expect(ours()).toHaveLength(1);
      expect(ours()[0]!.state).toBe("closed");
      expect(github.comments.get(ours()[0]!.number)![0]!.body).toContain("As declared again");
      expect(github.issues.find(({ title }) => title === "Drift in general")!.state).toBe("open");
    },
    4 * MINUTES,
  );
});

test("what was called: GitHub through its API alone, packages through npm ci", () => {
  const calls = callsOf(machine);
  expect(new Set(calls.map(([command, verb]) => `${command} ${verb}`))).toEqual(new Set(["gh api", "npm ci"]));
  expect(github.calls.filter(({ status }) => status >= 400)).toEqual([]);
  expect(textOf("psa-up.yml")).toContain("--plan");
});

import { spawnSync } from "node:child_process";
import { holds, type Context } from "./expressions";
import { REPOSITORY } from "./github";
import { files, textOf, workflowOf, type WorkflowJob, type WorkflowStep } from "./workflow";

/** What the templates may do, before anything of them runs. */

const all = files().map((file) => ({ file, workflow: workflowOf(file) }));
const jobs = all.flatMap(({ file, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ where: `${file} ${id}`, job })),
);
const steps = jobs.flatMap(({ where, job }) =>
  job.steps.map((step, at) => ({ where: `${where} ${step.name ?? at}`, step, job })),
);

test("there are three: preview, up, drift", () => {
  expect(files()).toEqual(["psa-drift.yml", "psa-preview.yml", "psa-up.yml"]);
});

test("what starts them: pull requests without their rights, the default branch, a clock, a person", () => {
  expect(Object.fromEntries(all.map(({ file, workflow }) => [file, Object.keys(workflow.on).sort()]))).toEqual({
    "psa-drift.yml": ["schedule", "workflow_dispatch"],
    // Never pull_request_target or workflow_run: both give code of a fork the secrets of the repository.
    "psa-preview.yml": ["pull_request", "workflow_dispatch"],
    "psa-up.yml": ["push", "workflow_dispatch"],
  });
});

test("a job has the permissions that it needs and no other", () => {
  for (const { workflow } of all) expect(workflow.permissions).toEqual({});
  expect(Object.fromEntries(jobs.map(({ where, job }) => [where, job.permissions]))).toEqual({
    "psa-drift.yml drift": { contents: "read" },
    "psa-drift.yml issue": { issues: "write" },
    "psa-preview.yml preview": { contents: "read" },
    "psa-preview.yml comment": { "pull-requests": "write" },
    "psa-preview.yml fork": { contents: "read" },
    "psa-up.yml up": { contents: "read", actions: "read" },
  });
});

const mayWrite = (job: WorkflowJob) => Object.values(job.permissions ?? {}).includes("write");
const usesSecrets = (value: unknown) => /\$\{\{[^}]*\bsecrets\b/.test(JSON.stringify(value));

test("a job that may write checks nothing out, installs nothing and knows no secret", () => {
  const writers = jobs.filter(({ job }) => mayWrite(job));
  expect(writers).toHaveLength(2);
  for (const { job } of writers) {
    expect(job.steps.map(({ uses }) => uses?.split("@")[0]).filter(Boolean)).toEqual(["actions/download-artifact"]);
    expect(JSON.stringify(job)).not.toMatch(/npm|npx|pulumi (preview|up)/);
    expect(usesSecrets(job)).toBe(false);
    expect(job.environment).toBeUndefined();
  }
});

test("secrets reach single steps, each in a job with an environment of its own", () => {
  for (const { workflow } of all) expect(usesSecrets([workflow.env, workflow.concurrency])).toBe(false);
  for (const { where, job } of jobs) {
    const wanting = job.steps.filter(usesSecrets);
    expect([where, wanting.length, job.environment !== undefined]).toEqual([
      where,
      job.environment === undefined ? 0 : 1,
      wanting.length > 0,
    ]);
    // Packages are installed without them.
    for (const step of wanting) expect(step.run).not.toMatch(/npm ci|npm install/);
  }
  expect(workflowOf("psa-preview.yml").jobs["fork"]!.environment).toBeUndefined();
});

test("a preview of a pull request has no sign-in to the console", () => {
  expect(textOf("psa-preview.yml")).not.toMatch(/CONSOLE/);
});

test.each(steps.filter(({ step }) => step.uses !== undefined))(
  "$where: pinned to a commit, with its version",
  ({ step }) => {
    expect(step.uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    const line = all.flatMap(({ file }) => textOf(file).split("\n")).find((text) => text.includes(step.uses!));
    expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  },
);

test("one commit for each action, wherever it is used", () => {
  const pins = new Set(steps.flatMap(({ step }) => step.uses ?? []));
  expect(new Set([...pins].map((pin) => pin.split("@")[0])).size).toBe(pins.size);
});

test("no checkout leaves its token behind", () => {
  const checkouts = steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));
  expect(checkouts.length).toBeGreaterThan(0);
  for (const { step } of checkouts) expect(step.with?.["persist-credentials"]).toBe(false);
  // The event's own commit, never a reference that somebody names.
  for (const { step } of checkouts) expect(step.with?.["ref"]).toBeUndefined();
});

const scripts = steps.filter(
  (one): one is typeof one & { step: WorkflowStep & { run: string } } => one.step.run !== undefined,
);

test.each(scripts)("$where: bash can read it, and no expression is pasted into it", ({ step }) => {
  expect(step.run).not.toContain("${{");
  const { status, stderr } = spawnSync("bash", ["-n"], { input: step.run, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});

test("jobs end, and runs of one kind do not overlap", () => {
  for (const { job } of jobs) expect(job["timeout-minutes"]).toBeGreaterThan(0);
  for (const { workflow } of all) expect(workflow.concurrency?.group).toBeTruthy();
  // What writes to the tenant or opens an issue is never stopped half-way.
  expect(workflowOf("psa-up.yml").concurrency!["cancel-in-progress"]).toBe(false);
  expect(workflowOf("psa-drift.yml").concurrency!["cancel-in-progress"]).toBe(false);
});

describe("who gets secrets", () => {
  const pull = (from: string, author: string): Context => ({
    github: {
      event_name: "pull_request",
      repository: REPOSITORY,
      event: { pull_request: { head: { repo: { full_name: from } }, user: { login: author } } },
    },
    needs: { preview: { result: "skipped" } },
  });
  const { preview, comment, fork } = workflowOf("psa-preview.yml").jobs;
  const runs = (context: Context) => [preview, comment, fork].map((job) => holds(job!.if, context, "success"));

  test.each([
    ["a branch of the repository", pull(REPOSITORY, "ann"), [true, false, false]],
    ["a fork", pull("somebody/psa-accounts", "somebody"), [false, false, true]],
    ["a bot that updates dependencies", pull(REPOSITORY, "dependabot[bot]"), [false, false, true]],
    ["a deleted fork", { ...pull("", "somebody") }, [false, false, true]],
    [
      "a person's own start",
      { ...pull("", ""), github: { event_name: "workflow_dispatch", repository: REPOSITORY, event: {} } },
      [true, false, false],
    ],
  ])("%s", (_, context, expected) => {
    expect(runs(context)).toEqual(expected);
  });

  test.each(["psa-up.yml", "psa-drift.yml"])("%s: the default branch alone", (file) => {
    const job = Object.values(workflowOf(file).jobs)[0]!;
    const on = (ref_name: string, event_name = "workflow_dispatch"): Context => ({
      github: { event_name, ref_name, event: { repository: { default_branch: "main" } } },
    });
    expect(holds(job.if, on("main"), "success")).toBe(true);
    expect(holds(job.if, on("feature"), "success")).toBe(false);
  });
});

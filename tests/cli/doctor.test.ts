import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SurveyedPage } from "../../provider/autotask/console/survey";
import type { Check } from "../../provider/cli/doctor/check";
import { startStandIn, variables, type StandIn } from "../../tools/trial.mjs";
import { build } from "../support/build";
import { psa, stackEnvironment } from "./psa";

/** `psa doctor` against the stand-in. */

const MINUTE = 60_000;
const folder = mkdtempSync(join(tmpdir(), "psa-doctor-"));
let standIn: StandIn;

interface Answer {
  ok: boolean;
  checks: Check[];
  pages: SurveyedPage[];
}

async function doctor(more: Record<string, string> = {}, ...args: string[]) {
  const env = stackEnvironment(folder, { ...variables(standIn.ready), ...more });
  const run = await psa(["doctor", "--json", ...args], { cwd: folder, env });
  const answer = JSON.parse(run.stdout) as Answer;
  return { ...run, ...answer, of: (id: string) => answer.checks.find((check) => check.id === id) };
}

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
}, MINUTE);

afterAll(async () => {
  await standIn?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test(
  "a sound set-up: everything is looked at, and too many rights are told",
  async () => {
    const { code, checks, of } = await doctor();
    expect(code).toBe(0);
    expect(checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "node ok",
      "engine ok",
      "settings ok",
      "zone ok",
      "credentials ok",
      "rights warning",
      "users ok",
      "levels ok",
      "clock ok",
      "browser ok",
      "console skipped",
    ]);
    expect(of("rights")!.detail).toMatch(/^it may do \d+ things more than it needs/);
    expect(of("rights")!.remedy).toContain("psaProvider");
  },
  MINUTE,
);

test(
  "what is wrong is told with what to do, and no secret",
  async () => {
    const secret = "Canary-7-wrong-SECRET";
    const { code, of, stdout, stderr } = await doctor({
      AUTOTASK_SECRET: secret,
      PSA_BROWSER: "/no/such/browser",
      PULUMI_COMMAND: "no-such-pulumi",
    });
    expect(code).toBe(1);
    expect(of("credentials")).toMatchObject({
      status: "failed",
      remedy: expect.stringContaining("locked or inactive"),
    });
    expect(of("browser")!.status).toBe("failed");
    expect(of("engine")).toMatchObject({ status: "failed", remedy: expect.stringContaining("PULUMI_COMMAND") });
    expect(of("zone")!.status).toBe("ok");
    expect(stdout + stderr).not.toContain(secret);
    const none = await doctor({ AUTOTASK_SECRET: "" });
    expect(none.of("settings")!.detail).toContain("autotask:secret (AUTOTASK_SECRET)");
  },
  MINUTE,
);

test(
  "an account with too few rights cannot do its work",
  async () => {
    const { users, levels } = await standIn.tenant();
    const own = users.find(({ userName }) => userName === "pulumiprovider")!;
    await standIn.edit({
      users: [{ id: own.id, levelId: levels.find(({ name }) => name === "API User (Helpdesk Buttons)")!.id }],
    });
    try {
      expect((await doctor()).of("rights")).toMatchObject({
        status: "failed",
        detail: expect.stringContaining("Resources.update"),
      });
    } finally {
      await standIn.edit({ users: [{ id: own.id, levelId: own.levelId }] });
    }
  },
  MINUTE,
);

test(
  "--console walks every page, saves nothing, and leaves a picture of each",
  async () => {
    const before = await standIn.tenant();
    const { code, pages, of } = await doctor({}, "--console", "--pictures", "pictures");
    expect(of("console")).toMatchObject({ status: "ok" });
    expect(code).toBe(0);
    expect(pages.map(({ page, reached }) => [page, reached])).toEqual(
      [
        "the menu",
        "Security Levels",
        "the editor of a security level",
        "Resources/Users",
        "Add API User",
        "Edit API User",
      ].map((page) => [page, true]),
    );
    for (const { page, labels } of pages)
      expect([page, labels.filter(({ found, needed }) => needed && !found)]).toEqual([page, []]);
    expect(readdirSync(join(folder, "pictures"))).toHaveLength(6);
    expect(await standIn.tenant()).toEqual(before);
    const saves = (await standIn.journal()).filter(({ action }) => action?.startsWith("Save "));
    expect(saves).toEqual([]);
  },
  4 * MINUTE,
);

test(
  "a console that is not as known is told before the first write",
  async () => {
    await standIn.move({ signIn: "unknownPanel" });
    const { code, of } = await doctor({}, "--console");
    expect(code).toBe(1);
    expect(of("console")!.status).toBe("failed");
  },
  4 * MINUTE,
);

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SurveyedPage } from "../../provider/browser/walk";
import type { Check } from "../../provider/cli/doctor/check";
import { passwordOf } from "../../tools/imported.mjs";
import { psaVariables, startStandIn, variables, type StandIn } from "../../tools/trial.mjs";
import { build } from "../support/build";
import { psa, stackEnvironment } from "./psa";

/** `psa doctor` for Kaseya and Pulseway PSA against the stand-in. */

const MINUTE = 60_000;
const folder = mkdtempSync(join(tmpdir(), "psa-doctor-"));
let standIn: StandIn;

interface Answer {
  ok: boolean;
  checks: Check[];
  pages: SurveyedPage[];
}

async function doctor(more: Record<string, string> = {}, ...args: string[]) {
  const before = (await standIn.journal()).length;
  const env = stackEnvironment(folder, { ...psaVariables(standIn.ready), ...more });
  const run = await psa(["doctor", "--json", ...args], { cwd: folder, env });
  const answer = JSON.parse(run.stdout) as Answer;
  const lines = (await standIn.journal()).slice(before);
  return {
    ...run,
    ...answer,
    of: (id: string) => answer.checks.find((check) => check.id === id),
    sent: (path: string) => lines.filter((line) => line.path.endsWith(path)).length,
    lines,
  };
}

const statuses = (checks: readonly Check[]): string[] => checks.map(({ id, status }) => `${id} ${status}`);

/** An API employee that reads, in place of an administrator with an authenticator app. */
const asEmployee = (): Record<string, string> => ({
  PSA_USER_NAME: "monitoring-api",
  PSA_PASSWORD: passwordOf("small", "monitoring-api"),
  PSA_MFA_SECRET: "",
});

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
}, MINUTE);

afterAll(async () => {
  await standIn?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test(
  "a sound set-up of the PSA alone: with one token call, and what the account has too much of",
  async () => {
    const { code, checks, of, sent } = await doctor();
    expect(statuses(checks)).toEqual([
      "node ok",
      "engine ok",
      "psa-settings ok",
      "psa-host ok",
      "psa-credentials ok",
      "psa-rights warning",
      "psa-employees warning",
      "psa-lookups ok",
      "psa-clock ok",
      "browser ok",
      "psa-console skipped",
    ]);
    expect(code).toBe(0);
    expect(of("psa-rights")).toMatchObject({ remedy: expect.stringMatching(/only reads.*Has API Access/) });
    expect(of("psa-employees")!.detail).toContain("says nothing about API employees");
    expect(["/authenticate", "/userinfo", "/searchselect"].map(sent)).toEqual([1, 1, 1]);
  },
  MINUTE,
);

test(
  "as an API employee that reads: the list proves absence; lists of names that are refused are told",
  async () => {
    await standIn.move({ psaAdminLookups: "refused" });
    try {
      const { of, sent } = await doctor(asEmployee());
      expect(of("psa-employees")).toMatchObject({
        status: "ok",
        detail: expect.stringContaining("known to be gone"),
      });
      expect(of("psa-rights")!.detail).toMatch(/^of 4 kinds of records that it sees it may change or delete 3/);
      expect(of("psa-lookups")).toMatchObject({
        status: "warning",
        detail: expect.stringMatching(
          /may not read the lists of security roles, job titles, departments; it reads 2 loc/,
        ),
      });
      expect(sent("/authenticate")).toBe(1);
    } finally {
      await standIn.move({ psaAdminLookups: "allowed" });
    }
  },
  MINUTE,
);

test(
  "what is wrong is told with what to do, once sent, and no secret",
  async () => {
    const secret = "Canary-7-wrong-SECRET";
    const wrong = await doctor({ ...asEmployee(), PSA_PASSWORD: secret });
    expect(wrong.code).toBe(1);
    expect(wrong.of("psa-host")!.status).toBe("ok");
    expect(wrong.of("psa-credentials")).toMatchObject({ status: "failed", detail: expect.stringContaining("refused") });
    expect(wrong.stdout + wrong.stderr).not.toContain(secret);
    expect(wrong.sent("/authenticate")).toBe(1);
    const nowhere = await doctor({ PSA_REST_URL: "http://127.0.0.1:9/v2" });
    expect(nowhere.of("psa-host")!.status).toBe("failed");
    expect(nowhere.of("psa-credentials")).toBeUndefined();
    const none = await doctor({ PSA_PASSWORD: "" });
    expect(none.of("psa-settings")!.detail).toContain("psa:password (PSA_PASSWORD)");
  },
  MINUTE,
);

test(
  "of both vendors each is looked at; of none it says so",
  async () => {
    const { checks } = await doctor({ ...variables(standIn.ready), ...asEmployee() });
    const ids = statuses(checks);
    expect(ids).toEqual(expect.arrayContaining(["credentials ok", "psa-credentials ok", "clock ok", "psa-clock ok"]));
    const none = await doctor({ PSA_COMPANY: "", PSA_USER_NAME: "", PSA_PASSWORD: "" });
    expect(none.of("settings")!.detail).toMatch(/neither autotask:userName.* nor psa:company/);
  },
  MINUTE,
);

test(
  "--console walks the pages of the PSA, saves nothing, and leaves a picture of each",
  async () => {
    const before = (await standIn.tenant()).psa;
    const { code, pages, of, lines } = await doctor({}, "--console", "--pictures", "pictures");
    expect(of("psa-console")).toMatchObject({ status: "ok" });
    expect(code).toBe(0);
    expect(pages.map(({ page, reached }) => [page, reached])).toEqual(
      ["the menu of the PSA", "HR > Employees", "New Employee", "Admin > Security > Roles", "a security role"].map(
        (page) => [page, true],
      ),
    );
    for (const { page, labels } of pages)
      expect([page, labels.filter(({ found, needed }) => needed && !found)]).toEqual([page, []]);
    expect(pages.at(-1)!.remarks).toEqual(['"API Monitoring": internal, Has API Access is ticked']);
    expect(readdirSync(join(folder, "pictures"))).toHaveLength(5);
    const after = (await standIn.tenant()).psa;
    const quiet = ({ employees, ...rest }: typeof before) => ({
      ...rest,
      employees: employees.map((one) => ({ ...one, lastSignInAt: 0 })),
    });
    expect(quiet(after)).toEqual(quiet(before));
    expect(lines.filter(({ action }) => /^save/i.test(action ?? ""))).toEqual([]);
  },
  4 * MINUTE,
);

test(
  "a console that lets nobody in is told, once tried",
  async () => {
    const { code, of, lines } = await doctor({ PSA_CONSOLE_PASSWORD: "Canary-8-wrong-SECRET" }, "--console");
    expect(code).toBe(1);
    expect(of("psa-console")!.status).toBe("failed");
    expect(lines.filter(({ action }) => /sign-?in/i.test(action ?? ""))).toHaveLength(1);
  },
  2 * MINUTE,
);

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openPasswordPage } from "../../provider/psa/console/passwordPage";
import { readSetup } from "../../tools/env.mjs";
import {
  makeStack,
  psaVariables,
  startStandIn,
  type Stack,
  type StandIn,
  type TrialTenant,
} from "../../tools/trial.mjs";
import { build, root } from "../support/build";
import * as engine from "./support";
import { MINUTES } from "./support";

/** Both examples with the real CLI and a real browser, from nothing to nothing. Each step goes on from the one before. */

const GOOD = "Good-Password-1";
const DRIFT = ["refresh", "--preview-only", "--expect-no-changes", "--diff", "--suppress-progress"];

beforeAll(() => build(), 2 * MINUTES);

interface Trial {
  standIn: StandIn;
  stack: Stack;
  untouched: TrialTenant["psa"];
}

async function begin(example: string): Promise<Trial> {
  const standIn = await startStandIn();
  const stack = await makeStack({ source: join(root, "examples", example), env: psaVariables(standIn.ready) });
  engine.expectCode(await stack.run(["config", "set", "manager", "Avery Stone"]), 0);
  return { standIn, stack, untouched: (await standIn.tenant()).psa };
}

const named = async ({ standIn }: Trial, userName: string) =>
  (await standIn.tenant()).psa.employees.filter((one) => one.userName === userName);

/** The link of the mail that was sent last. */
async function lastLink({ standIn }: Trial): Promise<string> {
  const mail = JSON.stringify((await standIn.tenant()).psa.outbox.at(-1));
  return /https?:\/\/[^\s"'<>\\]+/.exec(mail)![0];
}

/** A token as any integration would get it; answers whether there was one. */
async function getsToken({ standIn }: Trial, userName: unknown, password: unknown): Promise<boolean> {
  const { psa } = standIn.ready;
  const form = new FormData();
  const fields = { GrantType: "password", UserName: String(userName), Password: String(password), Tenant: psa.company };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const answer = await fetch(new URL("security/authenticate", psa.restUrl), { method: "POST", body: form });
  const body = (await answer.json()) as { success: boolean; result?: { accessToken?: string } | null };
  return body.success && Boolean(body.result?.accessToken);
}

const psaSignIns = async ({ standIn }: Trial) =>
  (await standIn.journal()).filter(({ path, method }) => method === "POST" && /authenticate/i.test(path)).length;

/** Everybody else, but for when they signed in last: the provider's own accounts do. */
function others(tenant: TrialTenant["psa"], userName: string) {
  return tenant.employees
    .filter((one) => one.userName !== userName)
    .map((one) => ({ ...one, lastSignInAt: undefined }));
}

describe.each([
  { example: "kaseya-psa", userName: "acme-integration" },
  { example: "pulseway-psa", userName: "acme-api" },
])("examples/$example", ({ example, userName }) => {
  let trial: Trial;
  beforeAll(async () => void (trial = await begin(example)), 2 * MINUTES);
  afterAll(async () => {
    trial?.stack.remove();
    await trial?.standIn.stop();
  });

  test(
    "up: one API employee, made in the console, that uses no license",
    async () => {
      engine.expectCode(await trial.stack.run(engine.UP), 0);
      expect(await named(trial, userName)).toEqual([
        expect.objectContaining({ active: true, firstName: expect.any(String) }),
      ]);
      const { psa } = await trial.standIn.tenant();
      expect(psa.licenses).toEqual(trial.untouched.licenses);
      expect(others(psa, userName)).toEqual(others(trial.untouched, userName));
      expect(await engine.outputs(trial.stack)).toMatchObject({
        userType: "Api Employee",
        consumesLicense: false,
        uiLogin: false,
        verified: false,
      });
    },
    5 * MINUTES,
  );

  test(
    "its password: proven with a token of its own, and nowhere in the open",
    async () => {
      const link = await lastLink(trial);
      if (example === "kaseya-psa") {
        // A person sets it, and hands it over.
        const { consoleUrl, company } = trial.standIn.ready.psa;
        const browserPath = readSetup().browser.path;
        await openPasswordPage({ consoleUrl, company, browserPath, log: () => undefined }).setPassword(
          link,
          userName,
          GOOD,
        );
        engine.expectCode(await trial.stack.run(["config", "set", "--secret", "password", GOOD]), 0);
      } else {
        engine.expectCode(await trial.stack.run(["config", "set", "--secret", "passwordLink", link]), 0);
      }
      const run = engine.expectCode(await trial.stack.run(engine.UP), 0);
      const { password, verified } = await engine.outputs(trial.stack);
      expect(verified).toBe(true);
      expect(await getsToken(trial, userName, password)).toBe(true);
      expect(await getsToken(trial, userName, `${String(password)}x`)).toBe(false);
      for (const text of [engine.text(run), readFileSync(trial.stack.stateFile, "utf8")]) {
        expect(text).not.toContain(String(password));
        expect(text).not.toContain(link);
      }
    },
    5 * MINUTES,
  );

  test(
    "up again: no change, no token call and no sign-in to the console",
    async () => {
      const before = (await trial.standIn.journal()).length;
      engine.expectCode(await trial.stack.run([...engine.UP, "--expect-no-changes"]), 0);
      expect((await trial.standIn.journal()).slice(before)).toEqual([]);
    },
    2 * MINUTES,
  );

  test(
    "somebody else's change is found by a drift run, which changes nothing and makes one token call",
    async () => {
      const [made] = await named(trial, userName);
      await trial.standIn.edit({ psa: { employees: [{ id: made!.id, firstName: "Somebody" }] } });
      const state = readFileSync(trial.stack.stateFile);
      const before = await psaSignIns(trial);
      const seen = engine.text(engine.expectCode(await trial.stack.run(DRIFT), 7));
      expect(seen).toMatch(/~ firstName: +"Acme( API)?" => "Somebody"/);
      expect((await psaSignIns(trial)) - before).toBe(1);
      expect(readFileSync(trial.stack.stateFile).equals(state)).toBe(true);
      expect(await named(trial, userName)).toEqual([expect.objectContaining({ firstName: "Somebody" })]);
    },
    3 * MINUTES,
  );

  test(
    "destroy: inactive, the license counter as it was, and everybody else untouched",
    async () => {
      engine.expectCode(await trial.stack.run(engine.DESTROY), 0);
      expect(await named(trial, userName)).toEqual([expect.objectContaining({ active: false })]);
      expect(engine.recorded(trial.stack)).toEqual([]);
      const { psa } = await trial.standIn.tenant();
      expect(psa.licenses).toEqual(trial.untouched.licenses);
      expect(others(psa, userName)).toEqual(others(trial.untouched, userName));
    },
    5 * MINUTES,
  );
});

import { spawn } from "node:child_process";
import { join } from "node:path";
import { readSetup } from "../../tools/env.mjs";
import { makeStack, psaVariables, startStandIn, variables, type StandIn } from "../../tools/trial.mjs";
import { psa, stackEnvironment } from "../cli/psa";
import { totp } from "../sandbox/support/console";
import { build, root } from "../support/build";
import { inTerminal } from "../support/terminal";
import { MINUTE, ownFolder } from "./support";

/** Codes that a person types: in real terminals, with the built program and the real engine. */

const folder = ownFolder();
const PSA = [readSetup().node.path, join(root, "dist", "provider", "cli", "main.js")];
const PROMPT = /authenticator app for .*: /;

let standIn: StandIn;
const environment = (vendor: "autotask" | "psa", more: Record<string, string> = {}): NodeJS.ProcessEnv => {
  const all = vendor === "psa" ? psaVariables(standIn.ready) : variables(standIn.ready);
  const env = stackEnvironment(folder, { ...(all as Record<string, string>), PSA_STATE_FOLDER: folder, ...more });
  for (const name of ["PSA_CONSOLE_TOTP_SECRET", "AUTOTASK_CONSOLE_TOTP_SECRET", "CI"]) delete env[name];
  return env;
};
const code = (vendor: "autotask" | "psa"): string => totp(standIn.ready[vendor].administrator.totpSecret);

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
}, 2 * MINUTE);
afterAll(() => standIn?.stop());

test.each(["autotask", "psa"] as const)(
  "%s: psa asks in its terminal, takes no nonsense, and goes on with the code",
  async (vendor) => {
    const login = inTerminal([...PSA, "login", vendor, "--headless"], {
      cwd: folder,
      env: environment(vendor),
      limit: MINUTE,
    });
    await login.sees(PROMPT);
    login.type("what code?");
    await login.sees(/A code has 6 digits[^]*authenticator app for .*: /);
    login.type(code(vendor));
    expect(`${await login.ended} ${login.shown()}`).toMatch(/^0 [^]*Signed in to the console/);
    expect((await psa(["login", vendor, "--export"], { cwd: folder, env: environment(vendor) })).stdout).toContain(
      '"cookies":[',
    );
  },
  2 * MINUTE,
);

test(
  "in CI nobody is asked, and without a terminal nobody can be: both name the other ways",
  async () => {
    const inCi = inTerminal([...PSA, "login", "psa", "--headless"], {
      cwd: folder,
      env: { ...environment("psa"), CI: "true" },
      limit: MINUTE,
    });
    expect(`${await inCi.ended} ${inCi.shown()}`).toMatch(/^1 /);
    // A session of its own has no terminal.
    const child = spawn(PSA[0]!, [...PSA.slice(1), "login", "psa", "--headless"], {
      cwd: folder,
      env: environment("psa"),
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(1);
    for (const [text, why] of [
      [inCi.shown(), "in CI"],
      [said, "no terminal"],
    ] as const) {
      expect(text).toMatch(/^psa: \[config\]/m);
      expect(text).toContain(why);
      for (const way of ["PSA_CONSOLE_TOTP_SECRET", "psa login psa", "PSA_CONSOLE_STORAGE_STATE"])
        expect(text).toContain(way);
    }
  },
  2 * MINUTE,
);

test(
  "a run of pulumi in a terminal asks, a person answers with psa code in another one, and later runs need no code",
  async () => {
    const stack = await makeStack({ source: join(root, "examples", "kaseya-psa") });
    try {
      await stack.run(["config", "set", "manager", "Avery Stone"]);
      // Of any role but Administrator the console is asked in the preview already.
      await stack.run(["config", "set", "securityRole", "API Monitoring"]);
      const state = { PSA_STATE_FOLDER: join(folder, "engine") };
      const env = { ...environment("psa"), ...stackEnvironment(stack.folder), ...state, CI: "" };
      const { pulumi } = readSetup();
      const preview = inTerminal([pulumi.command, "preview"], { cwd: stack.program, env, limit: 2 * MINUTE });
      await preview.sees(/psa code: run it in another terminal/);
      const answer = inTerminal([...PSA, "code"], {
        cwd: folder,
        env: { ...environment("psa"), ...state },
        limit: MINUTE,
      });
      await answer.sees(PROMPT);
      answer.type(code("psa"));
      expect(await answer.ended).toBe(0);
      expect(`${await preview.ended} ${preview.shown()}`).toMatch(/^0 [^]*PsaApiEmployee/);
      const again = await stack.run(["preview", "--suppress-progress"], { env: env as Record<string, string> });
      expect(again.stdout + again.stderr).toContain("with the session of 20");
    } finally {
      stack.remove();
    }
  },
  4 * MINUTE,
);

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeStack, startStandIn, variables, type Run, type Stack, type StandIn } from "../../tools/trial.mjs";
import { build } from "../support/build";
import * as engine from "./support";
import { MINUTES } from "./support";

/** Secrets of every sort through a whole life of a stack: none of them shows anywhere in the open. */

const DECLARED = "Canary7.declared-SECRET";

let standIn: StandIn;
let stack: Stack;
let canaries: string[];
const runs: Run[] = [];

async function run(args: string[], code = 0): Promise<Run> {
  const ended = engine.expectCode(await stack.run(args), code);
  runs.push(ended);
  return ended;
}

beforeAll(async () => {
  await build();
  standIn = await startStandIn();
  const { apiUser, administrator } = standIn.ready.autotask;
  const identifier = engine.identifierOf(await standIn.tenant(), "Propel Your MSP");
  canaries = [DECLARED, identifier, apiUser.secret, apiUser.integrationCode];
  canaries.push(administrator.password, administrator.totpSecret);

  // The settings as a person keeps them: secret ones encrypted in the stack's configuration, nothing in variables.
  const settings: Record<string, string> = {
    AUTOTASK_ZONE_INFORMATION_URL: "zoneInformationUrl",
    AUTOTASK_USER_NAME: "userName",
    AUTOTASK_SECRET: "secret",
    AUTOTASK_INTEGRATION_CODE: "integrationCode",
    AUTOTASK_CONSOLE_URL: "consoleUrl",
    AUTOTASK_CONSOLE_USER_NAME: "consoleUserName",
    AUTOTASK_CONSOLE_PASSWORD: "consolePassword",
    AUTOTASK_CONSOLE_TOTP_SECRET: "consoleTotpSecret",
  };
  stack = await makeStack({ source: join(engine.PROGRAMS, "canaries") });
  const values = Object.entries(variables(standIn.ready)).map(([name, value]) => `autotask:${settings[name]}=${value}`);
  const secret = (entry: string) => canaries.some((canary) => entry.endsWith(`=${canary}`));
  await run([
    ...["config", "set-all"],
    ...values.flatMap((entry) => [secret(entry) ? "--secret" : "--plaintext", entry]),
    ...["--secret", `secret=${DECLARED}`, "--secret", `trackingIdentifier=${identifier}`],
  ]);
}, 2 * MINUTES);

afterAll(async () => {
  stack?.remove();
  await standIn?.stop();
});

/** All files below a folder. */
const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

test(
  "up makes two resources of each kind, and their secrets work",
  async () => {
    await run(["preview", "--diff", "--suppress-progress"]);
    await run(engine.UP);
    const { generated, generatedIdentifier, declared, verified } = await engine.outputs(stack);
    expect(verified).toEqual([true, true]);
    expect(declared).toBe(DECLARED);
    expect(generated).toMatch(/^\S{7,64}$/);
    canaries.push(String(generated), String(generatedIdentifier));
  },
  6 * MINUTES,
);

test("the handler in the state file is small and the same for both of a kind", () => {
  for (const kind of ["AutotaskSecurityLevel", "AutotaskApiUser"]) {
    const two = engine.recorded(stack).filter(({ type }) => type.endsWith(`:${kind}`));
    expect(two).toHaveLength(2);
    for (const { inputs, outputs } of two) {
      expect(Buffer.byteLength(String(inputs.__provider))).toBeLessThanOrEqual(100);
      expect(outputs.__provider).toBe(inputs.__provider);
    }
    expect(two[0]!.inputs.__provider).toBe(two[1]!.inputs.__provider);
  }
});

test(
  "no run shows a secret, whether it changes, refuses, compares or fails",
  async () => {
    await run(["preview", "--json", "--suppress-progress"]);
    await standIn.edit({ users: [{ ...(await someUser("Declared")), email: "by-hand@example.com" }] });
    await run(["refresh", "--preview-only", "--diff", "--expect-no-changes", "--suppress-progress"], 7);
    await run(["refresh", "--preview-only", "--json", "--suppress-progress"]);
    await run(["stack", "output", "--json"]);
    // A wrong password in place of the right one: the message of the refusal must not hold it either.
    const wrong = "Canary8.wrong-SECRET";
    canaries.push(wrong);
    runs.push(
      await stack.run(["refresh", "--preview-only"], { env: { AUTOTASK_SECRET: wrong } }),
      await stack.run(["preview", "--diff"], { env: { AUTOTASK_REST_URL: "http://example.com/" } }),
    );
    expect(runs.slice(-2).map(({ code }) => code === 0)).toEqual([false, false]);
    await run([...engine.DESTROY, "--diff"]);
  },
  6 * MINUTES,
);

const someUser = async (firstName: string) => ({
  id: engine.usersOf(await standIn.tenant(), firstName)[0]!.id,
});

test("neither state nor history nor settings nor pictures' names nor output nor journal hold one in the open", async () => {
  const seen = new Map<string, string>();
  runs.forEach((one, index) => seen.set(`run ${index}`, engine.text(one)));
  // Logs of the CLI and all that a backend keeps are below the stack's own folder.
  for (const path of files(join(stack.folder, "state"))) seen.set(path, readFileSync(path, "utf8"));
  for (const path of files(join(stack.folder, "home"))) seen.set(path, readFileSync(path, "latin1"));
  seen.set("settings", readFileSync(join(stack.program, "Pulumi.dev.yaml"), "utf8"));
  seen.set("journal", JSON.stringify(await standIn.journal()));
  expect(canaries).toHaveLength(9);
  expect([...seen.keys()].some((path) => path.endsWith(".history.json"))).toBe(true);
  const found = [...seen].filter(([, content]) => canaries.some((canary) => content.includes(canary)));
  expect(found.map(([where]) => where)).toEqual([]);
});

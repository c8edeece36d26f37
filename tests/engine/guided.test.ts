import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeStack, startStandIn, variables, type Run, type Stack, type StandIn } from "../../tools/trial.mjs";
import { build } from "../support/build";
import { PersonAtConsole } from "./person";
import * as engine from "./support";
import { MINUTES } from "./support";

/**
 * Propel's guide with REST credentials only: a person at the console follows the runbooks. Once the runs stop and are
 * started again, once they wait.
 */

const CONSOLE = /^AUTOTASK_CONSOLE_/;

let standIn: StandIn;
let stack: Stack;
let person: PersonAtConsole;

const begin = async (env: Record<string, string> = {}): Promise<void> => {
  standIn = await startStandIn({ set: { skin: "plain" } });
  const rest = Object.entries(variables(standIn.ready)).filter(([name]) => !CONSOLE.test(name));
  stack = await makeStack({ source: engine.EXAMPLE, env: { ...Object.fromEntries(rest), ...env } });
  const identifier = engine.identifierOf(await standIn.tenant(), "Propel Your MSP");
  engine.expectCode(await stack.run(["config", "set", "--secret", "trackingIdentifier", identifier]), 0);
  person = await PersonAtConsole.signIn(standIn);
};
const end = async (): Promise<void> => {
  await person?.leave();
  stack?.remove();
  await standIn?.stop();
};

const runbooks = (): string[] => {
  const folder = join(stack.program, "psa-runbooks");
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
};
const runbook = (): string => {
  const files = runbooks();
  expect(files).toHaveLength(1);
  return readFileSync(files[0]!, "utf8");
};
/** The command of a runbook that hands a value over, run with that value. */
async function handOver(markdown: string, secret: string): Promise<void> {
  const command = /`pulumi (config set --secret autotask:secret-\S+)`/.exec(markdown)![1]!;
  engine.expectCode(await stack.run([...command.split(" "), secret]), 0);
}

/** The level is what the guide asks for, the user is on it, and the stack's credentials work. */
async function expectDone(): Promise<void> {
  const tenant = await standIn.tenant();
  const level = engine.levelsNamed(tenant, engine.LEVEL)[0]!;
  const granted = Object.entries(level.cells).filter(([, value]) => value === true);
  expect(granted.map(([cell]) => cell).sort()).toEqual([
    "Admin > Feature Access > Configuration Items",
    "Admin > Feature Access > Resources/Users (HR)",
    "Other > Miscellaneous > Not required to change password (password does not expire)",
  ]);
  expect(level.cells).toMatchObject({
    "Contracts > Object Permissions > Contracts > View": "All",
    "Contracts > Dropdowns > Contract Visibility (for contracts you have access to)": "Full",
    "CRM > Organization & Contact Access > Customer & Cancelation": "All",
    "CRM > Organization & Contact Access > Vendor & Partners": "None",
    "CRM > Object Permissions > Opportunities & Quotes > Add": "Yes",
    "CRM > Object Permissions > Configuration Items & Subscriptions > View": "All",
    "CRM > Object Permissions > Configuration Items & Subscriptions > Edit": "All",
    "CRM > Object Permissions > To-Dos > Add": "Yes",
    "Service Desk > Object Permissions > Tickets > View": "All",
    "Service Desk > Object Permissions > Tickets > Add": "Yes",
    "Service Desk > Object Permissions > Tickets > Edit": "No",
  });
  expect(engine.usersOf(tenant, "Propel Your MSP")).toEqual([
    expect.objectContaining({ active: true, lastName: "API", levelId: level.id }),
  ]);
  const { key, secret, verified } = await engine.outputs(stack);
  expect(verified).toBe(true);
  const trackingIdentifier = engine.identifierOf(tenant, "Propel Your MSP");
  expect(await engine.callAs(standIn, { key, secret, trackingIdentifier })).toBe(200);
  engine.expectCode(await stack.run(["preview", "--expect-no-changes", "--suppress-progress"]), 0);
  expect(runbooks()).toEqual([]);
  expect(engine.restCreations(await standIn.journal())).toEqual([]);
}

describe("runs that stop", () => {
  let copied: Map<string, string>;
  beforeAll(async () => {
    await build();
    await begin();
  }, 2 * MINUTES);
  afterAll(end);

  test(
    "the first asks for the level, the second for the user, the third for the secret, the fourth is done",
    async () => {
      const first = engine.text(await stack.run(engine.UP));
      expect(first).toContain("[unsupported]");
      expect(first).toContain("right-click `API User (system) (API-only)` and press Copy Security Level");
      await person.follow(runbook());

      const second = await stack.run(engine.UP);
      expect(second.code).not.toBe(0);
      expect(engine.text(second)).toContain("press the arrow beside New, then New API User");
      const asked = runbook();
      expect(asked).toContain("`Security Level`: choose **API User (Propel Your MSP)**");
      copied = await person.follow(asked);
      expect([...copied.keys()]).toEqual(["Username (Key)", "Password (Secret)"]);

      const third = await stack.run(engine.UP);
      expect(third.code).not.toBe(0);
      expect(engine.text(third)).toContain("its secret is not known here");
      await handOver(asked, copied.get("Password (Secret)")!);

      const fourth = engine.expectCode(await stack.run(engine.UP), 0);
      expect(engine.text(fourth)).not.toContain(copied.get("Password (Secret)"));
      expect(readFileSync(stack.stateFile, "utf8")).not.toContain(copied.get("Password (Secret)"));
      expect(await engine.outputs(stack)).toMatchObject({
        key: copied.get("Username (Key)"),
        secret: copied.get("Password (Secret)"),
      });
      await expectDone();
    },
    5 * MINUTES,
  );

  test(
    "destroy: REST inactivates the user, a person the level",
    async () => {
      const run = await stack.run(engine.DESTROY);
      expect(run.code).not.toBe(0);
      expect(engine.text(run)).toContain("[ ] untick `Active`");
      expect(engine.usersOf(await standIn.tenant(), "Propel Your MSP")[0]!.active).toBe(false);
      await standIn.edit({ levels: [{ name: engine.LEVEL, active: false }] });
      engine.expectCode(await stack.run(engine.DESTROY), 0);
      expect(engine.recorded(stack)).toEqual([]);
    },
    3 * MINUTES,
  );
});

describe("a run that waits", () => {
  beforeAll(async () => {
    await build();
    await begin({ AUTOTASK_WAIT_FOR_PERSON: "8" });
  }, 2 * MINUTES);
  afterAll(end);

  /** The next runbook of a run that is under way. */
  async function next(ended: Promise<Run>, not?: string): Promise<string> {
    let over: Run | undefined;
    void ended.then((run) => (over = run));
    for (;;) {
      const file = runbooks().find((path) => path !== not);
      if (file !== undefined) return file;
      if (over) throw new Error(`the run ended: ${engine.text(over)}`);
      await sleep(200);
    }
  }

  test(
    "one run from nothing to the user, which asks for the secret; the next is done",
    async () => {
      const { ended } = stack.start(engine.UP);
      const level = await next(ended);
      await person.follow(readFileSync(level, "utf8"));
      const user = await next(ended, level);
      const asked = readFileSync(user, "utf8");
      const copied = await person.follow(asked);
      const run = await ended;
      expect(run.code).not.toBe(0);
      expect(engine.text(run)).toContain("pulumi config set --secret autotask:secret-");
      expect(engine.recorded(stack).map(({ type }) => type.split(":").at(-1))).toEqual([
        "AutotaskSecurityLevel",
        "AutotaskApiUser",
      ]);
      await handOver(asked, copied.get("Password (Secret)")!);
      engine.expectCode(await stack.run(engine.UP), 0);
      await expectDone();
    },
    6 * MINUTES,
  );
});

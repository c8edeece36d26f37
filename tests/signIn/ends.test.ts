import { openConsole as openAutotask } from "../../provider/autotask/console";
import { PsaError, Secret } from "../../provider/errors";
import { openConsole as openPsa } from "../../provider/psa/console";
import { startSandbox, type Sandbox } from "../../sandbox/server";
import { AUTOTASK, caught, MINUTE, ownFolder, PSA, signIns, totp } from "./support";

/** A session that ends in the middle of a task, and sign-ins that are refused. */

ownFolder();
let sandbox: Sandbox;
afterEach(() => sandbox?.close());

const LEVEL = "API User (Trial)";
const CELLS = [{ key: "Contracts > Object Permissions > Contracts", action: "View", value: "All" }];
const saves = () => sandbox.context.journal.entries.filter(({ action }) => action?.startsWith("Save")).length;
const levels = () => sandbox.context.store.tenant.levels.filter(({ name }) => name === LEVEL);

test(
  "Autotask: ended while a page is opened, it is renewed, and the task done from the beginning",
  async () => {
    sandbox = await startSandbox({ tenant: "small", switches: { sessionEnds: "inFrame" } });
    const { look, close, log } = AUTOTASK.open(sandbox, AUTOTASK.account(sandbox));
    try {
      await look();
      await look();
    } finally {
      await close();
    }
    expect(log.filter((text) => text.startsWith("signing in"))).toHaveLength(2);
    expect(log).toContain("the console's session has ended");
  },
  MINUTE,
);

test(
  "Autotask: ended at Save, the console is looked at first; one level is made, and saved once",
  async () => {
    sandbox = await startSandbox({ tenant: "small", switches: { sessionEnds: "onSave" } });
    const { console, close } = AUTOTASK.open(sandbox, AUTOTASK.account(sandbox));
    try {
      const page = await (console as ReturnType<typeof openAutotask>).copyLevel("API User (system)", LEVEL, {
        cells: CELLS,
        unlisted: "inherit",
      });
      expect(page).toMatchObject({ name: LEVEL, active: true });
    } finally {
      await close();
    }
    expect(levels()).toEqual([expect.objectContaining({ name: LEVEL, active: true })]);
    // The one that was answered with the sign-in page, and the one that counts.
    expect(saves()).toBe(2);
  },
  3 * MINUTE,
);

test(
  "Autotask: a session that only a person can renew ends the task, and nothing is half written",
  async () => {
    sandbox = await startSandbox({ tenant: "small" });
    const account = AUTOTASK.account(sandbox);
    // Codes are typed: here by the one who also knows the secret.
    const codes: string[] = [];
    const { console, close } = AUTOTASK.open(sandbox, {
      userName: account.userName,
      password: account.password,
      askCode: async (request) => {
        codes.push(request.console);
        return totp(account.totpSecret.reveal());
      },
    });
    const autotask = console as ReturnType<typeof openAutotask>;
    try {
      await autotask.levels();
      sandbox.context.switches.set({ sessionEnds: "inFrame" });
      const before = JSON.stringify(sandbox.context.store.tenant);
      const error = await caught(autotask.copyLevel("API User (system)", LEVEL, { cells: CELLS }));
      expect(error).toMatchObject({
        code: "authentication",
        message: expect.stringMatching(/in the middle of a task\. Nothing was saved.*psa login autotask/),
      });
      expect(await caught(autotask.levels())).toBe(error);
      expect(JSON.stringify(sandbox.context.store.tenant)).toBe(before);
    } finally {
      await close();
    }
    expect(codes).toHaveLength(1);
  },
  2 * MINUTE,
);

test(
  "PSA: ended at Save, it is renewed, and what differs is set again",
  async () => {
    sandbox = await startSandbox({ tenant: "small", switches: { psaSessionEnds: "onSave" } });
    const { console, close, log } = PSA.open(sandbox, PSA.account(sandbox));
    try {
      const page = await (console as ReturnType<typeof openPsa>).changeEmployee("monitoring-api", {
        firstName: "Seen",
      });
      expect(page).toMatchObject({ userName: "monitoring-api", firstName: "Seen" });
    } finally {
      await close();
    }
    expect(log).toContain("the console's session has ended");
    const { employees } = sandbox.context.store.tenant.psa;
    expect(employees.find(({ userName }) => userName === "monitoring-api")).toMatchObject({ firstName: "Seen" });
  },
  3 * MINUTE,
);

test.each([AUTOTASK, PSA])(
  "$name: a refused sign-in is repeated by no console of the process, until something else is typed",
  async (vendor) => {
    sandbox = await startSandbox({ tenant: "small" });
    const wrong = { ...vendor.account(sandbox), password: new Secret("canary-Wr0ng-password") };
    const [one, other] = [vendor.open(sandbox, wrong), vendor.open(sandbox, wrong)];
    const first = (await caught(one.look())) as PsaError;
    expect(first.code).toBe("authentication");
    const tried = signIns(sandbox);
    expect(await caught(other.look())).toBe(first);
    expect(await caught(one.look())).toBe(first);
    expect(signIns(sandbox)).toBe(tried);
    await Promise.all([one.close(), other.close()]);
  },
  MINUTE,
);

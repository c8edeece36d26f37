import type { AdminConsole } from "../../provider/autotask/tenant";
import { startSandbox } from "../../sandbox/server";
import { consoleOf } from "./consoleOf";

/** What `npm run sweep` once found under single positions of the stand-in's switches. */

const MINUTE = 60_000;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let admin: AdminConsole;

beforeAll(async () => {
  sandbox = await startSandbox({ tenant: "small", switches: { menu: "icons", pickers: "drawn" } });
  admin = consoleOf(sandbox);
});
afterAll(async () => {
  await admin?.close();
  await sandbox?.close();
});

test(
  "a side panel that shows nothing but signs is unfolded by its arrow, also after a press on a sign has drawn the page anew",
  async () => {
    expect((await admin.levels()).map(({ name }) => name)).toContain("API User (system)");
  },
  MINUTE,
);

test(
  "a toolbar that stays in sight while the page scrolls is no entry of a drawn list",
  async () => {
    const level = sandbox.context.store.tenant.levels.find(({ system, active }) => !system && active)!;
    const { cells } = await admin.readLevel(level.name);
    expect(cells.find(({ key }) => key.startsWith("Other > Form Templates"))?.options).toEqual([
      "Self (Private)",
      "Anyone in Department (Department)",
      "Anyone in Company (Company)",
    ]);
  },
  MINUTE,
);

test(
  "a user who is known by the user name alone is found in a list that shows numbers",
  async () => {
    const user = sandbox.context.store.tenant.users.find(({ licenseType, active }) => licenseType === 7 && active)!;
    const { firstName, lastName, userName: username } = user;
    const page = await admin.readApiUser({ id: `username:${username}`, firstName, lastName, username, active: true });
    expect(page).toMatchObject({ firstName, lastName, active: true });
    expect(page.key.toLowerCase()).toContain(username.toLowerCase());
  },
  MINUTE,
);

test(
  "a page without any menu around it is known for the console by the places that it names",
  async () => {
    const bare = await startSandbox({ tenant: "empty", switches: { shell: "none" } });
    const byPage = consoleOf(bare);
    try {
      expect((await byPage.levels()).map(({ name }) => name)).toContain("API User (system)");
    } finally {
      await byPage.close();
      await bare.close();
    }
  },
  MINUTE,
);

test(
  "single sign-on that asks for the name again is said as such, and its page gets no password",
  async () => {
    const hop = await startSandbox({ tenant: "empty", switches: { signIn: "sso" } });
    const byHop = consoleOf(hop);
    try {
      await expect(byHop.levels()).rejects.toMatchObject({
        code: "unsupported",
        message: expect.stringMatching(/single sign-on.*psa login autotask/) as unknown,
      });
      expect(hop.context.journal.entries.some(({ action }) => action === "Sign-in: provider")).toBe(false);
    } finally {
      await byHop.close();
      await hop.close();
    }
  },
  MINUTE,
);

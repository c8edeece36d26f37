import { startSandbox } from "../../sandbox/server";
import { consoleOf } from "./consoleOf";

/** The console channel against every skin of the stand-in: the same words, three kinds of markup. */
describe.each(["mvc", "mvc-2017", "plain"])("skin %s", (skin) => {
  test("a level is copied and an API user made on it, each with one save, and both read back as they are", async () => {
    const sandbox = await startSandbox({ tenant: "small", switches: { skin } });
    const log: string[] = [];
    const admin = consoleOf(sandbox, (text) => log.push(text));
    try {
      const name = "API User (Trial)";
      const cells = [
        { key: "Contracts > Object Permissions > Contracts", action: "View", value: "All" },
        { key: "Service Desk > Object Permissions > Tickets", action: "Add", value: "Yes" },
        { key: "Admin > Feature Access > Resources/Users (HR)", value: true },
      ];
      const page = await admin.copyLevel("API User (system)", name, { cells, unlisted: "none" });
      expect(page).toMatchObject({ name, active: true, editable: true });
      expect(page.cells.filter((c) => c.known)).toHaveLength(202);
      for (const cell of cells) expect(page.cells).toContainEqual(expect.objectContaining(cell));

      const truth = sandbox.context.store.tenant.levels.find((l) => l.name === name)!;
      expect(truth.cells).toMatchObject({
        "Contracts > Object Permissions > Contracts > View": "All",
        "Service Desk > Object Permissions > Tickets > Add": "Yes",
        "Service Desk > Object Permissions > Tickets > View": "Mine",
        "Admin > Feature Access > Resources/Users (HR)": true,
        "Admin > Feature Access > Projects & Tasks": false,
        "CRM > Object Permissions > Notes > Edit": "None",
      });

      const [line, ...otherLines] = sandbox.context.store.tenant.linesOfBusiness as [{ id: number; name: string }];
      const seen = await admin.createApiUser({
        firstName: "Trial",
        lastName: "Integration",
        email: "trial@example.com",
        securityLevel: name,
        active: true,
        username: "trialuser77",
        tracking: { kind: "custom", name: "Trial" },
        linesOfBusiness: [line.name],
        seesUnassignedLinesOfBusiness: false,
      });
      const user = sandbox.context.store.tenant.users.find((u) => u.userName === "trialuser77")!;
      expect(user).toMatchObject({ firstName: "Trial", email: "trial@example.com", levelId: truth.id, active: true });
      expect(otherLines.length).toBeGreaterThan(0);
      expect(user).toMatchObject({ lineOfBusiness: [line.id], seesUnassignedLineOfBusiness: false });
      expect(seen.secret).toBe(user.secret);
      expect(seen.trackingIdentifier).toBe(user.tracking?.kind === "custom" && user.tracking.identifier);

      const handle = {
        id: String(user.id),
        firstName: "Trial",
        lastName: "Integration",
        username: "trialuser77",
        active: true,
      };
      expect(await admin.readApiUser(handle)).toMatchObject({
        key: seen.key,
        securityLevel: name,
        active: true,
        locked: false,
        tracking: { kind: "custom", name: "Trial" },
        linesOfBusiness: [line.name],
        seesUnassignedLinesOfBusiness: false,
      });
      expect(log.filter((text) => text.startsWith("signing in"))).toHaveLength(1);
    } finally {
      await admin.close();
      await sandbox.close();
    }
  }, 240_000);
});

test("a refused sign-in is not tried again, and says what to check without the password", async () => {
  const sandbox = await startSandbox({ tenant: "empty" });
  const wrong = "canary-Wr0ng-password";
  const admin = consoleOf(sandbox, undefined, wrong);
  try {
    const first = await admin.levels().catch((e: Error) => e);
    expect(first).toMatchObject({
      code: "authentication",
      message: expect.stringContaining("autotask:consolePassword"),
    });
    expect((first as Error).message).not.toContain(wrong);
    await expect(admin.levels()).rejects.toBe(first);
  } finally {
    await admin.close();
    await sandbox.close();
  }
}, 120_000);

import type { Browser, BrowserContext } from "playwright-core";
import { launchBrowser } from "../support/console";
import { Person, type SkinName } from "./support/person";
import { runPsa, type RunningPsa } from "./support/rest";

let browser: Browser;
let context: BrowserContext;
let psa: RunningPsa;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(15_000);
});
afterEach(async () => {
  await context.close();
  await psa.close();
});

async function person(skin: SkinName, switches: Record<string, string> = {}): Promise<Person> {
  psa = await runPsa({ switches: { psaSkin: skin, ...switches } });
  return new Person(await context.newPage(), psa, skin);
}

const stored = (userName: string) =>
  psa.context.store.tenant.psa.employees.find((employee) => employee.userName === userName);

describe.each(["telerik", "current", "plain"] as const)("skin %s", (skin) => {
  test("an API employee is made by hand", async () => {
    const someone = await person(skin);
    await someone.signIn();
    await someone.go("Admin", "HR", "Employees");
    await someone.press("New");
    await someone.heading("New Employee");
    await someone.fillEmployee();
    await someone.press("Save (S)");
    expect(await someone.banner()).toBe("Success! Operation is completed successfully.");
    expect(stored("rewst-api")).toMatchObject({
      firstName: "Rewst",
      lastName: "API",
      employeeId: "99898",
      email: "rewst@example.com",
      jobTitleId: 501,
      departmentId: 401,
      managerId: 1001,
      employmentTypeId: 703,
      employeeRoleIds: [301],
      securityRoleIds: [101],
      locationId: 601,
      userType: "Api Employee",
      active: true,
    });
  }, 60_000);
});

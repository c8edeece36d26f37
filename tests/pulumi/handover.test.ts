import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HANDOVER_VARIABLE, handoverOf, withHandover } from "../../provider/pulumi/handover";
import { MemoryTenant } from "../support/memoryTenant";

/** Lists that one process has read are believed by another one: of the same account, while fresh, until it writes. */

const folder = mkdtempSync(join(tmpdir(), "psa-handover-"));
afterAll(() => rmSync(folder, { recursive: true }));

const OWN = "provider1@X.EXAMPLE";
let tenant: MemoryTenant;
let file: string;
let number = 0;

async function handed(at = Date.now(), by = OWN) {
  file = join(folder, `${number++}.json`);
  writeFileSync(file, JSON.stringify({ autotask: await handoverOf(tenant.services().directory, by, at) }));
  tenant.calls.length = 0;
  return withHandover(tenant.services().directory, OWN, { [HANDOVER_VARIABLE]: file });
}

beforeEach(() => {
  tenant = new MemoryTenant();
  tenant.addUser("integration");
});

test("the lists are the same, and the tenant is not asked", async () => {
  const { directory } = tenant.services();
  const [users, levels, locations] = [
    await directory.apiUsers(),
    await directory.securityLevels(),
    await directory.locations(),
  ];
  const shared = await handed();
  expect([await shared.apiUsers(), await shared.securityLevels(), await shared.locations()]).toEqual([
    users,
    levels,
    locations,
  ]);
  expect(tenant.calls).toEqual([]);
});

test.each([
  ["old", () => handed(Date.now() - 16 * 60_000)],
  ["another account's", () => handed(Date.now(), "somebody@X.EXAMPLE")],
  [
    "dropped for a fresh look",
    async () => {
      const shared = await handed();
      shared.invalidate();
      return shared;
    },
  ],
])("lists that are %s are not believed", async (_, make) => {
  const shared = await make();
  await shared.apiUsers();
  expect(tenant.calls.length).toBeGreaterThan(0);
});

test("without a file, with one that is no JSON, or with none of that name, it is the directory itself", () => {
  const { directory } = tenant.services();
  const broken = join(folder, "broken.json");
  writeFileSync(broken, "{");
  for (const env of [{}, { [HANDOVER_VARIABLE]: broken }, { [HANDOVER_VARIABLE]: join(folder, "none.json") }])
    expect(withHandover(directory, OWN, env)).toBe(directory);
});

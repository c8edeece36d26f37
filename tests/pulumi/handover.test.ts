import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HANDOVER_VARIABLE, handoverOf, withHandover } from "../../provider/pulumi/handover";
import { psaHandoverOf, withPsaHandover } from "../../provider/pulumi/psaHandover";
import { MemoryPsa } from "../support/memoryPsa";
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

describe("of the PSA", () => {
  const READER = { restUrl: "https://api.example.com/v2", company: "Acme MSP", userName: "reader-api" };
  let psa: MemoryPsa;

  async function handedPsa(at = Date.now(), by = READER) {
    const lists = await psaHandoverOf(psa.directory, by, ["acme-api", "gone-api"], at);
    const place = join(folder, `${number++}.json`);
    writeFileSync(place, JSON.stringify({ psa: lists }));
    psa.calls.length = 0;
    return withPsaHandover(psa.directory, READER, { [HANDOVER_VARIABLE]: place });
  }

  beforeEach(() => {
    psa = new MemoryPsa();
    psa.add({ userName: "acme-api", userType: "Api Employee" });
  });

  test("the list is the same, and who was asked for is not asked for again", async () => {
    psa.switches.listsInactive = false;
    const shared = await handedPsa();
    expect((await shared.roster()).employees.map(({ userName }) => userName)).toContain("acme-api");
    expect(await shared.find("ACME-api")).toMatchObject({ userName: "acme-api" });
    expect(await shared.find("gone-api")).toBeUndefined();
    expect(psa.calls).toEqual([]);
    await shared.find("somebody");
    expect(psa.calls.length).toBeGreaterThan(0);
  });

  test.each([
    ["old", () => handedPsa(Date.now() - 16 * 60_000)],
    ["another account's", () => handedPsa(Date.now(), { ...READER, userName: "other-api" })],
    ["another company's", () => handedPsa(Date.now(), { ...READER, company: "ACME MSP" })],
    [
      "dropped for a fresh look",
      async () => {
        const shared = await handedPsa();
        shared.invalidate();
        return shared;
      },
    ],
  ])("a list that is %s is not believed", async (_, make) => {
    const shared = await make();
    await shared.roster();
    expect(psa.calls).toContain("roster");
  });
});

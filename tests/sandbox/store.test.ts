import { mkdtempSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seedTenant } from "../../sandbox/seeds";
import { Store } from "../../sandbox/store";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stand-in-"));
  file = join(folder, "deep", "state.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const seed = () => seedTenant("empty");

it("lives on in its file", () => {
  const first = new Store(seed, file);
  first.edit("a test", (tenant) => (tenant.users[0]!.firstName = "Changed"));
  first.close();
  const second = new Store(() => seedTenant("small"), file);
  expect(second.tenant.users).toHaveLength(2);
  expect(second.tenant.users[0]!.firstName).toBe("Changed");
  second.reset();
  second.close();
  expect(JSON.parse(readFileSync(file, "utf8")).tenant).toEqual(seedTenant("small"));
  expect(existsSync(`${file}.lock`)).toBe(false);
});

it("changes nothing when an edit fails half-way", () => {
  const store = new Store(seed, file);
  const written = readFileSync(file, "utf8");
  expect(() =>
    store.edit("a test", (tenant) => {
      tenant.users.length = 0;
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(store.tenant).toEqual(seed());
  expect(readFileSync(file, "utf8")).toBe(written);
  store.close();
});

it("opens a file only once, and takes over the lock of a process that is gone", () => {
  const store = new Store(seed, file);
  expect(() => new Store(seed, file)).toThrow(/in use by process \d+\. Stop that stand-in first/);
  store.close();
  writeFileSync(`${file}.lock`, "99999999");
  new Store(seed, file).close();
});

it("refuses a file that holds no state of ours, and leaves it as it is", () => {
  new Store(seed, file).close();
  for (const content of ["no json", '{"format":99}', "{}"]) {
    writeFileSync(file, content);
    expect(() => new Store(seed, file)).toThrow(/Delete it to start from a fresh tenant/);
    expect(readFileSync(file, "utf8")).toBe(content);
    expect(existsSync(`${file}.lock`)).toBe(false);
  }
});

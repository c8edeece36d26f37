import { switchRegistry } from "../../sandbox/switches";
import { autotask } from "../../tools/sweep/autotask.mjs";
import { psa } from "../../tools/sweep/psa.mjs";
import { combinations, moved } from "../../tools/sweep/random.mjs";

/** The random combinations of `npm run sweep -- --random`. */
describe.each([
  ["Autotask", autotask],
  ["the PSA", psa],
])("combinations of positions for %s", (_, subject) => {
  const own = switchRegistry.filter(({ name }) => subject.owns(name));
  const drawn = combinations(subject, switchRegistry, 7, 300);
  const closing = (positions: Record<string, string>) =>
    Object.entries(positions).filter(([name, position]) => `${name}=${position}` in subject.refusals);

  const { alone = [] } = subject as { alone?: string[] };

  test("hold every switch at one of its positions, and use them all but those that are tried alone", () => {
    for (const positions of drawn) expect(Object.keys(positions).sort()).toEqual(own.map(({ name }) => name).sort());
    for (const text of alone)
      expect(own.some((one) => one.positions.some((at) => `${one.name}=${at}` === text))).toBe(true);
    for (const { name, positions } of own) {
      const used = positions.filter((position) => !alone.includes(`${name}=${position}`));
      expect([name, [...new Set(drawn.map((one) => one[name]))].sort()]).toEqual([name, used.sort()]);
    }
  });

  test("are the same again by seed and number, whatever the count, and others by another seed", () => {
    expect(combinations(subject, switchRegistry, 7, 3)).toEqual(drawn.slice(0, 3));
    expect(combinations(subject, switchRegistry, 8, 3)).not.toEqual(drawn.slice(0, 3));
    expect(new Set(drawn.map((one) => JSON.stringify(one))).size).toBe(300);
  });

  test("close the tenant by one position, and by none in most of them", () => {
    for (const positions of drawn) expect(closing(positions).length).toBeLessThanOrEqual(1);
    const closed = drawn.filter((positions) => closing(positions).length === 1).length;
    expect(closed).toBeGreaterThan(300 / 12);
    expect(closed).toBeLessThan(300 / 3);
  });

  test("are told by what does not stand in its first position", () => {
    const [first] = drawn;
    const told = moved(switchRegistry, first!);
    for (const { name, positions } of own) expect(first![name]).toBe(told[name] ?? positions[0]);
    expect(Object.keys(told).length).toBeLessThan(own.length);
  });
});

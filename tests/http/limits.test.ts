import { PsaError } from "../../provider/errors";
import { budgetFor, HourlyBudget, Slots, slotsFor, THREADS } from "../../provider/http/limits";
import { quickClock } from "./server";

const HOUR = 3_600_000;

test("never more holders than places, first come first served, places come back after a failure", async () => {
  const slots = new Slots();
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  const work = async (n: number) => {
    inside += 1;
    most = Math.max(most, inside);
    order.push(n);
    await new Promise((resolve) => setTimeout(resolve, 2));
    inside -= 1;
    if (n % 2) throw new Error("broken");
  };
  const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => slots.run(() => work(n))));
  expect(most).toBe(THREADS);
  expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n));
  expect(ends.filter(({ status }) => status === "rejected")).toHaveLength(10);
  await expect(slots.run(() => Promise.resolve("free again"))).resolves.toBe("free again");
});

test("places are shared by whoever asks for the same endpoint and identifier, and by nobody else", () => {
  const one = slotsFor("https://a.example", "Resources", "id-1");
  expect(slotsFor("https://a.example", "resources", "id-1")).toBe(one);
  expect(slotsFor("https://a.example", "Tickets", "id-1")).not.toBe(one);
  expect(slotsFor("https://a.example", "Resources", "id-2")).not.toBe(one);
});

test("no rolling hour holds more calls than the budget", async () => {
  const clock = quickClock();
  const budget = new HourlyBudget(5, "t");
  const at: number[] = [];
  for (let n = 0; n < 23; n += 1) {
    await budget.take(clock, 2 * HOUR);
    at.push(clock.now());
    clock.advance(7 * 60_000);
  }
  for (const start of at) {
    expect(at.filter((time) => time >= start && time < start + HOUR).length).toBeLessThanOrEqual(5);
  }
});

test("a wait longer than allowed is refused at once, saying how long", async () => {
  const clock = quickClock();
  const budget = new HourlyBudget(1, "tenant X");
  await budget.take(clock, 0);
  clock.advance(15 * 60_000);
  const error = await budget.take(clock, 60_000).catch((e: unknown) => e as PsaError);
  expect(error).toMatchObject({ code: "throttled" });
  expect((error as PsaError).message).toContain("tenant X");
  expect((error as PsaError).message).toContain("45 min");
  expect(clock.waits).toEqual([]);
});

test("one budget per tenant; the smaller of two shares holds; senseless shares are refused", async () => {
  const clock = quickClock();
  const budget = budgetFor("limits.test tenant", 0.5);
  expect(budgetFor("limits.test tenant", 0.0002)).toBe(budget);
  await budget.take(clock, 0);
  await budget.take(clock, 0);
  await expect(budget.take(clock, 0)).rejects.toMatchObject({ code: "throttled" });
  for (const share of [0, -1, 1.5, Number.NaN]) {
    expect(() => budgetFor("limits.test other", share)).toThrow(/\[config\]/);
  }
});

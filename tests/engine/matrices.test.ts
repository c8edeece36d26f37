import { applyMatrices, beyond } from "../../tools/matrices.mjs";
import { build } from "../support/build";
import { MINUTES } from "./support";

/**
 * A sample of what `npm run sweep -- --matrices 200` does: random permission matrices over the whole catalogue, each
 * applied on top of the one before through the real console channel. The seed is the day's, so that a failure can be had again.
 */
const SEED = Math.floor(Date.now() / 86_400_000);

beforeAll(build, 2 * MINUTES);

test(
  `two matrices of seed ${SEED} are on the pages as drawn, by one save each, and never grant more on the way`,
  async () => {
    const { applied, cells, fault } = await applyMatrices({ count: 2, seed: SEED });
    expect(fault).toBeUndefined();
    expect(applied).toBe(2);
    expect(cells).toBeGreaterThan(190);
  },
  10 * MINUTES,
);

test("a cell that grants more than before and after is seen, whatever its kind", () => {
  const view = "Service Desk > Object Permissions > Tickets > View";
  const limit = "Other > Resource Visibility > Limit resource availability to self, plus (check all that apply):";
  const box = "Admin > Feature Access > LiveReports";
  const webhooks = "Other > Webhooks > Maximum number of Webhooks";
  const old = { [view]: "Mine", [limit]: true, [box]: false, [webhooks]: 5 };
  const now = { [view]: "Mine + Organizations", [limit]: true, [box]: false, [webhooks]: 7 };
  expect(beyond(old, old, now)).toEqual([]);
  expect(beyond(now, old, now)).toEqual([]);
  expect(beyond({ ...now, [webhooks]: 6 }, old, now)).toEqual([]);
  // Ticked, this one box takes rights away.
  expect(beyond({ [view]: "All", [limit]: false, [box]: true, [webhooks]: 50 }, old, now)).toEqual([
    view,
    limit,
    box,
    webhooks,
  ]);
});

import { readSetup } from "../../tools/env.mjs";
import { drive } from "./drive";
import { SETS } from "./sets";
import { startForeignTenant } from "./tenant";
import type { Traits } from "./traits";

/**
 * The provider's own driver on the console that was written by somebody who had not seen it. Each set takes two to three
 * minutes: one of the three pinned ones here, all three with `FOREIGN_SEEDS=pinned npm test -- tests/foreign/driver`, and any
 * seeds with `FOREIGN_SEEDS=1-40`.
 */
function chosen(): [string, { seed: number; traits: Partial<Traits> }][] {
  const asked = process.env.FOREIGN_SEEDS;
  const pinned = Object.entries(SETS);
  if (asked === undefined) return pinned.filter(([name]) => name.startsWith("native controls"));
  if (asked === "pinned") return pinned;
  const [first, last = first] = asked.split("-").map(Number);
  return Array.from({ length: last! - first! + 1 }, (_, i) => [`seed ${first! + i}`, { seed: first! + i, traits: {} }]);
}

test.each(chosen())(
  "level and API user, from the first sign-in to the last page: %s",
  async (_, { seed, traits }) => {
    // A tenant without a cell that the guide asks for is an error of its own.
    const tenant = await startForeignTenant({ seed, traits: { ...traits, missingCells: "no" } });
    try {
      const { took } = await drive(tenant, readSetup().browser.path);
      expect(Object.keys(took)).toHaveLength(8);
    } finally {
      await tenant.close();
    }
  },
  600_000,
);

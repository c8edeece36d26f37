import { readSetup } from "../../../tools/env.mjs";
import { drive } from "./drive";
import { SETS } from "./sets";
import { startForeignPsa } from "./tenant";
import type { Traits } from "./traits";

/**
 * The provider's own driver on a PSA console that was written by somebody who had not seen it. One of the three pinned
 * sets here; all three with `FOREIGN_SEEDS=pinned npm test -- tests/foreign/psa/driver`, any seeds with `FOREIGN_SEEDS=1-20`.
 */
function chosen(): [string, { seed: number; traits: Partial<Traits> }][] {
  const asked = process.env.FOREIGN_SEEDS;
  const pinned = Object.entries(SETS);
  if (asked === undefined) return pinned.filter(([name]) => name.startsWith("plain forms"));
  if (asked === "pinned") return pinned;
  const [first, last = first] = asked.split("-").map(Number);
  return Array.from({ length: last! - first! + 1 }, (_, i) => [`seed ${first! + i}`, { seed: first! + i, traits: {} }]);
}

/** What one set does here, as each step takes ten to thirty seconds; with `FOREIGN_SEEDS` all ten steps are taken. */
const SHORT = ["roster", "create", "send instructions", "inactivate"];

test.each(chosen())(
  "the whole life of an API employee, from the first sign-in: %s",
  async (_, set) => {
    const tenant = await startForeignPsa(set);
    try {
      const only = process.env.FOREIGN_SEEDS === undefined ? SHORT : undefined;
      const evidenceFolder = process.env.PSA_EVIDENCE_FOLDER;
      const { took } = await drive(tenant, readSetup().browser.path, { evidenceFolder, ...(only ? { only } : {}) });
      if (process.env.FOREIGN_SEEDS !== undefined) process.stderr.write(`${JSON.stringify(took)}\n`);
      expect(Object.keys(took)).toHaveLength(only?.length ?? 10);
    } finally {
      await tenant.close();
    }
  },
  600_000,
);

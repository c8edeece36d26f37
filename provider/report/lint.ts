import { flatten } from "../autotask/permissions/declaration";
import { cellName } from "../autotask/permissions/matrix";
import type { Digest } from "./digest";
import type { Place, ShownValue } from "./model";
import { beyond, lacking, type VendorProfile } from "./profiles";
import { claimOfLevel } from "./report";
import { scrub } from "./scrub";
import type { Places } from "./source";
import { accountOf, grantsOf, levelName, subjectsOf } from "./subjects";

/** One declared level against the document of the vendor that it is for. */
export interface LintedLevel {
  level: string;
  resource: string;
  place?: Place;
  /** Absent: the level claims no profile that is shipped. */
  profile?: { id: string; vendor: string; source: string; date: string; because: string };
  /** Granted beyond what the document asks for. */
  beyond: { cell: string; value: ShownValue }[];
  /** Asked for by the document and not granted: the integration fails there. */
  missing: { cell: string; wants: ShownValue; has: ShownValue }[];
  /** Why it could not be compared. */
  skipped?: string;
}

/**
 * Compares the levels that a preview declares with the profiles they claim.
 *
 * @param given profiles by name of level or resource, for levels that claim none
 */
export function lint(
  digest: Digest,
  profiles: readonly VendorProfile[],
  given: ReadonlyMap<string, VendorProfile> = new Map(),
  places?: Places,
): LintedLevel[] {
  const subjects = subjectsOf(digest).filter(({ op }) => op !== "delete");
  const accounts = subjects
    .filter(({ type }) => type === "api-user")
    .flatMap(({ after, resource }) => (after ? [accountOf(after, resource)] : []));
  const levels = subjects.flatMap(({ type, after, resource }): LintedLevel[] => {
    if (type !== "security-level" || !after) return [];
    const name = levelName(after);
    const asked = given.get(resource) ?? given.get(name);
    const claim = asked
      ? { profile: asked, because: "the command line names it" }
      : claimOfLevel(after, accounts, profiles);
    const grants = grantsOf(after);
    const place = places?.of("security-level", resource, []);
    const head = { level: name || resource, resource, ...(place ? { place } : {}) };
    const none = { beyond: [], missing: [] };
    if (!claim) return [{ ...head, ...none, skipped: "It claims no vendor profile." }];
    const { id, vendor, source, date } = claim.profile;
    const profile = { id, vendor, source, date, because: claim.because };
    if (!grants)
      return [
        { ...head, ...none, profile, skipped: "Its permissions are not known before other resources are applied." },
      ];
    if (grants.unlisted === "inherit" && !grants.baseline) {
      return [
        {
          ...head,
          ...none,
          profile,
          skipped: 'It keeps what it is copied with (unlisted: "inherit"), which is not known before it is made.',
        },
      ];
    }
    const inherited = Object.entries(grants.baseline ?? {}).map(([id_, value]) => {
      const [key = "", action] = id_.split("\n");
      return { key, ...(action === undefined ? {} : { action }), value };
    });
    const named = [...flatten(grants.permissions), ...flatten(grants.extraPermissions)];
    const all = [...new Map([...inherited, ...named].map((cell) => [cellName(cell), cell])).values()];
    return [
      {
        ...head,
        profile,
        beyond: beyond(claim.profile, all).map((cell) => ({ cell: cellName(cell), value: cell.value })),
        missing: lacking(claim.profile, grants).map(({ cell, has }) => ({
          cell: cellName(cell),
          wants: cell.value,
          has,
        })),
      },
    ];
  });
  return scrub(levels);
}

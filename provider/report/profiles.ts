import { flatten, normalisePermissions } from "../autotask/permissions/declaration";
import { cellId, effectOf, grantsNothing, noneOf, sameValue } from "../autotask/permissions/matrix";
import { fold } from "../autotask/permissions/wording";
import type { CellValue, WantedCell } from "../autotask/tenant";
import { compare, NOTHING, type Grants } from "./cells";
import type { CellChange } from "./model";

/** What an integration's vendor asks for in its own document. */
export interface VendorProfile {
  /** By which a declaration claims it. */
  id: string;
  /** As `integrationVendor` names it, or the vendor alone. */
  vendor: string;
  /** Title and address of the document. */
  source: string;
  /** When it was read, ISO date. */
  date: string;
  /** In any wording on record, as a declaration has them. */
  permissions: object;
}

export interface Claim {
  profile: VendorProfile;
  /** Why the level is taken to claim it. */
  because: string;
}

/** What is known of a level that may claim a profile. */
export interface Claimant {
  name: string;
  /** `profile` of the declaration, where it has one. */
  profile?: unknown;
  /** `integrationVendor` of the API users on it. */
  vendors: readonly string[];
}

/** The profile that a level claims: by name, by the integration of its users, or by the vendor in its own name. */
export function claimOf(level: Claimant, profiles: readonly VendorProfile[]): Claim | undefined {
  const named = profiles.find(({ id }) => typeof level.profile === "string" && fold(id) === fold(level.profile));
  if (named) return { profile: named, because: `it names the profile "${named.id}"` };
  // Two integrations on one level: which one's document it follows cannot be known.
  const served = [...new Set(level.vendors.map((vendor) => profileOfVendor(vendor, profiles)))];
  if (served.length === 1 && served[0]) {
    return { profile: served[0], because: `its API users serve ${served[0].vendor}` };
  }
  const inName = profiles.find(({ vendor }) => fold(level.name).includes(fold(vendor)));
  return inName ? { profile: inName, because: `its name holds "${inName.vendor}"` } : undefined;
}

/** Vendors are written `Vendor - Integration` or alone. */
function profileOfVendor(vendor: string, profiles: readonly VendorProfile[]): VendorProfile | undefined {
  return profiles.find((profile) => {
    const [a, b] = [fold(profile.vendor), fold(vendor)];
    return a === b || b.startsWith(`${a}-`) || a.startsWith(`${b}-`);
  });
}

const cellsOf = (profile: VendorProfile): Map<string, WantedCell> =>
  new Map(flatten(normalisePermissions(profile.permissions).permissions).map((cell) => [cellId(cell), cell]));

/** What a profile gives in a cell: what it names, else nothing. */
function givenBy(cells: Map<string, WantedCell>, cell: WantedCell): CellValue | undefined {
  return cells.get(cellId(cell))?.value ?? noneOf({ ...cell, writable: true, known: true });
}

/** A number's smallest useful size is not in any document: only a grant without a number in the profile is beyond it. */
export function beyond(profile: VendorProfile, wanted: readonly WantedCell[]): WantedCell[] {
  const given = cellsOf(profile);
  return wanted.filter((cell) => {
    const value = givenBy(given, cell);
    return value !== undefined && !sameValue(value, cell.value) && effectOf(cell, value, cell.value) === "widens";
  });
}

/** Of the cells that a change widens, those that the profile does not ask for. */
export function widenedBeyond(profile: VendorProfile, cells: readonly CellChange[]): CellChange[] {
  const widened = cells.filter(({ effect, new: now }) => effect === "widens" && now !== null);
  const ids = new Set(
    beyond(
      profile,
      widened.map(({ key, action, new: now }) => ({ key, action, value: now! })),
    ).map(cellId),
  );
  return widened.filter((cell) => ids.has(cellId(cell)));
}

/** What a level lacks of what the profile asks for: the integration will fail there. */
export function lacking(profile: VendorProfile, grants: Grants): { cell: WantedCell; has: CellValue | null }[] {
  if (grants.unlisted === "inherit" && grants.baseline === undefined) return [];
  const differing = compare(grants, { ...NOTHING, permissions: normalisePermissions(profile.permissions).permissions });
  const asked = cellsOf(profile);
  return differing
    .filter(
      (cell) => cell.effect === "widens" && asked.has(cellId(cell)) && !grantsNothing(asked.get(cellId(cell))!.value),
    )
    .map((cell) => ({ cell: asked.get(cellId(cell))!, has: cell.old }));
}

import { cellId } from "../autotask/permissions/matrix";
import { sameLevelName } from "../autotask/permissions/wording";
import { localPart } from "../autotask/username";
import { learnSecret } from "../pulumi/redaction";
import { applyAcceptances, type Acceptance } from "./acceptance";
import { matrixOf, NOTHING, type Grants } from "./cells";
import { changesOf, nameKey, type Surroundings } from "./changes";
import { secretsIn, parseUrn, type Digest } from "./digest";
import {
  REPORT_VERSION,
  SEVERITIES,
  type Change,
  type Matrix,
  type ObjectType,
  type Report,
  type SafetyRule,
  type Totals,
  type Unseen,
} from "./model";
import { claimOf, type Claim, type VendorProfile } from "./profiles";
import { gravest } from "./risks";
import { judge, type OwnAccount } from "./safety";
import { scrub } from "./scrub";
import type { Places } from "./source";
import {
  accountOf,
  grantsOf,
  inputsOf,
  levelName,
  subjectsOf,
  vendorOf,
  VENDORS,
  type KnownAccount,
  type Subject,
  type Vendor,
} from "./subjects";

export interface Circumstances {
  /** Milliseconds since the epoch. */
  now: number;
  /** Version of this package. */
  version: string;
  profiles: readonly VendorProfile[];
  /** Safety rules that somebody has overridden. */
  allow?: readonly SafetyRule[];
  /** Names of the tenants that have been asked. @default taken from the configuration in the preview */
  tenants?: Partial<Record<Vendor, string>>;
  /** The accounts that the provider signs in with. @default taken from the configuration in the preview */
  ownUserNames?: Partial<Record<Vendor, string>>;
  /** Accounts of the tenant that are in no stack. */
  unmanaged?: readonly KnownAccount[];
  /** Changes found otherwise: by a comparison with the live tenant. */
  found?: readonly Change[];
  unseen?: readonly Unseen[];
  problems?: readonly string[];
  acceptances?: readonly Acceptance[];
  /** Finds resources in the program. */
  places?: Places;
}

/** Everything a report can tell, from a digest of the engine and from what was found otherwise. */
export function makeReport(kind: Report["kind"], digest: Digest, given: Circumstances): Report {
  // Only states and settings hold values; a diff has the names of secret properties too, with words of the engine below.
  for (const { oldState, newState } of digest.steps) secretsIn([oldState, newState], learnSecret);
  secretsIn(digest.config, learnSecret);
  const subjects = subjectsOf(digest);
  const managed = subjects
    .filter(({ type }) => type !== "security-level")
    .flatMap(({ before, after, resource }) => ((after ?? before) ? [accountOf((after ?? before)!, resource)] : []));
  const accounts = [...managed, ...(given.unmanaged ?? [])];
  const tenants = {
    autotask: given.tenants?.autotask ?? tenantIn(digest),
    psa: given.tenants?.psa ?? psaTenantIn(digest),
  };
  const unseen = [...(given.unseen ?? [])];
  const around: Surroundings = { kind, tenants, accounts, levels: levelsOf(subjects), unseen };

  const told = withoutRenames(subjects.flatMap((subject) => changesOf(subject, around)));
  const all = [...told, ...onlyNew(given.found ?? [], told)];
  const placed = given.places ? all.map((change) => withPlace(change, given.places!)) : all;
  const claims = claimsOf(subjects, accounts, placed, given.profiles);
  const claiming = placed.map((change) => {
    const claim = claims.get(change.id);
    return claim ? { ...change, claims: { profile: claim.profile.id, because: claim.because } } : change;
  });
  const { changes, accepted, stale } = applyAcceptances(claiming, given.acceptances ?? [], given.now);
  const sorted = [...changes].sort(byGravity);

  const own = ownAccounts(given.ownUserNames ?? {}, digest, subjects, accounts);
  const safety = judge({
    changes: sorted,
    population: populationOf(subjects),
    own,
    claims,
    allow: new Set(given.allow ?? []),
  });
  const stack = stackOf(digest);
  return scrub({
    version: REPORT_VERSION,
    kind,
    at: new Date(given.now).toISOString(),
    psa: given.version,
    ...(stack ? { stack } : {}),
    tenants: [...new Set([...namesOf(tenants, given, subjects), ...sorted.map((change) => change.tenant)])],
    changes: sorted,
    accepted,
    stale,
    unseen,
    problems: [...digest.errors, ...(given.problems ?? [])],
    safety,
    totals: totalsOf(sorted),
    matrices: matricesOf(subjects, sorted),
  });
}

function stackOf(digest: Digest): Report["stack"] {
  const urn = digest.steps[0]?.urn;
  if (urn === undefined) return undefined;
  const { project, stack } = parseUrn(urn);
  return { project, name: stack };
}

const setting = (digest: Digest, vendor: Vendor, name: string): string | undefined => {
  const value = digest.config[`${vendor}:${name}`];
  return typeof value === "string" && value !== "[secret]" && value.trim() !== "" ? value.trim() : undefined;
};

const ownIn = (digest: Digest, vendor: Vendor): string | undefined => setting(digest, vendor, "userName");

/** The first host that a setting names. */
function hostIn(digest: Digest, vendor: Vendor): string | undefined {
  for (const name of ["restUrl", "consoleUrl"]) {
    const address = setting(digest, vendor, name);
    if (address !== undefined && URL.canParse(address)) return new URL(address).host;
  }
  return undefined;
}

const SOME_TENANT = "the tenant of the stack";

/** What the settings tell of the tenant: its host where it is named, else the domain of its users. */
const tenantIn = (digest: Digest): string =>
  hostIn(digest, "autotask") ?? ownIn(digest, "autotask")?.split("@")[1] ?? SOME_TENANT;

/** Many companies share a host of Kaseya's: the company comes first. */
function psaTenantIn(digest: Digest): string {
  const host = hostIn(digest, "psa") ?? setting(digest, "psa", "host") ?? setting(digest, "psa", "product");
  const company = setting(digest, "psa", "company");
  return [company, host].filter((part) => part !== undefined).join(" at ") || SOME_TENANT;
}

/** Tenants that this report is about: those that were asked, and those of the objects in it. */
function namesOf(
  tenants: Readonly<Record<Vendor, string>>,
  given: Circumstances,
  subjects: readonly Subject[],
): string[] {
  const vendors = new Set<Vendor>(subjects.map(({ type }) => vendorOf(type)));
  for (const vendor of VENDORS) if (given.tenants?.[vendor] !== undefined) vendors.add(vendor);
  if (vendors.size === 0) vendors.add("autotask");
  return VENDORS.filter((vendor) => vendors.has(vendor)).map((vendor) => tenants[vendor]);
}

/** The accounts that the provider itself signs in with, and what is known of them. */
function ownAccounts(
  given: Partial<Record<Vendor, string>>,
  digest: Digest,
  subjects: readonly Subject[],
  accounts: readonly KnownAccount[],
): OwnAccount[] {
  const [autotask, psa] = VENDORS.map((vendor) => given[vendor] ?? ownIn(digest, vendor));
  const own: OwnAccount[] = [];
  if (autotask !== undefined) {
    const known = accounts.find(({ userName }) => userName !== "" && localPart(userName) === localPart(autotask));
    own.push({ type: "api-user", userName: autotask.split("@")[0]!, level: known?.level });
  }
  if (psa !== undefined && subjects.some(({ type }) => type === "api-employee"))
    own.push({ type: "api-employee", userName: psa });
  return own;
}

function levelsOf(subjects: readonly Subject[]): Surroundings["levels"] {
  const of = (pick: (subject: Subject) => Subject["before"]): Map<string, Grants> => {
    const levels = new Map<string, Grants>();
    for (const subject of subjects) {
      const state = subject.type === "security-level" ? pick(subject) : undefined;
      const grants = state && grantsOf(state);
      if (state && grants) levels.set(nameKey(levelName(state)), grants);
    }
    return levels;
  };
  return { before: of(({ before }) => before), after: of(({ after }) => after) };
}

/** What was seen from inside and has been read cell by cell as well is one finding, not two. */
function onlyNew(found: readonly Change[], told: readonly Change[]): Change[] {
  return found.flatMap((change) => {
    if (change.kind !== "access-wider") return [change];
    const read = told.filter(({ object }) => object.urn === change.object.urn).flatMap(({ cells }) => cells);
    const cells = change.cells.filter((cell) => !read.some((other) => cellId(other) === cellId(cell)));
    return cells.length === 0 ? [] : [{ ...change, cells }];
  });
}

/** A level that is called otherwise is still the same level for the accounts on it. */
function withoutRenames(changes: readonly Change[]): Change[] {
  const renames = changes
    .filter(({ kind, object }) => kind === "renamed" && object.type === "security-level")
    .flatMap(({ fields }) => fields.map(({ old, new: now }) => [String(old), String(now)] as const));
  const isRename = (old: unknown, now: unknown) =>
    renames.some(([from, to]) => sameLevelName(from, String(old)) && sameLevelName(to, String(now)));
  return changes.flatMap((change) => {
    if (change.kind !== "update" || change.object.type === "security-level") return [change];
    const fields = change.fields.filter(({ field, old, new: now }) => field !== "securityLevel" || !isRename(old, now));
    if (fields.length === change.fields.length) return [change];
    if (fields.length === 0) return [];
    const risks = change.risks.filter(({ rule }) => rule !== "other-level");
    return [{ ...change, fields, risks, cells: [], direction: "none" as const }];
  });
}

function claimsOf(
  subjects: readonly Subject[],
  accounts: readonly KnownAccount[],
  changes: readonly Change[],
  profiles: readonly VendorProfile[],
): Map<string, Claim> {
  const claims = new Map<string, Claim>();
  for (const subject of subjects.filter(({ type }) => type === "security-level")) {
    const mine = changes.filter(({ object }) => object.urn === subject.urn);
    const state = subject.after ?? subject.before;
    if (mine.length === 0 || !state) continue;
    const claim = claimOfLevel(state, accounts, profiles);
    if (claim) for (const { id } of mine) claims.set(id, claim);
  }
  return claims;
}

/** The profile that a level of a state claims. */
export function claimOfLevel(
  state: NonNullable<Subject["after"]>,
  accounts: readonly KnownAccount[],
  profiles: readonly VendorProfile[],
): Claim | undefined {
  const name = levelName(state);
  const vendors = accounts.flatMap(({ level, vendor }) =>
    vendor !== undefined && sameLevelName(level, name) ? [vendor] : [],
  );
  return claimOf({ name, profile: inputsOf(state)["profile"], vendors }, profiles);
}

function populationOf(subjects: readonly Subject[]): Partial<Record<ObjectType, number>> {
  const counts: Partial<Record<ObjectType, number>> = {};
  // What is inactive already cannot be taken away any more.
  for (const { type, before } of subjects)
    if (before && inputsOf(before)["active"] !== false) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

function withPlace(change: Change, places: Places): Change {
  const place =
    change.object.resource === undefined
      ? undefined
      : places.of(change.object.type, change.object.resource, change.cells);
  return place ? { ...change, place } : change;
}

const DIRECTIONS = ["widens", "mixed", "unordered", "none", "narrows"];

/** What gets wider first, then what is grave. */
function byGravity(a: Change, b: Change): number {
  const severity = (change: Change) => SEVERITIES.indexOf(gravest(change.risks) ?? "low");
  return (
    DIRECTIONS.indexOf(a.direction) - DIRECTIONS.indexOf(b.direction) ||
    severity(a) - severity(b) ||
    b.cells.length - a.cells.length ||
    a.object.name.localeCompare(b.object.name, "en") ||
    a.id.localeCompare(b.id, "en")
  );
}

/** Numbers for the headline. */
export function totalsOf(changes: readonly Change[]): Totals {
  const cells = changes.flatMap((change) => change.cells);
  const of = (effect: string) => cells.filter((cell) => cell.effect === effect).length;
  return {
    widens: of("widens"),
    narrows: of("narrows"),
    unordered: of("unordered"),
    objects: new Set(changes.map(({ object }) => object.urn ?? `${object.type} ${object.id ?? object.name}`)).size,
    accounts: new Set(changes.flatMap(({ accounts }) => accounts.map(({ userName, name }) => userName || name))).size,
    high: changes.flatMap(({ risks }) => risks).filter(({ severity }) => severity === "high").length,
  };
}

function matricesOf(subjects: readonly Subject[], changes: readonly Change[]): Matrix[] {
  return changes.flatMap((change): Matrix[] => {
    if (change.object.type !== "security-level" || change.cells.length === 0) return [];
    const subject = subjects.find(({ urn }) => urn === change.object.urn);
    const old = subject?.before ? grantsOf(subject.before) : NOTHING;
    const now = subject?.after && grantsOf(subject.after);
    if (!old || !now) return [];
    const rows = matrixOf(old, now);
    // What does not exist yet has nothing before.
    const made = subject.before === undefined;
    return [
      {
        change: change.id,
        level: change.object.name,
        rows: made ? rows.map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, old: null })) })) : rows,
      },
    ];
  });
}

import { PASSWORD_NEVER_EXPIRES } from "../autotask/permissions/catalogue";
import { cellName } from "../autotask/permissions/matrix";
import { sameLevelName } from "../autotask/permissions/wording";
import type { Change, ObjectType, Safety, SafetyFinding, SafetyRule } from "./model";
import { widenedBeyond, type Claim } from "./profiles";

/** The brake: more than this share of one kind of object removed or inactivated, and at least so many. */
export const MOST_REMOVED = 0.25;
export const FEWEST_REMOVED = 4;

/** An account that the provider signs in with. */
export interface OwnAccount {
  type: "api-user" | "api-employee";
  userName: string;
  /** Its security level, where it is known. */
  level?: string;
}

export interface SafetyQuestion {
  changes: readonly Change[];
  /** How many objects of each kind there were before. */
  population: Readonly<Partial<Record<ObjectType, number>>>;
  own: readonly OwnAccount[];
  /** By change. */
  claims: ReadonlyMap<string, Claim>;
  /** Rules that somebody has overridden, knowing what they do. */
  allow: ReadonlySet<SafetyRule>;
}

const KINDS: readonly { type: ObjectType; what: string }[] = [
  { type: "api-user", what: "API accounts" },
  { type: "api-employee", what: "API employees" },
  { type: "security-level", what: "security levels" },
];

/** Whether a change takes its object away. */
const removes = ({ kind }: Change): boolean => ["delete", "missing", "inactive", "replace"].includes(kind);

/** Asks every safety rule. A rule that is overridden still says what it found. */
export function judge(question: SafetyQuestion): Safety {
  const findings = [
    ...removals(question),
    ...question.own.flatMap((own) => lockout(question, own)),
    ...excess(question),
  ].map((finding): SafetyFinding => ({
    ...finding,
    verdict: question.allow.has(finding.rule) ? "overridden" : "refused",
  }));
  const verdict = findings.some((finding) => finding.verdict === "refused")
    ? "refused"
    : findings.length > 0
      ? "overridden"
      : "allowed";
  return { verdict, findings };
}

type Found = Omit<SafetyFinding, "verdict">;

function removals({ changes, population }: SafetyQuestion): Found[] {
  return KINDS.flatMap(({ type, what }): Found[] => {
    const gone = changes.filter((change) => change.object.type === type && removes(change));
    const names = [...new Set(gone.map(({ object }) => object.urn ?? object.name))];
    const all = Math.max(population[type] ?? 0, names.length);
    if (names.length < FEWEST_REMOVED || names.length <= all * MOST_REMOVED) return [];
    return [
      {
        rule: "removals",
        text: `${names.length} of ${all} ${what} would be removed or inactive: more than ${MOST_REMOVED * 100} %.`,
        remedy:
          "Is it the right stack, tenant and account? An account that may not see the others makes them look absent. If it is meant, allow it with --allow removals.",
        changes: gone.map(({ id }) => id),
      },
    ];
  });
}

/** Cells without which the provider's own account cannot work. */
const NEEDED = [
  /^Admin > Feature Access > Resources\/Users/,
  /^Other > Resources\/Users \(HR\) > Resources$/,
  /^Web Services API > Feature Access > Can login/,
];

/** Whether a change is of this account: by its user name, or by the one that it had before. */
function isOf(change: Change, own: OwnAccount): boolean {
  const names = [
    ...change.accounts.map(({ userName }) => userName),
    ...change.fields.filter(({ field }) => /^username$/i.test(field)).map(({ old }) => String(old)),
  ];
  return names.some((name) => name !== "" && name.toLowerCase() === own.userName.toLowerCase());
}

/** A change of one of these may leave the account without the rights that the provider needs. */
const RIGHTS = ["securityLevel", "securityRoles"];

function lockout({ changes }: SafetyQuestion, own: OwnAccount): Found[] {
  const mine = changes.filter((change) => {
    if (change.object.type === own.type) {
      const harms = removes(change) || ["renamed", "credential-changed", "locked"].includes(change.kind);
      return isOf(change, own) && (harms || change.fields.some(({ field }) => RIGHTS.includes(field)));
    }
    if (own.level === undefined || change.object.type !== "security-level") return false;
    if (!sameLevelName(change.object.name, own.level)) return false;
    const lost = change.cells.some(
      ({ key, effect, new: now }) =>
        (effect === "narrows" && NEEDED.some((cell) => cell.test(key))) ||
        (key === PASSWORD_NEVER_EXPIRES && now === false),
    );
    return removes(change) || lost;
  });
  if (mine.length === 0) return [];
  return [
    {
      rule: "self-lockout",
      text: `This touches the account that the provider itself signs in with (${own.userName})${own.level === undefined ? "" : ` or its level "${own.level}"`}: afterwards it may not be able to repair anything.`,
      remedy:
        "Give the provider an account and a level of its own, outside of what it manages. If it is meant, allow it with --allow self-lockout.",
      changes: mine.map(({ id }) => id),
    },
  ];
}

function excess({ changes, claims }: SafetyQuestion): Found[] {
  return changes.flatMap((change): Found[] => {
    const claim = claims.get(change.id);
    if (!claim || change.object.type !== "security-level") return [];
    const cells = widenedBeyond(claim.profile, change.cells);
    if (cells.length === 0) return [];
    const names = cells.map((cell) => `${cellName(cell)} = ${String(cell.new)}`);
    return [
      {
        rule: "profile-excess",
        text: `"${change.object.name}" claims the profile of ${claim.profile.vendor} (${claim.because}), and gets more than that vendor asks for: ${names.join("; ")}.`,
        remedy: `The vendor's document: ${claim.profile.source} (${claim.profile.date}). If it is meant, allow it with --allow profile-excess.`,
        changes: [change.id],
      },
    ];
  });
}

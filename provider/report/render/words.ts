import { count } from "../count";
import type { Account, CellChange, Change, ChangeKind, ObjectType, Report, Severity, ShownValue } from "../model";
import { severityOfCell } from "../risks";

/** What every renderer calls things: one vocabulary, so that the formats of one report agree. */

export const TYPE_WORD: Record<ObjectType, string> = {
  "security-level": "security level",
  "api-user": "API account",
  "api-employee": "API employee",
  other: "object",
};

export const KIND_WORD: Record<ChangeKind, string> = {
  create: "new",
  update: "changed",
  replace: "replaced",
  delete: "removed",
  "unknown-account": "unknown account",
  "unknown-level": "unknown level",
  missing: "missing",
  renamed: "renamed",
  locked: "locked",
  inactive: "inactive",
  "credential-changed": "credentials",
  "access-wider": "more access than declared",
  "password-expiring": "password expires",
};

export const EFFECT_WORD = { widens: "wider", narrows: "narrower", unordered: "different" } as const;
export const EFFECT_SIGN = { widens: "▲", narrows: "▼", unordered: "◆" } as const;

export function valueText(value: ShownValue): string {
  if (value === null) return "–";
  if (value === true) return "ticked";
  return value === false ? "not ticked" : String(value);
}

/** A property of an account or level, where a box is no box. */
export function fieldText(value: ShownValue): string {
  return typeof value === "boolean" ? (value ? "yes" : "no") : valueText(value);
}

export { count };

/** `Service Desk › Tickets` and `Delete`: section and name, without the group that every reader skips. */
export function cellTitle({ key, action }: Pick<CellChange, "key" | "action">): string {
  const parts = key.split(" > ");
  const name = parts.length > 2 ? [parts[0], ...parts.slice(2)] : parts;
  return name.join(" › ") + (action === undefined ? "" : `: ${action}`);
}

export function accountsText(accounts: readonly Account[], most = 5): string {
  if (accounts.length === 0) return "no account";
  const names = accounts.slice(0, most).map(({ name, userName, managed }) => {
    const title = userName === "" ? name : `${name} (${userName})`;
    return managed ? title : `${title}, in no stack`;
  });
  const more = accounts.length - names.length;
  return names.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

export const objectTitle = ({ object, kind }: Pick<Change, "object" | "kind">): string =>
  `${TYPE_WORD[object.type]} "${object.name}": ${KIND_WORD[kind]}`;

/** All that gets wider, cell by cell, with whose it is. */
export function widening(report: Report): { change: Change; cell: CellChange; severity?: Severity }[] {
  const order = ["high", "medium", "low"];
  const rank = (severity?: Severity) => (severity === undefined ? order.length : order.indexOf(severity));
  return report.changes
    .flatMap((change) =>
      change.cells
        .filter(({ effect }) => effect === "widens")
        .map((cell) => ({ change, cell, severity: severityOfCell(cell) })),
    )
    .sort((a, b) => rank(a.severity) - rank(b.severity));
}

/** Changes that give access without a cell: new and unknown accounts and levels, what is active again. */
export const widerObjects = (report: Report): Change[] =>
  report.changes.filter(
    ({ direction, cells }) =>
      (direction === "widens" || direction === "mixed") && !cells.some(({ effect }) => effect === "widens"),
  );

export function titleOf(report: Report): string {
  const what = report.kind === "drift" ? "Drift" : "Permission review";
  return report.stack ? `${what}: ${report.stack.project}/${report.stack.name}` : what;
}

/** The one sentence to read when there is time for one. */
export function headline(report: Report): string {
  const { widens, narrows, unordered } = report.totals;
  if (report.problems.length > 0 && report.changes.length === 0) return "It could not be compared.";
  if (report.changes.length === 0)
    return report.kind === "drift" ? "No drift." : "No change of accounts or permissions.";
  const wider = widerObjects(report);
  const parts = [
    widens > 0 ? `${count(widens, "permission")} ${widens === 1 ? "gets" : "get"} wider` : "",
    wider.length > 0 ? `${count(wider.length, "more account or level", "more accounts or levels")} with access` : "",
    narrows > 0 ? `${narrows} narrower` : "",
    unordered > 0 ? `${unordered} different` : "",
  ].filter((part) => part !== "");
  const others = report.changes.filter(({ cells, direction }) => cells.length === 0 && direction !== "widens").length;
  if (others > 0) parts.push(`${count(others, "other change")}`);
  const unclear = report.changes.some(({ direction }) => direction === "unordered");
  if (widens === 0 && wider.length === 0)
    return `Nothing ${unclear ? "is known to get" : "gets"} wider: ${parts.join(", ")}.`;
  return `${parts.join(", ")}.`;
}

/** What old and new are, for the heads of columns. */
export const sides = (report: Report): [string, string] =>
  report.kind === "drift" ? ["Recorded", "In the tenant"] : ["Before", "After"];

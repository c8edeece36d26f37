import { styleText } from "node:util";
import type { Change, Report } from "../model";
import { gravest, severityOfCell } from "../risks";
import {
  accountsText,
  cellTitle,
  count,
  EFFECT_SIGN,
  headline,
  KIND_WORD,
  titleOf,
  TYPE_WORD,
  fieldText,
  valueText,
} from "./words";

export interface TextOptions {
  colour?: boolean;
}

type Style = Parameters<typeof styleText>[0];

/** For a terminal: each object once, what gets wider first. */
export function renderText(report: Report, { colour = false }: TextOptions = {}): string {
  const paint = (style: Style, text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const lines: string[] = [paint("bold", titleOf(report)), headline(report)];
  for (const change of report.changes) lines.push("", ...ofChange(change, paint));
  if (report.safety.findings.length > 0) lines.push("");
  for (const { verdict, rule, text, remedy } of report.safety.findings) {
    const word = verdict === "refused" ? paint(["bold", "red"], "REFUSED") : paint("yellow", "overridden");
    lines.push(`${word} by ${rule}: ${text}`, `  ${remedy}`);
  }
  if (report.stale.length > 0) lines.push("", paint("bold", "Acceptances to clear up"));
  for (const { problem, text, by, until, place } of report.stale) {
    lines.push(`  ${problem}: ${text} (${by}, until ${until}${place ? `, ${place.file}:${place.line}` : ""})`);
  }
  if (report.accepted.length > 0) lines.push("", `${count(report.accepted.length, "difference")} accepted:`);
  for (const { object, part, kind, reason, by, until } of report.accepted) {
    lines.push(paint("dim", `  ${object}: ${part ?? KIND_WORD[kind]} (${reason}; ${by}, until ${until})`));
  }
  if (report.unseen.length > 0) lines.push("", paint("bold", "Not seen"));
  for (const { what, why, remedy } of report.unseen) lines.push(`  ${what} ${why} ${remedy}`);
  if (report.problems.length > 0) lines.push("", paint(["bold", "red"], "Problems"));
  for (const problem of report.problems) lines.push(`  ${problem.replaceAll("\n", "\n  ")}`);
  return `${lines.join("\n")}\n`;
}

const COLOURS = { widens: "red", narrows: "green", unordered: "yellow" } as const;

function ofChange(change: Change, paint: (style: Style, text: string) => string): string[] {
  const { object, kind, cells, fields, accounts, risks, place, summary } = change;
  const severity = gravest(risks);
  const wider = change.direction === "widens" || change.direction === "mixed";
  const head = `${wider ? "▲ " : ""}${TYPE_WORD[object.type]} ${object.name}: ${KIND_WORD[kind]}`;
  const lines = [
    paint(wider ? ["bold", "red"] : "bold", head) +
      (severity && wider ? paint("red", ` [${severity} risk]`) : "") +
      (place ? paint("dim", `  ${place.file}:${place.line}`) : ""),
    `  ${summary}`,
  ];
  const width = Math.max(0, ...cells.map((cell) => cellTitle(cell).length));
  for (const cell of cells) {
    const risk = severityOfCell(cell);
    const note = cell.note === undefined ? "" : `  (${cell.note})`;
    lines.push(
      `  ${paint(COLOURS[cell.effect], EFFECT_SIGN[cell.effect])} ${cellTitle(cell).padEnd(width)}  ${valueText(cell.old)} → ${paint(COLOURS[cell.effect], valueText(cell.new))}${risk ? `  ${risk}: ${cell.risks[0]}` : ""}${note}`,
    );
  }
  for (const { field, old, new: now } of fields) lines.push(`  · ${field}: ${fieldText(old)} → ${fieldText(now)}`);
  if (object.type === "security-level") lines.push(`  used by ${accountsText(accounts)}`);
  for (const { rule, why } of risks.filter(({ severity }) => severity !== "low")) lines.push(`  ! ${rule}: ${why}`);
  if (change.claims) lines.push(`  claims the profile ${change.claims.profile}: ${change.claims.because}`);
  return lines;
}

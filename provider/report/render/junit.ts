import { cellName } from "../../autotask/permissions/matrix";
import type { Change, Report } from "../model";
import { gravest } from "../risks";
import {
  accountsText,
  EFFECT_WORD,
  headline,
  KIND_WORD,
  objectTitle,
  titleOf,
  TYPE_WORD,
  fieldText,
  valueText,
} from "./words";

/**
 * For the test pages of any CI: one suite per kind of object, one case per change. In a drift run every change fails; in a
 * review only what somebody has to look at does: what gets wider, and what a safety rule refuses.
 */
export function renderJunit(report: Report): string {
  const suites = new Map<string, Case[]>();
  const put = (suite: string, one: Case): void => void suites.set(suite, [...(suites.get(suite) ?? []), one]);
  for (const change of report.changes) put(`${TYPE_WORD[change.object.type]}s`, caseOf(change, report));
  for (const { rule, verdict, text, remedy } of report.safety.findings) {
    put("safety rules", {
      name: rule,
      ...(verdict === "refused"
        ? { failure: { message: text, text: remedy, type: rule } }
        : { out: `${text} Overridden.` }),
    });
  }
  for (const { problem, text, reason, by, until } of report.stale) {
    const message = `${problem}: ${text}`;
    put("acceptances", { name: text, failure: { message, text: `${reason} (${by}, until ${until})`, type: problem } });
  }
  for (const problem of report.problems) put("run", { name: problem.split("\n")[0]!, error: problem });
  if (suites.size === 0) put("run", { name: headline(report) });
  const all = [...suites.values()].flat();
  const attributes = (cases: Case[]) =>
    `tests="${cases.length}" failures="${cases.filter(({ failure }) => failure).length}" errors="${cases.filter(({ error }) => error !== undefined).length}"`;
  const body = [...suites].map(
    ([name, cases]) =>
      `  <testsuite name="${xml(name)}" ${attributes(cases)} skipped="0" time="0" timestamp="${report.at.slice(0, 19)}">\n${cases.map((one) => caseXml(one, name)).join("")}  </testsuite>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(titleOf(report))}" ${attributes(all)} time="0">\n${body.join("")}</testsuites>\n`;
}

interface Case {
  name: string;
  failure?: { message: string; text: string; type: string };
  error?: string;
  out?: string;
  file?: string;
  line?: number;
}

function caseOf(change: Change, report: Report): Case {
  const wider = change.direction === "widens" || change.direction === "mixed";
  const lines = [
    change.summary,
    ...change.cells.map(
      (cell) => `${EFFECT_WORD[cell.effect]}: ${cellName(cell)}: ${valueText(cell.old)} -> ${valueText(cell.new)}`,
    ),
    ...change.fields.map(({ field, old, new: now }) => `${field}: ${fieldText(old)} -> ${fieldText(now)}`),
    ...change.risks.map(({ rule, severity, why }) => `${severity} risk ${rule}: ${why}`),
    `Accounts: ${accountsText(change.accounts)}`,
  ];
  const place = change.place ? { file: change.place.file, line: change.place.line } : {};
  const text = lines.join("\n");
  const name = objectTitle(change);
  if (report.kind === "review" && !wider) return { name, out: text, ...place };
  const message = `${change.object.name}: ${KIND_WORD[change.kind]}, ${change.summary}`;
  return { name, failure: { message, text, type: gravest(change.risks) ?? change.kind }, ...place };
}

function caseXml({ name, failure, error, out, file, line }: Case, suite: string): string {
  const place = file === undefined ? "" : ` file="${xml(file)}" line="${line}"`;
  const open = `    <testcase name="${xml(name)}" classname="psa.${xml(suite.replaceAll(" ", "-"))}" time="0"${place}`;
  const inside = [
    failure === undefined
      ? ""
      : `      <failure message="${xml(failure.message)}" type="${xml(failure.type)}">${xml(failure.text)}</failure>\n`,
    error === undefined
      ? ""
      : `      <error message="${xml(error.split("\n")[0]!)}" type="error">${xml(error)}</error>\n`,
    out === undefined ? "" : `      <system-out>${xml(out)}</system-out>\n`,
  ].join("");
  return inside === "" ? `${open}/>\n` : `${open}>\n${inside}    </testcase>\n`;
}

/** Text for XML 1.0, which has no place for most control characters, nor for half of a surrogate pair. */
export function xml(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;")
  );
}

import { createHash } from "node:crypto";
import { cellName } from "../../autotask/permissions/matrix";
import { CHANGE_KINDS, SAFETY_RULES, type Change, type Place, type Report, type Severity } from "../model";
import { gravest, RISK_RULES, severityOfCell } from "../risks";
import { accountsText, KIND_WORD, objectTitle, fieldText, valueText } from "./words";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
/** Where a finding points when the program's line is not known: code scanning shows nothing without a file. */
const PROJECT: Place = { file: "Pulumi.yaml", line: 1 };

const LEVEL: Record<Severity, "error" | "warning" | "note"> = { high: "error", medium: "warning", low: "note" };
/** By which GitHub sorts (0.1 to 10). */
const SCORE: Record<Severity, string> = { high: "8.0", medium: "5.0", low: "2.0" };

const SAFETY_TEXT: Record<(typeof SAFETY_RULES)[number], string> = {
  removals: "More accounts or levels than usual are removed or inactivated at once.",
  "self-lockout": "The account that the provider signs in with loses what it needs.",
  "profile-excess": "A level gets more than the vendor profile that it claims.",
};

interface Result {
  ruleId: string;
  level: "error" | "warning" | "note";
  text: string;
  place?: Place;
  logical: string;
  id: string;
}

/** SARIF 2.1.0: one result per cell that gets wider, per other change, per safety rule and per stale acceptance. */
export function renderSarif(report: Report): string {
  const results = [...report.changes.flatMap(resultsOf), ...safetyResults(report), ...staleResults(report)];
  const used = new Set(results.map(({ ruleId }) => ruleId));
  const rules = RULES.filter(({ id }) => used.has(id));
  return `${JSON.stringify(
    {
      $schema: SCHEMA,
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "psa", semanticVersion: report.psa, rules } },
          columnKind: "utf16CodeUnits",
          automationDetails: {
            id: `psa/${report.kind}/${report.stack ? `${report.stack.project}/${report.stack.name}/` : ""}`,
          },
          invocations: [
            {
              executionSuccessful: report.problems.length === 0,
              ...(report.problems.length === 0
                ? {}
                : {
                    toolExecutionNotifications: report.problems.map((text) => ({ level: "error", message: { text } })),
                  }),
            },
          ],
          results: results.map((result) => ({
            ruleId: result.ruleId,
            ruleIndex: rules.findIndex(({ id }) => id === result.ruleId),
            level: result.level,
            message: { text: result.text },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: encodeURI((result.place ?? PROJECT).file) },
                  region: { startLine: (result.place ?? PROJECT).line },
                },
                logicalLocations: [{ fullyQualifiedName: result.logical, kind: "resource" }],
              },
            ],
            partialFingerprints: { "psa/v1": createHash("sha256").update(result.id).digest("hex").slice(0, 32) },
          })),
        },
      ],
    },
    null,
    2,
  )}\n`;
}

function descriptor(id: string, text: string, severity: Severity) {
  return {
    id,
    shortDescription: { text },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { "security-severity": SCORE[severity], tags: ["security", "permissions"] },
  };
}

const RULES = [
  ...RISK_RULES.map(({ id, why, severity }) => descriptor(`risk/${id}`, why, severity)),
  descriptor("wider", "A permission gets wider.", "medium"),
  ...CHANGE_KINDS.map((kind) => descriptor(`change/${kind}`, `An account or level: ${KIND_WORD[kind]}.`, "low")),
  ...SAFETY_RULES.map((rule) => descriptor(`safety/${rule}`, SAFETY_TEXT[rule], "high")),
  descriptor("acceptance/expired", "An acceptance of drift has expired.", "medium"),
  descriptor("acceptance/unused", "An acceptance of drift accepts nothing any more.", "low"),
];

function resultsOf(change: Change): Result[] {
  const { place } = change;
  const logical = change.object.urn ?? change.object.name;
  const cells = change.cells
    .filter(({ effect }) => effect === "widens")
    .map((cell): Result => {
      const rule = cell.risks[0];
      return {
        ruleId: rule === undefined ? "wider" : `risk/${rule}`,
        level: LEVEL[severityOfCell(cell) ?? "medium"],
        text: `${change.object.name}: ${cellName(cell)} gets wider: ${valueText(cell.old)} -> ${valueText(cell.new)}. Used by ${accountsText(change.accounts)}.`,
        place,
        logical,
        id: `${change.id} ${cellName(cell)}`,
      };
    });
  if (cells.length > 0) return cells;
  const risk = change.risks[0];
  const fields = change.fields.map(({ field, old, new: now }) => ` ${field}: ${fieldText(old)} -> ${fieldText(now)}.`);
  return [
    {
      ruleId: risk === undefined ? `change/${change.kind}` : `risk/${risk.rule}`,
      level: LEVEL[gravest(change.risks) ?? "low"],
      text: `${objectTitle(change)}. ${change.summary}${fields.join("")}`,
      place,
      logical,
      id: change.id,
    },
  ];
}

function safetyResults(report: Report): Result[] {
  return report.safety.findings.map(({ rule, verdict, text, remedy, changes }) => ({
    ruleId: `safety/${rule}`,
    level: verdict === "refused" ? "error" : "note",
    text: `${text} ${verdict === "refused" ? remedy : "Overridden."}`,
    place: report.changes.find(({ id }) => id === changes[0])?.place,
    logical: rule,
    id: `${rule} ${changes.join(" ")}`,
  }));
}

function staleResults(report: Report): Result[] {
  return report.stale.map(({ problem, text, by, until, place }) => ({
    ruleId: `acceptance/${problem}`,
    level: problem === "expired" ? "warning" : "note",
    text: `${problem}: ${text} (${by}, until ${until}).`,
    place,
    logical: text,
    id: `${problem} ${text}`,
  }));
}

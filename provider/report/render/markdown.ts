import type { Change, Report, ShownValue } from "../model";
import { gravest, riskRule, severityOfCell } from "../risks";
import {
  accountsText,
  cellTitle,
  count,
  EFFECT_SIGN,
  EFFECT_WORD,
  headline,
  KIND_WORD,
  sides,
  titleOf,
  TYPE_WORD,
  fieldText,
  valueText,
  widerObjects,
  widening,
} from "./words";

export interface MarkdownOptions {
  /** Where the whole report is, for what has to be cut. */
  link?: string;
  /** Characters. @default 60,000: GitHub refuses a comment of more than 65,536 */
  limit?: number;
}

export const COMMENT_LIMIT = 60_000;
/** A table longer than this is folded. */
const LONG = 20;

/** Begins the comment, so that the next run finds and replaces its own. */
export const MARKER = { review: "<!-- psa review -->", drift: "<!-- psa drift -->" } as const;

/** For a pull request comment: changed cells only, what gets wider first. */
export function renderMarkdown(report: Report, { link, limit = COMMENT_LIMIT }: MarkdownOptions = {}): string {
  const blocks = blocksOf(report);
  const foot = `<sub>psa ${code(report.psa)}, ${report.at.slice(0, 16).replace("T", " ")} UTC${link === undefined ? "" : `, [whole report](${link})`}</sub>\n`;
  return fit(blocks, foot, limit, link);
}

/** A part of the comment. `rows` may be cut off one by one, the rest of a block stands or falls as a whole. */
interface Block {
  head: string;
  rows: string[];
  tail: string;
}

const plain = (text: string): Block => ({ head: `${text}\n\n`, rows: [], tail: "" });

function blocksOf(report: Report): Block[] {
  const blocks: Block[] = [plain(`${MARKER[report.kind]}\n## ${escape(titleOf(report))}`), plain(alert(report))];
  for (const { verdict, rule, text, remedy } of report.safety.findings) {
    const kind = verdict === "refused" ? "CAUTION" : "WARNING";
    blocks.push(
      plain(
        `> [!${kind}]\n> **${verdict === "refused" ? "Refused" : "Overridden"} (${rule}).** ${escape(text)}\n>\n> ${escape(remedy)}`,
      ),
    );
  }
  if (report.problems.length > 0) {
    blocks.push(
      plain(
        `> [!CAUTION]\n> **Not complete:**\n${report.problems.map((text) => `> ${escape(text.split("\n")[0]!)}`).join("\n")}`,
      ),
    );
  }
  const wide = widening(report);
  if (wide.length > 0)
    blocks.push(
      cellTable(
        "What gets wider",
        report,
        wide.map(({ change, cell }) => ({ change, cell })),
        false,
      ),
    );
  const objects = report.changes.filter(({ cells, kind }) => cells.length === 0 || kind !== "update");
  if (objects.length > 0) blocks.push(objectTable(objects));
  const rest = report.changes.flatMap((change) =>
    change.cells.filter(({ effect }) => effect !== "widens").map((cell) => ({ change, cell })),
  );
  if (rest.length > 0)
    blocks.push(
      cellTable(
        wide.length > 0 ? "What else changes" : "What changes",
        report,
        rest,
        wide.length > 0 && rest.length > 5,
      ),
    );
  const fields = report.changes.filter(
    ({ kind, fields: some, cells }) => kind === "update" && cells.length > 0 && some.length > 0,
  );
  if (fields.length > 0) blocks.push(objectTable(fields, "Other properties"));
  blocks.push(...risks(report), ...drift(report));
  return blocks;
}

/** The box that is read first. */
function alert(report: Report): string {
  const wide = widening(report);
  const others = widerObjects(report);
  if (wide.length === 0 && others.length === 0) return `> [!NOTE]\n> **${escape(headline(report))}**`;
  const high = wide.some(({ severity }) => severity === "high") || others.some(({ risks: r }) => gravest(r) === "high");
  const most = 6;
  const lines = wide.slice(0, most).map(({ change, cell, severity }) => {
    const risk = severity === "high" ? ` (**${severity} risk**)` : "";
    return `> - ▲ ${code(change.object.name)} ${escape(cellTitle(cell))}: ${value(cell.old)} → **${value(cell.new)}**${risk}`;
  });
  if (wide.length > most) lines.push(`> - ▲ and ${wide.length - most} more, below`);
  const named = others
    .slice(0, most)
    .map(({ object, kind, summary }) => `> - ▲ ${code(object.name)} ${KIND_WORD[kind]}: ${escape(summary)}`);
  if (others.length > most) named.push(`> - ▲ and ${others.length - most} more, below`);
  return `> [!${high ? "CAUTION" : "WARNING"}]\n> **${escape(headline(report))}**\n>\n${[...lines, ...named].join("\n")}`;
}

function cellTable(
  title: string,
  report: Report,
  cells: { change: Change; cell: Change["cells"][number] }[],
  folded: boolean,
): Block {
  const [before, after] = sides(report);
  const rows = cells.map(({ change, cell }) => {
    const severity = severityOfCell(cell);
    const why = cell.risks.map((id) => id).join(", ");
    const risk = severity === undefined ? "" : `${severity === "high" ? "**high**" : severity}: ${why}`;
    return `| ${EFFECT_SIGN[cell.effect]}${cell.effect === "widens" ? "" : ` ${EFFECT_WORD[cell.effect]}`} | ${where(change)} | ${escape(cellTitle(cell))}${cell.note === undefined ? "" : `<br><sub>${escape(cell.note)}</sub>`} | ${value(cell.old)} | ${cell.effect === "widens" ? `**${value(cell.new)}**` : value(cell.new)} | ${risk} | ${usedBy(change)} |\n`;
  });
  const head = `| | Object | Permission | ${before} | ${after} | Risk | Used by |\n|---|---|---|---|---|---|---|\n`;
  return table(`${title} (${cells.length})`, head, rows, folded);
}

function objectTable(changes: Change[], title = "Accounts and levels"): Block {
  const rows = changes.map((change) => {
    const { kind, summary, fields, risks: found, direction } = change;
    const severity = gravest(found);
    const parts = fields
      .map(({ field, old, new: now }) => `${code(field)} ${escape(fieldText(old))} → ${escape(fieldText(now))}`)
      .join("<br>");
    const sign = direction === "widens" || direction === "mixed" ? "▲ " : direction === "narrows" ? "▼ " : "";
    return `| ${sign}${KIND_WORD[kind]} | ${TYPE_WORD[change.object.type]} ${where(change)} | ${escape(summary)}${parts === "" ? "" : `<br>${parts}`} | ${severity === undefined ? "" : `${severity === "high" ? "**high**" : severity}: ${found.map(({ rule }) => rule).join(", ")}`} |\n`;
  });
  return table(`${title} (${changes.length})`, "| | Object | What | Risk |\n|---|---|---|---|\n", rows, false);
}

function table(title: string, head: string, rows: string[], folded: boolean): Block {
  return folded || rows.length > LONG
    ? { head: `<details><summary><b>${title}</b></summary>\n\n${head}`, rows, tail: "\n</details>\n\n" }
    : { head: `### ${title}\n\n${head}`, rows, tail: "\n" };
}

function risks(report: Report): Block[] {
  const ids = [...new Set(report.changes.flatMap(({ risks: found }) => found.map(({ rule }) => rule)))];
  if (ids.length === 0) return [];
  const rows = ids.map((id) => `- **${id}** (${riskRule(id)?.severity}): ${escape(riskRule(id)?.why ?? "")}\n`);
  return [{ head: "<details><summary>What the risks mean</summary>\n\n", rows, tail: "\n</details>\n\n" }];
}

function drift(report: Report): Block[] {
  const blocks: Block[] = [];
  if (report.stale.length > 0) {
    const rows = report.stale.map(
      ({ problem, text, reason, by, until, place }) =>
        `| **${problem}** | ${escape(text)} | ${escape(reason)} | ${escape(by)} | ${until} | ${place ? code(`${place.file}:${place.line}`) : ""} |\n`,
    );
    blocks.push(
      table(
        `Acceptances to clear up (${rows.length})`,
        "| | Accepts | Reason | By | Until | |\n|---|---|---|---|---|---|\n",
        rows,
        false,
      ),
    );
  }
  if (report.accepted.length > 0) {
    const rows = report.accepted.map(
      ({ object, part, kind, reason, by, until }) =>
        `| ${code(object)} | ${escape(part ?? KIND_WORD[kind])} | ${escape(reason)} | ${escape(by)} | ${until} |\n`,
    );
    blocks.push(
      table(
        `Accepted (${rows.length})`,
        "| Object | What | Reason | By | Until |\n|---|---|---|---|---|\n",
        rows,
        true,
      ),
    );
  }
  if (report.unseen.length > 0) {
    const rows = report.unseen.map(({ what, why, remedy }) => `- ${escape(what)} ${escape(why)} ${escape(remedy)}\n`);
    blocks.push({
      head: `<details><summary><b>Not seen (${rows.length})</b></summary>\n\n`,
      rows,
      tail: "\n</details>\n\n",
    });
  }
  return blocks;
}

function where(change: Change): string {
  return (
    escape(change.object.name) +
    (change.place ? `<br><sub>${escape(`${change.place.file}:${change.place.line}`)}</sub>` : "")
  );
}

function usedBy(change: Change): string {
  if (change.accounts.length === 0) return "–";
  return change.accounts.length === 1
    ? escape(accountsText(change.accounts))
    : count(change.accounts.length, "account");
}

const value = (shown: ShownValue): string => escape(valueText(shown));

/** Text from outside: no markup, no mention, no row of its own. */
export function escape(text: string): string {
  return (
    text
      .replace(/[\r\n]+/g, " ")
      .replace(/[\\`*_{}[\]<>|~#]/g, (sign) => `\\${sign}`)
      .replace(/&/g, "&amp;")
      // A name must not call somebody, nor link to another issue.
      .replace(/@(?=\w)/g, "@\u200b")
      .replace(/\b(https?):\/\//gi, "$1:\u200b//")
  );
}

/** As code; a text with backticks gets longer fences. In a table a bar ends the cell even inside code. */
export function code(text: string): string {
  const clean = text
    .replace(/[\r\n]+/g, " ")
    .replace(/\|/g, "\\|")
    .trim();
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `\`${clean}\`` : `${fence} ${clean} ${fence}`;
}

/** Puts as much into the limit as there is room for, whole rows and whole blocks, and says what was left out. */
function fit(blocks: Block[], foot: string, limit: number, link: string | undefined): string {
  const whole = blocks.map(({ head, rows, tail }) => head + rows.join("") + tail).join("") + foot;
  if (whole.length <= limit) return whole;
  const rest =
    link === undefined ? "the whole report is longer than a comment may be" : `see the [whole report](${link})`;
  const notice = (left: number) =>
    `\n> [!IMPORTANT]\n> **Cut:** ${left} ${left === 1 ? "row is" : "rows are"} left out here, ${rest}.\n\n`;
  const room = limit - foot.length - notice(99_999).length;
  let text = "";
  let left = 0;
  for (const { head, rows, tail } of blocks) {
    if (left > 0 || text.length + head.length + tail.length > room) {
      left += Math.max(rows.length, 1);
      continue;
    }
    let body = "";
    let taken = 0;
    for (const row of rows) {
      if (text.length + head.length + body.length + row.length + tail.length > room) break;
      body += row;
      taken++;
    }
    left += rows.length - taken;
    if (rows.length === 0 || taken > 0) text += head + body + tail;
  }
  return text + notice(left) + foot;
}

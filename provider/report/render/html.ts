import type { Change, Matrix, MatrixRow, Report, ShownValue } from "../model";
import { gravest, severityOfCell } from "../risks";
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

/**
 * One file for a browser, an e-mail or an auditor: no script, nothing loaded from elsewhere. What gets wider stands in the
 * first screen; below, every changed level with its matrix before and after.
 */
export function renderHtml(report: Report): string {
  const matrices = new Map(report.matrices.map((matrix) => [matrix.change, matrix]));
  const changes = report.changes.map((change) => changeSection(change, matrices.get(change.id), report)).join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(titleOf(report))}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${html(titleOf(report))}</h1>
<p class="meta">${html(report.tenants.join(", "))} · ${html(report.at.slice(0, 16).replace("T", " "))} UTC · psa ${html(report.psa)}</p>
</header>
<main>
${verdict(report)}
${safety(report)}
${problems(report)}
${changes === "" ? "" : `<h2>Changes by object</h2>\n${changes}`}
${acceptances(report)}
${unseen(report)}
</main>
</body>
</html>
`;
}

/** The part that has to be understood in ten seconds. */
function verdict(report: Report): string {
  const wide = widening(report);
  const others = widerObjects(report);
  const [before, after] = sides(report);
  if (wide.length === 0 && others.length === 0) {
    return `<section class="verdict calm"><p class="big">${html(headline(report))}</p></section>`;
  }
  const rows = wide
    .map(
      ({ change, cell, severity }) =>
        `<tr><td class="sign">▲</td><td><b>${html(change.object.name)}</b><br><small>${html(change.accounts.length === 0 ? "no account" : count(change.accounts.length, "account"))}</small></td><td>${html(cellTitle(cell))}${cell.note === undefined ? "" : `<br><small>${html(cell.note)}</small>`}</td><td class="old">${value(cell.old)}</td><td class="arrow">→</td><td class="new">${value(cell.new)}</td><td>${badge(severity, cell.risks[0])}</td></tr>`,
    )
    .join("\n");
  const list = others
    .map(
      (change) =>
        `<tr><td class="sign">▲</td><td><b>${html(change.object.name)}</b><br><small>${TYPE_WORD[change.object.type]}, ${KIND_WORD[change.kind]}</small></td><td colspan="4">${html(change.summary)}</td><td>${badge(gravest(change.risks), change.risks[0]?.rule)}</td></tr>`,
    )
    .join("\n");
  return `<section class="verdict alarm">
<p class="big">${html(headline(report))}</p>
<table class="wide"><thead><tr><th></th><th>Who</th><th>Gets wider</th><th>${before}</th><th></th><th>${after}</th><th>Risk</th></tr></thead><tbody>
${rows}${list}
</tbody></table>
</section>`;
}

function badge(severity: string | undefined, rule: string | undefined): string {
  return severity === undefined
    ? ""
    : `<span class="badge ${severity}">${severity}</span> <small>${html(rule ?? "")}</small>`;
}

function safety(report: Report): string {
  return report.safety.findings
    .map(
      ({ verdict: v, rule, text, remedy }) =>
        `<section class="safety ${v}"><p><b>${v === "refused" ? "Refused" : "Overridden"} by ${rule}.</b> ${html(text)}</p><p>${html(remedy)}</p></section>`,
    )
    .join("\n");
}

function problems(report: Report): string {
  if (report.problems.length === 0) return "";
  return `<section class="safety refused"><p><b>Not complete.</b></p>${report.problems.map((text) => `<pre>${html(text)}</pre>`).join("")}</section>`;
}

function changeSection(change: Change, matrix: Matrix | undefined, report: Report): string {
  const wider = change.direction === "widens" || change.direction === "mixed";
  const fields = change.fields
    .map(
      ({ field, old, new: now }) =>
        `<tr><td>${html(field)}</td><td class="old">${html(fieldText(old))}</td><td class="arrow">→</td><td>${html(fieldText(now))}</td></tr>`,
    )
    .join("");
  const accounts =
    change.object.type === "security-level" ? `<p>Used by ${html(accountsText(change.accounts, 12))}.</p>` : "";
  const risks = change.risks
    .map(({ rule, severity, why }) => `<li>${badge(severity, rule)} ${html(why)}</li>`)
    .join("");
  const claim = change.claims
    ? `<p>Claims the profile <b>${html(change.claims.profile)}</b>: ${html(change.claims.because)}.</p>`
    : "";
  const place = change.place ? ` <small>${html(`${change.place.file}:${change.place.line}`)}</small>` : "";
  return `<article class="${wider ? "wider" : change.direction}">
<h3>${wider ? "▲ " : ""}${html(change.object.name)} <span class="kind">${TYPE_WORD[change.object.type]}, ${KIND_WORD[change.kind]}</span>${place}</h3>
<p>${html(change.summary)}</p>${accounts}${claim}
${fields === "" ? "" : `<table class="fields"><tbody>${fields}</tbody></table>`}
${matrix ? matrixTable(matrix, report) : cellList(change, report)}
${risks === "" ? "" : `<ul class="risks">${risks}</ul>`}
</article>
`;
}

function cellList(change: Change, report: Report): string {
  if (change.cells.length === 0) return "";
  const [before, after] = sides(report);
  const rows = change.cells.map(
    (cell) =>
      `<tr class="${cell.effect}"><td class="sign">${EFFECT_SIGN[cell.effect]}</td><td>${html(cellTitle(cell))}${cell.note === undefined ? "" : `<br><small>${html(cell.note)}</small>`}</td><td class="old">${value(cell.old)}</td><td class="arrow">→</td><td class="new">${value(cell.new)}</td></tr>`,
  );
  return `<table class="cells"><thead><tr><th></th><th>Permission</th><th>${before}</th><th></th><th>${after}</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** Columns of a grid in page order. */
const COLUMNS = ["View", "Add", "Edit", "Delete"];
const columnOf = (action: string): string => action.replace(/ \(.*\)$/, "");

/** The level's page: changed rows first and marked, what stays the same folded below. */
function matrixTable(matrix: Matrix, report: Report): string {
  const changed = matrix.rows.filter(({ cells }) => cells.some(({ effect }) => effect));
  const same = matrix.rows.filter(({ cells }) => !cells.some(({ effect }) => effect));
  const [before, after] = sides(report);
  const head = `<thead><tr><th>Permission</th>${COLUMNS.map((column) => `<th>${column}</th>`).join("")}</tr></thead>`;
  const legend = `<p class="legend"><span class="cell widens">${EFFECT_SIGN.widens} ${EFFECT_WORD.widens}</span> <span class="cell narrows">${EFFECT_SIGN.narrows} ${EFFECT_WORD.narrows}</span> <span class="cell unordered">${EFFECT_SIGN.unordered} ${EFFECT_WORD.unordered}</span> ${before.toLowerCase()} → ${after.toLowerCase()}</p>`;
  const rest =
    same.length === 0
      ? ""
      : `<details><summary>${count(same.length, "permission")} stay${same.length === 1 ? "s" : ""} as ${same.length === 1 ? "it is" : "they are"}</summary><table class="matrix">${head}<tbody>${rowsOf(same)}</tbody></table></details>`;
  return `${legend}<table class="matrix">${head}<tbody>${rowsOf(changed)}</tbody></table>${rest}`;
}

function rowsOf(rows: MatrixRow[]): string {
  let section = "";
  return rows
    .map((row) => {
      const [first = "", ...name] = row.key.split(" > ");
      const head =
        first === section ? "" : `<tr class="section"><th colspan="${COLUMNS.length + 1}">${html(first)}</th></tr>`;
      section = first;
      return `${head}<tr><td>${html(name.at(-1) ?? first)}<br><small>${html(name.slice(0, -1).join(" › "))}</small></td>${cellsOf(row)}</tr>`;
    })
    .join("\n");
}

function cellsOf({ cells }: MatrixRow): string {
  const single = cells.find(({ action }) => action === undefined);
  if (single) return `<td colspan="${COLUMNS.length}">${cellHtml(single)}</td>`;
  const others = cells.filter(({ action }) => !COLUMNS.includes(columnOf(action!)));
  const known = COLUMNS.map((column) => {
    const cell = cells.find(({ action }) => columnOf(action!) === column);
    return `<td>${cell ? cellHtml(cell) : ""}</td>`;
  });
  return (
    known.join("") +
    (others.length === 0
      ? ""
      : `<td>${others.map((cell) => `${html(cell.action!)}: ${cellHtml(cell)}`).join("<br>")}</td>`)
  );
}

function cellHtml({ old, new: now, effect, risks }: MatrixRow["cells"][number]): string {
  if (!effect) return `<span class="cell same">${value(now)}</span>`;
  const severity = effect === "widens" ? severityOfCell({ risks }) : undefined;
  return `<span class="cell ${effect}">${EFFECT_SIGN[effect]} <s>${value(old)}</s> → <b>${value(now)}</b></span>${severity === "high" ? ` ${badge(severity, undefined)}` : ""}`;
}

function acceptances(report: Report): string {
  const stale = report.stale
    .map(
      ({ problem, text, reason, by, until }) =>
        `<li><b>${problem}</b>: ${html(text)} <small>${html(`${reason}; ${by}, until ${until}`)}</small></li>`,
    )
    .join("");
  const accepted = report.accepted
    .map(
      ({ object, part, kind, reason, by, until }) =>
        `<li>${html(object)}: ${html(part ?? KIND_WORD[kind])} <small>${html(`${reason}; ${by}, until ${until}`)}</small></li>`,
    )
    .join("");
  return [
    stale === "" ? "" : `<section><h2>Acceptances to clear up</h2><ul>${stale}</ul></section>`,
    accepted === "" ? "" : `<section><h2>Accepted</h2><ul>${accepted}</ul></section>`,
  ].join("\n");
}

function unseen(report: Report): string {
  if (report.unseen.length === 0) return "";
  const items = report.unseen
    .map(({ what, why, remedy }) => `<li><b>${html(what)}</b> ${html(why)} ${html(remedy)}</li>`)
    .join("");
  return `<section><h2>Not seen</h2><ul>${items}</ul></section>`;
}

const value = (shown: ShownValue): string => html(valueText(shown));

export function html(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}

const STYLE = `
:root{--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--bg:#f6f8fa;--red:#b3121f;--redbg:#ffebe9;--green:#116329;--greenbg:#e6f6ea;--amber:#7d4e00;--amberbg:#fff4d6;--blue:#0a5bb8}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9da7b3;--line:#30363d;--paper:#161b22;--bg:#0d1117;--red:#ff8a84;--redbg:#3d1518;--green:#7ee2a8;--greenbg:#10301c;--amber:#f2cc60;--amberbg:#3a2d0b;--blue:#79b8ff}}
*{box-sizing:border-box}body{margin:0;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--ink);background:var(--bg)}
header,main{max-width:1100px;margin:0 auto;padding:0 24px}header{padding-top:28px}h1{font-size:24px;margin:0}.meta{color:var(--soft);margin:4px 0 20px}
h2{font-size:18px;margin:32px 0 12px}section h2{margin-top:0}h3{font-size:16px;margin:0 0 6px}small{color:var(--soft);font-size:12.5px}
section,article{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:16px 20px;margin:0 0 16px}
.verdict{border-width:2px}.verdict .big{font-size:21px;font-weight:700;margin:0 0 10px}.alarm{border-color:var(--red)}.alarm .big{color:var(--red)}.calm{border-color:var(--green)}.calm .big{color:var(--green);margin:0}
.safety.refused{border:2px solid var(--red);background:var(--redbg)}.safety.overridden{border:2px solid var(--amber);background:var(--amberbg)}.safety p{margin:4px 0}
article.wider{border-left:6px solid var(--red)}article.narrows{border-left:6px solid var(--green)}article.unordered{border-left:6px solid var(--amber)}
.kind{font-weight:400;color:var(--soft)}table{border-collapse:collapse;width:100%}th{text-align:left;font-size:12.5px;color:var(--soft);font-weight:600}
td,th{padding:6px 10px;border-bottom:1px solid var(--line);vertical-align:top}tr:last-child td{border-bottom:0}
.sign{width:1.5em}.alarm .sign,.alarm td.new{color:var(--red);font-weight:700}.old{color:var(--soft);white-space:nowrap}.arrow{width:1.5em;color:var(--soft)}
tr.widens .sign,tr.widens .new{color:var(--red);font-weight:700}tr.narrows .sign,tr.narrows .new{color:var(--green)}tr.unordered .sign{color:var(--amber)}
.fields{width:auto}.matrix th,.matrix td{white-space:nowrap}.matrix td:first-child{white-space:normal;width:44%}.section th{background:var(--bg);color:var(--ink)}
.cell{display:inline-block;padding:1px 7px;border-radius:5px}.cell.widens{background:var(--redbg);color:var(--red)}.cell.narrows{background:var(--greenbg);color:var(--green)}.cell.unordered{background:var(--amberbg);color:var(--amber)}.cell.same{color:var(--soft)}
s{opacity:.75}.legend{font-size:12.5px;color:var(--soft);margin:10px 0 4px}
.badge{display:inline-block;font-size:11.5px;font-weight:700;padding:1px 8px;border-radius:10px;text-transform:uppercase;letter-spacing:.03em}.badge.high{background:var(--red);color:var(--paper)}.badge.medium{background:var(--amberbg);color:var(--amber);border:1px solid var(--amber)}.badge.low{border:1px solid var(--line);color:var(--soft)}
.risks{list-style:none;padding:0;margin:12px 0 0}details summary{cursor:pointer;color:var(--blue);margin-top:10px}pre{white-space:pre-wrap}
@media print{body{background:#fff}section,article{break-inside:avoid}}
`;

import { marked } from "marked";
import { CHANGE_KINDS, SAFETY_RULES, type Report } from "../../provider/report/model";
import { FORMATS, render } from "../../provider/report/render";
import { renderMarkdown } from "../../provider/report/render/markdown";
import { RISK_RULES } from "../../provider/report/risks";
import { RECORDED, reportOf } from "./recorded";
import { junitFaults, reportFaults, sarifFaults } from "./schemas";

const reports = RECORDED.map((recorded) => ({ name: recorded.name, report: reportOf(recorded) }));

test("thirty and more changes cover every kind, every risk rule and every safety rule", () => {
  expect(RECORDED.length).toBeGreaterThanOrEqual(30);
  const changes = reports.flatMap(({ report }) => report.changes);
  expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(CHANGE_KINDS));
  expect(new Set(changes.flatMap(({ risks }) => risks.map(({ rule }) => rule)))).toEqual(
    new Set(RISK_RULES.map(({ id }) => id)),
  );
  expect(new Set(reports.flatMap(({ report }) => report.safety.findings.map(({ rule }) => rule)))).toEqual(
    new Set(SAFETY_RULES),
  );
  expect(new Set(reports.map(({ report }) => report.safety.verdict))).toEqual(
    new Set(["allowed", "refused", "overridden"]),
  );
});

describe.each(reports)("$name", ({ report }) => {
  test.each(["text", "markdown", "junit"] as const)("%s", (format) => {
    expect(render(report, format)).toMatchSnapshot();
  });

  test("JSON is the value itself, in the published schema", () => {
    const text = render(report, "json");
    expect(JSON.parse(text)).toEqual(report);
    expect(reportFaults(text)).toEqual([]);
  });

  test("SARIF is in the schema of the standard, and has a result for each finding", () => {
    const text = render(report, "sarif");
    expect(sarifFaults(text)).toEqual([]);
    const { results, tool } = (JSON.parse(text) as SarifLog).runs[0]!;
    expect(results.map(({ ruleId, level, message }) => `${level} ${ruleId}: ${message.text}`)).toMatchSnapshot();
    expect(results.length === 0).toBe(
      report.changes.length + report.safety.findings.length + report.stale.length === 0,
    );
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
    expect(new Set(results.map(({ partialFingerprints }) => partialFingerprints["psa/v1"])).size).toBe(results.length);
  });

  test("the HTML page says the same and loads nothing", () => {
    const page = render(report, "html");
    expect(page).not.toMatch(/<script|https?:\/\/|\bsrc=|@import|url\(/);
    for (const { object, cells } of report.changes) {
      expect(page).toContain(object.name);
      for (const { key } of cells)
        expect(page).toContain(key.split(" > ").at(-1)!.replaceAll("&", "&amp;").replaceAll("'", "&#39;"));
    }
  });
});

interface SarifLog {
  runs: {
    tool: { driver: { rules: { id: string }[] } };
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      partialFingerprints: Record<string, string>;
    }[];
  }[];
}

test("JUnit files are valid, all thirty", async () => {
  const files = reports.map(({ report }, at) => ({ fileName: `${at}.xml`, contents: render(report, "junit") }));
  expect(await junitFaults(files)).toEqual([]);
  // The schema is one that can say no.
  expect(await junitFaults([{ fileName: "x.xml", contents: "<testsuites><testcase/></testsuites>" }])).not.toEqual([]);
}, 60_000);

test("a review shows what gets wider before anything else, in every format for people", () => {
  const report = reportOf(RECORDED.find(({ name }) => name.startsWith("wider, narrower"))!);
  for (const format of ["text", "markdown", "summary", "html"] as const) {
    const text = render(report, format);
    const [wide, narrow] = [text.indexOf("Tickets: Edit"), text.indexOf("Tickets: Add")];
    expect(wide).toBeGreaterThan(0);
    if (narrow >= 0) expect(wide).toBeLessThan(narrow);
  }
});

describe("a very large change", () => {
  const rows = RECORDED[0]!.steps[0]!;
  const huge: Report = reportOf({
    ...RECORDED[0]!,
    steps: Array.from({ length: 400 }, (_, i) => ({
      ...rows,
      urn: `${rows.urn}${i}`,
      newState: {
        ...rows.newState,
        inputs: { ...(rows.newState!.inputs as object), name: `Level ${i} | \`x\` <b> @team` },
      },
    })),
  });
  const link = "https://ci.example.com/runs/17";
  const cut = renderMarkdown(huge, { link });

  test("is cut at 60,000 characters, at a row, with a link to the rest", () => {
    expect(renderMarkdown(huge, { limit: 10_000_000 }).length).toBeGreaterThan(60_000);
    expect(cut.length).toBeLessThanOrEqual(60_000);
    expect(cut.length).toBeGreaterThan(50_000);
    expect(cut).toContain(`[whole report](${link})`);
    expect(cut).toMatch(/\*\*Cut:\*\* \d+ rows are left out here/);
    expect(cut.match(/<details>/g)?.length).toBe(cut.match(/<\/details>/g)?.length);
    for (const limit of [500, 2_000, 5_000])
      expect(renderMarkdown(huge, { link, limit }).length).toBeLessThanOrEqual(limit);
  });

  test("folds its long tables, and what comes from outside is no markup", () => {
    expect(cut).toContain("<details><summary><b>What gets wider");
    const html = marked.parse(cut, { async: false });
    expect(html).not.toMatch(/<b>(?!What|Accounts|Not seen|Other|Accept)/);
    // Inside code nobody is called.
    expect(html.replace(/<code>.*?<\/code>/g, "")).not.toMatch(/@team/);
    expect(html.match(/<tr>/g)!.length).toBeGreaterThan(50);
    // Every row of the table has all its columns: a bar in a name would make another one.
    for (const row of html.split("<tr>").slice(1)) expect([4, 7]).toContain(row.match(/<t[dh]/g)?.length);
  });

  test.each(FORMATS)("%s is made in under a second", (format) => {
    const since = performance.now();
    expect(render(huge, format).length).toBeGreaterThan(1_000);
    expect(performance.now() - since).toBeLessThan(1_000);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyAcceptances, readAcceptances } from "../../provider/report/acceptance";
import { widerAccess } from "../../provider/report/access";
import { compare } from "../../provider/report/cells";
import { readDigest } from "../../provider/report/digest";
import { finished } from "../../provider/report/changes";
import type { Change } from "../../provider/report/model";
import { claimOf } from "../../provider/report/profiles";
import { makeReport } from "../../provider/report/report";
import { judge } from "../../provider/report/safety";
import { placesIn } from "../../provider/report/source";
import { vendorProfiles } from "../../provider/report/vendors";
import { AT, PROFILE, RECORDED, reportOf } from "./recorded";

const removal = (n: number): Change =>
  finished({ kind: "delete", summary: "gone" }, { type: "api-user", name: `u${n}`, urn: `u${n}` }, "t");
const verdict = (gone: number, all: number) =>
  judge({
    changes: Array.from({ length: gone }, (_, n) => removal(n)),
    population: { "api-user": all },
    own: [],
    claims: new Map(),
    allow: new Set(),
  }).verdict;

test.each([
  [3, 3, "allowed"],
  [3, 10, "allowed"],
  [4, 16, "allowed"],
  [4, 15, "refused"],
  [4, 4, "refused"],
  [25, 100, "allowed"],
  [26, 100, "refused"],
])("the brake: %i of %i accounts removed is %s", (gone, all, expected) => expect(verdict(gone, all)).toBe(expected));

test("accounts and levels are braked apart, and one object counts once", () => {
  const two = (change: Change): Change[] => [change, { ...change, id: `${change.id}2`, kind: "inactive" }];
  const { verdict: of } = judge({
    changes: [0, 1, 2].flatMap((n) => two(removal(n))),
    population: { "api-user": 3 },
    own: [],
    claims: new Map(),
    allow: new Set(),
  });
  expect(of).toBe("allowed");
});

test.each(["drift, self-lockout", "drift, removals"])("%s of the PSA is refused", (name) => {
  const report = reportOf(RECORDED.find((one) => one.name.startsWith(name))!);
  expect(report.safety).toMatchObject({ verdict: "refused", findings: [{ rule: name.split(" ")[1] }] });
});

describe("a level's claim of a profile", () => {
  const level = { name: "Some level", vendors: [] as string[] };
  test.each([
    [{ ...level, profile: "PROPEL" }, "propel", /it names the profile/],
    [{ ...level, vendors: ["Propel Your MSP"] }, "propel", /its API users serve/],
    [{ ...level, name: "API User (Propel Your MSP)" }, "propel", /its name holds/],
    [{ ...level, vendors: ["Guardz - Cybersecurity"] }, "guardz", /serve Guardz/],
  ])("%j", (claimant, id, because) => {
    const claim = claimOf(claimant, vendorProfiles());
    expect(claim?.profile.id).toBe(id);
    expect(claim?.because).toMatch(because);
  });

  test("two integrations on one level claim nothing", () => {
    expect(
      claimOf({ ...level, vendors: ["Propel Your MSP", "Guardz - Cybersecurity"] }, vendorProfiles()),
    ).toBeUndefined();
    expect(claimOf({ ...level, vendors: ["Somebody"] }, vendorProfiles())).toBeUndefined();
  });

  test("narrowing within an excess is not refused", () => {
    const steps = RECORDED.find(({ name }) => name.startsWith("narrower only"))!.steps;
    expect(
      reportOf({ name: "", kind: "review", steps, given: { profiles: [{ ...PROFILE, permissions: {} }] } }).safety
        .verdict,
    ).toBe("allowed");
  });
});

describe("access seen from inside", () => {
  const grants = {
    permissions: {
      "CRM > Object Permissions > Contacts": { Edit: "Yes" },
      "CRM > Object Permissions > Opportunities & Quotes": { View: "Mine" },
    },
    unlisted: "none" as const,
  };
  const all = { query: "none", create: "none", update: "all", delete: "all" } as const;
  test("is compared with the declared cells, by either name of an entity", () => {
    for (const entity of ["Contacts", "Contact"])
      expect(
        widerAccess({ [entity]: all }, grants, undefined).map(({ key, action, old, new: now }) => [
          key,
          action,
          old,
          now,
        ]),
      ).toEqual([["CRM > Object Permissions > Contacts", "Delete", "None", "All"]]);
    expect(
      widerAccess(
        { Opportunities: { ...all, query: "restricted", update: "none", delete: "none" } },
        grants,
        undefined,
      ),
    ).toEqual([]);
    expect(
      widerAccess({ Opportunities: { ...all, query: "all", update: "none", delete: "none" } }, grants, undefined),
    ).toHaveLength(1);
  });
  test("is no finding where it was so from the start, nor where nothing is known of the entity", () => {
    expect(widerAccess({ Contacts: all }, grants, { Contacts: all })).toEqual([]);
    expect(widerAccess({ Surprises: all }, grants, undefined)).toEqual([]);
  });
});

describe("acceptances", () => {
  const entry = (lines: string) => `accepted:\n  - object: Level\n${lines.replace(/^/gm, "    ")}\n`;
  const rest = "reason: r\nby: b\nuntil: 2026-12-31";
  test.each([
    [entry(`cell: x\n${rest}`), /line 2: value is missing/],
    [entry(rest), /line 2: it says not what it accepts/],
    [entry(`kind: lost\n${rest}`), /line 2: "lost" is no kind of change/],
    [entry("kind: locked\nreason: r\nby: b\nuntil: tomorrow"), /line 2: until is no date/],
    [entry("kind: locked\nby: b\nuntil: 2026-12-31"), /line 2: reason is missing/],
    [entry(`kind: locked\nwhy: x\n${rest}`), /line 2: there is no "why"/],
    ["accepted:\n  - object: [", /line 2: it is not YAML/],
    ["accepted: nothing", /a list of acceptances is wanted/],
  ])("a wrong file is refused with its line: %j", (text, expected) =>
    expect(() => readAcceptances(text, "drift.accepted.yaml")).toThrow(expected),
  );
  test("an empty file accepts nothing", () => {
    expect(readAcceptances("", "f")).toEqual([]);
    expect(readAcceptances("accepted: []\n", "f")).toEqual([]);
  });

  const change = reportOf(RECORDED.find(({ name }) => name.startsWith("delete:"))!).changes[0]!;
  const accept = (value: string, until = "2026-12-31", cell = "Service Desk > Tickets: Delete") =>
    applyAcceptances(
      [change],
      readAcceptances(
        `- object: propel\n  cell: "${cell}"\n  value: ${value}\n  reason: r\n  by: b\n  until: ${until}\n`,
        "f",
      ),
      AT,
    );
  test("hold for their value only, through the whole of their last day, for any wording of the cell", () => {
    const full = "Service Desk > Object Permissions > Tickets: delete";
    expect(accept("all", "2026-11-25", full).changes).toEqual([]);
    expect(accept("Mine", "2026-11-25", full).changes).toEqual([change]);
    expect(accept("Mine", "2026-11-25", full).stale.map(({ problem }) => problem)).toEqual(["unused"]);
    expect(accept("All", "2026-11-24", full)).toMatchObject({
      changes: [change],
      accepted: [],
      stale: [{ problem: "expired" }],
    });
  });
});

describe("the line in the program", () => {
  const folder = mkdtempSync(join(tmpdir(), "psa-source-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, "index.ts"),
    [
      'import * as psa from "pulumi-psa";',
      'const other = new psa.AutotaskSecurityLevel("other", { permissions: { "CRM > Object Permissions > Notes": {} } });',
      "const level = new psa.AutotaskSecurityLevel(",
      '  "propel", {',
      "  permissions: {",
      '    "Service Desk > Object Permissions > Tickets": { View: "All" },',
      "  },",
      "});",
      'new psa.AutotaskApiUser("propel", { securityLevel: level.name });',
      "for (const name of names) new psa.AutotaskSecurityLevel(`x-${name}`, {});",
    ].join("\n"),
  );
  const cell = compare(
    { permissions: {}, unlisted: "none" },
    { permissions: { "Service Desk > Object Permissions > Tickets": { Add: "Yes" } }, unlisted: "none" },
  );
  test.each([
    ["security-level", "propel", cell, 6],
    ["security-level", "propel", [], 3],
    ["security-level", "other", cell, 2],
    ["api-user", "propel", [], 9],
    ["security-level", "x-1", [], undefined],
  ] as const)("%s %s", (type, name, cells, line) => {
    const place = placesIn(folder).of(type, name, cells);
    expect(place).toEqual(line === undefined ? undefined : { file: "index.ts", line });
  });
});

test.each([
  ["", "holds no JSON"],
  ["{", "is not JSON, or is cut off"],
  ['{"steps": [{"op": 7}]}', "is JSON of another kind"],
  ['{"sequence":1}\n{"sequence":2}', "holds a stream of events"],
])("an input that is no preview is refused: %j", (text, expected) =>
  expect(() => readDigest(text, "stdin")).toThrow(expected),
);

test("errors of the engine make the report incomplete", () => {
  const digest = readDigest(
    '{"steps": [], "diagnostics": [{"severity": "error", "message": "no such stack"}, {"severity": "info", "message": "x"}]}',
    "stdin",
  );
  expect(makeReport("review", digest, { now: AT, version: "0", profiles: [] }).problems).toEqual(["no such stack"]);
});

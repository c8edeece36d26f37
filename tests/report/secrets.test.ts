import { learnSecret } from "../../provider/pulumi/redaction";
import { finished } from "../../provider/report/changes";
import { readDigest } from "../../provider/report/digest";
import { FORMATS, render } from "../../provider/report/render";
import { makeReport } from "../../provider/report/report";
import { AT } from "./recorded";

/** A preview that holds secrets in the open, made with --show-secrets or by hand: none of them comes out again. */

const [PLAIN, WRAPPED, SETTING, KNOWN, SHORT] = [
  "Canary-1-pl&in<x>",
  "Canary-2-wrapped",
  "Canary-3-setting",
  "Canary-4-known",
  "sesame",
];
const CANARIES = [PLAIN, WRAPPED, SETTING, KNOWN, SHORT];
const ALL = CANARIES.join(" ");

const state = (inputs: object, outputs: object) => ({
  type: "pulumi-nodejs:dynamic/psa:AutotaskApiUser",
  id: "7",
  inputs,
  outputs: { ...inputs, ...outputs },
});
const urn = (kind: string, name: string) => `urn:pulumi:prod::ops::pulumi-nodejs:dynamic/psa:${kind}::${name}`;
const user = {
  firstName: ALL,
  lastName: ALL,
  email: ALL,
  username: ALL,
  securityLevel: ALL,
  active: true,
  secret: PLAIN,
};

const digest = readDigest(
  JSON.stringify({
    config: { "autotask:secret": SETTING, "autotask:userName": `${SETTING}@X` },
    steps: [
      {
        op: "update",
        urn: urn("AutotaskApiUser", ALL),
        oldState: state(user, {
          trackingIdentifier: { "4dabf18193072939515e22adb298388d": "x", plaintext: JSON.stringify(WRAPPED) },
        }),
        newState: state({ ...user, secret: SHORT, email: `${ALL}2` }, {}),
        detailedDiff: { secret: { kind: "update" }, email: { kind: "update" } },
      },
      {
        op: "create",
        urn: urn("AutotaskSecurityLevel", ALL),
        newState: {
          ...state(
            {
              name: ALL,
              permissions: { "CRM > Object Permissions > Notes": { Edit: ALL } },
              extraPermissions: { [ALL]: ALL },
            },
            {},
          ),
        },
      },
    ],
    diagnostics: [
      {
        severity: "error",
        message: `refused: ${ALL} ${encodeURIComponent(PLAIN)} ${Buffer.from(PLAIN).toString("base64")}`,
      },
    ],
  }),
  "the record",
);
learnSecret(KNOWN);
const report = makeReport("drift", digest, {
  now: AT,
  version: "0.1.0",
  profiles: [],
  tenants: { autotask: ALL, psa: ALL },
  unseen: [{ what: ALL, why: ALL, remedy: ALL }],
  problems: [ALL],
  unmanaged: [{ name: ALL, userName: ALL, active: true, managed: false, level: ALL }],
  found: [finished({ kind: "unknown-account", summary: ALL }, { type: "api-user", name: ALL, id: ALL }, ALL)],
  acceptances: [
    { object: ALL, kind: "locked", reason: ALL, by: ALL, until: "2026-12-31", place: { file: ALL, line: 1 } },
  ],
});

test("the report still tells what changes", () => {
  expect(report.changes.map(({ kind }) => kind).sort()).toEqual([
    "create",
    "credential-changed",
    "unknown-account",
    "update",
  ]);
  expect(report.problems).toHaveLength(2);
});

test.each(FORMATS)("%s holds no secret, in no spelling", (format) => {
  const text = render(report, format, { link: "https://ci.example.com/1" });
  expect(text).toMatch(/\\?\[secret\\?\]/);
  const spellings = CANARIES.flatMap((canary) => [
    canary,
    encodeURIComponent(canary),
    Buffer.from(canary).toString("base64"),
    canary.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    canary.slice(0, -1),
  ]);
  expect(spellings.filter((spelling) => text.includes(spelling))).toEqual([]);
});

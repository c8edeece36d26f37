import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import AjvDraft4 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { validateXML } from "xmllint-wasm";
import { root } from "../support/build";

/** Checks against the schemas of each format; every one is on this machine, nothing is fetched. */

const json = (path: string): object => JSON.parse(readFileSync(path, "utf8")) as object;

const report = addFormats(new Ajv2020({ allErrors: true, allowUnionTypes: true })).compile(
  json(join(root, "data", "report.schema.json")),
);
const sarif = addFormats(new AjvDraft4({ allErrors: true, strict: false, unicodeRegExp: false })).compile(
  // The schema of the standard, as the package ships it.
  json(join(root, "node_modules", "@microsoft", "jest-sarif", "lib", "schemas", "sarif-2.1.0-rtm.5.json")),
);
const xsd = readFileSync(join(__dirname, "junit.xsd"), "utf8");

const faults = (check: typeof report, value: unknown): string[] =>
  check(value) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

export const reportFaults = (text: string): string[] => faults(report, JSON.parse(text));
export const sarifFaults = (text: string): string[] => faults(sarif as typeof report, JSON.parse(text));

export async function junitFaults(files: { fileName: string; contents: string }[]): Promise<string[]> {
  const result = await validateXML({ xml: files, schema: [{ fileName: "junit.xsd", contents: xsd }] });
  return result.errors.map(({ message }) => message);
}

// Writes docs/reference.md from the docstrings of the code and the catalogue of permissions: a line for every field of a
// resource, every setting, every rule and every permission, with the vendor's label and the source. With --check it
// writes nothing and fails when the file is out of date.
//
// In a docstring, "Console: X." names the vendor's label, @source what vouches for a field (that of the interface counts for
// all its fields), @default the default, and @rule makes a line of a constant or function that states a rule of the vendor.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { root } from "./setup/base.mjs";

const target = join(root, "docs", "reference.md");

/** What a program or a stack writes, in the order of the page. */
const INTERFACES = [
  ["AutotaskSecurityLevel: arguments", "provider/autotask/securityLevel.ts", "SecurityLevelArgs"],
  ["AutotaskSecurityLevel: outputs", "provider/pulumi/securityLevel.ts", "AutotaskSecurityLevel"],
  ["AutotaskApiUser: arguments", "provider/autotask/apiUserInputs.ts", "ApiUserArgs"],
  ["AutotaskApiUser: outputs", "provider/pulumi/apiUser.ts", "AutotaskApiUser"],
  ["PsaApiEmployee: arguments", "provider/psa/apiEmployeeInputs.ts", "ApiEmployeeArgs"],
  ["PsaApiEmployee: outputs", "provider/pulumi/apiEmployee.ts", "PsaApiEmployee"],
];

const oneLine = (text) => text.replace(/\s+/g, " ").trim();
const cell = (text) => oneLine(text).replaceAll("|", "\\|");
const row = (...cells) => `| ${cells.map(cell).join(" | ")} |`;
const code = (text) => `\`${text}\``;

function parse(file) {
  let text;
  try {
    text = readFileSync(join(root, file), "utf8");
  } catch {
    return undefined;
  }
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
}

/** A docstring: its text, the vendor's label in it, and its tags. */
function docOf(node) {
  const docs = node.jsDoc ?? [];
  const last = docs.at(-1);
  const tags = new Map(
    (last?.tags ?? []).map((tag) => [tag.tagName.text, oneLine(ts.getTextOfJSDocComment(tag.comment) ?? "")]),
  );
  const whole = oneLine(ts.getTextOfJSDocComment(last?.comment) ?? "");
  const label = /\bConsole: ([^.]+)\.?/.exec(whole)?.[1];
  const text = oneLine(whole.replace(/\bConsole: [^.]+\.?/, ""));
  return { text, label, tags };
}

/** The members of an interface or class that a reader sees. */
function fieldsOf(source, name) {
  const found = source.statements.find(
    (one) => (ts.isInterfaceDeclaration(one) || ts.isClassDeclaration(one)) && one.name?.text === name,
  );
  if (!found) throw new Error(`${source.fileName} has no ${name}`);
  const usual = docOf(found).tags.get("source");
  const shown = (member) =>
    (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) &&
    !(ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  return found.members.filter(shown).map((member) => {
    const { text, label, tags } = docOf(member);
    return {
      name: member.name.getText(source),
      type: oneLine(member.type?.getText(source) ?? "").replace(/^pulumi\.Output<(.*)>$/, "$1"),
      required: ts.isPropertySignature(member) && member.questionToken === undefined,
      text,
      label,
      usual: tags.get("default"),
      source: tags.get("source") ?? (label === undefined ? undefined : usual),
    };
  });
}

function argumentTable(fields) {
  return [
    row("field", "type", "meaning", "default", "label in the console", "source"),
    row("---", "---", "---", "---", "---", "---"),
    ...fields.map((field) =>
      row(
        code(field.name),
        code(field.type),
        field.text,
        field.usual ?? (field.required ? "required" : "none"),
        field.label ?? "this provider's own",
        field.source ?? "this provider's own",
      ),
    ),
  ];
}

const outputTable = (fields) => [
  row("output", "type", "meaning"),
  row("---", "---", "---"),
  ...fields.map((field) => row(code(field.name), code(field.type), field.text || "as declared")),
];

/** Everything in provider/ that carries @rule. */
function rules() {
  const files = readdirSync(join(root, "provider"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
  return files.flatMap((file) =>
    parse(file)
      .statements.map((statement) => ({ file, ...docOf(statement) }))
      .filter(({ tags }) => tags.has("rule"))
      .map(({ text, tags }) => {
        if (!tags.get("source")) throw new Error(`${file}: the rule "${tags.get("rule")}" has no @source`);
        return { file, name: tags.get("rule"), text, source: tags.get("source") };
      }),
  );
}

function permissionTable() {
  const read = (name) => JSON.parse(readFileSync(join(root, "data", name), "utf8"));
  const titles = read("autotask-permission-sources.json");
  const rows = new Map();
  for (const entry of read("autotask-permissions.json")) {
    const key = [entry.section, entry.subsection, entry.name].filter((part) => part !== null).join(" > ");
    rows.set(key, [...(rows.get(key) ?? []), entry]);
  }
  const values = (entry) =>
    entry.kind === "checkbox"
      ? "box"
      : entry.kind === "number"
        ? "number"
        : [...(entry.values ?? []), ...(entry.values_complete ? [] : ["..."])].join(", ");
  const lines = [...rows].map(([key, entries]) => {
    const governs = [...new Set(entries.flatMap((entry) => entry.governs))];
    const remarks = [
      ...new Set(entries.flatMap((entry) => (entry.note === null ? [] : [entry.note]))),
      ...(entries[0].requires === null ? [] : [`Needs ${entries[0].requires}.`]),
      ...(entries.every((entry) => entry.label_exact) ? [] : ["Label not on record word for word."]),
    ];
    return row(
      code(key),
      entries.map((entry) => (entry.action === null ? values(entry) : `${entry.action}: ${values(entry)}`)).join("; "),
      governs.join(", ") || "-",
      remarks.join(" ") || "-",
      [...new Set(entries.flatMap((entry) => entry.sources))].map((id) => titles[id].title).join("; "),
    );
  });
  const documents = Object.values(titles).map(({ title, address, date, kind }) =>
    row(title, kind, date ?? "-", address ?? "-"),
  );
  return { lines, documents };
}

export function generate() {
  const sections = INTERFACES.flatMap(([title, file, name]) => {
    const source = parse(file);
    if (!source) return [];
    const fields = fieldsOf(source, name);
    return [`## ${title}`, "", ...(title.endsWith("outputs") ? outputTable(fields) : argumentTable(fields)), ""];
  });
  const { lines, documents } = permissionTable();
  return `${[
    "# Reference",
    "",
    "Written by `node tools/generate-docs.mjs` from the docstrings of the code and from data/autotask-permissions.json: change those. Settings are in [configuration.md](configuration.md); what no live tenant has confirmed is in [fidelity.md](fidelity.md).",
    "",
    ...sections,
    "## Rules of the vendor",
    "",
    row("rule", "what it says", "source", "in the code"),
    row("---", "---", "---", "---"),
    ...rules().map(({ file, name, text, source }) => row(name, text, source, code(file))),
    "",
    "## Permissions",
    "",
    "In page order. Lists from least to most; `...`: a tenant may offer more. Any row `Area > Object` of the two grids of impersonation is taken, with the columns View, Add, Edit and Delete.",
    "",
    row("permission", "values", "decides over (REST)", "remarks", "source"),
    row("---", "---", "---", "---", "---"),
    ...lines,
    "",
    "## Documents",
    "",
    row("document", "kind", "date", "address"),
    row("---", "---", "---", "---"),
    ...documents,
    "",
  ].join("\n")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = generate();
  if (!process.argv.includes("--check")) writeFileSync(target, text);
  else if (readFileSync(target, "utf8") !== text) {
    console.error("docs/reference.md is out of date: run node tools/generate-docs.mjs");
    process.exit(1);
  }
}

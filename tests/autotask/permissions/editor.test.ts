import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** What an editor makes of a declaration: the real compiler on a program that stands beside the types. */

const folder = join(__dirname, "../../../provider/autotask/permissions");
const program = join(folder, "program-in-an-editor.ts");
const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  lib: ["lib.es2023.d.ts"],
  types: [],
  skipLibCheck: true,
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2023,
};

let text = "";
let version = 0;
const service = ts.createLanguageService({
  getCompilationSettings: () => options,
  getScriptFileNames: () => [program],
  getScriptVersion: (name) => (name === program ? String(version) : "1"),
  getScriptSnapshot: (name) => {
    const content = name === program ? text : ts.sys.readFile(name);
    return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
  },
  getCurrentDirectory: () => folder,
  getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
  fileExists: (name) => name === program || ts.sys.fileExists(name),
  readFile: (name) => ts.sys.readFile(name),
});

/** A declaration as a program writes it; `¦` is where the cursor stands. */
function write(declaration: string): number {
  const whole = `import type { Permissions } from "./keys";\nexport const permissions: Permissions = ${declaration};\n`;
  const at = whole.indexOf("¦");
  text = whole.replace("¦", "");
  version++;
  return at;
}

function errors(declaration: string): string[] {
  write(declaration);
  return [...service.getSyntacticDiagnostics(program), ...service.getSemanticDiagnostics(program)].map((found) =>
    ts.flattenDiagnosticMessageText(found.messageText, "\n"),
  );
}

const completions = (declaration: string): string[] =>
  service.getCompletionsAtPosition(program, write(declaration), {})?.entries.map(({ name }) => name) ?? [];

afterAll(() => service.dispose());

test.each([
  `{ "Service Desk > Object Permissions > Tickets": { View: "All", Add: "Yes" } }`,
  `{ "CRM > Account & Contact Access > Customer & Cancelation": "All" }`,
  `{ "CRM > Company & Contact Access > Vendor & Partners": "None" }`,
  `{ "CRM > Object Permissions > Devices & Subscriptions": { View: "All" } }`,
  `{ "CRM > Object Permissions > Contacts": { View: "A text that nobody has published" } }`,
  `{ "Contracts > Dropdowns > Can Approve & Post": "As account manager" }`,
  `{ "Admin > Feature Access > Kaseya Integrations": true }`,
  `{ "Other > Webhooks > Maximum number of Webhooks": 50 }`,
  `{ "Web Services API > Resource Impersonation > CRM > Account": { View: true, "Edit (Update)": false } }`,
  `{ "Web Services API > Resource Impersonation > Service Desk > Ticket Notes": { Add: true } }`,
  `{ "Web Services API > Contact Impersonation > Service Desk > Tickets": { Add: true, Delete: false } }`,
  `{}`,
])("%s compiles", (declaration) => {
  expect(errors(declaration)).toEqual([]);
});

test.each([
  [`{ "Service Desk > Object Permissions > Tickets": { View: "Some" } }`, /"Some"/],
  [`{ "Service Desk > Object Permissions > Tickets": { Approve: "Yes" } }`, /Approve/],
  [`{ "Service Desk > Object Permissions > Tickets": "All" }`, /type 'string'|"All"/],
  [`{ "Service Desk > Tickets": { View: "All" } }`, /Service Desk > Tickets/],
  [`{ "Service Desk > Object Permissions > Ticket": { View: "All" } }`, /Object Permissions > Ticket"/],
  [`{ "Contracts > Dropdowns > Contract Visibility": "Most" }`, /"Most"/],
  [`{ "Admin > Feature Access > LiveReports": "checked" }`, /boolean/],
  [`{ "Other > Webhooks > Maximum number of Webhooks": "50" }`, /number/],
  [`{ "Web Services API > Resource Impersonation > CRM > Account": { View: "All" } }`, /boolean/],
  [`{ "Web Services API > Resource Impersonation > CRM > Contacts": { Approve: true } }`, /Approve/],
  [`{ "Web Services API > Resource Impersonations > CRM > Contacts": { View: true } }`, /Impersonations/],
])("%s is refused, and the message says what", (declaration, message) => {
  const found = errors(declaration);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(message);
});

test("an editor completes the keys, the columns and the values", () => {
  const keys = completions(`{ "¦" }`);
  expect(keys).toContain("Service Desk > Object Permissions > Tickets");
  expect(keys).toContain("Web Services API > Resource Impersonation > CRM > Account");
  expect(keys).toContain("Other > Webhooks > Maximum number of Webhooks");
  expect(completions(`{ "Service Desk > Object Permissions > Tickets": { ¦ } }`)).toEqual(
    expect.arrayContaining(["View", "Add", "Edit", "Delete"]),
  );
  expect(completions(`{ "Service Desk > Object Permissions > Tickets": { View: "¦" } }`).sort()).toEqual([
    "All",
    "Mine",
    "Mine + Accounts",
    "Mine + Companies",
    "Mine + Organizations",
  ]);
});

test("beside a key stands what is on record about it", () => {
  const at = write(`{ "Service Desk > Object Permissions > Tick¦ets": { View: "All" } }`);
  const shown = ts.displayPartsToString(service.getQuickInfoAtPosition(program, at)?.documentation);
  expect(shown).toContain("REST: Tickets.");
  expect(shown).toContain("Autotask help, Service Desk security settings");
});

test("the types carry no code into a program", () => {
  const { outputText } = ts.transpileModule(readFileSync(join(folder, "keys.ts"), "utf8"), {
    compilerOptions: options,
  });
  expect(outputText.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "").replace(/\s/g, "")).toMatch(
    /^("usestrict";)?(Object\.defineProperty\(exports,"__esModule",\{value:true\}\);)?$/,
  );
});

// Times reading and writing a security level in the console of the stand-in.
import { createRequire } from "node:module";
import { join } from "node:path";
import { readSetup } from "../tools/env.mjs";
import { root } from "../tools/setup/base.mjs";
import { startStandIn } from "../tools/trial.mjs";
import { seconds } from "./seconds.mjs";

const require = createRequire(import.meta.url);
const { openConsole } = require(join(root, "dist", "provider", "autotask", "console", "index.js"));
const { Secret } = require(join(root, "dist", "provider", "errors.js"));

/** Every cell that the page lets be set, to another value than it has. */
function flipped(cells) {
  return cells
    .filter(({ known, writable }) => known && writable)
    .flatMap(({ key, action, value, options }) => {
      const other =
        typeof value === "boolean" ? !value : typeof value === "number" ? value + 1 : options?.find((o) => o !== value);
      return other === undefined ? [] : [{ key, action, value: other }];
    });
}

const standIn = await startStandIn({ tenant: "small" });
const { consoleUrl, administrator } = standIn.ready.autotask;
const admin = openConsole({
  url: consoleUrl,
  userName: administrator.userName,
  password: new Secret(administrator.password),
  totpSecret: new Secret(administrator.totpSecret),
  browserPath: readSetup().browser.path,
  log: () => undefined,
});
try {
  const read = await seconds(() => admin.readLevel("API User (system)"));
  // A system level's cells cannot be set; a plain copy shows which ones can.
  const base = await seconds(() => admin.copyLevel("API User (system)", "API User (Bench)", {}));
  const wanted = flipped(base.result.cells);
  const before = (await standIn.journal()).length;
  const copied = await seconds(() => admin.copyLevel("API User (system)", "API User (Bench 2)", { cells: wanted }));
  const journal = (await standIn.journal())
    .slice(before)
    .filter(({ path }) => /SecurityLevel\.mvc\/(Edit|Copy|Save)/i.test(path));
  const loads = journal.filter(({ method }) => method === "GET").length;
  const saves = journal.filter(({ method }) => method === "POST").length;
  const page = copied.result.cells;
  const held = wanted.filter((w) =>
    page.some((c) => c.key === w.key && c.action === w.action && c.value === w.value),
  ).length;
  console.log(
    `sign in and read a level: ${read.took} s, ${read.result.cells.filter(({ known }) => known).length} known cells`,
  );
  console.log(
    `copy a level and change ${wanted.length} cells: ${copied.took} s, ${held} read back as wanted, ${loads} page loads, ${saves} saves`,
  );
} finally {
  await admin.close();
  await standIn.stop();
}

// How long the catalogue of permissions takes a program that has not loaded it before: `node bench/catalogue.mjs`.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../tools/setup/base.mjs";

/** Milliseconds until all rows are there, and until a row is found by the words of an older page; medians of `times` processes. */
export function catalogueLoad(times = 9) {
  const module = join(root, "dist", "provider", "autotask", "permissions", "catalogue.js");
  const script = `
    const start = process.hrtime.bigint();
    const catalogue = require(${JSON.stringify(module)});
    catalogue.permissionRows();
    const loaded = process.hrtime.bigint();
    catalogue.findRow("CRM > Account & Contact Access > Customer & Cancelation");
    const found = process.hrtime.bigint();
    process.stdout.write(JSON.stringify([loaded - start, found - start].map((ns) => Number(ns) / 1e6)));`;
  const runs = Array.from({ length: times }, () =>
    JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })),
  );
  const median = (column) => runs.map((run) => run[column]).sort((a, b) => a - b)[Math.floor(times / 2)];
  return { load: median(0), first: median(1) };
}

if (import.meta.main) {
  const { load, first } = catalogueLoad();
  console.log(`catalogue: loaded in ${load.toFixed(1)} ms, first row by an older wording after ${first.toFixed(1)} ms`);
}

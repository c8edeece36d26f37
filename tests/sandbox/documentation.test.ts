import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assumedValues, cellSpecs } from "../../sandbox/levels";
import { switchRegistry } from "../../sandbox/switches";
import { switchTable } from "../../sandbox/switchTable";

const page = readFileSync(join(__dirname, "../../docs/sandbox.md"), "utf8");
const cells = (row: string) => row.split("|").map((cell) => cell.trim());

it("has the table of all switches as the registry says it", () => {
  const [, written] = /<!-- switches -->([^]*?)<!-- \/switches -->/.exec(page)!;
  // Formatting pads columns: cells are compared, not spaces.
  const rows = (table: string) =>
    table
      .trim()
      .split("\n")
      .filter((row) => !/^[|\s-]+$/.test(row))
      .map(cells);
  expect(rows(written!)).toEqual(rows(switchTable()));
  expect(rows(written!)).toHaveLength(switchRegistry.length + 1);
});

it("counts the assumed lists correctly", () => {
  const words: Record<number, string> = { 8: "eight" };
  expect(page).toContain(`Lists of ${words[Object.keys(assumedValues).length]} dropdowns`);
  expect(page).toContain(
    `that ${cellSpecs.filter((spec) => spec.assumed && !(spec.key in assumedValues)).length} other lists`,
  );
});

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { permissionRows } from "../../provider/autotask/permissions/catalogue";
import { root } from "../support/build";

const reference = readFileSync(join(root, "docs", "reference.md"), "utf8");

/** Rows of the table under a heading, cell by cell. */
function table(heading: string): string[][] {
  const section = reference.split(`\n## ${heading}\n`)[1]!.split("\n## ")[0]!;
  return section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2)
    .map((line) =>
      line
        .slice(2, -2)
        .split(/(?<!\\) \| /)
        .map((text) => text.trim()),
    );
}

test("the reference is what the code says now", () => {
  expect(() =>
    execFileSync(process.execPath, [join(root, "tools/generate-docs.mjs"), "--check"], {
      stdio: "pipe",
      env: { ...process.env, NODE_OPTIONS: "" },
    }),
  ).not.toThrow();
});

test.each(["AutotaskSecurityLevel: arguments", "AutotaskApiUser: arguments"])(
  "%s: every field has a meaning, and a source where the console has it",
  (heading) => {
    const rows = table(heading);
    expect(rows.length).toBeGreaterThan(5);
    for (const [field, type, meaning, usual, label, source] of rows) {
      expect([field, type, meaning, usual, label, source].every((text) => text !== undefined && text !== "")).toBe(
        true,
      );
      expect({ field, own: source === "this provider's own" }).toEqual({ field, own: label === "this provider's own" });
    }
  },
);

test("every rule has a source, and every permission a line with its documents", () => {
  const rules = table("Rules of the vendor");
  expect(rules.length).toBeGreaterThan(8);
  for (const rule of rules) expect(rule.every((text) => text !== "")).toBe(true);
  const keys = table("Permissions").map(([key]) => key!.replaceAll("`", ""));
  expect(keys).toEqual(permissionRows().map((row) => row.key));
  for (const row of table("Permissions")) expect(row[4]).not.toBe("");
});

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Version of the installed package. */
export function packageVersion(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const found = manifest(join(folder, "package.json"));
    if (found?.name === "pulumi-psa" && found.version !== undefined) return found.version;
    if (folder === dirname(folder)) return "unknown";
  }
}

function manifest(path: string): { name?: string; version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as { name?: string; version?: string };
  } catch {
    return undefined;
  }
}

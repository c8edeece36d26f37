import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

export const root = resolve(__dirname, "..", "..");

/** Brings dist/ up to date. The script does nothing when it is, and lets one process build at a time. */
export async function build(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(root, "tools", "build.mjs")], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: "" },
  });
}

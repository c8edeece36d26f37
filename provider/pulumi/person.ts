import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DONE_VARIABLE, type Handed, type Person } from "../autotask/guide/person";
import type { PersonSettings } from "./config";
import { redact } from "./redaction";

/** The person at the console, as files, variables and the stack's configuration know him. */
export function personOf({ folder, term, wait }: PersonSettings, handed: (username: string) => Handed): Person {
  const place = (name: string): string => join(resolve(folder), `${name}.md`);
  const followed = new Set((process.env[DONE_VARIABLE] ?? "").split(/[\s,]+/).filter((code) => code !== ""));
  return {
    term,
    wait,
    followed,
    handed,
    keep: async (name, markdown) => {
      try {
        await mkdir(resolve(folder), { recursive: true });
        await writeFile(place(name), redact(markdown));
        return place(name);
      } catch {
        // A folder that cannot be written must not take the runbook in the terminal away.
        return undefined;
      }
    },
    drop: (name) => rm(place(name), { force: true }).catch(() => undefined),
  };
}

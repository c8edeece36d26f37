import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { PsaError } from "../../errors";
import { systemClock } from "../../http/clock";
import type { AdoptFlags } from "../adopt";
import { EXIT, type Io } from "../io";
import { projectFolder, PulumiStack } from "../pulumi";
import { configured, consoleOf, directoryOf } from "../tenant";
import { packageVersion } from "../version";
import { importFileOf } from "./importFile";
import { PACKAGE, programOf, PROJECT, TSCONFIG } from "./program";
import { Survey, type Surveyed } from "./survey";

/** Version of what `--json` prints. */
const ADOPT_VERSION = 1;

export async function runAdopt(io: Io, flags: AdoptFlags): Promise<void> {
  const folder = resolve(io.cwd, flags.out);
  const written = ["index.ts", "import.json"].filter((name) => existsSync(join(folder, name)));
  if (written.length > 0 && !flags.force) {
    throw new PsaError(
      "config",
      `${relative(io.cwd, folder) || "."} has ${written.join(" and ")} already.`,
      "Name another folder with --out, or add --force to overwrite.",
    );
  }
  const surveyed = await survey(io, flags);
  await write(folder, surveyed);
  tell(io, folder, surveyed);
  io.exit = surveyed.left.some(({ intended }) => !intended) ? EXIT.changes : EXIT.ok;
}

async function survey(io: Io, flags: AdoptFlags): Promise<Surveyed> {
  const cwd = projectFolder(resolve(io.cwd, flags.cwd));
  const deadline = io.now() + flags.timeLimit * 1000;
  const stack = cwd === undefined ? undefined : new PulumiStack(io, { cwd, stack: flags.stack, deadline });
  const { settings } = await configured(io, stack);
  const console = flags.console ? consoleOf(io, settings) : undefined;
  if (flags.userPages && !console)
    throw new PsaError("config", "--user-pages needs a console sign-in.", "Configure one, or leave the flag out.");
  const log = { info: (text: string) => io.progress.note(text), warn: (text: string) => io.err(text) };
  try {
    return await new Survey(
      { directory: directoryOf(settings), ...(console ? { console } : {}), log, ...systemClock },
      { ownKey: settings.userName, userPages: flags.userPages, progress: io.progress },
    ).run();
  } finally {
    await console?.close();
  }
}

async function write(folder: string, surveyed: Surveyed): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name =
    basename(folder)
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, "-") || "adopted";
  // What a project has of its own is kept.
  const once: [string, string][] = [
    ["Pulumi.yaml", PROJECT(name)],
    ["package.json", PACKAGE(name, packageVersion())],
    ["tsconfig.json", TSCONFIG],
  ];
  for (const [file, text] of once) if (!existsSync(join(folder, file))) await writeFile(join(folder, file), text);
  await writeFile(join(folder, "index.ts"), programOf(surveyed));
  await writeFile(join(folder, "import.json"), importFileOf(surveyed), { mode: 0o600 });
}

function tell(io: Io, folder: string, { tenant, levels, users, left }: Surveyed): void {
  const unread = levels.filter(({ permissionsRead }) => !permissionsRead).length;
  const value = {
    version: ADOPT_VERSION,
    tenant,
    folder,
    levels: levels.map(({ resource, id, inputs }) => ({ resource, id, name: inputs.name })),
    users: users.map(({ resource, id, inputs }) => ({ resource, id, username: inputs.username })),
    left,
  };
  if (io.json) return io.value(value);
  const here = relative(io.cwd, folder) || ".";
  io.out(`${tenant}: ${levels.length} security levels and ${users.length} API users, in ${here}/index.ts.`);
  if (unread > 0)
    io.out(`The permissions of ${unread} levels were not read: they stay as they are until they are listed.`);
  for (const { what, why } of left) io.out(`Left out: ${what}: ${why}`);
  io.out(`
Next (Pulumi CLI 3.254 or newer):
  cd ${here} && npm install && pulumi stack init
  pulumi import --file import.json --protect=false --generate-code=false --yes
  pulumi preview --expect-no-changes
Then import.json is not needed any more.`);
}

import { resolve } from "node:path";
import { PsaError } from "../../errors";
import { nearest } from "../../nearest";
import { learnSecret } from "../../pulumi/redaction";
import { readDigest, secretsIn, type Digest } from "../../report/digest";
import { lint, type LintedLevel } from "../../report/lint";
import type { VendorProfile } from "../../report/profiles";
import { valueText } from "../../report/render/words";
import { placesIn } from "../../report/source";
import { vendorProfiles } from "../../report/vendors";
import { EXIT, type Io } from "../io";
import type { LintFlags } from "../lint";
import { stackOptions } from "../options";
import { projectFolder, PulumiStack } from "../pulumi";
import { readInput } from "../review";

/** Version of what `--json` prints. */
const LINT_VERSION = 1;

export async function runLint(io: Io, file: string | undefined, flags: LintFlags): Promise<void> {
  const profiles = vendorProfiles();
  if (flags.list) return list(io, profiles);
  const given = named(flags.profile, profiles);
  const { digest, folder } = await digestOf(io, file, flags);
  for (const { oldState, newState } of digest.steps) secretsIn([oldState, newState], learnSecret);
  if (digest.errors.length > 0) {
    throw new PsaError("validation", `The preview failed: ${digest.errors[0]}`, "Correct the program first.");
  }
  const levels = lint(digest, profiles, given, folder === undefined ? undefined : placesIn(folder));
  if (io.json) io.value({ version: LINT_VERSION, levels });
  else io.out(text(levels));
  io.exit = levels.some(({ beyond, missing }) => beyond.length + missing.length > 0) ? EXIT.changes : EXIT.ok;
}

async function digestOf(
  io: Io,
  file: string | undefined,
  flags: LintFlags,
): Promise<{ digest: Digest; folder?: string }> {
  if (file !== undefined) {
    return {
      digest: readDigest(await readInput(io, file), file === "-" ? "stdin" : file),
      folder: projectFolder(resolve(io.cwd, flags.cwd)),
    };
  }
  const options = stackOptions(io, flags);
  io.progress.step("pulumi preview");
  return { digest: await new PulumiStack(io, options).preview(), folder: options.cwd };
}

function named(pairs: readonly string[], profiles: readonly VendorProfile[]): Map<string, VendorProfile> {
  return new Map(
    pairs.map((pair) => {
      const at = pair.lastIndexOf("=");
      const [level, name] = [pair.slice(0, at), pair.slice(at + 1)];
      const profile = at < 1 ? undefined : profiles.find(({ id }) => id.toLowerCase() === name.toLowerCase());
      if (profile) return [level, profile];
      const near = nearest(
        name,
        profiles.map(({ id }) => id),
      );
      throw new PsaError(
        "config",
        at < 1 ? `--profile wants level=profile, not "${pair}".` : `There is no profile "${name}".`,
        near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "psa lint --list names them.",
      );
    }),
  );
}

function list(io: Io, profiles: readonly VendorProfile[]): void {
  if (io.json)
    return io.value({ version: LINT_VERSION, profiles: profiles.map(({ permissions: _, ...rest }) => rest) });
  const width = Math.max(...profiles.map(({ id }) => id.length));
  for (const { id, vendor, source, date } of profiles)
    io.out(`${id.padEnd(width)}  ${vendor}: ${source} (read ${date})`);
}

function text(levels: readonly LintedLevel[]): string {
  if (levels.length === 0) return "The program declares no security level.";
  return levels
    .map(({ level, place, profile, beyond, missing, skipped }) => {
      const where = place ? `  ${place.file}:${place.line}` : "";
      const lines = [`${level}${where}`];
      if (profile) lines.push(`  ${profile.vendor} (${profile.because}): ${profile.source}, read ${profile.date}`);
      if (skipped !== undefined) lines.push(`  not compared: ${skipped}`);
      else if (beyond.length + missing.length === 0) lines.push("  exactly what the document asks for");
      for (const { cell, value } of beyond) lines.push(`  ▲ beyond   ${cell} = ${valueText(value)}`);
      for (const { cell, wants, has } of missing)
        lines.push(`  ▽ missing  ${cell}: the document asks for ${valueText(wants)}, declared is ${valueText(has)}`);
      return lines.join("\n");
    })
    .join("\n\n");
}

// The Pulumi CLI from its Go modules, for machines that reach a module proxy but not Pulumi's own site.
import { createHash } from "node:crypto";
import { chmod, copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { atLeast, onPath, outerPath, root, run, say, SetupError, tail, versions } from "./base.mjs";

const sources = join(root, "tools", "engine");
const launcher = join(root, "node_modules", "@pulumi", "pulumi", "pulumi-resource-pulumi-nodejs");

/** Changes whenever a build would give something else. */
export async function buildKey() {
  const hash = createHash("sha256");
  for (const file of ["engine/go.mod", "engine/go.sum", "language/go.mod", "language/go.sum"])
    hash.update(await readFile(join(sources, file)));
  hash.update(await readFile(launcher));
  return hash.digest("hex").slice(0, 8);
}

const remedy = `Install Go ${versions.go.floor} or later, or set PULUMI_COMMAND to a Pulumi CLI of at least ${versions.pulumi.floor}, and run the same command again.`;

/**
 * Builds engine and language host into `folder`/bin and puts the dynamic-provider launcher beside them.
 * @param started is told the pid of each build
 */
export async function buildFromModules(folder, started) {
  const go = await onPath("go");
  if (!go) throw new SetupError("Pulumi's site cannot be reached, and there is no Go to build the CLI with", remedy);
  const have = /go(\d+\.\d+(\.\d+)?)/.exec((await run(go, ["env", "GOVERSION"])).stdout)?.[1] ?? "unknown";
  if (!atLeast(have, versions.go.floor))
    throw new SetupError(`Go ${have} is too old to build the Pulumi CLI ${versions.pulumi.version}`, remedy);
  say(
    `building the Pulumi CLI ${versions.pulumi.version} from its Go modules with Go ${have}: once, about 4 minutes on 2 cores, 2 GB of memory`,
  );

  const bin = join(folder, "bin");
  await mkdir(bin);
  const set = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${versions.pulumi.version}`;
  const parts = [
    // The present language host is a module without releases; the last SDK that still contains it drives present engines.
    [
      "language",
      "the language host",
      "about half a minute",
      [],
      "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    ],
    [
      "engine",
      "the engine",
      "about 3.5 minutes",
      ["-tags", "osusergo,grpcnotrace"],
      "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ],
  ];
  for (const [module, what, usual, tags, main] of parts) {
    say(`${what} (${usual})`);
    const env = { ...process.env, PATH: outerPath(), GOFLAGS: "-mod=readonly", GOWORK: "off", CGO_ENABLED: "0" };
    const args = ["build", "-trimpath", "-buildvcs=false", ...tags, "-ldflags", `-w -s ${set}`, "-o", `${bin}/`, main];
    const result = await run(go, args, {
      cwd: join(sources, module),
      env,
      started,
      beat: (seconds) => say(`${what}, ${seconds} s so far (${usual} in all)`),
    });
    if (result.code !== 0)
      throw new SetupError(
        `go build of ${what} failed:\n${tail(result.output)}`,
        `Is a Go module proxy reachable (go env GOPROXY), are 2 GB of memory and 4 GB of disk free? Or: ${remedy}`,
      );
  }
  await copyFile(launcher, join(bin, "pulumi-resource-pulumi-nodejs"));
  await chmod(join(bin, "pulumi-resource-pulumi-nodejs"), 0o755);
}

import { spawn, type ChildProcess } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const root = resolve(__dirname, "..", "..");

/** A new file each time: a shell that is running the old one reads on in that. */
const script = (path: string, lines: string[]) => {
  rmSync(path, { force: true });
  writeFileSync(path, `#!/bin/sh\n${lines.join("\n")}\n`, { mode: 0o755 });
};

/** What a run of a program came to. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  seconds: number;
}

/**
 * A copy of the project's set-up in a temporary folder, with a cache of its own and a PATH that holds nothing but what is put
 * there. The programs that would take minutes (Go, npm) are small scripts that leave behind what the real ones leave behind.
 */
export class TrialProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "psa-setup-")));
  readonly project = join(this.folder, "project");
  readonly cache = join(this.folder, "cache");
  readonly bin = join(this.folder, "bin");
  readonly env: Record<string, string>;
  private readonly running = new Set<ChildProcess>();

  constructor({ modules = true } = {}) {
    mkdirSync(this.project);
    mkdirSync(this.bin);
    cpSync(join(root, "tools"), join(this.project, "tools"), { recursive: true });
    for (const file of ["package.json", "package-lock.json", ".npmrc"])
      cpSync(join(root, file), join(this.project, file));
    if (modules) symlinkSync(join(root, "node_modules"), join(this.project, "node_modules"));
    for (const name of ["sh", "cat", "mkdir", "rm", "ln", "chmod", "sleep", "tar", "gzip"])
      symlinkSync(this.find(name), join(this.bin, name));
    symlinkSync(process.execPath, join(this.bin, "node"));
    // Port 9 on loopback: nothing answers, and at once.
    this.site("http://127.0.0.1:9");
    this.program("browser", ['echo "Chromium 147.0.0.1"']);
    this.env = { PATH: this.bin, HOME: this.folder, PSA_CACHE: this.cache, PSA_BROWSER: join(this.bin, "browser") };
  }

  private find(name: string): string {
    const folder = (process.env["PATH"] ?? "").split(":").find((f) => existsSync(join(f, name)));
    if (!folder) throw new Error(`this test needs ${name} on PATH`);
    return join(folder, name);
  }

  /** Has the official download come from another site. */
  site(address: string) {
    const file = join(this.project, "tools", "versions.json");
    const versions = JSON.parse(readFileSync(file, "utf8"));
    versions.pulumi.archive = `${address}/pulumi-v{version}-{platform}.tar.gz`;
    versions.pulumi.checksums = `${address}/checksums.txt`;
    writeFileSync(file, JSON.stringify(versions));
  }

  /** Puts a shell script on PATH. */
  program(name: string, lines: string[]) {
    script(join(this.bin, name), lines);
  }

  /** A complete Pulumi CLI that knows its version and no more. */
  cli(folder: string, version: string, without: string[] = []) {
    mkdirSync(folder, { recursive: true });
    for (const name of ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"].filter(
      (n) => !without.includes(n),
    ))
      script(join(folder, name), [`echo v${version}`]);
    return join(folder, "pulumi");
  }

  /** A Go that "builds" at once, or takes its time, and writes down each build. */
  go({ version = "1.25.11", seconds = 0 } = {}) {
    this.program("go", [
      `[ "$1" = env ] && { echo go${version}; exit 0; }`,
      `echo build >> ${this.folder}/builds`,
      `sleep ${seconds}`,
      'while [ "$1" != -o ]; do shift; done',
      'case "$3" in *language*) name=pulumi-language-nodejs;; *) name=pulumi;; esac',
      `printf '#!/bin/sh\\necho v3.259.0\\n' > "$2$name"`,
      'chmod 755 "$2$name"',
    ]);
  }

  /** How often Go was asked to build. */
  builds(): number {
    const file = join(this.folder, "builds");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").length : 0;
  }

  start(args: string[] = ["tools/setup.mjs"], env: Record<string, string> = {}) {
    const from = Date.now();
    const child = spawn(process.execPath, args, {
      cwd: this.project,
      env: { ...this.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.running.add(child);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = new Promise<Ended>((done) =>
      child.on("close", (code) => {
        this.running.delete(child);
        done({ code, stdout, stderr, seconds: (Date.now() - from) / 1000 });
      }),
    );
    return { child, ended };
  }

  run(args?: string[], env?: Record<string, string>): Promise<Ended> {
    return this.start(args, env).ended;
  }

  setup() {
    return JSON.parse(readFileSync(join(this.project, ".cache", "setup.json"), "utf8"));
  }

  end() {
    for (const child of this.running) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

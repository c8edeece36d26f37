/** One program that the set-up found or made. */
interface Found {
  /** Version without a leading v. */
  version: string;
  /** Where it was taken from, for people. */
  from: string;
}

/** The content of .cache/setup.json. */
export interface Setup {
  /** A Node of at least 22.12. */
  node: Found & { path: string };
  /** A Chrome or Chromium. */
  browser: Found & { path: string };
  /** A Pulumi CLI with the language host and the dynamic-provider launcher in the same `folder`. `root`/bin is `folder` where the folder is called so. */
  pulumi: Found & { command: string; folder: string; root?: string };
}

/** Reads the result of the set-up; throws an Error that names the command to run when there is none. */
export function readSetup(): Setup;

/** Environment for the Pulumi CLI: file backend in `folder`/state (make it first), home in `folder`/home, quiet, no network. */
export function pulumiEnvironment(options: {
  folder: string;
  passphrase: string;
  base?: NodeJS.ProcessEnv;
}): NodeJS.ProcessEnv & Record<string, string>;

import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Puts everything below one folder of its own, e.g. where the home folder cannot be written. */
export const FOLDER_VARIABLE = "PSA_STATE_FOLDER";

/** Where locks and kept sessions lie: the operating system's folder for what a program keeps about its runs. */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  return (
    ownFolder(env) ??
    join(
      process.platform === "win32"
        ? env.LOCALAPPDATA || join(homedir(), "AppData", "Local")
        : process.platform === "darwin"
          ? join(homedir(), "Library", "Application Support")
          : env.XDG_STATE_HOME || join(homedir(), ".local", "state"),
      "pulumi-psa",
    )
  );
}

/** Where the key to kept sessions lies: apart from them, so that a copy of one folder is not enough. */
export function configFolder(env: NodeJS.ProcessEnv = process.env): string {
  return (
    ownFolder(env) ??
    join(
      process.platform === "win32"
        ? env.APPDATA || join(homedir(), "AppData", "Roaming")
        : env.XDG_CONFIG_HOME || join(homedir(), ".config"),
      "pulumi-psa",
    )
  );
}

function ownFolder(env: NodeJS.ProcessEnv): string | undefined {
  const given = env[FOLDER_VARIABLE];
  return given ? resolve(given) : undefined;
}

import type { Command } from "commander";
import { newCommand, type Io } from "./io";

/** `psa code` */
export function code(io: Io): Command {
  return newCommand(io, "code")
    .description("Type the code of an authenticator app for a run that asks for it in another terminal.")
    .addHelpText("after", EXPLAINED)
    .action(async () => {
      const { runCode } = await import("./code/run.js");
      await runCode(io);
    });
}

const EXPLAINED = `
A run of pulumi cannot read the terminal that it was started from. Where user name and password are configured and no TOTP
secret, it says that it waits for a code; type that here, in another terminal of the same machine.`;

import { Argument, type Command } from "commander";
import { EXIT, newCommand, type Io } from "./io";
import { withStack, type StackFlags } from "./options";

export const CONSOLES = ["autotask", "psa"] as const;
export type ConsoleName = (typeof CONSOLES)[number];

export interface LoginFlags extends StackFlags {
  headless?: boolean;
  export?: boolean;
  forget?: boolean;
}

/** `psa login` */
export function login(io: Io): Command {
  const command = newCommand(io, "login", { [EXIT.ok]: "signed in, and the session is kept" }).description(
    "Sign in to the admin console in a window, by whatever your company uses, and keep the session for later runs.",
  );
  return withStack(command)
    .addArgument(new Argument("[console]", "which one, where both are configured").choices(CONSOLES))
    .option("--headless", "no window: user name and password as configured, the code is asked for in this terminal")
    .option("--export", "write the kept session to a pipe or file, to be handed to CI as a secret; signs in nowhere")
    .option("--forget", "remove the kept session from this machine; signs in nowhere")
    .addHelpText("after", EXPLAINED)
    .action(async (which: ConsoleName | undefined, flags: LoginFlags) => {
      const { runLogin } = await import("./login/run.js");
      await runLogin(io, which, flags);
    });
}

const EXPLAINED = `
Needs the console's address (autotask:consoleUrl, or the psa settings), and no password: single sign-on, hardware keys and
push messages work as they do in any browser. Only the console's own cookies are kept, encrypted, never those of the identity
provider. Runs use them where no password with a TOTP secret is configured. Once they have expired, run it again.

  psa login autotask
  psa login autotask --export | gh secret set AUTOTASK_CONSOLE_STORAGE_STATE`;

import type { Command } from "commander";
import { newCommand, type Io } from "./io";

/** `psa doctor` */
export function doctor(io: Io): Command {
  return newCommand(io, "doctor")
    .description("Check configuration, tenant, credentials, rights, clock, engine and browser; changes nothing.")
    .action(async () => {
      const { examine } = await import("./doctor/examine.js");
      await examine(io);
    });
}

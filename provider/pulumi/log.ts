import { inAnotherTerminal } from "../browser/askCode";
import type { Log } from "../lifecycle";
import { redact } from "./redaction";

/**
 * A log for the host process: what is printed there appears among the stack's messages without the resource it belongs to,
 * so each line says kind and tenant. `info` goes to stdout, `warn` to stderr.
 *
 * @param subject said first, e.g. `AutotaskApiUser webservices3.autotask.net`; asked for at each line
 */
export function hostLog(subject: () => string): Log {
  const line = (text: string) => redact(`${subject()}: ${text.trimEnd().replaceAll("\n", "\n  ")}\n`);
  return {
    info: (text) => void process.stdout.write(line(text)),
    warn: (text) => void process.stderr.write(line(`warning: ${text}`)),
  };
}

/**
 * Asks a person for a code who sits before the engine. Its display cuts what is logged at the edge of the terminal: what has
 * to be done comes first.
 */
export const askElsewhere = inAnotherTerminal(hostLog(() => "psa code").info);

/**
 * What a person is asked to do in the admin console, as Markdown: the same text in the terminal and in a file. The file
 * goes on, after the steps, with what need not be read to do the work but serves to check it.
 */
import { createHash } from "node:crypto";
import { inTerm, type Term } from "../permissions/wording";

/** One thing that a person does, and below it the single fields or boxes. */
export interface Step {
  /** Menu path or place on the page. */
  where: string;
  what: string;
  /** One line per field or permission. */
  lines?: string[];
}

/** A value that only the page shows, and the command that hands it to the program. */
export interface Copied {
  what: string;
  command: string;
}

export interface Runbook {
  /** Name of its file without the ending: the same for the same object. */
  name: string;
  title: string;
  steps: Step[];
  /** Copied at the end. */
  copied?: Copied[];
  /** Markdown that only the file has: tables of the whole page. */
  appendix?: string;
  /** Set where the REST API cannot show that the steps were followed: the person says so with this code. */
  code?: string;
}

/** Where the Security Levels list is, in the newest console and in the older one. */
export const levelsPath = (term: Term): string =>
  `${inTerm("Admin > Organization Settings & Users", term)} > Resources/Users (HR) > Security > Security Levels (older consoles: Admin > Features & Settings > Resources/Users (HR) > Security Levels)`;

/** Where the list of resources is. */
export const resourcesPath = (term: Term): string =>
  `Admin > Resources (Users), or ${inTerm("Admin > Organization Settings & Users", term)} > Resources/Users (HR) > Resources/Users (older consoles: Admin > Features & Settings > Resources/Users > Resources/Users)`;

export const SAVE: Step = { where: "top of the page", what: "press Save & Close" };

/** A short code that stands for exactly this change. */
export function codeOf(...parts: unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 8);
}

/** A file name out of anything. */
export function fileName(...parts: string[]): string {
  const name = parts.join("-").toLowerCase();
  return name.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
}

/** The runbook as Markdown. `again` says what to do once all is done. */
export function render(runbook: Runbook, again: string): string {
  const steps = runbook.steps.flatMap(({ where, what, lines = [] }, index) => [
    `${index + 1}. **${where}**: ${what}`,
    ...lines.map((line) => `   - ${line}`),
  ]);
  const copied = (runbook.copied ?? []).map(({ what, command }) => `   - ${what}: \`${command}\``);
  const next = runbook.steps.length + 1;
  return [
    `# ${runbook.title}`,
    "",
    ...steps,
    ...(copied.length === 0
      ? []
      : [
          `${next}. **On your own machine**, in the folder of the program: hand over what you copied. Each command asks for its value, so that it stands in no history.`,
          ...copied,
        ]),
    `${next + (copied.length === 0 ? 0 : 1)}. ${again}`,
  ].join("\n");
}

import type { Report } from "../model";
import { renderHtml } from "./html";
import { renderJunit } from "./junit";
import { renderMarkdown } from "./markdown";
import { renderSarif } from "./sarif";
import { renderText } from "./text";

/** Characters: GitHub takes at most 1 MiB of a step's summary, and signs take up to three bytes. */
const SUMMARY_LIMIT = 340_000;

export const FORMATS = ["text", "markdown", "summary", "json", "junit", "sarif", "html"] as const;
export type Format = (typeof FORMATS)[number];

export interface RenderOptions {
  /** Where the whole report is, for what has to be cut. */
  link?: string;
  colour?: boolean;
}

/** Every format that a report can take. They show the value and add nothing to it. */
export function render(report: Report, format: Format, { link, colour }: RenderOptions = {}): string {
  switch (format) {
    case "text":
      return renderText(report, { colour });
    case "markdown":
      return renderMarkdown(report, { link });
    case "summary":
      return renderMarkdown(report, { link, limit: SUMMARY_LIMIT });
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "junit":
      return renderJunit(report);
    case "sarif":
      return renderSarif(report);
    case "html":
      return renderHtml(report);
  }
}

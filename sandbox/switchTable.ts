import { switchRegistry } from "./switches";

/** The table of switches in docs/sandbox.md: one Markdown row each, the default position in bold. */
export function switchTable(): string {
  const rows = switchRegistry.map(({ name, positions, what, source }) => {
    const choices = positions.map((position, index) => (index === 0 ? `**${position}**` : position)).join(", ");
    return `| ${[`\`${name}\``, choices, what, source].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return [
    "| switch | positions | what it decides | what the doubt rests on |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

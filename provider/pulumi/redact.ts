/** Texts that must never be printed by this process: secrets from the configuration and every secret seen on the way. */
const hidden = new Set<string>();

export function hide(secret: unknown): void {
  // Very short texts would strike out half of every message.
  if (typeof secret === "string" && secret.length >= 6) hidden.add(secret);
}

export function redact(text: string): string {
  let out = text;
  for (const secret of [...hidden].sort((a, b) => b.length - a.length)) out = out.split(secret).join("[secret]");
  return out;
}

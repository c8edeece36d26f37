/**
 * Every secret value that this process has come across, in whichever resource. The engine masks the secrets of the
 * configuration only: what was generated, or came from a file, is for us to strike out of messages.
 */
const known = new Set<string>();
/** Made when it is needed: a stack of hundreds of users brings as many secrets before the first message. */
let spellings: string[] | undefined;

/** Shorter ones would strike out parts of ordinary words. */
const SHORTEST = 4;

/** Remembers a secret; anything but a text of at least 4 characters is ignored. */
export function learnSecret(value: unknown): void {
  if (typeof value !== "string" || value.length < SHORTEST || known.has(value)) return;
  known.add(value);
  spellings = undefined;
}

/** Half of a surrogate pair cannot be encoded, and must not make an error's message fail. */
function urlEncoded(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret;
  }
}

function spell(): string[] {
  const all = [...known].flatMap((secret) => [
    secret,
    urlEncoded(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString("base64"),
  ]);
  // The longest first: one secret may be the beginning of another.
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}

/** The text with every known secret struck out, as it is, URL-encoded, inside JSON or in base64. */
export function redact(text: string): string {
  spellings ??= spell();
  return spellings.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
}

/** Marks a stream that already redacts, across copies of this module. */
const REDACTING = Symbol.for("pulumi-psa.redacting");

/**
 * Lets nothing pass a stream of this process without redaction: in the host process whatever is printed ends up in the
 * user's terminal and, with a managed backend, in its records. Libraries print too, and so does the host about errors.
 */
export function redactStream(stream: NodeJS.WriteStream): void {
  const marked = stream as NodeJS.WriteStream & { [REDACTING]?: true };
  if (marked[REDACTING]) return;
  marked[REDACTING] = true;
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
  stream.write = ((chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === "string" ? redact(chunk) : chunk, ...rest)) as typeof stream.write;
}

import { UNKNOWN } from "../lifecycle";

/**
 * Marks of the engine's protocol. They are written out, not imported, so that the handlers load without the SDK; a test
 * compares them with the SDK's own.
 */
export const UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** The key under which the host passes the handler's text; it belongs to neither inputs nor state. */
export const PROVIDER_KEY = "__provider";

type Fields = Record<string, unknown>;

/** What the engine sent, as a lifecycle reads it: without the handler's text, marks turned into `UNKNOWN`, secrets bare. */
export function decode(sent: Fields): Fields {
  return Object.fromEntries(
    Object.entries(sent)
      .filter(([key]) => key !== PROVIDER_KEY)
      .map(([key, value]) => [key, decodeValue(value)]),
  );
}

function decodeValue(value: unknown): unknown {
  if (value === UNKNOWN_MARK) return UNKNOWN;
  if (Array.isArray(value)) return value.map(decodeValue);
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Fields;
  if (fields[SIGNATURE_KEY] === SECRET_SIGNATURE) return decodeValue(fields.value);
  return Object.fromEntries(Object.entries(fields).map(([key, inner]) => [key, decodeValue(inner)]));
}

/** A copy in which the named top-level properties are marked as secret: the engine then encrypts them in the state. */
export function withSecrets(outs: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(
    Object.entries(outs).map(([key, value]) => [
      key,
      names.includes(key) && value !== null ? { [SIGNATURE_KEY]: SECRET_SIGNATURE, value } : value,
    ]),
  );
}

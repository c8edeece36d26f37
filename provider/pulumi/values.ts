import { UNKNOWN } from "../lifecycle";

/** How the engine spells "not known yet" towards dynamic providers, whatever the type. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** How a secret is marked on the wire (`pulumi.runtime.specialSigKey` and `specialSecretSig`). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What the engine sent, with unknown values as `UNKNOWN` and secrets as plain values. A fresh copy. */
export function decode(value: unknown): unknown {
  if (value === UNKNOWN_TEXT) return UNKNOWN;
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value === "object" && value !== null) {
    const record = value as Record<string, unknown>;
    if (record[SIGNATURE] === SECRET_SIGNATURE) return decode(record.value);
    return Object.fromEntries(Object.entries(record).map(([k, v]) => [k, decode(v)]));
  }
  return value;
}

/**
 * A fresh copy that the host can send: plain JSON. Undefined properties are dropped; what would be lost or changed in
 * silence is an error here, before the host makes an orphan of it. Deterministic: the same value gives the same copy.
 */
export function encode(value: unknown, path = "result"): Json {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
      throw new TypeError(`${path} is a number that JSON cannot hold`);
    return Object.is(value, -0) ? 0 : value;
  }
  if (Array.isArray(value)) return Array.from(value, (v, i) => (v === undefined ? null : encode(v, `${path}[${i}]`)));
  if (typeof value === "object") {
    const proto: unknown = Object.getPrototypeOf(value);
    if (proto !== Object.prototype && proto !== null)
      throw new TypeError(`${path} is no plain value (${(proto as object).constructor?.name ?? "unknown class"})`);
    if (nesting(path) > 40) throw new TypeError(`${path} is nested too deeply`);
    const out: Record<string, Json> = {};
    for (const [k, v] of Object.entries(value)) if (v !== undefined) out[k] = encode(v, `${path}.${k}`);
    return out;
  }
  throw new TypeError(`${path} is a ${typeof value}, which cannot be stored`);
}

const nesting = (path: string): number => path.split(/[.[]/).length;

/** Marks a top-level text as secret, so that the engine encrypts it even on the paths where the resource's own list is not applied. */
export function asSecret(value: Json): Json {
  return { [SIGNATURE]: SECRET_SIGNATURE, value };
}

import { isLeft } from "fp-ts/Either";
import * as t from "io-ts";
import { PsaError } from "../errors";
import { SIGNATURE_KEY, UNKNOWN_MARK } from "../pulumi/wire";

/**
 * What `pulumi preview --json` and `pulumi refresh --preview-only --json` print (pkg/display/json.go of the CLI), as far as
 * it is used here.
 */
const State = t.partial({
  id: t.string,
  type: t.string,
  inputs: t.UnknownRecord,
  outputs: t.UnknownRecord,
});
const Step = t.intersection([
  t.type({ op: t.string, urn: t.string }),
  t.partial({
    oldState: t.union([State, t.null]),
    newState: t.union([State, t.null]),
    detailedDiff: t.union([t.UnknownRecord, t.null]),
    diffReasons: t.union([t.array(t.string), t.null]),
    replaceReasons: t.union([t.array(t.string), t.null]),
  }),
]);
const Diagnostic = t.partial({ severity: t.string, message: t.string, urn: t.string });
const DigestCodec = t.intersection([
  t.type({ steps: t.union([t.array(Step), t.null, t.undefined]) }),
  t.partial({
    config: t.union([t.UnknownRecord, t.null]),
    diagnostics: t.union([t.array(Diagnostic), t.null]),
    changeSummary: t.union([t.UnknownRecord, t.null]),
    maybeCorrupt: t.boolean,
  }),
]);

export type ResourceState = t.TypeOf<typeof State>;
export type Step = t.TypeOf<typeof Step>;

export interface Digest {
  steps: Step[];
  config: Record<string, unknown>;
  /** Messages of the severity error. */
  errors: string[];
}

/**
 * Reads the output of the CLI. A line of progress before the JSON, which some versions print, is skipped.
 *
 * @param where what the text came from, for messages
 * @throws PsaError `validation`; the message holds nothing of the text
 */
export function readDigest(text: string, where: string): Digest {
  const wrong = (what: string) =>
    new PsaError(
      "validation",
      `${where} ${what}.`,
      "It has to be what `pulumi preview --json` or `pulumi refresh --preview-only --json` prints.",
    );
  const start = text.indexOf("{");
  if (text.trim() === "" || start < 0) throw wrong("holds no JSON");
  let json: unknown;
  try {
    json = JSON.parse(text.slice(start));
  } catch {
    throw wrong(
      /^\{.*\}\s*\n\s*\{/.test(text.trim())
        ? "holds a stream of events: unset PULUMI_ENABLE_STREAMING_JSON_PREVIEW"
        : "is not JSON, or is cut off",
    );
  }
  const decoded = DigestCodec.decode(json);
  if (isLeft(decoded)) {
    const path = (decoded.left[0]?.context ?? []).map((entry) => entry.key).filter((part) => part !== "");
    throw wrong(`is JSON of another kind${path.length > 0 ? ` (at ${path.join(".")})` : ""}`);
  }
  const { steps, config, diagnostics } = decoded.right;
  return {
    steps: steps ?? [],
    config: config ?? {},
    errors: (diagnostics ?? [])
      .filter(({ severity, message }) => severity === "error" && (message ?? "").trim() !== "")
      .map(({ message }) => (message ?? "").trim()),
  };
}

export interface Urn {
  stack: string;
  project: string;
  type: string;
  name: string;
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`; the type without those of its parents. */
export function parseUrn(urn: string): Urn {
  const [head = "", project = "", types = "", ...name] = urn.split("::");
  return {
    stack: head.replace(/^urn:pulumi:/, ""),
    project,
    type: types.split("$").at(-1) ?? "",
    name: name.join("::"),
  };
}

/** The text of a secret as the engine wraps it, if it is one that is in the open. */
export function secretText(value: object): unknown {
  if (!(SIGNATURE_KEY in value)) return undefined;
  const { plaintext } = value as { plaintext?: unknown };
  if (typeof plaintext !== "string") return undefined;
  try {
    return JSON.parse(plaintext);
  } catch {
    return plaintext;
  }
}

/** Properties and settings whose value is a secret wherever they stand. */
const SECRET_NAME = /(secret|password|passphrase|trackingidentifier|integrationcode|token|privatekey|apikey)$/i;

/**
 * Every text that is a secret by its wrapping or by the name of its property. A preview made with `--show-secrets` holds
 * them in the open, and a name or a message may repeat one.
 */
export function secretsIn(value: unknown, found: (secret: string) => void, name = ""): void {
  if (typeof value === "string") {
    if (SECRET_NAME.test(name.replace(/[_-]/g, "")) && value !== "[secret]" && value !== UNKNOWN_MARK) found(value);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const inner = secretText(value);
  if (inner !== undefined) return secretsIn(inner, found, "secret");
  for (const [key, entry] of Object.entries(value)) {
    // All that stands below a secret is one too.
    secretsIn(entry, found, SECRET_NAME.test(name) || Array.isArray(value) ? name : key);
  }
}

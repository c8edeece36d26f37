import { API_USER_HOST, API_USER_SECRETS, SECURITY_LEVEL_HOST } from "../../pulumi/host";
import { PROVIDER_KEY, SECRET_SIGNATURE, SIGNATURE_KEY } from "../../pulumi/wire";
import type { Surveyed } from "./survey";

type Fields = Record<string, unknown>;

/** As a state file holds a secret before it is encrypted: a JSON text. */
const secret = (value: unknown): Fields => ({ [SIGNATURE_KEY]: SECRET_SIGNATURE, plaintext: JSON.stringify(value) });

function resource(
  kind: string,
  host: string,
  secrets: readonly string[],
  { resource: name, id, inputs, state }: { resource: string; id: string; inputs: object; state: object },
): Fields {
  const marked = (fields: object): Fields =>
    Object.fromEntries(
      Object.entries({ ...fields, [PROVIDER_KEY]: host })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, secrets.includes(key) ? secret(value) : (value as unknown)]),
    );
  return {
    type: `pulumi-nodejs:dynamic/psa:${kind}`,
    name,
    id,
    inputs: marked(inputs),
    outputs: marked(state),
  };
}

/**
 * What `pulumi import --file` takes, from CLI 3.254 on. With outputs in it the engine records them as they are: a dynamic
 * provider's read is not asked.
 */
export function importFileOf({ levels, users }: Surveyed): string {
  const resources = [
    ...levels.map((level) => resource("AutotaskSecurityLevel", SECURITY_LEVEL_HOST, [], level)),
    ...users.map((user) => resource("AutotaskApiUser", API_USER_HOST, API_USER_SECRETS, user)),
  ];
  return `${JSON.stringify({ resources }, null, 2)}\n`;
}

import { isLeft } from "fp-ts/Either";
import * as t from "io-ts";
import { PsaError } from "../errors";
import { parseUrn, secretText, type ResourceState } from "./digest";
import type { ObjectType } from "./model";
import { objectType } from "./subjects";

const Resource = t.intersection([
  t.type({ urn: t.string, type: t.string }),
  t.partial({ id: t.string, inputs: t.UnknownRecord, outputs: t.UnknownRecord, delete: t.boolean }),
]);
const Export = t.type({
  deployment: t.union([t.partial({ resources: t.union([t.array(Resource), t.null]) }), t.null, t.undefined]),
});

/** One of our resources as a stack records it. */
export interface Recorded {
  type: ObjectType;
  urn: string;
  resource: string;
  id: string;
  state: ResourceState;
}

/**
 * Our resources in the output of `pulumi stack export`.
 *
 * @throws PsaError `unavailable`
 */
export function recordedIn(exported: unknown): Recorded[] {
  const decoded = Export.decode(exported);
  if (isLeft(decoded)) {
    throw new PsaError(
      "unavailable",
      "The stack's export is of another form than expected.",
      "Check the version of the Pulumi CLI.",
    );
  }
  return (decoded.right.deployment?.resources ?? []).flatMap((resource): Recorded[] => {
    const type = objectType(parseUrn(resource.urn).type);
    // What waits to be deleted after a replacement is somebody else's successor.
    if (type === undefined || resource.delete === true || resource.id === undefined) return [];
    const { urn, id, inputs, outputs } = resource;
    return [{ type, urn, resource: parseUrn(urn).name, id, state: { id, type: resource.type, inputs, outputs } }];
  });
}

/** A text of a state, out of its wrapping if it is a secret. */
export function bare(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const inner = typeof value === "object" && value !== null ? secretText(value) : undefined;
  return typeof inner === "string" ? inner : undefined;
}

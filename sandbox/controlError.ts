/** A body that a control call cannot take. */
export class ControlError extends Error {
  override name = "ControlError";
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

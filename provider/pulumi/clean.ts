import { UNKNOWN } from "../lifecycle";
import { UNKNOWN_MARK } from "./wire";

export interface Cleaned {
  /** A fresh copy of what can be sent. */
  value: Record<string, unknown>;
  /** Paths and kinds of what cannot, e.g. `access.at: a Date`. Never values. */
  problems: string[];
}

/**
 * Copies a result into what the host can send: texts, booleans, numbers, null, lists and plain objects. The host would
 * fail on the rest ("Unexpected struct type") *after* the object was made, or lose it in silence: dates become `{}`, NaN
 * becomes null, large integers lose digits. Properties that are `undefined` are left out.
 *
 * @param unknowns whether a value may be unknown: only in the answer of `check`
 */
export function clean(result: object, unknowns: boolean): Cleaned {
  const problems: string[] = [];
  const open = new Set<object>();

  const refuse = (path: string, kind: string): undefined => void problems.push(`${path}: ${kind}`);

  function copy(value: unknown, path: string): unknown {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        return copyNumber(value, path);
      case "symbol":
        return value === UNKNOWN && unknowns ? UNKNOWN_MARK : refuse(path, value === UNKNOWN ? "unknown" : "a symbol");
      case "object":
        return value === null ? null : copyObject(value, path);
      case "undefined":
        return refuse(path, "undefined in a list");
      default:
        return refuse(path, `a ${typeof value}`);
    }
  }

  function copyNumber(value: number, path: string): unknown {
    if (!Number.isFinite(value)) return refuse(path, String(value));
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      return refuse(path, "an integer too large to travel as a number");
    }
    // Minus zero does not survive the way.
    return value === 0 ? 0 : value;
  }

  function copyObject(value: object, path: string): unknown {
    if (open.has(value)) return refuse(path, "a cycle");
    open.add(value);
    try {
      if (Array.isArray(value)) return copyList(value, path);
      if (!isPlain(value)) return refuse(path, `a ${value.constructor?.name || "class instance"}`);
      return copyFields(value, path);
    } finally {
      open.delete(value);
    }
  }

  function copyList(value: readonly unknown[], path: string): unknown[] {
    return Array.from(value, (entry, at) => copy(entry, `${path}[${at}]`)).filter((entry) => entry !== undefined);
  }

  function copyFields(value: object, path: string): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .map(([key, inner]) => [key, copy(inner, child(path, key))] as const)
        .filter(([, inner]) => inner !== undefined),
    );
  }

  open.add(result);
  return { value: copyFields(result, ""), problems };
}

function child(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** True for object literals, of whatever realm: a class instance has one prototype more above it. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

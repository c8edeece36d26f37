import type { Switches } from "../../switches";
import { PsaFailure, type Wire } from "./envelope";
import type { QueryString } from "./bodies";

export type Row = { [name: string]: Wire };

/** A parameter that cannot be read. That it is a failed envelope with 200 follows from the contract only. */
export function badParameter(name: string, value: string): PsaFailure {
  return new PsaFailure(200, 978400, "Validation Error", `The value '${value}' is not valid for ${name}.`);
}

export function wholeNumber(query: QueryString, name: string): number | undefined {
  const text = query.text(name);
  if (text === undefined || text === "") return undefined;
  if (!/^-?\d{1,9}$/.test(text)) throw badParameter(name, text);
  return Number(text);
}

export function truth(query: QueryString, name: string): boolean | undefined {
  const text = query.text(name)?.toLowerCase();
  if (text === undefined || text === "") return undefined;
  if (text !== "true" && text !== "false") throw badParameter(name, text);
  return text === "true";
}

export function ids(query: QueryString, name: string): number[] | undefined {
  const texts = query
    .texts(name)
    .flatMap((text) => text.split(","))
    .filter((text) => text !== "");
  const wrong = texts.find((text) => !/^-?\d{1,9}$/.test(text.trim()));
  if (wrong !== undefined) throw badParameter(name, wrong);
  return texts.length === 0 ? undefined : texts.map(Number);
}

/**
 * One page of rows after sorting. `Sort` is a property, with `desc` or a minus sign for descending order; `Exclude` is
 * a list of ids to leave out: neither is explained by the vendor.
 */
export function paged(rows: Row[], query: QueryString, switches: Switches): { rows: Row[]; total: number } {
  const excluded = new Set(ids(query, "Exclude"));
  const kept = sorted(
    rows.filter((row) => !excluded.has(Number(row["id"]))),
    query.text("Sort"),
  );
  const total = kept.length;
  const asked = wholeNumber(query, "PageSize");
  if (asked === undefined || asked <= 0) return { rows: kept, total };
  const size = switches.get("psaPageSize") === "100" ? Math.min(asked, 100) : asked;
  const first = Number(switches.get("psaFirstPage"));
  const page = Math.max(0, (wholeNumber(query, "PageNumber") ?? first) - first);
  return { rows: kept.slice(page * size, (page + 1) * size), total };
}

function sorted(rows: Row[], sort: string | undefined): Row[] {
  const [, minus, name, order] = /^\s*(-?)([A-Za-z]+)(?:\s+(asc|desc))?\s*$/i.exec(sort ?? "") ?? [];
  if (name === undefined) return rows;
  const key = Object.keys(rows[0] ?? {}).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (key === undefined) return rows;
  const sign = minus === "-" || order?.toLowerCase() === "desc" ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(a[key]!, b[key]!));
}

function compare(a: Wire, b: Wire): number {
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
}

import type { Row } from "./entities";
import { refused } from "./failure";
import type { Field } from "./fields";

export const pageLimit = 500;
const orLimit = 500;

/** A query that was understood. */
export interface Query {
  /** Rows a page, 1 to 500. */
  pageSize: number;
  /** Null: all fields. */
  includeFields: string[] | null;
  matches(row: Row): boolean;
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Predicate = (row: Row) => boolean;

/**
 * Understands `{MaxRecords, IncludeFields, Filter}`; names of properties, fields and operators in any case.
 *
 * @param entity name for texts, such as `Resource`.
 * @throws RestFailure in the vendor's words where they are on record.
 */
export function parseQuery(text: string, fields: readonly Field[], entity: string): Query {
  const body = parseJson(text);
  if (!isObject(body)) throw refused("The query must be a JSON object with a filter.");
  const filter = property(body, "filter");
  if (!Array.isArray(filter) || filter.length === 0)
    throw refused("A query must have a filter with at least one condition.");
  const maxRecords = property(body, "maxRecords") ?? pageLimit;
  if (typeof maxRecords !== "number" || !Number.isInteger(maxRecords) || maxRecords < 1 || maxRecords > pageLimit) {
    throw refused(`MaxRecords must be a number from 1 to ${pageLimit}.`);
  }
  const include = property(body, "includeFields") ?? null;
  if (include !== null && !Array.isArray(include)) throw refused("IncludeFields must be a list of field names.");
  const names = include?.map((name) => findField(name, fields, entity).name) ?? null;
  const conditions = { or: 0 };
  const predicates = filter.map((item) => compile(item, fields, entity, conditions, false));
  if (conditions.or > orLimit) {
    throw refused(`Invalid query syntax. Queries are limited to ${orLimit} or fewer 'OR' conditions.`);
  }
  return {
    pageSize: maxRecords,
    includeFields: names === null || names.length === 0 ? null : names,
    matches: (row) => predicates.every((predicate) => predicate(row)),
  };
}

export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw refused(`Unexpected character encountered while parsing value: ${text.trim().slice(0, 1)}.`);
  }
}

export function isObject(value: unknown): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function property(object: Record<string, Json>, name: string): Json | undefined {
  const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : object[key];
}

function findField(name: unknown, fields: readonly Field[], entity: string): Field {
  const field =
    typeof name === "string"
      ? fields.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase())
      : undefined;
  if (field === undefined) throw refused(`Unable to find ${String(name)} in the ${entity} Entity.`);
  return field;
}

/** Lists are counted for the limit of OR conditions; `within` says that this item stands in an `or` group. */
function compile(
  item: Json,
  fields: readonly Field[],
  entity: string,
  conditions: { or: number },
  within: boolean,
): Predicate {
  if (!isObject(item)) throw refused("Invalid query syntax. A condition must be an object with op, field and value.");
  const op = String(property(item, "op") ?? "").toLowerCase();
  if (op === "and" || op === "or") {
    const items = property(item, "items");
    if (!Array.isArray(items) || items.length === 0)
      throw refused(`Invalid query syntax. A group "${op}" must have items.`);
    const predicates = items.map((child) => compile(child, fields, entity, conditions, op === "or"));
    return op === "and"
      ? (row) => predicates.every((test) => test(row))
      : (row) => predicates.some((test) => test(row));
  }
  if (property(item, "udf") === true)
    throw refused(`Unable to find ${String(property(item, "field"))} in the ${entity} Entity.`);
  const field = findField(property(item, "field"), fields, entity);
  if (field.notQueryable) throw refused(`${field.name} in the ${entity} Entity cannot be queried.`);
  const value = property(item, "value") ?? null;
  if (within) conditions.or++;
  if (op === "in" && Array.isArray(value)) conditions.or += value.length;
  return condition(op, field, value);
}

type Scalar = string | number | boolean | null;

function condition(op: string, field: Field, value: Json): Predicate {
  const present = (row: Row): Scalar => normal(row[field.name] ?? null);
  if (op === "exist") return (row) => present(row) !== null;
  if (op === "notexist") return (row) => present(row) === null;
  if (op === "in" || op === "notin") {
    if (!Array.isArray(value)) throw refused(`Invalid query syntax. ${op} wants a list of values.`);
    const wanted = new Set(value.map((each) => convert(each, field)));
    return op === "in" ? (row) => wanted.has(present(row)) : (row) => !wanted.has(present(row));
  }
  const wanted = convert(value, field);
  const compared = (test: (order: number) => boolean): Predicate => {
    if (wanted === null) throw refused(`Invalid query syntax. ${op} wants a value.`);
    return (row) => {
      const found = present(row);
      return found !== null && test(found < wanted ? -1 : found > wanted ? 1 : 0);
    };
  };
  const worded = (test: (found: string, wanted: string) => boolean): Predicate => {
    if (typeof wanted !== "string") throw refused(`Invalid query syntax. ${op} wants a text and a text field.`);
    return (row) => {
      const found = present(row);
      return typeof found === "string" && test(found, wanted);
    };
  };
  switch (op) {
    case "eq":
      return (row) => present(row) === wanted;
    case "noteq":
      return (row) => present(row) !== wanted;
    case "gt":
      return compared((order) => order > 0);
    case "gte":
      return compared((order) => order >= 0);
    case "lt":
      return compared((order) => order < 0);
    case "lte":
      return compared((order) => order <= 0);
    case "beginswith":
      return worded((found, part) => found.startsWith(part));
    case "endswith":
      return worded((found, part) => found.endsWith(part));
    case "contains":
      return worded((found, part) => found.includes(part));
    default:
      throw refused(`Invalid query syntax. There is no operator "${op}".`);
  }
}

/** The vendor's database compares texts without case. */
function normal(value: Scalar): Scalar {
  return typeof value === "string" ? value.toLowerCase() : value;
}

/** The value of a condition in the type of its field; texts that hold one are fine. */
function convert(value: Json, field: Field): Scalar {
  if (value === null) return null;
  if (typeof value === "object") throw refused("Invalid query syntax. This operator wants a single value.");
  switch (field.dataType) {
    case "boolean":
      if (/^(true|1)$/i.test(String(value))) return true;
      if (/^(false|0)$/i.test(String(value))) return false;
      throw refused(`Conversion failed when converting varchar '${String(value)}' to data type bit`);
    case "long":
    case "integer":
    case "double":
      if (typeof value === "boolean" || String(value).trim() === "" || !Number.isFinite(Number(value))) {
        throw refused(`Conversion failed when converting varchar '${String(value)}' to data type int`);
      }
      return Number(value);
    case "string":
    case "datetime":
      return normal(String(value));
  }
}

/** Where a page begins, for `paging` in nextPageUrl and prevPageUrl. */
export interface Page {
  items: Row[];
  previous: number | null;
  next: number | null;
}

/**
 * One page of the rows that match, in ascending order of id.
 *
 * @param start index of the first row among the matching ones.
 */
export function page(rows: readonly Row[], query: Query, start: number): Page {
  const found = rows.filter((row) => query.matches(row));
  if (found.length > pageLimit && query.includeFields !== null && !query.includeFields.includes("id")) {
    throw refused(`Id must be among IncludeFields when a query finds more than ${pageLimit} records.`);
  }
  const end = start + query.pageSize;
  return {
    items: found.slice(start, end).map((row) => chosen(row, query.includeFields)),
    previous: start > 0 ? Math.max(0, start - query.pageSize) : null,
    next: end < found.length ? end : null,
  };
}

function chosen(row: Row, names: string[] | null): Row {
  return names === null ? row : Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

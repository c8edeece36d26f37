import * as t from "io-ts";
import { PsaError } from "../../errors";
import { optional } from "./codecs";
import type { Session } from "./session";

/** Rows of a page; the vendor rejects more. */
const PAGE = 500;

interface Page<Item> {
  items: Item[];
  pageDetails: { nextPageUrl: string | null | undefined };
}

/** A page of a query with rows of this kind. */
export const listOf = <C extends t.Mixed>(item: C, entity: string) =>
  t.type({ items: t.array(item), pageDetails: t.type({ nextPageUrl: optional(t.string) }) }, `${entity}/query`);

/**
 * All rows of an entity, page after page. An error on any page is an error of the whole: a list cut short would look like
 * objects that are gone.
 *
 * @param search filter and fields; default: every row, every field
 */
export async function listAll<Item extends { id: string }>(
  session: Session,
  entity: string,
  codec: t.Type<Page<Item>, unknown>,
  search: object = { Filter: [{ op: "exist", field: "id" }] },
): Promise<Item[]> {
  // By GET: the address of a next page is then a GET too, and the whole is plainly a read.
  const query = JSON.stringify({ MaxRecords: PAGE, ...search });
  let path: string | null | undefined = `${entity}/query?search=${encodeURIComponent(query)}`;
  const seen = new Set<string>();
  // Keyed by id: rows that move between pages while we read would otherwise appear twice.
  const byId = new Map<string, Item>();
  while (path) {
    if (seen.has(path)) {
      throw new PsaError("unavailable", `${session.host}: the pages of ${entity} go in a circle.`, "Run again later.");
    }
    seen.add(path);
    const page: Page<Item> = await session.get(path, codec);
    for (const item of page.items) byId.set(item.id, item);
    path = page.pageDetails.nextPageUrl;
  }
  return [...byId.values()];
}

import { PsaError } from "../../errors";
import type { EmployeeRecord } from "../tenant";
import { Employees, type Employee } from "./codecs";
import type { Session } from "./session";

/** Rows of a page: the largest that clients on record use. */
export const PAGE_SIZE = 100;
/** Pages that are read at most: 100,000 people. A tenant that never ends would otherwise hold the run for ever. */
const MOST_PAGES = 1_000;

export interface Filter {
  active?: boolean;
  text?: string;
}

export interface Listing {
  employees: EmployeeRecord[];
  /** Every row that the tenant says it has was seen. */
  complete: boolean;
}

/**
 * All employees that fit, page after page. Whether the first page has number 0 or 1 is on no record: pages are read from 1,
 * and page 0 as well where rows are missing at the end. An error on any page is an error of the whole: a list cut short
 * would look like people that are gone.
 */
export async function listEmployees(session: Session, filter: Filter = {}): Promise<Listing> {
  const byId = new Map<string, Employee>();
  let total: number | undefined;
  for (let number = 1; ; number += 1) {
    if (number > MOST_PAGES)
      throw new PsaError(
        "unavailable",
        `${session.tenantName}: the pages of employees do not end.`,
        "Run again later.",
      );
    const fresh = await add(number);
    if (fresh === 0 || (total !== undefined && byId.size >= total)) break;
  }
  if (total === undefined || byId.size < total) await add(0);
  return { employees: [...byId.values()].map(recordOf), complete: total === undefined || byId.size >= total };

  /** Adds one page; answers how many of its rows were new. */
  async function add(number: number): Promise<number> {
    const page = await session.page(pathOf(number, filter), Employees);
    if (page.total !== undefined) total = page.total;
    const before = byId.size;
    for (const row of page.rows) byId.set(row.id, row);
    return byId.size - before;
  }
}

function pathOf(number: number, { active, text }: Filter): string {
  const query = new URLSearchParams({ PageSize: String(PAGE_SIZE), PageNumber: String(number) });
  if (active !== undefined) query.set("Filter.IsActive", String(active));
  if (text !== undefined) query.set("Filter.Filter_Text", text);
  return `hr/employees/searchselect?${query}`;
}

const recordOf = (row: Employee): EmployeeRecord => ({
  id: row.id,
  firstName: row.firstName.trim(),
  lastName: row.lastName.trim(),
  email: row.emailAddress.trim(),
  userName: row.username.trim(),
  jobTitle: row.jobTitle.trim(),
  // A tenant that does not say lists the active ones only.
  active: row.isActive ?? true,
});

import { HourlyBudget, Slots } from "../../http/limits";

/** Calls that the vendor accepts per hour and endpoint (help "V2 BMS Rest APIs"). */
export const CALLS_PER_HOUR = 1_500;
/** What this process may use of them: other integrations of the tenant must not feel us. */
export const OWN_SHARE = 0.5;
/** Calls under way at once; the vendor states no limit. */
const AT_ONCE = 3;

const budgets = new Map<string, HourlyBudget>();
const slots = new Map<string, Slots>();

function of<T>(known: Map<string, T>, key: string, make: () => T): T {
  const there = known.get(key) ?? make();
  known.set(key, there);
  return there;
}

/** The budget of one endpoint of a tenant; at module level, so that all clients of the process share it. */
export function budgetOf(url: URL, company: string): HourlyBudget {
  const where = `${url.host}${url.pathname}`;
  return of(budgets, `${company} ${where}`, () => new HourlyBudget(Math.floor(CALLS_PER_HOUR * OWN_SHARE), where));
}

export const slotsOf = (url: URL, company: string): Slots =>
  of(slots, `${company} ${url.host}`, () => new Slots(AT_ONCE));

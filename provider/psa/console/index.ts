import { openSession, type ConsoleAccess, type Vendor } from "../../browser/session";
import type { AdminConsole } from "../tenant";
import { EmployeePages } from "./employees";
import { RolePages } from "./roles";
import { asksForSignIn } from "./session";
import { inside, signIn } from "./signIn";

export interface ConsoleOptions extends ConsoleAccess {
  /** The tenant, exactly as it is spelt. `url` may be its gateway link. */
  company: string;
}

interface Pages {
  employees: EmployeePages;
  roles: RolePages;
}

/** How Kaseya's and Pulseway's console is entered. */
export const psaVendor = ({ url, company }: Pick<ConsoleOptions, "url" | "company">): Vendor<Pages> => ({
  namespace: "psa",
  tenant: company,
  width: 1600,
  // A page of the console for whoever is signed in as an administrator.
  entries: ["Administration/Dashboard.aspx"],
  signIn: (screen, traffic, account) => signIn(screen, traffic, { ...account, url, company }),
  isInside: inside,
  asksForSignIn,
  pages: (desk) => ({ employees: new EmployeePages(desk), roles: new RolePages(desk) }),
});

/** The console of one tenant, driven in a real browser. */
export function openConsole(options: ConsoleOptions): AdminConsole {
  const { task, close } = openSession(psaVendor(options), options);
  return {
    createEmployee: (form) =>
      task(
        ({ employees }) => employees.create(form),
        async ({ employees }) => {
          const page = await employees.read(form.userName);
          // The counters of before are gone with the session.
          const unknown = { total: undefined, used: undefined };
          return page && { page, before: unknown, after: unknown };
        },
      ),
    readEmployee: (userName) => task(({ employees }) => employees.read(userName)),
    // Only what differs is set, so that doing it again is safe.
    changeEmployee: (userName, change) =>
      task(
        ({ employees }) => employees.change(userName, change),
        async ({ employees }) =>
          change.userName === undefined || change.userName === userName ? undefined : employees.read(change.userName),
      ),
    // Nothing shows whether a mail went out: never repeated.
    sendInstructions: (userName) => task(({ employees }) => employees.sendInstructions(userName)),
    readRole: (name) => task(({ roles }) => roles.read(name)),
    apiEmployees: () => task(({ employees }) => employees.ofApiType()),
    close,
  };
}

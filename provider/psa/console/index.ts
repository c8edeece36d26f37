import { openSession, type ConsoleAccess, type Vendor } from "../../browser/session";
import type { SurveyedPage } from "../../browser/walk";
import type { Secret } from "../../errors";
import type { AdminConsole } from "../tenant";
import { EmployeePages } from "./employees";
import { RolePages } from "./roles";
import { asksForSignIn } from "./session";
import { inside, signIn } from "./signIn";
import { survey } from "./survey";

export interface ConsoleOptions extends ConsoleAccess {
  /** The tenant, exactly as it is spelt. `url` may be its gateway link. */
  company: string;
  /** More texts that must be seen in no picture. */
  hide?: readonly Secret[];
}

/** The console, and a walk through its pages for whoever wants to know whether they are as known. */
export interface SurveyedConsole extends AdminConsole {
  /** @param role the security role whose page is opened */
  survey(role: string): Promise<SurveyedPage[]>;
}

interface Pages {
  employees: EmployeePages;
  roles: RolePages;
}

/** How Kaseya's and Pulseway's console is entered. */
export const psaVendor = ({
  url,
  company,
  hide = [],
}: Pick<ConsoleOptions, "url" | "company" | "hide">): Vendor<Pages> => ({
  namespace: "psa",
  tenant: company,
  width: 1600,
  // A page of the console for whoever is signed in as an administrator.
  entries: ["Administration/Dashboard.aspx"],
  hidden: () => hide.map((secret) => secret.reveal()),
  signIn: (screen, traffic, account) => signIn(screen, traffic, { ...account, url, company }),
  isInside: inside,
  asksForSignIn,
  pages: (desk) => ({ employees: new EmployeePages(desk), roles: new RolePages(desk) }),
});

/** The console of one tenant, driven in a real browser. */
export function openConsole(options: ConsoleOptions): SurveyedConsole {
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
    survey: (role) => task(({ roles }, desk) => survey(desk, roles, role)),
    close,
  };
}

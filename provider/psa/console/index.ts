import type { Secret } from "../../errors";
import { openSession } from "../../browser/session";
import type { AdminConsole } from "../tenant";
import { EmployeePages } from "./employees";
import { RolePages } from "./roles";
import { isSignIn } from "./session";
import { signIn } from "./signIn";

export interface ConsoleOptions {
  /** Root of the console, or the tenant's gateway link. */
  url: string;
  company: string;
  userName: string;
  password: Secret;
  /** Base32 secret of the account's authenticator app. */
  totpSecret?: Secret;
  browserPath?: string;
  /** Where pictures go when a page does not look as expected. No folder, no pictures. */
  evidenceFolder?: string;
  log: (text: string) => void;
}

/** The console of one tenant, driven in a real browser. */
export function openConsole(options: ConsoleOptions): AdminConsole {
  const usedCodes: string[] = [];
  const { task, close } = openSession({
    ...options,
    namespace: "psa",
    width: 1600,
    secrets: () => [options.password.reveal(), ...(options.totpSecret ? [options.totpSecret.reveal()] : [])],
    signIn: (screen, traffic) => signIn(screen, traffic, { ...options, usedCodes }),
    asksForSignIn: (views) => views.some(isSignIn),
    pages: (desk) => ({ employees: new EmployeePages(desk), roles: new RolePages(desk) }),
  });
  return {
    createEmployee: (form) => task((pages) => pages.employees.create(form)),
    readEmployee: (userName) => task((pages) => pages.employees.read(userName)),
    changeEmployee: (userName, change) => task((pages) => pages.employees.change(userName, change)),
    sendInstructions: (userName) => task((pages) => pages.employees.sendInstructions(userName)),
    readRole: (name) => task((pages) => pages.roles.read(name)),
    close,
  };
}

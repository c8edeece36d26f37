import type { AdminConsole, Directory, PasswordPage } from "../psa/tenant";
import { done, write } from "./guard";
import { learnSecret } from "./redaction";

/** A directory whose answers count as progress. It has no writes. */
export function guardDirectory(directory: Directory): Directory {
  return {
    get tenantName() {
      return directory.tenantName;
    },
    get ownUserName() {
      return directory.ownUserName;
    },
    roster: () => done(directory.roster()),
    find: (userName) => done(directory.find(userName)),
    securityRoles: () => done(directory.securityRoles()),
    names: (kind) => done(directory.names(kind)),
    probe: (credentials) => done(directory.probe(credentials)),
    own: () => done(directory.own()),
    invalidate: () => directory.invalidate(),
  };
}

/** A console that writes only for an engine that is still there and for a call that has not been given up. */
export function guardConsole(console: AdminConsole): AdminConsole {
  return {
    createEmployee: (form) => write(() => console.createEmployee(form)),
    readEmployee: (userName) => done(console.readEmployee(userName)),
    changeEmployee: (userName, change) => write(() => console.changeEmployee(userName, change)),
    sendInstructions: (userName) => write(() => console.sendInstructions(userName)),
    readRole: (name) => done(console.readRole(name)),
    apiEmployees: () => done(console.apiEmployees()),
    close: () => console.close(),
  };
}

/** Passwords and links are known to redaction before they are used, long before they stand in a state. */
export function guardPasswordPage(page: PasswordPage): PasswordPage {
  return {
    setPassword: (link, userName, password) => {
      learnSecret(link);
      learnSecret(password);
      return write(() => page.setPassword(link, userName, password));
    },
  };
}

import { PsaError, type Secret } from "../../errors";
import { openSession, type ConsoleAccess, type Vendor } from "../../browser/session";
import { sameLevelName } from "../../browser/words";
import type { AdminConsole, ApiUserHandle, Credentials, LevelChange, LevelPage, WantedCell } from "../tenant";
import { sameCell } from "./cells";
import { LevelPages } from "./levels";
import { asksForSignIn, inside, signIn, ZONES } from "./signIn";
import { survey, type SurveyedPage } from "./survey";
import { UserPages } from "./users";

export interface ConsoleOptions extends ConsoleAccess {
  /** More texts that must be seen in no picture. */
  hide?: readonly Secret[];
}

/** The console, and a walk through its pages for whoever wants to know whether they are as the page map says. */
export interface SurveyedConsole extends AdminConsole {
  survey(user: ApiUserHandle | undefined): Promise<SurveyedPage[]>;
}

interface Pages {
  levels: LevelPages;
  users: UserPages;
}

/**
 * How Autotask's console is entered.
 *
 * @param hidden texts that must be seen nowhere; what pages show once is added to it
 */
export const autotaskVendor = (url: string, hidden = new Set<string>()): Vendor<Pages> => ({
  namespace: "autotask",
  // A tenant may be sent to another zone.
  family: ZONES,
  width: 1440,
  entries: ["/Mvc/Framework/Navigation.mvc/Landing"],
  hidden: () => [...hidden],
  signIn: (screen, _traffic, account) => signIn(screen, { ...account, url }),
  isInside: inside,
  asksForSignIn,
  pages: ({ screen, home, secrets, log }) => ({
    levels: new LevelPages(screen, home, secrets, log),
    users: new UserPages(screen, home, secrets, (secret) => hidden.add(secret), log),
  }),
});

/** The admin console of one tenant, driven in a real browser. */
export function openConsole(options: ConsoleOptions): SurveyedConsole {
  const hidden = new Set((options.hide ?? []).map((secret) => secret.reveal()));
  const { task, close } = openSession(autotaskVendor(options.url, hidden), options);
  return {
    levels: () => task(({ levels }) => levels.list()),
    readLevel: (name) => task(({ levels }) => levels.read(name)),
    copyLevel: (from, name, change) =>
      task(
        ({ levels }) => levels.copy(from, name, change),
        async ({ levels }) =>
          (await levels.list()).some((row) => sameLevelName(row.name, name)) ? levels.read(name) : undefined,
      ),
    changeLevel: (name, change, expect) =>
      task(
        ({ levels }) => levels.change(name, change, expect),
        ({ levels }) => changedAlready(levels, name, change, expect),
      ),
    createApiUser: (form, onCredentials) => {
      if (form.secret !== undefined) hidden.add(form.secret);
      const { firstName, lastName, username, active } = form;
      const seen = remembering(onCredentials);
      return task(
        ({ users }) => users.create(form, seen.note),
        async ({ users }) =>
          (await there(users.read({ id: "", firstName, lastName, username, active }))) && seen.last(),
      );
    },
    readApiUser: (user) => task(({ users }) => users.read(user)),
    changeApiUser: (user, change, onCredentials) => {
      if (typeof change.secret === "string") hidden.add(change.secret);
      const seen = remembering(onCredentials);
      return task(
        ({ users }) => users.change(user, change, seen.note),
        // Fields that are as wanted are left alone, and a secret that nobody uses yet may be made anew. Only a tracking
        // identifier cannot be set twice.
        async ({ users }) => (change.tracking && (await users.read(user)).tracking ? seen.last() : undefined),
      );
    },
    survey: (user) => task((pages, desk) => survey({ ...desk, ...pages }, user)),
    close,
  };
}

/** The page of a level that was saved just before the session ended; `undefined`: it was not. */
async function changedAlready(
  levels: LevelPages,
  name: string,
  change: LevelChange,
  expect: readonly WantedCell[] | undefined,
): Promise<LevelPage | undefined> {
  const page = await there(levels.read(name));
  if (!page) {
    if (change.rename !== undefined) return levels.read(change.rename);
    // An inactive level may have left the list; then nothing is to be done again.
    throw new PsaError(
      "unavailable",
      `The console's session ended right after Save of the security level "${name}", which its list does not show now.`,
      "Run again, which looks first.",
    );
  }
  const asBefore = (expect ?? []).every((cell) =>
    page.cells.every((live) => !sameCell(live, cell) || live.value === cell.value),
  );
  return asBefore ? undefined : page;
}

/** `undefined` for what is not there. */
const there = <T>(looking: Promise<T>): Promise<T | undefined> =>
  looking.catch((error: unknown) => {
    if (error instanceof PsaError && error.code === "not-found") return undefined;
    throw error;
  });

/** Passes credentials on, and keeps the last ones for the case that the session ends right after Save. */
function remembering(onCredentials?: (seen: Credentials) => void) {
  let last: Credentials | undefined;
  return {
    note: (seen: Credentials): void => {
      last = seen;
      onCredentials?.(seen);
    },
    last: (): Credentials => {
      if (last) return last;
      throw new PsaError("unverified", "An API user was saved and its key was not seen.", "Run again.");
    },
  };
}

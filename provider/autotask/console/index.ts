import type { Secret } from "../../errors";
import type { View } from "../../browser/screen";
import { openSession } from "../../browser/session";
import type { AdminConsole, ApiUserHandle } from "../tenant";
import { LevelPages } from "./levels";
import { signIn } from "./signIn";
import { survey, type SurveyedPage } from "./survey";
import { UserPages } from "./users";

export interface ConsoleOptions {
  /** Where the admin console is, e.g. `https://ww3.autotask.net/`. */
  url: string;
  userName: string;
  password: Secret;
  /** Base32 secret of the account's authenticator app; absent when two-factor sign-in is paused for it. */
  totpSecret?: Secret;
  browserPath?: string;
  /** Where pictures go when a page does not look as expected. No folder, no pictures. */
  evidenceFolder?: string;
  log: (text: string) => void;
  /** More texts that must be seen in no picture. */
  hide?: readonly Secret[];
}

/** The console, and a walk through its pages for whoever wants to know whether they are as the page map says. */
export interface SurveyedConsole extends AdminConsole {
  survey(user: ApiUserHandle | undefined): Promise<SurveyedPage[]>;
}

/** The page of signing in, by its address: nothing else of the console lies there. */
const isSignIn = (view: View): boolean =>
  view.depth === 0 && /authenticat|login/i.test(new URL(view.page.url()).pathname);

/** The admin console of one tenant, driven in a real browser. */
export function openConsole(options: ConsoleOptions): SurveyedConsole {
  const hidden = new Set<string>([options.password.reveal()]);
  if (options.totpSecret) hidden.add(options.totpSecret.reveal());
  for (const secret of options.hide ?? []) hidden.add(secret.reveal());
  const usedCodes: string[] = [];
  const { task, close } = openSession({
    ...options,
    namespace: "autotask",
    width: 1440,
    secrets: () => [...hidden],
    signIn: (screen) => signIn(screen, { ...options, usedCodes }),
    asksForSignIn: (views) => views.some(isSignIn),
    pages: ({ screen, home, secrets, log }) => ({
      levels: new LevelPages(screen, home, secrets, log),
      users: new UserPages(screen, home, secrets, (secret) => hidden.add(secret), log),
    }),
  });
  return {
    levels: () => task((pages) => pages.levels.list()),
    readLevel: (name) => task((pages) => pages.levels.read(name)),
    copyLevel: (from, name, change) => task((pages) => pages.levels.copy(from, name, change)),
    changeLevel: (name, change, expect) => task((pages) => pages.levels.change(name, change, expect)),
    createApiUser: (form, onCredentials) => {
      if (form.secret !== undefined) hidden.add(form.secret);
      return task((pages) => pages.users.create(form, onCredentials));
    },
    readApiUser: (user) => task((pages) => pages.users.read(user)),
    changeApiUser: (user, change, onCredentials) => {
      if (typeof change.secret === "string") hidden.add(change.secret);
      return task((pages) => pages.users.change(user, change, onCredentials));
    },
    survey: (user) => task((pages, desk) => survey({ ...desk, ...pages }, user)),
    close,
  };
}

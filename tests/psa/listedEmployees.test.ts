import { Secret } from "../../provider/errors";
import { openConsole } from "../../provider/psa/console";
import { readSetup } from "../../tools/env.mjs";
import { startStandIn } from "../../tools/trial.mjs";
import { build } from "../support/build";

/** The console's list of API employees, by its own filter, over several pages, active and inactive, in several skins. */

const MINUTES = 60_000;

beforeAll(() => build(), MINUTES);

test.each<Record<string, string>>([
  { psaSkin: "plain", psaActiveFilter: "all" },
  { psaSkin: "current", psaEngine: "react", psaAutoRefresh: "on" },
])(
  "%j",
  async (set) => {
    const standIn = await startStandIn({ set: { psaMfa: "off", psaGridPage: "5", ...set } });
    try {
      const made = [1003, 1004, 1005, 1006, 1007, 1008];
      await standIn.edit({ psa: { employees: made.map((id) => ({ id, userType: "Api Employee" })) } });
      const { consoleUrl, company, administrator } = standIn.ready.psa;
      const console = openConsole({
        url: consoleUrl,
        company,
        userName: administrator.userName,
        password: new Secret(administrator.password),
        browserPath: readSetup().browser.path,
        log: () => undefined,
      });
      const listed = await console.apiEmployees().finally(() => console.close());
      const { employees } = (await standIn.tenant()).psa;
      const wanted = employees
        .filter(({ userType }) => userType === "Api Employee")
        .map(({ userName, firstName, lastName, active }) => ({ userName, name: `${firstName} ${lastName}`, active }));
      const byName = (a: { userName: string }, b: { userName: string }) => (a.userName < b.userName ? -1 : 1);
      expect(wanted).toHaveLength(9);
      expect([...listed].sort(byName)).toEqual([...wanted].sort(byName));
    } finally {
      await standIn.stop();
    }
  },
  3 * MINUTES,
);

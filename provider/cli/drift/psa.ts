import { PsaError } from "../../errors";
import type { AdminConsole, EmployeeRecord, ListedEmployee, ProbeResult } from "../../psa/tenant";
import { fold, sameName } from "../../psa/wording";
import type { PsaSettings } from "../../pulumi/psaConfig";
import { psaHandoverOf } from "../../pulumi/psaHandover";
import { comparePsa, liveEmployee } from "../../report/livePsa";
import { bare, type Recorded } from "../../report/stackState";
import { accountOf, accountTitle, inputsOf } from "../../report/subjects";
import type { Io } from "../io";
import { psaConsoleOf, psaDirectoryOf } from "../tenant";
import type { Errand, Part, SignIn, Untried } from "./part";
import { wantedOf } from "./signIns";

/** Kaseya and Pulseway: one list of employees by REST, user types by the console, and sign-ins with known passwords. */
export async function psaPart({ io, flags, recorded, elsewhere }: Errand, settings: PsaSettings): Promise<Part> {
  const directory = psaDirectoryOf(settings);
  io.progress.step("employees of the tenant");
  const names = recorded.map(({ state }) => accountOf(state, "").userName).filter((name) => name !== "");
  const lists = await psaHandoverOf(directory, settings, names, io.now());
  const { roster } = lists;
  const asked = new Map(
    lists.asked.flatMap(([name, found]): [string, EmployeeRecord][] => (found ? [[name, found]] : [])),
  );
  io.progress.note(`${roster.employees.length} employees on ${directory.tenantName}`);

  const console = flags.console ? psaConsoleOf(io, settings) : undefined;
  const seen = await seenInConsole(io, console);

  const probes = new Map<string, ProbeResult>();
  const { signIns, untried } = signInsOf(flags.probe === false ? [] : wantedOf(flags, recorded), (one) => {
    const live = liveEmployee({ roster, asked }, one);
    return {
      live,
      gone: live ? !live.active : roster.whole,
      isOwn: (userName) => sameName(userName, directory.ownUserName),
      run: async (credentials) => void probes.set(one.id, await directory.probe(credentials)),
    };
  });
  return {
    vendor: "psa",
    tenant: directory.tenantName,
    ownUserName: settings.userName,
    handover: { psa: lists },
    // Its failure has been told, and would be an error of each employee there.
    consoleOff: !console || seen.unlisted !== undefined,
    withoutConsole: "User types, security roles, departments, managers and locations of the stack's employees.",
    signIns,
    untried,
    unseen: [],
    compare: () =>
      comparePsa(
        {
          tenant: directory.tenantName,
          roster,
          asked,
          ...seen,
          probes,
          ownUserName: settings.userName,
          now: io.now(),
        },
        recorded,
        elsewhere,
      ),
  };
}

interface Facts {
  live: EmployeeRecord | undefined;
  /** Inactive or absent: its sign-in would be refused, and count. */
  gone: boolean;
  isOwn: (userName: string) => boolean;
  run: (credentials: { userName: string; password: string }) => Promise<void>;
}

/** Sign-ins with the passwords that the stack holds, one for each user name; and as whom none is possible. */
function signInsOf(
  recorded: readonly Recorded[],
  factsOf: (one: Recorded) => Facts,
): { signIns: SignIn[]; untried: Untried[] } {
  const signIns = new Map<string, SignIn>();
  const awaiting: string[] = [];
  const unwanted: string[] = [];
  for (const one of recorded) {
    const account = accountOf(one.state, one.resource);
    const { live, gone, isOwn, run } = factsOf(one);
    // Who was renamed signs in by the new name: that the old one is refused is told as the new name.
    const userName = live?.userName ?? account.userName;
    if (gone || !account.active || isOwn(userName) || signIns.has(fold(userName))) continue;
    const title = accountTitle(account);
    if (inputsOf(one.state)["verify"] === "off") {
      unwanted.push(title);
      continue;
    }
    const password = bare(one.state.outputs?.["password"]) ?? bare(inputsOf(one.state)["password"]);
    if (!password || one.state.outputs?.["passwordStatus"] === "awaiting") awaiting.push(title);
    else signIns.set(fold(userName), { account: title, run: () => run({ userName, password }) });
  }
  return {
    signIns: [...signIns.values()],
    untried: [
      {
        accounts: awaiting,
        why: "The stack does not hold a password for it.",
        remedy: "Declare password, or passwordLink with the link from the mail.",
      },
      {
        accounts: unwanted,
        why: 'verify: "off" says not to try it.',
        remedy: 'Declare verify: "strict" or "warn" to have it tried.',
      },
    ],
  };
}

interface ConsoleView {
  listed?: ListedEmployee[];
  unlisted?: { why: string; remedy: string };
}

/** The console's list of API employees. A console that fails is told as what could not be seen. */
async function seenInConsole(io: Io, console: AdminConsole | undefined): Promise<ConsoleView> {
  if (!console) return {};
  try {
    io.progress.step("the console's list of API employees");
    const listed = await console.apiEmployees();
    io.progress.note(`${listed.length} API employees`);
    return { listed };
  } catch (error) {
    if (!(error instanceof PsaError)) throw error;
    return { unlisted: { why: error.message, remedy: "psa doctor --console shows which of its pages can be read." } };
  } finally {
    await console.close();
  }
}

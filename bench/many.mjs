// Times and counts what many accounts cost: drift runs over all that a large tenant has, by REST alone, and fifty API users
// made in one `pulumi up`. Calls and sign-ins are those of the stand-in's journal.
import { join } from "node:path";
import { knowAllEmployees, knowAllUsers } from "../tools/manyUsers.mjs";
import { root } from "../tools/setup/base.mjs";
import { makeStack, psaRestVariables, startStandIn, variables } from "../tools/trial.mjs";
import { seconds } from "./seconds.mjs";

/** Users that one run makes in the console; fewer for a quick look. */
const MANY = Number(process.env.PSA_BENCH_USERS ?? "50");
const PROJECT = "declared";
const SOURCE = join(root, "tests", "engine", "programs", PROJECT);
const DRIFT = ["refresh", "--preview-only", "--expect-no-changes", "--suppress-progress"];

const must = (run) => {
  if (run.code !== 0) throw new Error(`exit code ${run.code}: ${run.stdout}${run.stderr}`);
};
const promised = (holds, what) => {
  if (!holds) throw new Error(`a promise is broken: ${what}`);
};

const standIn = await startStandIn({ tenant: "large" });
const stacks = [];
const stackOf = async (env) => {
  const stack = await makeStack({ source: SOURCE, env });
  stacks.push(stack);
  return stack;
};
/** Runs something, and answers the lines that it has added to the journal. */
const journalled = async (work) => {
  const before = (await standIn.journal()).length;
  const { took } = await seconds(work);
  return { took, lines: (await standIn.journal()).slice(before) };
};
const ending = (lines, text) => lines.filter(({ path }) => path.endsWith(text)).length;

try {
  {
    const stack = await stackOf(variables(standIn.ready));
    const users = await knowAllUsers(stack, PROJECT, await standIn.tenant());
    const { took, lines } = await journalled(async () => must(await stack.run(DRIFT)));
    const rest = lines.filter(({ channel }) => channel === "rest").length;
    console.log(`refresh ${users} API users: ${took} s, ${rest} REST calls`);
    promised(rest <= 3 && rest === lines.length, "a refresh of 500 API users is at most 3 REST calls and nothing else");
  }
  {
    const stack = await stackOf(psaRestVariables(standIn.ready));
    const employees = await knowAllEmployees(stack, PROJECT, await standIn.tenant());
    const { took, lines } = await journalled(async () => must(await stack.run(DRIFT)));
    const [tokens, pages] = [ending(lines, "/security/authenticate"), ending(lines, "/hr/employees/searchselect")];
    console.log(`refresh ${employees} API employees: ${took} s, ${pages} calls for the pages, ${tokens} token call`);
    promised(
      tokens === 1 && pages === 3 && lines.length === 4,
      "one call per page of 100 employees and one token call",
    );
  }
  {
    const declared = Array.from({ length: MANY }, (_, n) => ({
      kind: "AutotaskApiUser",
      args: {
        firstName: "Bench",
        lastName: `API ${n}`,
        email: "bench@example.com",
        securityLevel: "API User (system)",
        internalIntegrationName: `Bench ${n}`,
      },
    }));
    const stack = await stackOf({ ...variables(standIn.ready), DECLARED: JSON.stringify(declared) });
    const up = ["up", "--yes", "--skip-preview", "--suppress-progress"];
    const { took, lines } = await journalled(async () => must(await stack.run(up, { limit: 3_600_000 })));
    const signIns = lines.filter(({ action }) => action === "Sign-in: password").length;
    const saves = lines.filter(({ action, status }) => action === "Save API user" && status === 200).length;
    const made = (await standIn.tenant()).users.filter(
      ({ firstName, active }) => firstName === "Bench" && active,
    ).length;
    console.log(
      `create ${MANY} API users: ${took} s (${(took / MANY).toFixed(1)} s each), ${signIns} console sign-in, ${saves} saves, all proven by REST`,
    );
    promised(signIns === 1, "one console sign-in for all users of a run");
    promised(made === MANY && saves === MANY, `${MANY} users by one save each (${made} made, ${saves} saves)`);
  }
} finally {
  for (const stack of stacks) stack.remove();
  await standIn.stop();
}

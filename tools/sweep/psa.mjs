// What the sweep runs for Kaseya PSA and Pulseway PSA: one API employee.
import { join } from "node:path";
import { root } from "../setup/base.mjs";
import { psaVariables } from "../trial.mjs";
import { check, expectRun, UP } from "./life.mjs";

const example = (name, userName, mailed) => ({ name, userName, mailed, folder: join(root, "examples", name) });

const CLOSED = /\[(unavailable|unverified|authentication|permission|throttled)\]/;
const faults = ["html", "empty", "truncated", "failure", "unauthorized", "500"];

/** Everybody but the example's employee, but for when they signed in last: the provider's own accounts do. */
const others = ({ psa }, userName) =>
  JSON.stringify(
    psa.employees
      .filter((one) => one.userName !== userName)
      .map((one) => ({ ...one, lastSignInAt: undefined, failures: undefined })),
  );

function checkOthers({ before, example }, tenant) {
  check(
    JSON.stringify(tenant.psa.licenses) === JSON.stringify(before.psa.licenses),
    `the license counter went from ${before.psa.licenses.used} to ${tenant.psa.licenses.used}`,
  );
  check(others(tenant, example.userName) === others(before, example.userName), "somebody else was changed");
}

const ours = ({ example }, tenant) => tenant.psa.employees.filter(({ userName }) => userName === example.userName);

/** The link of the mail that was sent last; none where mails hold a password instead. */
const lastLink = ({ psa }) =>
  /https?:\/\/[^\s"'<>\\]+token=[^\s"'<>\\]+/.exec(JSON.stringify(psa.outbox.at(-1) ?? ""))?.[0];

export const psa = {
  examples: [example("kaseya-psa", "acme-integration", false), example("pulseway-psa", "acme-api", true)],
  variables: psaVariables,

  firstSwitch: "psaSkin",
  owns: (name) => name.startsWith("psa"),

  /** The tenant is closed to us: it has to stop with this, before anything is written. */
  refusals: {
    "psaSignIn=kaseyaOneRequired": /\[(authentication|unsupported)\]/,
    // Without psaFaultOn, every call of the REST API is answered with it.
    ...Object.fromEntries(faults.map((fault) => [`psaFault=${fault}`, CLOSED])),
  },
  /**
   * Drawn at random, a budget of ten calls is used up by refusals and lists of active ones before a life is over, and lists
   * that load anew every 3 seconds (a tenant's do so after minutes) are never filled in where each pick takes as long.
   */
  alone: ["psaHourlyLimit=10", "psaAutoRefresh=on"],
  /** Drawn at random, a fault hits all calls: what stops a run when it hits some of them depends on which. */
  closesWith: { psaFault: { psaFaultOn: "all" } },
  /** When somebody signed in last, and how often that failed, is nothing that is managed. */
  written: (tenant) => ({ ...tenant, psa: { ...tenant.psa, employees: others(tenant, "") } }),

  settings: () => [["manager", "Avery Stone"]],

  async applied(trial) {
    const { standIn, stack, example, before, outputs } = trial;
    const tenant = await standIn.tenant();
    const [made, ...more] = ours(trial, tenant);
    check(made?.active && more.length === 0, "there is not exactly one employee of the user name, active");
    check(made.userType === "Api Employee", `its user type is ${made.userType}`);
    check(made.securityRoles.join() === "Administrator", `its security roles are ${made.securityRoles.join(", ")}`);
    checkOthers(trial, tenant);
    const shown = await outputs();
    check(shown.userType === "Api Employee", `userType reads ${shown.userType}`);
    check(shown.consumesLicense === false && shown.uiLogin === false, "license and sign-in do not read false");
    check(shown.verified === false, "it counts as verified before it has a password");
    if (!example.mailed) return;

    check(tenant.psa.outbox.length > before.psa.outbox.length, "no mail was sent");
    const link = lastLink(tenant);
    // A mail with a password in it has nothing for this example to go on with.
    if (link === undefined) return;
    await expectRun(stack, ["config", "set", "--secret", "passwordLink", link]);
    await expectRun(stack, UP);
    check((await outputs()).verified === true, "the password of its link is not verified");
  },

  async gone(trial) {
    const tenant = await trial.standIn.tenant();
    const [made, ...more] = ours(trial, tenant);
    check(made && !made.active && more.length === 0, "there is not exactly one employee of the user name, inactive");
    checkOthers(trial, tenant);
    const writes = ({ channel, method, path }) =>
      channel === "rest" && method !== "GET" && !/\/security\/(authenticate|refreshtoken)$/i.test(path);
    check(!(await trial.standIn.journal()).some(writes), "something was sent to the REST API that may write");
  },
};

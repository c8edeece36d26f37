// What the sweep runs for Autotask: one level and one API user on it.
import { join } from "node:path";
import { root } from "../setup/base.mjs";
import { variables } from "../trial.mjs";
import { check } from "./life.mjs";

const LEVEL = "API User (Propel Your MSP)";
const VENDOR = "Propel Your MSP";

const levelOf = (tenant) => tenant.levels.filter(({ name }) => name === LEVEL);
const userOf = (tenant) => tenant.users.filter(({ firstName }) => firstName === VENDOR);

export const autotask = {
  examples: [{ name: "propel-your-msp", folder: join(root, "examples", "propel-your-msp") }],
  variables,

  /** The default of all switches once, then every other position. Those of the PSA do not touch this example. */
  firstSwitch: "skin",
  owns: (name) => !name.startsWith("psa"),

  /** Where a tenant is closed to us, the job cannot be done: then it has to stop with this, before it has written anything. */
  refusals: {
    "accessDenied=redirect": /Access Denied/,
    "accessDenied=title": /Access Denied/,
    "signIn=sso": /\[unsupported\].*single sign-on/,
    "signIn=unknownPanel": /\[console-changed\]/,
    "signIn=kaseyaOne": /\[(authentication|unsupported)\]/,
    // Panels that nobody has on record, and words in another language: it stops at what it cannot read.
    "remember=panel": /\[console-changed\]/,
    "announcement=panel": /\[console-changed\]/,
    "language=german": /\[console-changed\]/,
    // A question after Save that nobody has on record is not answered.
    "saveQuestion=confirm": /\[console-changed\].*Apply these changes now/,
    "saveQuestion=dialog": /\[console-changed\].*Apply these changes now/,
  },

  /** A budget that is used up half-way: it has to stop with this, and to go on to a good end once there is a new budget. */
  interruptions: { "hourlyLimit=10": { says: /\[throttled\]/, renewed: { hourlyLimit: "10000" } } },

  settings(tenant) {
    const { identifier } = tenant.vendors.find(({ name }) => name === VENDOR);
    return [["trackingIdentifier", identifier, "--secret"]];
  },

  async applied({ standIn, outputs }) {
    const tenant = await standIn.tenant();
    const [level, ...moreLevels] = levelOf(tenant);
    const [user, ...moreUsers] = userOf(tenant);
    check(level?.active && moreLevels.length === 0, "there is not exactly one level, active");
    check(user?.active && moreUsers.length === 0, "there is not exactly one user, active");
    check(user.levelId === level.id, "the user is on another level");
    check(level.cells["Service Desk > Object Permissions > Tickets > Add"] === "Yes", "a declared cell is not set");
    const rest = level.cells["Service Desk > Object Permissions > Tickets > Delete"];
    check(rest === "None" || rest === "No", `a cell that is not declared reads ${rest}`);
    check((await outputs()).verified === true, "its credentials are not verified");
  },

  async gone({ standIn }) {
    const tenant = await standIn.tenant();
    const inactive = ({ active }) => !active;
    check(userOf(tenant).every(inactive), "the user is still active");
    check(levelOf(tenant).every(inactive), "the level is still active");
    const creates = ({ channel, method, path }) =>
      channel === "rest" && method === "POST" && /\/Resources\/?$/i.test(path);
    check(!(await standIn.journal()).some(creates), "POST /Resources was sent");
  },
};

// What the sweep runs for Autotask: one API user, and the level that it stands on where the vendor's document makes one.
import { join } from "node:path";
import { root } from "../setup/base.mjs";
import { variables } from "../trial.mjs";
import { check } from "./life.mjs";

/**
 * @param level the custom level that it makes, if any
 * @param user first name of the user
 * @param vendor whose tracking identifier the operator has been told; none for a custom one
 */
const example = (name, { level, user, vendor }) => ({
  name,
  level,
  user,
  vendor,
  folder: join(root, "examples", name),
});

const levelsOf = ({ level }, tenant) => tenant.levels.filter(({ name }) => name === level);
const usersOf = ({ user }, tenant) => tenant.users.filter(({ firstName }) => firstName === user);

export const autotask = {
  examples: [
    example("propel-your-msp", {
      level: "API User (Propel Your MSP)",
      user: "Propel Your MSP",
      vendor: "Propel Your MSP",
    }),
    example("guardz", { level: "API User (Guardz)", user: "Guardz" }),
    example("autoelevate", { user: "AE-Privilege", vendor: "AutoElevate - privilege management" }),
  ],
  variables,

  /** The default of all switches once, then every other position. Those of the PSA do not touch these examples. */
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

  /**
   * A budget that is used up half-way: it has to stop with this, and to go on to a good end once there is a new budget. A user
   * alone is made with fewer calls, so that an example without a level of its own is done before.
   */
  interruptions: {
    "hourlyLimit=10": {
      says: /\[throttled\]/,
      renewed: { hourlyLimit: "10000" },
      spares: ({ level }) => level === undefined,
    },
  },

  settings(tenant, { vendor }) {
    if (vendor === undefined) return [];
    const { identifier } = tenant.vendors.find(({ name }) => name === vendor);
    return [["trackingIdentifier", identifier, "--secret"]];
  },

  async applied({ standIn, example, before, outputs }) {
    const tenant = await standIn.tenant();
    const [user, ...moreUsers] = usersOf(example, tenant);
    check(user?.active && moreUsers.length === 0, "there is not exactly one user, active");
    check((await outputs()).verified === true, "its credentials are not verified");
    const on = tenant.levels.find(({ id }) => id === user.levelId);
    if (example.level === undefined) {
      check(on.system, `the user is on the level ${on.name}`);
      check(JSON.stringify(tenant.levels) === JSON.stringify(before.levels), "a level was touched");
      return;
    }
    const [level, ...moreLevels] = levelsOf(example, tenant);
    check(level?.active && moreLevels.length === 0, "there is not exactly one level, active");
    check(on === level, "the user is on another level");
    // Both documents let tickets be added, and none lets them be deleted.
    check(level.cells["Service Desk > Object Permissions > Tickets > Add"] === "Yes", "a declared cell is not set");
    const rest = level.cells["Service Desk > Object Permissions > Tickets > Delete"];
    check(rest === "None" || rest === "No", `a cell that is not declared reads ${rest}`);
  },

  async gone({ standIn, example, before }) {
    const tenant = await standIn.tenant();
    const inactive = ({ active }) => !active;
    check(usersOf(example, tenant).every(inactive), "the user is still active");
    if (example.level !== undefined) check(levelsOf(example, tenant).every(inactive), "the level is still active");
    else check(JSON.stringify(tenant.levels) === JSON.stringify(before.levels), "a level was touched");
    const creates = ({ channel, method, path }) =>
      channel === "rest" && method === "POST" && /\/Resources\/?$/i.test(path);
    check(!(await standIn.journal()).some(creates), "POST /Resources was sent");
  },
};

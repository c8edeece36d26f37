import type { CellValue, WantedCell } from "../tenant";

/** One thing that a person does in the admin console. */
export interface Step {
  /** Menu path or place on the page. */
  where: string;
  what: string;
}

const LEVELS = "Admin > Organization Settings & Users > Resources/Users (HR) > Security > Security Levels";
const RESOURCES = "Admin > Organization Settings & Users > Resources/Users (HR) > Resources/Users";
const SAVE: Step = { where: "top of the page", what: "Save & Close" };
const AGAIN = "Then run pulumi up again";

const text = (value: CellValue): string => (value === true ? "tick" : value === false ? "untick" : `choose "${value}"`);

/** One step per section, in the order of the cells given. */
function cellSteps(cells: readonly WantedCell[]): Step[] {
  const sections = new Map<string, string[]>();
  for (const cell of cells) {
    const [section = "", ...rest] = cell.key.split(" > ");
    const name = rest.join(" > ") + (cell.action === undefined ? "" : `, ${cell.action}`);
    sections.set(section, [...(sections.get(section) ?? []), `${name}: ${text(cell.value)}`]);
  }
  return [...sections].map(([section, lines]) => ({ where: `section ${section}`, what: lines.join("; ") }));
}

export interface LevelWish {
  name: string;
  copyFrom: string;
  active: boolean;
  unlisted: "none" | "inherit";
  cells: readonly WantedCell[];
}

function levelFields(level: LevelWish): Step[] {
  const clear: Step[] =
    level.unlisted === "none" ? [{ where: "every section", what: "No Permission, then only what follows" }] : [];
  return [
    { where: "General Information", what: `Name: ${level.name}; Active: ${text(level.active)}` },
    ...clear,
    ...cellSteps(level.cells),
    SAVE,
  ];
}

/** Makes a security level. */
export function createLevelSteps(level: LevelWish): Step[] {
  return [
    { where: LEVELS, what: `right-click "${level.copyFrom} (API-only)" and press Copy Security Level` },
    ...levelFields(level),
  ];
}

/** Makes an existing level what is wanted. */
export function changeLevelSteps(currentName: string, level: LevelWish): Step[] {
  return [{ where: LEVELS, what: `open "${currentName}"` }, ...levelFields(level)];
}

export function inactivateLevelSteps(name: string): Step[] {
  return [{ where: LEVELS, what: `open "${name}"` }, { where: "General Information", what: "untick Active" }, SAVE];
}

export interface UserWish {
  firstName: string;
  lastName: string;
  email: string;
  securityLevel: string;
  location?: string;
  username: string;
  integrationVendor?: string;
  internalIntegrationName?: string;
  dateFormat?: string;
  timeFormat?: string;
  numberFormat?: string;
}

/** Makes an API user. */
export function createUserSteps(user: UserWish): Step[] {
  const fields = [
    `First Name: ${user.firstName}`,
    `Last Name: ${user.lastName}`,
    `Email Address: ${user.email}`,
    `Security Level: ${user.securityLevel}`,
    ...(user.location === undefined ? [] : [`Primary Internal Location: ${user.location}`]),
    ...(user.dateFormat === undefined ? [] : [`Date Format: ${user.dateFormat}`]),
    ...(user.timeFormat === undefined ? [] : [`Time Format: ${user.timeFormat}`]),
    ...(user.numberFormat === undefined ? [] : [`Number Format: ${user.numberFormat}`]),
  ];
  return [
    { where: RESOURCES, what: "press the arrow beside New, then New API User" },
    { where: "General", what: fields.join("; ") },
    { where: "Credentials", what: `Generate Key, then replace the part before @ by ${user.username}; Generate Secret` },
    {
      where: "API Tracking Identifier",
      what:
        user.integrationVendor === undefined
          ? `Custom (Internal Integration), Internal Integration Name: ${user.internalIntegrationName}`
          : `Integration Vendor: ${user.integrationVendor}`,
    },
    { where: "the page", what: "copy key, secret and tracking identifier: the secret is shown this once" },
    SAVE,
  ];
}

/** Changes fields of an existing API user; `fields` are labels of the form with what to do. */
export function changeUserSteps(user: { firstName: string; lastName: string }, fields: readonly string[]): Step[] {
  return [
    { where: RESOURCES, what: `right-click "${user.lastName}, ${user.firstName}" and press Edit Resource` },
    { where: "Edit API User", what: fields.join("; ") },
    SAVE,
  ];
}

/** The steps as numbered lines. `adopt`: whether the next run has to be told to take over what the person made. */
export function renderSteps(steps: readonly Step[], adopt = false): string {
  const lines = steps.map((step, i) => `  ${i + 1}. ${step.where}: ${step.what}`);
  return [
    "Configure a console sign-in (autotask:consoleUrl, consoleUserName, consolePassword) to have it done, or do it by hand:",
    ...lines,
    `  ${lines.length + 1}. ${AGAIN}${adopt ? ", with adopt: true" : ""}.`,
  ].join("\n");
}

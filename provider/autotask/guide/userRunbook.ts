import { DETAILS, type ApiUserDetails } from "../apiUserDetails";
import type { Term } from "../permissions/wording";
import type { ApiUserFormChange } from "../tenant";
import { configCommand } from "./person";
import { codeOf, fileName, resourcesPath, SAVE, type Copied, type Runbook, type Step } from "./runbook";

export interface UserWish extends ApiUserDetails {
  firstName: string;
  lastName: string;
  email: string;
  securityLevel: string;
  location?: string;
  active: boolean;
  username: string;
  /** Present when the program declares one: it never stands in the runbook. */
  secret?: string;
  integrationVendor?: string;
  internalIntegrationName?: string;
  dateFormat?: string;
  timeFormat?: string;
  numberFormat?: string;
}

/** Labels of the form in its order. */
const LABELS = {
  firstName: "First Name",
  lastName: "Last Name",
  email: "Email Address",
  securityLevel: "Security Level",
  dateFormat: "Date Format",
  timeFormat: "Time Format",
  numberFormat: "Number Format",
  location: "Primary Internal Location",
} as const;

const CHOSEN = new Set(["securityLevel", "dateFormat", "timeFormat", "numberFormat", "location"]);

function fieldLines(fields: Record<string, unknown>): string[] {
  const lines: string[] = [];
  for (const [name, label] of Object.entries(LABELS)) {
    const value = fields[name];
    if (value !== undefined) lines.push(`\`${label}\`: ${CHOSEN.has(name) ? "choose" : "type"} **${String(value)}**`);
  }
  for (const [name, label] of [
    ["active", "Active"],
    ["locked", "Locked"],
  ] as const) {
    const value = fields[name];
    if (value !== undefined) lines.push(value === true ? `[x] tick \`${label}\`` : `[ ] untick \`${label}\``);
  }
  return lines;
}

/** Fields of the older resource form and of lines of business; each with the tab or section it is on. */
function detailLines(fields: Record<string, unknown>): string[] {
  return Object.entries(DETAILS).flatMap(([name, { label, place }]) => {
    const value = fields[name];
    if (value === undefined || name === "locked") return [];
    const at = `\`${label}\` (${place})`;
    if (typeof value === "boolean") return [value ? `[x] tick ${at}` : `[ ] untick ${at}`];
    return [`${at}: **${Array.isArray(value) ? value.map(inWords).join("; ") : inWords(value)}**`];
  });
}

/** An entry of a list: a name, or a department with its role. */
function inWords(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .filter(([, part]) => part !== undefined && part !== false)
    .map(([name, part]) => (part === true ? name : String(part)))
    .join(", ");
}

function copiedOf(user: Pick<UserWish, "username" | "secret" | "internalIntegrationName">): Copied[] {
  return [
    ...(user.secret === undefined
      ? [{ what: "Password (Secret)", command: configCommand("secret", user.username) }]
      : []),
    ...(user.internalIntegrationName === undefined
      ? []
      : [{ what: "Tracking Identifier", command: configCommand("trackingIdentifier", user.username) }]),
  ];
}

/** The secret that the program declares is set by hand too, but stands in no runbook. */
const DECLARED = "replace the generated text by the secret that the program declares";

/** Makes an API user. */
export function createUserRunbook(user: UserWish, term: Term): Runbook {
  const details = detailLines({ ...user });
  const steps: Step[] = [
    { where: resourcesPath(term), what: "press the arrow beside New, then New API User" },
    { where: "section General", what: "fill in", lines: fieldLines({ ...user }) },
    ...(details.length === 0
      ? []
      : [
          {
            where: "where the page has these fields",
            what: "fill in (the program sets by REST what it can)",
            lines: details,
          },
        ]),
    {
      where: "section Credentials",
      what: "make key and secret",
      lines: [
        `press Generate Key, then in \`Username (Key)\` replace the part before the @: type **${user.username}**`,
        `press Generate Secret${user.secret === undefined ? "" : `, then ${DECLARED}`}`,
      ],
    },
    {
      where: "section API Tracking Identifier",
      what: "choose once: it cannot be changed later",
      lines:
        user.integrationVendor === undefined
          ? [
              "choose **Custom (Internal Integration)**",
              `\`Internal Integration Name\`: type **${user.internalIntegrationName}**`,
            ]
          : ["choose **Integration Vendor**", `\`Integration Vendor\`: choose **${user.integrationVendor}**`],
    },
    {
      where: "the page, before you save",
      what: `copy ${["Username (Key)", ...copiedOf(user).map(({ what }) => what)].join(", ")}: the secret is shown this once`,
    },
    SAVE,
  ];
  return {
    name: fileName("api-user", user.username),
    title: `Make the API user "${user.firstName} ${user.lastName}"`,
    steps,
    copied: copiedOf(user),
  };
}

/** An existing user's secret, if that is to be replaced: the command for the new one. */
export interface UserEdit {
  change: ApiUserFormChange;
  user: { firstName: string; lastName: string };
  /** Part of the key before `@`, as it will be. */
  username: string;
  /** Whether the REST API cannot show all of the change. */
  unseen: boolean;
}

/** Changes an existing API user. */
export function changeUserRunbook({ change, user, username, unseen }: UserEdit, term: Term): Runbook {
  const { secret, ...fields } = change;
  const general = [
    ...fieldLines({ ...fields }),
    ...(change.username === undefined
      ? []
      : [`\`Username (Key)\`, the part before the @: type **${change.username}**`]),
    ...detailLines({ ...fields }),
  ];
  const shown = change.tracking;
  return {
    name: fileName("api-user", username),
    title: `Change the API user "${user.firstName} ${user.lastName}"`,
    steps: [
      {
        where: resourcesPath(term),
        what: `right-click \`${user.lastName}, ${user.firstName}\` and press Edit Resource`,
      },
      ...(general.length === 0 ? [] : [{ where: "the page", what: "set these", lines: general }]),
      ...(secret === undefined
        ? []
        : [
            {
              where: "section Credentials",
              what:
                secret === true
                  ? "press Generate Secret and copy it: it is shown this once, and the old one stops working with the save"
                  : `press Generate Secret, then ${DECLARED}`,
            },
          ]),
      ...(shown === undefined
        ? []
        : [
            {
              where: "section API Tracking Identifier",
              what:
                shown.kind === "vendor"
                  ? `choose **Integration Vendor**, then **${shown.vendor}**`
                  : `choose **Custom (Internal Integration)**, name **${shown.name}**`,
            },
          ]),
      SAVE,
    ],
    ...(secret === true ? { copied: [{ what: "Password (Secret)", command: configCommand("secret", username) }] } : {}),
    ...(unseen ? { code: codeOf(username, Object.keys(fields), { ...fields, secret: undefined }) } : {}),
  };
}

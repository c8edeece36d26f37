/** The full resource form: for people in both generations of the console, for API users in the older one. */
import { associationsOf } from "../../associations";
import type { Tenant, User } from "../../model";
import { resourcePicklists } from "../../picklists";
import { levelsForResource, type ResourceForm } from "../../resourceRules";
import { apiLicenseType } from "../../rules";
import type { ListField, MoverField, Option, Page, Piece, Tab, TextField } from "../page";

export interface ResourcePageArgs {
  /** Absent: a new resource. */
  user?: User;
  /** A new resource begins with what this one has, but for its credentials. */
  copyOf?: User;
  tenant: Tenant;
  /** Whether API-only levels are offered. */
  apiOnly: boolean;
  customIdentifierVisible: boolean;
  urls: { save: string; back: string; identifier: string };
}

const empty: Option = { value: "", text: "" };
const named = (rows: readonly { id: number; name: string }[]): Option[] =>
  rows.map((row) => ({ value: String(row.id), text: row.name }));
const picks = (field: keyof typeof resourcePicklists): Option[] =>
  (resourcePicklists[field] as readonly (readonly [string | number, string])[]).map(([value, text]) => ({
    value: String(value),
    text,
  }));

/** Text fields of the form that REST has under the same name; kept among a resource's `more`. */
const moreTexts = ["homePhone", "officeExtension", "email2", "email3"] as const;
const moreLists = [
  "greeting",
  "suffix",
  "gender",
  "emailTypeCode",
  "emailTypeCode2",
  "emailTypeCode3",
  "resourceType",
  "payrollType",
] as const;
const numbers: readonly string[] = ["greeting", "suffix", "payrollType"];

const title = (user: User | undefined): Pick<Page, "title" | "secondary"> => ({
  title: "RESOURCE MANAGEMENT",
  secondary: user ? `${user.firstName} ${user.lastName}` : "New (Adding a resource may result in additional fees)",
});

export const resourcePage = (a: ResourcePageArgs): Page => {
  const { user: u, tenant: t } = a;
  const from = u ?? a.copyOf;
  const assigned = u?.tracking ?? null;
  const more = (name: string): string => String(from?.more[name] ?? "");
  const home = t.locations.find((l) => l.isDefault) ?? t.locations[0];
  const text = (
    name: string,
    label: string,
    value: string | null | undefined,
    rest: Partial<TextField> = {},
  ): Piece => ({
    kind: "text",
    name,
    label,
    value: value ?? "",
    ...rest,
  });
  const list = (
    name: string,
    label: string,
    value: string | number | null | undefined,
    options: Option[],
    rest: Partial<ListField> = {},
  ): Piece => ({ kind: "list", name, label, value: String(value ?? ""), options: [empty, ...options], ...rest });
  const check = (name: string, label: string, value: boolean, addition?: string, disabled?: boolean): Piece => ({
    kind: "check",
    name,
    label,
    value,
    addition,
    disabled,
  });
  const mover = (
    name: string,
    label: string,
    options: Option[],
    value: readonly number[] | undefined,
    rest: Partial<MoverField> = {},
  ): Piece => ({
    kind: "mover",
    name,
    label,
    titled: true,
    left: "Available",
    right: "Associated",
    options,
    value: (value ?? []).map(String),
    ...rest,
  });
  const people = t.users
    .filter((person) => person.active && person.licenseType !== apiLicenseType)
    .map((person) => ({ id: person.id, name: `${person.lastName}, ${person.firstName}` }))
    .sort((x, y) => x.name.localeCompare(y.name));
  const own = from ? associationsOf(from) : undefined;
  const kind = assigned?.kind ?? "none";
  const fixed = assigned !== null;
  const radio = (value: string, label: string): Piece => ({
    kind: "radio",
    name: "trackingKind",
    value: kind,
    disabled: fixed,
    options: [{ value, label }],
  });
  const password = (name: string, label: string): Piece =>
    text(name, label, "", {
      required: true,
      password: true,
      shownWhen: u ? { name: "passwordShown", value: "yes" } : undefined,
    });

  const general: Tab = {
    title: "General",
    required: true,
    sections: [
      {
        title: "GENERAL",
        columns: [
          [
            list("greeting", "Prefix", more("greeting"), picks("greeting")),
            text("firstName", "First Name", from?.firstName, { required: true }),
            text("middleName", "Middle Initial", from?.middleName, { short: true }),
            text("lastName", "Last Name", from?.lastName, { required: true }),
            text("title", "Title", from?.title),
            list("suffix", "Suffix", more("suffix"), picks("suffix")),
            list("gender", "Gender", more("gender"), picks("gender")),
            list("locationId", "Primary Internal Location", from?.locationId ?? home?.id, named(t.locations), {
              required: true,
            }),
            { kind: "press", button: { text: "+", act: { do: "none" } } },
          ],
          [
            text("officePhone", "Office Phone", from?.officePhone),
            text("officeExtension", "Extension", more("officeExtension"), { short: true }),
            text("homePhone", "Home Phone", more("homePhone")),
            text("mobilePhone", "Mobile Phone", from?.mobilePhone),
            text("email", "Email Address", from?.email, { required: true }),
            list("emailTypeCode", "Email Type", more("emailTypeCode") || "PRIMARY", picks("emailTypeCode")),
            text("email2", "Additional Email Address 1", more("email2")),
            list("emailTypeCode2", "Email Type", more("emailTypeCode2"), picks("emailTypeCode")),
            text("email3", "Additional Email Address 2", more("email3")),
            list("emailTypeCode3", "Email Type", more("emailTypeCode3"), picks("emailTypeCode")),
          ],
        ],
      },
    ],
  };

  const security: Tab = {
    title: "Security",
    required: true,
    sections: [
      {
        title: "CREDENTIALS",
        columns: [
          [
            text("userName", "Username", u?.userName, { required: true, suffix: `@${t.domain.toLowerCase()}` }),
            ...(u
              ? [
                  {
                    kind: "press",
                    button: { text: "Change Password", act: { do: "set", name: "passwordShown", value: "yes" } },
                  } as Piece,
                ]
              : []),
            check("active", "Active", from?.active ?? true),
            ...(u ? [check("locked", "User Locked", u.locked)] : []),
            password("secret", "Password"),
            password("confirmation", "Confirm Password"),
            list("levelId", "Security Level", from?.levelId, named(levelsForResource(t, a.apiOnly, from?.levelId)), {
              required: true,
            }),
            check(
              "dattoLinks",
              "Allow Resource to access links to Datto pages from within Autotask",
              from?.permits.dattoLinks ?? false,
              "Datto Integration must be enabled",
            ),
            check("editSkills", "Allow Resource To Edit Skills", from?.permits.editSkills ?? false),
            check(
              "knowledgebase",
              "Allow Resource to Create, Edit, and Delete Knowledgebase Articles",
              from?.permits.knowledgebase ?? false,
            ),
            check("bulkEmail", "Allow Resource to send bulk emails", from?.permits.bulkEmail ?? false),
            { kind: "note", text: "By checking this box you agree to the Contact Group Terms and Conditions." },
            check(
              "timesheetsNotRequired",
              "Resource is not required to Submit Timesheets",
              from?.timesheetsNotRequired ?? false,
            ),
            {
              kind: "list",
              name: "outsourcing",
              label: "Outsourcing Permissions",
              required: true,
              disabled: true,
              value: "none",
              options: [{ value: "none", text: "None" }],
            },
          ],
        ],
      },
      {
        title: "TWO-FACTOR AUTHENTICATION",
        columns: [
          [
            check("twoFactor", "Require Two-Factor Authentication for this Resource", false, undefined, true),
            { kind: "note", text: "Option 1 - AuthAnvil" },
            { kind: "note", text: "Option 2 - CRYPTOCard Tokens" },
            { kind: "note", text: "Option 3 - TOTP (Google Authenticator, etc.)" },
          ],
        ],
      },
      {
        title: "API TRACKING IDENTIFIER",
        columns: [
          [
            {
              kind: "note",
              text: "API version 1.6 & later require the use of an API tracking identifier. Once assigned, this cannot be changed.",
            },
            radio("none", "None"),
            radio("vendor", "Integration Vendor"),
            list(
              "vendorId",
              "Integration Vendor",
              assigned?.kind === "vendor" ? assigned.vendorId : "",
              named(t.vendors),
              {
                disabled: fixed,
                unlabelled: true,
                shownWhen: { name: "trackingKind", value: "vendor" },
              },
            ),
            radio("custom", "Custom (Internal Integration)"),
            {
              kind: "press",
              button: { text: "Generate", act: { do: "fill", url: a.urls.identifier }, disabled: fixed },
            },
            text("integrationName", "Internal Integration Name", assigned?.kind === "custom" ? assigned.name : "", {
              required: true,
              disabled: fixed,
              shownWhen: { name: "trackingKind", value: "custom" },
            }),
            text(
              "identifier",
              "Tracking Identifier",
              assigned?.kind === "custom" && a.customIdentifierVisible ? assigned.identifier : "",
              { readOnly: true, disabled: fixed, shownWhen: { name: "trackingKind", value: "custom" } },
            ),
          ],
        ],
      },
    ],
  };

  const rest: Tab[] = [
    {
      title: "HR",
      required: true,
      sections: [
        {
          title: "HR",
          columns: [
            [
              list("resourceType", "Resource Type", more("resourceType"), picks("resourceType"), { required: true }),
              list("payrollType", "Payroll Type", more("payrollType"), picks("payrollType"), { required: true }),
              text("internalCost", "Internal Cost", from ? String(from.internalCost) : "", { short: true }),
            ],
          ],
        },
      ],
    },
    {
      title: "Approvers",
      required: true,
      sections: [
        {
          title: "APPROVERS",
          columns: [
            [
              mover("timesheetApprovers", "Timesheet Approvers", named(people), from?.timesheetApprovers, {
                required: true,
              }),
              mover("expenseApprovers", "Expense Report Approvers", named(people), from?.expenseApprovers, {
                required: true,
              }),
            ],
          ],
        },
      ],
    },
    {
      title: "Associations",
      required: true,
      sections: [
        {
          title: "ASSOCIATIONS",
          columns: [
            [
              mover("departments", "Departments", named(t.departments), own?.departments, { required: true }),
              mover("queues", "Queues", named(t.queues), own?.queues),
              mover("roles", "Roles", named(t.roles.filter((r) => r.active || own?.roles.includes(r.id))), own?.roles, {
                required: true,
              }),
              list("defaultDepartment", "Default Department", own?.defaultDepartment, named(t.departments), {
                required: true,
              }),
              list("defaultRole", "Default Role", own?.defaultRole, named(t.roles.filter((r) => r.active)), {
                required: true,
              }),
            ],
          ],
        },
      ],
    },
    ...["Skills", "Attachments"].map((name) => ({
      title: name,
      sections: [
        {
          title: name.toUpperCase(),
          columns: [[{ kind: "table" as const, columns: ["Name"], rows: [], empty: "There are no records." }]],
        },
      ],
    })),
  ];
  return {
    ...title(u),
    toolbar: [
      { text: "Save & Close", icon: "Save", act: { do: "save", close: true } },
      { text: "Save", icon: "Save", act: { do: "save", close: false } },
      { text: "Save & Copy", icon: "Save", act: { do: "save", close: false, copy: true } },
      { text: "Cancel", icon: "Cancel", act: { do: "cancel" } },
    ],
    toolbarNote: "Tabs with * contain required fields",
    tabs: [general, security, ...rest],
    saveUrl: a.urls.save,
    backUrl: a.urls.back,
  };
};

type FieldError = { field: string; label: string; message: string };

const labels: Record<string, string> = {
  firstName: "First Name",
  lastName: "Last Name",
  locationId: "Primary Internal Location",
  email: "Email Address",
  userName: "Username",
  levelId: "Security Level",
  resourceType: "Resource Type",
  payrollType: "Payroll Type",
  timesheetApprovers: "Timesheet Approvers",
  expenseApprovers: "Expense Report Approvers",
  departments: "Departments",
  roles: "Roles",
  defaultDepartment: "Default Department",
  defaultRole: "Default Role",
};

/** Reads the posted form. `user` is the stored one when editing. */
export const readResourceForm = (
  v: Record<string, unknown>,
  user?: User,
): { form: ResourceForm; errors: FieldError[] } => {
  const errors: FieldError[] = [];
  const text = (name: string): string => (typeof v[name] === "string" ? v[name].trim() : "");
  const ids = (name: string): number[] => (Array.isArray(v[name]) ? v[name].map(Number) : []);
  const missing = (field: string, label: string) => errors.push({ field, label, message: "Required" });
  for (const [field, label] of Object.entries(labels))
    if (Array.isArray(v[field]) ? v[field].length === 0 : text(field) === "") missing(field, label);
  const changing = !user || text("passwordShown") === "yes";
  // Not trimmed: a space in a password is a rule's business, not a slip of the hand.
  const secret = changing && typeof v["secret"] === "string" ? v["secret"] : "";
  const confirmation = changing && typeof v["confirmation"] === "string" ? v["confirmation"] : "";
  if (changing && secret === "") missing("secret", "Password");
  if (changing && confirmation === "") missing("confirmation", "Confirm Password");
  const internalCost = text("internalCost") === "" ? 0 : Number(text("internalCost"));
  if (!Number.isFinite(internalCost) || internalCost < 0)
    errors.push({ field: "internalCost", label: "Internal Cost", message: "Enter a number." });
  let tracking: ResourceForm["tracking"] = user?.tracking ?? null;
  if (!tracking && text("trackingKind") === "vendor") {
    const vendorId = Number(text("vendorId"));
    if (vendorId) tracking = { kind: "vendor", vendorId };
    else missing("vendorId", "Integration Vendor");
  } else if (!tracking && text("trackingKind") === "custom") {
    if (text("integrationName") === "") missing("integrationName", "Internal Integration Name");
    if (text("identifier") === "") missing("identifier", "Tracking Identifier");
    tracking = { kind: "custom", name: text("integrationName"), identifier: text("identifier") };
  }
  const more: ResourceForm["more"] = {};
  for (const name of moreTexts) more[name] = text(name) || null;
  for (const name of moreLists)
    more[name] = text(name) === "" ? null : numbers.includes(name) ? Number(text(name)) : text(name);
  return {
    errors,
    form: {
      firstName: text("firstName"),
      middleName: text("middleName"),
      lastName: text("lastName"),
      title: text("title"),
      email: text("email"),
      officePhone: text("officePhone"),
      mobilePhone: text("mobilePhone"),
      locationId: Number(text("locationId")),
      userName: text("userName"),
      secret,
      confirmation,
      active: v["active"] === true,
      locked: v["locked"] === true,
      levelId: Number(text("levelId")),
      permits: {
        dattoLinks: v["dattoLinks"] === true,
        editSkills: v["editSkills"] === true,
        knowledgebase: v["knowledgebase"] === true,
        bulkEmail: v["bulkEmail"] === true,
      },
      timesheetsNotRequired: v["timesheetsNotRequired"] === true,
      tracking,
      internalCost,
      timesheetApprovers: ids("timesheetApprovers"),
      expenseApprovers: ids("expenseApprovers"),
      associations: {
        departments: ids("departments"),
        queues: ids("queues"),
        roles: ids("roles"),
        defaultDepartment: Number(text("defaultDepartment")),
        defaultRole: Number(text("defaultRole")),
      },
      more,
    },
  };
};

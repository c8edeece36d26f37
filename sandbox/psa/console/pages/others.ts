/** Pages that only show something. */
import type { Employee, PsaTenant } from "../../model";
import { fullName, usedLicenses } from "../../rules";
import { modules, type Page } from "../page";
import { routes } from "../routes";

export interface OtherArgs {
  tenant: PsaTenant;
  caller: Employee;
  /** Signed in without MFA, which has to be set up first. */
  limited: boolean;
  query: Record<string, string | undefined>;
}

type Make = (args: OtherArgs) => Page;

const words = (title: string, module: Page["module"], action: string, text: string): Page => ({
  title,
  trail: [{ text: "Home", url: routes.home }],
  module,
  action,
  toolbar: [],
  blocks: [{ kind: "words", text }],
  state: { kind: "words" },
});

const home: Make = ({ caller }) => words("Dashboard", "Home", routes.home, `Welcome ${fullName(caller)}.`);

const admin: Make = () => words("Admin Dashboard", "Admin", routes.admin, "Choose an entry of the menu.");

const company: Make = ({ tenant }) => ({
  // The vendor's page is so headed although it shows an existing record.
  ...words("New Company Settings", "Admin", routes.company, ""),
  blocks: [
    {
      kind: "section",
      title: "License Info",
      blocks: [
        {
          kind: "fields",
          fields: [
            { kind: "fixed", name: "Company", label: "Company Name", text: tenant.company },
            {
              kind: "fixed",
              name: "Gateway",
              label: "Gateway URL",
              text: `${routes.gateway}?client=${encodeURIComponent(tenant.company.toLowerCase())}`,
            },
            { kind: "fixed", name: "Licenses", label: "Number of Licenses", text: String(tenant.licenses) },
            { kind: "fixed", name: "Used", label: "Number of Used Licenses", text: String(usedLicenses(tenant)) },
          ],
        },
      ],
    },
  ],
});

const profile: Make = ({ tenant, caller, limited }) => ({
  ...words("My Profile", "Home", routes.profile, ""),
  ...(limited
    ? {
        banner: {
          kind: "warning" as const,
          text: "MFA must be enabled to access this account. Please enable MFA below.",
        },
      }
    : {}),
  blocks: [
    {
      kind: "fields",
      fields: [
        { kind: "fixed", name: "UserName", label: "User Name", text: caller.userName },
        { kind: "fixed", name: "Email", label: "E-mail", text: caller.email },
        { kind: "fixed", name: "CompanyName", label: "Company Name", text: tenant.company },
        {
          kind: "fixed",
          name: "GatewayUrl",
          label: "Gateway URL",
          text: `${routes.gateway}?client=${encodeURIComponent(tenant.company.toLowerCase())}`,
        },
      ],
    },
    {
      kind: "panel",
      title: "MFA Settings",
      fields: [],
      buttons: [{ id: "ctl00_phContent_btnEnableMFA", text: "Enable MFA", icon: "key", inert: true }],
    },
  ],
});

const elsewhere: Make = ({ query }) => {
  const module = modules.find((candidate) => candidate === query["module"]);
  return words(
    module === undefined ? "Not in the stand-in" : `${module} Dashboard`,
    module ?? "Admin",
    routes.elsewhere,
    module === undefined ? "This page is not part of the stand-in." : "Choose an entry of the menu.",
  );
};

/** Address, page, and whether it belongs to HR or Admin. */
export const plainPages: readonly [url: string, make: Make, admin: boolean][] = [
  [routes.home, home, false],
  [routes.profile, profile, false],
  [routes.admin, admin, true],
  [routes.company, company, true],
  [routes.elsewhere, elsewhere, true],
];

/** The admin landing: category tabs, and closed sections of links. */
import type { Act, Page, Piece } from "../page";
import { routes } from "../routes";
import { usersCategory } from "../words";
import type { Era } from "../words";

const none: Act = { do: "none" };
const link = (text: string, about: string, url?: string) => ({
  text,
  about,
  act: url ? ({ do: "go", url } as Act) : none,
});

/** Names of the categories in the order of the menu. */
export const categories = (era: Era): string[] => [
  ...(era === "features" ? [] : [usersCategory(era)]),
  "Features & Settings",
  ...(era === "features" ? [] : ["Automation", "Activations"]),
  "Extensions & Integrations",
];

const links = (title: string | undefined, ...list: ReturnType<typeof link>[]): Piece => ({
  kind: "links",
  title,
  links: list,
});
const filler = (text: string): Piece => links(undefined, link(text, ""));

export const adminUrl = (category: string): string => `${routes.admin}?category=${encodeURIComponent(category)}`;

export const adminPage = (era: Era, asked: string | undefined): Page => {
  const all = categories(era);
  const category = all.includes(asked ?? "") ? (asked as string) : (all[0] as string);
  const levels = link("Security Levels", "Copy, edit and inactivate security levels.", routes.levels);
  const resources = link(
    "Resources/Users",
    "Add and edit the people and integrations that use the system.",
    routes.resources,
  );
  const older = era === "features";
  const users = {
    title: older ? "RESOURCES/USERS (HR)" : "Resources/Users (HR)",
    closed: true,
    columns: older
      ? [
          [
            links(
              undefined,
              resources,
              levels,
              link("Departments", "Units of the organization."),
              link("Roles", "Roles and their rates."),
              link("Protected Data Permission", "Who sees protected data."),
            ),
          ],
        ]
      : [
          [
            links(
              "Resources/Users (HR)",
              resources,
              link("Departments", "Units of the organization."),
              link("Roles", "Roles and their rates."),
            ),
          ],
          [links("Security", levels, link("Protected Data Permission", "Who sees protected data."))],
        ],
  };
  const own = usersCategory(era) === category;
  const area = (title: string, text: string) => ({
    title: older ? title.toUpperCase() : title,
    closed: true,
    columns: [[filler(text)]],
  });
  return {
    title: older ? "ADMIN" : "Admin",
    secondary: category,
    toolbar: [
      { text: "Expand All", act: { do: "sections", open: true } },
      { text: "Collapse All", act: { do: "sections", open: false } },
    ],
    categories: all.map((text) => ({ text, url: adminUrl(text), selected: text === category })),
    sections: own
      ? [
          area(era === "organization" ? "Your Organization" : "Your Company", "Locations"),
          users,
          area("Products & Services", "Products"),
        ]
      : [
          area("Application-Wide (Shared) Features", "Notification Templates"),
          area("Other Extensions & Tools", "Integration Center"),
        ],
    backUrl: routes.admin,
  };
};

import { label, walk, type SurveyedPage } from "../../browser/walk";
import { isEmployeePage } from "./employees";
import { EmployeeList, isEmployeeList } from "./list";
import { cancel, reach } from "./menu";
import { isRoleList, type RolePages } from "./roles";
import type { Desk } from "./session";
import {
  ACTIVE,
  API_ACCESS,
  CANCEL,
  FIELD,
  LICENSES,
  NEW,
  PERMISSIONS,
  ROLE_TYPE,
  ROLES,
  SAVE,
  SEARCH,
  SEARCH_PANEL,
  SHELL_WORDS,
  SPECIAL_FEATURES,
  USED_LICENSES,
  USER_TYPE,
} from "./words";

/**
 * Walks the pages that the provider uses, reads them and leaves them again. The form of a new employee is opened and left;
 * nothing is saved, and nothing is typed but the name of a role that a long list has to be searched for.
 *
 * @param role the security role whose page is opened
 */
export async function survey(desk: Desk, roles: RolePages, role: string): Promise<SurveyedPage[]> {
  const { screen, home } = desk;
  const list = new EmployeeList(desk);
  const { pages, visit } = walk(screen, desk.log);

  await visit(
    "the menu of the PSA",
    () => home().then(() => []),
    () => true,
    SHELL_WORDS.map((word) => label([word], word === "Admin")),
  );
  await visit(
    "HR > Employees",
    async () => {
      await list.show();
      await list.unfold();
      const { total, used } = await list.licences();
      return [
        used === undefined ? "the number of used licenses is not shown" : `${used} of ${total ?? "?"} licenses used`,
      ];
    },
    isEmployeeList,
    [
      label(NEW),
      label(SEARCH),
      label(FIELD.userName),
      label(USER_TYPE),
      label(FIELD.employeeId, false),
      label(ACTIVE, false),
      label(SEARCH_PANEL, false),
      label(LICENSES, false),
      label(USED_LICENSES, false),
    ],
  );
  await visit(
    "New Employee",
    async () => {
      await list.show();
      await list.pressNew();
      await screen.until((views) => views.find(isEmployeePage), {
        what: "the form of a new employee",
        where: `after ${NEW[0]} on the page Employees`,
        timeout: 30_000,
      });
      return [];
    },
    isEmployeePage,
    [...Object.values(FIELD).map((names) => label(names)), label(USER_TYPE), label(SAVE), label(CANCEL, false)],
  );
  await cancel(desk, isEmployeePage);
  await visit(
    "Admin > Security > Roles",
    async () => {
      await home();
      await reach(desk, ROLES, isRoleList);
      return [];
    },
    isRoleList,
    [label(ROLES.goal), label(NEW, false), label(ROLE_TYPE, false)],
  );
  await visit(
    "a security role",
    async () => {
      const { external, hasApiAccess } = await roles.read(role);
      const access = hasApiAccess === undefined ? "is not shown" : hasApiAccess ? "is ticked" : "is not ticked";
      return [`"${role}": ${external ? "external" : "internal"}, ${API_ACCESS[0]} ${access}`];
    },
    (view) => !isRoleList(view),
    [label(API_ACCESS), label(ROLE_TYPE, false), label(PERMISSIONS, false), label(SPECIAL_FEATURES, false)],
  );
  await home().catch(() => undefined);
  return pages;
}

import type { Screen } from "../../browser/screen";
import { label, walk, type SurveyedPage } from "../../browser/walk";
import { PsaError } from "../../errors";
import type { ApiUserHandle } from "../tenant";
import { isLevelEditor, isLevelList, type LevelPages } from "./levels";
import { reach } from "./navigate";
import {
  LEVEL_ACTIVE,
  LEVEL_NAME,
  NEW,
  RESOURCE_COLUMNS,
  RESOURCES,
  SAVE_AND_CLOSE,
  SECTIONS,
  SECURITY_LEVELS,
  SHELL_WORDS,
  USER,
} from "./pageMap";
import { isResourceList, isUserForm } from "./userForm";
import { openNewUser, type UserPages } from "./users";

export type { SurveyedLabel, SurveyedPage } from "../../browser/walk";

export interface Survey {
  screen: Screen;
  home: () => Promise<void>;
  levels: LevelPages;
  users: UserPages;
  log: (text: string) => void;
}

/** Fields of the API user form that depend on what is chosen, on the state of the user, or on the tenant. */
const SOMETIMES = new Set([
  "locked",
  "vendor",
  "internalName",
  "trackingIdentifier",
  "custom",
  "byVendor",
  "location",
  "confirmSecret",
]);
const USER_FIELDS = Object.entries(USER).map(([field, names]) => label(names, !SOMETIMES.has(field)));

/**
 * Walks every page of the page map as the provider would, reads it and leaves it again. Nothing is typed and nothing is
 * saved. A page that cannot be reached does not end the walk.
 *
 * @param user an API user whose form is opened; absent when the tenant shows none
 */
export async function survey(on: Survey, user: ApiUserHandle | undefined): Promise<SurveyedPage[]> {
  const { screen, home, levels, users } = on;
  const { pages, visit } = walk(screen, on.log);

  await visit(
    "the menu",
    () => home().then(() => []),
    () => true,
    SHELL_WORDS.map((word) => label([word], word === "Admin")),
  );
  let level: string | undefined;
  await visit(
    "Security Levels",
    async () => {
      const rows = await levels.list();
      // A level of the tenant's own can be edited; a system level only be looked at.
      level = (rows.find(({ apiOnly, system }) => apiOnly && !system) ?? rows.find(({ apiOnly }) => apiOnly))?.name;
      return [`${rows.length} levels, ${rows.filter(({ apiOnly }) => apiOnly).length} of them API-only`];
    },
    isLevelList,
    [label(SECURITY_LEVELS.goal), label(NEW, false)],
  );
  await visit(
    "the editor of a security level",
    async () => {
      if (level === undefined) throw new PsaError("not-found", "The list shows no API-only level.", "");
      const { cells, editable } = await levels.read(level);
      const known = cells.filter((cell) => cell.known).length;
      const strange = cells
        .filter((cell) => !cell.known)
        .map(({ key, action }) => (action === undefined ? key : `${key}: ${action}`));
      return [
        `"${level}": ${cells.length} cells, ${known} of them in the catalogue, ${editable ? "can be saved" : "cannot be saved"}`,
        ...(strange.length > 0
          ? [`not in the catalogue: ${strange.slice(0, 20).join("; ")}${strange.length > 20 ? "; ..." : ""}`]
          : []),
      ];
    },
    isLevelEditor,
    [
      label(LEVEL_NAME),
      label(LEVEL_ACTIVE),
      label(SAVE_AND_CLOSE, false),
      ...Object.values(SECTIONS).map((names) => label(names)),
    ],
  );
  await visit(
    "Resources/Users",
    async () => {
      await home();
      await reach(screen, RESOURCES, isResourceList);
      return [];
    },
    isResourceList,
    [label(NEW), ...RESOURCE_COLUMNS.map((column) => label([column], false))],
  );
  await visit(
    "Add API User",
    async () => {
      await home();
      await reach(screen, RESOURCES, isResourceList);
      await openNewUser(screen);
      return [];
    },
    isUserForm,
    USER_FIELDS,
  );
  if (user) {
    await visit(
      "Edit API User",
      async () => {
        const { tracking, locked } = await users.read(user);
        return [
          tracking === undefined ? "no tracking identifier is shown" : `tracking identifier by ${tracking.kind}`,
          locked === undefined ? "whether it is locked is not shown" : locked ? "it is locked" : "it is not locked",
        ];
      },
      isUserForm,
      USER_FIELDS.map((field) => ({ ...field, needed: field.needed && field.names !== USER.generateKey })),
    );
  }
  await home().catch(() => undefined);
  return pages;
}

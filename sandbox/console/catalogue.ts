/** The wordings of the level editor's cells: what the pages need beyond the store's own list of them. */
import entries from "../../data/autotask-permissions.json";
import { cellSpecByKey } from "../levels";

export interface Entry {
  section: string;
  subsection: string | null;
  name: string;
  action: string | null;
  kind: string;
  aliases: string[];
  subsection_aliases: string[];
  value_aliases: Record<string, string[] | undefined>;
}

export const catalogue = entries as unknown as Entry[];

/** How the store names a cell. */
export const cellKey = (e: Entry): string =>
  [e.section, e.subsection, e.name, e.action].filter((part) => part !== null).join(" > ");

const byKey = new Map(catalogue.map((entry) => [cellKey(entry), entry]));

/** The entry that the store names so. */
export const entryOf = (key: string): Entry | undefined => byKey.get(key);

/** Lines of a list in ascending order of right. */
export const valuesOf = (e: Entry): readonly string[] => cellSpecByKey.get(cellKey(e))?.values ?? [];

/** Inventory: the Edit cell cannot be set, it shows what Add allows. */
export const followsAdd = (e: Entry): boolean =>
  e.section === "Inventory" && e.subsection === "Object Permissions" && e.action === "Edit";

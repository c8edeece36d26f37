import { API_EMPLOYEE } from "./tenant";

/** For comparing names that people type: without case, with single spaces. */
export const fold = (text: string): string => text.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();

export const sameName = (a: string, b: string): boolean => fold(a) === fold(b);

/** "Api Employee", "API Employee", "Api-Employee". */
export const isApiEmployee = (type: string): boolean => sameName(type.replace(/[-_]+/g, " "), API_EMPLOYEE);

/** The role that may do everything. Whether it needs "Has API Access" as well is told in two ways. */
export const ADMINISTRATOR = "Administrator";

/** Predefined roles of the client portal (vendor help "Roles"); a tenant's own external roles show in the lookup. */
export const EXTERNAL_ROLES = ["External User", "External Manager"];

/** What the vendor's console says when such a role is saved. */
export const EXTERNAL_REFUSED = "Error! Cannot add external roles to internal users.";

/** As a list of names reads in a message. */
export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

/** Same names, whatever their order. */
export function sameNames(a: readonly string[], b: readonly string[]): boolean {
  const [x, y] = [a, b].map((names) => names.map(fold).sort());
  return x!.length === y!.length && x!.every((name, at) => name === y![at]);
}

/** A person by name, as pages and lists write it: "First Last", "Last, First", either with something in brackets behind it. */
export function samePerson(shown: string, wanted: string): boolean {
  if (sameName(shown, wanted)) return true;
  const bare = shown.replace(/\s*[([].*$/, "").trim();
  const [last, first] = bare.split(/\s*,\s*/);
  return sameName(bare, wanted) || (first !== undefined && sameName(`${first} ${last ?? ""}`, wanted));
}

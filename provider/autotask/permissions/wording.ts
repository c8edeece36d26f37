/**
 * Comparing labels of the console the way a person does: capitals, spaces and the spelling of an era do not count.
 */

/** Without capitals and spaces, and without a closing colon or comma. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, "")
    .replace(/[:,]+$/, "");
}

/**
 * The same for all naming eras: what the vendor called Account, then Company, and now Organization is one word, and
 * Cancelation is written with one or two l.
 */
export function foldEra(text: string): string {
  return fold(
    text.replace(/\b(accounts?|compan(?:y|ies)|organizations?)\b/gi, "~").replace(/cancell?ations?/gi, "cancelation"),
  );
}

/** Two names of one security level: "(API-only)" is added by some pages and left out by others. */
export function sameLevelName(a: string, b: string): boolean {
  const bare = (name: string): string => fold(name.replace(/\(\s*api[- ]only\s*\)\s*$/i, ""));
  return bare(a) === bare(b);
}

/** What the vendor or a tenant may call an organization: a setting of the tenant. */
export const TERMS = ["Organization", "Account", "Company", "Client", "Customer", "Business Unit", "Site"] as const;
export type Term = (typeof TERMS)[number];

/** A text of the newest console in the words of a tenant. */
export function inTerm(text: string, term: Term): string {
  const many = term === "Company" ? "Companies" : `${term}s`;
  return text.replace(/\bOrganizations\b/g, many).replace(/\bOrganization\b/g, term);
}

import { findButton } from "../../browser/actions";
import { partsIn } from "../../browser/parts";
import { controlsNamed, phrasesSaying } from "../../browser/reading";
import type { View } from "../../browser/screen";
import { likenessToAny, normalise } from "../../browser/words";
import { NEW, NEW_API_USER, RESOURCE_COLUMNS, SAVE, SAVE_AND_CLOSE, USER, USER_PARTS, USER_TITLES } from "./pageMap";

/** Tabs of the older form that are enough to know it by, whatever its title says. */
const CERTAIN = 4;
/** Sections of today's form, at least: General, Credentials, API Tracking Identifier. */
const SECTIONS_OF_ONE_PAGE = 3;

/**
 * The page on which an API user is made or changed: the form Add / Edit API User of today's console, or the older resource
 * form, whose fields are divided over tabs. Which of them a tenant has is never configured.
 */
export const isUserForm = (v: View): boolean => isOnePage(v) || isDivided(v);

const hasNames = (v: View): boolean =>
  controlsNamed(v.scan, USER.firstName).length > 0 && controlsNamed(v.scan, USER.lastName).length > 0;

/** Names to fill in and a key to generate. */
const isOnePage = (v: View): boolean =>
  hasNames(v) &&
  (v.scan.phrases.some((p) => likenessToAny(p.text, USER.generateKey) === 3) ||
    v.scan.phrases.some(
      (p) => likenessToAny(p.text, ["Username (Key)", "Password (Secret)", "Generate Secret"]) === 3,
    ));

/**
 * On each of its tabs, or with some of its sections folded: their words, buttons to save, and a title or fields that no
 * other page has.
 */
function isDivided(v: View): boolean {
  const parts = partsIn(v.scan, USER_PARTS);
  if (parts.length === 0 || !findButton([v], [...SAVE_AND_CLOSE, ...SAVE])) return false;
  if (parts.length >= CERTAIN) return true;
  // Where all sections but one are open, the words of the open ones still stand above them.
  return (parts.length >= 2 || partsSaid(v) >= SECTIONS_OF_ONE_PAGE) && (hasNames(v) || isTitled(v));
}

const partsSaid = (v: View): number =>
  new Set(
    v.scan.phrases.filter((p) => !p.tooltip && likenessToAny(p.text, USER_PARTS) === 3).map((p) => normalise(p.text)),
  ).size;

const isTitled = (v: View): boolean =>
  likenessToAny(v.scan.title, USER_TITLES) >= 1 ||
  v.scan.phrases.some((p) => !p.tooltip && p.target < 0 && likenessToAny(p.text, USER_TITLES) >= 1);

/** The list of resources: its columns, and a way to make a new one. */
export const isResourceList = (v: View): boolean => {
  if (hasNames(v) || isDivided(v)) return false;
  const columns = new Set(
    v.scan.phrases
      .filter((p) => !p.tooltip && likenessToAny(p.text, RESOURCE_COLUMNS) === 3)
      .map((p) => normalise(p.text)),
  );
  return (
    columns.size >= 2 && phrasesSaying(v.scan, [...NEW, ...NEW_API_USER, "New Resource"]).some((h) => h.likeness >= 2)
  );
};

/** A list that stands on nothing says so in its own way. */
export const isBlank = (text: string): boolean => /^$|^(choose|select|please|none\b|--|\()/i.test(text.trim());

import { PsaError } from "../errors";
import { controlsNamed, phrasesSaying } from "./reading";
import type { Screen, View } from "./screen";
import { likenessToAny } from "./words";

/** A label of the page map, and whether the page shows it. */
export interface SurveyedLabel {
  label: string;
  found: boolean;
  /** False for what a page shows in some states or tenants only. */
  needed: boolean;
}

/** One page as it was found. */
export interface SurveyedPage {
  page: string;
  reached: boolean;
  /** Why it was not reached. */
  problem?: string;
  labels: SurveyedLabel[];
  /** File of the picture, secrets masked. */
  picture?: string;
  remarks: string[];
}

/** A label to look for, by any of its names. */
export interface Wanted {
  names: readonly string[];
  needed: boolean;
}

export const label = (names: readonly string[], needed = true): Wanted => ({ names, needed });

export interface Walk {
  /** As far as it has come. */
  pages: SurveyedPage[];
  /**
   * Goes to a page, looks for labels, and takes a picture. A page that cannot be reached does not end the walk.
   *
   * @param go answers remarks
   * @param isThere which of the frames and windows are that page
   */
  visit(
    page: string,
    go: () => Promise<string[]>,
    isThere: (view: View) => boolean,
    wanted: readonly Wanted[],
  ): Promise<void>;
}

/** A walk through a console's pages that types nothing and saves nothing. */
export function walk(screen: Screen, log: (text: string) => void): Walk {
  const pages: SurveyedPage[] = [];
  const visit: Walk["visit"] = async (page, go, isThere, wanted) => {
    log(`looking at ${page}`);
    const surveyed: SurveyedPage = { page, reached: false, labels: [], remarks: [] };
    pages.push(surveyed);
    try {
      surveyed.remarks = await go();
      surveyed.reached = true;
    } catch (error) {
      if (!(error instanceof PsaError)) throw error;
      surveyed.problem = error.message;
    }
    const all = await screen.look();
    const views = surveyed.reached ? all.filter(isThere) : all;
    surveyed.labels = wanted.map(({ names, needed }) => ({ label: names[0]!, needed, found: shows(views, names) }));
    const picture = await screen.evidence().catch(() => undefined);
    if (picture !== undefined) surveyed.picture = picture;
  };
  return { pages, visit };
}

/** Whether one of the names is said on a page, or labels a field there. */
function shows(views: readonly View[], names: readonly string[]): boolean {
  return views.some(
    ({ scan }) =>
      phrasesSaying(scan, names).some(({ likeness, phrase }) => likeness >= 2 && !phrase.tooltip) ||
      scan.icons.some(({ hint }) => likenessToAny(hint, names) === 3) ||
      controlsNamed(scan, names).length > 0,
  );
}

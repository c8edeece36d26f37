/** Comparing what a page says with what we look for, the way a reader does: case, stars, colons and additions aside. */

/**
 * The same texts come by again at every reading of a page: what was worked out once is kept. Forgets all when it has grown
 * to `most` texts.
 */
export function remembered<T>(work: (text: string) => T, most = 20_000): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const answer = work(text);
    if (known.size >= most) known.clear();
    known.set(text, answer);
    return answer;
  };
}

/** Lower case, single spaces, straight quotes, no stars, colons, info marks. */
export const normalise = remembered((text: string): string => {
  return (
    text
      // Before they are taken for the letter i.
      .replace(/[\u24d8\u2139\u24be]/g, " ")
      .normalize("NFKC")
      .replace(/[\u2018\u2019]/g, "'")
      .replace(/[\u201c\u201d]/g, '"')
      .replace(/[\u2010-\u2015]/g, "-")
      .replace(/[*\u2605\u24d8\u2139\ue000-\uf8ff]/g, " ")
      .replace(/\((i|\?)\)/gi, " ")
      // The sign that explains a label stands behind it.
      .replace(/(?<=\p{L}{2}[)\s:]*)\s+[i?]\s*$/u, "")
      .replace(/\(\s*(required|optional)\s*\)/gi, " ")
      // Pictures in front of words: triangles, arrows, a disk, a plus.
      .replace(/^[^\p{L}\p{N}("'~$]+(?=[\p{L}\p{N}("'])/u, "")
      // And behind them: the sign of a section or a list.
      .replace(/(?<=[\p{L}\p{N})"'.])\s*[\u25a0-\u25ff\u2190-\u21ff\u2304\u02c5\u2228\u23f7]\s*$/u, "")
      .replace(/(?<=\p{L}{2})\s+[+\u2212-]\s*$/u, "")
      .replace(/\s+/g, " ")
      .replace(/\s*[:\u203a]+\s*$/, "")
      .replace(/\s*\/\s*/g, "/")
      .replace(/\s+([,.)])/g, "$1")
      .trim()
      .toLowerCase()
      .replace(/[:\s]+$/, "")
  );
});

/** Without anything in round brackets: guides and pages differ in these additions. */
export const withoutBrackets = remembered((text: string): string => normalise(text.replace(/\([^()]*\)/g, " ")));

const badge = /\s+(early access|new|beta|preview|required|optional)$/;

/**
 * How well `shown` says `sought`: 3 = the same words, 2 = the same but for additions in brackets or a badge,
 * 1 = the same words with a sentence of explanation behind them, 0 = something else.
 */
export function likeness(shown: string, sought: string): 0 | 1 | 2 | 3 {
  const a = normalise(shown);
  const b = normalise(sought);
  if (a === b) return 3;
  if (a.replace(badge, "") === b) return 2;
  const wa = withoutBrackets(shown);
  const wb = withoutBrackets(sought);
  if (wa !== "" && wa === wb) return 2;
  // "Name (required for ...). Explanation": the label comes first, then something that is no word of it.
  if (b.length >= 4 && a.startsWith(b) && /^\s*[(.:;\-\u2013]/.test(a.slice(b.length))) return 1;
  return 0;
}

/** The best likeness of `shown` to any of the names. */
export function likenessToAny(shown: string, names: readonly string[]): number {
  let best = 0;
  for (const n of names) best = Math.max(best, likeness(shown, n));
  return best;
}

/** Names of security levels: the page appends "(API-only)", other bracketed words belong to the name. */
export function sameLevelName(shown: string, name: string): boolean {
  const strip = (t: string) => normalise(t.replace(/\(\s*API[- ]only\s*\)\s*$/i, ""));
  return strip(shown) === strip(name);
}

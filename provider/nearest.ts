/** How many letters have to be inserted, left out or exchanged to make one text of the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same));
    }
    row = next;
  }
  return row[b.length]!;
}

/**
 * What somebody may have meant by `text`: at most `limit` of `candidates`, the likeliest first; empty when none is alike.
 * A candidate that contains the text, or is contained in it, counts as alike whatever its length.
 */
export function nearest(text: string, candidates: Iterable<string>, limit = 3): string[] {
  const wanted = text.toLowerCase();
  return [...new Set(candidates)]
    .map((candidate) => {
      const other = candidate.toLowerCase();
      const inside = wanted.length >= 4 && (other.includes(wanted) || wanted.includes(other));
      const share = distance(wanted, other) / Math.max(wanted.length, other.length, 1);
      return { candidate, share: inside ? Math.min(share, 0.3) : share };
    })
    .filter(({ share }) => share <= 0.4)
    .sort((a, b) => a.share - b.share)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

import documents from "../../../data/autotask-permission-sources.json";

/** A document that says something about a permission. */
export interface Source {
  /** `vendor`: Autotask's own text; `guide`: an integration vendor's; `picture` of a live page; `copy` by a third party. */
  kind: "vendor" | "guide" | "picture" | "copy";
  title: string;
  /** Absent where the document has no public address. */
  address?: string;
  /** `YYYY` or `YYYY-MM-DD`, where the document or its picture says so. */
  date?: string;
}

/** The document that an id of `Permission.sources` stands for. */
export function sourceOf(id: string): Source | undefined {
  const found = (documents as Record<string, { [K in keyof Source]: Source[K] | null }>)[id];
  if (!found) return undefined;
  return {
    kind: found.kind as Source["kind"],
    title: found.title as string,
    ...(found.address ? { address: found.address } : {}),
    ...(found.date ? { date: found.date } : {}),
  };
}

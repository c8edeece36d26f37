/** An answer that is not 200. Known texts are the vendor's; the others are ours. */
export class RestFailure extends Error {
  override name = "RestFailure";

  /** @param texts become `{"errors": [...]}`; none means an empty body. */
  constructor(
    readonly status: number,
    readonly texts: string[],
    readonly headers: Record<string, string> = {},
  ) {
    super(texts.join(" ") || `HTTP ${status}`);
  }
}

/** The vendor's usual refusal: 500 with a text. */
export function refused(text: string): RestFailure {
  return new RestFailure(500, [text]);
}

/**
 * The ways in which two consoles can differ and still be the same console to a person.
 *
 * Every entry is drawn on its own, so that no two choices go together by habit: a driver that has learnt one
 * combination (this class name comes with that kind of button) meets the others.
 */
export const CHOICES = {
  // How the markup is made.
  skin: ["modern", "grey", "plain", "dense"],
  classNames: ["vendor", "none", "random", "bem"],
  ids: ["random", "stable", "none"],
  labelTie: ["for", "wrap", "aria-label", "aria-labelledby", "none"],
  labelPlace: ["above", "cell-left", "inline-left", "definition-list", "absolute"],
  boxLabel: ["tied", "wrap", "aria", "untied", "cell-right"],
  required: ["star", "colon-star", "brackets", "star-before", "star-drawn"],
  hint: ["none", "below", "icon", "beside"],
  // Controls.
  select: ["native", "drawn-in-place", "drawn-at-body", "combobox", "readonly-input"],
  picker: ["as-select", "searchable", "searchable-chip"],
  listLoad: ["at-once", "late", "fails-first"],
  box: ["native", "native-under-drawing", "aria", "class", "svg", "background", "glyph"],
  radio: ["native", "aria", "class", "glyph"],
  grid: ["table", "div", "header-in-each-row"],
  boxColumns: ["1", "2"],
  dropdownGroup: ["titled", "untitled"],
  // Buttons.
  button: ["button", "input", "anchor", "div", "div-icon"],
  press: ["click", "trusted-click", "mouse-down-up"],
  saveButtons: ["save-first", "close-first", "with-new"],
  twins: ["none", "quick-note", "hidden-menu"],
  toolbar: ["fixed", "scrolling", "shifting"],
  // Windows.
  shell: ["frame", "nested-frames", "inline"],
  overlayFrame: ["yes", "no"],
  opens: ["tab", "popup", "same-frame", "whole-window", "dialog"],
  afterClose: ["closes", "to-list", "notice"],
  afterSave: ["stays", "reloads", "toast"],
  leaving: ["silent", "asks-on-cancel", "browser-asks"],
  announcement: ["none", "none", "box"],
  // Time.
  pace: ["quick", "uneven", "slow"],
  spinner: ["none", "text", "covering"],
  rerender: ["none", "once"],
  // Ways to a page.
  menu: ["second-level", "tree", "icons", "hover", "top"],
  era: ["newest", "company", "account", "older"],
  category: ["closed", "open"],
  routes: ["vendor", "other"],
  // Lists.
  listMarkup: ["table", "split-tables", "div", "aria"],
  listSearch: ["none", "box", "live-box", "filter-row"],
  paging: ["none", "pager", "more"],
  letters: ["no", "yes"],
  inactive: ["shown", "check-box", "view-list"],
  columns: ["usual", "turned"],
  personName: ["last-first", "first-last"],
  rowMenu: ["context", "bars", "kebab", "pencil-and-kebab"],
  rowOpens: ["menu", "name-link", "double-click"],
  copyEntry: ["Copy Security Level", "Copy"],
  copyName: ["suffix", "prefix", "same", "empty"],
  copyMade: ["on-save", "on-save", "at-once"],
  // The level editor.
  section: ["heading", "details", "plus", "button"],
  sectionStart: ["closed", "some-open", "open"],
  sectionBody: ["hidden", "made-on-opening"],
  sectionMode: ["independent", "independent", "one-at-a-time"],
  sectionCase: ["title", "upper"],
  permissionLinks: ["Full Permission", "Full"],
  permissionEffect: ["literal", "leaves-some"],
  freshCopy: ["as-parent", "sparse"],
  extraCells: ["no", "yes"],
  missingCells: ["no", "yes"],
  deleteLevel: ["absent", "offered"],
  // The API user form.
  formButtons: ["close-only", "save-and-close"],
  trackingDefault: ["vendor", "nothing"],
  identifier: ["on-choice", "on-button"],
  identifierLater: ["shown", "hidden"],
  lineOfBusiness: ["absent", "present"],
  validation: ["near", "summary", "alert"],
  // Signing in.
  signIn: ["panels", "pages", "user-and-password"],
  userLabel: ["Username", "User Name", "User name"],
  passwordLabel: ["Password", "Enter your password"],
  codeLabel: ["Verification Code", "Authentication Code", "Authenticator code", "Code"],
  remember: ["no", "yes"],
  kaseyaOne: ["yes", "no"],
  // REST.
  access: ["numbers", "words", "numeric-strings"],
  missingItem: ["404", "null"],
  userNameOnWire: ["whole", "without-domain"],
  patchActive: ["allowed", "refused", "ignored"],
  refusal: ["401", "500"],
  restPath: ["any-case", "exact-case"],
} as const;

/** The name of a choice. */
export type Trait = keyof typeof CHOICES;

/** One position for every choice. */
export type Traits = { [K in Trait]: (typeof CHOICES)[K][number] };

/** A repeatable source of numbers in [0, 1): mulberry32, enough for choosing and never for secrets. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Draws every choice from the seed. A choice has a stream of its own, made from its name, so that pinning one, or
 * adding one to the list above, leaves the others of a seed as they were.
 */
export function drawTraits(seed: number, pinned: Partial<Traits> = {}): Traits {
  const drawn: Record<string, string> = drawFrom(CHOICES, seed, pinned);
  // A level that exists from the moment it is copied needs a name of its own.
  if (drawn.copyMade === "at-once" && (drawn.copyName === "same" || drawn.copyName === "empty"))
    drawn.copyName = "suffix";
  return drawn as Traits;
}

/** As {@link drawTraits}, for any table of choices: the PSA's foreign console has another. */
export function drawFrom<C extends Record<string, readonly string[]>>(
  choices: C,
  seed: number,
  pinned: { [K in keyof C]?: C[K][number] } = {},
): { [K in keyof C]: C[K][number] } {
  const drawn: Record<string, string> = {};
  for (const [name, options] of Object.entries(choices)) {
    let own = Math.imul((seed >>> 0) + 1, 0x9e3779b1);
    for (const letter of name) own = Math.imul(own ^ letter.charCodeAt(0), 0x01000193) ^ (own >>> 15);
    const stream = randomFrom(own);
    stream();
    drawn[name] = options[Math.floor(stream() * options.length)] as string;
  }
  for (const [name, position] of Object.entries<string | undefined>(pinned)) {
    const options = choices[name];
    if (position === undefined || !options?.includes(position))
      throw new Error(
        `The foreign tenant has no trait ${name}=${position}. Positions of ${name}: ${options?.join(", ") ?? "no such trait"}.`,
      );
    drawn[name] = position;
  }
  return drawn as { [K in keyof C]: C[K][number] };
}

import { drawFrom } from "../traits";

/** The ways in which two PSA consoles can differ and still be the same console to a person. Each is drawn on its own. */
export const CHOICES = {
  // Markup.
  layout: ["above", "above-right", "cell-left", "label-row", "inline"],
  tie: ["for", "aria", "none"],
  star: [":*", ": *", " *", "before"],
  info: ["none", "icon"],
  classes: ["vendor", "none", "random"],
  names: ["vendor", "random"],
  // Controls.
  combo: ["native", "telerik", "telerik-light", "drawn", "aria"],
  comboEmpty: ["blank", "Select", "-- Select --"],
  listPlace: ["body", "near"],
  listLoad: ["ready", "late"],
  manager: ["as-combo", "type-ahead", "dialog"],
  many: ["drop", "native", "inline", "dual"],
  userTypePosts: ["no", "yes"],
  active: ["check", "combo", "radio", "toggle", "toolbar"],
  activePlace: ["main", "personal"],
  // Buttons.
  button: ["input", "button", "anchor", "div", "split"],
  newLabel: ["New", "+ New", "New (N)"],
  letters: ["yes", "no"],
  // Windows.
  opens: ["same", "tab", "popup", "dialog"],
  shell: ["page", "frame"],
  afterSave: ["stays", "view", "list"],
  record: ["edit", "view"],
  // Ways to a page.
  menu: ["tree", "open", "hover", "burger"],
  link: ["href", "script", "div"],
  // List.
  panel: ["open", "folded"],
  startsEmpty: ["no", "yes"],
  activeFilter: ["Yes", "blank"],
  pageSize: ["5", "20"],
  grid: ["table", "split", "div"],
  rowOpens: ["name", "pencil", "double", "select-edit"],
  // Sending instructions.
  reset: ["toolbar", "more", "row-menu", "batch"],
  confirm: ["none", "page", "native"],
  said: ["banner", "toast", "nothing"],
  // Time.
  pace: ["quick", "slow", "uneven"],
  post: ["full", "partial"],
  // Signing in.
  signIn: ["together", "company-first", "user-first", "gateway"],
  code: ["same-page", "own-page"],
  codeLabel: ["MFA Code", "Verification Code", "Authentication Code"],
  // Roles.
  roleType: ["combo", "radio"],
  section: ["heading", "plus", "details"],
  permissions: ["tab", "below"],
  // REST.
  wire: ["camel", "pascal"],
  refusal: ["401", "200"],
  inactive: ["listed", "hidden"],
  searches: ["all", "name"],
} as const;

export type Traits = { [K in keyof typeof CHOICES]: (typeof CHOICES)[K][number] };

/** One seed, one console. */
export function drawTraits(seed: number, pinned: Partial<Traits> = {}): Traits {
  return drawFrom(CHOICES, seed, pinned);
}

/**
 * What the public record of the real console leaves open, or shows in more than one way: each is a named switch.
 * The first position is the likeliest reading and the default.
 */
export const consoleSwitches = {
  skin: {
    positions: ["mvc", "mvc-2017", "plain"],
    about: "Markup of every page: today's, that of 2017, or accessible HTML with tied labels.",
  },
  generation: {
    positions: ["present", "older"],
    about:
      "The console of today, or that of 2017 to 2021: menu of the logo, grey lists in capitals, the editor of 2017, and the full resource form in a pop-up instead of the API user form.",
  },
  era: {
    positions: ["organization", "account", "features"],
    about:
      "Words of the menus and labels: newest (Organization), Account era, or the older Features & Settings layout.",
  },
  term: {
    positions: ["asEra", "Account", "Business Unit", "Client", "Company", "Customer", "Site"],
    about:
      "What the tenant calls an organization in labels and lists of the level editor: as the era has it, or a term of its own.",
  },
  language: {
    positions: ["english", "german"],
    about: "Language of titles, menus, buttons and the labels of forms; names and permissions stay as they are.",
  },
  shell: {
    positions: ["onyx-2026", "onyx-2025", "none"],
    about: "What surrounds the page: today's shell, that of 2025, or the page alone without a frame.",
  },
  overlayFrame: {
    positions: ["present", "absent"],
    about: "The hidden dialog frame that the shell always holds.",
  },
  nesting: {
    positions: ["flat", "framed"],
    about: "Whether an inner page is the document itself, or one more frame inside of it.",
  },
  menu: { positions: ["full", "icons"], about: "Side panel with words, or collapsed to icons." },
  resourceForm: {
    positions: ["asSkin", "aspx"],
    about: "Markup of the full resource form: as the skin has it, or the older ASPX markup that the record has for it.",
  },
  formParts: {
    positions: ["sections", "folded", "tabs"],
    about:
      "Sections of the API user form: open below one another, folded at first (today's pages remember closed ones), or each on a tab as in the older form.",
  },
  tabLoad: {
    positions: ["inPage", "reload"],
    about: "A click on a tab of a form shows it at once, or loads the page anew; what was filled in is kept.",
  },
  window: {
    positions: ["tab", "popup", "same"],
    about: "Where editors and forms open: a new tab, a pop-up that needs its opener, or in place.",
  },
  boxes: {
    positions: ["asSkin", "drawn", "native"],
    about: "Check boxes and radio buttons: as the skin has them, drawn without an input, or real inputs.",
  },
  pickers: {
    positions: ["asSkin", "drawn", "native"],
    about: "Lists: as the skin has them, drawn with an overlay (also in the level editor), or the browser's own.",
  },
  pickerList: {
    positions: ["ok", "late", "failsOnce"],
    about: "When a drawn list shows its lines: at once, after 1.2 s, or never the first time it is opened.",
  },
  ids: { positions: ["random", "stable"], about: "Element ids: new at every load, or the same." },
  labels: {
    positions: ["exact", "additions"],
    about: "Labels as on record, or with a colon, another bracketed addition and a badge in menu entries.",
  },
  toolbarShift: {
    positions: ["off", "on"],
    about: "The toolbar moves sideways twice in the first 1.2 s after load.",
  },
  alertOnLoad: {
    positions: ["off", "native", "dialog"],
    about: "An alert that is open right after a form page loaded: the browser's, or the page's own.",
  },
  unsavedQuestion: {
    positions: ["never", "beforeunload", "confirm", "dialog"],
    about:
      "What asks when a changed form is left: nothing, the browser on unload, a native confirm or a dialog on Cancel.",
  },
  saveQuestion: {
    positions: ["never", "confirm", "dialog"],
    about: "A question that nobody has on record after Save is pressed; answered No, nothing is saved.",
  },
  validation: {
    positions: ["summary", "dialog", "alert"],
    about: "How a refused form says so: summary and marks, the page's message dialog, or the browser's alert.",
  },
  accessDenied: {
    positions: ["never", "redirect", "title"],
    about: "Admin pages refuse the administrator: by redirect to the failure page, or in place with such a title.",
  },
  sessionEnds: {
    positions: ["never", "inFrame", "onSave"],
    about: "The session ends once: at the third inner page (sign-in appears inside the frame), or at the first save.",
  },
  signIn: {
    positions: ["totp", "noTotp", "sso", "kaseyaOne", "unknownPanel"],
    about:
      "After the password: a code, nothing; instead of the password a provider's page, by itself or only through Log in with KaseyaOne; or a panel nobody has on record. The provider remembers who signed in: from a kept session the hop comes back without a question.",
  },
  signInForm: {
    positions: ["steps", "onePage"],
    about: "User name and password one after the other, or on one page.",
  },
  remember: {
    positions: ["none", "box", "panel"],
    about:
      "An offer to remember the device: none, a box at the code, or a question after it. Accepted, the next sign-in from this browser wants no code.",
  },
  announcement: {
    positions: ["none", "panel", "overlay"],
    about:
      "News after sign-in with nothing but an OK: none, on the sign-in page, or over the shell in its dialog frame.",
  },
  copyName: {
    positions: ["copy", "copyOf", "same", "empty"],
    about: "Name prefilled by Copy Security Level: `<name> (Copy)`, `Copy of <name>`, the same, or nothing.",
  },
  copyMoment: {
    positions: ["onSave", "atOnce"],
    about: "Whether a copy exists only after its first save, or as soon as its editor opens.",
  },
  copyLabel: { positions: ["long", "short"], about: "Row menu entry: `Copy Security Level` or `Copy`." },
  rowMenu: {
    positions: ["both", "rightClick", "icon"],
    about: "How a row's menu opens: right-click and three-bar icon, only right-click, only the icon.",
  },
  saveKeepsTab: {
    positions: ["reload", "stay", "close"],
    about: "After Save in the level editor: the page loads anew, stays as it is, or closes.",
  },
  permissionLinks: {
    positions: ["literal", "partial"],
    about: "Full / No Permission set every cell of the section to its highest or lowest value, or leave some alone.",
  },
  systemEditor: {
    positions: ["disabled", "buttonsAbsent", "refused"],
    about: "A system level's editor: everything disabled, no save buttons, or a save that is refused.",
  },
  levelCells: {
    positions: ["catalogue", "extra", "missing", "otherValues"],
    about:
      "Cells of the level editor: those on record, more of them, some of them absent, or lists with a line that is on no record.",
  },
  openSections: {
    positions: ["any", "one"],
    about: "Sections of the level editor open independently, or opening one closes the others.",
  },
  saveMessage: {
    positions: ["none", "toast"],
    about: "After a save that leaves the page open: nothing, or a message that goes away by itself.",
  },
  gridPage: { positions: ["50", "5"], about: "Rows that a list page shows at first." },
  lineOfBusiness: { positions: ["present", "absent"], about: "The section Line of Business of the API user form." },
  customIdentifier: {
    positions: ["visible", "hidden"],
    about: "Whether the edit form still shows a custom tracking identifier.",
  },
  pace: {
    positions: ["fast", "slow"],
    about: "Pages and answers come at once, or after 0.4 s behind a loading indicator.",
  },
} as const;

export type ConsoleSwitches = typeof consoleSwitches;
export type ConsoleSwitch = keyof ConsoleSwitches;
export type Position<S extends ConsoleSwitch> = ConsoleSwitches[S]["positions"][number];

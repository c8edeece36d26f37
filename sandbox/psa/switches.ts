/**
 * What the public record of Kaseya PSA (BMS, Vorex) and Pulseway PSA leaves open: rules, REST API and web console. The
 * first position is the likeliest reading and the default.
 */
export const psaSwitches = {
  // --- REST API ---
  psaEmployeesListed: {
    positions: ["all", "noApiEmployees", "activeOnly"],
    about:
      "Whom searchselect and lookup of employees list: everybody, no API employees, or without a filter only active ones.",
    source: "unknown; the vendor: API employees are listed only under HR > Employees",
  },
  psaFilterText: {
    positions: ["userNameNameEmail", "name"],
    about: "What Filter.Filter_Text of searchselect looks into.",
    source: "unknown",
  },
  psaAdminLookups: {
    positions: ["allowed", "refused"],
    about: "Whether the lookups below /v2/admin answer an API employee.",
    source: "unknown",
  },
  psaSignInRefusal: {
    positions: ["401", "200", "400"],
    about: "A refused sign-in by API (wrong password, locked, inactive, no API access, ...): status of the envelope.",
    source: "401 was seen for missing sign-in; the contract knows only 200",
  },
  psaRefusal: {
    positions: ["401", "200"],
    about: "A call without, with an expired, or with an insufficient token: status of the envelope.",
    source: "401 with code 978001 was seen; the contract knows only 200",
  },
  psaTokenLife: {
    positions: ["60 minutes", "15 minutes", "4 seconds"],
    about: "How long an access token lasts.",
    source: "not documented; clients refresh after 15 minutes or assume an hour",
  },
  psaRefreshToken: {
    positions: ["reusable", "singleUse"],
    about: "Whether a refresh token can be used again.",
    source: "not documented",
  },
  psaCase: {
    positions: ["camel", "pascal"],
    about: "Names of properties in answers: camelCase, or as the swagger spells them.",
    source: "four clients against the swagger and older scripts",
  },
  psaFirstPage: {
    positions: ["1", "0"],
    about: "Number of the first page; with 1, page 0 is the first one too.",
    source: "four clients against two templates",
  },
  psaPageSize: {
    positions: ["unlimited", "100"],
    about: "Largest PageSize; a larger one is cut without a word.",
    source: "not documented; clients use 97 to 100, one 3000",
  },
  psaHourlyLimit: {
    positions: ["1500", "10"],
    about: "Calls per rolling hour and endpoint; the small one is for trying the limit out.",
    source: "REST APIs v2 page",
  },
  psaLimitAnswer: {
    positions: ["429-retry-after", "429", "200"],
    about: "Answer beyond the limit: 429 with or without Retry-After, or 200 with success false.",
    source: "unknown",
  },
  psaTenantName: {
    positions: ["strict", "lenient"],
    about: "Company name at sign-in: exactly as it is, or without regard to capitals, spaces and punctuation.",
    source: "guides disagree",
  },
  psaAuthenticateBody: {
    positions: ["both", "multipart"],
    about:
      "Bodies that authenticate and refreshtoken take: multipart and form-url-encoded, or multipart only. Never JSON.",
    source: "swagger against four clients",
  },
  psaKaseyaOneSearch: {
    positions: ["refused", "allowed"],
    about: "Whether /v2/kaseya-one/users/search answers a token of the tenant.",
    source: "built for KaseyaOne",
  },
  psaAssignees: {
    positions: ["withoutApiEmployees", "all"],
    about: "Whether API employees are among the assignees.",
    source: "the vendor: listed only under HR > Employees",
  },
  psaLookupTables: {
    positions: ["many", "contactTypeOnly"],
    about: "Tables of /v2/system/lookup: also EmploymentType and UserType, or only the one on record.",
    source: "only ContactType was seen",
  },
  psaIds: {
    positions: ["usual", "other"],
    about: "Numeric ids of lookups and special features: those of the stand-in, or others, as in another tenant.",
    source: "unpublished",
  },
  psaFault: {
    positions: ["none", "html", "empty", "truncated", "failure", "unauthorized", "500"],
    about:
      "Answer to REST calls of psaFaultOn, which are not carried out: as it should be, an HTML error page, an empty body, " +
      "half of the JSON, success false, 401 with the envelope, or 500 with an HTML page.",
    source: "what servers behind gateways do",
  },
  psaFaultOn: {
    positions: ["all", "authenticate", "refreshtoken", "userinfo", "employees", "lookups", "roles"],
    about: "Which REST calls psaFault breaks.",
    source: "what servers behind gateways do",
  },

  // --- Rules ---
  psaApiAccess: {
    positions: ["enforced", "ignored"],
    about: "Whether a role other than Administrator needs Has API Access for a token.",
    source: "two pages of the vendor say so",
  },
  psaAdministratorAccess: {
    positions: ["implied", "needsTick"],
    about: "Whether Administrator may call the API without Has API Access being ticked (it is, at first).",
    source: "pages of the vendor against one of an integration",
  },
  psaApiEmployeeEdit: {
    positions: ["editable", "readOnly", "ignored"],
    about:
      "Other fields of an API employee after the first save: can be changed, are disabled, or a change has no effect.",
    source: '"API Employee user types cannot be edited" can be read both ways',
  },
  psaUnique: {
    positions: ["userName", "userNameAndEmail", "all"],
    about: "What no two employees may share: the user name, also the e-mail address, also the Emp ID.",
    source: "unknown",
  },
  psaLengths: {
    positions: ["reject", "truncate"],
    about: "A text of more than 50 characters (e-mail: 100): refused, or cut without a word.",
    source: "unknown",
  },
  psaMail: {
    positions: ["link", "plainText"],
    about: "What mails to a new or reset employee hold: a link that works once, or user name, password and company.",
    source: "vendor's password policy page against older guides",
  },
  psaWelcomeMail: {
    positions: ["sent", "withheld"],
    about: "Whether a mail goes out when an employee is made.",
    source: "withheld with KaseyaOne Unified Login; effect on API users unstated",
  },
  psaPasswordExpiry: {
    positions: ["applies", "exempt"],
    about: "Whether the forced change of the password (180 days) applies to API employees.",
    source: "two pages of the vendor contradict each other",
  },
  psaSystemRoles: {
    positions: ["readOnly", "editable"],
    about: "Whether a predefined security role can be edited.",
    source: "unknown",
  },

  // --- Console: way in ---
  psaSkin: {
    positions: ["telerik", "current", "plain"],
    about:
      "Markup and look of the console: Telerik widgets in their classic form, those of the light form with today's look, " +
      "or accessible HTML.",
    source: "public code of 2021 to 2023, pictures, toolkit's documentation",
  },
  psaSignIn: {
    positions: ["local", "ssoFirst", "kaseyaOneRequired"],
    about:
      "Sign-in page: local with a button for KaseyaOne, user name only and then the identity provider, or local sign-in " +
      "refused.",
    source: "automations; vendor's KaseyaOne pages",
  },
  psaMfa: {
    positions: ["afterwards", "samePage", "off"],
    about: "The one-time code: asked for after the password on the same page, beside it, or not at all.",
    source: "a public page object shows the first; labels unknown",
  },

  // --- Console: pages ---
  psaEngine: {
    positions: ["webForms", "react"],
    about: "Employees and Roles as WebForms pages with post backs, or as pages that change without loading.",
    source: "which pages have moved is unknown",
  },
  psaRenderMode: {
    positions: ["asSkin", "classic", "lightweight"],
    about: "Combo boxes: as the skin has them, tables with an arrow link, or spans with a button.",
    source: "toolkit's documentation; which one is in use is unknown",
  },
  psaComboDelay: {
    positions: ["none", "slow"],
    about: "An opened list: there at once, or after 1.2 s.",
    source: "automations wait 1 to 2 s",
  },
  psaPostBack: {
    positions: ["userType", "rewrites", "slow", "none"],
    about:
      "What a pick does: User Type posts back; every list does and Department sets Location and Employee Roles anew; User " +
      "Type does and takes 1.2 s; nothing posts back.",
    source: "automations: picks post back and rewrite other fields",
  },
  psaCheckText: {
    positions: ["joined", "count"],
    about:
      "Text of a list with check boxes: the checked names joined by commas, or `3 items checked` from the third on.",
    source: "picture; toolkit's documentation",
  },
  psaCheckAll: {
    positions: ["absent", "present"],
    about: "A first row Check All in lists with check boxes.",
    source: "toolkit's documentation",
  },
  psaLabels: {
    positions: ["spans", "tied"],
    about: "Labels of the drawn skins: bare spans above their control, or label elements with `for`.",
    source: "unknown; bare spans are usual for the toolkit",
  },
  psaSuccessBanner: {
    positions: ["shown", "off"],
    about: "Whether a save says so with a green banner.",
    source: "company setting Notification Types to show",
  },
  psaAutoRefresh: {
    positions: ["off", "on"],
    about: "Lists load anew by themselves, here every 3 seconds.",
    source: "company setting Listing Auto Refresh",
  },
  psaAfterSave: {
    positions: ["edit", "view"],
    about: "A saved record: stays editable, or comes back as text with an Edit button.",
    source: "seen on old tickets",
  },
  psaGridPage: { positions: ["50", "5"], about: "Rows that a list shows on a page at first.", source: "unknown" },
  psaRowOpen: {
    positions: ["click", "doubleClick"],
    about: "What opens a row: a click on it or on its link, or a double click (the link is inert).",
    source: "unknown; rows have an href attribute",
  },
  psaActiveFilter: {
    positions: ["yes", "all"],
    about: "Search Employees, Active at first: only active ones, or all.",
    source: "unknown",
  },
  psaUserTypeDefault: {
    positions: ["employee", "empty"],
    about: "User Type of a new employee at first.",
    source: "picture",
  },
  psaUserTypeControl: {
    positions: ["disabled", "text", "refused"],
    about: "User Type after the first save: a disabled list, plain text, or a list whose other picks are refused.",
    source: "the vendor: cannot be edited",
  },
  psaActiveControl: {
    positions: ["checkBox", "combo", "toggle"],
    about: "How a saved employee is made inactive: a box, a list with Yes and No, or a slider over a hidden box.",
    source: "unknown",
  },
  psaResetPlace: {
    positions: ["pageAndRowMenu", "page", "tab", "rowMenu", "batch"],
    about:
      "Where Reset and Send instructions is: toolbar of the employee's page and row menu, one of them, a tab of the page, or " +
      "above the list for ticked rows.",
    source: "unknown",
  },
  psaResetConfirm: {
    positions: ["dialog", "native", "none"],
    about: "What asks before Reset and Send instructions: a box with Yes and No, the browser's confirm, nothing.",
    source: "a box with Yes was seen elsewhere",
  },
  psaFieldErrors: {
    positions: ["inline", "summary", "banner"],
    about: "How a refused form says so: texts beside the fields, a list above them, or a banner.",
    source: "unknown; the toolkit's validators",
  },
  psaSessionEnds: {
    positions: ["never", "onSave"],
    about: "The session ends once, at the first save of a form: the post answers the sign-in page.",
    source: "length and form unknown",
  },
  psaPace: {
    positions: ["fast", "slow"],
    about: "Pages come at once, or after 0.4 s, with a panel that says so on post backs.",
    source: "pictures of the loading panel",
  },
} as const;

export type PsaSwitches = typeof psaSwitches;
export type PsaPosition<S extends keyof PsaSwitches> = PsaSwitches[S]["positions"][number];

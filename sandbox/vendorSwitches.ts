/**
 * What the public record of the vendor's rules and REST API leaves open, or shows in more than one way. The first
 * position is the likeliest reading and the default.
 */
export const vendorSwitches = {
  userAccessType: {
    positions: ["numbers", "words"],
    about: "Wire type of userAccessFor* in entity information: 0, 1, 2, or None, All, Restricted.",
    source: "help text and clients disagree",
  },
  missingId: {
    positions: ["404", "null"],
    about: "GET of an id that does not exist: 404, or 200 with a null item.",
    source: "public clients disagree",
  },
  zoneHeaders: {
    positions: ["ignored", "required"],
    about: "Whether zone information wants the headers of a signed-in call; sent, they do no harm either way.",
    source: "the vendor's Postman collection and its swagger disagree",
  },
  apiVersions: {
    positions: ["both", "v1Only"],
    about: "What versioninformation lists: V1.0 and V2.0, of which nothing answers yet, or V1.0 alone as before.",
    source: "reports of September 2026",
  },
  wrongCredentials: {
    positions: ["401", "500"],
    about:
      "Refused sign-in: an empty 401, or (older reports) 500 with a text for a wrong user name or tracking identifier.",
    source: "measurement of 2026 against reports of 2020 to 2023",
  },
  limitAnswer: {
    positions: ["429-retry-after", "429", "500"],
    about: "Answer beyond the thread or hourly limit: 429 with or without Retry-After, or 500 with the text.",
    source: "text on record, status is not",
  },
  threadLimit: {
    positions: ["3", "off"],
    about: "Calls at the same time per tracking identifier and entity.",
    source: "ThreadLimiting page; older integrations have more",
  },
  hourlyLimit: {
    positions: ["10000", "10"],
    about: "Calls per rolling hour of the whole tenant; the small one is for trying the limit out.",
    source: "REST_Thresholds_Limits page",
  },
  noPermissionQuery: {
    positions: ["empty", "403", "500"],
    about: "A query that the caller's level does not allow: no rows, 403, or 500 with a text.",
    source: "REST_BestPractices page; swagger; public clients",
  },
  noPermissionWrite: {
    positions: ["500", "403"],
    about: "A write that the caller's level does not allow.",
    source: "public clients; swagger",
  },
  pathCase: {
    positions: ["insensitive", "sensitive"],
    about:
      "Whether /ATServicesRest/V1.0/ has to be written with exactly these capitals (zone and version information never).",
    source: "one tester says so, vendor text varies",
  },
  patchApiUser: {
    positions: ["allowed", "refused", "ignored"],
    about:
      "PATCH or PUT of isActive or userName of an API user: done, refused with 500, or answered without any effect.",
    source: "field metadata says writable; use on API users unconfirmed",
  },
  restUserName: {
    positions: ["bare", "domain"],
    about: "userName in REST: without or with @domain.",
    source: "a capture of a person's record has none",
  },
  apiUsersInQueries: {
    positions: ["shown", "hidden"],
    about: "Whether API users are among the rows of Resources.",
    source: "two clients filter them out, so they are",
  },
  levelDelete: {
    positions: ["offered", "refused", "absent"],
    about:
      "Delete in the row menu of a custom level: works (not with users on it), is always refused, or is not there.",
    source: "unknown",
  },
  inactiveLevel: {
    positions: ["keepsWorking", "stops"],
    about: "API calls of users whose level was inactivated: go on, or are refused like wrong credentials.",
    source: "the level stays assigned; the effect is not on record",
  },
  levelNames: {
    positions: ["unique", "duplicates"],
    about: "Whether two levels may have the same name (compared without case).",
    source: "unknown",
  },
  copyDefaults: {
    positions: ["inherited", "different"],
    about: "Cells of a fresh copy: those of its source, or the lowest value wherever the record states none.",
    source: "the help says a copy inherits its source; the API User column is incomplete",
  },
  levelPropagation: {
    positions: ["atOnce", "delayed"],
    about: "When a saved level counts for API calls: at once, or 3 seconds later.",
    source: "unknown",
  },
  newUserPropagation: {
    positions: ["atOnce", "delayed"],
    about: "When a new API user may call: at once, or 3 seconds later (a guide says up to 5 minutes).",
    source: "kb.clouddepot.com",
  },
  apiUserAssociations: {
    positions: ["allowed", "refused"],
    about: "Whether REST lets an API user hold departments, queues and service desk roles.",
    source: "the vendor says that API users cannot own or be associated with entities",
  },
  integrationNames: {
    positions: ["shared", "unique"],
    about: "Whether two users may have the same Internal Integration Name.",
    source: "unknown",
  },
  secretAfterRevival: {
    positions: ["kept", "lost"],
    about: "Secret of a user that is activated again: still valid, or a new one has to be generated.",
    source: "unknown",
  },
  secretRules: {
    positions: ["default", "strong"],
    about:
      "Rules for a secret: 7 to 64 characters, no space, no single quote, not one of the last five; `strong` also wants " +
      "an upper-case letter, a lower-case letter, a digit and another character.",
    source: "Passwordrequirements page; strong passwords are off by default, their exact rule is assumed",
  },
  keyLimit: {
    positions: ["local", "whole"],
    about: "Whether the maximum of 32 characters of a key counts the part before the at sign or the whole key.",
    source: "field metadata gives only the number",
  },
} as const;

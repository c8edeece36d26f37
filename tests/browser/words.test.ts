import { likeness, normalise, sameLevelName } from "../../provider/browser/words";

test.each([
  ["Security Level*", "Security Level", 3],
  ["First Name : *", "First Name", 3],
  ["* Name", "Name", 3],
  ["EMAIL ADDRESS", "Email Address", 3],
  ["\u25b8 CONTRACTS", "Contracts", 3],
  ["\u{1f4be} Save & Close", "Save & Close", 3],
  ["+ New", "New", 3],
  // Where the sign of a section stands behind its words.
  ["Search Employees \u25b8", "Search Employees", 3],
  ["Admin +", "Admin", 3],
  ["Employee Roles: * i", "Employee Roles", 3],
  ["\u2713 Yes", "Yes", 3],
  ["Contract Visibility (for contracts you have access to)", "Contract Visibility", 2],
  ["Resources (Users) Early Access", "Resources (Users)", 2],
  ["Save & Close", "Save", 0],
  ["Security Levels", "Security Level", 0],
  ["Resources/Users (HR)", "Resources (Users)", 0],
])("%s says %s: %i", (shown, sought, expected) => {
  expect(likeness(shown, sought)).toBe(expected);
});

test("the page's addition (API-only) is no part of a level's name, any other bracket is", () => {
  expect(sameLevelName("API User (system) (API-only)", "API User (system)")).toBe(true);
  expect(sameLevelName("API User (system) Can't Read Costs (API-only)", "API User (system)")).toBe(false);
  expect(sameLevelName("API User (Propel Your MSP)", "API User")).toBe(false);
});

test("quotes, dashes and spaces of all kinds compare equal", () => {
  expect(normalise("Can\u2019t  Read\u00a0Costs")).toBe(normalise("can't read costs"));
});

test("an info mark behind a label is no letter of it", () => {
  for (const shown of ["Department* \u24d8", "Department: * \u2139", "Department *\u24d8"])
    expect(likeness(shown, "Department")).toBe(3);
});

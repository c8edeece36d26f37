/** Lists of a resource's fields, the same in REST's picklists and in the lists of the full form: value and label. */
const emailTypes: readonly (readonly [string, string])[] = [
  ["MOBILE", "Mobile"],
  ["PAGER", "Pager"],
  ["PRIMARY", "Primary"],
  ["SECONDARY", "Secondary"],
  ["SMS", "SMS"],
];

export const resourcePicklists = {
  emailTypeCode: emailTypes,
  gender: [
    ["F", "Female"],
    ["M", "Male"],
  ],
  greeting: [
    [1, "Mr."],
    [2, "Mrs."],
    [3, "Ms."],
  ],
  payrollType: [
    [1, "Salary"],
    [2, "Hourly"],
    [3, "Contractor"],
    [4, "Salary Non Exempt"],
  ],
  resourceType: [
    ["Employee", "Employee"],
    ["Contractor", "Contractor"],
  ],
  suffix: [
    [1, "Jr."],
    [2, "Sr."],
    [3, "II"],
    [4, "III"],
  ],
} as const satisfies Record<string, readonly (readonly [string | number, string])[]>;

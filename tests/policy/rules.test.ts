import type { ResourceValidation, ResourceValidationArgs } from "@pulumi/policy";
import { atTheFloor, beyond, holds } from "../../policy/cells";
import { justifiedRights, withinProfile } from "../../policy/policies";
import { allProfiles } from "../../provider/autotask/permissions/profiles";
import { propelPermissions } from "../support/propel";

/** What the policies make of permissions, without an engine. */

const HR = "Admin > Feature Access > Resources/Users (HR)";
const TICKETS = "Service Desk > Object Permissions > Tickets";
const LIMIT = "Other > Resource Visibility > Limit resource availability to self, plus (check all that apply):";
const propel = { permissions: propelPermissions };

describe("beyond the profile", () => {
  test.each([
    ["the profile itself", propelPermissions, undefined],
    ["less of a list", { [TICKETS]: { View: "Mine" } }, undefined],
    ["nothing at all", {}, undefined],
    ["nothing said in as many words", { "CRM > Object Permissions > Notes": { Edit: "None" }, [HR]: false }, undefined],
    ["the box that every API user needs", {}, undefined],
    ["a number of nothing", { "Other > Webhooks > Maximum number of Webhooks": 0 }, undefined],
    ["more of a list", { "CRM > Object Permissions > To-Dos": { Add: "Yes", Edit: "All" } }, /To-Dos: Edit: All/],
    ["a box", { "Admin > Feature Access > Products & Services": true }, /ticked, where the profile has nothing/],
    ["a number", { "Other > Webhooks > Maximum number of Webhooks": 5 }, /Maximum number of Webhooks: 5/],
  ])("%s", (_, permissions, expected) => {
    const found = beyond({ permissions }, propel);
    if (expected === undefined) expect(found).toEqual([]);
    else expect(found).toEqual([expect.stringMatching(expected)]);
  });

  test("one step up in a list that the profile has", () => {
    const mine = { permissions: { [TICKETS]: { View: "Mine" } } };
    expect(beyond({ permissions: { [TICKETS]: { View: "All" } } }, mine)).toEqual([
      `${TICKETS}: View: All, where the profile has Mine`,
    ]);
  });

  test("what the catalogue does not know cannot be shown to lie within", () => {
    expect(beyond({ extraPermissions: { "New > Thing": "Full" } }, propel)).toEqual([
      "New > Thing: Full, where the profile has nothing",
    ]);
    expect(beyond({ extraPermissions: { "New > Thing": "None" } }, propel)).toEqual([]);
  });

  test("nor can what a copy brings along", () => {
    expect(beyond({ permissions: {}, unlisted: "inherit" }, propel)).toEqual([expect.stringContaining("inherit")]);
  });

  test("a profile that takes a plain copy limits what it names, and nothing else", () => {
    const copy = { permissions: { [TICKETS]: { View: "Mine" } }, unlisted: "inherit" };
    expect(beyond({ permissions: { [HR]: true }, unlisted: "inherit" }, copy)).toEqual([]);
    expect(beyond({ permissions: { [TICKETS]: { View: "All" } }, unlisted: "inherit" }, copy)).toHaveLength(1);
  });

  test.each(allProfiles.map((profile) => [profile.name, profile] as const))("%s lies within itself", (_, profile) => {
    expect(beyond(profile, profile)).toEqual([]);
  });

  test("a box that takes rights away: leaving it out is more, ticking it is not", () => {
    expect(beyond({ permissions: {} }, { permissions: { [LIMIT]: true } })).toEqual([
      expect.stringContaining("not ticked"),
    ]);
    expect(beyond({ permissions: { [LIMIT]: true } }, { permissions: {} })).toEqual([]);
    expect(beyond({ permissions: { [LIMIT]: false } }, { permissions: {} })).toEqual([]);
  });
});

test("the floor of a list without None is its first entry", () => {
  expect(atTheFloor({ key: TICKETS, action: "View", value: "Mine" })).toBe(true);
  expect(atTheFloor({ key: TICKETS, action: "View", value: "All" })).toBe(false);
});

test("a right is held, perhaps held by a copy, or not held", () => {
  expect(holds({ permissions: { [HR]: true } }, HR)).toBe("yes");
  expect(holds({ permissions: { [HR]: false } }, HR)).toBe("no");
  expect(holds({ permissions: {} }, HR)).toBe("no");
  expect(holds({ permissions: {}, unlisted: "inherit" }, HR)).toBe("perhaps");
  expect(holds({ permissions: { [HR]: false }, unlisted: "inherit" }, HR)).toBe("no");
});

/** Calls a policy as the SDK does, with a configuration. */
function judge(validation: unknown, level: object, config: object): string[] {
  const found: string[] = [];
  const args = { props: level, isType: () => true, getConfig: () => config } as unknown as ResourceValidationArgs;
  void (validation as ResourceValidation)(args, (message) => void found.push(message));
  return found;
}

test("a configuration that names nothing known is an error, not a rule that never fires", () => {
  const level = { name: "API User (Notes)", profile: "notes", permissions: { [HR]: true } };
  expect(() =>
    judge(justifiedRights.validateResource, level, { rights: ["Admin > Nothing"], minimumLength: 1 }),
  ).toThrow(/policy justified-rights cannot be read.* "Admin > Nothing"/);
  expect(() => judge(withinProfile.validateResource, level, { profiles: { notes: { "CRM > Nots": true } } })).toThrow(
    /policy within-profile cannot be read.*CRM > Nots.*Did you mean/,
  );
});

test("a justification is not a single word", () => {
  const config = { rights: [HR], minimumLength: 10 };
  const level = (justification: string) => ({ name: "A", permissions: { [HR]: true }, justification });
  expect(judge(justifiedRights.validateResource, level(" needed "), config)).toEqual([
    expect.stringContaining("fewer than 10 characters"),
  ]);
  expect(judge(justifiedRights.validateResource, level("reads the list of resources"), config)).toEqual([]);
});

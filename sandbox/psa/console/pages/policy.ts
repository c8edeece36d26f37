/** Admin > Security > Password Policy. */
import type { PasswordPolicy } from "../../model";
import type { Page } from "../page";
import type { Posted } from "../posted";
import { routes } from "../routes";

export function policyPage(policy: PasswordPolicy): Page {
  const number = (name: string, label: string, value: number | null) => ({
    kind: "text" as const,
    name,
    label,
    value: value === null ? "" : String(value),
  });
  return {
    title: "Password Policy",
    trail: [{ text: "Home", url: routes.home }],
    module: "Admin",
    action: routes.policy,
    toolbar: [{ id: "ctl00_phMenu_btnSave", text: "Save", icon: "check" }],
    blocks: [
      {
        kind: "section",
        title: "Login Attempts",
        blocks: [
          {
            kind: "fields",
            fields: [
              number(
                "Attempts",
                "Number of consecutive failed login attempts allowed before disabling account",
                policy.attempts,
              ),
              number("LockMinutes", "Length of time to disable account (minutes)", policy.lockMinutes),
            ],
          },
        ],
      },
      {
        kind: "section",
        title: "Password Strength",
        blocks: [
          {
            kind: "fields",
            fields: [
              number("ChangeDays", "Require password change every (days)", policy.changeDays),
              number("MinimumLength", "Enforce minimum password length", policy.minimumLength),
              number("Remembered", "Prohibit password reuse for (passwords)", policy.remembered),
              {
                kind: "check",
                name: "Classes",
                label: "Require an upper case letter, a lower case letter, a number and a special character",
                value: policy.characterClasses,
              },
            ],
          },
        ],
      },
    ],
    state: { kind: "policy" },
  };
}

/** The posted policy, or what is wrong with it. */
export function readPolicy(posted: Posted, before: PasswordPolicy): PasswordPolicy | string {
  const number = (name: string, least: number): number => {
    const value = Number(posted.text(name));
    return Number.isInteger(value) && value >= least ? value : Number.NaN;
  };
  const policy: PasswordPolicy = {
    attempts: number("Attempts", 1),
    lockMinutes: number("LockMinutes", 1),
    changeDays: posted.text("ChangeDays").trim() === "" ? null : number("ChangeDays", 1),
    minimumLength: number("MinimumLength", 8),
    remembered: number("Remembered", 1),
    characterClasses: posted.shows("Classes") ? posted.check("Classes") : before.characterClasses,
  };
  const wrong = Object.values(policy).some((value) => Number.isNaN(value));
  return wrong ? "Enter a larger value." : policy;
}

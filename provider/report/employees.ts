import { API_EMPLOYEE_SECRETS } from "../pulumi/host";
import { fieldsOf, hasOne, inactive, reactivates, type Draft } from "./changes";
import { count } from "./count";
import type { Account, Direction, FieldChange, Report } from "./model";
import { accountOf, addedNames, inputsOf, shown, type Subject } from "./subjects";

/** The right of a Kaseya or Pulseway account is the sum of its security roles; an employee role says what it works at. */
const RIGHTS = "securityRoles";

/** What a reader of a new account wants to know. */
const OF_NEW = [RIGHTS, "employeeRoles", "department", "email"];

/** The changes of an API employee of Kaseya or Pulseway PSA. */
export function ofEmployee(subject: Subject, kind: Report["kind"]): Draft[] {
  const { before, after, op } = subject;
  const one = accountOf((after ?? before)!, subject.resource);
  const accounts: Account[] = [{ name: one.name, userName: one.userName, active: one.active, managed: true }];
  if (op === "create") {
    const fields = fieldsOf(subject).filter(({ field }) => OF_NEW.includes(field));
    const roles = shown(inputsOf(after)[RIGHTS]);
    const summary =
      roles === null || roles === "" ? "A new API employee." : `A new API employee with ${String(roles)}.`;
    return [{ kind: "create", summary, fields, accounts, direction: "widens" }];
  }
  if (op === "delete") {
    const drift = kind === "drift";
    const summary = drift
      ? "The employee is in the stack, and the tenant has it no more."
      : "The employee becomes inactive: the vendor deletes none. Its integration stops.";
    return [{ kind: drift ? "missing" : "delete", summary, accounts, direction: "narrows" }];
  }
  const [wasActive, isActive] = [inputsOf(before)["active"] !== false, inputsOf(after)["active"] !== false];
  const stops = wasActive && !isActive;
  const fields = fieldsOf(subject, stops ? ["active"] : []);
  if (op === "replace") {
    const summary =
      "Another employee is made and this one becomes inactive: the integration needs its user name and password.";
    return [{ kind: "replace", summary, fields, accounts, direction: directionOf(fields) }];
  }
  const drafts: Draft[] = [];
  const name = fields.find(({ field }) => field === "userName");
  if (name) {
    const summary = `Its user name is now "${String(name.new)}": the integration signs in with the old one and is refused.`;
    drafts.push({ kind: "renamed", summary, fields: [name], accounts });
  }
  if (stops) drafts.push(inactive("employee", accounts));
  const secrets = API_EMPLOYEE_SECRETS.filter((secret) => subject.touched.has(secret) && hasOne(subject, secret));
  if (secrets.length > 0) {
    drafts.push({
      kind: "credential-changed",
      summary: "Its password changes: give the integration the new one.",
      fields: secrets.map((field) => ({ field, old: "[secret]", new: "[secret]" })),
      accounts,
    });
  }
  const others = fields.filter((field) => field !== name);
  if (others.length > 0) {
    const roles = others.some(({ field }) => field === RIGHTS);
    drafts.push({
      kind: "update",
      summary: roles
        ? "The employee gets other security roles."
        : `${count(others.length, "property", "properties")} of the employee.`,
      fields: others,
      accounts,
      direction: directionOf(others),
    });
  }
  return drafts;
}

/** Roles add up: one more is more rights, whatever it holds. Which of two roles is wider is not known here. */
function directionOf(fields: readonly FieldChange[]): Direction {
  const roles = fields.find(({ field }) => field === RIGHTS);
  const wider = reactivates([...fields]) || (roles !== undefined && addedNames(roles.old, roles.new).length > 0);
  const narrower = roles !== undefined && addedNames(roles.new, roles.old).length > 0;
  return wider ? (narrower ? "mixed" : "widens") : narrower ? "narrows" : "none";
}

import type { Context } from "../../context";
import type { Employee, PsaTenant } from "../model";
import { byUserName, hasApiAccess, isApiEmployee, isCompany, noteSignIn, tryCode, tryPassword } from "../rules";
import { PsaFailure, securityError } from "./envelope";

export interface Given {
  userName: string;
  password: string;
  company: string;
  code: string;
}

/**
 * Who signs in by API, noted in the tenant: failures count, a success ends the count. The texts are ours.
 *
 * @throws PsaFailure without saying more than the vendor would: a wrong company and a wrong user look alike.
 */
export function signInByApi(context: Context, given: Given): Employee {
  const now = context.now();
  const { switches } = context;
  const refusal = context.store.edit(`sign-in by API ${given.userName}`, ({ psa }): string | Employee => {
    const employee = isCompany(psa, given.company, switches) ? byUserName(psa, given.userName) : undefined;
    if (employee === undefined) return "Invalid user name, password or company.";
    const refused = tryPassword(psa, employee, given.password, switches, now);
    switch (refused) {
      case "locked":
        return "Your account is locked.";
      case "wrong":
      case "noPassword":
        return "Invalid user name, password or company.";
      case "inactive":
        return "Your account is not active.";
      case "expired":
        return "Your password has expired.";
      case undefined:
        break;
    }
    const code = codeRefusal(context, psa, employee, given.code, now);
    if (code !== undefined) return code;
    if (!hasApiAccess(psa, employee, switches)) return "You do not have API access.";
    noteSignIn(employee, now);
    return employee;
  });
  if (typeof refusal !== "string") return refusal;
  throw new PsaFailure(Number(switches.get("psaSignInRefusal")), securityError, "Security Error", refusal);
}

/** API users are never asked for a code. */
function codeRefusal(
  context: Context,
  psa: PsaTenant,
  employee: Employee,
  code: string,
  now: Date,
): string | undefined {
  if (isApiEmployee(employee) || !employee.mfaEnabled || context.switches.get("psaMfa") === "off") return undefined;
  if (code === "") return "MFA code is required.";
  return tryCode(psa, employee, code, now) ? undefined : "MFA code is not valid.";
}

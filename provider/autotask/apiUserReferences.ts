import { PsaError } from "../errors";
import { nearest } from "../nearest";
import { DETAIL_NAMES, DETAILS } from "./apiUserDetails";
import type { ApiUserInputs } from "./apiUserInputs";
import { fold, sameLevelName } from "./permissions/wording";
import type { AutotaskServices } from "./services";
import type { ApiUserDetails, Choice } from "./tenant";

/**
 * What is declared by a name that the tenant does not have is found out before a form is filled in.
 *
 * @param otherLevel false: the user is on its level already, which may be inactive meanwhile
 * @throws PsaError `not-found` with near matches, `validation` for an inactive level
 */
export async function assertReferences(
  services: AutotaskServices,
  inputs: ApiUserInputs,
  otherLevel = true,
): Promise<void> {
  const { directory } = services;
  const levels = await directory.securityLevels();
  const level = levels.find((entry) => sameLevelName(entry.name, inputs.securityLevel));
  if (levels.length > 0 && !level) {
    const names = levels.map((entry) => entry.name);
    throw missing(directory.tenantName, "security level", inputs.securityLevel, names, "securityLevel");
  }
  if (level && !level.active && otherLevel) {
    throw new PsaError(
      "validation",
      `${directory.tenantName}: the security level "${level.name}" is inactive, and the form offers active ones only.`,
      "Activate it, or name another one in securityLevel.",
    );
  }
  const places = [...(await directory.locations()).values()];
  const { location } = inputs;
  if (location !== undefined && places.length > 0 && !places.some((place) => fold(place) === fold(location))) {
    throw missing(directory.tenantName, "internal location", location, places, "location");
  }
  for (const { property, of, name } of referencesOf(inputs)) {
    const choices = await directory.choices(of);
    if (choices.length > 0 && !choices.some((choice) => fold(choice) === fold(name)))
      throw missing(
        directory.tenantName,
        WORDS[of as keyof typeof WORDS] ?? `entry of the list ${property}`,
        name,
        choices,
        property,
      );
  }
}

function missing(tenant: string, what: string, name: string, there: string[], property: string): PsaError {
  const near = nearest(name, there);
  const some = (near.length > 0 ? near : there.slice(0, 10)).map((entry) => `"${entry}"`).join(", ");
  return new PsaError(
    "not-found",
    `${tenant} has no ${what} "${name}".`,
    `Set ${property} to one that it has, e.g. ${some}.`,
  );
}

const WORDS = { department: "department", role: "role", queue: "queue", lineOfBusiness: "line of business" };

/** Everything that is declared by the name that the tenant has for it. */
export function referencesOf(details: ApiUserDetails): { property: string; of: Choice; name: string }[] {
  const lists = DETAIL_NAMES.filter((name) => DETAILS[name].kind === "choice" && details[name] !== undefined);
  return [
    ...lists.map((name) => ({ property: name, of: name, name: String(details[name]) })),
    ...(details.departments ?? []).flatMap(({ department, role }) => [
      { property: "departments", of: "department" as const, name: department },
      { property: "departments", of: "role" as const, name: role },
    ]),
    ...(details.serviceDeskRoles ?? []).map(({ role }) => ({
      property: "serviceDeskRoles",
      of: "role" as const,
      name: role,
    })),
    ...(details.queues ?? []).map((name) => ({ property: "queues", of: "queue" as const, name })),
    ...(details.linesOfBusiness ?? []).map((name) => ({
      property: "linesOfBusiness",
      of: "lineOfBusiness" as const,
      name,
    })),
  ];
}

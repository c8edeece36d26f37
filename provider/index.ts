/** What a program imports. */
export { AutotaskApiUser, type AutotaskApiUserArgs } from "./pulumi/apiUser";
export { AutotaskSecurityLevel, type AutotaskSecurityLevelArgs } from "./pulumi/securityLevel";
export { PsaApiEmployee, type PsaApiEmployeeArgs } from "./pulumi/psaApiEmployee";
export type { Permissions } from "./autotask/permissions/keys";
export { allProfiles, profileOf, profiles, type Profile, type ProfileName } from "./autotask/permissions/profiles";

/** What the texts in `__provider` require by name: one handler per kind of resource. Kept trivial, for it must always load. */
import { apiUser as apiUserLifecycle } from "./autotask/apiUser";
import { securityLevel as securityLevelLifecycle } from "./autotask/securityLevel";
import { apiEmployee as apiEmployeeLifecycle } from "./psa/apiEmployee";
import { adapt } from "./pulumi/adapter";
import { API_EMPLOYEE_SECRETS, API_USER_SECRETS } from "./pulumi/host";
import { psaServices } from "./pulumi/psaServices";
import { autotaskServices } from "./pulumi/services";

export const securityLevel = adapt({
  kind: "AutotaskSecurityLevel",
  secrets: [],
  open: (config) => {
    const services = autotaskServices(config, "AutotaskSecurityLevel");
    return { lifecycle: securityLevelLifecycle(services), log: services.log };
  },
});

export const apiUser = adapt({
  kind: "AutotaskApiUser",
  secrets: API_USER_SECRETS,
  open: (config) => {
    const services = autotaskServices(config, "AutotaskApiUser");
    return { lifecycle: apiUserLifecycle(services), log: services.log };
  },
});

export const apiEmployee = adapt({
  kind: "PsaApiEmployee",
  secrets: API_EMPLOYEE_SECRETS,
  open: (config) => {
    const services = psaServices(config);
    return { lifecycle: apiEmployeeLifecycle(services), log: services.log };
  },
});

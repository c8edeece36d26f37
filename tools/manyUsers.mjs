// Stacks that know all accounts of a stand-in tenant without having made them: for timing and counting drift runs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { declaredEmployee } from "./imported.mjs";

const PROVIDER = "pulumi:providers:pulumi-nodejs";
const PROVIDER_ID = "11111111-1111-4111-8111-111111111111";

/** What a stack would hold of this user, had it made it. */
function ofUser(user, tenant, index) {
  const level = tenant.levels.find(({ id }) => id === user.levelId);
  const inputs = {
    firstName: user.firstName,
    lastName: user.lastName,
    email: user.email,
    securityLevel: level.name,
    active: user.active,
    username: user.userName,
    usernameDerived: false,
    internalIntegrationName: `Integration ${index}`,
    adopt: false,
    verify: "off",
  };
  const observed = {
    resourceId: String(user.id),
    key: `${user.userName}@${tenant.domain}`,
    secret: "not-needed-here",
    secretGenerated: true,
    trackingIdentifier: "NOTNEEDED",
    access: {},
    verified: false,
  };
  return { kind: "AutotaskApiUser", handler: "apiUser", id: user.id, inputs, observed };
}

/** The same of an employee, of whatever type: REST does not show it. */
function ofEmployee(employee) {
  const inputs = { ...declaredEmployee(employee), manager: employee.manager ?? "", verify: "off" };
  const observed = {
    recordId: String(employee.id),
    passwordGenerated: false,
    passwordStatus: "awaiting",
    verified: false,
  };
  return { kind: "PsaApiEmployee", handler: "apiEmployee", id: employee.id, inputs, observed };
}

/** Writes accounts into the state of an empty stack `dev` of this project; answers how many. */
async function know(stack, project, accounts) {
  const urn = `urn:pulumi:dev::${project}`;
  const root = `${urn}::pulumi:pulumi:Stack::${project}-dev`;
  const resources = accounts.map(({ kind, handler, id, inputs, observed }, index) => {
    const type = `pulumi-nodejs:dynamic/psa:${kind}`;
    const declared = { ...inputs, __provider: `exports.handler = () => require("pulumi-psa/handlers").${handler};` };
    return {
      urn: `${urn}::${type}::account-${index}`,
      custom: true,
      id: String(id),
      type,
      inputs: declared,
      outputs: { ...declared, ...observed },
      parent: root,
      provider: `${urn}::${PROVIDER}::default::${PROVIDER_ID}`,
      propertyDependencies: {},
    };
  });
  const exported = JSON.parse((await stack.run(["stack", "export"])).stdout);
  exported.deployment.resources = [
    { urn: root, custom: false, type: "pulumi:pulumi:Stack" },
    { urn: `${urn}::${PROVIDER}::default`, custom: true, id: PROVIDER_ID, type: PROVIDER, inputs: {}, outputs: {} },
    ...resources,
  ];
  const file = join(stack.folder, "known.json");
  writeFileSync(file, JSON.stringify(exported));
  const run = await stack.run(["stack", "import", "--file", file]);
  if (run.code !== 0) throw new Error(`pulumi stack import: ${run.stderr}`);
  return resources.length;
}

/** All API users of the tenant but our own. */
export function knowAllUsers(stack, project, tenant) {
  const users = tenant.users.filter(({ licenseType, id }) => licenseType === 7 && id !== tenant.providerUserId);
  return know(
    stack,
    project,
    users.map((user, index) => ofUser(user, tenant, index)),
  );
}

/** All employees of the PSA's tenant. */
export function knowAllEmployees(stack, project, { psa }) {
  return know(stack, project, psa.employees.map(ofEmployee));
}

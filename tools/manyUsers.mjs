// A stack that knows all API users of a stand-in tenant without having made them: for timing and counting drift runs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const PROVIDER = "pulumi:providers:pulumi-nodejs";
const TYPE = "pulumi-nodejs:dynamic/psa:AutotaskApiUser";
const HOST = 'exports.handler = () => require("pulumi-psa/handlers").apiUser;';

/** What a stack would hold of this user, had it made it. */
function resourceOf(user, tenant, urn, index) {
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
    __provider: HOST,
  };
  const outputs = {
    ...inputs,
    resourceId: String(user.id),
    key: `${user.userName}@${tenant.domain}`,
    secret: "not-needed-here",
    secretGenerated: true,
    trackingIdentifier: "NOTNEEDED",
    access: {},
    verified: false,
  };
  return {
    urn: `${urn}::${TYPE}::user-${index}`,
    custom: true,
    id: String(user.id),
    type: TYPE,
    inputs,
    outputs,
    parent: `${urn}::pulumi:pulumi:Stack::${urn.split("::")[1]}-dev`,
    provider: `${urn}::${PROVIDER}::default::11111111-1111-4111-8111-111111111111`,
    propertyDependencies: {},
  };
}

/** Writes them into the state of an empty stack `dev` of this project; answers how many. */
export async function knowAllUsers(stack, project, tenant) {
  const urn = `urn:pulumi:dev::${project}`;
  const users = tenant.users.filter(({ licenseType, id }) => licenseType === 7 && id !== tenant.providerUserId);
  const resources = [
    { urn: `${urn}::pulumi:pulumi:Stack::${project}-dev`, custom: false, type: "pulumi:pulumi:Stack" },
    {
      urn: `${urn}::${PROVIDER}::default`,
      custom: true,
      id: "11111111-1111-4111-8111-111111111111",
      type: PROVIDER,
      inputs: {},
      outputs: {},
    },
    ...users.map((user, index) => resourceOf(user, tenant, urn, index)),
  ];
  const exported = JSON.parse((await stack.run(["stack", "export"])).stdout);
  exported.deployment.resources = resources;
  const file = join(stack.folder, "known.json");
  writeFileSync(file, JSON.stringify(exported));
  const run = await stack.run(["stack", "import", "--file", file]);
  if (run.code !== 0) throw new Error(`pulumi stack import: ${run.stderr}`);
  return users.length;
}

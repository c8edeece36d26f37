import * as pulumi from "@pulumi/pulumi";
import { AutotaskApiUser, AutotaskSecurityLevel } from "../../provider/index";

interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

const registered: Registered[] = [];
const find = (name: string) => registered.find((one) => one.name === name)!;
const valueOf = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

class Team extends pulumi.ComponentResource {
  constructor(name: string) {
    super("example:index:Team", name);
  }
}

const USER = { firstName: "A", lastName: "B", email: "a@example.com", internalIntegrationName: "Own" };
let level: AutotaskSecurityLevel;
let user: AutotaskApiUser;

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        registered.push({ type, name, inputs });
        return { id: `${name}-id`, state: { ...inputs, levelId: "29", key: "k@D", access: {}, verified: true } };
      },
      call: () => ({}),
    },
    "project",
    "stack",
  );
  level = new AutotaskSecurityLevel("propel", {
    name: "API User (Propel Your MSP)",
    permissions: { "Contracts > Object Permissions > Contracts": { View: "All" } },
  });
  new AutotaskSecurityLevel("other", { name: "Other" });
  user = new AutotaskApiUser("propel-user", { ...USER, securityLevel: level.name, secret: "declared-1" });
  new AutotaskApiUser("second", { ...USER, securityLevel: "Other", username: "second1" });
  new AutotaskApiUser("member", { ...USER, securityLevel: "Other" }, { parent: new Team("team") });
  await Promise.all([valueOf(level.urn), valueOf(user.urn)]);
  await new Promise((resolve) => setTimeout(resolve, 200));
});

test("types are our own, and policies know the classes by them", () => {
  expect(find("propel").type).toBe("pulumi-nodejs:dynamic/psa:AutotaskSecurityLevel");
  expect(find("propel-user").type).toBe("pulumi-nodejs:dynamic/psa:AutotaskApiUser");
  expect(AutotaskSecurityLevel.__pulumiType).toBe(find("propel").type);
  expect(AutotaskApiUser.__pulumiType).toBe(find("propel-user").type);
});

test("the handler's text is short, and the same for all of a kind", () => {
  for (const [one, another] of [
    ["propel", "other"],
    ["propel-user", "second"],
  ] as const) {
    const text = find(one).inputs.__provider;
    expect(text).toBe(find(another).inputs.__provider);
    expect(Buffer.byteLength(String(text))).toBeLessThanOrEqual(100);
  }
  expect(find("propel").inputs.__provider).toBe(
    'exports.handler = () => require("pulumi-psa/handlers").securityLevel;',
  );
});

test("what is declared is sent, and nothing that is undefined", () => {
  expect(find("propel").inputs).toEqual({
    __provider: expect.any(String),
    name: "API User (Propel Your MSP)",
    permissions: { "Contracts > Object Permissions > Contracts": { View: "All" } },
  });
});

test("a level's name flows into a user", () => {
  expect(find("propel-user").inputs.securityLevel).toBe("API User (Propel Your MSP)");
});

test("observations are outputs", async () => {
  expect(await valueOf(level.levelId)).toBe("29");
  expect(await valueOf(user.key)).toBe("k@D");
  expect(await valueOf(user.verified)).toBe(true);
  expect(await valueOf(level.permissions)).toEqual({ "Contracts > Object Permissions > Contracts": { View: "All" } });
});

test("a declared secret is a secret output, said or not", async () => {
  expect(await pulumi.isSecret(user.secret)).toBe(true);
});

test("the seed of a user name is what tells resources apart", () => {
  expect(find("propel-user").inputs.usernameSeed).toBe("project/stack/propel-user");
  expect(find("member").inputs.usernameSeed).toBe("project/stack/example:index:Team/member");
});

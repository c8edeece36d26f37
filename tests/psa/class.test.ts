import * as pulumi from "@pulumi/pulumi";
import { PsaApiEmployee } from "../../provider/index";

const ARGS = {
  userName: "acme-api",
  firstName: "Acme",
  employeeId: "1",
  email: "a@example.com",
  jobTitle: "Administrator",
  department: "Administration",
  manager: "Jane Doe",
  employmentType: "Full Time",
  employeeRoles: ["Administration"],
  securityRoles: ["Administrator"],
  location: "Main Branch",
};
const sent: { type: string; inputs: Record<string, unknown> }[] = [];
const valueOf = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));
let employee: PsaApiEmployee;

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        sent.push({ type, inputs });
        return {
          id: `${name}-id`,
          state: { ...inputs, userType: "Api Employee", verified: true, consumesLicense: false },
        };
      },
      call: () => ({}),
    },
    "project",
    "stack",
  );
  employee = new PsaApiEmployee("one", {
    ...ARGS,
    passwordLink: "https://psa.example.com/reset",
    password: pulumi.output("declared-1"),
  });
  await valueOf(employee.urn);
  await new Promise((resolve) => setTimeout(resolve, 200));
});

test("the type is our own, policies know the class by it, and the handler's text is a short constant", () => {
  expect(sent[0]!.type).toBe("pulumi-nodejs:dynamic/psa:PsaApiEmployee");
  expect(PsaApiEmployee.__pulumiType).toBe(sent[0]!.type);
  expect(sent[0]!.inputs.__provider).toBe('exports.handler = () => require("pulumi-psa/handlers").apiEmployee;');
});

test("what is declared is sent, and nothing that is undefined", () => {
  expect(sent[0]!.inputs).toMatchObject(ARGS);
  expect(Object.keys(sent[0]!.inputs).sort()).toEqual(
    [...Object.keys(ARGS), "__provider", "password", "passwordLink"].sort(),
  );
});

test("password and link are secrets, said or not; observations are outputs", async () => {
  expect(await pulumi.isSecret(employee.password)).toBe(true);
  expect(await valueOf(employee.userType)).toBe("Api Employee");
  expect(await valueOf(employee.consumesLicense)).toBe(false);
  expect(await valueOf(employee.verified)).toBe(true);
});

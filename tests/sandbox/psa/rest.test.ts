import { runPsa, type RunningPsa } from "./support/rest";

let psa: RunningPsa;
beforeAll(async () => {
  psa = await runPsa();
});
afterAll(() => psa.close());
afterEach(() => psa.control("POST", "reset"));

it("gives a token for user name, password, company and code, and lists employees", async () => {
  const answer = await psa.authenticate();
  expect(answer.json).toEqual({
    success: true,
    error: null,
    result: {
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refreshToken: expect.any(String),
      accessTokenExpireOn: expect.stringMatching(/^\d{4}-.*Z$/),
      refreshTokenExpireOn: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  });
  const list = await psa.get("hr/employees/searchselect?Filter.Filter_Text=API&PageSize=2&PageNumber=1");
  expect(list.json).toEqual({
    success: true,
    error: null,
    result: [
      {
        id: 1010,
        firstName: "Monitoring",
        lastName: "API",
        emailAddress: "monitoring-api@northwind.example",
        username: "monitoring-api",
        jobTitle: "Engineer",
        isActive: true,
      },
      expect.objectContaining({ username: "reporting-api" }),
    ],
    totalRecords: 3,
  });
});

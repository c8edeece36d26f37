import { PsaError } from "../../provider/errors";
import { assertSafeUrl } from "../../provider/http/safeUrl";

const refusal = (url: string): PsaError => {
  try {
    assertSafeUrl(url, "restUrl");
  } catch (error) {
    return error as PsaError;
  }
  throw new Error(`accepted: ${url}`);
};

test.each([
  "https://webservices2.autotask.net/ATServicesRest/",
  "http://127.0.0.1:4000/",
  "http://127.9.8.7/",
  "http://[::1]:4000/",
  "http://localhost:4000/x",
])("accepts %s", (url) => {
  expect(assertSafeUrl(url, "restUrl").href).toBe(new URL(url).href);
});

test.each([
  "http://webservices2.autotask.net/",
  "http://127.0.0.1.example.com/",
  "http://localhost.example.com/",
  "http://10.0.0.1/",
  "http://0.0.0.0/",
  "ftp://127.0.0.1/",
  "file:///etc/passwd",
  "not an address",
  "",
])("refuses %s and names the property", (url) => {
  const error = refusal(url);
  expect(error).toBeInstanceOf(PsaError);
  expect(error.code).toBe("config");
  expect(error.message).toContain("restUrl");
});

test("refuses credentials in an address without repeating them", () => {
  const error = refusal("https://user:canary-6f1@host.example/");
  expect(error.code).toBe("config");
  expect(error.message).not.toContain("canary-6f1");
});

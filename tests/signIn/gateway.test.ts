import { startSandbox, type Sandbox } from "../../sandbox/server";
import { MINUTE, ownFolder, PSA } from "./support";

/** A gateway that asks for a name only and then leads to an identity provider. */

ownFolder();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ tenant: "small", switches: { psaSignIn: "ssoFirst" } });
});
afterAll(() => sandbox?.close());

test(
  "the identity provider gets no password; the console's own sign-in, where it is still there, does",
  async () => {
    const { look, close } = PSA.open(sandbox, PSA.account(sandbox));
    try {
      expect(await look()).toMatchObject({ name: "Administrator" });
    } finally {
      await close();
    }
    const sent = sandbox.context.journal.entries.filter(({ method }) => method === "POST");
    expect(sent.filter(({ path }) => path.startsWith("/psa-one"))).toEqual([]);
    expect(sent.filter(({ action }) => action?.startsWith("Sign-in")).map(({ action }) => action)).toEqual([
      "Sign-in",
      "Sign-in: code",
    ]);
  },
  2 * MINUTE,
);

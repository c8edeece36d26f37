import { Secret, TOTP } from "otpauth";
import type { Browser } from "playwright-core";
import { Person } from "./person";
import type { ForeignTenant } from "./tenant";

/** Waits until something is so. */
async function until(so: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; waited < 80; waited += 1) {
    if (await so()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`It did not happen: ${what}.`);
}

/**
 * What an administrator does for an integration, by sight: signs in, copies and changes a level, makes a user.
 *
 * @returns what the form showed of the new user's credentials, and what the pressed box was before.
 */
export async function runErrand(browser: Browser, tenant: ForeignTenant) {
  const { traits } = tenant;
  const context = await browser.newContext({ viewport: { width: 1420, height: 900 } });
  context.on("page", (page) => page.on("dialog", (box) => void box.accept().catch(() => undefined)));
  try {
    const page = await context.newPage();
    await page.goto(tenant.consoleUrl);
    const person = new Person(context);
    const code = new TOTP({ secret: Secret.fromBase32(tenant.administrator.totpSecret) }).generate();
    await person.write(traits.userLabel, tenant.administrator.userName);
    if (traits.signIn !== "user-and-password") await person.press("Continue");
    await person.write(traits.passwordLabel, tenant.administrator.password);
    await person.press("Log In");
    await person.write(traits.codeLabel, code);
    await person.press("Verify");
    if (traits.announcement === "box") await person.press("OK");

    const admin = async () => {
      await page.waitForTimeout(1200);
      if (traits.menu === "hover") {
        await page.mouse.move(300, 400);
        await page.mouse.move(30, 25, { steps: 3 });
        const bar = await person.find("Admin");
        await page.mouse.move(bar.x + 20, bar.y + 10, { steps: 3 });
        return;
      }
      if (traits.menu === "icons" && !(await person.sees("Admin")))
        await person.press((await person.sees("»", 3000)) ? "»" : "←");
      if (!(await person.sees("Commonly Used"))) await person.press("Admin");
    };
    await admin();
    await person.press(
      {
        newest: "Organization Settings & Users",
        company: "Company Settings & Users",
        account: "Account Settings & Users",
        older: "Features & Settings",
      }[traits.era],
    );
    const open = async (title: string, inside: string) => {
      if (await person.sees(inside, 1500)) return;
      if (traits.section === "plus") await person.pressLeftOf(title, "last");
      else await person.press(title, "last");
      if (!(await person.sees(inside, 6000))) throw new Error(`${title} does not open.`);
    };
    await person.find(
      "Your " + { newest: "Organization", company: "Company", account: "Account", older: "Company" }[traits.era],
    );
    await open("Resources/Users (HR)", "Security Levels");
    await person.press("Security Levels");
    await person.rightClick("API User (system) (API-only)");
    await person.press(traits.copyEntry);
    await person.find("General Information");
    await person.write("Name", "API User (Propel Your MSP)");
    const none = traits.permissionLinks === "Full" ? "None" : "No Permission";
    await person.press(none);
    await open("Contracts", "Contract Visibility (for contracts you have access to)");
    await person.chooseInGrid("Contracts", "View", "All");
    await person.choose("Contract Visibility (for contracts you have access to)", "Full");
    await open("Admin", "Configuration Items");
    const was = tenant.truth().store.levels.find((level) => level.name === "API User (system)")?.cells[
      "Admin | Feature Access | Configuration Items | "
    ];
    await person.pressLeftOf("Configuration Items");
    await page.waitForTimeout(300);
    await person.press("Save & Close");
    if (traits.afterClose === "notice") await person.press("OK");
    await until(() => tenant.truth().actions.includes("save-level done"), "save-level done");

    await admin();
    await person.press("Resources (Users)");
    await person.find("Import/Import History");
    await person.press(traits.skin === "grey" ? "▼" : "⌄");
    await person.press("New API User");
    await person.find("Add API User");
    await person.write("First Name", "Propel");
    await person.write("Last Name", "API");
    await person.write("Email Address", "propel@example.com");
    await person.choose("Security Level", "API User (Propel Your MSP)");
    await person.choose("Primary Internal Location", "Head Office");
    await person.press("Generate Key");
    await person.press("Generate Secret");
    await until(async () => /^\S{25}$/.test(await person.read("Password (Secret)")), "a generated secret");
    await person.pressLeftOf("Integration Vendor");
    await person.choose("Integration Vendor", "Propel Your MSP - Propel Your MSP");
    const [key, secret] = [await person.read("Username (Key)"), await person.read("Password (Secret)")];
    await person.press("Save & Close");
    if (traits.afterClose === "notice") await person.press("OK");
    await until(() => tenant.truth().actions.includes("save-user done"), "save-user done");
    return { key, secret, was };
  } finally {
    await context.close();
  }
}

import { profile, PASSWORD_BOX, READ } from "./profile";

/** What this provider's own API user needs: it reads resources, changes names, e-mail and active state, and signs in. */
export const psaProvider = profile({
  name: "psaProvider",
  vendor: "pulumi-psa",
  source: "pulumi-psa: what the REST channel calls",
  date: READ,
  levelName: "API User (pulumi-psa)",
  unlisted: "none",
  permissions: {
    "Admin > Feature Access > Resources/Users (HR)": true,
    ...PASSWORD_BOX,
  },
  remarks: [
    "Reading and changing Resources needs the HR box (vendor's help). Security levels and locations come with the field information of Resources; no record says that it needs a permission of its own.",
    "The console is driven with an administrator's own sign-in, which no API user has.",
  ],
});

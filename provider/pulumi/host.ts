/**
 * The text that the engine keeps as `__provider` in every state file: it names a handler of the installed package and
 * nothing else. It is a contract with every state ever written, so the package's name, the path and the names of the
 * handlers stay as they are for ever. A constant, because the SDK would otherwise serialise closures into the state.
 */
const text = (handler: string): string => `exports.handler = () => require("pulumi-psa/handlers").${handler};`;

export const SECURITY_LEVEL_HOST = text("securityLevel");
export const API_USER_HOST = text("apiUser");
export const API_EMPLOYEE_HOST = text("apiEmployee");

/** Properties of an API user that are secrets, of its inputs and of its state. */
export const API_USER_SECRETS = ["secret", "trackingIdentifier", "vendorTrackingIdentifier", "handed", "identifiers"];

/** The same of an API employee of Kaseya or Pulseway PSA. */
export const API_EMPLOYEE_SECRETS = ["password", "passwordLink"];

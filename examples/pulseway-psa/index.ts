import * as pulumi from "@pulumi/pulumi";
import { PsaApiEmployee } from "pulumi-psa";

const config = new pulumi.Config();

const account = new PsaApiEmployee("integration", {
  userName: "acme-api",
  firstName: "Acme API",
  employeeId: "API-2",
  // Has to be valid: the link for the password goes there.
  email: config.get("email") ?? "acme-api@yourdomain.com",
  jobTitle: config.get("jobTitle") ?? "Administrator",
  department: config.get("department") ?? "Administration",
  manager: config.require("manager"),
  employmentType: config.get("employmentType") ?? "Full Time",
  employeeRoles: [config.get("employeeRole") ?? "Administration"],
  location: config.get("location") ?? "Main Branch",
  securityRoles: [config.get("securityRole") ?? "Administrator"],
  // Presses "Reset and Send instructions": once when the account is made, and again whenever this text changes.
  resetInstructions: "2026-11",
  // The link from that mail: the provider makes a password of its own with it.
  passwordLink: config.getSecret("passwordLink"),
});

export const userName = account.userName;
/** Made by the provider: `pulumi stack output password --show-secrets`. */
export const password = account.password;
export const passwordStatus = account.passwordStatus;
export const passwordExpiresAt = account.passwordExpiresAt;
export const userType = account.userType;
export const consumesLicense = account.consumesLicense;
export const uiLogin = account.uiLogin;
export const verified = account.verified;

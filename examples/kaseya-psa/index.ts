import * as pulumi from "@pulumi/pulumi";
import { PsaApiEmployee } from "pulumi-psa";

const config = new pulumi.Config();

// A new employee in HR > Employees, with the user type Api Employee.
const account = new PsaApiEmployee("integration", {
  userName: "acme-integration",
  firstName: "Acme",
  lastName: "Integration",
  employeeId: "API-1",
  email: config.get("email") ?? "acme-integration@yourdomain.com",
  // The form's required picks, by name, as they are called in this tenant.
  jobTitle: config.get("jobTitle") ?? "Administrator",
  department: config.get("department") ?? "Administration",
  manager: config.require("manager"),
  employmentType: config.get("employmentType") ?? "Full Time",
  employeeRoles: [config.get("employeeRole") ?? "Administration"],
  location: config.get("location") ?? "Main Branch",
  // Never an external role. Another one than Administrator needs "Has API Access".
  securityRoles: [config.get("securityRole") ?? "Administrator"],
  // The password that a person has set with the link, for the proof: a token is then got with it.
  password: config.getSecret("password"),
});

/** For the integration's form: user name, password and company make the token call. */
export const userName = account.userName;
export const password = account.password;
export const userType = account.userType;
export const consumesLicense = account.consumesLicense;
export const uiLogin = account.uiLogin;
/** Whether the account has got a token of its own, and what it may do. */
export const verified = account.verified;
export const rights = account.rights;

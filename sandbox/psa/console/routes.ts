/** Addresses of the console, all below `/psa`. Those of sign-in are the vendor's, those of Employees and Roles invented. */
export const routes = {
  root: "/psa",
  login: "/psa/Login.aspx",
  gateway: "/psa/Gateway.aspx",
  logout: "/psa/Logout.aspx",
  forgot: "/psa/ForgotPassword.aspx",
  reset: "/psa/ResetPassword.aspx",
  ticket: "/psa/ItcLogin.aspx",
  home: "/psa/Dashboard/Home.aspx",
  profile: "/psa/Administration/MyProfile.aspx",
  admin: "/psa/Administration/Dashboard.aspx",
  company: "/psa/Administration/CompanySettings.aspx",
  employees: "/psa/Administration/Employees.aspx",
  employee: "/psa/Administration/EmployeeEdit.aspx",
  managers: "/psa/Administration/EmployeeEdit.aspx/LoadManagers",
  roles: "/psa/Administration/SecurityRoles.aspx",
  role: "/psa/Administration/SecurityRoleEdit.aspx",
  policy: "/psa/Administration/PasswordPolicy.aspx",
  elsewhere: "/psa/Administration/NotInTheStandIn.aspx",
  /** KaseyaOne plays on another host name. */
  one: "/psa-one/login",
} as const;

import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

new PolicyPack("psa", {
  displayName: "API accounts of a PSA",
  description: "What the API accounts of a PSA may be",
  policies,
});

import js from "@eslint/js";
import ts from "typescript-eslint";

const wall = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });
const pulumi = { group: ["@pulumi/*"], message: "Only provider/pulumi/ knows Pulumi." };
const sandbox = {
  group: ["**/sandbox/**"],
  message:
    "provider/ and sandbox/ share no code: two readings of one contract prove nothing if they agree by construction.",
};
const provider = {
  group: ["**/provider/**"],
  message:
    "provider/ and sandbox/ share no code: two readings of one contract prove nothing if they agree by construction.",
};

export default ts.config(
  { ignores: ["dist/", "node_modules/", ".cache/", ".tmp/", "coverage/"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  { rules: { "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }] } },
  {
    files: ["**/*.js", "**/*.cjs"],
    languageOptions: { globals: { module: "writable", require: "readonly", process: "readonly", console: "readonly" } },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { process: "readonly", console: "readonly", setTimeout: "readonly" } },
  },
  {
    files: ["provider/**/*.ts"],
    ignores: [
      "provider/pulumi/**",
      "provider/index.ts",
      "provider/handlers.ts",
      "provider/autotask/securityLevel.resource.ts",
    ],
    rules: wall(pulumi, sandbox),
  },
  { files: ["provider/pulumi/**", "provider/index.ts", "provider/handlers.ts"], rules: wall(sandbox) },
  {
    files: ["provider/*/rest/**/*.ts"],
    rules: wall(pulumi, sandbox, {
      group: ["**/console/**", "**/guide/**", "**/browser/**"],
      message: "Channels know nothing of one another.",
    }),
  },
  {
    files: ["provider/*/console/**/*.ts"],
    rules: wall(pulumi, sandbox, {
      group: ["**/rest/**", "**/guide/**", "**/http/**"],
      message: "Channels know nothing of one another.",
    }),
  },
  { files: ["sandbox/**/*.ts"], rules: wall(pulumi, provider) },
  { files: ["policy/**/*.ts"], rules: wall(sandbox) },
);

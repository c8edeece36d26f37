import { isDeepStrictEqual } from "node:util";
import { normalisePermissions, type CanonicalPermissions } from "../../autotask/permissions/declaration";
import { allProfiles } from "../../autotask/permissions/profiles";
import { sameLevelName } from "../../autotask/permissions/wording";
import { Names } from "./names";
import type { AdoptedLevel, AdoptedUser, Surveyed } from "./survey";

/** A TypeScript value as a person would write it. */
function literal(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  if (entries.length === 0) return "{}";
  const property = ([key, one]: [string, unknown], inner: string): string =>
    `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${literal(one, inner)}`;
  const flat = `{ ${entries.map((entry) => property(entry, "")).join(", ")} }`;
  if (indent !== "" && entries.every(([, one]) => typeof one !== "object") && flat.length < 90) return flat;
  const inner = `${indent}  `;
  return `{\n${entries.map((entry) => `${inner}${property(entry, inner)},\n`).join("")}${indent}}`;
}

/** The name under which `profiles` has exactly these permissions. */
function profileWith(permissions: CanonicalPermissions): string | undefined {
  return allProfiles.find((profile) =>
    isDeepStrictEqual(normalisePermissions(profile.permissions).permissions, permissions),
  )?.name;
}

function levelCode(level: AdoptedLevel, variable: string | undefined): string {
  const { permissions, unlisted } = level.inputs;
  const profile = unlisted === "none" ? profileWith(permissions) : undefined;
  const args = Object.entries(level.declared).filter(
    ([name, value]) => !(name === "active" && value === true) && !(name === "unlisted" && value === "none"),
  );
  const lines = args.map(([name, value]) =>
    name === "permissions" && profile !== undefined
      ? `  permissions: profiles.${profile},\n`
      : `  ${name}: ${literal(value, "  ")},\n`,
  );
  const remark = level.permissionsRead
    ? unlisted === "inherit"
      ? `// As "API User (system)" but for what is listed.\n`
      : ""
    : "// Its permissions were not read: they stay as they are until they are listed here.\n";
  const made = `new AutotaskSecurityLevel(${JSON.stringify(level.resource)}, {\n${lines.join("")}});\n`;
  return `${remark}${variable === undefined ? "" : `const ${variable} = `}${made}`;
}

function userCode(user: AdoptedUser, levelNamed: (name: string) => string | undefined): string {
  const lines = Object.entries(user.declared).map(([name, value]) => {
    const variable = name === "securityLevel" ? levelNamed(String(value)) : undefined;
    return `  ${name}: ${variable === undefined ? literal(value, "  ") : `${variable}.name`},\n`;
  });
  return `new AutotaskApiUser(${JSON.stringify(user.resource)}, {\n${lines.join("")}});\n`;
}

/** The program, as `index.ts`. */
export function programOf({ tenant, levels, users, left }: Surveyed): string {
  const on = (level: AdoptedLevel): boolean =>
    users.some((user) => sameLevelName(user.inputs.securityLevel, level.inputs.name));
  const variables = new Map(levels.filter(on).map((level) => [level, Names.variable(level.resource)] as const));
  const levelNamed = (name: string): string | undefined => {
    const level = levels.find((one) => sameLevelName(one.inputs.name, name));
    return level && variables.get(level);
  };
  const code = [
    ...levels.map((level) => levelCode(level, variables.get(level))),
    ...users.map((user) => userCode(user, levelNamed)),
  ].join("\n");
  const imports = [
    ...(users.length > 0 ? ["AutotaskApiUser"] : []),
    ...(levels.length > 0 ? ["AutotaskSecurityLevel"] : []),
    ...(code.includes("profiles.") ? ["profiles"] : []),
  ];
  const missing = left.map(({ what, why }) => `//   ${what}: ${why}\n`).join("");
  return `// What ${tenant} has, taken down by psa adopt. Import first (see import.json), then this program changes nothing.
//
// Secrets of these users are not known to the stack: Autotask shows a secret once, when it is made. The output \`secret\` is
// an empty text until a new one is made. To have Autotask make one in place, declare a rotation on the user and run pulumi up:
//   rotation: { trigger: "2026-01-31" },
// Whatever uses the old secret loses access in that moment: have the new one (pulumi stack output --show-secrets) at hand.
${missing === "" ? "" : `//\n// Left out:\n${missing}`}
${imports.length > 0 ? `import { ${imports.join(", ")} } from "pulumi-psa";\n\n` : ""}${code}`;
}

export const PROJECT = (name: string): string =>
  `name: ${name}\ndescription: Security levels and API users of an Autotask tenant\nruntime:\n  name: nodejs\n`;

export const PACKAGE = (name: string, version: string): string =>
  `${JSON.stringify(
    {
      name,
      private: true,
      main: "index.ts",
      dependencies: { "@pulumi/pulumi": ">=3.216.0 <4", "pulumi-psa": `^${version}` },
      devDependencies: { "@types/node": "^24", typescript: "^5.9" },
    },
    null,
    2,
  )}\n`;

export const TSCONFIG = `${JSON.stringify(
  {
    compilerOptions: {
      target: "ES2022",
      module: "nodenext",
      moduleResolution: "nodenext",
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ["node"],
    },
    files: ["index.ts"],
  },
  null,
  2,
)}\n`;

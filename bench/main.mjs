// Times what the project promises a number for, against the stand-in:
//   npm run bench [-- catalogue|levels|many|drift ...]
// A part that finds a promise about calls or sign-ins broken ends with an error.
import { catalogueLoad } from "./catalogue.mjs";

const PARTS = {
  catalogue: () => console.log(`load the catalogue of permissions: ${catalogueLoad().load.toFixed(1)} ms`),
  levels: () => import("./levels.mjs"),
  many: () => import("./many.mjs"),
  drift: () => import("./drift.mjs"),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  console.error(`bench: there is no part ${unknown.join(", ")}. Parts: ${Object.keys(PARTS).join(", ")}`);
  process.exitCode = 1;
} else for (const [name, part] of Object.entries(PARTS)) if (asked.length === 0 || asked.includes(name)) await part();

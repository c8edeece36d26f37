// In JavaScript: in TypeScript most of what is tried out here would not compile.
const psa = require("pulumi-psa");

JSON.parse(process.env.DECLARED).forEach(({ kind, args }, index) => new psa[kind](`tried ${index}`, args));

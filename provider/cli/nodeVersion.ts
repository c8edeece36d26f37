// Imported before everything else: an older Node cannot even load the libraries, and would say so in its own way.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(`psa: Node ${process.versions.node} is too old. Run it with Node 22.12 or newer.\n`);
  process.exit(1);
}
export {};

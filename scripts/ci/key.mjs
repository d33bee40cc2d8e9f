// Prints the key under which the built action is cached: a digest of its files, since a tag may move.
//   node scripts/ci/key.mjs
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** What the build makes. */
const MADE =
  /^(node_modules|dist|out|coverage|\.git)$|^packs\/[^/]+\/(index\.js|pack\.json|package\.json|PulumiPolicy\.yaml|LICENSE)$/;

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error("::error::Konductor needs Node.js 20.19 or newer; set it up with actions/setup-node before this step");
  process.exit(1);
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const name = relative(root, path).split(sep).join("/");
    if (MADE.test(name)) continue;
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile()) yield name;
  }
}

const digest = createHash("sha256");
for (const name of [...files(root)].sort())
  digest.update(
    `${name}\0${createHash("sha256")
      .update(readFileSync(join(root, name)))
      .digest("hex")}\n`,
  );
console.log(`konductor-${process.platform}-${process.arch}-${process.versions.modules}-${digest.digest("hex")}`);

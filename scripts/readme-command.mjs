// Prints a command that the README gives a newcomer, so that CI runs what is documented and not a copy of it.
//   node scripts/readme-command.mjs test|demo
import { readFileSync } from "node:fs";

const [name] = process.argv.slice(2);
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const commands = [...readme.matchAll(/^```sh\n(npm ci && npm (?:run )?(\w+).*)\n```$/gm)];
const command = commands.find((match) => match[2] === name);
if (!command) {
  console.error(`README.md has no one-line command "npm ci && npm run ${name}" in a fenced sh block of its own`);
  process.exit(1);
}
console.log(command[1]);

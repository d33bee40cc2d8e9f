/** What the benchmarks of the pack are run on: a trivial pack to compare with, and resources to ask about. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { examples, ROOT } from "../tests/e2e/harness/examples.js";
import type { Registered } from "../tests/e2e/harness/registered.js";
import { estate } from "./estate.js";

/** One policy for resources or for the stack, in JavaScript, which looks at nothing: the least that a pack can do. */
const TRIVIAL = {
  resource: `validateResource: (args, report) => { if (args.props.nothing === "x") report("x"); }`,
  stack: `validateStack: (args, report) => { if (args.resources.length < 0) report("x"); }`,
} as const;

/**
 * Writes a pack of one trivial policy where the SDK of this checkout is found.
 * @returns its folder
 */
export function trivialPack(phase: keyof typeof TRIVIAL): string {
  const folder = join(ROOT, "out", "bench", `trivial-${phase}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "trivial", version: "1.0.0", main: "index.js" }));
  const policy = `{ name: "trivial", description: "Nothing.", enforcementLevel: "advisory", ${TRIVIAL[phase]} }`;
  const source = `const { PolicyPack } = require("@pulumi/policy");\nnew PolicyPack("trivial", { policies: [${policy}] });\n`;
  writeFileSync(join(folder, "index.js"), source);
  return folder;
}

/** The resources of all examples, as the engine sends them one by one. */
export function exampleResources(): Registered[] {
  return examples().flatMap(({ file }) => resourcesOf(readFileSync(file, "utf8")));
}

/** The resources of a large stack. */
export function estateResources(size: number): Registered[] {
  return resourcesOf(estate(size));
}

function resourcesOf(text: string): Registered[] {
  const { deployment } = JSON.parse(text) as { deployment: { resources: Partial<Registered>[] } };
  return deployment.resources.map(
    (resource) => ({ ...EMPTY, ...resource, name: resource.urn?.split("::").slice(3).join("::") ?? "" }) as Registered,
  );
}

const EMPTY = {
  id: "",
  inputs: {},
  outputs: {},
  dependencies: [],
  propertyDependencies: {},
  protect: false,
  ignoreChanges: [],
  additionalSecretOutputs: [],
} as const;

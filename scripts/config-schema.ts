/** Writes the JSON Schema of konductor.yaml, for editors, to dist/schema/konductor.schema.json. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import * as z from "zod";
import { allRules } from "../packs/rules.js";
import { configSchema } from "../src/data/config-schema.js";
import type { Rule } from "../src/model/index.js";

const ROOT = resolve(__dirname, "..");

/** A key with one of these is a glob, for which an editor cannot tell the rules. */
const GLOB = "[*?\\[\\]{}()!|+@]";

type Schema = Readonly<Record<string, unknown>>;

/** JSON Schema draft-07, which editors know best: the schema that the loader uses, with every rule and its parameters named. */
export function konductorSchema(rules: readonly Rule[]): Schema {
  const { definitions, ...schema } = z.toJSONSchema(configSchema, { target: "draft-7", io: "input" }) as unknown as {
    definitions: Readonly<Record<string, Schema>>;
  } & Schema;
  const level = { $ref: "#/definitions/Level" };
  const tunable = rules.filter((rule) => rule.parameters.length > 0);
  return {
    $id: "urn:konductor:konductor.yaml",
    title: "konductor.yaml",
    description: "Layers of configuration for Konductor",
    ...schema,
    definitions: {
      ...definitions,
      Rules: byRule(rules, () => level, level),
      Parameters: byRule(tunable, parametersOf, { type: "object" }),
    },
  };
}

function byRule(rules: readonly Rule[], schemaOf: (rule: Rule) => Schema, ofGlob: Schema): Schema {
  return {
    type: "object",
    // Beside a $ref draft-07 reads nothing.
    properties: Object.fromEntries(
      rules.map((rule) => [rule.id, { description: rule.title, allOf: [schemaOf(rule)] }]),
    ),
    patternProperties: { [GLOB]: ofGlob },
    additionalProperties: false,
  };
}

function parametersOf({ parameters }: Rule): Schema {
  const entries = parameters.map(({ name, schema, default: value, description }) => [
    name,
    { ...schema, description, default: value },
  ]);
  return { type: "object", properties: Object.fromEntries(entries), additionalProperties: false };
}

export function writeKonductorSchema(file = join(ROOT, "dist/schema/konductor.schema.json")): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(konductorSchema(allRules()), undefined, 2)}\n`);
}

if (require.main === module) writeKonductorSchema();

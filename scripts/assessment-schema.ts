/** Writes the JSON Schemas of assessment.json and of a line of results.ndjson, made from the types of src/model. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createGenerator } from "ts-json-schema-generator";

const ROOT = resolve(__dirname, "..");

/** The schema of `AssessmentDocument`: JSON Schema draft-07, no unknown keys. */
export function assessmentSchema(): Record<string, unknown> {
  const head = { $id: "urn:konductor:assessment:1", title: "Konductor assessment" };
  return { ...head, ...schemaOf("AssessmentDocument", "assessment.ts") };
}

/** The schema of `ResultRow`, likewise. */
export function resultRowSchema(): Record<string, unknown> {
  const head = { $id: "urn:konductor:result-row:1", title: "A line of Konductor's results.ndjson" };
  return { ...head, ...schemaOf("ResultRow", "rows.ts") };
}

function schemaOf(type: string, file: string): Record<string, unknown> {
  const generator = createGenerator({
    path: join(ROOT, "src/model", file),
    tsconfig: join(ROOT, "tsconfig.json"),
    type,
    topRef: false,
    additionalProperties: false,
    // The types are checked by `npm run types`; here only their shape is read.
    skipTypeCheck: true,
  });
  return generator.createSchema(type) as Record<string, unknown>;
}

/** Writes both to a folder. */
export function writeAssessmentSchemas(folder = join(ROOT, "dist/schema")): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, schema: Record<string, unknown>) =>
    writeFileSync(join(folder, `${name}.schema.json`), `${JSON.stringify(schema, undefined, 2)}\n`);
  write("assessment", assessmentSchema());
  write("result-row", resultRowSchema());
}

if (require.main === module) writeAssessmentSchemas();

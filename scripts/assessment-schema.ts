/** Writes the JSON Schema of assessment.json, made from the types of src/model, to dist/schema/assessment.schema.json. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createGenerator } from "ts-json-schema-generator";

const ROOT = resolve(__dirname, "..");

/** The schema of `AssessmentDocument`: JSON Schema draft-07, no unknown keys. */
export function assessmentSchema(): Record<string, unknown> {
  const generator = createGenerator({
    path: join(ROOT, "src/model/assessment.ts"),
    tsconfig: join(ROOT, "tsconfig.json"),
    type: "AssessmentDocument",
    topRef: false,
    additionalProperties: false,
    // The types are checked by `npm run types`; here only their shape is read.
    skipTypeCheck: true,
  });
  const schema = generator.createSchema("AssessmentDocument") as Record<string, unknown>;
  return {
    $id: "urn:konductor:assessment:1",
    title: "Konductor assessment",
    ...schema,
  };
}

export function writeAssessmentSchema(file = join(ROOT, "dist/schema/assessment.schema.json")): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(assessmentSchema(), undefined, 2)}\n`);
}

if (require.main === module) writeAssessmentSchema();

/** Writes the JSON Schema of an assessment to dist/schema, where the package publishes it. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { assessmentSchema } from "./assessment-schema.js";

const folder = resolve(__dirname, "..", "dist", "schema");
const file = join(folder, "assessment.schema.json");
mkdirSync(folder, { recursive: true });
writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(assessmentSchema(), undefined, 2)}\n`);
renameSync(`${file}.${process.pid}`, file);

/** OSCAL documents for tests: rendered, read back, and checked by NIST's schemas where they are at hand. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { format } from "../../reports/oscal/render.js";
import { FOLDER } from "../../scripts/schemas.js";
import type { Assessment, ReportPart } from "../../src/model/index.js";

/** Any part of a document. */
export type Doc = Readonly<Record<string, unknown>>;

export const PARTS: readonly ReportPart[] = [format, ...(format.others ?? [])];

/** Root member to the name of its schema. */
const SCHEMAS: Readonly<Record<string, string>> = {
  "assessment-results": "assessment-results",
  "plan-of-action-and-milestones": "poam",
  "component-definition": "component",
  "mapping-collection": "mapping",
  catalog: "catalog",
  profile: "profile",
};

const schemaFolder = process.env["OSCAL_SCHEMA_DIR"] ?? FOLDER;
export const hasSchemas = existsSync(join(schemaFolder, "oscal_poam_schema.json"));
if (!hasSchemas)
  console.log(
    "skipped: NIST's OSCAL schemas; `npm run schemas` fetches them, or OSCAL_SCHEMA_DIR names a folder with those of 1.2.1",
  );

const validators = new Map<string, ValidateFunction>();

function validator(root: string): ValidateFunction {
  let validate = validators.get(root);
  if (!validate) {
    const file = join(schemaFolder, `oscal_${SCHEMAS[root]}_schema.json`);
    const ajv = new Ajv({ strict: false, allErrors: false, unicodeRegExp: true });
    addFormats(ajv);
    validate = ajv.compile(JSON.parse(readFileSync(file, "utf8")));
    validators.set(root, validate);
  }
  return validate;
}

/** What the schema says against a document, at most its first problem; empty where there are no schemas. */
export function schemaProblems(document: Doc): string[] {
  if (!hasSchemas) return [];
  const validate = validator(Object.keys(document)[0] ?? "");
  return validate(document) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
}

/** The files of an assessment, parsed, by name. */
export async function documents(assessment: Assessment): Promise<Map<string, Doc>> {
  const files = new Map<string, Doc>();
  for (const part of PARTS) {
    if (part.applies?.(assessment) === false) continue;
    files.set(part.file, JSON.parse([...(await part.render(assessment))].join("")));
  }
  return files;
}

/** The member of a document at a path of names and indexes; a list where it is one. */
export function at<T = Doc>(document: Doc | undefined, ...path: readonly (string | number)[]): T {
  return path.reduce<unknown>((value, step) => (value as Doc | undefined)?.[step], document) as T;
}

/** The value of a property, by its name. */
export function propOf(owner: Doc, name: string): string | undefined {
  return ((owner["props"] ?? []) as Doc[]).find((one) => one["name"] === name)?.["value"] as string | undefined;
}

/** FedRAMP's schemas and rules, where FEDRAMP_SCHEMA_DIR holds them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ValidateFunction } from "ajv";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const COMMON = "fedramp-common-definitions-schema-2026-06-24.json";
const RECORD = "fedramp-security-decision-record-schema-2026-06-24.json";
const RULES = "fedramp-consolidated-rules-2026.07.14.01.json";

export const fedrampFolder = process.env["FEDRAMP_SCHEMA_DIR"];
export const hasFedramp = fedrampFolder !== undefined && existsSync(join(fedrampFolder, RECORD));
if (!hasFedramp)
  console.log("skipped: FedRAMP's schemas and rules, set FEDRAMP_SCHEMA_DIR to a folder with those of 2026");

interface Schema {
  readonly $id: string;
  readonly $defs: Readonly<Record<string, object>>;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(join(fedrampFolder ?? "", name), "utf8")) as T;
}

let validate: ValidateFunction | undefined;

/** References to the common definitions lack the `#`, so each definition is registered under the URI as it is written. */
function validator(): ValidateFunction {
  if (validate) return validate;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const { $id, $defs } = read<Schema>(COMMON);
  for (const [name, definition] of Object.entries($defs)) ajv.addSchema(definition, `${$id}/$defs/${name}`);
  validate = ajv.compile(read<object>(RECORD));
  return validate;
}

/** What the schema says against a record; empty where there are no schemas. */
export function recordProblems(record: unknown): string[] {
  if (!hasFedramp) return [];
  const check = validator();
  return check(record) ? [] : (check.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
}

/** Indicator id to its name and controls, as the rules have them; empty where there are no rules. */
export function rulesIndicators(): Readonly<Record<string, { name: string; controls: readonly string[] }>> {
  if (!hasFedramp) return {};
  type Theme = { indicators: Record<string, { name: string; controls: readonly string[] }> };
  const { KSI } = read<{ KSI: Record<string, Theme> }>(RULES);
  return Object.assign({}, ...Object.values(KSI).map(({ indicators }) => indicators));
}

/** Ids of all rules. */
export function ruleIds(): Set<string> {
  const text = readFileSync(join(fedrampFolder ?? "", RULES), "utf8");
  return new Set([...text.matchAll(/"([A-Z]{3}-[A-Z]{3}-[A-Z]{3})": \{/g)].map(([, id]) => id as string));
}

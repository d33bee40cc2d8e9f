/**
 * What OCSF 1.5.0 asks of an event of the class Compliance Finding (2003), of the parts that the report uses: names, types,
 * words, what is required. Where OCSF_SCHEMA names a file with the JSON Schema of the class and the profile cloud, as OCSF's
 * schema server and packages make it, that is asked too.
 */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: "string", minLength: 1 };
const texts: Schema = { type: "array", items: text, minItems: 1 };
const words = (...ids: readonly number[]): Schema => ({ type: "integer", enum: ids });
/** An object with these members, those before the `|` required. */
function object(required: Readonly<Record<string, Schema>>, optional: Readonly<Record<string, Schema>> = {}): Schema {
  const properties = { ...required, ...optional };
  return { type: "object", required: Object.keys(required), properties, additionalProperties: false };
}
const listOf = (items: Schema): Schema => ({ type: "array", items, minItems: 1 });

const SEVERITIES = words(0, 1, 2, 3, 4, 5, 6, 99);
const CHECKED = words(0, 1, 2, 3, 99);

const compliance = object(
  {},
  {
    status_id: CHECKED,
    status: text,
    status_code: text,
    status_details: texts,
    standards: texts,
    control: text,
    requirements: texts,
    checks: listOf(
      object(
        {},
        {
          uid: text,
          name: text,
          severity_id: SEVERITIES,
          severity: text,
          status_id: CHECKED,
          status: text,
          standards: texts,
        },
      ),
    ),
  },
);

/** `name` or `uid` is required of resources; the report has both. */
const resource = object({ uid: text, name: text }, { uid_alt: text, type: text, region: text, cloud_partition: text });
/** `data` is what evidence has to have here, where no device, file or process is. */
const evidence = object({ data: { type: "object" } }, { name: text });

const EVENT = object(
  {
    activity_id: words(0, 1, 2, 3, 99),
    category_uid: words(2),
    class_uid: words(2003),
    type_uid: words(200300, 200301, 200302, 200303, 200399),
    severity_id: SEVERITIES,
    time: { type: "integer", minimum: 0 },
    compliance,
    finding_info: object(
      { uid: text },
      {
        title: text,
        desc: text,
        data_sources: texts,
        analytic: object({ type_id: words(1) }, { uid: text, name: text, type: { const: "Rule" }, desc: text }),
      },
    ),
    metadata: object(
      {
        version: { const: "1.5.0" },
        product: object({ name: text }, { vendor_name: text, version: text }),
      },
      { profiles: { const: ["cloud"] } },
    ),
  },
  {
    activity_name: text,
    category_name: { const: "Findings" },
    class_name: { const: "Compliance Finding" },
    type_name: text,
    severity: text,
    status_id: words(0, 1, 2, 3, 4, 5, 99),
    status: text,
    status_detail: text,
    message: text,
    resources: listOf(resource),
    cloud: object(
      { provider: text },
      {
        region: text,
        cloud_partition: text,
        account: object({
          uid: { type: "string", pattern: "^\\d{12}$" },
          type_id: words(10),
          type: { const: "AWS Account" },
        }),
      },
    ),
    remediation: object({ desc: text }),
    evidences: listOf(evidence),
    unmapped: { type: "object" },
  },
);

const validate = new Ajv({ strict: false, allErrors: true }).compile(EVENT);
const published = process.env["OCSF_SCHEMA"];
export const hasPublished = published !== undefined;
if (!hasPublished)
  console.log("skipped: OCSF's own schema, set OCSF_SCHEMA to a file with that of compliance_finding 1.5.0");
const validatePublished =
  published === undefined
    ? undefined
    : new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(published, "utf8")));

/** Captions of the words whose ids stand beside them; another caption is our own, of 99. */
const CAPTIONS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  severity: { 0: "Unknown", 1: "Informational", 2: "Low", 3: "Medium", 4: "High", 5: "Critical", 6: "Fatal" },
  "compliance.status": { 0: "Unknown", 1: "Pass", 2: "Warning", 3: "Fail" },
  status: { 0: "Unknown", 1: "New", 2: "In Progress", 3: "Suppressed", 4: "Resolved", 5: "Archived" },
};

/** An event as far as tests read it. */
export interface Event {
  readonly [name: string]: unknown;
  readonly time: number;
  readonly activity_id: number;
  readonly type_uid: number;
  readonly severity_id: number;
  readonly severity: string;
  readonly status_id: number;
  readonly status: string;
  readonly status_detail?: string;
  readonly message: string;
  readonly finding_info: { readonly uid: string; readonly title: string };
  readonly compliance: {
    readonly status_id: number;
    readonly status: string;
    readonly status_details?: readonly string[];
    readonly standards?: readonly string[];
    readonly control?: string;
    readonly requirements?: readonly string[];
    readonly checks: readonly { readonly uid: string; readonly status_id: number }[];
  };
  readonly resources: readonly { readonly uid: string; readonly uid_alt?: string; readonly region?: string }[];
  readonly cloud?: { readonly provider: string; readonly region?: string; readonly account?: { readonly uid: string } };
  readonly metadata: { readonly profiles?: readonly string[] };
  readonly remediation?: { readonly desc: string };
  readonly evidences?: readonly { readonly name: string; readonly data: unknown }[];
  readonly unmapped: Readonly<Record<string, unknown>>;
}

/** The events of a file. */
export function eventsOf(text: string): Event[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Event);
}

/** Everything that is not as it has to be. */
export function ocsfProblems(event: Event): string[] {
  const problems = validate(event) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
  if (event.type_uid !== 200300 + event.activity_id) problems.push("type_uid does not follow from activity_id");
  const { compliance: checked, cloud, metadata } = event;
  const pairs: readonly (readonly [string, number, string])[] = [
    ["severity", event.severity_id, event.severity],
    ["status", event.status_id, event.status],
    ["compliance.status", checked.status_id, checked.status],
  ];
  for (const [name, id, caption] of pairs) {
    const own = CAPTIONS[name] ?? {};
    if (id === 99 ? Object.values(own).includes(caption) : own[id] !== caption)
      problems.push(`${name} ${id} is called ${caption}`);
  }
  if ((cloud !== undefined) !== (metadata.profiles?.includes("cloud") === true))
    problems.push("the profile cloud and its object go together");
  if (cloud === undefined && event.resources.some(({ region }) => region !== undefined))
    problems.push("a region belongs to the profile cloud");
  // The schema of the class with the profile wants the object that it brings.
  if (cloud !== undefined && validatePublished?.(event) === false)
    problems.push(...(validatePublished.errors ?? []).map((one) => `published: ${one.instancePath} ${one.message}`));
  return problems;
}

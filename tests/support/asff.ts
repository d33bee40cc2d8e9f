/** What AWS asks of the input of BatchImportFindings, of the parts that the report uses: names, words, lengths, sizes. */
import { Ajv } from "ajv";

type Schema = Readonly<Record<string, unknown>>;

/** AWS takes no text without a character that is no space. */
const text = (maxLength = 1024): Schema => ({ type: "string", maxLength, pattern: "\\S" });
const word = (...words: readonly string[]): Schema => ({ enum: words });
function object(required: Readonly<Record<string, Schema>>, optional: Readonly<Record<string, Schema>> = {}): Schema {
  const properties = { ...required, ...optional };
  return { type: "object", required: Object.keys(required), properties, additionalProperties: false };
}
const list = (items: Schema, maxItems: number): Schema => ({ type: "array", items, minItems: 1, maxItems });
const fields: Schema = {
  type: "object",
  maxProperties: 50,
  propertyNames: { type: "string", maxLength: 128, pattern: "^(?!aws/).*\\S" },
  additionalProperties: text(2048),
};

const TIME: Schema = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$" };
const severity = object({ Label: word("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL") }, { Original: text(64) });
const types = list(
  {
    type: "string",
    pattern:
      "^(Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)(/[^/]+){0,2}$",
  },
  50,
);

const FINDING = object(
  {
    SchemaVersion: word("2018-10-08"),
    Id: text(512),
    ProductArn: {
      type: "string",
      pattern: "^arn:aws(-[a-z]+)*:securityhub:([a-z]{2}(-[a-z]+)+-\\d):(\\d{12}):product/\\4/default$",
      maxLength: 2048,
    },
    GeneratorId: text(512),
    AwsAccountId: { type: "string", pattern: "^\\d{12}$" },
    Types: types,
    CreatedAt: TIME,
    UpdatedAt: TIME,
    Severity: severity,
    Title: text(256),
    Description: text(1024),
    Resources: list(
      object(
        { Type: text(256), Id: text(2048) },
        {
          Partition: word("aws", "aws-cn", "aws-us-gov"),
          Region: text(16),
          Details: object({ Other: fields }),
        },
      ),
      32,
    ),
  },
  {
    FindingProviderFields: object({ Severity: severity, Types: types }),
    Remediation: object({ Recommendation: object({ Text: text(512) }) }),
    Compliance: object(
      { Status: word("PASSED", "WARNING", "FAILED", "NOT_AVAILABLE") },
      {
        RelatedRequirements: list(text(), 32),
        StatusReasons: list(object({ ReasonCode: text(100) }, { Description: text() }), 20),
      },
    ),
    Workflow: object({ Status: word("NEW", "NOTIFIED", "RESOLVED", "SUPPRESSED") }),
    RecordState: word("ACTIVE", "ARCHIVED"),
    ProductFields: fields,
  },
);

const validate = new Ajv({ strict: false, allErrors: true }).compile(object({ Findings: list(FINDING, 100) }));

/** A finding as far as tests read it. */
export interface Finding {
  readonly Id: string;
  readonly ProductArn: string;
  readonly GeneratorId: string;
  readonly AwsAccountId: string;
  readonly Types: readonly string[];
  readonly CreatedAt: string;
  readonly Title: string;
  readonly Description: string;
  readonly Severity: { readonly Label: string; readonly Original: string };
  readonly Compliance: {
    readonly Status: string;
    readonly StatusReasons: readonly { readonly ReasonCode: string; readonly Description?: string }[];
    readonly RelatedRequirements?: readonly string[];
  };
  readonly Workflow: { readonly Status: string };
  readonly ProductFields: Readonly<Record<string, string>>;
  readonly Resources: readonly {
    readonly Type: string;
    readonly Id: string;
    readonly Region?: string;
    readonly Details: { readonly Other: Readonly<Record<string, string>> };
  }[];
}

/** The lines of asff.ndjson. */
export function linesOf(file: string): string[] {
  return file.split("\n").slice(0, -1);
}

export function findingsOf(file: string): Finding[] {
  return linesOf(file).flatMap((line) => (JSON.parse(line) as { Findings: Finding[] }).Findings);
}

/** Everything about one request that AWS would refuse. */
export function requestProblems(line: string): string[] {
  const request = JSON.parse(line) as { Findings: Finding[] };
  const problems = validate(request) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
  if (Buffer.byteLength(line) > 6_000_000) problems.push("is larger than 6 MB");
  const { Findings: findings } = request;
  if (findings.some((one) => Buffer.byteLength(JSON.stringify(one)) > 240_000))
    problems.push("a finding of over 240 KB");
  if (new Set(findings.map((one) => `${one.ProductArn} ${one.AwsAccountId}`)).size > 1)
    problems.push("findings of several accounts or regions");
  if (findings.some((one) => !one.ProductArn.includes(`:${one.AwsAccountId}:`)))
    problems.push("the product is that of another account");
  return problems;
}

import { describe, expect, test } from "vitest";
import { type Batch, batches } from "../../reports/asff/batches.js";
import { format } from "../../reports/asff/render.js";
import type { Assessment, Result } from "../../src/model/index.js";
import { groupOf, type ResultGroup } from "../../src/model/sample.js";
import { type Finding, findingsOf, linesOf, requestProblems } from "../support/asff.js";
import { sampleAssessment } from "../support/assessment.js";
import { HOSTILE } from "../support/hostile.js";
import { smallAssessment, withTexts } from "../support/small.js";

const sample = sampleAssessment({ resources: 300, broken: true, exceptions: true });
// The sample has errors on Kubernetes alone.
const results = [...sample.results].map((result, i): Result => {
  const { reason: _, ...rest } = result;
  return i % 40 === 1 && result.verdict === "pass" ? { ...rest, verdict: "error", reason: "a TypeError" } : result;
});
const assessment: Assessment = { ...sample, results };
const file = (from: Assessment) => [...format.render(from)].join("");
const problems = (from: Assessment) => linesOf(file(from)).flatMap(requestProblems);
const all = findingsOf(file(assessment));
const resultOf = (finding: Finding) => results[Number(finding.ProductFields["konductor/result"])] as Result;

interface LeftOut {
  readonly findings: Readonly<Record<string, number>>;
  readonly leftOut: readonly {
    readonly reason: string;
    readonly types: readonly { readonly type: string; readonly results: Readonly<Record<string, number>> }[];
  }[];
}
const [companion] = format.others;
const leftOut = (from: Assessment) => JSON.parse([...(companion?.render(from) ?? [])].join("")) as LeftOut;
const reasons = (from: Assessment) => leftOut(from).leftOut.map(({ reason }) => reason);

/** The assessment with these results only, each changed. */
const withResults = (change: (result: Result, index: number) => Partial<Result>, some = results): Assessment => ({
  ...assessment,
  results: some.map((result, index) => ({ ...result, ...change(result, index) })),
});

describe("asff.ndjson", () => {
  test("each line is a request that AWS takes, of one account and region", () => {
    expect(problems(assessment)).toEqual([]);
    expect(all.length).toBeGreaterThan(100);
    expect(new Set(all.map(({ Id }) => Id)).size).toBe(all.length);
    expect(new Set(all.map(({ AwsAccountId }) => AwsAccountId)).size).toBe(3);
  });

  test("the check would see what is wrong", () => {
    const [line = ""] = linesOf(file(assessment));
    const spoilt: readonly (readonly [string | RegExp, string])[] = [
      ['"Status":"PASSED"', '"Status":"OK"'],
      [/"AwsAccountId":"\d/, '"AwsAccountId":"'],
      [/"Title":"[^"]*"/, '"Title":" "'],
      [/"Title":"[^"]*"/, `"Title":"${"x".repeat(257)}"`],
      [/"CreatedAt":"[^"]*"/, '"CreatedAt":"today"'],
      ["Software and Configuration Checks", "Checks"],
      [/product\/\d{12}/, "product/000000000000"],
      ['"Findings":[', '"Findings":[],"x":['],
    ];
    expect(requestProblems(line)).toEqual([]);
    for (const [from, to] of spoilt) expect(requestProblems(line.replace(from, to)), to).not.toEqual([]);
  });

  const expected: Readonly<Record<ResultGroup, string>> = {
    fail: "FAILED FAIL NEW",
    excepted: "FAILED EXCEPTED SUPPRESSED",
    error: "NOT_AVAILABLE ERROR NEW",
    undetermined: "WARNING UNDETERMINED NEW",
    pass: "PASSED PASS NEW",
    "not-applicable": "NOT_AVAILABLE NOT_APPLICABLE NEW",
  };
  test.each(Object.entries(expected))("%s is said as what it is", (group, said) => {
    const own = all.filter((finding) => groupOf(resultOf(finding)) === group);
    expect(own.length).toBeGreaterThan(0);
    for (const { Compliance, Workflow, Severity, ProductFields } of own) {
      expect(`${Compliance.Status} ${Compliance.StatusReasons[0]?.ReasonCode} ${Workflow.Status}`).toBe(said);
      expect(Severity.Label === "INFORMATIONAL").toBe(group === "pass" || group === "not-applicable");
      expect(ProductFields["konductor/excepted"]).toBe(String(group === "excepted"));
    }
  });

  test("a failure under an exception is a finding of its own, for Security Hub would keep it suppressed", () => {
    const ended = withResults(({ exception }) => (exception ? { exception: { ...exception, state: "expired" } } : {}));
    const suppressed = all.filter(({ Workflow }) => Workflow.Status === "SUPPRESSED");
    const later = new Map(findingsOf(file(ended)).map((one) => [one.Id, one]));
    for (const { Id } of suppressed) {
      expect(later.has(Id)).toBe(false);
      expect(later.get(Id.replace(/\/excepted$/, ""))?.Workflow.Status).toBe("NEW");
    }
  });

  test("account and region are those of the resource", () => {
    for (const finding of all) {
      const { providerId, account, region } = resultOf(finding);
      const home = region === "global" ? "us-east-1" : region;
      expect(finding.AwsAccountId).toBe(account);
      expect(finding.ProductArn).toBe(`arn:aws:securityhub:${home}:${account}:product/${account}/default`);
      expect(finding.Resources[0]).toMatchObject({ Id: providerId, Partition: "aws" });
      expect(finding.Resources[0]?.Region).toBe(region === "global" ? undefined : region);
    }
    expect(new Set(all.map((one) => one.Resources[0]?.Region))).toEqual(new Set(["eu-central-1", undefined]));
  });

  test("buckets, whose ARN tells neither, are told where their provider is", () => {
    const buckets = all.filter((one) => one.Resources[0]?.Type === "AwsS3Bucket");
    expect(new Set(buckets.map((one) => one.AwsAccountId))).toEqual(new Set(["111122223333", "444455556666"]));
    for (const { Resources } of buckets)
      expect(Resources[0]).toMatchObject({ Id: expect.stringMatching(/^arn:aws:s3:::/), Region: "eu-central-1" });
  });

  test("tells rule, controls, what to set and what was seen", () => {
    const finding = all.find(
      (one) => resultOf(one).rule === "aws-rds-instance-encrypted" && /^fail/.test(one.Description),
    );
    expect(finding).toMatchObject({
      GeneratorId: "konductor/aws-rds-instance-encrypted",
      Title: "RDS instances encrypt their storage",
      Severity: { Label: "HIGH", Original: "high" },
      Types: [
        "Software and Configuration Checks/Industry and Regulatory Standards/NIST 800-53 Controls (USA)",
        "Software and Configuration Checks/Industry and Regulatory Standards/ISO 27001 Controls",
      ],
      Remediation: { Recommendation: { Text: "Set storageEncrypted to true and kmsKeyId to a customer managed key." } },
      Compliance: {
        RelatedRequirements: [
          "NIST SP 800-53 Revision 5 SC-28",
          "NIST SP 800-53 Revision 5 SC-28(1)",
          "ISO/IEC 27001:2022 A.8.24",
        ],
      },
      Resources: [{ Type: "AwsRdsDbInstance", Details: { Other: { property: "storageEncrypted", expected: "true" } } }],
    });
    expect(finding?.Description).toContain("storageEncrypted is not set, expected true");
  });
});

describe("asff-left-out.json", () => {
  const ACCOUNT = "111122223333";
  test.each<[string, Partial<Result>, readonly string[]]>([
    ["nothing known", {}, ["no-id"]],
    ["a blank id", { providerId: " ", account: ACCOUNT, region: "eu-central-1" }, ["no-id"]],
    ["an account alone", { providerId: "vpc-1", account: ACCOUNT }, ["no-region"]],
    ["a region alone", { providerId: "vpc-1", region: "eu-central-1" }, ["no-account"]],
    [
      "an ARN, of which the engine took nothing",
      { providerId: `arn:aws:sqs:eu-central-1:${ACCOUNT}:q` },
      ["no-account"],
    ],
    ["all of it", { providerId: "vpc-1", account: ACCOUNT, region: "eu-central-1" }, []],
    ["a global service", { providerId: "role", account: ACCOUNT, region: "global" }, []],
    ["that of China", { providerId: "role", partition: "aws-cn", account: ACCOUNT, region: "global" }, []],
    [
      "that of a partition whose home is not known",
      { providerId: "role", partition: "aws-iso", account: ACCOUNT, region: "global" },
      ["no-region"],
    ],
    ["a region there", { providerId: "q", partition: "aws-iso", account: ACCOUNT, region: "us-iso-east-1" }, []],
  ])("%s", (_, told, expected) => {
    const { providerId: __, account: ___, region: ____, ...bare } = results[0] as Result;
    const one = { ...assessment, results: [{ ...bare, ...told }] };
    expect(reasons(one)).toEqual(expected);
    expect(problems(one)).toEqual([]);
    expect(file(one)).toContain(expected.length > 0 ? "" : `:${ACCOUNT}:product/${ACCOUNT}/default`);
  });

  test("other clouds and results without a time", () => {
    expect(reasons(assessment)).toEqual(["not-aws", "no-id", "no-account"]);
    const { date: _, ...parameters } = assessment.parameters;
    const timeless = { ...assessment, parameters, inputs: assessment.inputs.map(({ time: __, ...input }) => input) };
    expect(reasons(timeless)).toEqual(["not-aws", "no-id", "no-account", "no-time"]);
    expect(file(timeless)).toBe("");
  });

  test("names the types, and its numbers add up", () => {
    const told = leftOut(assessment);
    const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
    expect(sum(told.findings)).toBe(all.length);
    const types = told.leftOut.flatMap((one) => one.types);
    expect(types.map(({ type }) => type)).toContain("aws:s3/bucket:Bucket");
    expect(types.reduce((n, { results: counts }) => n + sum(counts), all.length)).toBe(results.length);
  });
});

describe("batches", () => {
  const many = (accounts: number, each: number): Assessment => ({
    ...assessment,
    results: {
      *[Symbol.iterator]() {
        for (let i = 0; i < each * accounts; i++) {
          const account = String(100000000000 + (i % accounts));
          const urn = `urn:pulumi:p::shop::aws:sqs/queue:Queue::q${i}`;
          const providerId = `arn:aws:sqs:eu-central-1:${account}:q${i}`;
          const where = { providerId, account, region: "eu-central-1" };
          yield { ...(results[0] as Result), urn, type: "aws:sqs/queue:Queue", ...where };
        }
      },
    },
  });

  test("hold 100 findings at most, each once", () => {
    const sizes = [...batches(many(1, 250))].map(({ findings }) => findings.length);
    expect(sizes).toEqual([100, 100, 50]);
    expect(linesOf(file(many(1, 250)))).toHaveLength(3);
  });

  test("those of many accounts do not wait for one another without end", () => {
    const made = [...batches(many(700, 5))];
    const ids = made.flatMap(({ findings }) => findings.map((one) => (JSON.parse(one) as Finding).Id));
    expect(new Set(ids).size).toBe(3500);
    expect(ids).toHaveLength(3500);
    const accounts = (batch: Batch) => new Set(batch.findings.map((one) => (JSON.parse(one) as Finding).AwsAccountId));
    for (const batch of made) expect([...accounts(batch)]).toEqual([batch.account]);
    let given = 0;
    const { results: lazy } = many(700, 5);
    const watched = {
      *[Symbol.iterator]() {
        for (const one of lazy) {
          given += 1;
          yield one;
        }
      },
    };
    batches({ ...assessment, results: watched }).next();
    expect(given).toBeLessThan(2100);
  });

  test("stay below the limits when every text is as long as it gets", () => {
    const long = withTexts(
      { ...smallAssessment(), results: [] as readonly Result[] },
      (text) => text + '"中'.repeat(2000),
    );
    const { rules, controls, inputs } = long;
    const texts = smallAssessment().results.map(
      (result, i): Result => ({
        ...withTexts(result, (text) => text + '"中'.repeat(2000)),
        type: result.type,
        providerId: `arn:aws:sqs:eu-central-1:111122223333:${"中".repeat(1900)}${i}`,
        account: "111122223333",
        region: "eu-central-1",
      }),
    );
    const heavy = {
      ...smallAssessment(),
      rules,
      controls,
      inputs,
      results: Array.from({ length: 9 }, () => texts).flat(),
    };
    const aws = heavy.results.filter(({ type }) => type.startsWith("aws:"));
    expect(aws.length).toBeGreaterThan(100);
    expect(problems(heavy)).toEqual([]);
    expect(findingsOf(file(heavy))).toHaveLength(aws.length);
  });
});

const small = smallAssessment();
/** What decides where a finding goes stays what it is, which the engine looks at: everything else is hostile. */
const attacked = (hostile: string): Assessment => {
  const from = withTexts(small, (text) => `${hostile}${text}${hostile}`);
  const results = small.results.map(({ type, account, region }, i): Result => {
    const { account: _, region: __, ...result } = from.results[i] as Result;
    return { ...result, type, ...(account && { account }), ...(region && { region }) };
  });
  return { ...from, results, assessedAt: "2026-03-02T10:00:00Z" };
};
const expectedFindings = findingsOf(file(small)).length;
test.each(
  [...HOSTILE, " ".repeat(50)].map((text) => [JSON.stringify(text).slice(0, 60), text]),
)("around %s", (_, hostile) => {
  const from = attacked(hostile);
  expect(problems(from)).toEqual([]);
  expect(findingsOf(file(from))).toHaveLength(expectedFindings);
  expect(expectedFindings).toBeGreaterThan(10);
});

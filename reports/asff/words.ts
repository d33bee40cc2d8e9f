import type { Severity } from "../../src/model/index.js";
import type { ResultGroup } from "../../src/model/sample.js";

export const COMPLIANCE: Readonly<Record<ResultGroup, "PASSED" | "WARNING" | "FAILED" | "NOT_AVAILABLE">> = {
  fail: "FAILED",
  // It stays a failure; that it is excepted is said by the workflow.
  excepted: "FAILED",
  error: "NOT_AVAILABLE",
  undetermined: "WARNING",
  pass: "PASSED",
  "not-applicable": "NOT_AVAILABLE",
};

/** `ReasonCode`, which tells apart what `Compliance.Status` does not. */
export const REASONS: Readonly<Record<ResultGroup, string>> = {
  fail: "FAIL",
  excepted: "EXCEPTED",
  error: "ERROR",
  undetermined: "UNDETERMINED",
  pass: "PASS",
  "not-applicable": "NOT_APPLICABLE",
};

export type Label = "CRITICAL" | "HIGH" | "MEDIUM" | "LOW" | "INFORMATIONAL";

export const LABELS: Readonly<Record<Severity, Label>> = {
  critical: "CRITICAL",
  high: "HIGH",
  medium: "MEDIUM",
  low: "LOW",
};

const CHECKS = "Software and Configuration Checks";
const STANDARDS = `${CHECKS}/Industry and Regulatory Standards`;

/** Classifiers of AWS's taxonomy by catalogue; one that it does not know is a standard without a name. */
const CLASSIFIERS: ReadonlyMap<string, string> = new Map([
  ["nist-800-53-r5", "NIST 800-53 Controls (USA)"],
  ["iso-27001-2022", "ISO 27001 Controls"],
]);

/** `Types` of a finding that speaks to controls of these catalogues. */
export function findingTypes(catalogs: readonly string[]): string[] {
  if (catalogs.length === 0) return [CHECKS];
  const types = catalogs.map((id) => {
    const classifier = CLASSIFIERS.get(id);
    return classifier === undefined ? STANDARDS : `${STANDARDS}/${classifier}`;
  });
  return [...new Set(types)];
}

/** `Resources[].Type` of the kinds that AWS has a name for and of which rules speak; any other is "Other". */
const RESOURCE_TYPES: ReadonlyMap<string, string> = new Map([
  ["cloudtrail/trail", "AwsCloudTrailTrail"],
  ["dynamodb/table", "AwsDynamoDbTable"],
  ["ec2/defaultSecurityGroup", "AwsEc2SecurityGroup"],
  ["ec2/instance", "AwsEc2Instance"],
  ["ec2/launchTemplate", "AwsEc2LaunchTemplate"],
  ["ec2/securityGroup", "AwsEc2SecurityGroup"],
  ["ec2/subnet", "AwsEc2Subnet"],
  ["ec2/vpc", "AwsEc2Vpc"],
  ["ecr/repository", "AwsEcrRepository"],
  ["ecs/cluster", "AwsEcsCluster"],
  ["ecs/service", "AwsEcsService"],
  ["eks/cluster", "AwsEksCluster"],
  ["iam/group", "AwsIamGroup"],
  ["iam/policy", "AwsIamPolicy"],
  ["iam/role", "AwsIamRole"],
  ["iam/user", "AwsIamUser"],
  ["kinesis/stream", "AwsKinesisStream"],
  ["kms/externalKey", "AwsKmsKey"],
  ["kms/key", "AwsKmsKey"],
  ["kms/replicaExternalKey", "AwsKmsKey"],
  ["kms/replicaKey", "AwsKmsKey"],
  ["lambda/function", "AwsLambdaFunction"],
  ["lb/loadBalancer", "AwsElbv2LoadBalancer"],
  ["rds/cluster", "AwsRdsDbCluster"],
  ["rds/instance", "AwsRdsDbInstance"],
  ["s3/accessPoint", "AwsS3AccessPoint"],
  ["s3/bucket", "AwsS3Bucket"],
  ["s3/bucketV2", "AwsS3Bucket"],
  ["secretsmanager/secret", "AwsSecretsManagerSecret"],
  ["sns/topic", "AwsSnsTopic"],
  ["sqs/queue", "AwsSqsQueue"],
]);

/** @param type Pulumi's token, for example `aws:kms/key:Key` */
export function resourceType(type: string): string {
  return RESOURCE_TYPES.get(/^aws:([^:]+):/.exec(type)?.[1] ?? "") ?? "Other";
}

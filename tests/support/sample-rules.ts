/** Rules with the look of real ones, whose verdicts are drawn from the URN: for reports, which only tell what came of rules. */
import type {
  Coverage,
  MappingRow,
  Observation,
  Outcome,
  Resource,
  Rule,
  Severity,
  Verdict,
} from "../../src/model/index.js";

interface Sketch {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly type: string;
  readonly path: string;
  readonly seen: string | number | boolean | undefined;
  readonly expected: string;
  readonly fix: string;
  readonly companion?: string;
  /** Of 100 resources: fail, undetermined, not applicable, error. */
  readonly odds: readonly [number, number, number, number];
  readonly controls: Readonly<Record<string, Coverage>>;
}

const S3 = "aws:s3/bucket:Bucket";
const SG = "aws:ec2/securityGroup:SecurityGroup";
const POLICY = "aws:iam/policy:Policy";
const KEY = "aws:kms/key:Key";
const TRAIL = "aws:cloudtrail/trail:Trail";
const DB = "aws:rds/instance:Instance";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

// biome-ignore format: one rule a line reads as the table that it is
const SKETCHES: readonly Sketch[] = [
  { id: "aws-s3-public-access-block", title: "Buckets block public access", severity: "high", type: S3, path: "blockPublicAcls", seen: false, expected: "true", fix: "Declare a BucketPublicAccessBlock for the bucket with all four settings true.", companion: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", odds: [9, 2, 0, 0], controls: { "AC-3": "partial", "AC-6": "supporting", "SC-7": "partial", "A.8.3": "partial", "A.8.12": "supporting" } },
  { id: "aws-s3-policy-tls-only", title: "Bucket policies refuse requests without TLS", severity: "high", type: S3, path: "policy.Statement[0].Condition", seen: undefined, expected: "a Deny on aws:SecureTransport = false", fix: "Add a Deny statement on aws:SecureTransport = false for the bucket and its objects.", companion: "aws:s3/bucketPolicy:BucketPolicy", odds: [14, 6, 0, 0], controls: { "SC-8": "partial", "SC-8(1)": "partial", "A.8.24": "partial", "A.5.14": "supporting" } },
  { id: "aws-s3-access-logging", title: "Buckets log access to their objects", severity: "medium", type: S3, path: "logging.targetBucket", seen: undefined, expected: "a target bucket", fix: "Declare a BucketLogging for the bucket with targetBucket set to a log bucket.", odds: [22, 0, 12, 0], controls: { "AU-2": "partial", "AU-12": "partial", "AC-2(4)": "supporting", "A.8.15": "partial" } },
  { id: "aws-s3-bucket-versioned", title: "Buckets keep versions of their objects", severity: "medium", type: S3, path: "versioningConfiguration.status", seen: "Suspended", expected: "Enabled", fix: "Declare a BucketVersioning with status Enabled.", odds: [0, 0, 5, 0], controls: { "CP-9": "partial", "A.8.13": "partial" } },
  { id: "aws-s3-encrypted-with-kms", title: "Buckets encrypt with a customer managed key", severity: "medium", type: S3, path: "rule.applyServerSideEncryptionByDefault.sseAlgorithm", seen: "AES256", expected: "aws:kms", fix: "Set sseAlgorithm to aws:kms and kmsMasterKeyId to a key of your own.", odds: [0, 0, 0, 0], controls: { "SC-28": "partial", "SC-28(1)": "full", "A.8.24": "partial" } },
  { id: "aws-sg-no-public-ssh", title: "Security groups keep SSH away from the internet", severity: "critical", type: SG, path: "ingress[0].cidrBlocks[0]", seen: "0.0.0.0/0", expected: "no access from the whole world to port 22", fix: "Limit the rules that cover port 22 to known networks, or reach hosts through Session Manager.", odds: [6, 1, 0, 0], controls: { "AC-17": "partial", "SC-7": "partial", "SC-7(5)": "partial", "CM-7": "supporting", "A.8.20": "partial", "A.8.22": "supporting" } },
  { id: "aws-sg-no-public-rdp", title: "Security groups keep RDP away from the internet", severity: "critical", type: SG, path: "ingress[1].ipv6CidrBlocks[0]", seen: "::/0", expected: "no access from the whole world to port 3389", fix: "Limit the rules that cover port 3389 to known networks.", odds: [2, 0, 0, 0], controls: { "AC-17": "partial", "SC-7": "partial", "A.8.20": "partial" } },
  { id: "aws-sg-description-present", title: "Security group rules say what they are for", severity: "low", type: SG, path: "ingress[0].description", seen: "", expected: "a description", fix: "Write in description who needs the access and why.", odds: [40, 0, 0, 0], controls: { "CM-7(1)": "supporting", "A.8.9": "supporting" } },
  { id: "aws-iam-no-admin-statement", title: "Policies do not allow everything on everything", severity: "critical", type: POLICY, path: "policy.Statement[0].Action", seen: "*", expected: "named actions on named resources", fix: "Name the actions and the resources that the role needs.", odds: [7, 4, 0, 0], controls: { "AC-6": "partial", "AC-6(1)": "supporting", "AC-6(5)": "supporting", "A.8.2": "partial", "A.5.15": "supporting" } },
  { id: "aws-iam-policy-not-on-user", title: "Policies are attached to roles and groups, not to users", severity: "low", type: POLICY, path: "user", seen: "deploy", expected: "no user", fix: "Attach the policy to a group or a role.", odds: [0, 0, 30, 0], controls: { "AC-2": "supporting", "A.5.18": "supporting" } },
  { id: "aws-kms-rotation", title: "Symmetric keys rotate every year", severity: "medium", type: KEY, path: "enableKeyRotation", seen: false, expected: "true", fix: "Set enableKeyRotation to true.", odds: [11, 0, 20, 0], controls: { "SC-12": "partial", "A.8.24": "partial" } },
  { id: "aws-kms-deletion-window", title: "Keys wait at least 14 days before they are deleted", severity: "low", type: KEY, path: "deletionWindowInDays", seen: 7, expected: "at least 14", fix: "Set deletionWindowInDays to 14 or more.", odds: [0, 0, 0, 0], controls: { "SC-12(1)": "partial", "A.8.24": "supporting" } },
  { id: "aws-cloudtrail-bucket-not-public", title: "The bucket that receives a trail is not public", severity: "critical", type: TRAIL, path: "s3BucketName", seen: "audit-logs", expected: "a private bucket", fix: "Give the trail's bucket a BucketPublicAccessBlock with all four settings true.", companion: S3, odds: [0, 30, 0, 0], controls: { "AU-9": "partial", "A.8.15": "supporting" } },
  { id: "aws-cloudtrail-multi-region", title: "A trail records every region", severity: "high", type: TRAIL, path: "isMultiRegionTrail", seen: false, expected: "true", fix: "Set isMultiRegionTrail to true.", odds: [35, 0, 0, 0], controls: { "AU-2": "partial", "AU-12": "full", "A.8.15": "partial", "A.8.16": "supporting" } },
  { id: "aws-cloudtrail-log-validation", title: "Trails sign their log files", severity: "medium", type: TRAIL, path: "enableLogFileValidation", seen: false, expected: "true", fix: "Set enableLogFileValidation to true.", odds: [0, 0, 0, 0], controls: { "AU-9": "partial", "AU-10": "supporting", "A.5.28": "supporting" } },
  { id: "aws-rds-instance-encrypted", title: "RDS instances encrypt their storage", severity: "high", type: DB, path: "storageEncrypted", seen: undefined, expected: "true", fix: "Set storageEncrypted to true and kmsKeyId to a customer managed key.", odds: [8, 3, 5, 0], controls: { "SC-28": "partial", "SC-28(1)": "partial", "A.8.24": "partial" } },
  { id: "aws-rds-instance-backup-retained", title: "RDS instances keep backups long enough", severity: "medium", type: DB, path: "backupRetentionPeriod", seen: 1, expected: "at least 7", fix: "Set backupRetentionPeriod to 7 or more.", odds: [0, 5, 0, 0], controls: { "CP-9": "partial", "CP-9(1)": "supporting", "A.8.13": "partial" } },
  { id: "k8s-run-as-non-root", title: "Containers do not run as root", severity: "high", type: DEPLOYMENT, path: "spec.template.spec.containers[0].securityContext.runAsNonRoot", seen: undefined, expected: "true", fix: "Set runAsNonRoot to true on the pod or on every container.", odds: [17, 0, 0, 0], controls: { "AC-6": "partial", "CM-6": "partial", "A.8.9": "partial" } },
  { id: "k8s-no-privileged", title: "Containers are not privileged", severity: "critical", type: DEPLOYMENT, path: "spec.template.spec.containers[0].securityContext.privileged", seen: true, expected: "false or not set", fix: "Remove privileged, and add the single capabilities that are needed.", odds: [3, 0, 0, 0], controls: { "AC-6": "partial", "SC-39": "supporting", "A.8.9": "partial" } },
  { id: "k8s-resource-limits", title: "Containers have limits of memory and CPU", severity: "low", type: DEPLOYMENT, path: "spec.template.spec.containers[0].resources.limits.memory", seen: undefined, expected: "a limit", fix: "Set resources.limits.memory and resources.limits.cpu.", odds: [0, 0, 0, 2], controls: { "SC-5": "partial", "A.8.6": "partial" } },
  { id: "k8s-pod-selected-by-network-policy", title: "Every pod is selected by a network policy", severity: "medium", type: DEPLOYMENT, path: "spec.template.metadata.labels", seen: "2 properties", expected: "a NetworkPolicy that selects them", fix: "Declare a NetworkPolicy in the namespace whose podSelector matches the pod's labels.", odds: [25, 0, 0, 0], controls: { "SC-7": "partial", "AC-4": "partial", "A.8.22": "partial" } },
  { id: "gcp-storage-uniform-access", title: "Buckets use uniform access", severity: "medium", type: "gcp:storage/bucket:Bucket", path: "uniformBucketLevelAccess", seen: false, expected: "true", fix: "Set uniformBucketLevelAccess to true.", odds: [0, 0, 0, 0], controls: { "AC-3": "partial", "A.8.3": "partial" } },
];

export const RULED_TYPES = [S3, SG, POLICY, KEY, TRAIL, DB, DEPLOYMENT];

/** A number from 0 to 99 that hangs on the text alone. */
export function draw(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return ((hash >>> 0) % 10007) % 100;
}

function verdictOf(sketch: Sketch, urn: string): Verdict {
  let left = draw(`${sketch.id}${urn}`);
  const verdicts = ["fail", "undetermined", "not-applicable", "error"] as const;
  for (const [i, verdict] of verdicts.entries()) if ((left -= sketch.odds[i] ?? 0) < 0) return verdict;
  return "pass";
}

function outcome(sketch: Sketch, { urn }: Resource): Outcome {
  const verdict = verdictOf(sketch, urn);
  const companion = sketch.companion && `${urn}-${sketch.companion.split(":").at(-1)}`;
  const companions = companion ? [companion] : [];
  const owner = companion ? { urn: companion } : {};
  const seen = sketch.seen === undefined ? { state: "absent" as const } : { observed: sketch.seen };
  const other: Observation = { path: "tags.owner", observed: `team-${draw(urn) % 7}` };
  switch (verdict) {
    case "fail":
      return {
        verdict,
        observations: [{ ...owner, path: sketch.path, ...seen, expected: sketch.expected }, other],
        companions,
      };
    case "undetermined": {
      const observation = { ...owner, path: sketch.path, state: "unknown" as const, expected: sketch.expected };
      return {
        verdict,
        reason: `${sketch.path} is not known until the update`,
        observations: [observation],
        companions,
      };
    }
    case "not-applicable":
      return { verdict, reason: "it is itself the target of others", observations: [other], companions: [] };
    case "error":
      return { verdict, reason: "the rule ended in a TypeError", observations: [], companions: [] };
    default:
      return { verdict, observations: [{ ...owner, path: sketch.path, observed: sketch.expected }], companions };
  }
}

export const sampleRules: readonly Rule[] = SKETCHES.map((sketch) => ({
  id: sketch.id,
  title: sketch.title,
  severity: sketch.severity,
  rationale:
    "What nobody restricts is found by scanners within minutes, and what nobody records cannot be shown afterwards.",
  remediation: sketch.fix,
  limits: "What another stack or a person declares is not seen, nor is what the provider does at run time.",
  provider: sketch.type.split(":", 1)[0] ?? "",
  types: [sketch.type],
  companions: sketch.companion ? ["its companion"] : [],
  companionTypes: [],
  phase: sketch.companion ? "stack" : "resource",
  parameters: [],
  parse: () => ({}),
  evaluate: (resource) => outcome(sketch, resource),
}));

export const sampleMapping: readonly MappingRow[] = SKETCHES.flatMap((sketch) =>
  Object.entries(sketch.controls).map(([control, coverage]) => ({
    control,
    rule: sketch.id,
    coverage,
    because: `${sketch.title}: that is the part of it which a stack declares.`,
  })),
);

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface SafeBucketArgs {
  /** Key that objects are encrypted with. */
  key: aws.kms.Key;
  /** Where the bucket's access log goes; a bucket that receives logs has none. */
  logTo?: SafeBucket;
  receivesLogs?: boolean;
  /** Bucket in another region that gets a copy of every object. */
  copyTo?: SafeBucket;
  /** Tags of the bucket, over those of its provider. */
  tags?: Record<string, string>;
  /** Statements of the bucket's policy, besides the one that demands TLS. */
  statements?: (bucket: aws.s3.Bucket) => object[];
}

/** A private bucket whose objects are versioned, encrypted, locked, logged, announced, copied and in the end deleted. */
export class SafeBucket extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  readonly versioning: aws.s3.BucketVersioning;

  constructor(name: string, args: SafeBucketArgs, provider?: aws.Provider) {
    super("web-app:storage:SafeBucket", name, {}, provider ? { providers: [provider] } : {});
    const opts = { parent: this };
    const { tags } = args;
    const bucket = new aws.s3.Bucket(name, { objectLockEnabled: true, tags }, { ...opts, protect: true });
    const settings = { bucket: bucket.id };
    this.bucket = bucket;

    new aws.s3.BucketOwnershipControls(name, { ...settings, rule: { objectOwnership: "BucketOwnerEnforced" } }, opts);
    const block = new aws.s3.BucketPublicAccessBlock(
      name,
      {
        ...settings,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      opts,
    );
    // Whoever turns on MFA delete does so as root, with the device's serial number and a code.
    this.versioning = new aws.s3.BucketVersioning(
      name,
      {
        ...settings,
        versioningConfiguration: { status: "Enabled", mfaDelete: "Enabled" },
        mfa: new pulumi.Config().get("mfa"),
      },
      opts,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      {
        ...settings,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.key.arn },
            bucketKeyEnabled: true,
          },
        ],
      },
      opts,
    );
    new aws.s3.BucketObjectLockConfiguration(
      name,
      { ...settings, rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } } },
      { ...opts, dependsOn: this.versioning },
    );
    new aws.s3.BucketLifecycleConfiguration(
      name,
      {
        ...settings,
        rules: [
          {
            id: "expire",
            status: "Enabled",
            filter: {},
            expiration: { days: 730 },
            noncurrentVersionExpiration: { noncurrentDays: 90 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      { ...opts, dependsOn: this.versioning },
    );
    new aws.s3.BucketNotification(name, { ...settings, eventbridge: true }, opts);
    new aws.s3.BucketPolicy(name, { ...settings, policy: this.policy(args) }, { ...opts, dependsOn: block });
    if (args.logTo)
      new aws.s3.BucketLogging(
        name,
        { ...settings, targetBucket: args.logTo.bucket.id, targetPrefix: `${name}/` },
        opts,
      );
    if (args.copyTo) this.replicate(name, args.copyTo, opts);
    this.registerOutputs({ bucket: bucket.bucket });
  }

  private policy(args: SafeBucketArgs): pulumi.Output<string> {
    const everything = [this.bucket.arn, pulumi.interpolate`${this.bucket.arn}/*`];
    return pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "RefusePlainHttp",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: everything,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        ...(args.receivesLogs ? [this.logDelivery()] : []),
        ...(args.statements?.(this.bucket) ?? []),
      ],
    });
  }

  private logDelivery() {
    return {
      Sid: "TakeInAccessLogs",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${this.bucket.arn}/*`,
    };
  }

  private replicate(name: string, copy: SafeBucket, opts: pulumi.CustomResourceOptions): void {
    const role = new aws.iam.Role(
      `${name}-replication`,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "s3.amazonaws.com" }) },
      opts,
    );
    const policy = new aws.iam.Policy(
      `${name}-replication`,
      {
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
              Resource: this.bucket.arn,
            },
            {
              Effect: "Allow",
              Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"],
              Resource: pulumi.interpolate`${this.bucket.arn}/*`,
            },
            {
              Effect: "Allow",
              Action: ["s3:ReplicateObject", "s3:ReplicateDelete"],
              Resource: pulumi.interpolate`${copy.bucket.arn}/*`,
            },
          ],
        }),
      },
      opts,
    );
    new aws.iam.RolePolicyAttachment(`${name}-replication`, { role: role.name, policyArn: policy.arn }, opts);
    new aws.s3.BucketReplicationConfig(
      name,
      {
        bucket: this.bucket.id,
        role: role.arn,
        rules: [
          {
            id: "everything",
            status: "Enabled",
            filter: {},
            deleteMarkerReplication: { status: "Enabled" },
            destination: { bucket: copy.bucket.arn },
          },
        ],
      },
      { ...opts, dependsOn: [this.versioning, copy.versioning] },
    );
  }
}

import type { Properties } from "./protobuf.js";
import { ACCOUNT, type Asked, digits, TIME, uuid } from "./stub.js";

interface Place {
  readonly asked: Asked;
  readonly inputs: Properties;
  /** Physical name. */
  readonly name: string;
  readonly region: string;
}

type Identity = Properties & { id: string };

function iam(kind: string, prefix: string, idProperty: string): (place: Place) => Identity {
  return ({ asked, name }) => ({
    id: name,
    arn: `arn:aws:iam::${ACCOUNT}:${kind}/${name}`,
    createDate: TIME,
    [idProperty]: `${prefix}${digits(asked.urn, idProperty, 17).toUpperCase()}`,
  });
}

function ec2(kind: string, prefix: string, extra?: string): (place: Place) => Identity {
  return ({ asked, region }) => {
    const id = `${prefix}-${digits(asked.urn, "id", 17)}`;
    return {
      id,
      arn: `arn:aws:ec2:${region}:${ACCOUNT}:${kind}/${id}`,
      ...(extra && { [extra]: id }),
      ownerId: ACCOUNT,
    };
  };
}

/** The settings of a bucket that are resources of their own carry the bucket's name as their id. */
const ofBucket = ({ inputs }: Place): Identity => ({ id: String(inputs["bucket"]) });

/** Ids, ARNs and what else AWS gives a resource to be known by. */
export const IDENTITIES: Readonly<Record<string, (place: Place) => Identity>> = {
  "aws:cloudtrail/trail:Trail": ({ name, region }) => {
    const arn = `arn:aws:cloudtrail:${region}:${ACCOUNT}:trail/${name}`;
    return { id: arn, arn, homeRegion: region };
  },
  "aws:cloudwatch/logGroup:LogGroup": ({ name, region }) => ({
    id: name,
    arn: `arn:aws:logs:${region}:${ACCOUNT}:log-group:${name}`,
  }),
  "aws:ec2/securityGroup:SecurityGroup": ec2("security-group", "sg"),
  "aws:ec2/securityGroupRule:SecurityGroupRule": ({ asked }) => ({
    id: `sgrule-${parseInt(digits(asked.urn, "id", 8), 16)}`,
    securityGroupRuleId: `sgr-${digits(asked.urn, "rule", 17)}`,
  }),
  "aws:ec2/instance:Instance": ec2("instance", "i"),
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/vpc:Vpc": ec2("vpc", "vpc"),
  "aws:iam/accessKey:AccessKey": ({ asked }) => ({
    id: `AKIA${digits(asked.urn, "id", 16).toUpperCase()}`,
    createDate: TIME,
    secret: digits(asked.urn, "secret", 40),
    sesSmtpPasswordV4: digits(asked.urn, "smtp", 44),
  }),
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": () => ({ id: "iam-account-password-policy" }),
  "aws:iam/group:Group": iam("group", "AGPA", "uniqueId"),
  "aws:iam/policy:Policy": (place) => {
    const { arn, policyId } = iam("policy", "ANPA", "policyId")(place);
    return { id: String(arn), arn, policyId };
  },
  "aws:iam/role:Role": iam("role", "AROA", "uniqueId"),
  "aws:iam/user:User": iam("user", "AIDA", "uniqueId"),
  "aws:kms/alias:Alias": ({ inputs, name, region }) => ({
    id: name,
    arn: `arn:aws:kms:${region}:${ACCOUNT}:${name}`,
    targetKeyArn: String(inputs["targetKeyId"]),
  }),
  "aws:kms/key:Key": ({ asked, region }) => {
    const id = uuid(asked.urn, "key");
    return { id, keyId: id, arn: `arn:aws:kms:${region}:${ACCOUNT}:key/${id}` };
  },
  "aws:lb/loadBalancer:LoadBalancer": ({ asked, name, region }) => {
    const arn = `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:loadbalancer/app/${name}/${digits(asked.urn, "lb", 16)}`;
    const dnsName = `${name}-${digits(asked.urn, "dns", 10)}.${region}.elb.amazonaws.com`;
    return { id: arn, arn, dnsName, loadBalancerType: "application" };
  },
  "aws:s3/accessPoint:AccessPoint": ({ name, region }) => ({
    id: `${ACCOUNT}:${name}`,
    arn: `arn:aws:s3:${region}:${ACCOUNT}:accesspoint/${name}`,
    accountId: ACCOUNT,
  }),
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": () => ({ id: ACCOUNT, accountId: ACCOUNT }),
  "aws:s3/bucket:Bucket": ({ name }) => ({
    id: name,
    arn: `arn:aws:s3:::${name}`,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    hostedZoneId: "Z21DNDUVLTQW6Q",
  }),
  "aws:s3/bucketAcl:BucketAcl": ({ inputs }) => ({ id: [inputs["bucket"], inputs["acl"]].filter(Boolean).join(",") }),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket,
  "aws:s3/bucketLogging:BucketLogging": ofBucket,
  "aws:s3/bucketNotification:BucketNotification": ofBucket,
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": ofBucket,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ofBucket,
  "aws:s3/bucketPolicy:BucketPolicy": ofBucket,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket,
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": ofBucket,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ofBucket,
  "aws:s3/bucketVersioning:BucketVersioning": ofBucket,
  "aws:sns/topic:Topic": ({ name, region }) => {
    const arn = `arn:aws:sns:${region}:${ACCOUNT}:${name}`;
    return { id: arn, arn };
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ec2("security-group-rule", "sgr", "securityGroupRuleId"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ec2("security-group-rule", "sgr", "securityGroupRuleId"),
};

const OWNER = "5d41402abc4b2a76b9719d911017c592ae2f7ad0e5d8e9e3a5a6d2c1b0f9e8d7";

/** The policy of a key for which nobody wrote one. */
const KEY_POLICY = JSON.stringify({
  Id: "key-default-1",
  Statement: [
    {
      Action: "kms:*",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Resource: "*",
      Sid: "Enable IAM User Permissions",
    },
  ],
  Version: "2012-10-17",
});

/** Settings that AWS reports although nobody made them. */
export const READ_BACK: Readonly<Record<string, (asked: Asked, outputs: Properties) => Properties>> = {
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": (_, outputs) => ({
    expirePasswords: Number(outputs["maxPasswordAge"] ?? 0) > 0,
  }),
  "aws:kms/key:Key": (_, outputs) => ({
    policy: KEY_POLICY,
    rotationPeriodInDays: outputs["enableKeyRotation"] === true ? 365 : undefined,
  }),
  "aws:s3/accessPoint:AccessPoint": () => ({ networkOrigin: "Internet" }),
  "aws:s3/bucket:Bucket": (_, outputs) => ({
    bucketRegionalDomainName: `${String(outputs["bucket"])}.s3.eu-central-1.amazonaws.com`,
    grants: [{ id: OWNER, permissions: ["FULL_CONTROL"], type: "CanonicalUser", uri: "" }],
    requestPayer: "BucketOwner",
    serverSideEncryptionConfiguration: {
      rule: {
        applyServerSideEncryptionByDefault: { kmsMasterKeyId: "", sseAlgorithm: "AES256" },
        bucketKeyEnabled: false,
      },
    },
    versioning: { enabled: false, mfaDelete: false },
  }),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": () => ({
    transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
  }),
};

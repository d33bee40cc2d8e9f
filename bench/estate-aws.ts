import type { Maker, State } from "./estate.js";

const ACCOUNT = "123456789012";

/** One application's share of an account: buckets with companions, network, identities, keys, compute. */
export function awsResources(maker: Maker, i: number): State[] {
  return [...storage(maker, i), ...network(maker, i), ...identity(maker, i), ...compute(maker, i)];
}

function tags(i: number): State {
  return {
    Owner: `team-${i % 40}`,
    Environment: "production",
    CostCenter: `${4000 + (i % 90)}`,
    Application: `app-${i}`,
  };
}

function storage(maker: Maker, i: number): State[] {
  const name = `app-${i}-data`;
  const arn = `arn:aws:s3:::${name}`;
  const bucket = maker.urn("aws:s3/bucket:Bucket", name);
  const on = { bucket: [bucket] };
  const flag = () => maker.chance(0.9);
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": maker.chance(0.8) ? "false" : "true" } },
      },
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/app-${i}` },
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: `${arn}/*`,
      },
    ],
  });
  const rules = [
    {
      applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: `alias/app-${i}` },
      bucketKeyEnabled: true,
    },
  ];
  const outputs = {
    id: name,
    arn,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    hostedZoneId: "Z21DNDUVLTQW6Q",
    region: "eu-central-1",
    grants: [{ id: maker.hex(64), permissions: ["FULL_CONTROL"], type: "CanonicalUser", uri: "" }],
    requestPayer: "BucketOwner",
    tagsAll: tags(i),
  };
  const resources = [
    maker.state("aws:s3/bucket:Bucket", name, "aws", { bucket: name, forceDestroy: false, tags: tags(i) }, outputs),
    maker.state(
      "aws:s3/bucketVersioning:BucketVersioning",
      name,
      "aws",
      { bucket: name, versioningConfiguration: { status: maker.chance(0.8) ? "Enabled" : "Suspended" } },
      { id: name },
      on,
    ),
    maker.state("aws:s3/bucketPolicy:BucketPolicy", name, "aws", { bucket: name, policy }, { id: name }, on),
  ];
  if (maker.chance(0.9))
    resources.push(
      maker.state(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        name,
        "aws",
        {
          bucket: name,
          blockPublicAcls: flag(),
          blockPublicPolicy: flag(),
          ignorePublicAcls: flag(),
          restrictPublicBuckets: flag(),
        },
        { id: name },
        on,
      ),
      maker.state(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        name,
        "aws",
        { bucket: name, rules },
        { id: name },
        on,
      ),
    );
  return resources;
}

function network(maker: Maker, i: number): State[] {
  const id = `sg-${maker.hex(17)}`;
  const name = `app-${i}-web`;
  const group = maker.urn("aws:ec2/securityGroup:SecurityGroup", name);
  const port = maker.chance(0.1) ? 22 : 443;
  const inline = (from: number, cidr: string) => ({
    fromPort: from,
    toPort: from,
    protocol: "tcp",
    cidrBlocks: [cidr],
    description: "",
    self: false,
  });
  return [
    maker.state(
      "aws:ec2/securityGroup:SecurityGroup",
      name,
      "aws",
      {
        description: "web tier",
        vpcId: "vpc-0a1b2c3d4e5f60718",
        ingress: [inline(443, "10.0.0.0/8"), inline(8080, "172.16.0.0/12")],
        egress: [inline(443, "0.0.0.0/0")],
        tags: tags(i),
      },
      {
        id,
        arn: `arn:aws:ec2:eu-central-1:${ACCOUNT}:security-group/${id}`,
        name: `${name}-${maker.hex(7)}`,
        ownerId: ACCOUNT,
        tagsAll: tags(i),
      },
    ),
    ...[1, 2].map((n) =>
      maker.state(
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        `${name}-${n}`,
        "aws",
        {
          type: "ingress",
          securityGroupId: id,
          fromPort: port,
          toPort: port,
          protocol: "tcp",
          cidrBlocks: n === 1 ? ["0.0.0.0/0"] : ["10.0.0.0/8"],
        },
        { id: `sgrule-${maker.hex(10)}` },
        { securityGroupId: [group] },
      ),
    ),
    maker.state(
      "aws:ec2/subnet:Subnet",
      `app-${i}-a`,
      "aws",
      { vpcId: "vpc-0a1b2c3d4e5f60718", cidrBlock: "10.1.2.0/24", tags: tags(i) },
      { id: `subnet-${maker.hex(17)}`, tagsAll: tags(i) },
    ),
  ];
}

function identity(maker: Maker, i: number): State[] {
  const name = `app-${i}`;
  const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:Query"],
        Resource: `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/${name}`,
      },
      { Effect: "Allow", Action: maker.chance(0.05) ? "*" : "logs:PutLogEvents", Resource: "*" },
    ],
  });
  const role = maker.urn("aws:iam/role:Role", name);
  const on = { role: [role] };
  return [
    maker.state(
      "aws:iam/role:Role",
      name,
      "aws",
      { assumeRolePolicy: trust, name, tags: tags(i) },
      { id: name, arn, uniqueId: maker.hex(20), tagsAll: tags(i) },
    ),
    maker.state("aws:iam/rolePolicy:RolePolicy", name, "aws", { role: name, policy }, { id: `${name}:inline` }, on),
    maker.state(
      "aws:iam/policy:Policy",
      name,
      "aws",
      { policy, name },
      { id: `arn:aws:iam::${ACCOUNT}:policy/${name}`, arn: `arn:aws:iam::${ACCOUNT}:policy/${name}` },
    ),
    maker.state(
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      name,
      "aws",
      { role: name, policyArn: `arn:aws:iam::${ACCOUNT}:policy/${name}` },
      { id: `${name}-x` },
      on,
    ),
    maker.state(
      "aws:kms/key:Key",
      name,
      "aws",
      { description: name, enableKeyRotation: maker.chance(0.8), deletionWindowInDays: 30, tags: tags(i) },
      {
        id: maker.hex(36),
        arn: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/${maker.hex(36)}`,
        keyId: maker.hex(36),
        policy: trust,
        tagsAll: tags(i),
      },
    ),
  ];
}

function compute(maker: Maker, i: number): State[] {
  const name = `app-${i}`;
  const environment = {
    variables: Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`SETTING_${n}`, maker.hex(20)])),
  };
  const lambda = {
    role: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    handler: "index.handler",
    runtime: "nodejs20.x",
    timeout: 30,
    memorySize: 512,
    environment,
    tags: tags(i),
  };
  const trail = maker.state(
    "aws:cloudtrail/trail:Trail",
    name,
    "aws",
    { s3BucketName: `app-${i}-data`, isMultiRegionTrail: true, enableLogFileValidation: maker.chance(0.5) },
    { id: name, arn: `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/${name}` },
    { s3BucketName: [maker.urn("aws:s3/bucket:Bucket", `app-${i}-data`)] },
  );
  const table = {
    hashKey: "id",
    billingMode: "PAY_PER_REQUEST",
    attributes: [{ name: "id", type: "S" }],
    tags: tags(i),
  };
  return [
    maker.state("aws:lambda/function:Function", name, "aws", lambda, {
      id: name,
      arn: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:${name}`,
      version: "$LATEST",
      sourceCodeHash: maker.hex(44),
      tagsAll: tags(i),
    }),
    maker.state("aws:dynamodb/table:Table", name, "aws", table, {
      id: name,
      arn: `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/${name}`,
      tagsAll: tags(i),
    }),
    ...(i % 50 === 0 ? [trail] : []),
  ];
}

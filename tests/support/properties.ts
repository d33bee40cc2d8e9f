/** Realistic values of properties by resource type, for random states: each list mixes careful, careless and odd ones. */
type Choices = Readonly<Record<string, readonly unknown[]>>;

const policy = (...statements: unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const ARN = "arn:aws:s3:::data-1234";

const POLICIES = [
  policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${ARN}/*` }),
  policy({
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: ["s3:*"],
    Resource: [ARN, `${ARN}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  }),
  policy({ Effect: "Allow", NotAction: "iam:*", NotResource: "arn:aws:s3:::other" }),
  policy(),
  "{not json",
  "[]",
  "",
];

const CIDRS = [["0.0.0.0/0"], ["10.0.0.0/8"], ["::/0"], [], ["0.0.0.0/1", "128.0.0.0/1"]];
const PORTS = [0, 22, 80, 443, 3389, 65535, -1, "22"];
const FLAGS = [true, false, "true"];

const ingress = CIDRS.map((cidrBlocks, i) => ({
  protocol: ["tcp", "-1", "6", "icmp"][i % 4],
  fromPort: PORTS[i],
  toPort: PORTS[i + 1],
  cidrBlocks,
}));

const containers = [
  [{ name: "app", image: "nginx" }],
  [{ name: "app", image: "nginx:1.27", securityContext: { runAsNonRoot: true, privileged: false, runAsUser: 1000 } }],
  [
    { name: "a", image: "a@sha256:00", securityContext: { privileged: true, capabilities: { add: ["SYS_ADMIN"] } } },
    {},
  ],
  [],
];

const podSpecs = containers.flatMap((list) => [
  { containers: list },
  { containers: list, initContainers: list, hostNetwork: true, serviceAccountName: "app" },
  { containers: list, securityContext: { runAsNonRoot: true }, automountServiceAccountToken: false },
]);

const METADATA = [{ name: "app", namespace: "shop", labels: { app: "web" } }, { name: "app" }, {}];
const templates = podSpecs.map((spec) => ({ replicas: 1, template: { metadata: METADATA[0], spec } }));
const RBAC = [[{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }], [{ resources: ["pods"], verbs: ["get"] }], []];

export const PROPERTIES: Readonly<Record<string, Choices>> = {
  "aws:s3/bucket:Bucket": {
    bucket: ["data-1234", "logs"],
    acl: ["private", "public-read"],
    tags: [{ env: "prod" }, {}],
  },
  "aws:s3/bucketV2:BucketV2": {
    bucket: ["data-1234", "logs"],
    loggings: [[{ targetBucket: "logs" }], []],
    versionings: [[{ enabled: true }], [{ enabled: false }]],
  },
  "aws:s3/bucketPolicy:BucketPolicy": { bucket: ["data-1234"], policy: POLICIES },
  "aws:s3/bucketVersioning:BucketVersioning": {
    bucket: ["data-1234", "logs"],
    versioningConfiguration: [{ status: "Enabled" }, { status: "Suspended", mfaDelete: "Enabled" }],
  },
  "aws:s3/bucketLogging:BucketLogging": { bucket: ["data-1234"], targetBucket: ["logs"], targetPrefix: ["log/"] },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    bucket: ["data-1234"],
    blockPublicAcls: FLAGS,
    blockPublicPolicy: FLAGS,
    ignorePublicAcls: FLAGS,
    restrictPublicBuckets: FLAGS,
  },
  "aws:ec2/securityGroup:SecurityGroup": { ingress: [ingress, []], egress: [ingress, []], vpcId: ["vpc-1"] },
  "aws:ec2/securityGroupRule:SecurityGroupRule": {
    type: ["ingress", "egress"],
    protocol: ["tcp", "-1", "all"],
    fromPort: PORTS,
    toPort: PORTS,
    cidrBlocks: CIDRS,
    securityGroupId: ["sg-1"],
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    securityGroupId: ["sg-1"],
    ipProtocol: ["tcp", "-1"],
    fromPort: PORTS,
    toPort: PORTS,
    cidrIpv4: ["0.0.0.0/0", "10.0.0.0/8"],
    cidrIpv6: ["::/0"],
  },
  "aws:iam/policy:Policy": { policy: POLICIES, name: ["admin"] },
  "aws:iam/role:Role": {
    assumeRolePolicy: POLICIES,
    inlinePolicies: [[{ name: "x", policy: POLICIES[2] }], []],
    managedPolicyArns: [["arn:aws:iam::aws:policy/AdministratorAccess"], []],
  },
  "aws:kms/key:Key": {
    enableKeyRotation: FLAGS,
    customerMasterKeySpec: ["SYMMETRIC_DEFAULT", "RSA_2048"],
    keyUsage: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
    policy: POLICIES,
    rotationPeriodInDays: [90, 365, 2560],
  },
  "aws:cloudtrail/trail:Trail": {
    s3BucketName: ["logs", "data-1234"],
    isMultiRegionTrail: FLAGS,
    enableLogFileValidation: FLAGS,
    kmsKeyId: ["arn:aws:kms:eu-west-1:123456789012:key/1"],
  },
  "kubernetes:core/v1:Pod": { metadata: METADATA, spec: podSpecs },
  "kubernetes:apps/v1:Deployment": { metadata: METADATA, spec: templates },
  "kubernetes:apps/v1:StatefulSet": { metadata: METADATA, spec: templates },
  "kubernetes:batch/v1:CronJob": {
    metadata: METADATA,
    spec: templates.map((spec) => ({ schedule: "* * * * *", jobTemplate: { spec } })),
  },
  "kubernetes:core/v1:ServiceAccount": { metadata: METADATA, automountServiceAccountToken: FLAGS },
  "kubernetes:core/v1:Service": { metadata: METADATA, spec: [{ type: "LoadBalancer", ports: [{ port: 80 }] }, {}] },
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": {
    metadata: METADATA,
    spec: [{ podSelector: {} }, { podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Ingress"] }],
  },
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole": { metadata: METADATA, rules: RBAC },
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": {
    metadata: METADATA,
    roleRef: [{ kind: "ClusterRole", name: "cluster-admin" }],
    subjects: [[{ kind: "Group", name: "system:unauthenticated" }], [{ kind: "ServiceAccount", name: "default" }]],
  },
  "acme:web:Component": { size: [1, 2] },
};

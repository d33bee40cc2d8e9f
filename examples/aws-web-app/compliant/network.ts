import * as aws from "@pulumi/aws";

/** The world reaches the load balancer, the load balancer the servers, the servers the database; nothing else is open. */
export function network(role: aws.iam.Role, key: aws.kms.Key) {
  const vpc = new aws.ec2.Vpc("web", { cidrBlock: "10.0.0.0/16" });
  const subnets = ["a", "b"].map(
    (zone, index) =>
      new aws.ec2.Subnet(zone, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${index}.0/24`,
        availabilityZone: `eu-central-1${zone}`,
      }),
  );
  const subnetIds = subnets.map((subnet) => subnet.id);

  const entrance = new aws.ec2.SecurityGroup("entrance", {
    description: "Load balancer, open to the world for HTTPS",
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }],
  });
  const servers = new aws.ec2.SecurityGroup("servers", {
    description: "Application servers, open to the load balancer",
    vpcId: vpc.id,
  });
  new aws.vpc.SecurityGroupIngressRule("servers-from-entrance", {
    securityGroupId: servers.id,
    description: "HTTP from the load balancer",
    ipProtocol: "tcp",
    fromPort: 8080,
    toPort: 8080,
    referencedSecurityGroupId: entrance.id,
  });
  new aws.vpc.SecurityGroupIngressRule("servers-from-bastion", {
    securityGroupId: servers.id,
    description: "SSH from the management network",
    ipProtocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrIpv4: "10.0.250.0/24",
  });
  const database = new aws.ec2.SecurityGroup("database", {
    description: "Database, open to the application servers",
    vpcId: vpc.id,
  });
  new aws.ec2.SecurityGroupRule("database-from-servers", {
    type: "ingress",
    securityGroupId: database.id,
    description: "PostgreSQL from the application servers",
    protocol: "tcp",
    fromPort: 5432,
    toPort: 5432,
    sourceSecurityGroupId: servers.id,
  });

  const loadBalancer = new aws.lb.LoadBalancer("web", {
    loadBalancerType: "application",
    securityGroups: [entrance.id],
    subnets: subnetIds,
    dropInvalidHeaderFields: true,
  });
  new aws.ec2.Instance("server", {
    ami: "ami-0a1b2c3d4e5f60718",
    instanceType: "t3.small",
    subnetId: subnets[0].id,
    vpcSecurityGroupIds: [servers.id],
    iamInstanceProfile: new aws.iam.InstanceProfile("server", { role: role.name }).name,
    metadataOptions: { httpTokens: "required" },
    rootBlockDevice: { encrypted: true, kmsKeyId: key.arn },
  });
  new aws.rds.Instance("orders", {
    engine: "postgres",
    instanceClass: "db.t4g.medium",
    allocatedStorage: 50,
    dbSubnetGroupName: new aws.rds.SubnetGroup("orders", { subnetIds }).name,
    vpcSecurityGroupIds: [database.id],
    username: "orders",
    manageMasterUserPassword: true,
    storageEncrypted: true,
    tags: { "data-classification": "confidential" },
    kmsKeyId: key.arn,
  });
  return { loadBalancer };
}

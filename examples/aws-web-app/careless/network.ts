import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Open wherever something did not connect at first. */
export function network(role: aws.iam.Role) {
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
    vpcId: vpc.id,
    ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  });
  const servers = new aws.ec2.SecurityGroup("servers", { vpcId: vpc.id });
  new aws.vpc.SecurityGroupIngressRule("servers-ssh", {
    securityGroupId: servers.id,
    ipProtocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrIpv4: "0.0.0.0/0",
  });
  new aws.vpc.SecurityGroupIngressRule("servers-remote-desktop", {
    securityGroupId: servers.id,
    ipProtocol: "tcp",
    fromPort: 3389,
    toPort: 3389,
    cidrIpv6: "::/0",
  });
  const database = new aws.ec2.SecurityGroup("database", { vpcId: vpc.id });
  new aws.ec2.SecurityGroupRule("database-from-anywhere", {
    type: "ingress",
    securityGroupId: database.id,
    protocol: "tcp",
    fromPort: 5432,
    toPort: 5432,
    cidrBlocks: ["0.0.0.0/0"],
  });
  // Left over from the first attempt.
  new aws.ec2.SecurityGroup("servers-old", { vpcId: vpc.id });

  const loadBalancer = new aws.lb.LoadBalancer("web", {
    loadBalancerType: "application",
    securityGroups: [entrance.id],
    subnets: subnetIds,
  });
  new aws.ec2.Instance("server", {
    ami: "ami-0a1b2c3d4e5f60718",
    instanceType: "t3.small",
    subnetId: subnets[0].id,
    vpcSecurityGroupIds: [servers.id],
    iamInstanceProfile: new aws.iam.InstanceProfile("server", { role: role.name }).name,
  });
  new aws.rds.Instance("orders", {
    engine: "postgres",
    instanceClass: "db.t4g.medium",
    allocatedStorage: 50,
    dbSubnetGroupName: new aws.rds.SubnetGroup("orders", { subnetIds }).name,
    vpcSecurityGroupIds: [database.id],
    username: "orders",
    password: new pulumi.Config().getSecret("databasePassword") ?? "orders",
    publiclyAccessible: true,
  });
  return { loadBalancer };
}

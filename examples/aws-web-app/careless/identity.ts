import * as aws from "@pulumi/aws";

/** The servers may do whatever they like: it saves asking for rights later. */
export function application(uploads: aws.s3.Bucket): aws.iam.Role {
  const role = new aws.iam.Role("application", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
  });
  new aws.iam.RolePolicy("application", {
    role: role.id,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    }),
  });
  const policy = new aws.iam.Policy("uploads", {
    policy: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:*"], Resource: [uploads.arn] }],
    },
  });
  new aws.iam.RolePolicyAttachment("uploads", { role: role.name, policyArn: policy.arn });
  return role;
}

/** Everybody is an administrator, and the group for support is still empty. */
export function people(): void {
  new aws.iam.Group("support");
  const ada = new aws.iam.User("ada");
  new aws.iam.UserPolicyAttachment("ada", {
    user: ada.name,
    policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
  });
  new aws.iam.AccessKey("billing-export", { user: "root" });
}

export function passwordPolicy(): void {
  new aws.iam.AccountPasswordPolicy("passwords", { minimumPasswordLength: 8 });
}

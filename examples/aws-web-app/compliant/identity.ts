import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What the servers may do: read and write uploads, and nothing else. */
export function application(uploads: aws.s3.Bucket, key: aws.kms.Key): aws.iam.Role {
  const role = new aws.iam.Role("application", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
  });
  const policy = new aws.iam.Policy("application", {
    description: "Reads and writes uploads",
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:PutObject"],
          Resource: pulumi.interpolate`${uploads.arn}/*`,
        },
        { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: key.arn },
      ],
    }),
  });
  new aws.iam.RolePolicyAttachment("application", { role: role.name, policyArn: policy.arn });
  return role;
}

/** People hold rights through groups. */
export function people(): void {
  const support = new aws.iam.Group("support");
  new aws.iam.GroupPolicyAttachment("support", {
    group: support.name,
    policyArn: "arn:aws:iam::aws:policy/job-function/SupportUser",
  });
  for (const person of ["ada", "grace"]) {
    const user = new aws.iam.User(person);
    new aws.iam.UserGroupMembership(person, { user: user.name, groups: [support.name] });
  }
}

export function passwordPolicy(): void {
  new aws.iam.AccountPasswordPolicy("passwords", {
    minimumPasswordLength: 16,
    requireLowercaseCharacters: true,
    requireUppercaseCharacters: true,
    requireNumbers: true,
    requireSymbols: true,
    maxPasswordAge: 90,
    passwordReusePrevention: 24,
    allowUsersToChangePassword: true,
  });
}

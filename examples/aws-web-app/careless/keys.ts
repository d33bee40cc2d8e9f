import * as aws from "@pulumi/aws";

/** A key that anybody may use: the partner who needs it has several accounts. */
export function encryptionKey(): aws.kms.Key {
  return new aws.kms.Key("data", {
    deletionWindowInDays: 7,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }],
    }),
  });
}

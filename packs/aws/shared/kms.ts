import type * as aws from "@pulumi/aws";
import { type Check, kind, type Subject } from "../../../src/authoring/index.js";

type Key = aws.kms.KeyArgs | aws.kms.ExternalKeyArgs | aws.kms.ReplicaKeyArgs | aws.kms.ReplicaExternalKeyArgs;

export const key = kind<Key>({
  name: "KMS key",
  types: [
    "aws:kms/key:Key",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ],
  identifiedBy: ["arn", "keyId"],
});

export const keyPolicy = kind<aws.kms.KeyPolicyArgs>({
  name: "key policy",
  types: ["aws:kms/keyPolicy:KeyPolicy"],
  references: { keyId: () => key },
});

/** A key with its policies, or a policy whose key stands elsewhere. */
export const keyOrPolicy = kind<Key | aws.kms.KeyPolicyArgs>({
  name: "KMS key",
  types: [...(key.types as [string, ...string[]]), ...keyPolicy.types],
});

/** A key policy is judged with its key, where the stack holds that. */
export function judgedWithKey(
  source: Subject<Key | aws.kms.KeyPolicyArgs>,
): readonly (readonly [condition: Check, reason: string])[] {
  if (!keyPolicy.types.includes(source.type)) return [];
  const policy = source as Subject<aws.kms.KeyPolicyArgs>;
  return [[policy.follow("keyId", key).isHere(), "it is judged with its key"]];
}

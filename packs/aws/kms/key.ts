import type * as aws from "@pulumi/aws";
import { any, kind, rule } from "../../../src/authoring/index.js";

const key = kind<aws.kms.KeyArgs>({
  name: "KMS key",
  types: [
    "aws:kms/key:Key",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ],
  identifiedBy: ["arn", "keyId"],
});

export const rotates = rule({
  id: "aws-kms-rotation",
  title: "Symmetric KMS keys rotate automatically",
  severity: "medium",
  resource: key,
  rationale: "Rotation bounds how much data one key's material protects, and so what its loss would expose.",
  remediation: "Set enableKeyRotation to true.",
  limits: "Rotation done by hand, by a new key behind an alias, is not seen.",
  exempt: (k) => [
    [
      k.ofType("aws:kms/externalKey:ExternalKey", "aws:kms/replicaExternalKey:ReplicaExternalKey"),
      "imported key material cannot rotate automatically",
    ],
    [k.ofType("aws:kms/replicaKey:ReplicaKey"), "a replica key rotates with its primary"],
    [
      any(
        k.get("customerMasterKeySpec").or("SYMMETRIC_DEFAULT").isNot("SYMMETRIC_DEFAULT"),
        k.get("keyUsage").or("ENCRYPT_DECRYPT").isNot("ENCRYPT_DECRYPT"),
      ),
      "asymmetric and HMAC keys cannot rotate automatically",
    ],
    [k.get("customKeyStoreId").isSet(), "keys in a custom key store cannot rotate automatically"],
  ],
  check: (k) => k.get("enableKeyRotation").is(true),
});

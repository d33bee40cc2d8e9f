import { any, type Check, type Ref, rule, z } from "../../../src/authoring/index.js";
import { judgedWithKey, key, keyOrPolicy, keyPolicy } from "../shared/kms.js";
import { opensToEveryone, statements } from "../shared/policy.js";
import { isKept } from "../shared/s3.js";

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
  remedy: {
    does: "Sets enableKeyRotation to true, unless the key is disabled.",
    risk: "It breaks nothing: what older material encrypted can still be read. AWS charges for the first two rotations.",
    apply: (k) => {
      if (k.get("isEnabled").is(false)) k.decline("AWS refuses it for a key that is disabled");
      k.get("enableKeyRotation").set(true);
    },
  },
});

export const deletionWindow = rule({
  id: "aws-kms-deletion-window",
  title: "KMS keys wait long enough before they are deleted",
  severity: "medium",
  resource: key,
  rationale: "What a deleted key encrypted is lost for good; the waiting period is the time to notice and to cancel.",
  remediation:
    "Leave deletionWindowInDays out, which means 30 days, or set it to the days that your organisation wants.",
  limits: "That a key is scheduled for deletion already stands in no state, and is not seen.",
  parameters: {
    minimumDays: z
      .number()
      .int()
      .min(7)
      .max(30)
      .default(30)
      .describe("Fewest days between the request and the deletion"),
  },
  check: (k, { minimumDays }) => k.get("deletionWindowInDays").or(30).atLeast(minimumDays),
  remedy: {
    does: "Sets deletionWindowInDays to `minimumDays`.",
    risk: "It breaks nothing: the key exists longer after a request to delete it.",
    apply: (k, { minimumDays }) => k.get("deletionWindowInDays").set(minimumDays),
  },
});

export const policyNotPublic = rule({
  id: "aws-kms-policy-not-public",
  title: "KMS key policies do not let everyone use the key",
  severity: "critical",
  resource: keyOrPolicy,
  companions: [key, keyPolicy],
  rationale: "Whoever may use the key reads all that it encrypts, from any account in the world.",
  remediation:
    "Name principals, or add a condition such as StringEquals kms:CallerAccount or aws:PrincipalOrgID; kms:ViaService alone does not say who asks.",
  limits: "Grants are not seen. Accounts and organisations that a condition names are taken as trusted.",
  exempt: judgedWithKey,
  check: (source) => {
    if (keyPolicy.types.includes(source.type)) return noneForEveryone(source.get("policy"));
    const separate = source.related(keyPolicy);
    return isKept(separate, (p) => noneForEveryone(p.get("policy")), noneForEveryone(source.declared("policy")));
  },
});

function noneForEveryone(policy: Ref<unknown>): Check {
  return statements(policy).none(opensToEveryone, "named principals, or a condition on the caller");
}

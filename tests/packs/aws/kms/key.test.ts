import { rotates } from "../../../../packs/aws/kms/key.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const KEY = "aws:kms/key:Key";
const key = (props: Record<string, unknown>, type = KEY) => [resource(type, "key", props)];

testRule(rotates, {
  compliant: [
    { name: "rotation on", stack: key({ enableKeyRotation: true }), at: ["enableKeyRotation"] },
    {
      name: "rotation on, spec not known",
      stack: key({ enableKeyRotation: true, customerMasterKeySpec: unknown }),
      at: ["enableKeyRotation"],
    },
  ],
  violating: [
    { name: "rotation off", stack: key({ enableKeyRotation: false }), at: ["enableKeyRotation"] },
    {
      name: "off for a key that is disabled",
      unremedied: "AWS would refuse it",
      stack: key({ enableKeyRotation: false, isEnabled: false }),
      at: ["enableKeyRotation"],
    },
    {
      name: "symmetric, said so",
      stack: key({ enableKeyRotation: false, customerMasterKeySpec: "SYMMETRIC_DEFAULT", keyUsage: "ENCRYPT_DECRYPT" }),
      at: ["enableKeyRotation"],
    },
  ],
  unknown: [
    { name: "rotation not known", stack: key({ enableKeyRotation: unknown }), at: ["enableKeyRotation"] },
    {
      name: "off, but perhaps asymmetric",
      stack: key({ enableKeyRotation: false, customerMasterKeySpec: unknown }),
      at: ["customerMasterKeySpec"],
    },
  ],
  absent: [
    { name: "nothing set: rotation is off by default", verdict: "fail", stack: key({}), at: ["enableKeyRotation"] },
  ],
  odd: [
    { name: "boolean as text", verdict: "pass", stack: key({ enableKeyRotation: "true" }), at: ["enableKeyRotation"] },
    {
      name: "object where a boolean belongs",
      verdict: "undetermined",
      stack: key({ enableKeyRotation: {} }),
      at: ["enableKeyRotation"],
    },
  ],
  notApplicable: [
    { name: "asymmetric key", stack: key({ customerMasterKeySpec: "RSA_4096" }), at: ["customerMasterKeySpec"] },
    {
      name: "HMAC key",
      stack: key({ keyUsage: "GENERATE_VERIFY_MAC", customerMasterKeySpec: "HMAC_256" }),
      at: ["keyUsage"],
    },
    { name: "custom key store", stack: key({ customKeyStoreId: "cks-1" }), at: ["customKeyStoreId"] },
    { name: "imported material", stack: key({}, "aws:kms/externalKey:ExternalKey"), at: [] },
    { name: "replica", stack: key({ primaryKeyArn: "arn" }, "aws:kms/replicaKey:ReplicaKey"), at: [] },
  ],
});

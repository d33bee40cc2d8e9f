import { all, any, type Check, type Ref, rule } from "../../../src/authoring/index.js";
import { anyPrincipal, type Statement, statements } from "../shared/policy.js";
import { bucket, bucketPolicy } from "../shared/s3.js";

export const requiresTls = rule({
  id: "aws-s3-policy-tls-only",
  title: "Bucket policies refuse requests without TLS",
  severity: "medium",
  resource: bucket,
  companions: [bucketPolicy],
  rationale:
    "S3 answers plain HTTP unless the bucket's policy denies it, so objects and credentials could be read on the way.",
  remediation:
    'Add a statement to the bucket\'s policy: Effect Deny, Principal "*", Action "s3:*", the bucket and its objects as Resource, Condition Bool aws:SecureTransport "false".',
  limits: "That the statement's resources are this very bucket is not compared, only that they cover objects.",
  check: (b) =>
    any(
      deniesPlainHttp(b.declared("policy")),
      b.related(bucketPolicy).some((p) => deniesPlainHttp(p.get("policy"))),
    ),
});

function deniesPlainHttp(policy: Ref<unknown>): Check {
  return statements(policy).some(
    (statement) =>
      all(
        statement.get("Effect").is("Deny"),
        anyPrincipal(statement),
        statement.get("Action").some((action) => action.matches(/^(\*|s3:\*)$/i, "s3:*"), "s3:*"),
        statement
          .get("Resource")
          .some((resource) => resource.matches(/\*$/, "the bucket's objects"), "the bucket's objects"),
        withoutTls(statement),
      ),
    "a statement that denies every request with aws:SecureTransport false",
  );
}

/** The condition is that TLS is missing, and no other: any further condition would let some plain requests through. */
function withoutTls(statement: Ref<Statement>): Check {
  return statement
    .get("Condition")
    .single(/^Bool(IfExists)?$/i)
    .single(/^aws:SecureTransport$/i)
    .includes("false");
}

import { all, type Check, type Ref, rule } from "../../../src/authoring/index.js";
import { anyPrincipal, opensToEveryone, type Statement, statements } from "../shared/policy.js";
import { bucket, bucketPolicy, isMade } from "../shared/s3.js";

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
    isMade(b.related(bucketPolicy), (p) => deniesPlainHttp(p.get("policy")), deniesPlainHttp(b.declared("policy"))),
});

export const allowsNobodyAnonymous = rule({
  id: "aws-s3-policy-no-anonymous",
  title: "Bucket policies allow nothing to everyone",
  severity: "high",
  resource: bucketPolicy,
  rationale: "A statement for everyone needs no account: whoever knows or guesses the bucket's name may use it.",
  remediation:
    "Name accounts, roles or services in Principal, or narrow the statement by a condition on fixed values, such as aws:PrincipalOrgID or aws:SourceVpce.",
  limits:
    "It judges the policy alone: a public access block that takes its effect away does not count, nor do Deny statements. Networks in aws:SourceIp count as narrow up to /8 for IPv4 and /32 for IPv6, as S3 sees it.",
  check: (p) => statements(p.get("policy")).none(opensToEveryone, "a named principal or a narrowing condition"),
});

function deniesPlainHttp(policy: Ref<unknown>): Check {
  return statements(policy).some(
    (statement) =>
      all(
        statement.get("Effect").is("Deny"),
        anyPrincipal(statement),
        statement.get("NotPrincipal").isUnset("nobody left out"),
        statement.get("Action").some((action) => action.matches(/^(\*|s3:\*)$/i, "s3:*"), "s3:*"),
        statement
          .get("Resource")
          .some((resource) => resource.matches(/^[^/]*(\/\*+|\*)$/, "the bucket's objects"), "the bucket's objects"),
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

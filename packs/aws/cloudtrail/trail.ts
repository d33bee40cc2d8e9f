import { rule } from "../../../src/authoring/index.js";
import { trail } from "../shared/cloudtrail.js";
import { isPrivate, privacyCompanions } from "../shared/public-bucket.js";
import { bucket } from "../shared/s3.js";

export const bucketNotPublic = rule({
  id: "aws-cloudtrail-bucket-not-public",
  title: "The bucket that receives a trail is not public",
  severity: "critical",
  resource: trail,
  companions: [bucket, ...privacyCompanions],
  rationale:
    "A trail tells who did what in the account: names, addresses and resources that an attacker would like to read.",
  remediation:
    "Give the trail's bucket a BucketPublicAccessBlock with all four settings true, and no ACL or policy for everyone.",
  limits: "A bucket that another stack declares is not seen; a statement with a condition is taken as not public.",
  check: (t) => t.follow("s3BucketName", bucket).some(isPrivate, "a private bucket"),
});

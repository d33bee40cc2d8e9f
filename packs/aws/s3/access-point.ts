import { all, rule } from "../../../src/authoring/index.js";
import { accessPoint, BLOCK_SETTINGS } from "../shared/s3.js";

export const accessPointBlocksPublicAccess = rule({
  id: "aws-s3-access-point-public-access-block",
  title: "Access points block public access",
  severity: "high",
  resource: accessPoint,
  rationale:
    "An access point has a policy of its own, through which its bucket can be opened; its block cannot be changed later.",
  remediation:
    "Leave publicAccessBlockConfiguration of the AccessPoint out, or set its four settings to true; changing it replaces the access point.",
  limits:
    "A setting that is left out counts as on, which is what S3 takes for a new access point. Blocks of the bucket and the account, which hold as well, are not weighed.",
  check: (point) =>
    all(...BLOCK_SETTINGS.map((setting) => point.get("publicAccessBlockConfiguration", setting).or(true).is(true))),
});

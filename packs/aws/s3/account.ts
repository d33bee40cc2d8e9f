import { rule } from "../../../src/authoring/index.js";
import { accountPublicAccessBlock, blocksAllPublicAccess } from "../shared/s3.js";

export const accountBlocksPublicAccess = rule({
  id: "aws-s3-account-public-access-block",
  title: "Account-level blocks of public access are complete",
  severity: "high",
  resource: accountPublicAccessBlock,
  rationale:
    "The account's block covers every bucket that anyone makes later; each setting left off is a way to make one public.",
  remediation:
    "Set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets of the AccountPublicAccessBlock to true.",
  limits: "An account for which no stack declares a block has no resource to judge.",
  check: blocksAllPublicAccess,
});

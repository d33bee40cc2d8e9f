import { rule } from "../../../src/authoring/index.js";
import { accountPublicAccessBlock, BLOCK_SETTINGS, blocksAllPublicAccess } from "../shared/s3.js";

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
  remedy: {
    does: `Sets ${BLOCK_SETTINGS.join(", ")} to true.`,
    risk: "What buckets of the account show to everyone on purpose, such as a website, is refused at once.",
    apply: (block) => {
      for (const setting of BLOCK_SETTINGS) block.get(setting).set(true);
    },
  },
});

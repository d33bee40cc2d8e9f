import type * as aws from "@pulumi/aws";
import { any, kind, rule, told } from "../../../src/authoring/index.js";
import { user } from "../shared/iam.js";

const accessKey = kind<aws.iam.AccessKeyArgs>({ name: "access key", types: ["aws:iam/accessKey:AccessKey"] });

/** The names that AWS gives the root user; without a name, IAM makes the key for whoever asks, which may be root. */
const ROOT = /^\s*$|^(root|<root_account>|arn:aws[a-z-]*:iam::\d*:root)$/i;

export const noRootAccessKey = rule({
  id: "aws-iam-no-root-access-key",
  title: "No access key is made for the root user",
  severity: "critical",
  resource: accessKey,
  companions: [user],
  rationale: "A key of the root user can do everything in the account, and no policy can limit it.",
  remediation: "Set user to an IAM user, or better, let workloads take a role and declare no access key at all.",
  limits: "Keys of the root user are made by hand: only those that a stack declares are seen.",
  check: (key) => {
    const expected = "the name of an IAM user";
    const name = key.get("user");
    return told(
      any(
        name.matches((text) => !ROOT.test(text), expected),
        name.comesFrom(...user.types),
      ),
      name,
      expected,
    );
  },
});

import { accountBlocksPublicAccess } from "../../../../packs/aws/s3/account.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const ON = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const block = (props: object) => [
  resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "account", { ...props }),
];

testRule(accountBlocksPublicAccess, {
  compliant: [
    { name: "all four on", stack: block(ON), at: Object.keys(ON) },
    { name: "of an account that is not known", stack: block({ ...ON, accountId: unknown }), at: ["blockPublicAcls"] },
  ],
  violating: [
    ...Object.keys(ON).map((setting) => ({
      name: `${setting} off`,
      stack: block({ ...ON, [setting]: false }),
      at: [setting],
    })),
    {
      name: "one off, another not known",
      unremedied: "the rest is not known",
      stack: block({ ...ON, blockPublicPolicy: false, ignorePublicAcls: unknown }),
      at: ["blockPublicPolicy"],
    },
  ],
  unknown: [{ name: "one not known", stack: block({ ...ON, ignorePublicAcls: unknown }), at: ["ignorePublicAcls"] }],
  absent: [
    { name: "nothing set: each is off", verdict: "fail", stack: block({}), at: Object.keys(ON) },
    {
      name: "one left out",
      verdict: "fail",
      stack: block({ ...ON, restrictPublicBuckets: undefined }),
      at: ["restrictPublicBuckets"],
    },
  ],
  odd: [
    {
      name: "boolean as text",
      verdict: "pass",
      stack: block({ ...ON, blockPublicAcls: "true" }),
      at: ["blockPublicAcls"],
    },
    { name: "list", verdict: "undetermined", stack: block({ ...ON, blockPublicAcls: [] }), at: ["blockPublicAcls"] },
  ],
});

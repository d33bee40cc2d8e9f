import { noRootAccessKey } from "../../../../packs/aws/iam/access-key.js";
import { link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const key = (props: Record<string, unknown>) => [resource("aws:iam/accessKey:AccessKey", "key", props)];
const user = resource("aws:iam/user:User", "ann");

testRule(noRootAccessKey, {
  compliant: [
    { name: "user by name", stack: key({ user: "ann" }), at: ["user"] },
    { name: "user of this stack", stack: [...key({ user: link("ann", "name") }), user], at: ["user"] },
    { name: "name that only contains the word", stack: key({ user: "rooter" }), at: ["user"] },
  ],
  violating: [
    { name: "root", stack: key({ user: "root" }), at: ["user"] },
    { name: "as credential reports call it", stack: key({ user: "<root_account>" }), at: ["user"] },
    { name: "by ARN", stack: key({ user: "arn:aws:iam::123456789012:root" }), at: ["user"] },
    { name: "by ARN, GovCloud", stack: key({ user: "arn:aws-us-gov:iam::123456789012:root" }), at: ["user"] },
    { name: "empty: whoever asks", stack: key({ user: "" }), at: ["user"] },
    { name: "inactive", stack: key({ user: "root", status: "Inactive" }), at: ["user"] },
  ],
  unknown: [
    { name: "user not known", stack: key({ user: unknown }), at: ["user"] },
    {
      name: "name from something that is no user",
      stack: [...key({ user: link("param") }), resource("aws:ssm/parameter:Parameter", "param")],
      only: "preview",
      at: ["user"],
    },
  ],
  absent: [{ name: "no user: whoever asks", verdict: "fail", stack: key({}), at: ["user"] }],
  odd: [
    { name: "number as a name", verdict: "pass", stack: key({ user: 7 }), at: ["user"] },
    { name: "object", verdict: "undetermined", stack: key({ user: { name: "ann" } }), at: ["user"] },
  ],
});

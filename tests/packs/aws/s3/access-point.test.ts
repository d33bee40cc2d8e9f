import { accessPointBlocksPublicAccess } from "../../../../packs/aws/s3/access-point.js";
import { resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const ON = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const point = (publicAccessBlockConfiguration?: unknown) => [
  resource("aws:s3/accessPoint:AccessPoint", "point", { bucket: "data", publicAccessBlockConfiguration }),
];
const at = (setting: string) => `publicAccessBlockConfiguration.${setting}`;

testRule(accessPointBlocksPublicAccess, {
  compliant: [
    { name: "all four on", stack: point(ON), at: [at("restrictPublicBuckets")] },
    {
      name: "one on, the others left to their default",
      stack: point({ blockPublicAcls: true }),
      at: [at("ignorePublicAcls")],
    },
  ],
  violating: [
    ...Object.keys(ON).map((setting) => ({
      name: `${setting} off`,
      stack: point({ ...ON, [setting]: false }),
      at: [at(setting)],
    })),
    {
      name: "one off, the others left to their default",
      stack: point({ blockPublicPolicy: false }),
      at: [at("blockPublicPolicy")],
    },
  ],
  unknown: [
    { name: "configuration not known", stack: point(unknown), at: [at("blockPublicAcls")] },
    { name: "one setting not known", stack: point({ ...ON, blockPublicAcls: unknown }), at: [at("blockPublicAcls")] },
  ],
  absent: [
    { name: "no configuration: S3 blocks by default", verdict: "pass", stack: point(), at: [at("blockPublicAcls")] },
  ],
  odd: [
    {
      name: "text where the configuration belongs",
      verdict: "undetermined",
      stack: point("on"),
      at: [at("blockPublicAcls")],
    },
    {
      name: "boolean as text",
      verdict: "fail",
      stack: point({ ...ON, blockPublicAcls: "false" }),
      at: [at("blockPublicAcls")],
    },
  ],
});

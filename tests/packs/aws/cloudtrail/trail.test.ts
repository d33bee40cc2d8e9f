import {
  encrypted,
  logging,
  multiRegion,
  s3DataEvents,
  sendsToCloudWatchLogs,
  validatesFiles,
} from "../../../../packs/aws/cloudtrail/trail.js";
import { link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const trail = (props: Record<string, unknown>) => [resource("aws:cloudtrail/trail:Trail", "t", props)];

testRule(sendsToCloudWatchLogs, {
  compliant: [
    {
      name: "group and role by ARN",
      stack: trail({ cloudWatchLogsGroupArn: "arn:aws:logs:eu:1:log-group:t:*", cloudWatchLogsRoleArn: "arn:role" }),
      at: ["cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn"],
    },
    {
      name: "group and role of this stack",
      stack: [
        ...trail({ cloudWatchLogsGroupArn: link("lg", "arn"), cloudWatchLogsRoleArn: link("r", "arn") }),
        resource("aws:cloudwatch/logGroup:LogGroup", "lg"),
        resource("aws:iam/role:Role", "r"),
      ],
      at: ["cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn"],
    },
  ],
  violating: [
    { name: "no role", stack: trail({ cloudWatchLogsGroupArn: "arn" }), at: ["cloudWatchLogsRoleArn"] },
    {
      name: "empty group, role not known",
      stack: trail({ cloudWatchLogsGroupArn: "", cloudWatchLogsRoleArn: unknown }),
      at: ["cloudWatchLogsGroupArn"],
    },
  ],
  unknown: [
    {
      name: "group that nobody gives",
      stack: trail({ cloudWatchLogsGroupArn: unknown, cloudWatchLogsRoleArn: "arn" }),
      at: ["cloudWatchLogsGroupArn"],
    },
  ],
  absent: [
    { name: "neither", verdict: "fail", stack: trail({}), at: ["cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn"] },
  ],
  odd: [
    {
      name: "null",
      verdict: "fail",
      stack: trail({ cloudWatchLogsGroupArn: null, cloudWatchLogsRoleArn: "arn" }),
      at: ["cloudWatchLogsGroupArn"],
    },
  ],
});

testRule(encrypted, {
  compliant: [
    { name: "key by ARN", stack: trail({ kmsKeyId: "arn:aws:kms:eu-west-1:1:key/abc" }), at: ["kmsKeyId"] },
    {
      name: "key of this stack",
      stack: [...trail({ kmsKeyId: link("k", "arn") }), resource("aws:kms/key:Key", "k")],
      at: ["kmsKeyId"],
    },
  ],
  violating: [{ name: "empty", stack: trail({ kmsKeyId: "" }), at: ["kmsKeyId"] }],
  unknown: [
    { name: "key that nobody gives", stack: trail({ kmsKeyId: unknown }), at: ["kmsKeyId"] },
    {
      name: "key that nobody gives, while another property is fed",
      stack: [...trail({ kmsKeyId: unknown, s3BucketName: link("b") }), resource("aws:s3/bucket:Bucket", "b")],
      at: ["kmsKeyId"],
    },
  ],
  absent: [{ name: "no key", verdict: "fail", stack: trail({}), at: ["kmsKeyId"] }],
  odd: [{ name: "null", verdict: "fail", stack: trail({ kmsKeyId: null }), at: ["kmsKeyId"] }],
});

testRule(validatesFiles, {
  compliant: [{ name: "on", stack: trail({ enableLogFileValidation: true }), at: ["enableLogFileValidation"] }],
  violating: [{ name: "off", stack: trail({ enableLogFileValidation: false }), at: ["enableLogFileValidation"] }],
  unknown: [{ name: "not known", stack: trail({ enableLogFileValidation: unknown }), at: ["enableLogFileValidation"] }],
  absent: [{ name: "left out: off", verdict: "fail", stack: trail({}), at: ["enableLogFileValidation"] }],
  odd: [
    {
      name: "as text",
      verdict: "pass",
      stack: trail({ enableLogFileValidation: "true" }),
      at: ["enableLogFileValidation"],
    },
    {
      name: "list",
      verdict: "undetermined",
      stack: trail({ enableLogFileValidation: [] }),
      at: ["enableLogFileValidation"],
    },
  ],
});

testRule(logging, {
  compliant: [{ name: "on", stack: trail({ enableLogging: true }), at: ["enableLogging"] }],
  violating: [{ name: "off", stack: trail({ enableLogging: false }), at: ["enableLogging"] }],
  unknown: [{ name: "not known", stack: trail({ enableLogging: unknown }), at: ["enableLogging"] }],
  absent: [
    { name: "left out: on", verdict: "pass", stack: trail({}), at: ["enableLogging"] },
    { name: "null: on", verdict: "pass", stack: trail({ enableLogging: null }), at: ["enableLogging"] },
  ],
  odd: [
    { name: "as text", verdict: "fail", stack: trail({ enableLogging: "false" }), at: ["enableLogging"] },
    { name: "other text", verdict: "undetermined", stack: trail({ enableLogging: "on" }), at: ["enableLogging"] },
  ],
});

testRule(multiRegion, {
  compliant: [{ name: "every region", stack: trail({ isMultiRegionTrail: true }), at: ["isMultiRegionTrail"] }],
  violating: [
    {
      name: "one region",
      remedied: { isMultiRegionTrail: "true" },
      stack: trail({ isMultiRegionTrail: false }),
      at: ["isMultiRegionTrail"],
    },
    {
      name: "one region of an organisation",
      stack: trail({ isMultiRegionTrail: false, isOrganizationTrail: true }),
      at: ["isMultiRegionTrail"],
    },
    {
      name: "one region, without global services",
      remedied: { isMultiRegionTrail: "true", includeGlobalServiceEvents: "true" },
      stack: trail({ isMultiRegionTrail: false, includeGlobalServiceEvents: false }),
      at: ["isMultiRegionTrail"],
    },
  ],
  unknown: [{ name: "not known", stack: trail({ isMultiRegionTrail: unknown }), at: ["isMultiRegionTrail"] }],
  absent: [{ name: "left out: one region", verdict: "fail", stack: trail({}), at: ["isMultiRegionTrail"] }],
  odd: [
    { name: "number", verdict: "undetermined", stack: trail({ isMultiRegionTrail: 1 }), at: ["isMultiRegionTrail"] },
  ],
});

const objects = (changes: object = {}) => ({
  readWriteType: "All",
  dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
  ...changes,
});
const plain = (...eventSelectors: object[]) => trail({ eventSelectors });
const field = (name: string, ...equals: unknown[]) => ({ field: name, equals });
const data = (...more: object[]) => ({
  name: "objects",
  fieldSelectors: [field("eventCategory", "Data"), field("resources.type", "AWS::S3::Object"), ...more],
});
const advanced = (...advancedEventSelectors: object[]) => trail({ advancedEventSelectors });

testRule(s3DataEvents, {
  compliant: [
    { name: "reads and writes", stack: plain(objects()), at: ["eventSelectors[0].readWriteType"] },
    {
      name: "type left out: all",
      stack: plain(objects({ readWriteType: undefined })),
      at: ["eventSelectors[0].readWriteType"],
    },
    {
      name: "reads and writes apart",
      stack: plain(objects({ readWriteType: "ReadOnly" }), objects({ readWriteType: "WriteOnly" })),
      at: ["eventSelectors[1].readWriteType"],
    },
    {
      name: "among other data resources",
      stack: plain({ dataResources: [{ type: "AWS::Lambda::Function", values: ["arn:aws:lambda"] }] }, objects()),
      at: ["eventSelectors[1].dataResources[0].type"],
    },
    {
      name: "bucket not known, but named",
      stack: plain(objects({ dataResources: [{ type: "AWS::S3::Object", values: [unknown] }] })),
      at: ["eventSelectors[0].dataResources[0].values"],
    },
    { name: "advanced", stack: advanced(data()), at: ["advancedEventSelectors[0].fieldSelectors[1].equals[0]"] },
    {
      name: "advanced, reads and writes apart",
      stack: advanced(data(field("readOnly", "true")), data(field("readOnly", "false"))),
      at: ["advancedEventSelectors[1].fieldSelectors[2].equals[0]"],
    },
    {
      name: "advanced, without the trail's own bucket",
      stack: advanced(data({ field: "resources.ARN", notStartsWiths: ["arn:aws:s3:::trail/"] })),
      at: ["advancedEventSelectors[0].fieldSelectors[2].field"],
    },
    {
      name: "one selector not known, another decides",
      stack: trail({ advancedEventSelectors: [unknown, data()] }),
      at: ["advancedEventSelectors[1].fieldSelectors[0].field"],
    },
  ],
  violating: [
    {
      name: "management events only",
      stack: plain({ readWriteType: "All", includeManagementEvents: true }),
      at: ["eventSelectors"],
    },
    { name: "writes only", stack: plain(objects({ readWriteType: "WriteOnly" })), at: ["eventSelectors"] },
    { name: "reads only", stack: plain(objects({ readWriteType: "ReadOnly" })), at: ["eventSelectors"] },
    {
      name: "functions only",
      stack: plain(objects({ dataResources: [{ type: "AWS::Lambda::Function", values: ["arn:aws:lambda"] }] })),
      at: ["eventSelectors"],
    },
    {
      name: "no bucket named",
      stack: plain(objects({ dataResources: [{ type: "AWS::S3::Object", values: [] }] })),
      at: ["eventSelectors"],
    },
    {
      name: "advanced, writes only",
      stack: advanced(data(field("readOnly", "false"))),
      at: ["advancedEventSelectors"],
    },
    {
      name: "advanced, deletions only",
      stack: advanced(data(field("eventName", "DeleteObject"))),
      at: ["advancedEventSelectors"],
    },
    {
      name: "advanced, management events",
      stack: advanced({ fieldSelectors: [field("eventCategory", "Management")] }),
      at: ["advancedEventSelectors"],
    },
    {
      name: "advanced, tables only",
      stack: advanced({
        fieldSelectors: [field("eventCategory", "Data"), field("resources.type", "AWS::DynamoDB::Table")],
      }),
      at: ["advancedEventSelectors"],
    },
  ],
  unknown: [
    { name: "selectors not known", stack: trail({ eventSelectors: unknown }), at: ["eventSelectors"] },
    {
      name: "type of the resource not known",
      stack: plain(objects({ dataResources: [{ type: unknown, values: ["arn"] }] })),
      at: ["eventSelectors[0].dataResources[0].type"],
    },
    {
      name: "reads or writes not known",
      stack: plain(objects({ readWriteType: unknown })),
      at: ["eventSelectors[0].readWriteType"],
    },
    {
      name: "advanced, field not known",
      stack: advanced(data(field(unknown, "x"))),
      at: ["advancedEventSelectors[0].fieldSelectors[2].field"],
    },
  ],
  absent: [
    {
      name: "no selectors: management events",
      verdict: "fail",
      stack: trail({}),
      at: ["eventSelectors", "advancedEventSelectors"],
    },
  ],
  odd: [
    {
      name: "one selector without a list",
      verdict: "pass",
      stack: trail({ eventSelectors: objects() }),
      at: ["eventSelectors.readWriteType"],
    },
    {
      name: "text",
      verdict: "undetermined",
      stack: trail({ eventSelectors: "x" }),
      at: ["eventSelectors.readWriteType"],
    },
  ],
});

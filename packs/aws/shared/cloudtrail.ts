import type * as aws from "@pulumi/aws";
import { kind } from "../../../src/authoring/index.js";
import { bucket } from "./s3.js";

export const trail = kind<aws.cloudtrail.TrailArgs>({
  name: "trail",
  types: ["aws:cloudtrail/trail:Trail"],
  references: { s3BucketName: () => bucket },
});

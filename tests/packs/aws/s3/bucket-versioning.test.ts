import { isVersioned, needsMfaToDelete } from "../../../../packs/aws/s3/bucket-versioning.js";
import { link, resource, unknown } from "../../../support/resources.js";
import { testRule } from "../../../support/rule-tester.js";

const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const VERSIONING_V2 = "aws:s3/bucketVersioningV2:BucketVersioningV2";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const bucket = (props: object = {}, type = BUCKET) => resource(type, "data", { bucket: "data", ...props });
const versioning = (versioningConfiguration: unknown, type = VERSIONING) =>
  resource(type, "v", { bucket: link("data"), versioningConfiguration });
const lifecycle = (status: unknown) => resource(LIFECYCLE, "l", { bucket: link("data"), rules: [{ status }] });

testRule(isVersioned, {
  compliant: [
    {
      name: "BucketVersioning",
      stack: [bucket(), versioning({ status: "Enabled" })],
      at: ["versioningConfiguration.status"],
    },
    {
      name: "BucketVersioningV2",
      stack: [bucket({}, BUCKET_V2), versioning({ status: "Enabled" }, VERSIONING_V2)],
      at: ["versioningConfiguration.status"],
    },
    { name: "inline", stack: [bucket({ versioning: { enabled: true } })], at: ["versioning.enabled"] },
    {
      name: "inline list of the old V2 bucket",
      stack: [bucket({ versionings: [{ enabled: true }] }, BUCKET_V2)],
      at: ["versionings[0].enabled"],
    },
    {
      name: "outputs of the bucket that do not know of its BucketVersioning yet",
      stack: [
        resource(BUCKET, "data", { bucket: "data" }, { computed: { versioning: { enabled: false } } }),
        versioning({ status: "Enabled" }),
      ],
      at: ["versioningConfiguration.status"],
    },
  ],
  violating: [
    {
      name: "suspended",
      stack: [bucket(), versioning({ status: "Suspended" })],
      at: ["versioningConfiguration.status"],
    },
    { name: "inline, off", stack: [bucket({ versioning: { enabled: false } })], at: ["versioning"] },
    {
      name: "suspended, while the bucket's outputs still say enabled",
      stack: [
        resource(BUCKET, "data", { bucket: "data" }, { computed: { versioning: { enabled: true } } }),
        versioning({ status: "Suspended" }),
      ],
      at: ["versioningConfiguration.status"],
    },
  ],
  unknown: [
    {
      name: "status not known",
      stack: [bucket(), versioning({ status: unknown })],
      at: ["versioningConfiguration.status"],
    },
    { name: "inline not known", stack: [bucket({ versioning: { enabled: unknown } })], at: ["versioning.enabled"] },
  ],
  absent: [
    { name: "no versioning", verdict: "fail", stack: [bucket()], at: ["versioning", "companion(bucket versioning)"] },
    {
      name: "versioning that only the provider reports, as off",
      verdict: "fail",
      stack: [resource(BUCKET, "data", {}, { computed: { versioning: { enabled: false, mfaDelete: false } } })],
      at: ["versioning"],
    },
  ],
  odd: [
    {
      name: "boolean as text",
      verdict: "pass",
      stack: [bucket({ versioning: { enabled: "true" } })],
      at: ["versioning.enabled"],
    },
    {
      name: "list where an object belongs",
      verdict: "fail",
      stack: [bucket({ versioning: [] })],
      at: ["versioning"],
    },
  ],
});

testRule(needsMfaToDelete, {
  compliant: [
    {
      name: "BucketVersioning",
      stack: [versioning({ status: "Enabled", mfaDelete: "Enabled" }), bucket()],
      at: ["versioningConfiguration.mfaDelete"],
    },
    {
      name: "BucketVersioningV2 of a bucket that stands elsewhere",
      stack: [
        resource(VERSIONING_V2, "v", {
          bucket: "central",
          versioningConfiguration: { status: "Enabled", mfaDelete: "Enabled" },
        }),
      ],
      at: ["versioningConfiguration.mfaDelete"],
    },
    {
      name: "inline",
      stack: [bucket({ versioning: { enabled: true, mfaDelete: true } })],
      at: ["versioning.mfaDelete"],
    },
    {
      name: "inline list",
      stack: [bucket({ versionings: [{ enabled: true, mfaDelete: true }] }, BUCKET_V2)],
      at: ["versionings[0].mfaDelete"],
    },
    {
      name: "on, with a lifecycle that is not known",
      stack: [versioning({ status: "Enabled", mfaDelete: "Enabled" }), bucket(), lifecycle(unknown)],
      at: ["versioningConfiguration.mfaDelete"],
    },
  ],
  violating: [
    {
      name: "disabled",
      stack: [versioning({ status: "Enabled", mfaDelete: "Disabled" }), bucket()],
      at: ["versioningConfiguration.mfaDelete"],
    },
    {
      name: "disabled, bucket of another stack",
      stack: [resource(VERSIONING, "v", { bucket: "central", versioningConfiguration: { mfaDelete: "Disabled" } })],
      at: ["versioningConfiguration.mfaDelete"],
    },
    {
      name: "disabled, with a lifecycle that is not in force",
      stack: [versioning({ status: "Enabled", mfaDelete: "Disabled" }), bucket(), lifecycle("Disabled")],
      at: ["versioningConfiguration.mfaDelete"],
    },
    {
      name: "inline, off",
      stack: [bucket({ versioning: { enabled: true, mfaDelete: false } })],
      at: ["versioning"],
    },
  ],
  unknown: [
    {
      name: "not known",
      stack: [versioning({ status: "Enabled", mfaDelete: unknown }), bucket()],
      at: ["versioningConfiguration.mfaDelete"],
    },
    {
      name: "off, but perhaps the bucket has lifecycle rules",
      stack: [versioning({ status: "Enabled", mfaDelete: "Disabled" }), bucket(), lifecycle(unknown)],
      at: ["rules[0].status"],
    },
  ],
  absent: [
    {
      name: "not set",
      verdict: "fail",
      stack: [versioning({ status: "Enabled" }), bucket()],
      at: ["versioningConfiguration.mfaDelete"],
    },
    {
      name: "inline, not set",
      verdict: "fail",
      stack: [bucket({ versioning: { enabled: true } })],
      at: ["versioning"],
    },
  ],
  odd: [
    {
      name: "text where the configuration belongs",
      verdict: "undetermined",
      stack: [versioning("Enabled"), bucket()],
      at: ["versioningConfiguration.mfaDelete"],
    },
    {
      name: "empty text, which outputs hold when it was never set",
      verdict: "fail",
      stack: [versioning({ status: "Enabled", mfaDelete: "" }), bucket()],
      at: ["versioningConfiguration.mfaDelete"],
    },
  ],
  notApplicable: [
    { name: "bucket whose versioning stands apart", stack: [bucket(), versioning({ status: "Enabled" })], at: [] },
    {
      name: "bucket whose outputs repeat what stands apart",
      stack: [resource(BUCKET, "data", {}, { computed: { versioning: { enabled: true, mfaDelete: false } } })],
      at: [],
    },
    {
      name: "bucket with a lifecycle",
      stack: [versioning({ status: "Enabled" }), bucket(), lifecycle("Enabled")],
      at: ["rules[0].status"],
    },
    {
      name: "inline, bucket with an inline lifecycle",
      stack: [bucket({ versioning: { enabled: true }, lifecycleRules: [{ enabled: true }] })],
      at: ["lifecycleRules[0].enabled"],
    },
  ],
});

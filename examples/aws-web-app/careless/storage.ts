import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A bucket for the site and one for uploads, both open so that browsers reach them directly. */
export function storage() {
  const site = new aws.s3.Bucket("site");
  new aws.s3.BucketPolicy("site", {
    bucket: site.id,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: pulumi.interpolate`${site.arn}/*`,
        },
      ],
    }),
  });

  const uploads = new aws.s3.Bucket("uploads");
  new aws.s3.BucketOwnershipControls("uploads", {
    bucket: uploads.id,
    rule: { objectOwnership: "ObjectWriter" },
  });
  new aws.s3.BucketAcl("uploads", { bucket: uploads.id, acl: "public-read-write" });
  new aws.s3.BucketVersioning("uploads", {
    bucket: uploads.id,
    versioningConfiguration: { status: "Suspended" },
  });
  new aws.s3.AccessPoint("uploads", {
    bucket: uploads.id,
    publicAccessBlockConfiguration: {
      blockPublicAcls: false,
      blockPublicPolicy: false,
      ignorePublicAcls: false,
      restrictPublicBuckets: false,
    },
  });
  return { site, uploads };
}

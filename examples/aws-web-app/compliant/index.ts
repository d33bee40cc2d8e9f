import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { auditTrail } from "./audit";
import { application, passwordPolicy, people } from "./identity";
import { encryptionKey } from "./keys";
import { network } from "./network";
import { SafeBucket } from "./storage";

// Copies of everything live in a second region, with the tags that the project sets for the first.
const defaultTags = new pulumi.Config("aws").requireObject<{ tags: Record<string, string> }>("defaultTags");
const elsewhere = new aws.Provider("elsewhere", { region: "eu-west-1", defaultTags });

const key = encryptionKey("data");
const keyElsewhere = encryptionKey("data-elsewhere", elsewhere);

new aws.s3.AccountPublicAccessBlock("account", {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});

const logsElsewhere = new SafeBucket("access-logs-elsewhere", { key: keyElsewhere, receivesLogs: true }, elsewhere);
const logs = new SafeBucket("access-logs", { key, receivesLogs: true, copyTo: logsElsewhere });

const tags = { "data-classification": "confidential" };
const copies = { key: keyElsewhere, logTo: logsElsewhere, tags };
const uploadsElsewhere = new SafeBucket("uploads-elsewhere", copies, elsewhere);
const uploads = new SafeBucket("uploads", { key, logTo: logs, copyTo: uploadsElsewhere, tags });

// The application reaches its files through an access point of its own.
new aws.s3.AccessPoint("uploads", {
  bucket: uploads.bucket.id,
  publicAccessBlockConfiguration: {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
});

const role = application(uploads.bucket, key);
const servers = network(role, key);

passwordPolicy();
people();
auditTrail({ key, keyElsewhere, logs, logsElsewhere, elsewhere });

export const address = servers.loadBalancer.dnsName;
export const uploadBucket = uploads.bucket.bucket;

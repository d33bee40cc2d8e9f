import * as aws from "@pulumi/aws";
import { auditTrail } from "./audit";
import { application, passwordPolicy, people } from "./identity";
import { encryptionKey } from "./keys";
import { network } from "./network";
import { storage } from "./storage";

const key = encryptionKey();
const { uploads } = storage();
const role = application(uploads);
const servers = network(role);

new aws.s3.AccountPublicAccessBlock("account", {
  blockPublicAcls: false,
  blockPublicPolicy: false,
});

passwordPolicy();
people();
auditTrail();

export const address = servers.loadBalancer.dnsName;
export const uploadBucket = uploads.bucket;
export const keyId = key.keyId;

import type * as aws from "@pulumi/aws";
import {
  all,
  any,
  type Check,
  type Exemption,
  fail,
  PASS,
  type Ref,
  type Related,
  rule,
  type Subject,
  unknown,
} from "../../../src/authoring/index.js";
import { type Bucket, bucket, bucketReplication, isMade } from "../shared/s3.js";

export const isReplicated = rule({
  id: "aws-s3-replication",
  title: "Buckets replicate their objects to another bucket",
  severity: "low",
  resource: bucket,
  companions: [bucketReplication, bucket],
  rationale: "A second copy under another name, account or region survives the loss or corruption of the first.",
  remediation: 'Declare a BucketReplicationConfig for the bucket with a rule of status "Enabled" and a destination.',
  limits:
    "Copies made by AWS Backup or batch jobs do not count. Which objects the rule's filter takes in is not judged, nor whether replication succeeds.",
  exempt: receivesReplicas,
  check: (b) => replicates(b, "an enabled rule", () => PASS),
});

export const isReplicatedFarAway = rule({
  id: "aws-s3-cross-region-replication",
  title: "Buckets replicate their objects to another region",
  severity: "low",
  resource: bucket,
  companions: [bucketReplication, bucket],
  rationale: "What strikes a whole region, a flood or an outage of the provider, spares a copy in another one.",
  remediation:
    'Declare a BucketReplicationConfig for the bucket with a rule of status "Enabled" whose destination.bucket is in another region.',
  limits:
    "The regions are those of the buckets or of their providers in this stack: a destination that another stack declares leaves the verdict open. Which objects the rule's filter takes in is not judged.",
  exempt: receivesReplicas,
  check: (b) => replicates(b, "an enabled rule to another region", (to, target) => leadsAway(b, to, target)),
});

function receivesReplicas(b: Subject<Bucket>): Exemption[] {
  const isDestination = any(
    b.related(bucketReplication, "rules.destination.bucket").exists(),
    b.related(bucket, "replicationConfiguration.rules.destination.bucket").exists(),
    b.related(bucket, "replicationConfigurations.rules.destinations.bucket").exists(),
  );
  return [[isDestination, "it holds the replica of another bucket"]];
}

type Demand = (destinations: Related<Bucket>, target: Ref<string>) => Check;

/** A rule of replication is in force whose destination meets the demand. */
function replicates(b: Subject<Bucket>, expected: string, demand: Demand): Check {
  const meets = (status: Ref<string>, destinations: Related<Bucket>, target: Ref<string>) =>
    all(status.is("Enabled"), demand(destinations, target));
  const old = b.declared("replicationConfigurations");
  const inline = () => {
    const to = b.follow("replicationConfiguration.rules.destination.bucket", bucket);
    const rules = b.declared("replicationConfiguration").get("rules");
    return rules.some((r) => meets(r.get("status"), to, r.get("destination", "bucket")), expected);
  };
  const inlineOld = () => {
    const to = b.follow("replicationConfigurations.rules.destinations.bucket", bucket);
    const reaches = (r: Ref<aws.types.input.s3.BucketV2ReplicationConfigurationRule>) =>
      r.get("destinations").some((d) => meets(r.get("status"), to, d.get("bucket")), expected);
    return old.some((configuration) => configuration.get("rules").some(reaches, expected), expected);
  };
  return isMade(
    b.related(bucketReplication, "bucket"),
    (config) => {
      const to = config.follow("rules.destination.bucket", bucket);
      const rules = config.get("rules");
      return rules.some((r) => meets(r.get("status"), to, r.get("destination", "bucket")), expected);
    },
    old.isAbsent ? inline() : inlineOld(),
  );
}

/** The destination is in another region. Where it cannot be told which bucket it is, all of the rules' have to agree. */
function leadsAway(from: Subject<Bucket>, destinations: Related<Bucket>, target: Ref<string>): Check {
  const expected = "a destination whose region is known";
  const arn = target.peek();
  const named = destinations.found.filter((to) => `${arn}`.endsWith(`:::${to.get("bucket").peek()}`));
  const isOutside = typeof arn === "string" && destinations.outside;
  const candidates = named.length > 0 || isOutside ? named : destinations.found;
  if (candidates.length === 0) return unknown(target, expected, "region of the destination");
  const checks = candidates.map((to) => isElsewhere(from, to));
  const some = any(...checks);
  return some.outcome === "pass" && all(...checks).outcome !== "pass" ? unknown(target, expected) : some;
}

function isElsewhere(from: Subject<Bucket>, to: Subject<Bucket>): Check {
  const [here, there] = [regionOf(from), regionOf(to)];
  const isSameProvider = from.owner.provider !== undefined && from.owner.provider === to.owner.provider;
  if (isSameProvider && from.declared("region").isAbsent && to.declared("region").isAbsent)
    return fail(there, "another region than that of the bucket's own provider");
  const region = here.value();
  if (region === undefined) return unknown(here, "a known region", "region of the bucket");
  return there.isAbsent ? unknown(there, "a known region", "region of the destination") : there.isNot(region);
}

/** The bucket's own region, else its provider's; absent where the environment of a run decides. */
function regionOf(b: Subject<Bucket>): Ref<string> {
  const own = b.declared("region");
  const provider = b.provider<aws.ProviderArgs>();
  return (provider ? own.else(provider.get("region")) : own) as Ref<string>;
}

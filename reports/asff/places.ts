import { parseArn } from "../../src/model/arn.js";
import type { Moment } from "../../src/model/moment.js";
import type { PlainRow } from "../../src/model/rows.js";

/** Where a finding is imported: a call of the account itself, in the region. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Why a result can be no finding of Security Hub. */
export const LEFT_OUT = {
  "not-aws": "the resource is none of AWS",
  "no-arn":
    "the ARN of the resource is not known: it has none, is not deployed yet, or something secret might stand in it",
  "no-account": "the ARN of the resource names no account, like those of S3 buckets",
  "no-region": "the ARN of the resource names no region, and it is not known where its partition keeps global services",
  "no-time": "it is not known when the result came about: no input has a time",
} as const;
export type LeftOut = keyof typeof LEFT_OUT;

/** Regions in which AWS keeps what is global: identities, and what their ARNs show as without a region. */
const HOMES: ReadonlyMap<string, string> = new Map([
  ["aws", "us-east-1"],
  ["aws-cn", "cn-north-1"],
  ["aws-us-gov", "us-gov-west-1"],
]);

const PROVIDERS: ReadonlySet<string> = new Set(["aws", "aws-native"]);

/** Nothing is made up: what the ARN of the resource does not tell is not known. */
export function placeOf({ type, providerId }: PlainRow, { source }: Moment): Place | LeftOut {
  if (!PROVIDERS.has(type.split(":", 1)[0] ?? "")) return "not-aws";
  const arn = parseArn(providerId);
  if (arn === undefined) return "no-arn";
  const { partition, account, region = HOMES.get(partition) } = arn;
  if (account === undefined) return "no-account";
  if (region === undefined) return "no-region";
  if (source === "unknown") return "no-time";
  return { partition, region, account };
}

import { GLOBAL } from "../../src/model/index.js";
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
  "no-id":
    "it is not known what AWS calls the resource: it is not deployed yet, or something secret might stand in its name",
  "no-account": "it is not known in which account the resource stands",
  "no-region": "it is not known in which region the resource stands, or where its partition keeps global services",
  "no-time": "it is not known when the result came about: no input has a time",
} as const;
export type LeftOut = keyof typeof LEFT_OUT;

/** Regions in which AWS keeps what is global, such as identities. */
const HOMES: ReadonlyMap<string, string> = new Map([
  ["aws", "us-east-1"],
  ["aws-cn", "cn-north-1"],
  ["aws-us-gov", "us-gov-west-1"],
]);

const PROVIDERS: ReadonlySet<string> = new Set(["aws", "aws-native"]);

/** Nothing is made up: it is imported where the resource is known to stand. */
export function placeOf(row: PlainRow, { source }: Moment): Place | LeftOut {
  const { type, providerId, account, partition = "aws" } = row;
  if (!PROVIDERS.has(type.split(":", 1)[0] ?? "")) return "not-aws";
  if (providerId === undefined || providerId.trim() === "") return "no-id";
  if (account === undefined) return "no-account";
  const region = row.region === GLOBAL ? HOMES.get(partition) : row.region;
  if (region === undefined) return "no-region";
  if (source === "unknown") return "no-time";
  return { partition, region, account };
}

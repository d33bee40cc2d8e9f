import { visible } from "./present.js";

/** What an ARN tells. Many have no region, those of S3 buckets neither region nor account. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region?: string;
  /** Twelve digits; what AWS itself owns has none. */
  readonly account?: string;
}

/** What AWS calls a region, in 16 characters at most. */
export const REGION = /^(?=.{1,16}$)[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/;

const LONGEST = 2048;

/** Reads `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. Undefined for what is none: nothing in an ARN hides. */
export function parseArn(text: string | undefined): Arn | undefined {
  if (text === undefined || text.length > LONGEST || visible(text) !== text) return undefined;
  const [, partition, service, region = "", account = ""] =
    /^arn:(aws(?:-[a-z]+)*):([a-z0-9-]+):([a-z0-9-]*):([^:\s]*):./.exec(text) ?? [];
  if (partition === undefined || service === undefined) return undefined;
  return {
    partition,
    service,
    ...(REGION.test(region) ? { region } : {}),
    ...(/^\d{12}$/.test(account) ? { account } : {}),
  };
}

/** Every report format that there is, and what it makes of an assessment. */
import { formats } from "../../reports/formats.generated.js";
import type { Assessment, ReportFormat, ReportPart } from "../../src/model/index.js";
import { groupOf, RESULT_GROUPS, type ResultGroup } from "../../src/model/sample.js";

export interface RegisteredPart {
  readonly format: string;
  readonly part: ReportPart;
}

/** All files of all formats, in the order of the registry. */
export async function registeredParts(): Promise<readonly RegisteredPart[]> {
  const loaders: Readonly<Record<string, () => Promise<{ readonly format: ReportFormat }>>> = formats;
  const loaded = await Promise.all(Object.values(loaders).map((load) => load()));
  return loaded.flatMap(({ format }) =>
    [format, ...(format.others ?? [])].map((part) => ({ format: format.id, part })),
  );
}

/** The bytes of a file. */
export async function bytesOf({ render }: ReportPart, assessment: Assessment): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  // A piece may be good only until the next is asked for.
  for (const piece of await render(assessment)) pieces.push(Buffer.from(piece as string));
  return Buffer.concat(pieces);
}

export async function textOfPart(part: ReportPart, assessment: Assessment): Promise<string> {
  return (await bytesOf(part, assessment)).toString("utf8");
}

export type Tally = Record<ResultGroup, number>;

export function noTally(): Tally {
  return Object.fromEntries(RESULT_GROUPS.map((group) => [group, 0])) as Tally;
}

/** Results by what reports tell apart, counted one by one. */
export function tallyOf({ results }: Assessment): Tally {
  const tally = noTally();
  for (const result of results) tally[groupOf(result)] += 1;
  return tally;
}

import type { Assessment } from "../../src/model/index.js";
import { plainRows } from "../../src/model/rows.js";
import { contextOf, findingOf } from "./finding.js";
import { type Place, placeOf } from "./places.js";

/** What BatchImportFindings takes. */
export const MOST_FINDINGS = 100;
export const MOST_BYTES = 6_000_000;
/** Findings that wait for their batch to fill up, over all accounts and regions. */
const MOST_WAITING = 2000;

/** Findings of one account and region, each as JSON: a call of BatchImportFindings made by that account there. */
export interface Batch extends Place {
  readonly findings: readonly string[];
}

interface Open extends Place {
  readonly findings: string[];
  bytes: number;
}

/** Every result that can be a finding. One pass; batches come as they fill up, the rest at the end. */
export function* batches(assessment: Assessment): Generator<Batch> {
  const context = contextOf(assessment);
  const open = new Map<string, Open>();
  let waiting = 0;
  for (const row of plainRows(assessment)) {
    const place = placeOf(row, context.moment);
    if (typeof place === "string") continue;
    const finding = JSON.stringify(findingOf(row, place, context));
    const bytes = Buffer.byteLength(finding) + 1;
    const key = `${place.partition} ${place.region} ${place.account}`;
    let batch = open.get(key);
    if (batch !== undefined && (batch.findings.length === MOST_FINDINGS || batch.bytes + bytes > MOST_BYTES)) {
      yield batch;
      waiting -= batch.findings.length;
      batch = undefined;
    }
    if (batch === undefined) open.set(key, (batch = { ...place, findings: [], bytes: ENVELOPE.join("").length }));
    batch.findings.push(finding);
    batch.bytes += bytes;
    waiting += 1;
    if (waiting <= MOST_WAITING) continue;
    const [fullest, most] = [...open].reduce((a, b) => (b[1].findings.length > a[1].findings.length ? b : a));
    yield most;
    waiting -= most.findings.length;
    open.delete(fullest);
  }
  yield* open.values();
}

const ENVELOPE = ['{"Findings":[', "]}"] as const;

/** A batch as the input of BatchImportFindings, in pieces. */
export function* request({ findings }: Batch): Generator<string> {
  const [head, end] = ENVELOPE;
  yield head;
  for (const [index, finding] of findings.entries()) yield index === 0 ? finding : `,${finding}`;
  yield end;
}

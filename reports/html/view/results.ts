import { type Observation, parseUrn } from "../../../src/model/index.js";
import { observedText } from "../../../src/model/present.js";
import { groupOf, type Sampled } from "../../../src/model/sample.js";
import { resultExceptionView } from "./exceptions.js";
import type { Page } from "./page.js";
import { count, counted } from "./words.js";

/** Observations that a result shows at most, those that decided first. */
const OBSERVATIONS = 6;
/** Values read beside those that decided, of the same place first. */
const ALSO = 6;
const COMPANIONS = 5;

/** What stands of a result on the page, whether it was written there or is put there on demand. */
export type RowPage = Pick<Page, "anchors" | "stackOf" | "exceptionHref">;
export type OpenRow = ReturnType<typeof openRow>;
export type ClosedRow = ReturnType<typeof closedRow>;

function base({ anchors, stackOf }: RowPage, { index, result }: Sampled) {
  return {
    anchor: anchors.result(index),
    index,
    name: parseUrn(result.urn)?.name ?? result.urn,
    type: result.type,
    urn: result.urn,
    providerId: result.providerId ?? "",
    input: result.input,
    inputHref: anchors.input(result.input),
    stack: stackOf(result.input),
    verdict: result.verdict,
  };
}

/** A result that fails, excepted or not, is undetermined or ended in an error: with all that was seen. */
export function openRow(page: RowPage, sampled: Sampled) {
  const { result } = sampled;
  const deciding = result.observations.filter((one) => one.expected !== undefined);
  const observations = (deciding.length > 0 ? deciding : result.observations).slice(0, OBSERVATIONS);
  const rest = result.observations.filter((one) => !observations.includes(one));
  const near = rest.filter((one) => observations.some((told) => told.urn === one.urn && below(one.path, told.path)));
  const also = (near.length > 0 ? near : rest).slice(0, ALSO);
  const left = rest.length - also.length;
  return {
    ...base(page, sampled),
    excepted: groupOf(result) === "excepted",
    exception: resultExceptionView(page, result.exception),
    reason: result.reason ?? "",
    source: result.sourcePosition ?? "",
    since: result.tracking?.since ?? "",
    formerly: result.tracking?.formerly ?? "",
    observations: observations.map(observationView),
    also: also.map(({ path, ...one }) => ({ path, observed: observedText({ path, ...one }) })),
    more: left > 0 ? counted(left, "more value was read", "more values were read") : "",
    companions: result.companions.slice(0, COMPANIONS),
    moreCompanions: result.companions.length > COMPANIONS ? count(result.companions.length - COMPANIONS) : "",
  };
}

/** True for `ingress[0].toPort` below `ingress[0]`. */
function below(path: string, above: string): boolean {
  return path.length > above.length && path.startsWith(above) && /[.[]/.test(path.charAt(above.length));
}

function observationView(observation: Observation) {
  return {
    path: observation.path,
    observed: observedText(observation),
    expected: observation.expected ?? "",
    urn: observation.urn ?? "",
  };
}

/** A result that passes or does not apply: one line. */
export function closedRow(page: RowPage, sampled: Sampled) {
  const { result } = sampled;
  const first = result.observations[0];
  const seen = first === undefined ? "" : `${first.path}: ${observedText(first)}`;
  return { ...base(page, sampled), seen: result.reason ?? seen };
}

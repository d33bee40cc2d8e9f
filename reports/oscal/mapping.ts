import type { AssessedControl, Assessment } from "../../src/model/index.js";
import { type Json, writeJson } from "../../src/oscal/json.js";
import { prop } from "../../src/oscal/prop.js";
import { words } from "../../src/oscal/text.js";
import { uuid } from "../../src/oscal/uuid.js";
import { controlId } from "./findings.js";
import { metadata } from "./parts.js";
import { byText, type Run, runOf } from "./run.js";

/** OSCAL has no mapping collection without a mapping, and none of clauses, which are no controls. */
export function hasCrosswalk({ controls }: Assessment): boolean {
  return controls.some((control) => targetsOf(control).length > 0);
}

/** The crosswalk between the catalogues of the assessment and others, one mapping a pair of catalogues. */
export function mappingCollection(assessment: Assessment): Iterable<string> {
  const run = runOf(assessment);
  const pairs = pairsOf(assessment);
  const catalogs = [...new Set(pairs.flatMap(({ from, to }) => [from, to]))].sort(byText);
  return writeJson({
    "mapping-collection": {
      uuid: uuid("mapping-collection", ...assessment.profiles.map((profile) => profile.id)),
      metadata: metadata(run, "Crosswalk of the controls of the assessment"),
      provenance: {
        method: "human",
        "matching-rationale": "semantic",
        status: "not-complete",
        "mapping-description":
          "Controls of one catalogue and those of another that have to do with them, as the crosswalks of the program have them. Told are the controls of the profiles that were assessed.",
      },
      mappings: pairs.map(mapping),
      "back-matter": { resources: catalogs.map((id) => catalogResource(run, id)) },
    },
  });
}

type Target = NonNullable<AssessedControl["crosswalk"]>[number];

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly controls: ReadonlyMap<string, readonly Target[]>;
}

function targetsOf({ crosswalk = [] }: AssessedControl): Target[] {
  return crosswalk.filter((target) => target.clause !== true);
}

/** Controls with what leads from them, by the pair of catalogues; a control of several profiles counts once. */
function pairsOf({ controls }: Assessment): Pair[] {
  const pairs = new Map<string, Pair & { controls: Map<string, readonly Target[]> }>();
  for (const control of controls)
    for (const to of new Set(targetsOf(control).map((target) => target.catalog))) {
      const key = JSON.stringify([control.catalog, to]);
      let pair = pairs.get(key);
      if (!pair) pairs.set(key, (pair = { from: control.catalog, to, controls: new Map() }));
      pair.controls.set(
        control.id,
        targetsOf(control).filter((target) => target.catalog === to),
      );
    }
  return [...pairs.values()];
}

function mapping({ from, to, controls }: Pair): Json {
  return {
    uuid: uuid("mapping", from, to),
    "source-resource": { type: "catalog", href: `#${catalogUuid(from)}` },
    "target-resource": { type: "catalog", href: `#${catalogUuid(to)}` },
    maps: [...controls].flatMap(([id, targets]) => targets.map((target) => map(from, id, target))),
  };
}

/** A crosswalk says that controls have to do with each other, not which of them asks for more. */
function map(from: string, id: string, target: Target): Json {
  const extent = target.partial === true ? "partial" : "unspecified";
  return {
    uuid: uuid("map", from, id, target.catalog, target.id),
    relationship: "intersects-with",
    sources: [{ type: "control", "id-ref": controlId(id) }],
    targets: [{ type: "control", "id-ref": controlId(target.id) }],
    props: [prop("extent", extent)],
  };
}

function catalogUuid(id: string): string {
  return uuid("catalogue", id);
}

function catalogResource({ assessment }: Run, id: string): Json {
  const title = assessment.profiles.find((profile) => profile.catalog === id)?.catalogTitle ?? id;
  return { uuid: catalogUuid(id), title: words(title), props: [prop("catalogue", id)] };
}

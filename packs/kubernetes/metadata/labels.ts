import {
  type Check,
  type Draft,
  type Exemption,
  each,
  PASS,
  type Ref,
  rule,
  type Subject,
  unknown,
  z,
} from "../../../src/authoring/index.js";
import {
  fillOf,
  meets,
  type Requirement,
  requirements,
  valueIn,
  WANTED_MEANING,
  wantedTags,
} from "../../shared/metadata.js";
import { anyObject, exemptions, exemptTypes, labelKey, labelValue } from "../shared/labels.js";
import { everyObject, type KubernetesObject, objects } from "../shared/meta.js";

const LIMITS =
  "Custom resources, Helm releases and patches of objects are not judged, nor what a template labels. A label of the Namespace does not count for the objects in it.";

const annotation = z.string().min(1).max(256);

const does = (place: string) =>
  `Sets the labels that are missing to the values that their \`fill\` gives, unless one of them has none${place}; one with another value stays.`;

const RISK =
  "What selects by such a label, such as a Service, a network policy or an aggregated role, takes the object in. A value for many objects may be wrong for one of them.";

const metadata = {
  scope: "metadata",
  resource: anyObject,
  exempt: ({ type }: { type: string }, parameters: { exemptTypes: string[] }): readonly Exemption[] => {
    const reason = parameters.exemptTypes.includes(type) ? "its type is among exemptTypes" : exemptions.get(type);
    return reason === undefined ? [] : [[PASS, reason]];
  },
} as const;

export const recommendedLabels = rule({
  ...metadata,
  id: "k8s-recommended-labels",
  title: "Objects carry the recommended labels",
  severity: "low",
  rationale:
    "Labels tell tools and people which application an object belongs to; one without them is found by its name at best.",
  remediation: "Set the labels, such as app.kubernetes.io/name, in metadata.labels.",
  limits: LIMITS,
  parameters: {
    labels: wantedTags(labelKey, labelValue)
      .default(["app.kubernetes.io/name", "app.kubernetes.io/instance"])
      .describe(`Labels that each object carries. ${WANTED_MEANING}`),
    exemptTypes,
  },
  check: (resource, { labels }) =>
    everyObject(resource, (object) =>
      each(requirements(labels), (label) => carries(object as Ref<KubernetesObject>, "labels", label)),
    ),
  remedy: {
    does: does(""),
    risk: RISK,
    apply: (draft, { labels }, resource) => fillLabels(draft, resource, requirements(labels), ["labels"]),
  },
});

export const requiredLabels = rule({
  ...metadata,
  id: "k8s-required-labels",
  title: "Objects carry the required labels or annotations",
  severity: "medium",
  rationale:
    "Whose an object is, what it belongs to and how its data are classed stands nowhere else: without it an inventory lists things that nobody answers for.",
  remediation: "Set the keys in metadata.labels, or in metadata.annotations where a value is no valid label.",
  limits: `${LIMITS} Whether what a label says is true is not known.`,
  parameters: {
    requiredLabels: wantedTags(labelKey, annotation)
      .default(["owner", "environment", "data-classification"])
      .describe(`Labels or annotations that each object carries. ${WANTED_MEANING}`),
    exemptTypes,
  },
  check: (resource, { requiredLabels }) =>
    everyObject(resource, (object) =>
      each(requirements(requiredLabels), (label) => either(object as Ref<KubernetesObject>, label)),
    ),
  remedy: {
    does: does(", as annotations where a value is no valid label"),
    risk: RISK,
    apply: (draft, { requiredLabels }, resource) =>
      fillLabels(draft, resource, requirements(requiredLabels), ["labels", "annotations"]),
  },
});

/** A label, or else an annotation; where neither is there, the label is what is missing. */
function either(object: Ref<KubernetesObject>, wanted: Requirement): Check {
  const label = carries(object, "labels", wanted);
  if (label.outcome === "pass") return label;
  const annotation = carries(object, "annotations", wanted);
  return annotation.outcome === "fail" ? label : annotation;
}

function carries(object: Ref<KubernetesObject>, where: Where, wanted: Requirement): Check {
  const map = mapOf(object, where);
  const value = valueIn(map, wanted.key);
  return value === undefined ? unknown(map, wanted.expected) : meets(value, wanted);
}

type Where = "labels" | "annotations";

function mapOf(object: Ref<KubernetesObject>, where: Where): Ref<Record<string, string>> {
  return object.get("metadata", where) as Ref<Record<string, string>>;
}

/** Gives every object the labels that it has in none of the places, each with the value that its requirement has for it. */
function fillLabels(
  draft: Draft<KubernetesObject>,
  resource: Subject<KubernetesObject>,
  wanted: readonly Requirement[],
  places: readonly Where[],
): void {
  for (const object of objects(resource) ?? [])
    for (const one of wanted) {
      if (places.some((where) => carries(object, where, one).outcome !== "fail")) continue;
      const found = places.map((where) => mapOf(object, where).get(one.key));
      const value = fillOf(one, found, draft);
      const where = labelValue.safeParse(value).success ? "labels" : "annotations";
      draft.at(mapOf(object, where)).get(one.key).set(value);
    }
}

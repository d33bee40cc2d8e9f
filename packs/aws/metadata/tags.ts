import { type Exemption, each, PASS, rule, type Subject, z } from "../../../src/authoring/index.js";
import { requirements, WANTED_MEANING, type Wanted, wantedTags } from "../../shared/metadata.js";
import {
  carries,
  dataStore,
  exemptions,
  fillTags,
  KEY_MATCHINGS,
  type KeyMatching,
  type Tagged,
  taggable,
  tagKey,
  tagValue,
} from "../shared/tags.js";

/** Parameters of each rule on tags. */
const common = {
  keyMatching: z
    .enum(KEY_MATCHINGS)
    .default("exact")
    .describe(
      "How keys are compared: exact, as AWS does; any-case, so that Owner counts as owner; any-style, so that CostCenter and cost_center count as cost-center",
    ),
  exemptTypes: z
    .array(z.string().min(1).max(200))
    .max(1000)
    .default([])
    .describe("Type tokens of resources that need no tags, such as aws:lb/listenerRule:ListenerRule"),
};

const LIMITS =
  "Whether what a tag says is true. Tags that a resource of its own adds (aws.ec2.Tag, aws.autoscaling.Tag), that the cloud or the environment of the provider adds, or that the provider ignores (ignoreTags) are not counted.";

const REMEDIATION =
  "to tags of the resource, or to defaultTags of the provider for all of its resources. Keys are case sensitive.";

const REMEDY = {
  does: "Sets the tags that are missing to the values that their `fill` gives, unless one of them has none; a tag with another value stays. Those of an auto scaling group are not passed on to instances.",
  risk: "What goes by such a tag, such as a policy of IAM, a backup plan or a budget, takes the resource in. A value for many resources may be wrong for one of them.",
};

function exempt({ type }: { type: string }, { exemptTypes }: { exemptTypes: string[] }): readonly Exemption[] {
  const reason = exemptTypes.includes(type) ? "its type is among exemptTypes" : exemptions.get(type);
  return reason === undefined ? [] : [[PASS, reason]];
}

function carriesAll(resource: Subject<Tagged>, wanted: readonly Wanted[], matching: KeyMatching) {
  return each(requirements(wanted), (tag) => carries(resource, tag, matching));
}

export const requiredTags = rule({
  id: "aws-required-tags",
  title: "Resources carry the required tags",
  severity: "medium",
  scope: "metadata",
  resource: taggable,
  rationale:
    "Tags tell whose a resource is, what it belongs to and how its data are classed: without them an inventory lists things that nobody answers for.",
  remediation: `Add the tags ${REMEDIATION}`,
  limits: `${LIMITS} Volumes and instances that another resource launches are not judged, nor types that the installed SDK does not know.`,
  parameters: {
    requiredTags: wantedTags(tagKey, tagValue)
      .default(["owner", "environment", "data-classification", "cost-center"])
      .describe(`Tags that each resource carries. ${WANTED_MEANING}`),
    ...common,
  },
  exempt,
  check: (resource, { requiredTags, keyMatching }) => carriesAll(resource, requiredTags, keyMatching),
  remedy: {
    ...REMEDY,
    apply: (draft, { requiredTags, keyMatching }, resource) =>
      fillTags(draft, resource, requirements(requiredTags), keyMatching),
  },
});

export const dataStoresClassified = rule({
  id: "aws-data-store-classification-tag",
  title: "Stores of data carry a tag with the classification of their data",
  severity: "medium",
  scope: "metadata",
  resource: dataStore,
  rationale:
    "Who may see data, where they may go and how long they are kept follow from their classification, which nobody can see at a store without a label.",
  remediation: `Add the classification ${REMEDIATION}`,
  limits: `${LIMITS} Data that a service keeps without a store of their own in the stack are not seen.`,
  parameters: {
    classificationTags: wantedTags(tagKey, tagValue)
      .default(["data-classification"])
      .describe(`Tags that each store of data carries. ${WANTED_MEANING}`),
    ...common,
  },
  exempt,
  check: (resource, { classificationTags, keyMatching }) => carriesAll(resource, classificationTags, keyMatching),
  remedy: {
    ...REMEDY,
    apply: (draft, { classificationTags, keyMatching }, resource) =>
      fillTags(draft, resource, requirements(classificationTags), keyMatching),
  },
});

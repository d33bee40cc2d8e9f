import * as z from "zod";
import { LEVELS, SCOPES, type SEVERITIES } from "../model/index.js";

const quoted = "expected text; put it in quotes";
const text = z.string(quoted).regex(/\S/, "expected text, found none");

const texts = z.union([text, z.array(text).min(1, "expected at least one")], {
  error: "expected text or a list of texts; put what looks like a number in quotes",
});

const reason = 'disabled asks for a reason that an auditor will read: { level: disabled, because: "…" }';

/** A level, alone or with the reason for it. */
const levelSchema = z
  .union([
    z.enum(LEVELS).exclude(["disabled"], { error: ({ input }) => (input === "disabled" ? reason : undefined) }),
    z
      .strictObject({
        level: z.enum(LEVELS),
        because: text.describe("Why: stands in the assessment").optional(),
      })
      .refine(({ level, because }) => level !== "disabled" || because !== undefined, reason)
      // What the refinement says, for JSON Schema, which cannot hold it.
      .meta({ anyOf: [{ properties: { level: { not: { const: "disabled" } } } }, { required: ["because"] }] }),
  ])
  .meta({ id: "Level", description: "What a violation does in a preview; a disabled rule is not judged at all" });
export type LevelEntry = z.output<typeof levelSchema>;

/** Keys and values are for the rules, and so are the parts of the JSON Schema that `ids` name. */
const rulesSchema = z.record(text, levelSchema).meta({ id: "Rules" });
const valuesSchema = z.record(text, z.record(text, z.unknown())).meta({ id: "Parameters" });

const layerSchema = z.strictObject({
  name: text.describe("Stands wherever the layer is named; no other layer has it").optional(),
  scope: z
    .enum(SCOPES)
    .exclude(["policy-config"])
    .describe("Rank, from the weakest: defaults, organization, environment, account, project, stack"),
  select: z
    .strictObject({
      organization: texts.optional(),
      project: texts.optional(),
      stack: texts.optional(),
      tags: z.record(text, texts).describe("Stack tags, such as konductor:environment").optional(),
    })
    .describe("The stacks that it is for, by globs; all that is named must match. Every stack when nothing is named")
    .optional(),
  rules: rulesSchema.describe("Levels by rule id or glob").optional(),
  controls: z
    .record(text, levelSchema)
    .describe("Levels of the rules that speak to a control: SC-28, or nist-800-53-r5/SC-28")
    .optional(),
  severities: z
    .strictObject({
      critical: levelSchema.optional(),
      high: levelSchema.optional(),
      medium: levelSchema.optional(),
      low: levelSchema.optional(),
    } satisfies Record<(typeof SEVERITIES)[number], unknown>)
    .describe("Levels of the rules of a severity")
    .optional(),
  parameters: valuesSchema.describe("Values of parameters by rule id or glob").optional(),
  resources: z
    .array(
      z.strictObject({
        tags: z
          .record(text, texts)
          .refine((tags) => Object.keys(tags).length > 0, "expected at least one tag")
          .describe("The resources that it is for: those that carry every tag, with one of its values"),
        parameters: valuesSchema,
      }),
    )
    .describe("Values of parameters for resources with certain tags; the first entry that matches decides")
    .optional(),
});
export type LayerEntry = z.output<typeof layerSchema>;

/** konductor.yaml */
export const configSchema = z.strictObject({
  layers: z.array(layerSchema, "expected a list of layers").min(1, "expected at least one layer"),
});

/** Words of the templates that tell who and when; as in words.ts. */
export const ORIGIN_WORDS: Readonly<Record<string, string>> = {
  what: "What",
  whoAndWhen: "Who and when",
  of6: "Of",
  whoAssessed: "Who assessed",
  updatesOfTheStacks: "Updates of the stacks",
  asPulumiSHistory:
    "As Pulumi's history tells them. A policy pack that an organization requires runs without being named on the command line.",
  moreStacks: "{restCount} more stacks",
};

/** Remedies in a real preview: switched on, they mend what their rules would have found. */
import { describe, expect, test } from "vitest";
import { allRules } from "../../packs/rules.js";
import { examples, ROOT } from "./harness/examples.js";
import { run } from "./harness/run.js";

const careless = examples().filter(({ variant }) => variant === "careless");
const remedies = allRules().filter((rule) => rule.remedy !== undefined);
const REMEDIATE = Object.fromEntries(remedies.map(({ id }) => [id, { level: "remediate" as const }]));

describe.each(careless.map((example) => [example.name, example] as const))("%s", (_, { program, variant }) => {
  const preview = (config: Parameters<typeof run>[0]["config"]) =>
    run({ program, pack: ROOT, stack: variant, mode: "preview", transpileOnly: true, ...(config && { config }) });

  test("is left as it is while nobody switches remedies on", async () => {
    expect((await preview(undefined)).remediations).toEqual([]);
  });

  test("violates no rule any more whose remedy acted", async () => {
    const before = await preview(undefined);
    const after = await preview(REMEDIATE);
    const acted = new Set(after.remediations.map(({ policy, urn }) => `${policy} ${urn}`));
    expect(acted.size).toBeGreaterThan(5);
    const found = (result: typeof before) => new Set(result.violations.map(({ policy, urn }) => `${policy} ${urn}`));
    for (const one of acted) expect([one, found(before).has(one), found(after).has(one)]).toEqual([one, true, false]);
    expect(found(after).size).toBeLessThan(found(before).size);
  });
});

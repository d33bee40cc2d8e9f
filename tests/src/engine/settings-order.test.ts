import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { settingsFor } from "../../../src/engine/index.js";
import {
  InputError,
  type Layer,
  LEVELS,
  type Rule,
  SCOPES,
  type Settings,
  type TagReading,
} from "../../../src/model/index.js";
import { RULES } from "../data/fixture.js";
import { CONTEXT, config, layer, levels, STACK, values } from "./layers.js";

const [KEPT] = RULES as [Rule];
const READINGS: readonly (TagReading | undefined)[] = [
  undefined,
  { tags: {}, open: false },
  { tags: { tier: "gold" }, open: false },
  { tags: { team: "a" }, open: true },
  { tags: {}, open: true },
];

const days = fc.integer({ min: 1, max: 3 });
const level = fc.constantFrom(...LEVELS);
const means = fc.constantFrom(
  ["rule", "aws-demo-kept"] as const,
  ["glob", "aws-*"] as const,
  ["control", "demo/AC-1"] as const,
  ["severity", "low"] as const,
);
const tags = fc.constantFrom<Record<string, string[]>>(
  { tier: ["gold"] },
  { tier: ["gold", "silver"] },
  { team: ["a"] },
  { tier: ["iron"] },
);
const line = fc.integer({ min: 1, max: 99 });

const anyLayer: fc.Arbitrary<Layer> = fc
  .record({
    scope: fc.constantFrom(...SCOPES),
    levels: fc.uniqueArray(fc.tuple(means, level, line), { selector: ([[by]]) => by, maxLength: 2 }),
    values: fc.option(fc.tuple(days, line), { nil: undefined }),
    resources: fc.array(fc.tuple(tags, days, line), { maxLength: 2 }),
    here: fc.boolean(),
  })
  .map(({ scope, levels: some, values: value, resources, here }) =>
    layer(scope, {
      levels: some.flatMap(([[by, key], one, at]) => levels(by, { [key]: one }, at)),
      values: value === undefined ? [] : values({ days: value[0] }, value[1]),
      resources: resources.map(([wanted, n, at]) => ({
        tags: wanted,
        values: values({ days: n }, at),
      })),
      select: here ? {} : { stack: [{ glob: "elsewhere", expression: "^elsewhere$" }] },
    }),
  );

/** All that settings say of the rule; or that layers disagree. */
function told(layers: readonly Layer[]): unknown {
  let settings: Settings;
  try {
    settings = settingsFor(config(...layers), STACK, CONTEXT);
  } catch (error) {
    if (error instanceof InputError) return "a disagreement";
    throw error;
  }
  return {
    level: settings.level(KEPT)?.value,
    values: settings.values(KEPT),
    choices: READINGS.map((reading) => settings.choices(KEPT, reading)),
  };
}

const strength = ({ scope }: Layer) => SCOPES.indexOf(scope);

describe("layers", () => {
  test("mean the same in whatever order they stand, and sometimes disagree", () => {
    const seen = { agreed: 0, disagreed: 0 };
    const shuffled = fc
      .array(anyLayer, { maxLength: 6 })
      .chain((layers) => fc.tuple(fc.constant(layers), fc.shuffledSubarray(layers, { minLength: layers.length })));
    fc.assert(
      fc.property(shuffled, ([layers, other]) => {
        const one = told(layers);
        seen[one === "a disagreement" ? "disagreed" : "agreed"] += 1;
        expect(told(other)).toEqual(one);
      }),
      { numRuns: 2000 },
    );
    expect(seen.agreed).toBeGreaterThan(50);
    expect(seen.disagreed).toBeGreaterThan(50);
  });

  test("of one rank each: the strongest that speaks and selects the stack wins, as a whole", () => {
    const ranked = fc.uniqueArray(anyLayer, { selector: strength, maxLength: 7 });
    let spoke = 0;
    fc.assert(
      fc.property(ranked, (layers) => {
        const settings = settingsFor(config(...layers), STACK, CONTEXT);
        const here = layers
          .filter(({ select }) => select.stack === undefined)
          .sort((a, b) => strength(b) - strength(a));
        const alone = (one: Layer | undefined) => one && settingsFor(config(one), STACK, CONTEXT);
        const speaker = here.find((one) => one.levels.length > 0);
        if (speaker) spoke += 1;
        expect(settings.level(KEPT)).toEqual(alone(speaker)?.level(KEPT));
        const setter = here.find((one) => one.values.length > 0);
        expect(settings.values(KEPT)["days"]).toBe(setter?.values[0]?.value ?? 7);
      }),
      { numRuns: 1000 },
    );
    expect(spoke).toBeGreaterThan(50);
  });

  test("a stronger one decides whatever it sets, for every resource", () => {
    const weaker = fc.array(
      anyLayer.filter(({ scope }) => scope !== "policy-config"),
      { maxLength: 5 },
    );
    let decided = 0;
    fc.assert(
      fc.property(weaker, level, days, (layers, strict, n) => {
        if (told(layers) === "a disagreement") return;
        const strongest = layer("policy-config", {
          levels: levels("severity", { low: strict }),
          values: values({ days: n }),
        });
        const settings = settingsFor(config(...layers, strongest), STACK, CONTEXT);
        expect(settings.level(KEPT)?.value).toBe(strict);
        for (const reading of READINGS)
          expect(settings.choices(KEPT, reading)).toEqual([{ values: { days: n, strict: false } }]);
        decided += 1;
      }),
      { numRuns: 1000 },
    );
    expect(decided).toBeGreaterThan(50);
  });

  test("an open reading leaves open exactly what some tags would make of it", () => {
    const one = layer("account");
    let several = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(tags, days), { maxLength: 4 }), (entries) => {
        const resources = entries.map(([wanted, n]) => ({
          tags: wanted,
          values: values({ days: n }),
        }));
        const settings = settingsFor(config({ ...one, resources }), STACK, CONTEXT);
        const possible = new Set<unknown>();
        for (const tier of ["gold", "silver", "iron", undefined])
          for (const team of ["a", undefined]) {
            const some = { ...(tier && { tier }), ...(team && { team }) };
            possible.add(settings.choices(KEPT, { tags: some, open: false })[0]?.values["days"]);
          }
        const choices = settings.choices(KEPT, { tags: {}, open: true });
        if (choices.length > 1) several += 1;
        expect(new Set(choices.map((choice) => choice.values["days"]))).toEqual(possible);
        expect(choices.every(({ because }) => (because === undefined) === (choices.length === 1))).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect(several).toBeGreaterThan(50);
  });
});

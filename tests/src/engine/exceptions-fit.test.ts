import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExceptionMatcher, fitOf } from "../../../src/engine/index.js";
import type { ResourceSelector, StackSelector } from "../../../src/model/index.js";
import { exception, setOf, TODAY } from "./exceptions-fixture.js";

const RESOURCE = { urn: "urn:pulumi:prod::shop::t::a", type: "t", name: "a" };
const STACK = { organization: "acme", project: "shop", name: "prod" };
const fitted = (more: Parameters<typeof exception>[0], tags?: Readonly<Record<string, string>>) =>
  fitOf(exception(more), RESOURCE, STACK, tags);

describe("how an exception fits a resource", () => {
  test("is told for each selector: what does not hold, and what is there instead", () => {
    expect(fitted({ resources: [{ name: "b", type: "t" }, { type: "u*", urn: "*::b" }, { name: "?" }] })).toEqual({
      matches: true,
      resources: [
        [{ on: "name", wanted: "b", found: "a" }],
        [
          { on: "urn", wanted: "*::b", found: RESOURCE.urn },
          { on: "type", wanted: "u*", found: "t" },
        ],
        [],
      ],
      stacks: [],
    });
  });

  test("needs one of the stacks as well, where there are any; an organization that is not known is none", () => {
    const more = { resources: [{ name: "a" }], stacks: [{ project: "shop", stack: "dev" }, { organization: "ac*" }] };
    expect(fitted(more).matches).toBe(true);
    const { organization: _, ...unknown } = STACK;
    expect(fitOf(exception(more), RESOURCE, { organization: undefined, ...unknown }, {})).toMatchObject({
      matches: false,
      resources: [[]],
      stacks: [[{ on: "stack", wanted: "dev", found: "prod" }], [{ on: "organization", wanted: "ac*" }]],
    });
  });

  test("a tag is told with its key, and as not known where it is not", () => {
    const more = { resources: [{ tag: { key: "tier", value: "g*" } }] };
    expect(fitted(more, { tier: "gold" }).matches).toBe(true);
    expect(fitted(more, { tier: "silver" }).resources).toEqual([
      [{ on: "tag", wanted: "tier=g*", found: "tier=silver" }],
    ]);
    for (const tags of [undefined, {}, { TIER: "gold" }])
      expect(fitted(more, tags)).toMatchObject({ matches: false, resources: [[{ on: "tag", wanted: "tier=g*" }]] });
    expect(fitted({ resources: [{ tag: { key: "constructor", value: "*" } }] }, {}).matches).toBe(false);
  });

  test("is what the matcher decides, for random exceptions, resources and tags", () => {
    const word = fc.constantFrom("a", "ab", "b", "a*", "?", "*", "");
    const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
    const bare = <T extends object>(value: T) =>
      Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
    const selector = fc
      .record({ urn: some(word), type: some(word), name: some(word), tag: some(fc.record({ key: word, value: word })) })
      .map((one) => bare(one) as ResourceSelector);
    const scope = fc
      .record({ organization: some(word), project: some(word), stack: some(word) })
      .map((one) => bare(one) as StackSelector);
    const seen = { matches: 0, misses: 0 };
    fc.assert(
      fc.property(
        fc.array(selector, { minLength: 1, maxLength: 3 }),
        fc.array(scope, { maxLength: 2 }),
        fc.record({ urn: word, type: word, name: word }),
        fc.record({ organization: some(word), project: word, name: word }),
        some(fc.dictionary(word, word)),
        (resources, stacks, resource, stack, tags) => {
          const one = exception({ resources, stacks });
          const matched = new ExceptionMatcher(setOf([one]), TODAY).match("a", resource, stack, () =>
            tags === undefined ? undefined : { tags, open: false },
          );
          const told = fitOf(one, resource, stack, tags);
          expect(told.matches).toBe(matched !== undefined);
          seen[told.matches ? "matches" : "misses"] += 1;
        },
      ),
      { numRuns: 2000 },
    );
    expect(Math.min(seen.matches, seen.misses)).toBeGreaterThan(50);
  });
});

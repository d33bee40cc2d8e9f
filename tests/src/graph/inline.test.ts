import { describe, expect, it } from "vitest";
import { kind } from "../../../src/authoring/index.js";
import { buildGraph } from "../../../src/graph/index.js";
import type { Resource } from "../../../src/model/index.js";
import { link, type ResourceSpec, resource, stackOf, unknown } from "../../support/resources.js";

const HOUSE = "test:index:House";
const house = kind<{ name?: string; garden?: { next?: string } }>({ name: "house", types: [HOUSE] });

/** The houses that the first one names inside its garden, in a preview. */
function neighbours(specs: readonly ResourceSpec[], alter: (first: Resource) => Resource = (first) => first) {
  const stack = stackOf(specs, "preview");
  const [first, ...rest] = stack.resources as [Resource, ...Resource[]];
  const one = alter(first);
  const links = buildGraph({ ...stack, resources: [one, ...rest] }).target(one, "garden.next", house);
  return { found: links.found.map((r) => r.name), uncertain: links.uncertain.map((l) => l.resource.name) };
}
/** As the engine tells it to a policy pack: outputs alone. */
const outputsAlone = (first: Resource) => ({ ...first, inputs: first.outputs });

describe("a reference inside an optional property that is not known as a whole", () => {
  const b = resource(HOUSE, "b", {});
  it("names nobody when nobody wrote the property", () => {
    const a = resource(HOUSE, "a", {}, { computed: { garden: {} } });
    expect(neighbours([a, b])).toEqual({ found: [], uncertain: [] });
    expect(neighbours([a, b], outputsAlone)).toEqual({ found: [], uncertain: [] });
  });

  it("may name anyone when the program wrote it", () => {
    expect(neighbours([resource(HOUSE, "a", { garden: unknown }), b]).uncertain).not.toEqual([]);
  });

  it("names what the property depends on", () => {
    const fed = (first: Resource): Resource => ({
      ...outputsAlone(first),
      outputs: { ...first.outputs, garden: unknown },
    });
    expect(neighbours([resource(HOUSE, "a", { garden: { next: link("b") } }), b], fed).found).toEqual(["b"]);
  });
});

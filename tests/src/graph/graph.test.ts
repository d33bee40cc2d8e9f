import { describe, expect, it } from "vitest";
import { kind } from "../../../src/authoring/index.js";
import { buildGraph } from "../../../src/graph/index.js";
import { type KindSpec, type Resource, SECRET, SIGNATURE, type StackGraph } from "../../../src/model/index.js";
import { link, type Mode, type ResourceSpec, resource, stackOf, unknown } from "../../support/resources.js";

const HOUSE = "test:index:House";
const DOOR = "test:index:Door";
const house = kind<{ name?: string }>({
  name: "house",
  types: [HOUSE, "test:index:HouseV2"],
  identifiedBy: ["name", "arn"],
});
const door = kind<{ house?: string; keys?: string[] }>({
  name: "door",
  types: [DOOR],
  references: { house: () => house },
});

function graphOf(specs: readonly ResourceSpec[], mode: Mode): { graph: StackGraph; at: (name: string) => Resource } {
  const graph = buildGraph(stackOf(specs, mode));
  return {
    graph,
    at: (name) => {
      const found = graph.stack.resources.find((r) => r.name === name);
      if (!found) throw new Error(name);
      return found;
    },
  };
}
const names = (resources: readonly { name: string }[]) => resources.map((r) => r.name);
const from = (graph: StackGraph, subject: Resource, spec: KindSpec = door) =>
  graph.referencesTo(subject, house, spec, "house");

describe.each(["state", "preview"] as const)("references in a %s", (mode) => {
  it("finds companions by dependency or id, old and new types alike", () => {
    const specs = [
      resource(HOUSE, "a", { name: "a" }),
      resource("test:index:HouseV2", "b", { name: "b" }),
      resource(DOOR, "front", { house: link("a") }),
      resource(DOOR, "back", { house: link("a", "arn") }),
      resource(DOOR, "side", { house: link("b") }),
    ];
    const { graph, at } = graphOf(specs, mode);
    expect(names(from(graph, at("a")).found)).toEqual(["back", "front"]);
    expect(names(from(graph, at("b")).found)).toEqual(["side"]);
    expect(names(graph.target(at("side"), "house", house).found)).toEqual(["b"]);
  });

  it("finds by a name that both sides spell out", () => {
    const { graph, at } = graphOf(
      [resource(HOUSE, "a", { name: "villa" }), resource(DOOR, "d", { house: "villa" })],
      mode,
    );
    expect(names(from(graph, at("a")).found)).toEqual(["d"]);
  });

  it("leaves it open whose companion it is when nothing tells", () => {
    const specs = [resource(HOUSE, "a"), resource(HOUSE, "b"), resource(DOOR, "d", { house: unknown })];
    const { graph, at } = graphOf(specs, mode);
    expect(from(graph, at("a"))).toMatchObject({ found: [], uncertain: [{ property: "house" }] });
    expect(names(graph.target(at("d"), "house", house).uncertain.map((u) => u.resource))).toEqual(["d", "d"]);
  });

  it("falls back on the parent", () => {
    const specs = [
      resource(HOUSE, "a"),
      resource(HOUSE, "b"),
      resource(DOOR, "d", { house: unknown }, { parent: "b" }),
    ];
    const { graph, at } = graphOf(specs, mode);
    expect(names(from(graph, at("b")).found)).toEqual(["d"]);
    expect(from(graph, at("a")).uncertain).toEqual([]);
  });

  it("knows a reference that leaves the stack", () => {
    const { graph, at } = graphOf(
      [resource(HOUSE, "a", { name: "a" }), resource(DOOR, "d", { house: "elsewhere" })],
      mode,
    );
    expect(graph.target(at("d"), "house", house)).toEqual({ found: [], uncertain: [], outside: true });
    expect(from(graph, at("a"))).toEqual({ found: [], uncertain: [], outside: false });
  });

  it("tells namesakes apart by provider", () => {
    const specs = [
      resource("pulumi:providers:test", "p1"),
      resource("pulumi:providers:test", "p2"),
      resource(HOUSE, "a", { name: "same" }, { provider: "p1" }),
      resource(HOUSE, "b", { name: "same" }, { provider: "p2" }),
      resource(DOOR, "d", { house: "same" }, { provider: "p2" }),
      resource(DOOR, "e", { house: "same" }),
    ];
    const { graph, at } = graphOf(specs, mode);
    expect(names(graph.target(at("d"), "house", house).found)).toEqual(["b"]);
    expect(graph.target(at("e"), "house", house)).toMatchObject({ found: [], uncertain: [{}, {}] });
  });

  it("leaves out what is external or about to be deleted", () => {
    const specs = [
      resource(HOUSE, "a", { name: "a" }),
      resource(DOOR, "gone", { house: "a" }, { deleting: true }),
      resource(DOOR, "read", { house: "a" }, { external: true }),
    ];
    const { graph, at } = graphOf(specs, mode);
    expect(from(graph, at("a")).found).toEqual([]);
    expect(names(graph.members(door))).toEqual([]);
  });

  it("lists who depends on a resource", () => {
    const { graph, at } = graphOf([resource(HOUSE, "a"), resource(DOOR, "d", { keys: [link("a")] })], mode);
    expect(names(graph.dependents(at("a")))).toEqual(["d"]);
  });
});

it("is not overflown by lists in lists, as JSON inside a secret may hold them", () => {
  const deep = { [SIGNATURE]: SECRET, plaintext: "[".repeat(200_000) + "]".repeat(200_000) };
  const { graph, at } = graphOf([resource(HOUSE, "a"), resource(DOOR, "d", { house: deep })], "state");
  expect(graph.target(at("d"), "house", house)).toEqual({ found: [], uncertain: [], outside: false });
});

import { describe, expect, it } from "vitest";
import { kind } from "../../../src/authoring/index.js";
import { buildGraph } from "../../../src/graph/index.js";
import {
  type KindSpec,
  REDACTED,
  type Resource,
  SECRET,
  SIGNATURE,
  type StackGraph,
} from "../../../src/model/index.js";
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

describe("references that are secret", () => {
  const encrypted = { [SIGNATURE]: SECRET, ciphertext: "v1:x" };
  const sealed = (token: string) => ({ [SIGNATURE]: SECRET, sealed: token });

  it.each([
    ["encrypted", encrypted],
    ["redacted", REDACTED],
  ])("could be any where they are %s, and several", (_, value) => {
    const specs = [
      resource(HOUSE, "a", { name: value }),
      resource(HOUSE, "b", { name: "b" }),
      resource(DOOR, "d", { house: value }),
    ];
    const { graph, at } = graphOf(specs, "state");
    expect(graph.target(at("d"), "house", house)).toMatchObject({ found: [], uncertain: [{}, {}], outside: true });
    for (const name of ["a", "b"]) expect(from(graph, at(name))).toMatchObject({ found: [], uncertain: [{}] });
  });

  it("are the same where the seal is", () => {
    const specs = [
      resource(HOUSE, "a", { name: sealed("sealed:1") }),
      resource(HOUSE, "b", { name: "b" }),
      resource(DOOR, "d", { house: sealed("sealed:1") }),
      resource(DOOR, "e", { house: sealed("sealed:2") }),
    ];
    const { graph, at } = graphOf(specs, "state");
    expect(names(graph.target(at("d"), "house", house).found)).toEqual(["a"]);
    expect(names(from(graph, at("a")).found)).toEqual(["d"]);
    expect(from(graph, at("b"))).toMatchObject({ found: [], uncertain: [{ property: "house" }] });
    expect(graph.target(at("e"), "house", house)).toMatchObject({ found: [], uncertain: [{}, {}], outside: true });
  });
});

it("is not overflown by lists in lists, as JSON inside a secret may hold them", () => {
  const deep = { [SIGNATURE]: SECRET, plaintext: "[".repeat(200_000) + "]".repeat(200_000) };
  const { graph, at } = graphOf([resource(HOUSE, "a"), resource(DOOR, "d", { house: deep })], "state");
  expect(graph.target(at("d"), "house", house)).toEqual({ found: [], uncertain: [], outside: false });
});

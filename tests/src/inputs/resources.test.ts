import { describe, expect, it } from "vitest";
import { Notes } from "../../../src/inputs/notes.js";
import { readResource, readResources } from "../../../src/inputs/resources.js";
import { UNKNOWN } from "../../../src/model/index.js";
import { readDocument } from "../../support/input-files.js";
import { HOSTILE_NAMES, type Json, ROOT, stackExport, state, urnOf } from "../../support/states.js";

const BUCKET = "aws:s3/bucket:Bucket";
const PROVIDER = urnOf("pulumi:providers:aws", "eu::west");

function read(more: Json, inputs: Json = { bucket: "a" }) {
  const notes = new Notes();
  return { resource: readResource(state(BUCKET, "a", inputs, more), "r", notes), notes: notes.list() };
}

const notesOf = async (states: unknown[], more: Json = {}) => (await readDocument(stackExport(states, more))).notes;

describe("a resource", () => {
  it("holds the parsed objects themselves", () => {
    const record = state(BUCKET, "a", { tags: { a: "b" } });
    const { inputs, outputs } = readResource(record, "r", new Notes());
    expect(inputs).toBe(record.inputs);
    expect(outputs).toBe(record.outputs);
  });

  it("has each of its fields", () => {
    const links = { parent: ROOT.urn, dependencies: [ROOT.urn], propertyDependencies: { bucket: [ROOT.urn] } };
    const { resource, notes } = read({
      ...links,
      provider: `${PROVIDER}::id-1`,
      external: true,
      delete: true,
      sourcePosition: "p#1,2",
      aliases: [urnOf(BUCKET, "old")],
    });
    expect(resource).toEqual({
      urn: urnOf(BUCKET, "a"),
      type: BUCKET,
      name: "a",
      id: "a-id",
      custom: true,
      external: true,
      deleting: true,
      provider: PROVIDER,
      inputs: { bucket: "a" },
      outputs: { bucket: "a", id: "a-id" },
      sourcePosition: "p#1,2",
      aliases: [urnOf(BUCKET, "old")],
      ...links,
    });
    expect(notes).toEqual([]);
  });

  it.each([
    ["absent", undefined],
    ["null", null],
    ["empty", {}],
  ])("takes its inputs for outputs that are %s", (_, outputs) => {
    const { resource } = read({ outputs });
    expect(resource.outputs).toEqual(resource.inputs);
    expect(resource.outputs).not.toBe(resource.inputs);
    expect(resource.inputs).toEqual({ bucket: "a" });
  });

  it("that is a component has no such outputs", () => {
    expect(read({ outputs: {}, custom: false }).resource.outputs).toEqual({});
  });

  it.each([
    [`${PROVIDER}::id`, PROVIDER],
    [`${PROVIDER}::${UNKNOWN}`, PROVIDER],
    [urnOf("pulumi:providers:aws", "bare"), urnOf("pulumi:providers:aws", "bare")],
    ["", undefined],
    ["odd", "odd"],
  ])("names its provider without the id: %s", (provider, expected) => {
    expect(read({ provider }).resource.provider).toBe(expected);
  });

  it("has no id while it is empty or unknown to the state; unknown text stays", () => {
    expect(read({ id: "" })).toMatchObject({ resource: { id: undefined }, notes: [] });
    expect(read({ id: undefined })).toMatchObject({ resource: { id: undefined }, notes: [] });
    expect(read({ id: UNKNOWN }).resource.id).toBe(UNKNOWN);
  });

  it("loses an id that is not text, with a note", () => {
    expect(read({ id: 5 })).toMatchObject({
      resource: { id: undefined },
      notes: ["1 resource has an id that is not text and counts as unknown: a"],
    });
  });

  it("loses links that are not text, with one note; null is nothing odd", () => {
    const { resource, notes } = read({
      parent: 1,
      provider: {},
      dependencies: [1, ROOT.urn],
      propertyDependencies: { a: [null, ROOT.urn], b: null, c: "x" },
    });
    expect(resource).toMatchObject({
      parent: undefined,
      provider: undefined,
      dependencies: [ROOT.urn],
      propertyDependencies: { a: [ROOT.urn], b: [], c: [] },
    });
    expect(notes).toEqual([
      "1 resource names a parent, provider or dependency that is not text, which was left out: a",
    ]);
    expect(read({ dependencies: null, propertyDependencies: { a: null } })).toMatchObject({
      resource: { dependencies: [], propertyDependencies: { a: [] } },
      notes: [],
    });
    expect(read({ dependencies: {}, propertyDependencies: [] }).notes).toHaveLength(1);
  });

  it("may have properties named like those of every object", async () => {
    const text = `{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "toString": null}`;
    const links = `{"__proto__": null, "constructor": null, "a": ["x"]}`;
    const record = `{"urn": "${urnOf(BUCKET, "a")}", "type": "${BUCKET}", "custom": true, "inputs": ${text}, "propertyDependencies": ${links}, "__proto__": {"delete": true}}`;
    const { stack } = await readDocument(
      Buffer.from(`{"version": 3, "deployment": {"resources": [${record}]}, "__proto__": {}}`),
    );
    const [resource] = stack.resources;
    expect(Object.keys(resource?.inputs ?? {})).toEqual(["__proto__", "constructor", "toString"]);
    expect(resource?.deleting).toBe(false);
    expect(resource?.propertyDependencies["a"]).toEqual(["x"]);
    expect(Object.getPrototypeOf(resource?.propertyDependencies)).toBe(Object.prototype);
    expect(({} as Json)["polluted"]).toBeUndefined();
  });
});

describe("a state", () => {
  it("may hold old copies under the URN of a live resource", () => {
    const copies = [
      state(BUCKET, "a", {}, { delete: true }),
      state(BUCKET, "a"),
      state(BUCKET, "a", {}, { delete: true }),
    ];
    expect(readResources(copies, "r", new Notes()).map((one) => one.deleting)).toEqual([true, false, true]);
  });

  it("is read although parents are missing, which is noted", async () => {
    const orphan = (name: string) => state(BUCKET, name, {}, { parent: urnOf("a:b:C", "gone") });
    expect(await notesOf([ROOT, orphan("x")])).toEqual(["1 resource has a parent that is not in the input: x"]);
    expect(await notesOf(["a", "b", "c", "d", "e"].map(orphan))).toEqual([
      "5 resources have parents that are not in the input: a, b, c and 2 more",
    ]);
  });

  it("is read although parents form circles, which is noted", async () => {
    const child = (name: string, parent: string) => state(BUCKET, name, {}, { parent: urnOf(BUCKET, parent) });
    expect(await notesOf([child("a", "a")])).toEqual(["1 resource is its own ancestor: a"]);
    expect(await notesOf([child("leaf", "a"), child("a", "b"), child("b", "c"), child("c", "a")])).toEqual([
      "3 resources are their own ancestors: a, b, c",
    ]);
  });

  it("may have chains of parents of any length", async () => {
    const chain = Array.from({ length: 20_000 }, (_, i) =>
      state(BUCKET, `r${i}`, {}, i === 0 ? {} : { parent: urnOf(BUCKET, `r${i - 1}`) }),
    );
    expect(await notesOf(chain)).toEqual([]);
    expect(await notesOf(chain.reverse())).toEqual([]);
  });

  it("tells operations that were cut off", async () => {
    const pending_operations = [{ resource: state(BUCKET, "new"), type: "creating" }, { resource: {}, type: 5 }, null];
    expect(await notesOf([ROOT], { pending_operations })).toEqual([
      "2 operations were cut off and their outcome is not recorded: creating aws:s3/bucket:Bucket new, a resource without URN",
    ]);
    expect(await notesOf([ROOT], { pending_operations: null })).toEqual([]);
  });

  it("tells resources that await their replacement", async () => {
    expect(await notesOf([state(BUCKET, "a", {}, { pendingReplacement: true })])).toEqual([
      "1 resource was deleted and awaits its replacement, and is judged as last recorded: a",
    ]);
  });

  it("keeps hostile names as they are, in notes too, where long ones are cut", async () => {
    for (const name of HOSTILE_NAMES) {
      const { stack, notes } = await readDocument(stackExport([state(BUCKET, name, {}, { parent: "gone" })]));
      expect(stack.resources[0]?.name).toBe(name);
      expect(notes[0]?.endsWith(`: ${name}`)).toBe(true);
    }
    const [cut] = await notesOf([state(BUCKET, `${"x".repeat(79)}🙂${"y".repeat(9_000)}`, {}, { parent: "gone" })]);
    expect(cut?.endsWith(`: ${"x".repeat(79)}…`)).toBe(true);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adapterModules } from "../../../src/inputs/adapters.generated.js";
import { tooDeepAt } from "../../../src/inputs/depth.js";
import { tryInputFile } from "../../../src/inputs/index.js";
import { InputError } from "../../../src/model/index.js";
import { CANARY } from "../../support/bad-inputs.js";
import { readDocument } from "../../support/input-files.js";
import {
  anyCheckpoint,
  anyDocument,
  anyExport,
  anyPreview,
  type Json,
  ROOT,
  stackExport,
  state,
} from "../../support/states.js";

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const tryBytes = (bytes: Uint8Array) => tryInputFile("-", { stdin: once(bytes) });

/** Resources of a document, however it is wrapped. */
function statesOf(document: Json): Json[] {
  const { deployment, checkpoint, steps } = document as Record<string, Json | undefined>;
  if (Array.isArray(steps)) return steps.map((one: Json) => (one["newState"] ?? one["oldState"]) as Json);
  const latest = deployment ?? (checkpoint?.["latest"] as Json | null);
  return (latest?.["resources"] ?? []) as Json[];
}

describe("random input", () => {
  it.each([
    ["export", anyExport],
    ["checkpoint", anyCheckpoint],
    ["preview", anyPreview],
  ])("a legal %s is read whole, and the same each time", async (_, arbitrary) => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async (document) => {
        const read = await readDocument(document);
        expect(read.stack.resources.map((one) => one.urn)).toEqual(statesOf(document).map((one) => one["urn"]));
        expect(await readDocument(document)).toEqual(read);
      }),
      { numRuns: 100 },
    );
  });

  it("the generator makes what it promises", () => {
    const documents = fc.sample(anyExport, { numRuns: 300, seed: 1 });
    const all = documents.flatMap(statesOf);
    const text = JSON.stringify(documents);
    expect(all.some((one) => one["delete"] === true)).toBe(true);
    expect(all.some((one) => one["external"] === true)).toBe(true);
    expect(all.some((one) => String(one["type"]).startsWith("kubernetes:"))).toBe(true);
    expect(all.some((one) => one["parent"] !== ROOT.urn && one["parent"] !== undefined)).toBe(true);
    for (const sign of ["ciphertext", "plaintext", "04da6b54-80e4-46f7-96ec-b56ff0331ba9", "<script>", "__proto__"])
      expect(text).toContain(sign);
  });

  it("truncated text is an InputError with a place", async () => {
    await fc.assert(
      fc.asyncProperty(anyDocument, fc.double({ min: 0, max: 0.999, noNaN: true }), async (document, part) => {
        const bytes = Buffer.from(JSON.stringify(document, null, 1));
        const input = await tryBytes(bytes.subarray(0, Math.floor(part * bytes.length)));
        expect("error" in input).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("damaged bytes are read or an InputError, never another exception", async () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 0.999, noNaN: true }),
      length: fc.integer({ min: 0, max: 4 }),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc.constantFrom("[", "{", "}", '"', ",", "null", "\\", "[[[", "1e999").map((text) => Buffer.from(text)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(anyDocument, fc.array(damage, { minLength: 1, maxLength: 4 }), async (document, damages) => {
        let bytes = Buffer.from(JSON.stringify(document));
        for (const { at, length, insert } of damages) {
          const start = Math.floor(at * bytes.length);
          bytes = Buffer.concat([bytes.subarray(0, start), insert, bytes.subarray(start + length)]);
        }
        const input = await tryBytes(bytes);
        expect("read" in input || input.error instanceof InputError).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("JSON of any shape is read or an InputError, never another exception", async () => {
    const any = fc.jsonValue();
    const field = (keys: readonly string[]) => fc.tuple(fc.constantFrom(...keys), any);
    const keys = [...Object.keys(state("a:b:C", "a")), "delete", "external", "parent", "provider", "dependencies"];
    const resource = fc.oneof(
      {
        weight: 3,
        arbitrary: field([...keys, "propertyDependencies"]).map(([key, value]) => ({ ...ROOT, [key]: value })),
      },
      { weight: 1, arbitrary: any },
    );
    const wrapped = fc.oneof(
      fc.array(resource).map((list) => stackExport(list)),
      fc.array(resource).map((list) => ({ steps: list.map((newState) => ({ op: "create", newState })) })),
      any.map((steps) => ({ steps })),
      any.map((latest) => ({ version: 3, checkpoint: { latest, stack: latest } })),
      any.map((deployment) => ({ version: 3, deployment })),
      any,
    );
    await fc.assert(
      fc.asyncProperty(wrapped, async (document) => {
        const input = await tryBytes(Buffer.from(JSON.stringify(document)));
        expect(input.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      }),
      { numRuns: 500 },
    );
  });

  it("messages hold nothing of the content", async () => {
    const text = JSON.stringify(
      stackExport([ROOT, state("a:b:C", "a", { note: CANARY, deep: [CANARY, { [CANARY]: 1 }] })]),
    );
    for (let i = 0; i < text.length; i++) {
      for (const damaged of [text.slice(0, i) + text.slice(i + 1), `${text.slice(0, i)}x${text.slice(i)}`]) {
        const input = await tryBytes(Buffer.from(damaged));
        if ("error" in input) expect(input.error.located).not.toContain(CANARY.slice(0, 6));
      }
    }
  });
});

describe("the place of a mistake", () => {
  it("is the first wrong character, or the start of the word that it breaks", async () => {
    const text = JSON.stringify(stackExport([ROOT, state("a:b:C", "a", { list: [1, null, true] })]), null, 1);
    let located = 0;
    for (let i = 0; i < text.length; i++) {
      const input = await tryBytes(Buffer.from(`${text.slice(0, i)}?${text.slice(i)}`));
      // Inside a string a ? is no mistake of JSON.
      if (!("error" in input) || input.error.where.line === undefined) continue;
      const lines = text.slice(0, i).split("\n");
      const line = (lines.at(-1) as string).replace(/(?<=[ [])(f|fa|fal|fals|t|tr|tru|n|nu|nul)$/, "");
      expect(input.error.where).toEqual({ file: "-", line: lines.length, column: line.length + 1 });
      located += 1;
    }
    expect(located).toBeGreaterThan(100);
  });
});

describe("the scan for depth", () => {
  const depthOf = (value: unknown): number =>
    typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

  it("agrees with the parsed document, indented or not", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(0, 1, 4), (value, indent) => {
        const bytes = Buffer.from(JSON.stringify(value, null, indent));
        const depth = depthOf(value);
        expect(tooDeepAt(bytes, depth)).toBe(-1);
        if (depth > 0) expect(tooDeepAt(bytes, depth - 1)).toBeGreaterThanOrEqual(depth - 1);
      }),
    );
  });
});

describe("the adapters", () => {
  it("are found by folder, and no document is recognised by two", () => {
    const adapters = Object.values(adapterModules).map((module) => module.adapter);
    expect(adapters.map((one) => one.format)).toEqual(["checkpoint", "preview", "stack export"]);
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(adapters.filter((one) => one.recognises(document))).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });
});

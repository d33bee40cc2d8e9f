import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readInputFile, readInputs } from "../../../src/inputs/index.js";
import { temporaryFolder } from "../../support/input-files.js";
import { checkpoint, deployment, encrypted, ROOT, secret, stackExport, state } from "../../support/states.js";

const folder = temporaryFolder();
const BUCKET = "aws:s3/bucket:Bucket";
const text = JSON.stringify(stackExport([ROOT, state(BUCKET, "a", { tags: { name: "Zoë ✓" } })]), null, 4);
const sha256 = (bytes: Uint8Array | string) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += 7) yield bytes.subarray(i, i + 7);
}

describe("a file", () => {
  it("is read with its digest, time, CLI version and stack", async () => {
    const path = folder.write("plain.json", text);
    const { digest, read, ...rest } = await readInputFile(path);
    expect(rest).toEqual({ path });
    expect(digest).toBe(sha256(text));
    expect(read).toMatchObject({
      format: "stack export",
      time: "2026-05-04T03:02:01.5Z",
      cliVersion: "v3.260.0",
      notes: [],
    });
    expect(read.stack).toMatchObject({ organization: undefined, project: "shop", name: "prod" });
    expect(read.stack.resources.map((one) => one.inputs)).toEqual([{}, { tags: { name: "Zoë ✓" } }]);
  });

  it("is the same with a byte order mark, or compressed under any name; the digest is of the bytes as given", async () => {
    const plain = await readInputFile(folder.write("same.json", text));
    const mark = `\uFEFF${text}`;
    const compressed = gzipSync(mark);
    for (const [name, bytes] of [
      ["mark.json", mark],
      ["packed.json", compressed],
      ["packed.txt", compressed],
    ] as const) {
      const other = await readInputFile(folder.write(name, bytes));
      expect(other.read).toEqual(plain.read);
      expect(other.digest).toBe(sha256(bytes));
    }
  });

  it("is read from standard input in pieces that split characters", async () => {
    const bytes = Buffer.from(text);
    const input = await readInputFile("-", { stdin: inPieces(bytes) });
    expect(input).toMatchObject({ path: "-", digest: sha256(text) });
    expect(input.read.stack.resources).toHaveLength(2);
  });

  it("keeps a text of 10 MB, and nesting of 500 levels", async () => {
    const long = '\\"[{'.repeat(2_500_000);
    // Root, deployment, resources, resource and inputs are five levels.
    let deep: unknown[] = [];
    for (let i = 1; i < 495; i++) deep = [deep];
    const { read } = await readInputFile(
      folder.write("long.json", JSON.stringify(stackExport([state(BUCKET, "a", { long, deep }, { outputs: null })]))),
    );
    expect(read.stack.resources[0]?.inputs["long"] === long).toBe(true);
    expect(read.stack.resources[0]?.inputs["deep"]).toEqual(deep);
  });
});

describe("secrets", () => {
  it("stay as they stand", async () => {
    const inputs = { plain: secret("x"), cipher: encrypted(), masked: "[secret]" };
    const { read } = await readInputFile(
      folder.write("s.json", JSON.stringify(stackExport([state(BUCKET, "a", inputs)]))),
    );
    expect(read.stack.resources[0]?.inputs).toEqual(inputs);
  });
});

describe("a stack's name", () => {
  const named = async (file: string, document: unknown) => {
    const { read } = await readInputFile(folder.write(file, JSON.stringify(document)));
    return { ...read.stack, resources: read.stack.resources.length, notes: read.notes };
  };
  const provider = state(
    "pulumi:providers:aws",
    "default",
    {},
    { urn: "urn:pulumi:dev::other::pulumi:providers:aws::default" },
  );

  it("comes from the root resource", async () => {
    expect(await named("n1.json", stackExport([provider, ROOT]))).toMatchObject({ project: "shop", name: "prod" });
  });

  it("else from any resource", async () => {
    expect(await named("n2.json", checkpoint(deployment([provider]), "acme/x/y"))).toMatchObject({
      organization: "acme",
      project: "other",
      name: "dev",
    });
  });

  it("else from the checkpoint; the backend's placeholder is no organisation", async () => {
    expect(await named("n3.json", checkpoint(null, "organization/shop/prod"))).toEqual({
      organization: undefined,
      project: "shop",
      name: "prod",
      resources: 0,
      notes: ["The stack was never updated: it holds no resources"],
    });
    expect(await named("n4.json", checkpoint(null, "acme/shop/prod"))).toMatchObject({ organization: "acme" });
    expect(await named("n5.json", checkpoint(null, "prod"))).toMatchObject({ project: "unknown", name: "prod" });
  });

  it.each([
    ["from-file.json", "from-file"],
    ["from.file.json.gz", "from.file"],
    ["bare", "bare"],
  ])("else from the file %s", async (file, name) => {
    const { stack, notes } = (await readInputFile(folder.write(file, JSON.stringify({ version: 3, deployment: {} }))))
      .read;
    expect(stack).toEqual({ organization: undefined, project: "unknown", name, resources: [] });
    expect(notes).toEqual([
      "The stack holds no resources",
      "Nothing in the input names the stack's project",
      "Nothing in the input names the stack: it is called after its file",
    ]);
  });

  it("and Go's zero time and empty version are not known", async () => {
    const manifest = { time: "0001-01-01T00:00:00Z", magic: "", version: "" };
    const { read } = await readInputFile(
      folder.write("zero.json", JSON.stringify({ version: 4, deployment: { manifest } })),
    );
    expect("time" in read || "cliVersion" in read).toBe(false);
  });
});

describe("many inputs", () => {
  it("go on after a bad one, and pass over what a folder holds beside stacks", async () => {
    const good = folder.write("many/good.json", text);
    const bad = folder.write("many/bad.json", text.slice(0, 99));
    const other = folder.write("many/package.json", "{}");
    const seen = [];
    for await (const input of readInputs([
      { path: bad, named: false },
      { path: good, named: false },
      { path: other, named: false },
      { path: other, named: true },
    ]))
      seen.push("error" in input ? "error" : "skipped" in input ? input.skipped : "read");
    expect(seen).toEqual(["error", "read", "Skipped: this JSON is no Pulumi state", "error"]);
  });
});

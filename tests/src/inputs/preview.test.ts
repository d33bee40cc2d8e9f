import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../src/model/index.js";
import { readDocument } from "../../support/input-files.js";
import { type Json, preview, ROOT, type State, state, step } from "../../support/states.js";

const BUCKET = "aws:s3/bucket:Bucket";
const root = step("same", ROOT, ROOT);

/** A record as it is planned: no id, no outputs yet. */
function plan(name: string, inputs: Json = { acl: "private" }, more: Json = {}): State {
  return state(BUCKET, name, inputs, { id: undefined, outputs: {}, ...more });
}

async function readSteps(...steps: unknown[]) {
  const { stack, notes } = await readDocument(preview([root, ...steps]));
  return { resources: stack.resources.slice(1), notes };
}

describe("a preview", () => {
  it("names the stack by its root", async () => {
    const read = await readDocument(preview([root]));
    expect(read).toMatchObject({ format: "preview", notes: [], stack: { project: "shop", name: "prod" } });
  });

  it.each([
    "create",
    "replace",
    "create-replacement",
    "import",
    "import-replacement",
    "update",
    "same",
  ])("%s: the planned inputs are the outputs, in an object of their own", async (op) => {
    for (const outputs of [undefined, {}]) {
      const { resources } = await readSteps(step(op, plan("a", { acl: UNKNOWN, secret: "[secret]" }, { outputs })));
      expect(resources).toHaveLength(1);
      expect(resources[0]).toMatchObject({ deleting: false, id: undefined });
      expect(resources[0]?.inputs).toEqual({ acl: UNKNOWN, secret: "[secret]" });
      expect(resources[0]?.outputs).toEqual(resources[0]?.inputs);
      expect(resources[0]?.outputs).not.toBe(resources[0]?.inputs);
    }
  });

  it("a component that is created too", async () => {
    const { resources } = await readSteps(step("create", plan("a", { size: 1 }, { custom: false })));
    expect(resources[0]?.outputs).toEqual(resources[0]?.inputs);
    expect(resources[0]?.outputs).not.toBe(resources[0]?.inputs);
  });

  it("keeps outputs that are planned", async () => {
    const { resources } = await readSteps(step("create", plan("a", { acl: "x" }, { outputs: { arn: UNKNOWN } })));
    expect(resources[0]?.outputs).toEqual({ arn: UNKNOWN });
  });

  it.each(["same", "refresh", "read"])("%s: the old state completes id and outputs", async (op) => {
    const { resources } = await readSteps(step(op, plan("a", { acl: "x" }), state(BUCKET, "a", { acl: "x" })));
    expect(resources[0]).toMatchObject({ id: "a-id", outputs: { acl: "x", id: "a-id" } });
  });

  it("update: the id stays, outputs that may change do not", async () => {
    const { resources } = await readSteps(
      step("update", plan("a", { acl: "new" }), state(BUCKET, "a", { acl: "old" })),
    );
    expect(resources[0]).toMatchObject({ id: "a-id", outputs: { acl: "new" } });
  });

  it("replace: neither stays", async () => {
    const { resources } = await readSteps(
      step("replace", plan("a", { acl: "new" }), state(BUCKET, "a", { acl: "old" })),
    );
    expect(resources[0]).toMatchObject({ id: undefined, outputs: { acl: "new" }, deleting: false });
  });

  it.each([
    "delete",
    "delete-replaced",
    "discard",
    "discard-replaced",
    "remove-pending-replace",
  ])("%s: the old state is going away", async (op) => {
    const { resources } = await readSteps(step(op, undefined, state(BUCKET, "a", { acl: "x" })));
    expect(resources[0]).toMatchObject({ deleting: true, id: "a-id", inputs: { acl: "x" } });
  });

  it("a refresh that finds nothing is a deletion", async () => {
    const { resources } = await readSteps(step("refresh", undefined, state(BUCKET, "a")));
    expect(resources[0]?.deleting).toBe(true);
  });

  it("a read resource is external", async () => {
    const { resources } = await readSteps(step("read", plan("a", {}, { external: true })));
    expect(resources[0]?.external).toBe(true);
  });

  it("a replacement told in all its steps is one new resource and one old", async () => {
    const [next, old] = [plan("a", { acl: "new" }), state(BUCKET, "a", { acl: "old" })];
    const { resources } = await readSteps(
      step("create-replacement", next, old),
      step("replace", next, old),
      step("delete-replaced", undefined, old),
    );
    expect(resources.map((one) => [one.deleting, one.inputs["acl"]])).toEqual([
      [false, "new"],
      [true, "old"],
    ]);
  });

  it("what follows a refresh is the plan", async () => {
    const old = state(BUCKET, "a", { acl: "old" });
    const { resources } = await readSteps(step("refresh", old, old), step("update", plan("a", { acl: "new" }), old));
    expect(resources.map((one) => one.inputs)).toEqual([{ acl: "new" }]);
  });

  it("an operation that plans no resource is passed over, an unknown one is judged and noted", async () => {
    const { resources, notes } = await readSteps(
      { op: "extend-parameterize", urn: "x" },
      step("constructor", plan("a")),
    );
    expect(resources.map((one) => one.name)).toEqual(["a"]);
    expect(notes).toEqual([
      "1 step has an operation that this release does not know and is judged by its new state: constructor of a",
    ]);
  });
});

describe("what a preview leaves out", () => {
  const notes = async (more: Json) => (await readDocument(preview([root], more))).notes;

  it("is told: unchanged resources", async () => {
    expect(await notes({ changeSummary: { same: 1 } })).toEqual([]);
    expect(await notes({ changeSummary: { same: 2 } })).toEqual([
      "The preview does not hold 1 unchanged resource, which cannot be judged: run `pulumi preview --json --show-sames`",
    ]);
    expect((await notes({ changeSummary: { same: 9, create: 2 } }))[0]).toMatch(/8 unchanged resources/);
  });

  it("is told: errors", async () => {
    const diagnostics = [{ severity: "error", message: "hunter2" }, { severity: "warning" }, null];
    const told = await notes({ diagnostics, maybeCorrupt: true });
    expect(told).toEqual([
      "The preview reported 1 error: what it did not reach is missing from it",
      "The preview says of itself that it may be corrupt",
    ]);
  });
});

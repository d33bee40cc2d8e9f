/** Inputs that nothing may be made of, and where the error must point. */
import { gzipSync } from "node:zlib";
import { checkpoint, deployment, type Json, preview, ROOT, stackExport, state, step } from "./states.js";

export interface BadInput {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Line and column, or path in the document; nothing where the whole file is at fault. */
  readonly where: { readonly line?: number; readonly column?: number; readonly path?: string };
  /** Words of the message. */
  readonly says: RegExp;
}

/** Stands in secret places of the fixtures: no message may hold it. */
export const CANARY = "hunter2-canary";

const BUCKET = "aws:s3/bucket:Bucket";
const good = JSON.stringify(stackExport([ROOT, state(BUCKET, "a", { note: CANARY })]), null, 2);
const utf8 = (text: string) => Buffer.from(text, "utf8");

function malformed(name: string, text: string, line: number, column: number, says: RegExp): BadInput {
  return { name, bytes: utf8(text), where: { line, column }, says };
}

function wrong(name: string, document: unknown, path: string, says: RegExp): BadInput {
  return { name, bytes: utf8(JSON.stringify(document)), where: { path }, says };
}

function wholly(name: string, bytes: Uint8Array, says: RegExp): BadInput {
  return { name, bytes, where: {}, says };
}

/** An export whose second resource has these fields instead of its own. */
function resourceWith(more: Json): Json {
  return stackExport([ROOT, state(BUCKET, "a", {}, more)]);
}

const lines = good.split("\n");
const last = { line: lines.length, column: (lines.at(-1) as string).length };
const SECOND = "deployment.resources[1]";
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const deep = `{"version": 3, "deployment": {\n"resources": [{"inputs": {"s": "[[[\\"[", "deep": ${nested(497)}}}]}}`;

export const MALFORMED: readonly BadInput[] = [
  wholly("empty", utf8(""), /empty/),
  wholly("blank", utf8(" \n\n"), /empty/),
  malformed("truncated", good.slice(0, -1), last.line, last.column, /too early.*again/),
  malformed("truncated in a string", `{"version": 3,\n  "a": "${CANARY}`, 2, 23, /too early/),
  malformed("truncated after a colon", `{"version": 3,\n  "a":`, 2, 7, /too early/),
  malformed("a missing comma", `{"version": 3\n  "deployment": "${CANARY}"}`, 2, 3, /comma/),
  malformed("a missing colon", `{"version" 3}`, 1, 12, /colon/),
  malformed("a trailing comma in an object", `{\n  "version": 3,\n}`, 3, 1, /property name/),
  malformed("a trailing comma in a list", `{"a": [{}, "\\"]",\n  ]}`, 2, 3, /value/),
  malformed("a bare word", `{"a": [1, true, -2.5e3, null],\n "b": ${CANARY}}`, 2, 7, /value/),
  malformed("a bare word in a short text", `{"a":nope}`, 1, 6, /value/),
  malformed("a colon where a value is expected", `{"a": :}`, 1, 7, /value/),
  malformed("a comma first", `[,1]`, 1, 2, /value/),
  malformed("NaN", `{"a": NaN}`, 1, 7, /value/),
  malformed("a line break in a string", `{"a": "x\ny"}`, 1, 9, /line break/),
  malformed("a bad escape", `{"a": "\\x"}`, 1, 9, /escape/),
  malformed("a bad number", `{"a": -}`, 1, 8, /number/),
  malformed("two documents", `${JSON.stringify(checkpoint(null))}\n{}`, 2, 1, /one document/),
  malformed("nesting of 501 levels", deep, 2, 545, /500 levels/),
  malformed("nesting that would overflow a stack", nested(200_000), 1, 501, /500 levels/),
  malformed("nesting that is never closed", `{"a":`.repeat(100_000), 1, 2501, /500 levels/),
  {
    name: "not UTF-8",
    bytes: Buffer.from([0x7b, 0x0a, 0x22, 0xef, 0xbf, 0xbd, 0xff, 0x22]),
    where: { line: 2, column: 3 },
    says: /UTF-8/,
  },
  wholly("UTF-16", Buffer.from(`\uFEFF${good}`, "utf16le"), /UTF-16.*--file/),
  wholly("truncated gzip", gzipSync(good).subarray(0, -12), /gzip data ends too early/),
  wholly("damaged gzip", Buffer.from([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]), /gzip data is damaged/),
  wholly("gzip of nothing", gzipSync(""), /empty/),
  wholly("zstd", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0]), /zstd -d/),
];

export const NOT_PULUMI: readonly BadInput[] = [
  wholly("a list", utf8("[]"), /pulumi stack export/),
  wholly("a text", utf8(`"${CANARY}"`), /pulumi stack export/),
  wholly("null", utf8("null"), /pulumi stack export/),
  wholly("another tool's object", utf8(`{"name": "${CANARY}", "dependencies": {}}`), /pulumi stack export/),
];

export const WRONG: readonly BadInput[] = [
  ...[1, 2].map((version) => wrong(`version ${version}`, { version, deployment: {} }, "version", /old Pulumi CLI/)),
  wrong("version 5", { version: 5, deployment: {} }, "version", /update konductor/),
  wrong("no version", { deployment: {} }, "version", /no version.*pulumi stack export/),
  wrong("version as text", { version: "3", deployment: {} }, "version", /3 or 4/),
  wrong("a checkpoint of the first version", { target: "dev", latest: { resources: [] } }, "version", /no version/),
  wrong("checkpoint of version 2", { version: 2, checkpoint: {} }, "version", /old Pulumi CLI/),
  wrong("checkpoint as text", { version: 3, checkpoint: CANARY }, "checkpoint", /object/),
  wrong("latest as a list", checkpoint([]), "checkpoint.latest", /object/),
  wrong("deployment as text", { version: 3, deployment: CANARY }, "deployment", /object/),
  wrong("resources as an object", stackExport({} as never), "deployment.resources", /list/),
  wrong("resource as text", stackExport([ROOT, CANARY]), SECOND, /object/),
  wrong("resource as null", stackExport([ROOT, null]), SECOND, /object/),
  wrong("no URN", resourceWith({ urn: undefined }), `${SECOND}.urn`, /URN/),
  wrong("URN as a number", resourceWith({ urn: 5 }), `${SECOND}.urn`, /URN/),
  wrong("URN of another form", resourceWith({ urn: `arn:aws:s3:::${CANARY}` }), `${SECOND}.urn`, /urn:pulumi:STACK/),
  wrong("URN without a stack", resourceWith({ urn: "urn:pulumi:::p::t:m:T::n" }), `${SECOND}.urn`, /URN/),
  wrong("no type", resourceWith({ type: undefined }), `${SECOND}.type`, /type/),
  wrong("type as a list", resourceWith({ type: [BUCKET] }), `${SECOND}.type`, /type/),
  wrong("no custom", resourceWith({ custom: undefined }), `${SECOND}.custom`, /true.*false/),
  wrong("custom as text", resourceWith({ custom: "true" }), `${SECOND}.custom`, /true.*false/),
  wrong("inputs as a list", resourceWith({ inputs: [CANARY] }), `${SECOND}.inputs`, /object/),
  wrong("outputs as text", resourceWith({ outputs: CANARY }), `${SECOND}.outputs`, /object/),
  wrong("delete as text", resourceWith({ delete: "yes" }), `${SECOND}.delete`, /true, false/),
  wrong("external as a number", resourceWith({ external: 1 }), `${SECOND}.external`, /true, false/),
  wrong("in a checkpoint", checkpoint(deployment([{}])), "checkpoint.latest.resources[0].urn", /URN/),
  wrong(
    "the same URN twice, both live",
    stackExport([ROOT, state(BUCKET, "a"), state(BUCKET, "b"), state(BUCKET, "a")]),
    "deployment.resources[3].urn",
    /deployment\.resources\[1\].*delete/,
  ),
  wrong("steps as an object", { steps: {} }, "steps", /list/),
  wrong("a preview without steps", { config: {}, changeSummary: {} }, "steps", /--show-sames/),
  wrong("a step as text", preview([CANARY]), "steps[0]", /object/),
  wrong("a step without operation", preview([{ newState: ROOT }]), "steps[0].op", /operation/),
  wrong("a step without new state", preview([step("create", undefined)]), "steps[0].newState", /newState/),
  wrong("a deletion without old state", preview([step("delete", undefined)]), "steps[0].oldState", /oldState/),
  wrong("a step's state as a list", preview([{ op: "same", newState: [] }]), "steps[0].newState", /object/),
  wrong(
    "a step's resource without type",
    preview([step("same", ROOT), step("create", state(BUCKET, "a", {}, { type: undefined }))]),
    "steps[1].newState.type",
    /type/,
  ),
  wrong(
    "two plans for one URN",
    preview([step("create", ROOT), step("update", ROOT, ROOT)]),
    "steps[1].newState.urn",
    /steps\[0\]\.newState/,
  ),
];

export const BAD_INPUTS: readonly BadInput[] = [...MALFORMED, ...NOT_PULUMI, ...WRONG];

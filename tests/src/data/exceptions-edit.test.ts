import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadExceptions } from "../../../src/data/exceptions.js";
import { addException, type NewException } from "../../../src/data/exceptions-edit.js";
import { InputErrors } from "../../../src/data/problems.js";
import { HOSTILE } from "../../support/hostile.js";
import { temporaryFolder } from "../../support/input-files.js";

const folder = temporaryFolder();
const RULES = [{ id: "aws-s3-logging", severity: "medium" }] as const;
const ENTRY: NewException = {
  rules: ["aws-s3-logging"],
  resources: [{ urn: "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::assets" }],
  reason: "Because.",
  deviation: "risk-adjustment",
  requestedBy: "team-shop",
  expires: "2026-06-30",
};
const ADDED = `  - id: EX-1
    rules:
      - aws-s3-logging
    resources:
      - urn: urn:pulumi:prod::shop::aws:s3/bucket:Bucket::assets
    reason: Because.
    deviation: risk-adjustment
    requestedBy: team-shop
    expires: 2026-06-30
`;

/** A file with everything that people write: comments, odd spacing, quotes, a folded text. */
const WRITTEN = `# Ours.
limits: { days: { high: 10 } }   # less than the default

exceptions:
    # the first
    - id: EX-9   # nine
      rules: [aws-s3-logging]
      resources: [ {name: 'x*'} ]

      # why
      reason: >
        folded
        text
      deviation:    false-positive
      requestedBy: "b"
      expires: 2026-01-01 # soon
# the end
`;

const add = (text: string | undefined, entry: NewException = ENTRY) => addException("f.yaml", text, entry, RULES);
const load = (text: string) => loadExceptions([folder.write("f.yaml", text)], RULES).exceptions;

describe("an entry is added", () => {
  test.each([undefined, "", "  \n", "exceptions: []\n", "exceptions: [ ]"])("to %j, which becomes a list", (text) => {
    expect(add(text).text).toBe(`exceptions:\n${ADDED}`);
  });

  test("behind the last one, every byte of the rest left alone", () => {
    const { text, exception, limits } = add(WRITTEN);
    const [before = "", after] = WRITTEN.split("# the end\n");
    const added = ADDED.replaceAll(/^/gm, "  ").replace("EX-1", "EX-10").trimEnd();
    expect(text).toBe(`${before}\n${added}\n# the end\n${after}`);
    expect(exception).toMatchObject({ id: "EX-10", covers: ["aws-s3-logging"], severity: "medium" });
    expect(limits.days.high).toBe(10);
  });

  test.each([
    ["without a newline at the end", WRITTEN.trimEnd().replace(/\n# the end$/, "")],
    ["with the lines of Windows", WRITTEN.replaceAll("\n", "\r\n")],
    ["with the list at the margin", WRITTEN.replaceAll(/^ {4}/gm, "")],
    ["with a byte order mark", `\ufeff${WRITTEN}`],
    [
      "with keys behind the list",
      "exceptions:\n- {id: a, rules: [aws-s3-logging], resources: [{type: t}], reason: r, deviation: false-positive, requestedBy: q, expires: 2026-01-01}\n\nlimits: {}\n",
    ],
    [
      "with the list in brackets",
      "exceptions: [{id: a, rules: [aws-s3-logging], resources: [{type: t}], reason: r, deviation: false-positive, requestedBy: q, expires: 2026-01-01}]\n",
    ],
  ])("%s", (_, text) => {
    const [first] = load(text);
    const edited = add(text);
    const [before, after, ...more] = load(edited.text);
    expect(before).toEqual({ ...first, origin: before?.origin });
    expect(after).toMatchObject(ENTRY);
    expect(more).toEqual([]);
    if (text.includes("\r\n")) expect(edited.text).not.toMatch(/[^\r]\n/);
    const third = load(add(edited.text).text);
    expect(third).toHaveLength(3);
  });

  test("with any text, which is read back as it was", () => {
    const texts = [
      ...HOSTILE.filter((text) => /\S/.test(text) && !/\p{Cs}/u.test(text)),
      "- x",
      "a: b",
      " #",
      "%",
      "'",
      "true",
      "1",
      "|",
      "---\n",
      "\t",
    ].filter((text) => /\S/.test(text));
    const text = fc.oneof(
      fc.constantFrom(...texts),
      fc.string({ minLength: 1, unit: "grapheme" }).filter((one) => /\S/.test(one)),
    );
    fc.assert(
      fc.property(text, text, fc.constantFrom(undefined, WRITTEN), (reason, requestedBy, file) => {
        const edited = add(file, { ...ENTRY, reason, requestedBy });
        expect(load(edited.text).at(-1)).toMatchObject({ ...ENTRY, reason, requestedBy });
        if (file !== undefined) expect(edited.text.startsWith(file.split("# the end")[0] as string)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

describe("an entry is refused", () => {
  test.each<[string, Partial<NewException>, string]>([
    [
      "an unknown rule",
      { rules: ["aws-s3-loging"] },
      'rules[0]: unknown rule "aws-s3-loging": did you mean "aws-s3-logging"?',
    ],
    ["no calendar day", { expires: "2026-02-30" }, "expires: expected a day of the calendar"],
    ["an empty reason", { reason: " " }, "reason: expected text, found none"],
    ["half an approval", { approvedBy: "x" }, "approvedBy: approvedBy needs approvedOn"],
    ["an id that is taken", { id: "EX-9" }, 'id: id "EX-9" is taken by f.yaml:6'],
  ])("for %s, told by its key", (_, more, says) => {
    expect(() => add(WRITTEN, { ...ENTRY, ...more })).toThrow(InputErrors);
    expect(() => add(WRITTEN, { ...ENTRY, ...more })).toThrow(says);
  });

  test("when the file itself is not well-formed, told by its line", () => {
    expect(() => add("exceptions:\n  - id: x\n")).toThrow("f.yaml:2:5: exceptions[0].rules: ");
    const aliased = "limits: { operationalRequirement: &a [] }\nexceptions: *a\n";
    expect(() => add(aliased)).toThrow("exceptions is an alias; write the list itself");
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadAttestations } from "../../../src/data/attestations.js";
import { addAttestation } from "../../../src/data/attestations-edit.js";
import { InputErrors } from "../../../src/data/problems.js";
import { HOSTILE } from "../../support/hostile.js";
import { temporaryFolder } from "../../support/input-files.js";
import { FRAMEWORKS } from "./attestations-fixture.js";

const folder = temporaryFolder();
type New = Parameters<typeof addAttestation>[2];
const ENTRY: New = {
  control: "AC-1",
  statement: "It is so.",
  evidence: [{ url: "https://example.org/a" }],
  owner: "office",
  attestedBy: "head",
  attestedOn: "2026-01-31",
  validFor: "P1M",
  method: "EXAMINE",
};
const ADDED = `  - control: AC-1
    statement: It is so.
    evidence:
      - url: https://example.org/a
    owner: office
    attestedBy: head
    attestedOn: 2026-01-31
    validFor: P1M
    method: EXAMINE
`;

/** A file with everything that people write: comments, odd spacing, quotes, a folded text. */
const WRITTEN = `# Ours.
limits: { warnDays: 14 }   # less than the default

attestations:
    # the first
    - control: AC-2   # two
      statement: >
        folded
        text
      owner:    "b"
      attestedBy: c

      # why
      attestedOn: 2026-01-01
      validFor: P1Y # soon
      method: INTERVIEW
# then the provider
inherited: []
`;

const add = (text: string | undefined, entry: New = ENTRY) => addAttestation("f.yaml", text, entry, FRAMEWORKS);
const load = (text: string) => loadAttestations([folder.write("f.yaml", text)], FRAMEWORKS).entries;

describe("an attestation is added", () => {
  test.each([undefined, "", "  \n", "attestations: []\n"])("to %j, which becomes a list", (text) => {
    expect(add(text).text).toBe(`attestations:\n${ADDED}`);
  });

  test("behind the last one, every byte of the rest left alone", () => {
    const { text, attestation, limits } = add(WRITTEN);
    const [before = "", after] = WRITTEN.split("# then the provider\n");
    expect(text).toBe(`${before}\n${ADDED.replaceAll(/^/gm, "  ").trimEnd()}\n# then the provider\n${after}`);
    expect(attestation).toMatchObject({ control: "AC-1", expires: "2026-02-27", disposition: "organisational" });
    expect(limits.warnDays).toBe(14);
  });

  test.each([
    ["", "limits: { warnDays: 14 } # ours\ninherited: []"],
    ["with a newline at the end", "# ours\nlimits:\n  warnDays: 14\n"],
    ["with the lines of Windows", "# ours\r\nlimits:\r\n  warnDays: 14\r\n"],
  ])("to a file without such a list %s", (_, text) => {
    const edited = add(text).text;
    expect(edited.startsWith(text)).toBe(true);
    expect(edited.replaceAll("\r\n", "\n").endsWith(`\n\nattestations:\n${ADDED}`)).toBe(true);
    if (text.includes("\r\n")) expect(edited).not.toMatch(/[^\r]\n/);
    expect(load(edited)).toHaveLength(1);
  });

  test.each(["{}", "{ inherited: [] }", "{ attestations: [] }", '{ "limits": {} }\n'])("to %s", (text) => {
    expect(load(add(text).text)).toMatchObject([ENTRY]);
  });

  test("with any text, which is read back as it was", () => {
    const texts = [...HOSTILE, "- x", "a: b", " #", "%", "'", "true", "1", "|", "---\n", "\t"];
    const text = fc
      .oneof(fc.constantFrom(...texts), fc.string({ minLength: 1, unit: "grapheme" }))
      .filter((one) => /\S/.test(one) && !/\p{Cs}/u.test(one) && !/^\S+_(smt|obj)\S*$/.test(one));
    fc.assert(
      fc.property(text, text, fc.constantFrom(undefined, WRITTEN), (statement, owner, file) => {
        const edited = add(file, { ...ENTRY, statement, owner });
        expect(load(edited.text).at(-1)).toMatchObject({ ...ENTRY, statement, owner });
      }),
      { numRuns: 300 },
    );
  });
});

describe("an attestation is refused", () => {
  test.each<[string, Partial<New>, string]>([
    ["an unknown control", { control: "AC-22" }, 'control: unknown control "AC-22": did you mean "AC-2"?'],
    ["no calendar day", { attestedOn: "2026-02-30" }, "attestedOn: expected a day of the calendar"],
    ["too long a validity", { validFor: "P100Y" }, "validFor: P100Y is too long"],
    ["an empty owner", { owner: " " }, "owner: expected text, found none"],
    ["a control that is attested", { control: "AC-2" }, "control: AC-2 is attested at f.yaml:6; renew that entry"],
  ])("for %s, told by its key", (_, more, says) => {
    expect(() => add(WRITTEN, { ...ENTRY, ...more })).toThrow(InputErrors);
    expect(() => add(WRITTEN, { ...ENTRY, ...more })).toThrow(says);
  });

  test("when the file itself is not well-formed, told by its line", () => {
    expect(() => add("attestations:\n  - control: AC-1\n")).toThrow("f.yaml:2:5: attestations[0].attestedBy: ");
    expect(() => add("inherited: &a []\nattestations: *a\n")).toThrow(
      "attestations is an alias; write the list itself",
    );
  });
});

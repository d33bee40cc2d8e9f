import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import { format as html } from "../../reports/html/render.js";
import { format as markdown } from "../../reports/markdown/render.js";
import type { Assessment, STATUSES } from "../../src/model/index.js";
import { sampleAssessment } from "../support/assessment.js";
import { attribute, type Element, elementsOf, elementsOfFragment, textOf } from "../support/markup.js";

const assessment = sampleAssessment({ resources: 150, broken: true, attestations: true });
const plain = sampleAssessment({ resources: 150, broken: true });
const { attestations, attestationFindings, controls } = assessment;
const rendered = (format: typeof html, of: Assessment = assessment) => [...format.render(of)].join("");
const spoken = controls.filter((control) => control.attestation ?? control.inheritance);
const words = (element: Element) => textOf(element).replace(/\s+/g, " ");

test("the sample holds every state, most findings, and controls that rest on each", () => {
  expect(new Set(attestations.map((one) => one.state)).size).toBe(4);
  expect(new Set(attestationFindings.map((one) => one.kind)).size).toBe(7);
  expect(spoken.length).toBeGreaterThan(4);
  expect(spoken.map((one) => one.status)).toEqual(expect.arrayContaining(["attested", "inherited", "not-satisfied"]));
});

describe("report.html", () => {
  const page = rendered(html);
  const elements = elementsOf(page);
  const byId = (id: string) => elements.find((element) => attribute(element, "id") === id) as Element;
  const slug = (id: string) => id.toLowerCase();

  test("opens with how many controls are contradicted, shown, attested, inherited and open", () => {
    const text = words(byId("summary"));
    const told = {
      "not-satisfied": "contradicted",
      attested: "attested",
      inherited: "inherited",
      "no-evidence": "open",
    };
    const [first] = assessment.summary.controls;
    for (const [status, word] of Object.entries(told))
      expect(text).toContain(`${first?.statuses[status as keyof typeof told]} ${word}`);
    expect(text).toContain(
      `${attestations.length} attestations were considered, with ${attestationFindings.length} findings`,
    );
  });

  test("lists the section before the parameters, and in the contents", () => {
    const main = byId("main").childNodes.filter((node): node is Element => "tagName" in node);
    expect(main.map((element) => attribute(element, "id")).slice(-3)).toEqual(["silent", "attestations", "record"]);
    const links = elements.filter((element) => attribute(element, "href") === "#attestations").map(textOf);
    expect(links).toContain("Attestations");
  });

  test("says at each control who attests it, when, until when, how and on which evidence", () => {
    for (const { profile, id, attestation, inheritance, status } of spoken) {
      const text = words(byId(`control-${profile}-${slug(id)}`));
      const entry = attestation ?? inheritance;
      expect(text).toContain(
        `${entry?.attestedBy}, from ${entry?.attestedOn} up to the end of ${entry?.expires} (UTC)`,
      );
      if (attestation) {
        expect(text).toContain(`owned by ${attestation.owner}`);
        expect(text).toContain(attestation.method === "EXAMINE" ? "by examination" : "by interview");
      } else expect(text).toContain(`Inherited from ${inheritance?.provider} by ${inheritance?.authorisation}`);
      for (const one of entry?.evidence ?? []) expect(text).toContain("path" in one ? one.path : one.url);
      expect(text.includes("It does not outweigh what rules found.")).toBe(status === "not-satisfied");
    }
    const inherited = controls.filter((one) => one.disposition === "inherited" && !one.inheritance);
    expect(inherited.length).toBeGreaterThan(10);
    expect(page.match(/No valid entry names the provider's authorisation\./g)).toHaveLength(inherited.length);
  });

  test("says nothing at a control whose attestation counts for nothing", () => {
    const nothing = attestations.filter((one) => one.state !== "valid" && !spoken.some(({ id }) => id === one.control));
    expect(nothing.length).toBeGreaterThan(2);
    for (const { control, profiles } of nothing)
      for (const profile of profiles)
        expect(words(byId(`control-${profile}-${slug(control)}`))).not.toContain("head-of-security");
  });

  test("tells each entry, and each finding", () => {
    for (const entry of attestations) {
      const text = words(byId(`${entry.kind}-${entry.catalog}-${slug(entry.control)}`));
      const { attestedBy, attestedOn, validFor, expires, origin } = entry;
      const own = entry.kind === "attestation" ? [entry.owner] : [entry.provider, entry.authorisation];
      for (const part of [attestedBy, attestedOn, validFor, expires, `${origin.file}:${origin.line}`, ...own])
        expect(text).toContain(part);
      for (const { sha256 = "" } of entry.evidence) expect(text).toContain(sha256);
    }
    const tables = elements.filter((e) => e.tagName === "table" && attribute(e, "class") === "cards findings");
    expect(tables).toHaveLength(1);
    for (const { message } of attestationFindings) expect(textOf(tables[0] as Element)).toContain(message);
  });

  test("has no link that leads nowhere, and ids that are unique, however many there are", () => {
    const [first] = attestations;
    const many = Array.from({ length: 2000 }, (_, i) => ({
      ...(first as typeof first & object),
      control: `M-${i}`,
      profiles: [],
    }));
    for (const text of [page, rendered(html, { ...assessment, attestations: [...attestations, ...many] })]) {
      const all = elementsOf(text);
      const ids = all.map((element) => attribute(element, "id")).filter((id) => id !== undefined);
      expect(new Set(ids).size).toBe(ids.length);
      const links = all.map((element) => attribute(element, "href") ?? "").filter((href) => href.startsWith("#"));
      const known = new Set(ids);
      expect(links.filter((href) => /^#(attestation|inheritance)-/.test(href)).length).toBeGreaterThan(10);
      expect(links.filter((href) => !known.has(href.slice(1)))).toEqual([]);
      if (text !== page) expect(text).toContain("and 1,512 more: see");
    }
  });

  test("says nothing of attestations when there are none", () => {
    const [, body = ""] = rendered(html, plain).split("<main");
    expect(body.split("<script>")[0]).not.toMatch(/#attestation|class="word"|No valid entry/);
  });
});

describe("report.md", () => {
  const text = rendered(markdown);
  const section = text.split("\n## Attestations\n")[1]?.split("\n---\n")[0] ?? "";

  test("opens with how many controls there are of each status, which add up", () => {
    for (const one of [text, rendered(markdown, plain)]) {
      const sentence = one.split("\n")[2] ?? "";
      expect(sentence).toMatch(/^Of 380 controls, \d+ contradicted, .*\d+ attested, \d+ inherited and \d+ open\.$/);
      const [total, ...parts] = (sentence.match(/\d+/g) ?? []).map(Number);
      expect(parts.reduce((sum, n) => sum + n, 0)).toBe(total);
    }
    const of = (status: (typeof STATUSES)[number]) =>
      assessment.summary.controls.reduce((sum, row) => sum + row.statuses[status], 0);
    expect(text).toContain(`${of("attested")} attested, ${of("inherited")} inherited and ${of("no-evidence")} open`);
  });

  test("tells how many there are of each state, every finding, and what is valid", () => {
    const page = elementsOfFragment(micromark(section, { extensions: [gfm()], htmlExtensions: [gfmHtml()] }));
    expect(textOf(page[0] as Element)).toContain(
      "12 entries on 2026-03-02 (UTC): 7 valid, 2 expired, 1 not yet valid, 2 misplaced.",
    );
    const items = page.filter((element) => element.tagName === "li").map(textOf);
    attestationFindings.forEach(({ control, message }, i) => {
      expect(items[i]).toContain(`${control} ${message}`);
    });
    expect(items.slice(attestationFindings.length)).toHaveLength(7);
    expect(items).toContain("AC-1 attested by head-of-security (EXAMINE), up to the end of 2026-08-31 (UTC)");
    expect(items).toContain(
      "PE-2 inherited from Cloud provider by Moderate authorisation A-1, up to the end of 2026-08-31 (UTC)",
    );
  });

  test("fits whatever their number and length", () => {
    const [first] = attestationFindings;
    const finding = { ...(first as typeof first & object), control: "x".repeat(5000), message: "m`".repeat(5000) };
    const long = rendered(markdown, {
      ...assessment,
      attestationFindings: Array.from({ length: 5000 }, () => finding),
    });
    expect(long.length).toBeLessThanOrEqual(60_000);
    expect(long).toMatch(/- and 4,9\d\d more: see `report-full\.md`/);
  });

  test("tells that files without an entry were brought", () => {
    const none = { ...assessment, attestations: [], attestationFindings: [] };
    expect(rendered(markdown, none)).toMatch(
      /0 entries on `2026-03-02` \(UTC\): none\. .* \d+ controls would be inherited/,
    );
    const page = elementsOf(rendered(html, none));
    const section = page.find((element) => attribute(element, "id") === "attestations") as Element;
    expect(words(section)).toMatch(/0 entries on 2026-03-02 \(UTC\)\. ?What people.* \d+ controls would be inherited/);
    expect(words(section)).not.toContain("Each attestation");
  });

  test("has no section on attestations when there are none", () => {
    expect(rendered(markdown, plain)).not.toMatch(/## Attestations/);
  });
});

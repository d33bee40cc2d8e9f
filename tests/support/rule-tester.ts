import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaults } from "../../src/engine/index.js";
import { buildGraph } from "../../src/graph/index.js";
import { type Outcome, type Remediation, type Rule, UNKNOWN, type Verdict } from "../../src/model/index.js";
import { checkGuarded, mend, roughened } from "./remedy-tester.js";
import { type Mode, type ResourceSpec, resource, stackOf } from "./resources.js";

/** One stack and what the rule has to say of its first resource. */
export interface Case {
  /** What is special about it; unique within the rule. */
  readonly name: string;
  readonly stack: readonly ResourceSpec[];
  /** Paths that decide (fail, undetermined) or are among those read (pass); `companion(kind)` for a missing companion. */
  readonly at: readonly string[];
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Why the rule's remedy leaves this violation alone. Otherwise, if the rule has one, it is mended. */
  readonly unremedied?: string;
  /** What the remedy changes, and nothing else: paths, and what is there afterwards. */
  readonly remedied?: Readonly<Record<string, string>>;
  /** Looked at in this mode only; give the reason in the name. Otherwise in both, with the same verdict. */
  readonly only?: Mode;
}

/** A case whose verdict depends on the rule. */
export interface Judged extends Case {
  readonly verdict: Verdict;
}

/** The columns of the table. A string instead of cases is the reason why there is none. */
export interface Cases {
  readonly compliant: readonly Case[];
  readonly violating: readonly Case[];
  readonly unknown: readonly Case[] | string;
  /** Properties left out: the provider's defaults decide. */
  readonly absent: readonly Judged[];
  /** Malformed and surprising input. */
  readonly odd: readonly Judged[];
  readonly notApplicable?: readonly Case[];
}

/** Runs a rule's table of cases, and the cases that nobody has to remember: empty, wholly unknown, random. */
export function testRule(rule: Rule, cases: Cases): void {
  describe(rule.id, () => {
    const rows: [column: string, verdict: Verdict, list: readonly Case[]][] = [
      ["compliant", "pass", cases.compliant],
      ["violating", "fail", cases.violating],
      ["unknown", "undetermined", typeof cases.unknown === "string" ? [] : cases.unknown],
      ["not applicable", "not-applicable", cases.notApplicable ?? []],
    ];
    const judged = [...cases.absent.map((c) => ["absent", c] as const), ...cases.odd.map((c) => ["odd", c] as const)];
    const all = [...rows.flatMap(([column, verdict, list]) => list.map((c) => [column, verdict, c] as const))].concat(
      judged.map(([column, c]) => [column, c.verdict, c] as const),
    );
    for (const [column, verdict, c] of all) {
      for (const mode of c.only ? [c.only] : (["state", "preview"] as const)) {
        it(`${column}: ${c.name} (${mode})`, () => check(rule, c, verdict, mode));
      }
    }
    if (rule.remedy)
      remedied(
        rule,
        all.map(([, verdict, c]) => ({ ...c, verdict })),
      );
    else
      it("lists no violations as unremedied", () =>
        expect(all.filter(([, , c]) => c.unremedied ?? c.remedied)).toEqual([]));
    it("has every column, and no case twice", () => {
      expect(cases.compliant.length, "compliant").toBeGreaterThan(0);
      expect(cases.violating.length, "violating").toBeGreaterThan(0);
      expect(cases.absent.length, "absent").toBeGreaterThan(0);
      expect(cases.odd.length, "odd").toBeGreaterThan(0);
      expect(cases.unknown.length, "unknown: cases or a reason").toBeGreaterThan(0);
      const stacks = all.map(([, , c]) => JSON.stringify([c.stack, c.parameters, c.only]));
      expect(new Set(stacks).size, "the same stack stands twice").toBe(stacks.length);
      expect(new Set(all.map(([, , c]) => c.name)).size, "the same name stands twice").toBe(all.length);
      record(rule.id, {
        ...Object.fromEntries(rows.map(([column, , list]) => [column, list.length])),
        absent: cases.absent.length,
        odd: cases.odd.length,
        remedied: rule.remedy ? all.filter(([, verdict, c]) => verdict === "fail" && !c.unremedied).length : 0,
      });
    });
    unaided(rule, cases);
  });
}

function judge(rule: Rule, specs: readonly ResourceSpec[], mode: Mode, parameters?: unknown): Outcome {
  const stack = stackOf(specs, mode);
  const subject = stack.resources[0];
  if (!subject) throw new Error("a case without resources");
  const values = parameters === undefined ? defaults(rule) : rule.parse(parameters);
  return rule.evaluate(subject, { graph: buildGraph(stack) }, values);
}

function check(rule: Rule, c: Case, verdict: Verdict, mode: Mode): void {
  const outcome = judge(rule, c.stack, mode, c.parameters);
  const told = `${outcome.reason ?? ""} ${JSON.stringify(outcome.observations)}`;
  expect(outcome.verdict, told).toBe(verdict);
  const decisive = outcome.observations.filter((o) => o.expected !== undefined).map((o) => o.path);
  const paths = verdict === "fail" || verdict === "undetermined" ? decisive : outcome.observations.map((o) => o.path);
  if (verdict === "fail" || verdict === "undetermined")
    expect(c.at.length, "a case names its paths").toBeGreaterThan(0);
  for (const path of c.at) expect(paths, told).toContain(path);
  if (verdict === "undetermined" || verdict === "not-applicable") expect(outcome.reason).toBeTruthy();
}

/** What the rule's remedy makes of its cases, and of random ones made from them. */
function remedied(rule: Rule, cases: readonly Judged[]): void {
  const parametersOf = (c: Case) => (c.parameters === undefined ? defaults(rule) : rule.parse(c.parameters));
  const violating = cases.filter((c) => c.verdict === "fail");
  const modes = (c: Case) => (c.only ? [c.only] : (["state", "preview"] as const));
  for (const c of violating)
    it(`${c.unremedied === undefined ? "remedies" : `does not remedy, for ${c.unremedied}`}: ${c.name}`, () => {
      for (const mode of modes(c)) {
        const outcome = mend(rule, stackOf(c.stack, mode), parametersOf(c));
        const isMended = outcome !== undefined && "properties" in outcome;
        expect(isMended, JSON.stringify(outcome)).toBe(c.unremedied === undefined);
        if (isMended && c.remedied) expect(changesOf(outcome)).toEqual(c.remedied);
      }
    });
  it("remedies some violation, and nothing else", () => {
    expect(violating.some((c) => c.unremedied === undefined)).toBe(true);
    for (const c of cases.filter((one) => one.verdict !== "fail")) {
      expect(c.unremedied, c.name).toBeUndefined();
      // Without its companions a resource may look worse than it is: then the remedy does no harm.
      for (const mode of modes(c))
        if (rule.phase === "stack") mend(rule, stackOf(c.stack, mode), parametersOf(c));
        else expect(mend(rule, stackOf(c.stack, mode), parametersOf(c)), c.name).toBeUndefined();
    }
  });
  it("remedies nothing that is unknown or secret", () => {
    for (const c of violating) checkGuarded(rule, stackOf(c.stack, "state"), parametersOf(c));
  });
  it("remedies random input well or not at all", () => {
    const rough = fc.oneof(anyNode(cases.flatMap((c) => keysIn(c.stack[0]?.props))), fc.constant(undefined));
    const start = fc.constantFrom(...violating).chain((c) => {
      const inputs = stackOf(c.stack, "state").resources[0]?.inputs ?? {};
      return fc.tuple(fc.constant(c), roughened([inputs], rough));
    });
    fc.assert(
      fc.property(fc.constantFrom(...rule.types), start, (type, [c, random]) => {
        const [first, ...others] = c.stack as [ResourceSpec, ...ResourceSpec[]];
        mend(rule, stackOf([{ ...first, type, props: random }, ...others], "state"), parametersOf(c));
      }),
      { numRuns: 100 },
    );
  });
}

function changesOf({ changes }: Extract<Remediation, { changes: unknown }>): Record<string, string> {
  return Object.fromEntries(changes.map(({ path, to }) => [path, to]));
}

/** Cases that every rule gets without its author doing anything. */
function unaided(rule: Rule, cases: Cases): void {
  it("judges an empty resource of each of its types", () => {
    for (const type of rule.types) {
      for (const mode of ["state", "preview"] as const) {
        expect(judge(rule, [resource(type, "empty")], mode), type).not.toMatchObject({ verdict: "error" });
      }
    }
  });
  it("passes nothing that is wholly unknown", () => {
    for (const { stack } of [...cases.compliant, ...cases.violating]) {
      const [first, ...rest] = stack as [ResourceSpec, ...ResourceSpec[]];
      const props = Object.fromEntries(Object.keys(first.props).map((key) => [key, UNKNOWN]));
      if (Object.keys(props).length === 0 || rule.phase === "stack") continue;
      const { verdict } = judge(rule, [{ ...first, props }, ...rest], "preview");
      expect(["undetermined", "not-applicable", "fail"], verdict).toContain(verdict);
    }
  });
  it("never throws on random input", () => {
    const keys = [...cases.compliant, ...cases.violating].flatMap((c) => keysIn(c.stack[0]?.props));
    const props = fc.dictionary(anyOf(keys), anyNode(keys), { maxKeys: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...rule.types), props, (type, random) => {
        const outcome = judge(rule, [resource(type, "random", random)], "state");
        expect(outcome.verdict, outcome.reason).not.toBe("error");
        expect(Array.isArray(outcome.observations)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
}

function anyOf(keys: readonly string[]): fc.Arbitrary<string> {
  return keys.length > 0 ? fc.constantFrom(...new Set(keys)) : fc.string();
}

/** A value of any shape, with these keys in its objects. */
function anyNode(keys: readonly string[]): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(UNKNOWN, null, "", "*", "true", "{}", "[secret]", true, false, 0, -1, 1e9, []),
      fc.array(tie("node"), { maxLength: 3 }),
      fc.dictionary(anyOf(keys), tie("node"), { maxKeys: 4 }),
    ),
  })).node;
}

function keysIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)]);
}

/** Leaves the counts for the table that the run prints at its end. */
function record(id: string, counts: Record<string, number>): void {
  const folder = join(__dirname, "../../out/rule-cases");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${id}.json`), `${JSON.stringify(counts)}\n`);
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Ledger } from "../../../src/evidence/ledger.js";
import { difference } from "../../../src/evidence/run.js";
import { STANDINGS } from "../../../src/model/index.js";
import { day, record, records, type Spec, type Stacks, trackedOn } from "./fixture.js";

const FAILS = { found: { r: "fail" } } as const satisfies Spec;
const named = (...aliases: string[]): Spec => ({ ...FAILS, aliases });
const shop = (resources: Stacks[string]): Stacks => ({ "shop/prod": resources });
/** Of a finding on a resource of shop/prod: since which day, and the name it had then. */
const told = (days: readonly Stacks[], name: string) => trackedOn(days)[`shop/prod ${name} r`];

describe("a finding is dated by the run that first saw it", () => {
  test("and one that is new by this run", () => {
    const days = [shop({ a: FAILS }), shop({ a: FAILS, b: FAILS })];
    expect(trackedOn(days)).toEqual({ "shop/prod a r": { since: day(1) }, "shop/prod b r": { since: day(2) } });
    expect(told([shop({ a: FAILS })], "a")).toEqual({ since: day(1) });
  });

  test("without a break: one that was mended, or whose resource was gone, is new", () => {
    expect(told([shop({ a: FAILS }), shop({ a: {} }), shop({ a: FAILS })], "a")).toEqual({ since: day(3) });
    expect(told([shop({ a: FAILS }), shop({}), shop({ a: FAILS })], "a")).toEqual({ since: day(3) });
  });

  test("while its stack is not assessed it stays, and each stack has its own", () => {
    const elsewhere: Stacks = { "shop/dev": { a: FAILS } };
    expect(told([shop({ a: FAILS }), elsewhere, elsewhere, shop({ a: FAILS })], "a")).toEqual({ since: day(1) });
    expect(trackedOn([shop({ a: FAILS }), { ...shop({ a: FAILS }), ...elsewhere }])).toEqual({
      "shop/prod a r": { since: day(1) },
      "shop/dev a r": { since: day(2) },
    });
  });

  test("and of one that was not decided at first it is told since when it fails", () => {
    const undecided: Spec = { found: { r: "undetermined" } };
    const days = [undecided, undecided, FAILS, undecided].map((a) => shop({ a }));
    expect(told(days.slice(0, 2), "a")).toEqual({ since: day(1) });
    expect(told(days.slice(0, 3), "a")).toEqual({ since: day(1), failing: day(3) });
    expect(told(days, "a")).toEqual({ since: day(1) });
    expect(told([...days, shop({ a: FAILS })], "a")).toEqual({ since: day(1), failing: day(3) });
    const excepted: Spec = { found: { r: "excepted" } };
    expect(told([shop({ a: excepted }), shop({ a: FAILS })], "a")).toEqual({ since: day(1) });
  });
});

describe("a resource that is renamed keeps its findings", () => {
  test("from run to run, under the name that it had at first", () => {
    const days = [shop({ a: FAILS }), shop({ b: named("a") }), shop({ b: named("a") }), shop({ c: named("b") })];
    for (const [n, name] of [...["a", "b", "b", "c"].entries()].slice(1))
      expect(told(days.slice(0, n + 1), name)).toEqual({ since: day(1), formerly: "a" });
    expect(told([...days, shop({ a: named("c") })], "a"), "back to its first name").toEqual({ since: day(1) });
  });

  test("and what is found later has the name of then", () => {
    const days = [shop({ a: {} }), shop({ b: named("a") }), shop({ c: named("b") })];
    expect(told(days, "c")).toEqual({ since: day(2), formerly: "b" });
  });

  test.each<[string, Stacks[]]>([
    ["an alias of what still exists", [shop({ a: FAILS }), shop({ a: FAILS, b: named("a") })]],
    ["an alias of what nobody knows", [shop({ a: FAILS }), shop({ b: named("x", "", "b") })]],
    ["an alias of what was gone before", [shop({ a: FAILS }), shop({}), shop({ b: named("a") })]],
    ["an alias of what another stack had", [{ "shop/dev": { a: FAILS } }, shop({ b: named("a") })]],
    ["a resource that was there already", [shop({ a: FAILS, b: {} }), shop({ b: named("a") })]],
    ["the second of two with one alias", [shop({ a: FAILS }), shop({ z: named("a"), b: named("a") })]],
    ["a name of every object", [shop({ a: FAILS }), shop({ b: named("__proto__", "constructor") })]],
  ])("but %s is no rename", (_, days) => {
    expect(told(days, "b")).toEqual({ since: day(days.length) });
  });

  test("the first of two with one alias, and one whose old copy waits for its deletion, are", () => {
    const first = [shop({ a: FAILS }), shop({ z: named("a"), b: named("a") })];
    expect(told(first, "z")).toEqual({ since: day(1), formerly: "a" });
    const old = [shop({ a: FAILS }), shop({ a: { deleting: true }, b: named("a") })];
    expect(told(old, "b")).toEqual({ since: day(1), formerly: "a" });
  });

  test("through a long history", () => {
    const days = Array.from({ length: 200 }, (_, n) => shop({ [`n${n}`]: named(`n${n - 1}`) }));
    expect(told(days, "n199")).toEqual({ since: day(1), formerly: "n0" });
    const [first, last] = [records(days)[0], records(days).at(-1)];
    expect(difference(first as never, last as never)).toMatchObject({ new: [], gone: [], unchanged: 1 });
  });

  test("an alias outweighs a name of long ago", () => {
    const days = [
      shop({ a: FAILS }),
      shop({ a: FAILS, b: named("a") }),
      shop({ a: FAILS, b: FAILS }),
      shop({ c: named("b"), d: named("a") }),
    ];
    expect(told(days, "d")).toEqual({ since: day(1), formerly: "a" });
    expect(told(days, "c")).toEqual({ since: day(2), formerly: "b" });
    const swapped = [shop({ a: FAILS }), shop({ b: named("a") }), shop({ a: FAILS, b: FAILS }), days[3] as Stacks];
    expect(trackedOn([...swapped, swapped[3] as Stacks])).toEqual({
      "shop/prod c r": { since: day(1), formerly: "a" },
      "shop/prod d r": { since: day(3), formerly: "a" },
    });
  });

  test("however long another that was called so keeps its alias", () => {
    const kept = named("a");
    const days = [shop({ a: {} }), shop({ z: kept }), shop({ z: kept, a: FAILS }), shop({ z: kept, b: kept })];
    expect(told(days, "b")).toEqual({ since: day(3), formerly: "a" });
    expect(told(days, "z")).toEqual({ since: day(2) });
  });

  test("two that change names keep what each name had", () => {
    const both = shop({ a: named("b"), b: { ...named("a"), found: { r: "fail", s: "error" } } });
    expect(trackedOn([shop({ a: FAILS, b: FAILS }), both])).toEqual({
      "shop/prod a r": { since: day(1) },
      "shop/prod b r": { since: day(1) },
      "shop/prod b s": { since: day(2) },
    });
  });
});

describe("the difference of two runs follows renames", () => {
  const days = [
    shop({ a: { found: { r: "excepted", s: "fail" } } }),
    shop({ b: { aliases: ["a"], found: { r: "excepted", s: "fail" } } }),
    shop({ c: { aliases: ["b"], found: { r: "fail" } } }),
  ];
  const nothing = { new: [], worse: [], better: [], fixed: [], gone: [], unseen: [], unchanged: 0 };

  test("of neighbours, and over several runs that lie between", () => {
    const [first, second, third] = records(days);
    expect(difference(first as never, second as never)).toEqual({ ...nothing, unchanged: 2 });
    const stack = "shop/prod";
    expect(difference(first as never, third as never)).toEqual({
      ...nothing,
      worse: [{ rule: "r", stack, urn: "c", standing: "fail", formerly: "a", was: "excepted" }],
      fixed: [{ rule: "s", stack, urn: "a", standing: "fail" }],
    });
  });

  test("without a history by the aliases of the later one", () => {
    const [first] = records(days);
    const told = (later: Stacks) => difference(first as never, record(day(2), later));
    expect(told(days[1] as Stacks)).toEqual({ ...nothing, unchanged: 2 });
    expect(told(days[2] as Stacks)).toMatchObject({ new: [{ urn: "c" }], gone: [{ urn: "a" }, { urn: "a" }] });
  });

  test("and a run of an older version, which knows of no names, has none", () => {
    const [first, second] = records(days);
    const { formerly, ...older } = second as never as { formerly: unknown };
    expect(formerly).toEqual([[0, "a"]]);
    expect(difference(first as never, older as never)).toMatchObject({ gone: [{ urn: "a" }, { urn: "a" }] });
  });
});

describe("whatever happens to stacks", () => {
  const NAMES = ["a", "b", "c", "d"];
  const anyResource: fc.Arbitrary<Spec> = fc.record({
    aliases: fc.subarray(NAMES),
    deleting: fc.boolean(),
    found: fc.dictionary(fc.constantFrom("r", "s"), fc.constantFrom(...STANDINGS)),
  });
  const anyStack = fc.dictionary(fc.constantFrom(...NAMES), anyResource);
  const anyDay = fc.dictionary(fc.constantFrom("shop/prod", "shop/dev"), anyStack);

  test("an assessment tells what the history says once the run is in it", () => {
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 1, maxLength: 6 }), (days) => {
        const today = days.at(-1) as Stacks;
        const after = new Ledger(records(days)).open.filter(({ finding }) => Object.hasOwn(today, finding.stack));
        const expected = after.map(({ finding: { stack, urn, rule, standing }, since, failing, first }) => {
          const fails = standing === "fail" || standing === "excepted";
          const tracking = {
            since,
            ...(fails && failing !== since ? { failing } : {}),
            ...(first === urn ? {} : { formerly: first }),
          };
          return [`${stack} ${urn} ${rule}`, tracking];
        });
        expect(trackedOn(days)).toEqual(Object.fromEntries(expected));
      }),
      { numRuns: 300 },
    );
  });

  test("what the difference of the last two runs calls new is dated by the last, and nothing else is", () => {
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 2, maxLength: 5 }), (days) => {
        // A stack that the run before did not assess is compared with nothing there.
        const all = days.map((one) => ({ "shop/prod": {}, "shop/dev": {}, ...one }));
        const [before, last] = records(all).slice(-2);
        const fresh = difference(before as never, last as never).new.map(
          (one) => `${one.stack} ${one.urn} ${one.rule}`,
        );
        const dated = Object.entries(trackedOn(all)).filter(([, { since }]) => since === last?.at);
        expect(dated.map(([key]) => key).sort()).toEqual(fresh.sort());
      }),
      { numRuns: 300 },
    );
  });

  test("every finding that was ever seen is open or remedied", () => {
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 1, maxLength: 6 }), (days) => {
        const ledger = new Ledger();
        let seen = 0;
        for (const run of records(days)) {
          ledger.add(run);
          seen += ledger.open.filter(({ since }) => since === run.at).length;
        }
        expect(ledger.open.length + ledger.remedied.length).toBe(seen);
      }),
    );
  });
});
